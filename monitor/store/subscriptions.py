"""Subscriptions at hubs: which are wanted, when each hub is to be asked, and what one told."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Subscription, SubscriptionStatus, Told, Wish
from monitor.store import rows
from monitor.store.engine import sqlite3

# Of a source's subscriptions, at most one is not being left.
TOLD = "subscription.source = source.id AND subscription.status <> 'leaving'"
TOLD_COLUMNS = "subscription.hub, subscription.status, subscription.until, "
TOLD_COLUMNS += "subscription.told_at, subscription.detail"

_SAME = (
    f"{TOLD} AND subscription.hub = memory ->> 'hub' AND subscription.topic = memory ->> 'topic'"
)

_WISHES = f"""
    SELECT id, memory ->> 'hub' AS hub, memory ->> 'topic' AS topic FROM source
    WHERE resting = 0 AND hub IS NOT NULL AND topic IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM subscription WHERE {_SAME})
    ORDER BY number LIMIT ?
"""

_UNWANTED = f"""
    SELECT * FROM subscription WHERE status <> 'leaving'
        AND NOT EXISTS (SELECT 1 FROM source WHERE resting = 0 AND {_SAME})
    LIMIT ?
"""

_DUE = "SELECT * FROM subscription WHERE next_at <= ? ORDER BY next_at LIMIT ?"

_ADD = """
    INSERT INTO subscription (callback, secret, source, hub, topic, status, revision, next_at,
        until, told_at, failures, detail)
    VALUES (:callback, :secret, :source, :hub, :topic, :status, :revision, :next_at,
        :until, :told_at, :failures, :detail)
"""

_CHANGE = """
    UPDATE subscription SET status = :status, revision = :revision, next_at = :next_at,
        until = :until, failures = :failures, detail = :detail
    WHERE callback = :callback AND revision = :revision - 1
"""

_DUE_SOURCE = """
    UPDATE source SET next_poll_at = min(next_poll_at, :at)
    WHERE id = (SELECT source FROM subscription WHERE callback = :callback)
"""


def one(db: sqlite3.Connection, callback: str) -> Subscription | None:
    row = db.execute("SELECT * FROM subscription WHERE callback = ?", (callback,)).fetchone()
    return None if row is None else _from(row)


def wishes(db: sqlite3.Connection, limit: int) -> tuple[Wish, ...]:
    found = db.execute(_WISHES, (limit,))
    return tuple(Wish(source_id=row["id"], hub=row["hub"], topic=row["topic"]) for row in found)


def unwanted(db: sqlite3.Connection, limit: int) -> tuple[Subscription, ...]:
    return tuple(map(_from, db.execute(_UNWANTED, (limit,))))


def due(db: sqlite3.Connection, limit: int, now: datetime) -> tuple[Subscription, ...]:
    return tuple(map(_from, db.execute(_DUE, (rows.to_ms(now), limit))))


def put(db: sqlite3.Connection, subscription: Subscription) -> bool:
    """Add a subscription (revision 0), or change the one that is one revision behind."""
    statement = _CHANGE if subscription.revision else _ADD
    return db.execute(statement, _values(subscription)).rowcount > 0


def end(db: sqlite3.Connection, callback: str) -> None:
    db.execute("DELETE FROM subscription WHERE callback = ?", (callback,))


def end_all(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM subscription")


def hear(db: sqlite3.Connection, callback: str, at: datetime) -> None:
    """Let the source of a subscription be due at `at`."""
    values = {"callback": callback, "at": rows.to_ms(at)}
    db.execute("UPDATE subscription SET told_at = :at WHERE callback = :callback", values)
    db.execute(_DUE_SOURCE, values)


def told_from(row: rows.Row) -> Told | None:
    """Return what may be shown, of a row that joins sources and `TOLD`."""
    if row["hub"] is None:
        return None
    return Told(
        hub=row["hub"],
        status=SubscriptionStatus(row["status"]),
        until=rows.opt_time(row["until"]),
        told_at=rows.opt_time(row["told_at"]),
        detail=row["detail"],
    )


def _values(subscription: Subscription) -> dict[str, rows.Value]:
    return {
        "callback": subscription.callback,
        "secret": subscription.secret,
        "source": subscription.source_id,
        "hub": rows.clean(subscription.hub),
        "topic": rows.clean(subscription.topic),
        "status": subscription.status.value,
        "revision": subscription.revision,
        "next_at": rows.to_ms(subscription.next_at),
        "until": rows.opt_ms(subscription.until),
        "told_at": rows.opt_ms(subscription.told_at),
        "failures": subscription.failures,
        "detail": rows.clean(subscription.detail),
    }


def _from(row: rows.Row) -> Subscription:
    return Subscription(
        callback=row["callback"],
        secret=row["secret"],
        source_id=row["source"],
        hub=row["hub"],
        topic=row["topic"],
        status=SubscriptionStatus(row["status"]),
        revision=row["revision"],
        next_at=rows.from_ms(row["next_at"]),
        until=rows.opt_time(row["until"]),
        told_at=rows.opt_time(row["told_at"]),
        failures=row["failures"],
        detail=row["detail"],
    )
