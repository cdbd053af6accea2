"""A database that was there is never silently replaced, and one that is not whole not used."""

from __future__ import annotations

import asyncio
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.errors import StoreDamaged, StoreError, StoreFull
from monitor.model import Due, Lease
from monitor.store import FileCaptures, SqliteStore, opening
from monitor.store.engine import sqlite3
from monitor.store.opening import DATABASE, connect
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock


async def filled(folder: Path, clock: FakeClock, watches: int = 300) -> None:
    store = SqliteStore.open(folder, clock)
    lease = await store.acquire(0, "tests", MINUTE)
    assert lease is not None
    named = [making.watch(f"w{number}") for number in range(watches)]
    await asyncio.gather(*(store.put_watch(watch, NOON) for watch in named))
    outcomes = [
        making.changed(item, f"Text of {item.watch.id}. " * 20)
        for item in await store.due(lease, (), 50)
    ]
    await asyncio.gather(*(store.record(lease, outcome) for outcome in outcomes))
    await store.aclose()


def test_a_new_folder_gets_a_database(tmp_path: Path, clock: FakeClock) -> None:
    folder = tmp_path / "data" / "snapshots"
    SqliteStore.open(folder, clock).close()
    assert sorted(path.name for path in folder.iterdir()) == ["monitor.db", "monitor.db-commits"]


@pytest.mark.parametrize("kind", [{"create": False}, {"read_only": True}])
def test_a_database_is_not_made_unasked(
    tmp_path: Path, clock: FakeClock, kind: dict[str, bool]
) -> None:
    with pytest.raises(StoreError, match="there is no"):
        SqliteStore.open(
            tmp_path, clock, create=kind.get("create", True), read_only="read_only" in kind
        )
    assert list(tmp_path.iterdir()) == []


async def test_everything_is_there_after_reopening(tmp_path: Path, clock: FakeClock) -> None:
    await filled(tmp_path, clock)
    store = SqliteStore.open(tmp_path, clock)
    assert len(await store.watches()) == 300
    assert len(await store.events(None, 1000)) == 50
    missing = sorted(f"news.example/a-w{number}/1-0123abcd.html.zst" for number in range(50))
    wanted = [f"{path}: the capture is missing" for path in missing[:20]]
    assert await store.check() == (*wanted, "and 30 more captures are missing")
    await store.aclose()


async def test_settings_of_the_connection_are_safe(store: SqliteStore, tmp_path: Path) -> None:
    db = connect(tmp_path / DATABASE)
    names = ("journal_mode", "synchronous", "foreign_keys")
    found = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    db.close()
    assert found == ["wal", 2, 1]


async def test_a_database_that_is_gone_is_not_begun_anew(tmp_path: Path, clock: FakeClock) -> None:
    await filled(tmp_path, clock, 1)
    (tmp_path / DATABASE).unlink()
    with pytest.raises(StoreDamaged, match="missing") as error:
        SqliteStore.open(tmp_path, clock)
    assert "backup" in error.value.hint
    assert not (tmp_path / DATABASE).exists()


def test_captures_without_a_database_are_not_taken_over(tmp_path: Path, clock: FakeClock) -> None:
    FileCaptures(tmp_path).put(making.watch(), 1, "x", b"page", None)
    with pytest.raises(StoreDamaged, match="is there"):
        SqliteStore.open(tmp_path, clock)


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9])
async def test_a_cut_database_is_refused(tmp_path: Path, clock: FakeClock, share: float) -> None:
    await filled(tmp_path, clock)
    path = tmp_path / DATABASE
    os.truncate(path, int(path.stat().st_size * share))
    before = path.read_bytes()
    with pytest.raises(StoreDamaged) as error:
        SqliteStore.open(tmp_path, clock)
    assert "backup" in error.value.hint
    assert path.read_bytes() == before


