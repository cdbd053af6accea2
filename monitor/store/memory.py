"""What is remembered of hosts, in the database. What it means is said in `model.memory`.

The articles that voted for a line are kept as one blob of their marks, 4 bytes each, the oldest
first: so none votes twice, whatever watches it and however often it is recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from monitor.model import Ballot, HostRecord, LineRecord, line_digest
from monitor.model.memory import LEAST_TURNS, MOST_ARTICLES
from monitor.store import rows
from monitor.store.engine import sqlite3

_MARK = 4
_LONGEST = 200
"""Characters of a line that are kept for people to know it by."""

_HOST = """
    INSERT INTO remembered_host (host, articles) VALUES (:host, :articles)
    ON CONFLICT (host) DO UPDATE SET articles = excluded.articles RETURNING number
"""

_LINE = """
    INSERT INTO remembered_line (host, digest, text, stands, came, went, turned)
    VALUES (:host, :digest, :text, :stands, :came, :went, :turned)
    ON CONFLICT (host, digest) DO UPDATE SET
        text = excluded.text, stands = excluded.stands, came = excluded.came,
        went = excluded.went, turned = excluded.turned
"""

_LINES = """
    SELECT digest, text, length(articles) / 4 AS articles, length(stands) / 4 AS stands, turned
    FROM remembered_host JOIN remembered_line {} ON remembered_line.host = remembered_host.number
    WHERE remembered_host.host = ?
"""
_ALL = _LINES.format("") + " AND text <> '' ORDER BY stands DESC, turned DESC, text"
_OFTEN = _LINES.format("INDEXED BY remembered_often") + (
    " AND (length(stands) >= 32 OR turned >= 3)"
)
"""As that index has it: no line with fewer votes is left out."""


def add(db: sqlite3.Connection, host: str, ballot: Ballot | None) -> None:
    """Count the votes that a new version of an article of `host` has."""
    if ballot is None:
        return
    mark = bytes.fromhex(ballot.article)
    known = db.execute(
        "SELECT articles FROM remembered_host WHERE host = ?", (rows.clean(host),)
    ).fetchone()
    articles = _with(known["articles"] if known else b"", mark)
    values = {"host": rows.clean(host), "articles": articles}
    number = db.execute(_HOST, values).fetchone()["number"]
    came, went = frozenset(ballot.came), frozenset(ballot.went)
    for text in dict.fromkeys((*ballot.stands, *ballot.came, *ballot.went)):
        _count(db, number, text, mark, came=text in came, went=text in went)
    if len(articles) > MOST_ARTICLES * _MARK:
        _fade(db, number, articles[-MOST_ARTICLES // 2 * _MARK :])


def _count(
    db: sqlite3.Connection, host: int, text: str, mark: bytes, *, came: bool, went: bool
) -> None:
    digest = bytes.fromhex(line_digest(text))
    known = db.execute(
        "SELECT text, stands, came, went FROM remembered_line WHERE host = ? AND digest = ?",
        (host, digest),
    ).fetchone()
    before = (known["stands"], known["came"], known["went"]) if known else (b"", b"", b"")
    after = (
        _with(before[0], mark),
        _with(before[1], mark) if came else before[1],
        _with(before[2], mark) if went else before[2],
    )
    if after == before:
        return
    shared = len(after[0]) > _MARK
    values = {
        "host": host,
        "digest": digest,
        "text": rows.clean(text)[:_LONGEST] if shared else "",
        **_sets(*after),
    }
    db.execute(_LINE, values)


def _sets(stands: bytes, came: bytes, went: bytes) -> dict[str, rows.Value]:
    turned = len(set(_each(came)) & set(_each(went)))
    return {"stands": stands, "came": came, "went": went, "turned": turned}


def _each(marks: bytes) -> Iterator[bytes]:
    return (marks[at : at + _MARK] for at in range(0, len(marks), _MARK))


def _with(marks: bytes, mark: bytes) -> bytes:
    return marks if mark in _each(marks) else marks + mark


def _of(marks: bytes, articles: Collection[bytes]) -> bytes:
    return b"".join(mark for mark in _each(marks) if mark in articles)


def _fade(db: sqlite3.Connection, host: int, articles: bytes) -> None:
    """Forget the votes of all articles but these; a line that comes and goes stays known as such:
    once it is left out, it makes no more versions that could say so again."""
    db.execute("UPDATE remembered_host SET articles = ? WHERE number = ?", (articles, host))
    staying = frozenset(_each(articles))
    for row in db.execute("SELECT * FROM remembered_line WHERE host = ?", (host,)).fetchall():
        turns = row["turned"] >= LEAST_TURNS
        came, went = row["came"], row["went"]
        sets = _sets(
            _of(row["stands"], staying),
            came if turns else _of(came, staying),
            went if turns else _of(went, staying),
        )
        if any(sets.values()):
            db.execute(_LINE, {"host": host, "digest": row["digest"], "text": row["text"], **sets})
        else:
            db.execute(
                "DELETE FROM remembered_line WHERE host = ? AND digest = ?", (host, row["digest"])
            )


def remembered(db: sqlite3.Connection, host: str) -> frozenset[str]:
    return frozenset(line.digest for line in _often(db, host))


def _often(db: sqlite3.Connection, host: str) -> Iterable[LineRecord]:
    found = (_record(row) for row in db.execute(_OFTEN, (rows.clean(host),)))
    return (line for line in found if line.left_out)


def lines(db: sqlite3.Connection, host: str) -> tuple[LineRecord, ...]:
    return tuple(map(_record, db.execute(_ALL, (rows.clean(host),))))


def hosts(db: sqlite3.Connection) -> tuple[HostRecord, ...]:
    found = db.execute(
        "SELECT remembered_host.host, length(articles) / 4 AS articles, "
        "count(nullif(text, '')) AS lines FROM remembered_host "
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
    found = db.execute("DELETE FROM remembered_host WHERE host = ?", (rows.clean(host),))
    return found.rowcount > 0


def _record(row: rows.Row) -> LineRecord:
    return LineRecord(
        digest=row["digest"].hex(),
        text=row["text"],
        articles=row["articles"],
        stands=row["stands"],
        turned=row["turned"],
    )
