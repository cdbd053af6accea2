"""What the database remembers of the lines of a host."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.model import Ballot, Due, Lease, line_digest
from monitor.model.memory import LEAST_ARTICLES, MOST_ARTICLES
from monitor.store import SqliteStore, memory
from monitor.store.engine import sqlite3
from monitor.store.opening import DATABASE, connect
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock

HOST = "news.example"
PROMO = "Get our best reporting in your inbox."
TURNING = "Follow us wherever you listen."


@pytest.fixture
def db(store: SqliteStore, tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / DATABASE)


def ballot(number: int, *stands: str, came: str = "", went: str = "") -> Ballot:
    return Ballot(
        article=f"{number:08x}",
        stands=stands,
        came=(came,) if came else (),
        went=(went,) if went else (),
    )


def vote(db: sqlite3.Connection, count: int, *stands: str, start: int = 0) -> None:
    """Let `count` articles vote for these lines, and for one of their own."""
    for number in range(start, start + count):
        memory.add(db, HOST, ballot(number, *stands, f"line of {number}"))


async def test_a_line_is_remembered_once_enough_articles_have_it(
    store: SqliteStore, db: sqlite3.Connection
) -> None:
    vote(db, LEAST_ARTICLES - 1, PROMO)
    assert await store.remembered(HOST) == frozenset()
    vote(db, 1, PROMO, start=LEAST_ARTICLES)
    assert await store.remembered(HOST) == {line_digest(PROMO)}
    assert await store.remembered("other.example") == frozenset()


async def test_an_article_votes_once_however_often_it_is_recorded(
    store: SqliteStore, db: sqlite3.Connection
) -> None:
    for _ in range(2 * LEAST_ARTICLES):
        vote(db, 2, PROMO)
    (line,) = await store.remembered_lines(HOST)
    assert (line.text, line.stands, line.articles) == (PROMO, 2, 2)
    assert await store.remembered(HOST) == frozenset()


async def test_a_line_that_turns_on_three_articles_is_remembered(
    store: SqliteStore, db: sqlite3.Connection
) -> None:
    vote(db, 20)
    for number in range(3):
        memory.add(db, HOST, ballot(number, TURNING, came=TURNING))
    for _ in range(3):
        for number in range(2):
            memory.add(db, HOST, ballot(number, went=TURNING))
    assert await store.remembered(HOST) == frozenset()  # one of them has kept it so far
    memory.add(db, HOST, ballot(2, went=TURNING))
    assert await store.remembered(HOST) == {line_digest(TURNING)}


async def test_a_line_that_comes_to_some_and_leaves_others_does_not_turn(
    store: SqliteStore, db: sqlite3.Connection
) -> None:
    vote(db, 20)
    for number in range(5):
        memory.add(db, HOST, ballot(number, came=TURNING))
        memory.add(db, HOST, ballot(number + 5, went=TURNING))
    assert await store.remembered(HOST) == frozenset()


async def test_former_designs_fade_and_what_turns_stays_known(
    store: SqliteStore, db: sqlite3.Connection
) -> None:
    vote(db, MOST_ARTICLES, PROMO)
    for number in range(3):
        memory.add(db, HOST, ballot(number, came=TURNING, went=TURNING))
        memory.add(db, HOST, ballot(number, came=f"edit of {number}"))
    both = {line_digest(PROMO), line_digest(TURNING)}
    assert await store.remembered(HOST) == both
    before = db.execute("SELECT count(*) FROM remembered_line").fetchone()[0]
    vote(db, 1, start=MOST_ARTICLES)
    (host,) = await store.remembered_hosts()
    assert host.articles == MOST_ARTICLES / 2
    assert await store.remembered(HOST) == both
    after = db.execute("SELECT count(*) FROM remembered_line").fetchone()[0]
    assert before - after == (MOST_ARTICLES / 2 + 1) + 3 - 1
    vote(db, 50, start=MOST_ARTICLES + 1)
    assert await store.remembered(HOST) == {line_digest(TURNING)}


async def test_lines_are_shown_with_their_votes_once_two_articles_have_them(
    store: SqliteStore, db: sqlite3.Connection
) -> None:
    vote(db, 9, PROMO)
    memory.add(db, HOST, ballot(0, came=TURNING))
    memory.add(db, HOST, ballot(1, came=TURNING, went=TURNING))
    memory.add(db, HOST, ballot(2, "\ud800" + "x" * 999))
    memory.add(db, HOST, ballot(3, "\ud800" + "x" * 999))
    first, second, third = await store.remembered_lines(HOST)
    assert (first.text, first.stands, first.turned, first.left_out) == (PROMO, 9, 0, True)
    assert (second.text, second.stands, second.turned, second.left_out) == (TURNING, 2, 1, False)
    assert (third.text, third.stands, third.turned) == ("?" + "x" * 199, 2, 0)
    (host,) = await store.remembered_hosts()
    assert (host.host, host.articles, host.lines, host.left_out) == (HOST, 9, 3, 1)


async def test_a_host_can_be_forgotten(store: SqliteStore, db: sqlite3.Connection) -> None:
    vote(db, 9, PROMO)
    assert await store.forget(HOST)
    assert not await store.forget(HOST)
    assert await store.remembered(HOST) == frozenset()
    assert await store.remembered_lines(HOST) == ()
    assert await store.remembered_hosts() == ()
    assert db.execute("SELECT count(*) FROM remembered_line").fetchone()[0] == 0


async def test_votes_are_written_with_the_version_or_not_at_all(
    store: SqliteStore, lease: Lease, due: Due, clock: FakeClock
) -> None:
    outcome = replace(making.changed(due, "A train."), ballot=ballot(1, PROMO))
    assert await store.record(lease, outcome)
    assert not await store.record(lease, replace(outcome, ballot=ballot(2, PROMO)))
    (host,) = await store.remembered_hosts()
    assert host.articles == 1
    clock.at += 2 * MINUTE
    assert await store.acquire(0, "another", MINUTE)
    (now,) = await store.pick(["one"])
    late = replace(making.changed(now, "A bus."), ballot=ballot(3, PROMO))
    assert not await store.record(lease, late)
    (host,) = await store.remembered_hosts()
    assert host.articles == 1


async def test_a_write_that_fails_leaves_no_votes_behind(
    store: SqliteStore, lease: Lease, due: Due, db: sqlite3.Connection
) -> None:
    db.execute(
        "CREATE TRIGGER no_events BEFORE INSERT ON event "
        "BEGIN SELECT raise(ABORT, 'no events'); END"
    )
    with pytest.raises(Exception, match="no events"):
        await store.record(lease, replace(making.changed(due, "A."), ballot=ballot(1, PROMO)))
    assert await store.remembered_hosts() == ()


async def test_what_is_remembered_survives_a_restart(tmp_path: Path, clock: FakeClock) -> None:
    SqliteStore.open(tmp_path, clock).close()
    db = connect(tmp_path / DATABASE)
    vote(db, 9, PROMO)
    db.close()
    store = SqliteStore.open(tmp_path, clock, read_only=True)
    assert await store.remembered(HOST) == {line_digest(PROMO)}
    await store.aclose()


async def test_watches_of_a_database_from_before_are_kept_and_nothing_is_remembered(
    tmp_path: Path, clock: FakeClock
) -> None:
    store = SqliteStore.open(tmp_path, clock)
    await store.put_watch(making.watch(), NOON)
    lease = await store.acquire(0, "tests", MINUTE)
    (due,) = await store.pick(["one"])
    assert lease is not None and await store.record(lease, making.changed(due, "A train."))
    await store.aclose()
    db = connect(tmp_path / DATABASE)
    for statement in (
        "DROP TABLE remembered_line",
        "DROP TABLE remembered_host",
        "DELETE FROM _sqlite_migrations WHERE name = '0003_memory_of_hosts'",
    ):
        db.execute(statement)
    db.close()
    store = SqliteStore.open(tmp_path, clock)
    latest = await store.latest("one")
    assert latest is not None and latest.article.text.startswith("For talks\nA train.")
    assert await store.remembered("news.example") == frozenset()
    await store.aclose()


def test_a_check_looks_lines_up_by_an_index_that_holds_only_frequent_ones(
    db: sqlite3.Connection,
) -> None:
    vote(db, 40, PROMO)
    plan = db.execute(f"EXPLAIN QUERY PLAN {memory._OFTEN}", (HOST,))
    said = " / ".join(row["detail"] for row in plan)
    assert "remembered_often" in said and "SCAN" not in said, said
