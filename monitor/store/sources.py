"""Sources in the database: what is due, and one transaction for each poll."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.model import (
    DueSource,
    PollOutcome,
    Source,
    SourceOverview,
    SourceState,
    Watch,
    address_key,
)
from monitor.store import addresses, catalog, rows, subscriptions
from monitor.store.engine import sqlite3

_PUT = """
    INSERT INTO source (id, url, settings, resting, life, revision, next_poll_at, memory)
    VALUES (:id, :url, :settings, :resting, :life, 0, :due, :memory)
    ON CONFLICT (id) DO UPDATE SET
        url = excluded.url, settings = excluded.settings, resting = excluded.resting,
        life = excluded.life, next_poll_at = min(next_poll_at, excluded.next_poll_at)
"""

# What a source says of its articles holds for all that it listed, earlier ones too; not for those
# that a person has named as well.
_PASS_ON = """
    UPDATE watch SET channels = :channels, alert_on = :alert_on, kinds = :kinds, plan = :plan
    WHERE source = :id AND origin = 'source'
"""

_COLUMNS = "source.id, source.settings, source.revision, source.next_poll_at, source.memory"

_TOLD = f"LEFT JOIN subscription ON {subscriptions.TOLD}"

_DUE = f"""
    SELECT {_COLUMNS}, {subscriptions.TOLD_COLUMNS} FROM source {_TOLD}
    WHERE resting = 0 AND next_poll_at <= ?
    ORDER BY next_poll_at LIMIT ?
"""

_OVERVIEW = f"""
    SELECT {_COLUMNS}, {subscriptions.TOLD_COLUMNS}, watched, retired, edited FROM source {_TOLD}
    LEFT JOIN (
        SELECT watch.source, sum(state.resting = 0) AS watched,
            sum(watch.retired IS NOT NULL) AS retired, sum(state.latest_version > 1) AS edited
        FROM watch JOIN state ON state.watch = watch.number
        WHERE watch.source IS NOT NULL AND watch.removed_at IS NULL GROUP BY watch.source
    ) AS tally ON tally.source = source.id
    ORDER BY source.number
"""

# What a hub told while the poll was under way asks for another one.
_NEW_STATE = """
    UPDATE source SET revision = :revision, memory = :memory, next_poll_at = min(:next, coalesce(
        (SELECT max(told_at) FROM subscription WHERE source = :id AND told_at > :began), :next))
    WHERE id = :id AND revision = :revision - 1
"""

_LISTED = """
    SELECT watch.id FROM watch JOIN state ON state.watch = watch.number
    WHERE watch.source = ? AND memory ->> 'listed'
"""

_COME_BACK = """
    UPDATE watch SET retired = NULL, added_at = :at
    WHERE id = :id AND retired = 'silent' AND removed_at IS NULL RETURNING number, paused
"""

# The last edit is the time of the newest version; before the first there is the time of adding.
_OVER = """
    SELECT watch.number FROM source
    JOIN watch ON watch.source = source.id JOIN state ON state.watch = watch.number
    WHERE state.resting = 0 AND watch.origin = 'source'
    AND :now - source.life > max(watch.added_at, coalesce(
        (SELECT fetched_at FROM version WHERE version.watch = watch.number
         ORDER BY version DESC LIMIT 1), 0))
"""


def put(db: sqlite3.Connection, source: Source, due_at: datetime) -> None:
    """Add a source, or replace the settings of the one with its id, and of its articles."""
    fresh = SourceState(source_id=source.id, next_poll_at=due_at)
    values = {"due": rows.to_ms(due_at), "memory": rows.source_memory(fresh)}
    db.execute(_PUT, rows.source_values(source) | values)
    db.execute(_PASS_ON, {"id": source.id} | rows.passed_on(source))


def make_due(db: sqlite3.Connection, source_id: str, at: datetime) -> None:
    db.execute(
        "UPDATE source SET next_poll_at = min(next_poll_at, ?) WHERE id = ?",
        (rows.to_ms(at), source_id),
    )


def due(db: sqlite3.Connection, limit: int, now: datetime) -> tuple[DueSource, ...]:
    found = db.execute(_DUE, (rows.to_ms(now), limit))
    return tuple(
        DueSource(
            source=rows.source_from(row),
            state=rows.source_state_from(row),
            told=subscriptions.told_from(row),
        )
        for row in found
    )


def overviews(db: sqlite3.Connection) -> tuple[SourceOverview, ...]:
    return tuple(map(_overview, db.execute(_OVERVIEW)))


def _overview(row: rows.Row) -> SourceOverview:
    return SourceOverview(
        source=rows.source_from(row),
        state=rows.source_state_from(row),
        watched=row["watched"] or 0,
        retired=row["retired"] or 0,
        edited=row["edited"] or 0,
        told=subscriptions.told_from(row),
    )


def record(
    db: sqlite3.Connection, outcome: PollOutcome, now: datetime, bucket_of: Callable[[str], int]
) -> bool:
    """Write `outcome`, or nothing and return False where it comes too late."""
    state = outcome.state
    values = {
        "id": state.source_id,
        "revision": state.revision,
        "next": rows.to_ms(state.next_poll_at),
        "memory": rows.source_memory(state),
        "began": rows.opt_ms(outcome.began_at),
    }
    if not db.execute(_NEW_STATE, values).rowcount:
        return False
    for watch in outcome.watches:
        _add(db, watch, bucket_of(watch.host), now)
    for watch_id in outcome.back:
        _come_back(db, watch_id, now)
    return True


def _add(db: sqlite3.Connection, watch: Watch, bucket: int, now: datetime) -> None:
    """Add a watch, unless its address became known meanwhile."""
    if not addresses.known(db, (address_key(watch.url),)):
        catalog.put_watch(db, watch, bucket, now)


def _come_back(db: sqlite3.Connection, watch_id: str, now: datetime) -> None:
    at = rows.to_ms(now)
    back = db.execute(_COME_BACK, {"id": watch_id, "at": at}).fetchone()
    if back is not None:
        db.execute(
            "UPDATE state SET resting = ?, next_check_at = min(next_check_at, ?) WHERE watch = ?",
            (back["paused"], at, back["number"]),
        )


def listed(db: sqlite3.Connection, source_id: str) -> tuple[str, ...]:
    """Return the watches that a source listed, with dates, when it was last polled."""
    return tuple(row["id"] for row in db.execute(_LISTED, (source_id,)))


def retire(db: sqlite3.Connection, now: datetime) -> int:
    """Let watches rest whose life after the last edit is over; return how many."""
    over = [(row["number"],) for row in db.execute(_OVER, {"now": rows.to_ms(now)})]
    db.executemany("UPDATE watch SET retired = 'silent' WHERE number = ?", over)
    db.executemany("UPDATE state SET resting = 1 WHERE watch = ?", over)
    return len(over)
