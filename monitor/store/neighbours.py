"""How the other articles of a host are. What it means is said in `check.sitewide`."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model import EventKind, Neighbours, Reason, Watch
from monitor.store import rows
from monitor.store.engine import sqlite3

_LATELY = timedelta(days=1)

_OTHERS = """
    SELECT count(*) AS others, json_group_array(DISTINCT json_extract(memory, '$.told') || ' ' ||
        json_extract(memory, '$.reason'))
        FILTER (WHERE NOT coalesce(json_extract(memory, '$.told_quietly'), 0)) AS told
    FROM state JOIN watch ON watch.number = state.watch
    WHERE state.host = :host AND resting = 0 AND watch.id <> :id
"""

_ALIKE = """
    SELECT watch.id, site_change.line, site_change.at FROM json_each(:lines) AS wanted
    JOIN site_change ON site_change.host = :host AND site_change.line = wanted.value
    JOIN watch ON watch.number = site_change.watch
    WHERE watch.id <> :id AND site_change.at >= :since
"""

_SINCE = """
    SELECT count(*) AS looked FROM state JOIN watch ON watch.number = state.watch
    WHERE state.host = :host AND watch.id <> :id AND latest_version > 0
    AND julianday(json_extract(memory, '$.last_checked_at')) >= julianday(:first)
"""

_TOLD = """
    SELECT EXISTS (
        SELECT 1 FROM state JOIN event ON event.watch = state.watch
        WHERE state.host = ? AND event.kind = 'site_changed' AND event.at >= ?
    ) AS told
"""


def of(
    db: sqlite3.Connection, watch: Watch, changed_lines: Collection[str], now: datetime
) -> Neighbours:
    """Return how the other articles of the host of `watch` are."""
    values: dict[str, rows.Value] = {"host": rows.clean(watch.host), "id": watch.id}
    row = db.execute(_OTHERS, values).fetchone()
    pairs = (one.split() for one in json.loads(row["told"]) if one)
    told = frozenset((EventKind(kind), Reason(reason)) for kind, reason in pairs)
    found = Neighbours(others=row["others"], told=told)
    return _with_changes(db, found, values, changed_lines, now) if changed_lines else found


def _with_changes(
    db: sqlite3.Connection,
    found: Neighbours,
    values: dict[str, rows.Value],
    lines: Collection[str],
    now: datetime,
) -> Neighbours:
    since = rows.to_ms(now - _LATELY)
    wanted = {"lines": json.dumps(tuple(lines)), "since": since}
    alike = db.execute(_ALIKE, values | wanted).fetchall()
    if not alike:
        return found
    first = min(row["at"] for row in alike)
    looked = db.execute(_SINCE, values | {"first": rows.from_ms(first).isoformat()}).fetchone()
    told = db.execute(_TOLD, (values["host"], first)).fetchone()
    return replace(
        found,
        alike=tuple(dict.fromkeys(row["id"] for row in alike)),
        shared=len({row["line"] for row in alike}),
        first_at=rows.from_ms(first),
        looked=looked["looked"],
        site_told=bool(told["told"]),
    )


def add(
    db: sqlite3.Connection, host: str, watch: int, lines: Collection[str], at: datetime
) -> None:
    """Note by which lines the watch with that number was changed."""
    db.executemany(
        "INSERT OR REPLACE INTO site_change (host, line, watch, at) VALUES (?, ?, ?, ?)",
        [(rows.clean(host), line, watch, rows.to_ms(at)) for line in lines],
    )


def forget(db: sqlite3.Connection, before: datetime) -> int:
    return db.execute("DELETE FROM site_change WHERE at < ?", (rows.to_ms(before),)).rowcount
