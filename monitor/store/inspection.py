"""A thorough look at the data folder, for `monitor doctor`. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from monitor.store.engine import sqlite3
from monitor.store.failures import translated
from monitor.store.opening import DATABASE, connect

_MOST = 20
"""Lines about one sort of damage."""


def inspect(folder: Path) -> tuple[str, ...]:
    """Return what is wrong, one line each. Raises StoreDamaged where nothing can be read."""
    with translated(), closing(connect(folder / DATABASE, "mode=ro")) as db:
        return (*_pages(db), *_references(db), *_captures(db, folder))


def _pages(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute(f"PRAGMA quick_check({_MOST})"):
        if row[0] != "ok":
            yield f"{DATABASE}: {row[0]}"


def _references(db: sqlite3.Connection) -> Iterator[str]:
    for row in db.execute("PRAGMA foreign_key_check").fetchmany(_MOST):
        yield f"{DATABASE}: a row of {row[0]} refers to a missing row of {row[2]}"


def _captures(db: sqlite3.Connection, folder: Path) -> Iterator[str]:
    named = [row["path"] for row in db.execute("SELECT path FROM version ORDER BY path")]
    missing = [path for path in named if not (folder / path).is_file()]
    for path in missing[:_MOST]:
        yield f"{path}: the capture is missing"
    if len(missing) > _MOST:
        yield f"and {len(missing) - _MOST} more captures are missing"
