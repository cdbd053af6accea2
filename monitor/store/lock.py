"""The lock on the data folder: one daemon a folder.

The kernel gives it back when its holder ends, however that happens (flock(2)). A child process
that was forked while it was held closes its copy at once, so that it cannot outlive its parent.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import AlreadyRunning
from monitor.store.failures import from_os

_FILE = "monitor.lock"
_TRIES = 5
_MOMENT = 0.02
"""Seconds. `holder` itself takes the lock for an instant; a daemon keeps it."""


class FolderLock:
    """The right to run the checks of the data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _FILE

    @contextmanager
    def hold(self, role: str) -> Iterator[None]:
        """Hold the lock in `role` ("monitor run"). Raises AlreadyRunning, StoreFull."""
        descriptor = self._open()
        try:
            if not _taken(descriptor, fcntl.LOCK_EX, _TRIES):
                raise AlreadyRunning(str(self._folder), self.holder() or "another process")
            held = _close_in_children(descriptor)
            _write(descriptor, f"{role} (process {os.getpid()}, since {_now()})")
            try:
                yield
            finally:
                held.clear()
                _write(descriptor, "")
        finally:
            os.close(descriptor)

    def holder(self) -> str | None:
        """Say who holds the lock: role, process, since when; None where nobody does."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise from_os(error, f"read {self._path}") from error
        try:
            if _taken(descriptor, fcntl.LOCK_SH, 1):
                return None
            return os.pread(descriptor, 500, 0).decode("utf-8", "replace") or "another process"
        finally:
            os.close(descriptor)

    def _open(self) -> int:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise from_os(error, f"open {self._path}") from error


def _taken(descriptor: int, kind: int, tries: int) -> bool:
    for attempt in range(tries):
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt < tries - 1:
                time.sleep(_MOMENT)
        else:
            return True
    return False


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _close_in_children(descriptor: int) -> list[int]:
    """Close forked children's copies, which would keep the lock after this process was killed.

    Clear the list that is returned before closing the descriptor: its number is used again.
    """
    held = [descriptor]

    def close() -> None:
        for copy in held:
            os.close(copy)

    os.register_at_fork(after_in_child=close)
    return held
