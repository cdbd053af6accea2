"""Budgets while the monitor runs: what is paid, what has to wait, what is kept."""

from __future__ import annotations

from datetime import timedelta

from monitor.cadence import PUBLISHED, beliefs
from monitor.check import Drain, Spending
from monitor.model import EVERYONE, CheckOutcome, Habits, Watch
from tests.check import worlds
from tests.check.conftest import World, page

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


async def _watches(world: World, count: int, host: str = "news.example") -> list[Watch]:
    found = [await world.add(number, host=host) for number in range(count)]
    for watch in found:
        world.web.answers[watch.url] = page(1)
    return found


async def test_an_empty_purse_stops_looks_until_it_has_filled(world: World) -> None:
    await _watches(world, 4)
    await world.spending.use({"all": 24}, SECOND)
    await world.drain.run_dry()
    assert len(world.seen) == 2
    world.clock.at += timedelta(minutes=59)
    await world.drain.run_dry()
    assert len(world.seen) == 2
    world.clock.at += timedelta(minutes=2)
    await world.drain.run_dry()
    assert len(world.seen) == 3


async def test_a_hosts_budget_stops_looks_at_that_host_only(world: World) -> None:
    await _watches(world, 4)
    other = await world.add(9, host="other.example")
    world.web.answers[other.url] = page(1)
    await world.spending.use({"host:news.example": 24}, SECOND)
    await world.drain.run_dry()
    hosts = [outcome.watch.host for outcome in world.seen]
    assert sorted(hosts) == ["news.example", "news.example", "other.example"]
    assert world.spending.exhausted_hosts() == ("news.example",)


async def test_a_look_that_a_budget_of_its_own_cannot_pay_is_put_off(world: World) -> None:
    watches = await _watches(world, 4)
    sourced = {watch.id for watch in watches[:3]}

    def names_of(watch: Watch) -> tuple[str, ...]:
        return ("source:s1",) if watch.id in sourced else ()

    spending = Spending(world.store, world.clock, names_of)
    await spending.use({"source:s1": 24}, SECOND)
    seen: list[CheckOutcome] = []
    world.spending = spending
    drain = Drain(
        store=world.store,
        checker=world.checker(),
        spending=spending,
        clock=world.clock,
        holder="tests",
        on_check=seen.append,
    )
    await drain.run_dry()
    assert sorted(outcome.watch.id for outcome in seen) == ["w0", "w1", "w3"]
    states = {item.watch.id: item.state for item in await world.store.watches()}
    assert states["w2"].next_check_at == world.clock.at + timedelta(hours=1)
    await drain.stop(SECOND)


async def test_what_somebody_asks_for_is_looked_at_and_paid_all_the_same(world: World) -> None:
    watches = await _watches(world, 4)
    await world.spending.use({"all": 24}, SECOND)
    await world.drain.check_now(tuple(watch.id for watch in watches))
    assert len(world.seen) == 4
    assert world.spending.exhausted()


async def test_a_restart_does_not_fill_the_purses(world: World) -> None:
    await _watches(world, 2)
    await world.spending.use({"all": 24}, SECOND)
    await world.drain.run_dry()
    await world.drain.stop(SECOND)
    again = Spending(world.store, world.clock)
    await again.use({"all": 24}, SECOND)
    assert again.exhausted()
    assert (await world.store.purses())["all"].today == 2


async def test_a_budget_that_is_no_longer_set_is_forgotten(world: World) -> None:
    await world.spending.use({"all": 24, "host:a": 1}, SECOND)
    await world.spending.settle()
    await world.spending.use({"all": 48}, SECOND)
    await world.spending.settle()
    assert {name: purse.a_day for name, purse in (await world.store.purses()).items()} == {
        "all": 48
    }


async def test_looks_are_planned_by_what_the_host_did_and_by_what_its_budgets_cost(
    world: World,
) -> None:
    watch = worlds.watch()
    terms = await world.spending.terms(watch)
    assert (terms.beliefs, terms.price) == (PUBLISHED, timedelta())
    await world.spending.use({"all": 24}, SECOND)
    before = (await world.spending.terms(watch)).price
    assert before is not None and before > SECOND
    for _ in range(200):
        world.spending.pay(watch)
    world.clock.at += timedelta(hours=1)
    await world.spending.settle()
    dearer = (await world.spending.terms(watch)).price
    assert dearer is not None and dearer > before


async def test_an_edit_teaches_what_the_next_look_is_planned_by(world: World) -> None:
    watch = await world.add()
    await world.look(page(1), watch)
    await world.look(page(2), watch)
    seen = await world.store.habits((watch.host, EVERYONE))
    assert seen[watch.host] == seen[EVERYONE]
    assert seen[EVERYONE].edited == (1, 0, 0, 0, 0)
    world.clock.at += timedelta(minutes=10)
    terms = await world.spending.terms(watch)
    assert terms.beliefs == beliefs(seen[watch.host], seen[EVERYONE]) != beliefs(Habits(), Habits())
