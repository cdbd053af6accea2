"""What checks need of the database: leases, what is due, and one transaction for each outcome."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from monitor.model import Alert, CheckOutcome, CheckRow, Due, Event, Lease, Retirement
from monitor.store import addresses, memory, neighbours, outbox, planning, rows, versions
from monitor.store.engine import sqlite3

_BUCKETS = 1
"""One machine, one bucket: its drain's limits per host are true for all checks."""

_EXTEND = """
    INSERT INTO lease (bucket, holder, token, until) VALUES (:bucket, :holder, 1, :until)
    ON CONFLICT (bucket) DO UPDATE SET
        token = token + (holder <> excluded.holder), holder = excluded.holder,
        until = excluded.until
    WHERE holder = excluded.holder OR until <= :now
    RETURNING token
"""

_DUE = f"""
    SELECT {rows.WATCH_COLUMNS}, {rows.STATE_COLUMNS} FROM state
    JOIN watch ON watch.number = state.watch
    WHERE state.bucket = :bucket AND state.resting = 0 AND state.next_check_at <= :now
    AND state.host NOT IN (
        SELECT name FROM host WHERE next_allowed_at > :now
        UNION ALL SELECT value FROM json_each(:busy)
    )
    ORDER BY state.next_check_at LIMIT :limit
"""

_PICK = f"""
    SELECT {rows.WATCH_COLUMNS}, {rows.STATE_COLUMNS} FROM json_each(:ids) AS wanted
    JOIN watch ON watch.id = wanted.value JOIN state ON state.watch = watch.number
    WHERE watch.removed_at IS NULL ORDER BY wanted.key
"""

# Somebody may have asked for a look while this check was under way: then it is due again.
_NEW_STATE = """
    UPDATE state SET
        revision = :revision, latest_version = :latest_version, memory = :memory,
        next_check_at = CASE WHEN asked_at > :at THEN min(asked_at, :next) ELSE :next END,
        asked_at = CASE WHEN asked_at > :at THEN asked_at END
    WHERE watch = (SELECT number FROM watch WHERE id = :id AND removed_at IS NULL)
    AND revision = :revision - 1
    AND (SELECT token FROM lease WHERE bucket = :bucket) = :token
    RETURNING watch
"""

# What a person named is looked at, and as they said, also where a source came first.
_TAKE_OVER = """
    UPDATE watch SET
        origin = own.origin, retired = NULL, kinds = NULL,
        paused = watch.paused AND watch.origin <> 'dropped',
        name = coalesce(own.name, watch.name), plan = coalesce(own.plan, watch.plan),
        channels = coalesce(own.channels, watch.channels),
        alert_on = coalesce(own.alert_on, watch.alert_on)
    FROM watch AS own WHERE own.number = :number AND own.origin <> 'source'
    AND watch.id = :to AND watch.origin IN ('source', 'dropped')
    RETURNING watch.number, watch.paused
"""

_HOST = """
    INSERT INTO host (name, next_allowed_at) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET next_allowed_at = excluded.next_allowed_at
"""

_EVENT = """
    INSERT INTO event (id, watch, revision, kind, at, line, headline, old_version, new_version,
        change, reason)
    VALUES (:id, :watch, :revision, :kind, :at, :line, :headline, :old_version, :new_version,
        :change, :reason)
"""

_ALERT = """
    INSERT INTO alert (id, event, channel, status, attempts, next_attempt_at, delivered_at, error)
    VALUES (:id, (SELECT number FROM event WHERE id = :event), :channel, :status, :attempts,
        :next_attempt_at, :delivered_at, :error)
"""


def bucket_of(host: str) -> int:
    """Return the bucket that a host belongs to, for ever."""
    return zlib.crc32(host.encode("utf-8", "replace")) % _BUCKETS


def acquire(
    db: sqlite3.Connection, bucket: int, holder: str, ttl: timedelta, now: datetime
) -> Lease | None:
    """Take the lease, or extend it; a new holder gets a higher token."""
    until = now + ttl
    values = {
        "bucket": bucket,
        "holder": holder,
        "until": rows.to_ms(until),
        "now": rows.to_ms(now),
    }
    row = db.execute(_EXTEND, values).fetchone()
    if row is None:
        return None
    return Lease(bucket=bucket, holder=holder, token=row["token"], until=until)


