"""The subscriber asks hubs at their pace, and a hub that calls meanwhile is not overheard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from monitor.discover.subscribing import Subscriber
from monitor.errors import StoreFull
from monitor.model import (
    Origin,
    PollOutcome,
    PostAnswer,
    Source,
    Subscription,
    SubscriptionStatus,
)
from monitor.store import SqliteStore
from tests.check.worlds import NOW, FakeClock

ASKED, ACTIVE, DENIED, LEAVING = SubscriptionStatus


@dataclass
class World:
    store: SqliteStore
    clock: FakeClock
    answers: list[PostAnswer] = field(default_factory=list)
    posted: list[tuple[str, bytes]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[object]] | None = None

    def __post_init__(self) -> None:
        self.subscriber = Subscriber(
            store=self.store, post=self.post, clock=self.clock, public_url="https://us.example"
        )

    async def post(
        self, url: str, headers: Mapping[str, str], body: bytes, timeout: timedelta
    ) -> PostAnswer:
        assert dict(headers) == {"content-type": "application/x-www-form-urlencoded"}
        self.posted.append((url, body))
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.answers.pop(0) if self.answers else PostAnswer(status=202)

    async def add(self, name: str = "feed") -> Source:
        """Add a source whose feed names a hub."""
        url = f"https://news.example/{name}"
        source = Source(id=name, url=url, host="news.example", origin=Origin.USER, added_at=NOW)
        await self.store.put_source(source, NOW)
        await self.listed(source)
        return source

    async def listed(self, source: Source, hub: str | None = "https://hub.example/") -> None:
        (state,) = [x.state for x in await self.store.sources() if x.source.id == source.id]
        state = replace(state, revision=state.revision + 1, hub=hub, topic=source.url)
        assert await self.store.record_poll(PollOutcome(source=source, state=state))

    async def one(self, source: str = "feed") -> Subscription:
        (told,) = [x.told for x in await self.store.sources() if x.source.id == source]
        assert told is not None
        callback = self.posted[-1][1].split(b"%2Fwebsub%2F")[1].split(b"&")[0].decode()
        found = await self.store.subscription(callback)
        assert found is not None
        return found

    async def confirm(self, mode: str = "subscribe") -> str | None:
        found = await self.one()
        query = [("hub.mode", mode), ("hub.topic", found.topic), ("hub.challenge", "x")]
        return await self.subscriber.confirm(found, query)


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    clock = FakeClock()
    store = SqliteStore.open(tmp_path, clock)
    yield World(store, clock)
    await store.aclose()


async def test_a_hub_that_calls_before_it_answers_is_heard(world: World) -> None:
    await world.add()
    world.meanwhile = world.confirm
    world.answers = [PostAnswer(status=500)]
    await world.subscriber.go_round()
    assert (await world.one()).status is ACTIVE


async def test_a_few_hubs_are_asked_at_a_time(world: World) -> None:
    for number in range(6):
        await world.add(f"feed{number}")
    await world.subscriber.go_round()
    assert len(world.posted) == 4
    await world.subscriber.go_round()
    assert len(world.posted) == 6
    assert len({body for _, body in world.posted}) == 6


@pytest.mark.parametrize("change", [{"paused": True}, {"removed_at": NOW}])
async def test_what_is_paused_or_removed_is_left(world: World, change: dict[str, object]) -> None:
    source = await world.add()
    await world.subscriber.go_round()
    await world.confirm()
    await world.store.put_source(replace(source, **change), NOW)  # type: ignore[arg-type]
    await world.subscriber.go_round()
    assert b"unsubscribe" in world.posted[-1][1]
    assert len(world.posted) == 2


async def test_a_hub_that_does_not_let_go_is_forgotten(world: World) -> None:
    source = await world.add()
    await world.subscriber.go_round()
    callback = (await world.one()).callback
    await world.listed(source, hub=None)
    await world.subscriber.go_round()
    assert len(world.posted) == 2
    world.clock.at += timedelta(days=1)
    await world.subscriber.go_round()
    assert len(world.posted) == 2
    assert await world.store.subscription(callback) is None


async def test_a_redirect_is_followed_three_times_and_no_further(world: World) -> None:
    await world.add()
    world.answers = [PostAnswer(status=307, location=f"/{n}") for n in range(9)]
    await world.subscriber.go_round()
    assert [url.rpartition("/")[2] for url, _ in world.posted] == ["", "0", "1", "2"]
    assert (await world.one()).detail == "the hub answers 307"


async def test_a_change_that_comes_too_late_is_not_asked_for(world: World) -> None:
    await world.add()
    await world.subscriber.go_round()
    world.clock.at += timedelta(days=1)
    stale = await world.one()
    assert await world.store.put_subscription(replace(stale, revision=stale.revision + 1))
    due = world.store.due_subscriptions

    async def stale_ones(limit: int) -> tuple[Subscription, ...]:
        await due(limit)
        return (stale,)

    world.store.due_subscriptions = stale_ones  # type: ignore[method-assign]
    await world.subscriber.go_round()
    assert len(world.posted) == 1
    assert await world.subscriber.confirm(stale, [("hub.topic", "other")]) is None
    query = [("hub.mode", "subscribe"), ("hub.topic", stale.topic), ("hub.challenge", "x")]
    assert await world.subscriber.confirm(stale, query) is None


async def test_a_hub_that_let_go_is_over(world: World) -> None:
    source = await world.add()
    await world.subscriber.go_round()
    await world.store.put_source(replace(source, paused=True), NOW)
    await world.subscriber.go_round()
    (found,) = [one for one in [await left(world)] if one]
    query = [("hub.mode", "unsubscribe"), ("hub.topic", found.topic), ("hub.challenge", "x")]
    assert await world.subscriber.confirm(found, query) == "x"
    assert await world.subscriber.known(found.callback) is None


async def left(world: World) -> Subscription | None:
    callback = world.posted[-1][1].split(b"%2Fwebsub%2F")[1].split(b"&")[0].decode()
    return await world.subscriber.known(callback)


async def test_no_secret_and_no_callback_is_logged(world: World) -> None:
    await world.add()
    world.answers = [PostAnswer(status=500)]
    with capture_logs() as logs:
        await world.subscriber.go_round()
        await world.confirm()
        found = await world.one()
        for _ in range(3):  # now, in a minute, and that is planned already
            await world.subscriber.hear(found.callback)
        await world.subscriber.hear("another")
    assert len(logs) == 4
    assert found.secret not in str(logs)
    assert found.callback not in str(logs)


async def test_a_tick_waits_for_no_hub_and_starts_no_second_round(world: World) -> None:
    await world.add()
    answered = asyncio.Event()
    world.meanwhile = answered.wait
    await world.subscriber.tick()
    async with asyncio.timeout(10):
        while not world.posted:
            await asyncio.sleep(0)
    await world.add("another")
    world.clock.at += timedelta(minutes=1)
    await world.subscriber.tick()
    await asyncio.sleep(0)
    assert len(world.posted) == 1
    await world.subscriber.stop()
    world.clock.at += timedelta(minutes=1)
    await world.subscriber.tick()
    await asyncio.sleep(0)
    assert len(world.posted) == 1


async def test_rounds_have_a_pause_between_them(world: World) -> None:
    await world.add()
    await world.subscriber.tick()
    await rounds_over(world)
    await world.add("another")
    await world.subscriber.tick()
    await rounds_over(world)
    assert len(world.posted) == 1
    world.clock.at += timedelta(seconds=5)
    await world.subscriber.tick()
    await rounds_over(world)
    assert len(world.posted) == 2


async def test_a_stop_before_the_first_tick_is_nothing(world: World) -> None:
    await world.subscriber.stop()


@pytest.mark.parametrize(
    ("error", "said"),
    [(StoreFull("no room"), "cannot write"), (RuntimeError("oops"), "a bug of ours")],
)
async def test_trouble_is_said_once_and_tried_again_later(
    world: World, error: Exception, said: str
) -> None:
    await world.add()

    async def trouble() -> None:
        raise error

    world.meanwhile = trouble
    with capture_logs() as logs:
        for _ in range(4):
            await world.subscriber.tick()
            await rounds_over(world)
            world.clock.at += timedelta(seconds=7)
    assert len([line for line in logs if said in line["event"]]) == 1
    world.meanwhile = None
    world.clock.at += timedelta(days=1)
    await world.subscriber.tick()
    await rounds_over(world)
    assert len(world.posted) == 2


async def rounds_over(world: World) -> None:
    async with asyncio.timeout(10):
        while world.subscriber._round is not None and not world.subscriber._round.done():
            await asyncio.sleep(0)
