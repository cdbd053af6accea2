"""Opening the database: whether it is whole, ours, and not from the future.

Rule: a database that was there is never silently replaced by a new one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from monitor.errors import StoreDamaged, StoreError, StoreFull
from monitor.store.engine import sqlite3
from monitor.store.failures import from_os, from_sqlite, translated
from monitor.store.mark import CommitMark
from monitor.store.schema import APPLICATION_ID, MIGRATIONS, migrations

DATABASE = "monitor.db"
_BUSY_MS = 10_000
_CACHE_KB = 16_384
_LOG_MAX = 4 * 1024 * 1024
"""Bytes that the write-ahead log keeps on disk once a burst is over."""
_QUICK_CHECK_MAX = 64 * 1024 * 1024
"""Bytes. A database up to this size is looked through at every start."""


def open_database(folder: Path, *, create: bool, read_only: bool) -> sqlite3.Connection:
    """Return a connection to the folder's database, checked and with the newest schema.

    Raises StoreDamaged where it is not whole, or gone; StoreError where it is another program's,
    a newer version's, or not there; StoreFull where the folder cannot be written.
    """
    path = folder / DATABASE
    if not path.exists():
        _refuse_if_lost(folder)
        if read_only or not create:
            raise StoreError(f"there is no {path}", hint="`monitor run` or `monitor add` makes one")
        _create(folder)
    db = _connect_to_read(path) if read_only else connect(path)
    try:
        _judge(db, path)
        if not read_only:
            _migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that reads, also in a folder where nothing can be written."""
    try:
        return connect(path, "mode=ro")
    except StoreFull:
        # SQLite wants to write beside the file even to read; not if it knows that nobody writes.
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return connect(path, "immutable=1")


def connect(path: Path, access: str = "mode=rw") -> sqlite3.Connection:
    """Return a connection that commits by itself and gives rows by name.

    `access` is part of an SQLite URI: `mode=rw`, `mode=ro`, or `immutable=1`.
    """
    with translated():
        db = sqlite3.connect(
            f"{path.absolute().as_uri()}?{access}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        db.row_factory = sqlite3.Row
        try:
            _set_up(db)
        except sqlite3.Error:
            db.close()
            raise
    return db


def _set_up(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute(f"PRAGMA journal_size_limit = {_LOG_MAX}")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")


def _refuse_if_lost(folder: Path) -> None:
    """Raise StoreDamaged where something in `folder` says that it had a database."""
    for pattern in (f"{DATABASE}-*", "*/*/*.html.zst"):
        trace = next(folder.glob(pattern), None)
        if trace is not None:
            raise StoreDamaged(
                f"{folder / DATABASE} is missing, but {trace.relative_to(folder)} is there",
                hint=f"restore {DATABASE} from a backup, or move {folder} away to begin anew",
            )


def _create(folder: Path) -> None:
    """Build the database under another name, whole and on disk, before it gets its own."""
    new = folder / f"{DATABASE}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if (folder / DATABASE).exists():
                return
            for suffix in ("", "-wal", "-shm", "-journal"):
                new.with_name(new.name + suffix).unlink(missing_ok=True)
            _build(new)
            new.rename(folder / DATABASE)
            sync_folder(folder)
    except OSError as error:
        raise from_os(error, f"make {folder / DATABASE}") from error


def _build(new: Path) -> None:
    new.touch(mode=0o600)
    db = connect(new)
    try:
        with translated():
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(db)
    finally:
        db.close()
    descriptor = os.open(new, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes out that would make the same database."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _judge(db: sqlite3.Connection, path: Path) -> None:
    hint = f"restore {path.name} from a backup; captures beside it are not touched"
    try:
        size = path.stat().st_size
        if size == 0:
            raise StoreDamaged(f"{path} is empty", hint=hint)
        application = db.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise StoreError(f"{path} is not the monitor's", hint="use another data folder")
        if size <= _QUICK_CHECK_MAX:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise StoreDamaged(f"{path} is damaged: {found}", hint=hint)
        _refuse_newer(db)
        CommitMark(path).judge(db)
    except sqlite3.Error as error:
        ours = from_sqlite(error)
        raise type(ours)(f"{path}: {error}", hint=ours.hint) from error


def _refuse_newer(db: sqlite3.Connection) -> None:
    applied = {migration.name for migration in migrations.applied(_database(db))}
    unknown = sorted(applied.difference(MIGRATIONS))
    if unknown:
        raise StoreError(
            f"the database is from a newer version ({', '.join(unknown)})",
            hint="upgrade article-monitor",
        )


def _database(db: sqlite3.Connection) -> Database:
    return Database(db, execute_plugins=False)


def _migrate(db: sqlite3.Connection) -> None:
    """Apply what is pending, all in one transaction that no other process can interleave."""
    if not migrations.pending(_database(db)):
        return
    with translated():
        db.execute("BEGIN IMMEDIATE")
        try:
            migrations.apply(_database(db))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
