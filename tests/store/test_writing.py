"""Group commit: on disk before it is acknowledged, and one's failure is one's own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, UnknownAlert
from monitor.store import SqliteStore, opening
from monitor.store.engine import sqlite3
from monitor.store.failures import from_os, from_sqlite
from monitor.store.mark import CommitMark
from monitor.store.opening import DATABASE, connect
from monitor.store.writing import Operation, Writer
from tests.store import making
from tests.store.making import NOON, FakeClock


@pytest.fixture
def database(tmp_path: Path) -> Path:
    SqliteStore.open(tmp_path, FakeClock()).close()
    db = connect(tmp_path / DATABASE)
    db.execute("CREATE TABLE note (text TEXT PRIMARY KEY)")
    db.close()
    return tmp_path / DATABASE


@pytest.fixture
def writer(database: Path) -> Iterator[Writer]:
    made = Writer(connect(database), CommitMark(database))
    yield made
    made.close()


def note(text: str) -> Operation[str]:
    """An operation that writes `text`, once."""

    def operation(db: sqlite3.Connection) -> str:
        db.execute("INSERT INTO note VALUES (?)", (text,))
        return text

    return operation


def notes(database: Path) -> list[str]:
    db = connect(database)
    found = [row[0] for row in db.execute("SELECT text FROM note ORDER BY text")]
    db.close()
    return found


def _commits(database: Path) -> int:
    db = connect(database)
    number = db.execute("SELECT number FROM commits").fetchone()[0]
    db.close()
    return int(number)


class Gate:
    """Holds the writer inside an operation until it is opened."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, db: sqlite3.Connection) -> None:
        self.reached.set()
        assert self.open.wait(30)


async def held(writer: Writer) -> tuple[Gate, asyncio.Task[None]]:
    """Let the writer be busy, so that what follows waits together."""
    gate = Gate()
    task = asyncio.create_task(writer.do(gate))
    await asyncio.to_thread(gate.reached.wait, 30)
    return gate, task


async def test_what_waits_together_is_committed_together(writer: Writer, database: Path) -> None:
    gate, first = await held(writer)
    waiting = [asyncio.create_task(writer.do(note(f"{n:03}"))) for n in range(100)]
    await asyncio.sleep(0)
    gate.open.set()
    assert await asyncio.gather(*waiting) == [f"{n:03}" for n in range(100)]
    await first
    assert _commits(database) == 2
    assert len(notes(database)) == 100


async def test_more_than_one_batch_is_written_in_order(writer: Writer, database: Path) -> None:
    gate, first = await held(writer)
    waiting = [asyncio.create_task(writer.do(note(f"{n:04}"))) for n in range(1000)]
    await asyncio.sleep(0)
    gate.open.set()
    assert len(await asyncio.gather(first, *waiting)) == 1001
    assert 4 <= _commits(database) <= 8


async def test_nothing_is_acknowledged_before_it_is_committed(
    writer: Writer, database: Path
) -> None:
    gate, first = await held(writer)
    one = asyncio.create_task(writer.do(note("one")))
    behind = Gate()
    two = asyncio.create_task(writer.do(behind))
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.to_thread(behind.reached.wait, 30)
    await first
    assert (one.done(), notes(database)) == (False, []), "it ran, but is not on disk"
    behind.open.set()
    assert await one == "one"
    assert notes(database) == ["one"]
    await two


async def test_an_operation_that_fails_undoes_only_itself(writer: Writer, database: Path) -> None:
    def half(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO note VALUES ('half')")
        raise UnknownAlert("x")

    def wrong(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO note VALUES ('wrong')")
        db.execute("INSERT INTO nowhere VALUES (1)")

    def mistake(db: sqlite3.Connection) -> None:
        raise ZeroDivisionError

    gate, first = await held(writer)
    jobs = (note("a"), half, wrong, mistake, note("b"))
    waiting = [asyncio.create_task(writer.do(job)) for job in jobs]
    await asyncio.sleep(0)
    gate.open.set()
    results = await asyncio.gather(first, *waiting, return_exceptions=True)
    kinds = [type(result) for result in results]
    assert kinds == [type(None), str, UnknownAlert, StoreError, ZeroDivisionError, str]
    assert notes(database) == ["a", "b"]
    assert _commits(database) == 2


async def test_one_that_needs_more_room_than_there_is_fails_alone(
    writer: Writer, database: Path
) -> None:
    def limit(db: sqlite3.Connection) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 4}")

    def large(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO note VALUES (?)", ("x" * 200_000,))

    await writer.do(limit)
    gate, first = await held(writer)
    waiting = [asyncio.create_task(writer.do(job)) for job in (note("a"), large, note("b"))]
    await asyncio.sleep(0)
    gate.open.set()
    results = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), str, StoreFull, str]
    assert notes(database) == ["a", "b"]
    assert await writer.do(note("c")) == "c", "the writer lives on"