async def test_a_flipped_page_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    await filled(tmp_path, clock)
    path = tmp_path / DATABASE
    whole = path.read_bytes()
    refused = 0
    pages = range(0, len(whole) // 4096, 3)
    for page in pages:
        path.write_bytes(whole[: page * 4096] + b"\xa5" * 64 + whole[page * 4096 + 64 :])
        try:
            SqliteStore.open(tmp_path, clock).close()
        except StoreDamaged:
            refused += 1
        except StoreError:
            assert page == 0
            refused += 1
    path.write_bytes(whole)
    SqliteStore.open(tmp_path, clock).close()
    assert refused > 0.9 * len(pages), "only pages of an article's inside may slip through"


_KILLED = """
import asyncio, os, signal, sys, pathlib
from tests.store.making import FakeClock, NOON, watch
from monitor.store import SqliteStore
async def main():
    store = SqliteStore.open(pathlib.Path(sys.argv[1]), FakeClock())
    for number in range(5):
        await store.put_watch(watch(f"w{number}"), NOON)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""


def _killed(folder: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _KILLED, str(folder)], cwd=root)
    assert done.returncode == -9


async def test_what_was_acknowledged_is_there_after_a_kill(
    tmp_path: Path, clock: FakeClock
) -> None:
    _killed(tmp_path)
    store = SqliteStore.open(tmp_path, clock)
    assert len(await store.watches()) == 5
    await store.aclose()


def test_a_removed_log_is_noticed(tmp_path: Path, clock: FakeClock) -> None:
    _killed(tmp_path)
    (tmp_path / f"{DATABASE}-wal").unlink()
    with pytest.raises(StoreDamaged, match="lost its last 5 commits") as error:
        SqliteStore.open(tmp_path, clock)
    (tmp_path / f"{DATABASE}-commits").unlink()
    assert f"{DATABASE}-commits" in error.value.hint
    SqliteStore.open(tmp_path, clock).close()


async def test_a_log_that_another_tool_wrote_back_is_not_missed(
    tmp_path: Path, clock: FakeClock
) -> None:
    _killed(tmp_path)
    db = connect(tmp_path / DATABASE)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    store = SqliteStore.open(tmp_path, clock)
    assert len(await store.watches()) == 5
    await store.aclose()


def test_an_unreadable_mark_counts_for_nothing(tmp_path: Path, clock: FakeClock) -> None:
    SqliteStore.open(tmp_path, clock).close()
    (tmp_path / f"{DATABASE}-commits").write_bytes(b"\xff")
    SqliteStore.open(tmp_path, clock).close()


def test_a_file_of_another_kind_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database at all " * 1000)
    with pytest.raises(StoreDamaged):
        SqliteStore.open(tmp_path, clock)


def test_another_programs_database_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    db = sqlite3.connect(tmp_path / DATABASE)
    db.execute("CREATE TABLE theirs (id)")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match="not the monitor's"):
        SqliteStore.open(tmp_path, clock)


def test_a_newer_programs_database_is_refused_and_left_alone(
    tmp_path: Path, clock: FakeClock
) -> None:
    SqliteStore.open(tmp_path, clock).close()
    db = connect(tmp_path / DATABASE)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('monitor', '9999_from_the_future', '')"
    )
    db.close()
    with pytest.raises(StoreError, match="9999_from_the_future") as error:
        SqliteStore.open(tmp_path, clock)
    assert "upgrade" in error.value.hint


async def test_reading_only_refuses_to_write(
    store: SqliteStore, due: Due, lease: Lease, tmp_path: Path, clock: FakeClock
) -> None:
    reader = SqliteStore.open(tmp_path, clock, read_only=True)
    assert len(await reader.watches()) == 1
    with pytest.raises(StoreError, match="reading only"):
        await reader.record(lease, making.outcome(due))
    await reader.aclose()


_AS_NOBODY = """
import asyncio, os, sys, pathlib
from tests.store.making import FakeClock, NOON, watch
from monitor.errors import StoreFull
from monitor.store import SqliteStore
if os.getuid() == 0:
    os.setuid(65534)
async def main():
    folder = pathlib.Path(sys.argv[1])
    store = SqliteStore.open(folder, FakeClock(), read_only=True)
    assert len(await store.watches()) == 300
    store.close()
    try:
        SqliteStore.open(folder, FakeClock())
    except StoreFull as error:
        print(error.hint)
asyncio.run(main())
"""


async def test_a_folder_that_nobody_may_write_can_still_be_read(
    tmp_path: Path, clock: FakeClock
) -> None:
    await filled(tmp_path, clock)
    for path in tmp_path.iterdir():
        path.chmod(0o444)
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        if folder.owner() == tmp_path.owner() and folder != Path("/tmp"):
            folder.chmod(0o555 if folder == tmp_path else 0o755)
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    tmp_path.chmod(0o755)
    assert "permissions" in done.stdout, done.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot make"):
        SqliteStore.open(tmp_path / "file" / "data", clock)
    assert issubclass(StoreFull, StoreError)


async def test_a_database_made_by_another_meanwhile_is_used(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = opening._alone

    @contextmanager
    def late(folder: Path) -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(opening, "_alone", real)
            other = SqliteStore.open(folder, clock)
        others.append(other)
        files.append((folder / DATABASE).stat().st_ino)
        with real(folder):
            yield

    files: list[int] = []
    others: list[SqliteStore] = []
    monkeypatch.setattr(opening, "_alone", late)
    store = SqliteStore.open(tmp_path, clock)
    assert files == [(tmp_path / DATABASE).stat().st_ino]
    for one in (*others, store):
        await one.aclose()


def test_only_one_process_at_a_time_makes_a_database(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = opening._build

    def build(new: Path) -> None:
        descriptor = os.open(tmp_path, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(descriptor)
        built.append(new)
        real(new)

    built: list[Path] = []
    monkeypatch.setattr(opening, "_build", build)
    SqliteStore.open(tmp_path, clock).close()
    assert len(built) == 1


def test_what_a_killed_first_start_left_is_cleared_away(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / f"{DATABASE}.new").write_bytes(b"half")
    (tmp_path / f"{DATABASE}.new-wal").write_bytes(b"half")
    SqliteStore.open(tmp_path, clock).close()
    assert not list(tmp_path.glob("*.new*"))


def test_two_that_begin_at_once_make_one_database(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from monitor.store import SqliteStore; "
        "from tests.store.making import FakeClock; "
        "SqliteStore.open(pathlib.Path(sys.argv[1]), FakeClock()).close()"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code, str(tmp_path / "data")]
    started = [subprocess.Popen(command, cwd=root) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
