"""Alerts on their way, in the database."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from monitor.errors import UnknownAlert
from monitor.model import Alert
from monitor.store import rows
from monitor.store.engine import sqlite3

_ALERTS = f"""
    SELECT {rows.ALERT_COLUMNS}, {rows.EVENT_COLUMNS} FROM alert
    JOIN event ON event.number = alert.event JOIN watch ON watch.number = event.watch
"""

_CLAIM = """
    UPDATE alert SET claimed_until = :until WHERE number IN (
        SELECT number FROM alert WHERE status = 'pending' AND next_attempt_at <= :now
        AND claimed_until <= :now AND channel NOT IN (SELECT value FROM json_each(:skip))
        ORDER BY number LIMIT :limit
    ) RETURNING number
"""

# Two senders may have held the alert, one after the other. That one delivered it stands;
# otherwise the later attempt does.
_SETTLE = """
    UPDATE alert SET status = :status, attempts = max(attempts, :attempts),
        next_attempt_at = :next_attempt_at, delivered_at = :delivered_at, error = :error,
        claimed_until = 0
    WHERE id = :id AND status <> 'delivered'
    AND (:status = 'delivered' OR (status = 'pending' AND :attempts > attempts))
"""

_WITHDRAW = """
    UPDATE alert SET status = 'given_up', error = :error WHERE status = 'pending' AND event IN (
        SELECT event.number FROM json_each(:ids) AS wanted JOIN watch ON watch.id = wanted.value
        JOIN event ON event.watch = watch.number
        WHERE event.kind = 'changed' AND event.at >= :since
    )
"""
WITHDRAWN = "taken back: the whole site was changed, not this article"


def anything_to_claim(db: sqlite3.Connection, now: datetime) -> bool:
    """Say whether `claim` may find something, without taking the write lock."""
    row = db.execute(
        "SELECT 1 FROM alert WHERE status = 'pending' AND next_attempt_at <= :now "
        "AND claimed_until <= :now LIMIT 1",
        {"now": rows.to_ms(now)},
    ).fetchone()
    return row is not None


def claim(
    db: sqlite3.Connection, limit: int, ttl: timedelta, skip: Collection[str], now: datetime
) -> tuple[Alert, ...]:
    """Take alerts in one statement, so that no other process takes the same."""
    values = {
        "now": rows.to_ms(now),
        "until": rows.to_ms(now + ttl),
        "skip": json.dumps(tuple(skip)),
        "limit": limit,
    }
    taken = [row["number"] for row in db.execute(_CLAIM, values)]
    found = db.execute(
        f"{_ALERTS} WHERE alert.number IN (SELECT value FROM json_each(?)) ORDER BY alert.number",
        (json.dumps(taken),),
    )
    return tuple(map(rows.alert_from, found))


def settle(db: sqlite3.Connection, alert: Alert) -> None:
    db.execute(_SETTLE, rows.alert_values(alert))


def listing(db: sqlite3.Connection, *, pending: bool, limit: int) -> tuple[Alert, ...]:
    where = "WHERE alert.status = 'pending'" if pending else ""
    found = db.execute(f"{_ALERTS} {where} ORDER BY alert.number DESC LIMIT ?", (limit,))
    return tuple(map(rows.alert_from, found))


def by_prefix(db: sqlite3.Connection, prefix: str) -> Alert | None:
    found = db.execute(
        f"{_ALERTS} WHERE alert.id >= :prefix AND substr(alert.id, 1, length(:prefix)) = :prefix "
        "ORDER BY alert.id LIMIT 2",
        {"prefix": rows.clean(prefix)},
    ).fetchall()
    return rows.alert_from(found[0]) if len(found) == 1 else None


def withdraw(db: sqlite3.Connection, watch_ids: Collection[str], since: datetime) -> None:
    """Take back what is still on its way about edits of these watches since then."""
    db.execute(
        _WITHDRAW,
        {"ids": json.dumps(tuple(watch_ids)), "since": rows.to_ms(since), "error": WITHDRAWN},
    )


def resend(db: sqlite3.Connection, alert_id: str, at: datetime) -> None:
    """Let an alert start over. Raises UnknownAlert."""
    changed = db.execute(
        "UPDATE alert SET status = 'pending', attempts = 0, next_attempt_at = ?, "
        "delivered_at = NULL, error = '', claimed_until = 0 WHERE id = ?",
        (rows.to_ms(at), alert_id),
    ).rowcount
    if changed == 0:
        raise UnknownAlert(alert_id)
