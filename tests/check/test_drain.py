"""A bucket's due watches, worked off host by host."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.check import Drain
from monitor.errors import StoreFull
from monitor.model import Fetched, FetchRequest
from tests.check.conftest import World, page


async def _busy_world(world: World, hosts: int, each: int) -> None:
    for number in range(hosts * each):
        watch = await world.add(number, host=f"h{number % hosts}.example")
        world.web.answers[watch.url] = page(number)


async def test_all_that_is_due_is_looked_at_once(world: World) -> None:
    await _busy_world(world, hosts=5, each=4)
    await world.drain.run_dry()
    assert len(world.seen) == 20
    assert len({request.url for request in world.web.asked}) == 20
    world.clock.at += timedelta(seconds=5)
    await world.drain.run_dry()
    assert len(world.seen) == 20


async def test_a_paused_watch_is_left_alone(world: World) -> None:
    watch = await world.add()
    await world.store.put_watch(replace(watch, paused=True), world.clock.now())
    await world.drain.run_dry()
    assert world.web.asked == []


async def test_only_so_many_hosts_are_looked_at_side_by_side(world: World) -> None:
    await _busy_world(world, hosts=7, each=1)
    most = 0
    drain = Drain(
        store=world.store,
        checker=world.checker(),
        spending=world.spending,
        clock=world.clock,
        holder="t",
        hosts_at_once=3,
    )

    def count() -> None:
        nonlocal most
        most = max(most, drain.busy)

    world.web.before = count
    await drain.run_dry()
    assert most == 3
    assert len(world.web.asked) == 7
    await drain.stop(timedelta(seconds=1))


async def test_nothing_is_looked_at_while_somebody_else_holds_the_bucket(world: World) -> None:
    await _busy_world(world, hosts=1, each=1)
    assert await world.store.acquire(0, "somebody else", timedelta(minutes=5))
    await world.drain.run_dry()
    assert world.web.asked == []
    world.clock.at += timedelta(minutes=6)
    await world.drain.run_dry()
    assert len(world.web.asked) == 1


async def test_a_store_that_cannot_be_written_to_makes_the_drain_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _busy_world(world, hosts=1, each=1)

    async def full(*_: object) -> bool:
        raise StoreFull("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(world.store, "record", full, raising=False)
        await world.drain.run_dry()
        await world.drain.run_dry()
    assert len(world.web.asked) == 1
    world.clock.at += timedelta(minutes=1)
    await world.drain.run_dry()
    assert len(world.seen) == 1


async def test_after_a_stop_nothing_begins(world: World) -> None:
    await _busy_world(world, hosts=1, each=1)
    await world.drain.stop(timedelta(seconds=1))
    await world.drain.run_dry()
    assert world.web.asked == []


async def test_watches_can_be_looked_at_before_their_time(world: World) -> None:
    await _busy_world(world, hosts=2, each=1)
    await world.drain.run_dry()
    await world.drain.check_now(("w0", "w1"))
    assert len(world.seen) == 4


async def test_a_host_that_wants_a_long_rest_gives_its_place_to_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _busy_world(world, hosts=1, each=3)
    real = world.web.fetch

    async def tired(request: FetchRequest) -> Fetched:
        return replace(await real(request), pause=timedelta(minutes=5))

    monkeypatch.setattr(world.web, "fetch", tired)
    await world.drain.run_dry()
    assert len(world.seen) == 1
    world.clock.at += timedelta(minutes=6)
    await world.drain.run_dry()
    assert len(world.seen) == 2


async def test_watches_of_a_site_that_rests_are_not_tried_until_it_has_rested(
    world: World,
) -> None:
    """Its other host was refused, so this one is left alone, and stays due."""
    await _busy_world(world, hosts=2, each=2)
    rest = {"h0.example": timedelta(minutes=5)}

    def rests_for(url: str) -> timedelta:
        return rest.get(url.split("/")[2], timedelta())

    drain = Drain(
        store=world.store,
        checker=world.checker(),
        spending=world.spending,
        clock=world.clock,
        holder="t",
        rests_for=rests_for,
    )
    await drain.run_dry()
    assert {request.url.split("/")[2] for request in world.web.asked} == {"h1.example"}
    rest.clear()
    await drain.run_dry()
    assert len(world.web.asked) == 2
    world.clock.at += timedelta(minutes=5, seconds=1)
    await drain.run_dry()
    rested = [request.url for request in world.web.asked if "h0.example" in request.url]
    assert len(rested) == 2
    await drain.stop(timedelta(seconds=1))
