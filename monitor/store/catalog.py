"""What people ask of the database and do to watches."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from monitor.model import CheckRow, Event, Overview, Watch, WatchState
from monitor.store import rows
from monitor.store.engine import sqlite3

_PUT_WATCH = """
    INSERT INTO watch (id, url, host, origin, added_at, name, interval, channels, alert_on, paused,
        removed_at)
    VALUES (:id, :url, :host, :origin, :added_at, :name, :interval, :channels, :alert_on, :paused,
        :removed_at)
    ON CONFLICT (id) DO UPDATE SET
        url = excluded.url, host = excluded.host, origin = excluded.origin,
        added_at = excluded.added_at, name = excluded.name, interval = excluded.interval,
        channels = excluded.channels, alert_on = excluded.alert_on, paused = excluded.paused,
        removed_at = excluded.removed_at
    RETURNING number
"""

_PUT_STATE = """
    INSERT INTO state
        (watch, bucket, host, resting, revision, next_check_at, latest_version, memory)
    VALUES (:watch, :bucket, :host, :resting, 0, :due, 0, :memory)
    ON CONFLICT (watch) DO UPDATE SET
        bucket = excluded.bucket, host = excluded.host, resting = excluded.resting,
        next_check_at = min(next_check_at, excluded.next_check_at)
"""

_OVERVIEW = f"""
    SELECT {rows.WATCH_COLUMNS}, {rows.STATE_COLUMNS}, version.headline,
        waiting.alerts AS pending_alerts
    FROM watch JOIN state ON state.watch = watch.number
    LEFT JOIN version ON version.watch = watch.number AND version = latest_version
    LEFT JOIN (
        SELECT event.watch, count(*) AS alerts FROM alert JOIN event ON event.number = alert.event
        WHERE alert.status = 'pending' GROUP BY event.watch
    ) AS waiting ON waiting.watch = watch.number
"""

_EVENTS = f"""
    SELECT {rows.EVENT_COLUMNS} FROM event JOIN watch ON watch.number = event.watch
"""

_ROLL_UP = """
    INSERT INTO check_day (watch, day, checks, ok)
    SELECT watch, at / 86400000, count(*), sum(status <> 'failed') FROM check_log
    WHERE watch BETWEEN :first AND :last AND at < :before GROUP BY 1, 2
    ON CONFLICT (watch, day) DO UPDATE SET
        checks = checks + excluded.checks, ok = ok + excluded.ok
"""


def put_watch(db: sqlite3.Connection, watch: Watch, bucket: int, due_at: datetime) -> None:
    """Add a watch, or replace its settings: its next check is then at `due_at` or earlier."""
    row = db.execute(_PUT_WATCH, rows.watch_values(watch)).fetchone()
    fresh = WatchState(watch_id=watch.id, next_check_at=due_at)
    values = {
        "watch": row["number"],
        "bucket": bucket,
        "host": rows.clean(watch.host),
        "resting": int(watch.paused or watch.removed_at is not None),
        "due": rows.to_ms(due_at),
        "memory": rows.state_memory(fresh),
    }
    db.execute(_PUT_STATE, values)


def delete_watch(db: sqlite3.Connection, watch_id: str) -> tuple[str, ...]:
    """Delete a watch and all that hangs on it; return its captures' paths."""
    found = db.execute(
        "SELECT path FROM version JOIN watch ON watch.number = version.watch WHERE watch.id = ? "
        "ORDER BY version",
        (watch_id,),
    ).fetchall()
    db.execute("DELETE FROM watch WHERE id = ?", (watch_id,))
    return tuple(row["path"] for row in found)


def watches(db: sqlite3.Connection, *, removed: bool) -> tuple[Overview, ...]:
    where = "" if removed else "WHERE watch.removed_at IS NULL"
    found = db.execute(f"{_OVERVIEW} {where} ORDER BY watch.number")
    return tuple(map(rows.overview_from, found))


def overview(db: sqlite3.Connection, watch_id: str) -> Overview | None:
    row = db.execute(f"{_OVERVIEW} WHERE watch.id = ?", (watch_id,)).fetchone()
    return None if row is None else rows.overview_from(row)


def events(db: sqlite3.Connection, watch_id: str | None, limit: int) -> tuple[Event, ...]:
    where = "" if watch_id is None else "WHERE watch.id = :id"
    found = db.execute(
        f"{_EVENTS} {where} ORDER BY event.number DESC LIMIT :limit",
        {"id": watch_id, "limit": limit},
    )
    return tuple(map(rows.event_from, found))


def checks(db: sqlite3.Connection, watch_id: str, limit: int) -> tuple[CheckRow, ...]:
    found = db.execute(
        "SELECT * FROM check_log WHERE watch = (SELECT number FROM watch WHERE id = ?) "
        "ORDER BY revision DESC LIMIT ?",
        (watch_id, limit),
    )
    return tuple(rows.check_from(watch_id, row) for row in found)


def make_due(db: sqlite3.Connection, watch_ids: Collection[str], at: datetime) -> None:
    """Bring the next check forward; a check under way now does not put it off again."""
    db.execute(
        "UPDATE state SET next_check_at = min(next_check_at, :at), asked_at = :at WHERE watch IN "
        "(SELECT number FROM watch WHERE id IN (SELECT value FROM json_each(:ids)))",
        {"at": rows.to_ms(at), "ids": json.dumps(tuple(watch_ids))},
    )


def overdue(db: sqlite3.Connection, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return watches that were looked at before and whose time has come, unless asked for."""
    found = db.execute(
        "SELECT watch.id, next_check_at FROM state JOIN watch ON watch.number = state.watch "
        "WHERE resting = 0 AND asked_at IS NULL AND state.revision > 0 AND next_check_at <= ?",
        (rows.to_ms(now),),
    )
    return tuple((row["id"], rows.from_ms(row["next_check_at"])) for row in found)


def put_off(db: sqlite3.Connection, times: Collection[tuple[str, datetime]]) -> None:
    """Set when these watches are looked at next."""
    db.executemany(
        "UPDATE state SET next_check_at = ? WHERE watch = (SELECT number FROM watch WHERE id = ?)",
        [(rows.to_ms(at), watch_id) for watch_id, at in times],
    )


def highest_number(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT coalesce(max(number), 0) AS highest FROM watch").fetchone()
    return int(row["highest"])


def prune_checks(db: sqlite3.Connection, first: int, last: int, before: datetime) -> int:
    """Turn old rows of the watches numbered `first` to `last` into daily tallies."""
    values = {"first": first, "last": last, "before": rows.to_ms(before)}
    db.execute(_ROLL_UP, values)
    return db.execute(
        "DELETE FROM check_log WHERE watch BETWEEN :first AND :last AND at < :before", values
    ).rowcount