def release(db: sqlite3.Connection, lease: Lease) -> None:
    """Leave the lease without holder, so that whoever comes next gets a higher token."""
    db.execute(
        "UPDATE lease SET holder = '', until = 0 WHERE bucket = ? AND token = ?",
        (lease.bucket, lease.token),
    )


def due(
    db: sqlite3.Connection, bucket: int, busy: Collection[str], limit: int, now: datetime
) -> tuple[Due, ...]:
    """Read one range of the index `state_due`, in the order of time."""
    values = {
        "bucket": bucket,
        "now": rows.to_ms(now),
        "busy": json.dumps(tuple(busy)),
        "limit": limit,
    }
    return tuple(map(rows.due_from, db.execute(_DUE, values)))


def pick(db: sqlite3.Connection, watch_ids: Collection[str]) -> tuple[Due, ...]:
    """Return these watches, in the order they were named; unknown and removed ones left out."""
    return tuple(map(rows.due_from, db.execute(_PICK, {"ids": json.dumps(tuple(watch_ids))})))


def record(
    db: sqlite3.Connection, lease: Lease, outcome: CheckOutcome, now: Callable[[], datetime]
) -> bool:
    """Write `outcome`, or nothing and return False where it comes too late."""
    number = _advance(db, lease, outcome)
    if number is None:
        return False
    db.execute(_HOST, (outcome.watch.host, rows.to_ms(now() + outcome.pause)))
    _log(db, number, outcome.row)
    if outcome.reread is not None:
        versions.replace(db, number, outcome.reread)
    if outcome.snapshot is not None:
        versions.add(db, number, outcome.snapshot, outcome.summary)
    memory.add(db, outcome.watch.host, outcome.ballot)
    if outcome.learnt is not None:
        planning.learn(db, outcome.watch.host, outcome.learnt)
    addresses.add(db, number, outcome.addresses)
    if outcome.retire is not None:
        _retire(db, number, outcome.retire, outcome.same_as)
    neighbours.add(db, outcome.watch.host, number, outcome.changed_lines, outcome.row.at)
    if outcome.withdraw_since is not None:
        outbox.withdraw(db, outcome.withdraw, outcome.withdraw_since)
    _tell(db, number, outcome.events, outcome.alerts)
    return True


def _advance(db: sqlite3.Connection, lease: Lease, outcome: CheckOutcome) -> int | None:
    state = outcome.state
    values = {
        "id": outcome.watch.id,
        "revision": state.revision,
        "latest_version": state.latest_version,
        "memory": rows.state_memory(state),
        "next": rows.to_ms(state.next_check_at),
        "at": rows.to_ms(outcome.row.at),
        "bucket": lease.bucket,
        "token": lease.token,
    }
    row = db.execute(_NEW_STATE, values).fetchone()
    return None if row is None else int(row["watch"])


def _retire(db: sqlite3.Connection, number: int, why: Retirement, same_as: str | None) -> None:
    db.execute("UPDATE watch SET retired = ?, same_as = ? WHERE number = ?", (why, same_as, number))
    db.execute("UPDATE state SET resting = 1 WHERE watch = ?", (number,))
    if same_as is not None:
        addresses.hand_over(db, number, same_as)
        twin = db.execute(_TAKE_OVER, {"number": number, "to": same_as}).fetchone()
        if twin is not None:
            resting = (twin["paused"], twin["number"])
            db.execute("UPDATE state SET resting = ? WHERE watch = ?", resting)


def _log(db: sqlite3.Connection, number: int, row: CheckRow) -> None:
    db.execute(
        "INSERT INTO check_log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows.check_values(number, row)
    )


def _tell(
    db: sqlite3.Connection, number: int, events: tuple[Event, ...], alerts: tuple[Alert, ...]
) -> None:
    for event in events:
        db.execute(_EVENT, rows.event_values(number, event))
    for alert in alerts:
        db.execute(_ALERT, rows.alert_values(alert))
