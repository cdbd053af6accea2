"""What goes wrong in SQLite and in the file system, as the monitor's own exceptions.

The tables here are the only place where foreign exceptions are translated.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.errors import StoreBusy, StoreDamaged, StoreError, StoreFull
from monitor.store.engine import sqlite3

_SQLITE: dict[int, type[StoreError]] = {
    3: StoreFull,  # SQLITE_PERM
    5: StoreBusy,  # SQLITE_BUSY
    6: StoreBusy,  # SQLITE_LOCKED
    8: StoreFull,  # SQLITE_READONLY
    10: StoreFull,  # SQLITE_IOERR: a write or an fsync that the disk refused
    11: StoreDamaged,  # SQLITE_CORRUPT
    13: StoreFull,  # SQLITE_FULL
    14: StoreFull,  # SQLITE_CANTOPEN: no permission or no file descriptor left
    26: StoreDamaged,  # SQLITE_NOTADB
}
"""By primary result code, see https://sqlite.org/rescode.html."""

_NO_ROOM = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EMFILE,
        errno.ENFILE,
    }
)

_HINTS: dict[type[StoreError], str] = {
    StoreFull: "free space on the disk, or check the data folder's permissions and `ulimit -n`",
    StoreBusy: "another process is writing; try again in a moment",
    StoreDamaged: "restore monitor.db from a backup; `monitor doctor` says what is wrong",
}


def from_sqlite(error: sqlite3.Error) -> StoreError:
    """Return the exception of ours that says what `error` means."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = StoreError if code is None else _SQLITE.get(code & 0xFF, StoreError)
    if code is None and type(error) is sqlite3.DatabaseError:
        kind = StoreDamaged
    return kind(f"the database says: {error}", hint=_HINTS.get(kind, ""))


def from_os(error: OSError, doing: str) -> StoreError:
    """Return the exception of ours for an `error` of the file system while `doing` something."""
    kind = StoreFull if error.errno in _NO_ROOM else StoreError
    return kind(f"cannot {doing}: {error.strerror or error}", hint=_HINTS.get(kind, ""))


@contextmanager
def translated() -> Iterator[None]:
    """Raise SQLite's exceptions as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(error) from error