async def test_what_an_operation_has_read_cannot_change_before_it_writes(
    writer: Writer, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BUSY_MS", 0)
    other = connect(database)

    def look_then_write(db: sqlite3.Connection) -> int:
        seen = int(db.execute("SELECT count(*) FROM note").fetchone()[0])
        try:
            other.execute("INSERT INTO note VALUES ('between')")
        except sqlite3.OperationalError as error:
            refused.append(error)
        db.execute("INSERT INTO note VALUES (?)", (str(seen),))
        return seen

    refused: list[sqlite3.OperationalError] = []
    assert await writer.do(look_then_write) == 0
    other.close()
    assert len(refused) == 1
    assert notes(database) == ["0"]


async def test_a_caller_that_gave_up_harms_nobody(writer: Writer, database: Path) -> None:
    gate, first = await held(writer)
    given_up = asyncio.create_task(writer.do(note("a")))
    other = asyncio.create_task(writer.do(note("b")))
    await asyncio.sleep(0)
    given_up.cancel()
    gate.open.set()
    assert await other == "b"
    await first
    assert given_up.cancelled()
    assert notes(database) == ["a", "b"]


async def test_another_processs_transaction_is_waited_for_and_then_named(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BUSY_MS", 20)
    other = connect(database)
    writer = Writer(connect(database), CommitMark(database))
    other.execute("BEGIN IMMEDIATE")
    waiting = [asyncio.create_task(writer.do(note(name))) for name in ("a", "b")]
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [StoreBusy, StoreBusy]
    other.execute("ROLLBACK")
    other.close()
    assert await writer.do(note("c")) == "c"
    writer.close()
    assert notes(database) == ["c"]


async def test_closing_writes_what_is_queued_and_takes_no_more(database: Path) -> None:
    writer = Writer(connect(database), CommitMark(database))
    gate, first = await held(writer)
    queued = asyncio.create_task(writer.do(note("queued")))
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(writer.close))
    gate.open.set()
    assert await queued == "queued"
    await asyncio.gather(first, closing)
    with pytest.raises(StoreError, match="closed"):
        await writer.do(note("late"))
    writer.close()
    assert notes(database) == ["queued"]


def test_a_loop_that_ended_does_not_stop_the_writer(database: Path) -> None:
    writer = Writer(connect(database), CommitMark(database))

    async def leave_behind() -> tuple[Gate, asyncio.Task[None]]:
        return await held(writer)

    gate, _ = asyncio.run(leave_behind())
    gate.open.set()
    assert asyncio.run(writer.do(note("later"))) == "later"
    writer.close()


async def test_two_stores_on_one_file_lose_nothing(tmp_path: Path, clock: FakeClock) -> None:
    stores = [SqliteStore.open(tmp_path, clock) for _ in range(2)]
    await asyncio.gather(
        *(stores[n % 2].put_watch(making.watch(f"w{n}"), NOON) for n in range(200))
    )
    assert len(await stores[0].watches()) == len(await stores[1].watches()) == 200
    for store in stores:
        await store.aclose()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (13, StoreFull),  # SQLITE_FULL
        (8, StoreFull),  # SQLITE_READONLY
        (778, StoreFull),  # SQLITE_IOERR_WRITE
        (14, StoreFull),  # SQLITE_CANTOPEN
        (517, StoreBusy),  # SQLITE_BUSY_SNAPSHOT
        (779, StoreDamaged),  # SQLITE_CORRUPT_INDEX
        (26, StoreDamaged),  # SQLITE_NOTADB
        (2067, StoreError),  # SQLITE_CONSTRAINT_UNIQUE
        (None, StoreError),
    ],
)
def test_what_sqlite_raises_is_said_in_our_words(code: int | None, kind: type) -> None:
    error = sqlite3.OperationalError("why")
    if code is not None:
        error.sqlite_errorcode = code
    ours = from_sqlite(error)
    assert type(ours) is kind
    assert "why" in str(ours)


def test_what_the_file_system_raises_is_said_in_our_words() -> None:
    assert type(from_os(OSError(28, "No space left"), "write x")) is StoreFull
    ours = from_os(OSError(5, "Input/output error"), "write x")
    assert (type(ours), str(ours)) == (StoreError, "cannot write x: Input/output error")
