"""Under which addresses an article is known. The first watch to have one keeps it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from monitor.model import KnownAddress, Retirement, Snapshot
from monitor.store import rows, versions
from monitor.store.engine import sqlite3

_KNOWN = """
    SELECT address.key, watch.id, watch.retired, watch.removed_at,
        json_extract(state.memory, '$.last_checked_at') AS looked_at,
        coalesce(json_extract(state.memory, '$.listed'), 0) AS listed
    FROM json_each(:keys) AS wanted JOIN address ON address.key = wanted.value
    JOIN watch ON watch.number = address.watch JOIN state ON state.watch = watch.number
"""

_TWIN = """
    SELECT watch.id FROM json_each(:keys) AS wanted JOIN address ON address.key = wanted.value
    JOIN watch ON watch.number = address.watch
    WHERE watch.id <> :id AND watch.retired IS NOT 'duplicate' AND (
        watch.removed_at IS NULL
        OR EXISTS (SELECT 1 FROM watch AS own WHERE own.id = :id AND own.origin = 'source')
    )
    ORDER BY wanted.key LIMIT 1
"""

_OF_HOST = """
    SELECT watch.url FROM state JOIN watch ON watch.number = state.watch
    WHERE state.host = ? AND state.latest_version > 0 ORDER BY watch.number DESC LIMIT ?
"""


def add(db: sqlite3.Connection, watch: int, keys: Iterable[str]) -> None:
    """Let the watch with that number be known by `keys`, where no other one is."""
    values = [(rows.clean(key), watch) for key in keys]
    db.executemany("INSERT OR IGNORE INTO address (key, watch) VALUES (?, ?)", values)


def hand_over(db: sqlite3.Connection, watch: int, to: str) -> None:
    """Let the watch with id `to` be known by all that the one with that number was known by."""
    db.execute(
        "UPDATE address SET watch = (SELECT number FROM watch WHERE id = ?) WHERE watch = ?",
        (to, watch),
    )


def known(db: sqlite3.Connection, keys: Collection[str]) -> dict[str, KnownAddress]:
    """Return the watches that have these keys, by key."""
    found = db.execute(_KNOWN, {"keys": _json(keys)})
    return {row["key"]: _known(row) for row in found}


def twin(db: sqlite3.Connection, watch_id: str, keys: Collection[str]) -> Snapshot | None:
    """Return the newest version of another watch that has one of these keys; of one that was
    removed only where a source has listed the article again, at another address."""
    row = db.execute(_TWIN, {"keys": _json(keys), "id": watch_id}).fetchone()
    return None if row is None else versions.latest(db, row["id"])


def of_host(db: sqlite3.Connection, host: str, limit: int) -> tuple[str, ...]:
    """Return addresses of articles of a host that were read as such, the newest watches first."""
    return tuple(row["url"] for row in db.execute(_OF_HOST, (rows.clean(host), limit)))


def _known(row: rows.Row) -> KnownAddress:
    return KnownAddress(
        watch_id=row["id"],
        looked_at=rows.opt_iso(row["looked_at"]),
        listed=bool(row["listed"]),
        removed=row["removed_at"] is not None,
        retired=row["retired"] == Retirement.SILENT,
    )


def _json(keys: Collection[str]) -> str:
    return json.dumps([rows.clean(key) for key in keys])
