"""Plans that hints, long stops and leaping clocks move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from monitor.cadence import CadenceSettings
from monitor.check import Replanning
from monitor.model import EVERYONE, Cron, Every, Hint, Watch, WatchState
from tests.check.conftest import World, page
from tests.check.worlds import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURLY = CadenceSettings(plan=Every(span=HOUR), jitter=0)


class Clock:
    """The time as it is set, and the time that passes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.passed = 0.0

    def now(self) -> datetime:
        return self._world.clock.at

    def monotonic(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        """Nobody waits here."""

    def passes(self, span: timedelta) -> None:
        self.passed += span.total_seconds()
        self._world.clock.at += span

    def is_set(self, by: timedelta) -> None:
        self._world.clock.at += by


def replanning(world: World, settings: CadenceSettings, clock: Clock | None = None) -> Replanning:
    return Replanning(
        store=world.store,
        planning=world.store,
        spending=world.spending,
        clock=clock or Clock(world),
        settings=settings,
    )


async def state(world: World, watch: Watch) -> WatchState:
    (due,) = await world.store.pick((watch.id,))
    return due.state


async def read_at(world: World, watch: Watch, next_at: datetime) -> None:
    await world.look(page(1), watch)
    await world.store.reschedule([(watch.id, next_at)])


# --- hints -----------------------------------------------------------------------------------


async def test_a_hint_brings_an_adaptive_look_forward_and_is_judged_by_that_look(
    world: World,
) -> None:
    watch, moves = await world.add(), replanning(world, CadenceSettings())
    for figure, expected in ((1, (0, 1)), (2, (1, 1))):
        await read_at(world, watch, world.clock.at + 9 * DAY)
        world.clock.at += DAY
        told = Hint(watch_id=watch.id, updated_at=world.clock.at - MINUTE)
        await moves.hear([told, Hint(watch_id="unknown")])
        hinted = await state(world, watch)
        assert (hinted.hinted_at, hinted.listed) == (told.updated_at, True)
        assert hinted.next_check_at < world.clock.at + HOUR
        await world.look(page(figure), watch)
        assert (await state(world, watch)).hinted_at is None
        seen = (await world.store.habits((watch.host,)))[watch.host]
        assert (seen.hints_right, seen.hints_wrong) == expected


async def test_what_was_read_since_is_no_news(world: World) -> None:
    watch, moves = await world.add(), replanning(world, HOURLY)
    await read_at(world, watch, world.clock.at + 9 * DAY)
    planned = (await state(world, watch)).next_check_at
    await moves.hear([Hint(watch_id=watch.id, updated_at=world.clock.at - HOUR)])
    after = await state(world, watch)
    assert (after.hinted_at, after.listed, after.next_check_at) == (None, True, planned)
    await moves.hear([Hint(watch_id=watch.id, listed=False)])
    assert not (await state(world, watch)).listed


async def test_a_hint_from_the_future_counts_from_now(world: World) -> None:
    watch, moves = await world.add(), replanning(world, HOURLY)
    await read_at(world, watch, world.clock.at + 9 * DAY)
    world.clock.at += HOUR
    await moves.hear([Hint(watch_id=watch.id, updated_at=datetime(3000, 1, 1, tzinfo=UTC))])
    after = await state(world, watch)
    assert after.hinted_at == after.next_check_at == world.clock.at


async def test_nothing_told_is_nothing_written(world: World) -> None:
    await replanning(world, HOURLY).hear([])
    assert await world.store.habits((EVERYONE,)) == {}


# --- a long stop and a clock that leaps ------------------------------------------------------


async def test_after_a_long_stop_what_is_overdue_is_spread_the_longest_overdue_first(
    world: World,
) -> None:
    watches = [await world.add(number) for number in range(40)]
    late = [(watch.id, NOW - number * HOUR) for number, watch in enumerate(watches)]
    await world.store.reschedule(late)
    await replanning(world, HOURLY).after_stop()
    times = [(await state(world, watch)).next_check_at for watch in watches]
    assert times == sorted(times, reverse=True)
    assert len(set(times)) == 40
    assert NOW <= times[-1] < times[0] <= NOW + timedelta(seconds=2)


async def test_a_plan_from_a_future_that_nobody_meant_is_brought_back_after_a_stop(
    world: World,
) -> None:
    watch, other = await world.add(1), await world.add(2)
    await world.store.reschedule([(watch.id, NOW + 300 * DAY), (other.id, NOW + HOUR / 2)])
    await replanning(world, HOURLY).after_stop()
    assert (await state(world, watch)).next_check_at == NOW + HOUR
    assert (await state(world, other)).next_check_at == NOW + HOUR / 2


async def test_a_clock_set_back_an_hour_stalls_nobody(world: World) -> None:
    clock = Clock(world)
    moves = replanning(world, HOURLY, clock)
    watches = [await world.add(number) for number in range(250)]
    await world.store.reschedule([(watch.id, NOW + 40 * MINUTE) for watch in watches])
    clock.passes(MINUTE)
    await moves.watch_clock()
    assert (await state(world, watches[0])).next_check_at == NOW + 40 * MINUTE
    clock.is_set(-HOUR)
    with capture_logs() as logs:
        await moves.watch_clock()
        await moves.watch_clock()
    assert [entry["seconds"] for entry in logs] == [-3600.0]
    for watch in watches:
        assert (await state(world, watch)).next_check_at == NOW - 59 * MINUTE + HOUR


async def test_a_clock_that_leaps_a_day_ahead_makes_no_storm(world: World) -> None:
    clock = Clock(world)
    moves = replanning(world, HOURLY, clock)
    watches = [await world.add(number) for number in range(100)]
    await world.store.reschedule([(watch.id, NOW + HOUR) for watch in watches])
    clock.is_set(DAY)
    await moves.watch_clock()
    times = sorted([(await state(world, watch)).next_check_at for watch in watches])
    assert times[0] == NOW + DAY
    assert times[-1] > times[0] + timedelta(seconds=4)
    assert len(set(times)) == 100


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
    ],
)
async def test_a_change_of_summer_time_is_no_leap_and_moves_no_plan(
    world: World, now: datetime, expected: datetime
) -> None:
    world.clock.at = now
    clock = Clock(world)
    moves = replanning(world, CadenceSettings(), clock)
    watch = await world.add()
    daily = replace(watch, plan=Cron(expression="0 9 * * *", zone="Europe/Berlin"))
    await world.store.put_watch(daily, now)
    world.web.answers[watch.url] = page(1)
    await world.drain.run_dry()
    assert (await state(world, watch)).next_check_at == expected
    for _ in range(12):
        clock.passes(HOUR / 2)
        with capture_logs() as logs:
            await moves.watch_clock()
        assert logs == []
        assert (await state(world, watch)).next_check_at == expected


async def test_new_settings_bring_looks_forward_but_put_none_off(world: World) -> None:
    one, other = await world.add(1), await world.add(2)
    await world.store.reschedule([(one.id, NOW + 9 * DAY), (other.id, NOW + MINUTE)])
    moves = replanning(world, CadenceSettings(plan=Every(span=30 * DAY)))
    moves.use(HOURLY)
    await moves.plan_anew()
    assert (await state(world, one)).next_check_at == NOW + HOUR
    assert (await state(world, other)).next_check_at == NOW + MINUTE
