"""Killed or out of room at any moment: what was acknowledged is there, and nothing is half."""

from __future__ import annotations

import asyncio
import random
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import StoreError, StoreFull
from monitor.model import Due, Lease
from monitor.store import FileCaptures, SqliteStore
from monitor.store.engine import sqlite3
from monitor.store.opening import DATABASE, connect
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock

WATCHES = 6

_RECORD = """
import asyncio, pathlib, sys
from tests.store.test_crash import record_for_ever
asyncio.run(record_for_ever(pathlib.Path(sys.argv[1])))
"""


def body_of(name: str, version: int) -> bytes:
    return f"<html>{name} {version} {'and so on ' * 500}</html>".encode()


async def record_version(store: SqliteStore, captures: FileCaptures, lease: Lease, due: Due) -> int:
    """Keep one more version, as a check does: bytes first, then the outcome."""
    version = due.state.latest_version + 1
    newest = await store.latest(due.watch.id)
    base = None if newest is None else newest.capture
    capture = captures.put(due.watch, version, "x", body_of(due.watch.id, version), base)
    outcome = making.changed(due, f"Text {version}. " * 30, channels=("mail", "hook"))
    assert outcome.snapshot is not None
    outcome = replace(outcome, snapshot=replace(outcome.snapshot, capture=capture))
    assert await store.record(lease, outcome)
    return version


async def record_for_ever(folder: Path) -> None:
    """Record versions of all watches side by side, and say which were acknowledged."""
    store, captures = SqliteStore.open(folder, FakeClock()), FileCaptures(folder)
    lease = await store.acquire(0, "tests", MINUTE)
    assert lease is not None

    async def one(name: str) -> None:
        while True:
            (due,) = await store.pick([name])
            print(name, await record_version(store, captures, lease, due), flush=True)

    await asyncio.gather(*(one(f"w{number}") for number in range(WATCHES)))


async def judge(folder: Path, acknowledged: dict[str, int]) -> None:
    """Look at the whole store: nothing lost, nothing doubled, nothing half."""
    store, captures = SqliteStore.open(folder, FakeClock()), FileCaptures(folder)
    assert await store.check() == ()
    events = await store.events(None, 1_000_000)
    alerts = await store.alerts(pending=True, limit=1_000_000)
    assert len({event.id for event in events}) == len(events)
    assert len({alert.id for alert in alerts}) == len(alerts) == 2 * len(events)
    captures.sweep(await store.capture_paths(), datetime(2100, 1, 1, tzinfo=UTC))
    for item in await store.watches():
        name, latest = item.watch.id, item.state.latest_version
        assert latest >= acknowledged.get(name, 0), "an acknowledged version is gone"
        versions = await store.versions(name)
        assert [version.version for version in versions] == list(range(1, latest + 1))
        assert item.state.revision == item.state.checks == latest
        assert len(await store.checks(name, 1_000_000)) == latest
        assert sum(event.watch_id == name for event in events) == latest
        for version in {1, latest // 2, latest} - {0}:
            snapshot = await store.snapshot(name, version)
            assert snapshot is not None
            assert snapshot.article.blocks[1].text == f"Text {version}. " * 30
            assert captures.get(snapshot.capture) == body_of(name, version)
    files = {path.relative_to(folder).as_posix() for path in folder.glob("*/*/*")}
    assert files == await store.capture_paths()
    await store.aclose()


async def test_kills_at_random_moments_lose_and_halve_nothing(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path, FakeClock())
    for number in range(WATCHES):
        await store.put_watch(making.watch(f"w{number}"), NOON)
    await store.aclose()
    acknowledged: dict[str, int] = {}
    rng = random.Random(7)
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", _RECORD, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout is not None
        for _ in range(rng.randrange(1, 60)):
            name, version = process.stdout.readline().split()
            acknowledged[name] = int(version)
        process.kill()
        rest = [line.split() for line in process.communicate()[0].splitlines()]
        acknowledged.update({pair[0]: int(pair[1]) for pair in rest if len(pair) == 2})
        await judge(tmp_path, acknowledged)
    assert sum(acknowledged.values()) > 50


class Failing:
    """A connection whose n-th statement from now on finds no room."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real, self.left = real, -1

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def execute(self, sql: str, *values: object) -> object:
        self.left -= 1
        if self.left == 0:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = 13
            raise error
        return self._real.execute(sql, *values)  # type: ignore[arg-type]


async def _contents(store: SqliteStore) -> object:
    return (
        await store.watches(removed=True),
        await store.versions("one"),
        await store.events(None, 99),
        await store.alerts(pending=False, limit=99),
        await store.checks("one", 99),
    )


async def test_whichever_statement_fails_all_or_nothing_is_recorded(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    assert store._writer is not None
    failing = Failing(store._writer._connection)
    store._writer._connection = failing  # type: ignore[assignment]
    failures = 0
    for nth in range(1, 60):
        (item,) = await store.pick(["one"])
        before = await _contents(store)
        outcome = making.changed(item, f"Attempt {nth}.", channels=("mail", "hook"))
        failing.left = nth
        try:
            assert await store.record(lease, outcome)
        except StoreError:
            failures += 1
            assert await _contents(store) == before
            failing.left = -1
            assert await store.record(lease, outcome), "there is room again"
        latest = await store.latest("one")
        assert latest == outcome.snapshot
        if failing.left > 0:
            break
    else:
        pytest.fail("record needs more statements than were tried")
    assert failures >= 10


async def test_a_full_database_stays_readable_and_goes_on_when_there_is_room(
    store: SqliteStore, lease: Lease, due: Due, tmp_path: Path
) -> None:
    assert store._writer is not None

    def limit(db: sqlite3.Connection, spare: int) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + spare}")

    await store._writer.do(lambda db: limit(db, 3))
    rng = random.Random(1)
    outcome, before = making.changed(due, "First."), await _contents(store)
    with pytest.raises(StoreFull) as refused:
        for _ in range(30):
            (item,) = await store.pick(["one"])
            before = await _contents(store)
            outcome = making.changed(item, rng.randbytes(3000).hex())
            await store.record(lease, outcome)
    assert "free space" in refused.value.hint
    assert await _contents(store) == before
    await store._writer.do(lambda db: limit(db, 1000))
    assert await store.record(lease, outcome)


async def test_a_log_that_cannot_grow_stops_nothing_but_the_writing(
    store: SqliteStore, lease: Lease, due: Due, tmp_path: Path
) -> None:
    """The file system itself says no: the write-ahead log may not grow."""
    log = tmp_path / f"{DATABASE}-wal"
    before = await _contents(store)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    outcome = making.changed(due, "First.")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 5000, old[1]))
    try:
        with pytest.raises(StoreError):
            await store.record(lease, outcome)
        assert await _contents(store) == before
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert await store.record(lease, outcome)
    db = connect(tmp_path / DATABASE)
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
