"""What is remembered of hosts, in the database. What it means is said in `model.memory`."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import HostRecord, Line, LineRecord, Sighting
from monitor.model.memory import MOST_ARTICLES
from monitor.store import rows
from monitor.store.engine import sqlite3

_LONGEST = 200
"""Characters of a line that are kept for people to know it by."""

_HOST = """
    INSERT INTO remembered_host (host, articles) VALUES (?, ?)
    ON CONFLICT (host) DO UPDATE SET articles = articles + excluded.articles
    RETURNING number, articles
"""

_LINE = """
    INSERT INTO remembered_line (host, digest, text, stands, came, went, last_came, last_went)
    VALUES (:host, :digest, '', :stands, :came, :went, :last_came, :last_went)
    ON CONFLICT (host, digest) DO UPDATE SET
        text = CASE WHEN text = '' THEN :text ELSE text END,
        stands = stands + excluded.stands,
        came = came + (excluded.came AND last_came IS NOT excluded.last_came),
        went = went + (excluded.went AND last_went IS NOT excluded.last_went),
        last_came = coalesce(excluded.last_came, last_came),
        last_went = coalesce(excluded.last_went, last_went)
"""

_LINES = """
    SELECT digest, text, articles, stands, came, went FROM remembered_host
    JOIN remembered_line ON remembered_line.host = remembered_host.number
    WHERE remembered_host.host = ?
"""

_OFTEN = "(stands >= 5 OR (came >= 3 AND went >= 3))"
"""As the index `remembered_often` has it: no line with fewer votes is left out."""


def add(db: sqlite3.Connection, host: str, watch: int, lines: Iterable[Line]) -> None:
    """Count the votes that a new version of the watch with that number has."""
    lines = tuple(lines)
    if not lines:
        return
    first = any(line.seen is Sighting.STANDS for line in lines)
    number, articles = db.execute(_HOST, (rows.clean(host), int(first))).fetchone()
    db.executemany(_LINE, [_values(number, watch, line) for line in lines])
    if articles > MOST_ARTICLES:
        _fade(db, number)


def _values(host: int, watch: int, line: Line) -> dict[str, rows.Value]:
    came, went = line.seen is Sighting.CAME, line.seen is Sighting.WENT
    return {
        "host": host,
        "digest": bytes.fromhex(line.digest),
        "text": rows.clean(line.text)[:_LONGEST],
        "stands": int(line.seen is Sighting.STANDS),
        "came": int(came),
        "went": int(went),
        "last_came": watch if came else None,
        "last_went": watch if went else None,
    }


def _fade(db: sqlite3.Connection, host: int) -> None:
    """Halve all votes of a host; what had one is forgotten."""
    db.execute("UPDATE remembered_host SET articles = articles / 2 WHERE number = ?", (host,))
    db.execute(
        "UPDATE remembered_line SET stands = stands / 2, came = came / 2, went = went / 2 "
        "WHERE host = ?",
        (host,),
    )
    db.execute("DELETE FROM remembered_line WHERE host = ? AND stands + came + went = 0", (host,))


def remembered(db: sqlite3.Connection, host: str) -> frozenset[str]:
    found = (_record(row) for row in db.execute(f"{_LINES} AND {_OFTEN}", (host,)))
    return frozenset(line.digest for line in found if line.left_out)


def lines(db: sqlite3.Connection, host: str) -> tuple[LineRecord, ...]:
    found = db.execute(f"{_LINES} AND text <> '' ORDER BY stands + came DESC, text", (host,))
    return tuple(map(_record, found))


def hosts(db: sqlite3.Connection) -> tuple[HostRecord, ...]:
    found = db.execute(
        "SELECT remembered_host.host, articles, count(digest) AS lines FROM remembered_host "
        "LEFT JOIN remembered_line ON remembered_line.host = remembered_host.number "
        "GROUP BY remembered_host.number ORDER BY articles DESC, remembered_host.host"
    )
    return tuple(
        HostRecord(
            host=row["host"],
            articles=row["articles"],
            lines=row["lines"],
            left_out=len(remembered(db, row["host"])),
        )
        for row in found.fetchall()
    )


def forget(db: sqlite3.Connection, host: str) -> bool:
    return db.execute("DELETE FROM remembered_host WHERE host = ?", (host,)).rowcount > 0


def _record(row: rows.Row) -> LineRecord:
    return LineRecord(
        digest=row["digest"].hex(),
        text=row["text"],
        articles=row["articles"],
        stands=row["stands"],
        came=row["came"],
        went=row["went"],
    )
