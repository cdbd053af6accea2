"""A number beside the database that says how far it had got, so that a loss is noticed.

Every commit raises a number in the database; once it is on disk the same number is written to a
small file. A database that has not reached the file's number has lost commits that were
acknowledged: its write-ahead log was removed, or an older copy was put in its place. SQLite itself
cannot see that. The file is not fsynced: it may lag behind after a power cut, never run ahead.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from monitor.errors import StoreDamaged
from monitor.store.engine import sqlite3
from monitor.store.failures import from_os

_SUFFIX = "-commits"


class CommitMark:
    """The file beside the database at `path`."""

    def __init__(self, path: Path) -> None:
        self._database = path
        self._path = path.with_name(path.name + _SUFFIX)
        self._descriptor: int | None = None

    def judge(self, db: sqlite3.Connection) -> None:
        """Raise StoreDamaged where `db` has lost commits."""
        marked = self._number()  # before the database's own: another process may be writing
        reached = db.execute("SELECT number FROM commits").fetchone()[0]
        if reached < marked:
            raise StoreDamaged(
                f"{self._database} has lost its last {marked - reached} commits: "
                f"its -wal file is gone, or it was replaced by an older copy",
                hint=f"put the -wal file back; if you restored a backup, delete {self._path.name}",
            )

    def open(self) -> None:
        """Open the file for writing. Raises StoreFull."""
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise from_os(error, f"open {self._path}") from error

    def write(self, number: int) -> None:
        """Note that commit `number` is on disk."""
        if self._descriptor is not None:
            with suppress(OSError):  # a mark that lags behind notices less, but is never wrong
                os.pwrite(self._descriptor, b"%020d" % number, 0)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _number(self) -> int:
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise from_os(error, f"read {self._path}") from error
        return int(text) if text.isdigit() else 0


def count_commit(db: sqlite3.Connection) -> int:
    """Raise the database's number in the transaction under way, and return it."""
    row = db.execute("UPDATE commits SET number = number + 1 RETURNING number").fetchone()
    return int(row[0])
