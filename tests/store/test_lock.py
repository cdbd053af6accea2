"""One daemon a data folder."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from monitor.errors import AlreadyRunning, StoreError
from monitor.store import FolderLock

_HOLD = """
import os, sys, pathlib
from monitor.store import FolderLock
with FolderLock(pathlib.Path(sys.argv[1])).hold("monitor run"):
    forked = os.fork() if len(sys.argv) > 2 else 0
    if not forked:  # a child says so itself: by then it has closed its copy
        print(os.getpid(), flush=True)
    sys.stdin.read()
"""


def _holder(folder: Path, *more: str) -> tuple[subprocess.Popen[str], int]:
    """Start a process that holds the lock; return it, and its child's number where it has one."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def _end(process: subprocess.Popen[str], sign: int) -> None:
    process.send_signal(sign)
    process.communicate()


def test_nobody_holds_a_new_folder(tmp_path: Path) -> None:
    assert FolderLock(tmp_path / "not yet there").holder() is None


def test_a_second_daemon_is_told_who_the_first_is(tmp_path: Path) -> None:
    process, _ = _holder(tmp_path)
    lock = FolderLock(tmp_path)
    holder = lock.holder()
    assert holder is not None
    assert re.fullmatch(rf"monitor run \(process {process.pid}, since [\d-]+ [\d:]+ UTC\)", holder)
    with pytest.raises(AlreadyRunning, match=f"process {process.pid}"), lock.hold("monitor run"):
        pytest.fail("both hold the lock")
    _end(process, signal.SIGTERM)


def test_a_killed_daemon_leaves_no_lock(tmp_path: Path) -> None:
    process, _ = _holder(tmp_path)
    _end(process, signal.SIGKILL)
    lock = FolderLock(tmp_path)
    assert lock.holder() is None
    with lock.hold("monitor run"):
        assert str(os.getpid()) in str(lock.holder())


def test_a_worker_that_outlives_its_daemon_does_not_keep_the_lock(tmp_path: Path) -> None:
    process, worker = _holder(tmp_path, "with a worker")
    process.kill()
    process.wait()
    try:
        os.kill(worker, 0)
        assert FolderLock(tmp_path).holder() is None
        with FolderLock(tmp_path).hold("monitor run"):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()


def test_it_is_given_back_when_the_work_fails(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(ZeroDivisionError), lock.hold("monitor check"):
        raise ZeroDivisionError
    assert lock.holder() is None
    assert (tmp_path / "monitor.lock").read_text() == ""


def test_asking_who_holds_it_does_not_keep_a_daemon_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = os.open(tmp_path / "monitor.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(asking, fcntl.LOCK_SH)  # what `holder` does, for an instant
    monkeypatch.setattr(time, "sleep", lambda seconds: os.close(asking))
    with FolderLock(tmp_path).hold("monitor run"):
        assert FolderLock(tmp_path).holder() is not None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lock = FolderLock(tmp_path / "file" / "folder")
    with pytest.raises(StoreError, match="cannot open"), lock.hold("monitor run"):
        pytest.fail("held")
    with pytest.raises(StoreError, match="cannot read"):
        lock.holder()
