"""Versions and their articles in the database."""

from __future__ import annotations

from typing import NamedTuple

from monitor.errors import StoreError
from monitor.model import ChangeSummary, Snapshot, Version
from monitor.store import articles, rows
from monitor.store.engine import sqlite3

_RUN = 16
"""Versions that share a base, at most."""
_WORTH_IT = 0.5
"""A version packed against its base larger than this share of the base starts a new run."""

_INSERT = """
    INSERT INTO version (watch, version, headline, words, fetched_at, url, status, content_digest,
        extractor, rules, change, path, digest, size, stored_size, based_on, depth)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_READ = """
    SELECT version.*, packed, base FROM watch
    JOIN version ON version.watch = watch.number
    JOIN article ON article.watch = watch.number AND article.version = version.version
    WHERE watch.id = ?
"""


class _Packed(NamedTuple):
    base: int | None
    data: bytes


def add(
    db: sqlite3.Connection, number: int, snapshot: Snapshot, summary: ChangeSummary | None
) -> None:
    """Insert a version; its number must be new."""
    article, capture = snapshot.article, snapshot.capture
    values = (
        number,
        snapshot.version,
        rows.clean(article.headline),
        len(article.text.split()),
        rows.to_ms(snapshot.fetched_at),
        rows.clean(snapshot.url),
        snapshot.status,
        snapshot.content_digest,
        snapshot.extractor,
        snapshot.rules,
        rows.summary_json(summary),
        capture.path,
        capture.digest,
        capture.size,
        capture.stored_size,
        capture.based_on,
        capture.depth,
    )
    db.execute(_INSERT, values)
    packed = _pack(db, number, snapshot)
    db.execute(
        "INSERT INTO article (watch, version, base, packed) VALUES (?, ?, ?, ?)",
        (number, snapshot.version, packed.base, packed.data),
    )


def replace(db: sqlite3.Connection, number: int, snapshot: Snapshot) -> None:
    """Put a new reading of a version in the place of the old one; its capture stays.

    Raises StoreError where there is no such version.
    """
    _free_dependants(db, number, snapshot.version)
    article = snapshot.article
    changed = db.execute(
        "UPDATE version SET headline = ?, words = ?, content_digest = ?, extractor = ?, "
        "rules = ? WHERE watch = ? AND version = ?",
        (
            rows.clean(article.headline),
            len(article.text.split()),
            snapshot.content_digest,
            snapshot.extractor,
            snapshot.rules,
            number,
            snapshot.version,
        ),
    ).rowcount
    if changed != 1:
        raise StoreError(f"watch {snapshot.watch_id} has no version {snapshot.version} to replace")
    packed = _pack(db, number, snapshot)
    db.execute(
        "UPDATE article SET base = ?, packed = ? WHERE watch = ? AND version = ?",
        (packed.base, packed.data, number, snapshot.version),
    )


def read_anew(
    db: sqlite3.Connection, snapshot: Snapshot, summary: ChangeSummary | None = None
) -> bool:
    """Replace the reading of a version, unless that has become another one meanwhile.

    With `summary`, also what it changed.
    """
    row = db.execute(
        "SELECT watch.number, extractor, rules FROM watch "
        "JOIN version ON version.watch = watch.number "
        "WHERE watch.id = ? AND version.version = ? AND version.digest = ?",
        (snapshot.watch_id, snapshot.version, snapshot.capture.digest),
    ).fetchone()
    if row is None:
        return False
    other = (row["extractor"], row["rules"]) != (snapshot.extractor, snapshot.rules)
    if other:
        replace(db, row["number"], snapshot)
    if summary is not None:
        db.execute(
            "UPDATE version SET change = ? WHERE watch = ? AND version = ?",
            (rows.summary_json(summary), row["number"], snapshot.version),
        )
    return other or summary is not None


def outdated(
    db: sqlite3.Connection, extractor: int, after: int, limit: int
) -> tuple[tuple[int, str], ...]:
    found = db.execute(
        "SELECT watch.number, watch.id FROM watch JOIN state ON state.watch = watch.number "
        "JOIN version ON version.watch = watch.number AND version.version = state.latest_version "
        "WHERE watch.number > ? AND watch.removed_at IS NULL AND version.extractor <> ? "
        "ORDER BY watch.number LIMIT ?",
        (after, extractor, limit),
    )
    return tuple((row[0], row[1]) for row in found)


def latest(db: sqlite3.Connection, watch_id: str) -> Snapshot | None:
    row = db.execute(f"{_READ} ORDER BY version.version DESC LIMIT 1", (watch_id,)).fetchone()
    return None if row is None else _snapshot(db, watch_id, row)


def one(db: sqlite3.Connection, watch_id: str, version: int) -> Snapshot | None:
    row = db.execute(f"{_READ} AND version.version = ?", (watch_id, version)).fetchone()
    return None if row is None else _snapshot(db, watch_id, row)


def listing(db: sqlite3.Connection, watch_id: str) -> tuple[Version, ...]:
    found = db.execute(
        "SELECT version.* FROM watch JOIN version ON version.watch = watch.number "
        "WHERE watch.id = ? ORDER BY version",
        (watch_id,),
    )
    return tuple(rows.version_from(watch_id, row) for row in found)


def seen_before(db: sqlite3.Connection, watch_id: str, content_digest: str) -> tuple[int, ...]:
    found = db.execute(
        "SELECT version FROM version "
        "WHERE watch = (SELECT number FROM watch WHERE id = ?) AND content_digest = ? "
        "ORDER BY version",
        (watch_id, content_digest),
    )
    return tuple(row["version"] for row in found)


def read_otherwise(
    db: sqlite3.Connection, watch_id: str, extractor: int, rules: str, newest: int
) -> tuple[Snapshot, ...]:
    found = db.execute(
        f"{_READ} AND version.version > (SELECT max(version) FROM version AS other "
        "WHERE other.watch = watch.number) - ? "
        "AND (version.extractor, version.rules) <> (?, ?) ORDER BY version.version",
        (watch_id, newest, extractor, rules),
    ).fetchall()
    return tuple(_snapshot(db, watch_id, row) for row in found)


def capture_paths(db: sqlite3.Connection) -> frozenset[str]:
    found = db.execute(
        "SELECT path FROM version UNION SELECT based_on FROM version WHERE based_on IS NOT NULL"
    )
    return frozenset(row["path"] for row in found)


def _snapshot(db: sqlite3.Connection, watch_id: str, row: rows.Row) -> Snapshot:
    base = None if row["base"] is None else _data(db, row["watch"], row["base"])
    readout = articles.from_bytes(articles.unpack(row["packed"], base))
    return Snapshot(
        watch_id=watch_id,
        version=row["version"],
        article=readout.article,
        capture=rows.capture_from(row),
        fetched_at=rows.from_ms(row["fetched_at"]),
        url=row["url"],
        status=row["status"],
        headers=readout.headers,
        content_digest=row["content_digest"],
        extractor=row["extractor"],
    )


def _pack(db: sqlite3.Connection, number: int, snapshot: Snapshot) -> _Packed:
    data = articles.to_bytes(articles.Readout(article=snapshot.article, headers=snapshot.headers))
    base = _base(db, number, snapshot.version)
    if base is not None and snapshot.version - base.base_version < _RUN:
        packed = articles.pack(data, articles.unpack(base.packed))
        if len(packed) <= len(base.packed) * _WORTH_IT:
            return _Packed(base.base_version, packed)
    return _Packed(None, articles.pack(data))


class _Base(NamedTuple):
    base_version: int
    packed: bytes


def _base(db: sqlite3.Connection, number: int, before: int) -> _Base | None:
    row = db.execute(
        "SELECT version, packed FROM article WHERE watch = ? AND version < ? AND base IS NULL "
        "ORDER BY version DESC LIMIT 1",
        (number, before),
    ).fetchone()
    return None if row is None else _Base(row["version"], row["packed"])


def _data(db: sqlite3.Connection, number: int, version: int) -> bytes:
    row = db.execute(
        "SELECT packed FROM article WHERE watch = ? AND version = ?", (number, version)
    ).fetchone()
    return articles.unpack(row["packed"])


def _free_dependants(db: sqlite3.Connection, number: int, version: int) -> None:
    """Let versions that were packed against this one stand alone."""
    found = db.execute(
        "SELECT version, packed FROM article WHERE watch = ? AND base = ?", (number, version)
    ).fetchall()
    if not found:
        return
    base = _data(db, number, version)
    for row in found:
        alone = articles.pack(articles.unpack(row["packed"], base))
        db.execute(
            "UPDATE article SET base = NULL, packed = ? WHERE watch = ? AND version = ?",
            (alone, number, row["version"]),
        )
