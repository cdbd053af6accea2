"""Habits, purses, hints, and looks that are planned anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from monitor.model import (
    EVERYONE,
    Adaptive,
    Cron,
    Due,
    Every,
    Habits,
    HintedLook,
    Lease,
    Plan,
    Purse,
    Windows,
    together,
)
from monitor.store import SqliteStore, schema
from monitor.store.engine import sqlite3
from monitor.store.opening import DATABASE, connect
from monitor.store.planning import _PLANNED
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock

DAY = timedelta(days=1)
SEEN = Habits(
    edited=(1, 2, 0, 0, 0),
    finished=(0, 1, 0, 0, 0),
    paces=(0.25, 0.75, 0.0, 0.0, 0.0, 0.0),
    hints_right=3,
    edits_unhinted=1,
)


async def _one(store: SqliteStore, name: str = "one") -> Due:
    (found,) = await store.pick([name])
    return found


@pytest.mark.parametrize(
    "plan",
    [
        Every(span=timedelta(seconds=90)),
        Cron(expression="*/10 6-22 * * *", zone="Europe/Berlin"),
        Windows(hours=((NOON.time(), (NOON + MINUTE).time()),), every=MINUTE),
        Adaptive(shortest=MINUTE),
        Adaptive(),
        None,
    ],
)
async def test_every_plan_comes_back_as_it_was_put(store: SqliteStore, plan: Plan | None) -> None:
    await store.put_watch(replace(making.watch(), plan=plan), NOON)
    assert (await _one(store)).watch.plan == plan


async def test_what_looks_show_adds_up_for_the_host_and_for_all(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    assert await store.habits(("news.example", EVERYONE)) == {}
    for _ in range(2):
        outcome = making.outcome(await _one(store))
        assert await store.record(lease, replace(outcome, learnt=SEEN))
    await store.put_watch(making.watch("two", "other.example"), NOON)
    outcome = making.outcome(await _one(store, "two"))
    assert await store.record(lease, replace(outcome, learnt=SEEN))
    twice = together(SEEN, SEEN)
    assert await store.habits(("news.example", EVERYONE, "nobody.example")) == {
        "news.example": twice,
        EVERYONE: together(twice, SEEN),
    }


async def test_what_comes_too_late_teaches_nothing(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    outcome = replace(making.outcome(due), learnt=SEEN)
    assert await store.record(lease, outcome)
    assert not await store.record(lease, outcome)
    assert (await store.habits((EVERYONE,)))[EVERYONE] == SEEN


async def test_purses_are_kept_as_they_were_put_and_no_others(store: SqliteStore) -> None:
    purse = Purse(
        a_day=100, left=-2.5, price=timedelta(seconds=0.25), at=NOON, spent=7, day=NOON.date()
    )
    await store.put_purses({"all": purse, "host:a.example": replace(purse, day=None, today=3)})
    assert (await store.purses())["host:a.example"].today == 3
    await store.put_purses({"all": purse})
    assert await store.purses() == {"all": purse}


async def test_a_hint_is_remembered_and_brings_the_look_forward(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    await store.record(lease, making.outcome(due))
    planned = (await _one(store)).state.next_check_at
    sooner, later = planned - MINUTE / 2, planned + MINUTE
    await store.hint([HintedLook(watch_id="one", hinted_at=None, listed=True)])
    state = (await _one(store)).state
    assert (state.next_check_at, state.hinted_at, state.listed) == (planned, None, True)
    for at, told in ((sooner, NOON), (later, NOON + MINUTE)):
        look = HintedLook(watch_id="one", hinted_at=told, listed=True, next_check_at=at)
        await store.hint([look])
        state = (await _one(store)).state
        assert (state.next_check_at, state.hinted_at, state.listed) == (sooner, NOON, True)
    await store.hint([HintedLook(watch_id="one", hinted_at=None, listed=False)])
    state = (await _one(store)).state
    assert (state.hinted_at, state.listed) == (NOON, False)


async def test_a_hint_during_a_check_is_not_put_off_by_it(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    at = NOON + timedelta(seconds=10)
    look = HintedLook(watch_id="one", hinted_at=NOON, listed=True, next_check_at=at)
    await store.hint([look])
    await store.record(lease, making.outcome(due))
    assert (await _one(store)).state.next_check_at == at


async def test_watches_that_are_planned_later_come_in_parts(store: SqliteStore) -> None:
    for number in range(5):
        await store.put_watch(making.watch(f"w{number}"), NOON + number * MINUTE)
    await store.put_watch(replace(making.watch("w9"), paused=True), NOON + DAY)
    first = await store.planned("", NOON, 3)
    assert [due.watch.id for due in first] == ["w1", "w2", "w3"]
    assert [due.watch.id for due in await store.planned("w3", NOON, 3)] == ["w4"]


async def test_they_are_found_by_their_ids_without_sorting(
    store: SqliteStore, tmp_path: Path
) -> None:
    db = connect(tmp_path / DATABASE)
    values = {"after": "", "until": 0, "limit": 1}
    plan = " ".join(row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {_PLANNED}", values))
    db.close()
    assert "TEMP B-TREE" not in plan


async def test_overdue_watches_are_named_and_can_be_planned_anew(
    store: SqliteStore, clock: FakeClock
) -> None:
    for number in range(3):
        await store.put_watch(making.watch(f"w{number}"), NOON + number * MINUTE)
    clock.at += MINUTE
    assert await store.overdue() == (("w0", NOON), ("w1", NOON + MINUTE))
    await store.reschedule([("w0", NOON + DAY), ("unknown", NOON)])
    assert await store.overdue() == (("w1", NOON + MINUTE),)


async def test_a_clock_that_went_back_takes_pauses_and_waiting_alerts_along(
    store: SqliteStore, lease: Lease, due: Due, clock: FakeClock
) -> None:
    await store.record(lease, replace(making.changed(due, "A"), pause=MINUTE))
    (alert,) = await store.claim_alerts(5, MINUTE, ())
    await store.settle(replace(alert, next_attempt_at=NOON + MINUTE))
    clock.at = NOON - DAY
    await store.set_back(DAY)
    clock.at += 2 * MINUTE
    assert await store.due(lease, (), 5) == ()
    await store.reschedule([("one", clock.at)])
    assert [one.watch.id for one in await store.due(lease, (), 5)] == ["one"]
    assert [one.id for one in await store.claim_alerts(5, MINUTE, ())] == [alert.id]


def _fetched(at: datetime) -> int:
    return int(at.timestamp() * 1000)


async def test_intervals_and_known_edits_are_taken_over_by_an_upgrade(
    tmp_path: Path, clock: FakeClock
) -> None:
    before = schema.MIGRATIONS[: schema.MIGRATIONS.index("0006_plans")]
    db = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    last = schema.MIGRATIONS[len(before)]
    schema.migrations.apply(Database(db, execute_plugins=False), stop_before=(last,))
    for number, interval in ((1, 90_500), (2, None)):
        db.execute(
            "INSERT INTO watch (number, id, url, host, origin, added_at, interval, paused) "
            "VALUES (?, ?, '', 'a.example', 'user', 0, ?, 0)",
            (number, f"w{number}", interval),
        )
        db.execute(
            "INSERT INTO state VALUES (?, 0, 'a.example', 0, NULL, 7, 0, ?, '{}')",
            (number, 12 if number == 1 else 1),
        )
    for version in range(1, 13):
        db.execute(
            "INSERT INTO version (watch, version, headline, words, fetched_at, url, status, "
            "content_digest, extractor, path, digest, size, stored_size, depth) "
            "VALUES (1, ?, '', 0, ?, '', 200, '', 1, 'x', 'x', 1, 1, 0)",
            (version, _fetched(NOON + version * MINUTE)),
        )
    db.close()
    store = SqliteStore.open(tmp_path, clock)
    one, two = await store.watches()
    await store.aclose()
    assert one.watch.plan == Every(span=timedelta(seconds=90.5))
    assert two.watch.plan is None
    assert one.state.edited_at == tuple(NOON + version * MINUTE for version in range(4, 13))
    assert two.state.edited_at == ()
