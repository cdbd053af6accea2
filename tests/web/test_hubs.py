"""A real hub tells the real daemon of updates: subscribed, verified, heard, renewed, let go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from monitor.daemon import Daemon, web_server
from monitor.errors import ConfigError
from monitor.model import SourceOverview, SubscriptionStatus
from monitor.wiring import App
from tests.web.hub import World

PATIENCE = 30.0
MINUTE = timedelta(minutes=1)


async def until(holds: Callable[[], Any]) -> None:
    """Wait until something holds; fail if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)


@asynccontextmanager
async def running(app: App) -> AsyncIterator[None]:
    ready = asyncio.Event()
    daemon = Daemon(app, on_ready=ready.set)
    task = asyncio.create_task(daemon.run())
    waiter = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiter}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    yield
    daemon.stop()
    await asyncio.wait_for(task, PATIENCE)


@asynccontextmanager
async def listening(world: World) -> AsyncIterator[App]:
    """Open a monitor with its web server, whose ticks the test makes itself."""
    async with world.opened() as app:
        await app.reconcile()
        server = web_server(app)
        assert server is not None
        await server.start()
        try:
            yield app
        finally:
            await server.stop(timedelta(seconds=1))


async def poll(app: App) -> SourceOverview:
    (found,) = await app.sources.poll()
    return found


async def ask(world: World, app: App) -> None:
    """Let the monitor ask its hubs, and the hub ask back."""
    assert app.subscriber is not None
    await app.subscriber.go_round()
    await world.hub.settle()


async def status(world: World, app: App) -> SubscriptionStatus | None:
    told = (await world.source(app)).told
    return told.status if told else None


async def test_a_message_of_the_hub_brings_the_next_look_at_once(world: World) -> None:
    async with world.opened() as app, running(app):
        await until(lambda: world.hub.verified)
        assert world.hub.verified == [("subscribe", 200)]
        polls = world.paper.polls
        world.paper.articles = 2
        assert await world.hub.push() == 204
        await until(lambda: world.paper.polls > polls)
        async with asyncio.timeout(PATIENCE):
            while len(await app.store.watches()) < 2:
                await asyncio.sleep(0.05)
        source = await world.source(app)
        assert source.told is not None
        assert source.told.status is SubscriptionStatus.ACTIVE
        assert source.state.next_poll_at - world.clock.now() > 30 * MINUTE
        await app.sources.pause(world.paper.feed, paused=True)
        await until(lambda: not world.hub.subscribed)
    assert [form["hub.mode"] for form in world.hub.asked] == ["subscribe", "unsubscribe"]


@pytest.mark.parametrize("reached", [False, True], ids=["no server", "no public address"])
async def test_nothing_is_subscribed_without_a_public_address(world: World, reached: bool) -> None:
    world.configure(**({"listen": f"127.0.0.1:{world.port}"} if reached else {}))
    async with world.opened() as app, running(app):
        assert app.subscriber is None
        await until(lambda: world.paper.polls)
        async with asyncio.timeout(PATIENCE):
            while (await world.source(app)).state.hub is None:
                await asyncio.sleep(0.05)
    assert world.hub.asked == []


async def test_a_port_that_is_taken_ends_the_daemon_with_its_reason(world: World) -> None:
    async with listening(world), world.opened() as app:
        with pytest.raises(ConfigError, match=r"web\.listen: cannot listen at"):
            await Daemon(app).run()


async def test_where_it_listens_cannot_change_while_it_runs(world: World) -> None:
    async with world.opened() as app:
        world.configure()
        with pytest.raises(ConfigError, match="`web` cannot change"):
            await app.reload()


async def test_what_is_asked_for_is_what_the_specification_names(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
    (form,) = world.hub.asked
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == world.paper.topic
    assert form["hub.lease_seconds"] == "864000"
    assert form["hub.callback"].startswith(f"{world.public}/websub/")
    assert len(form["hub.callback"].rpartition("/")[2]) == 43  # 32 random bytes
    assert len(form["hub.secret"]) == 43


async def test_a_hub_in_the_headers_counts_and_its_redirect_is_followed(world: World) -> None:
    world.paper.in_header = True
    world.hub.moved_to = f"{world.hub.server.origin}/new"
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        assert await status(world, app) is SubscriptionStatus.ACTIVE


async def test_a_lease_is_renewed_before_its_end_and_with_the_same_callback(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        world.clock.ahead += timedelta(days=7)
        await ask(world, app)
        assert len(world.hub.asked) == 1
        world.clock.ahead += timedelta(days=1)
        await ask(world, app)
        assert world.hub.asked[0] == world.hub.asked[1]
        told = (await world.source(app)).told
        assert told is not None
        assert told.until is not None
        assert told.until - world.clock.now() > timedelta(days=9)


async def test_a_lease_that_ends_is_no_reason_to_poll_rarely_any_more(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        await world.hub.push()
        world.paper.articles += 1
        assert (await poll(app)).state.next_poll_at - world.clock.now() > 30 * MINUTE
        world.hub.verifies = False
        world.clock.ahead += timedelta(days=11)
        await ask(world, app)
        assert await status(world, app) is SubscriptionStatus.ASKED
        assert (await poll(app)).state.next_poll_at - world.clock.now() <= 10 * MINUTE


async def test_a_hub_that_fell_silent_is_no_reason_to_poll_rarely_any_more(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        assert (await poll(app)).state.next_poll_at - world.clock.now() <= 10 * MINUTE
        await world.hub.push()
        world.paper.articles += 1
        assert (await poll(app)).state.next_poll_at - world.clock.now() > 30 * MINUTE
        world.clock.ahead += timedelta(hours=25)
        assert (await poll(app)).state.next_poll_at - world.clock.now() <= 10 * MINUTE


async def test_a_denial_is_a_state_with_its_reason_and_asked_again_a_day_later(
    world: World,
) -> None:
    world.hub.denies = True
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        told = (await world.source(app)).told
        assert told is not None
        assert told.status is SubscriptionStatus.DENIED
        assert told.detail == "this feed is for subscribers"
        await ask(world, app)
        assert len(world.hub.asked) == 1
        world.hub.denies = False
        world.clock.ahead += timedelta(days=1)
        await ask(world, app)
        assert await status(world, app) is SubscriptionStatus.ACTIVE


async def test_a_removed_source_is_unsubscribed_and_what_comes_later_is_nothing(
    world: World,
) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        (left,) = world.hub.subscribed.items()
        await app.sources.remove(world.paper.feed)
        await ask(world, app)
        assert world.hub.verified == [("subscribe", 200), ("unsubscribe", 200)]
        world.hub.subscribed = dict([left])
        assert await world.hub.push() == 404


async def test_a_feed_that_moves_to_another_hub_leaves_the_old_one(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        world.paper.hub = f"{world.hub.server.origin}/another"
        await poll(app)
        await ask(world, app)
        modes = sorted(form["hub.mode"] for form in world.hub.asked[1:])
        assert modes == ["subscribe", "unsubscribe"]
        assert len(world.hub.subscribed) == 1
        told = (await world.source(app)).told
        assert told is not None
        assert told.hub == world.paper.hub


async def test_without_the_setting_a_later_start_forgets_what_was_subscribed(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
    world.configure()
    async with world.opened() as app, running(app):
        assert await status(world, app) is None


@pytest.mark.parametrize("method", ["sha1", "sha512"])
async def test_messages_may_be_signed_the_old_way_and_the_new(world: World, method: str) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        assert await world.hub.push(body=b"x" * 900_000, method=method) == 204
        assert (await world.source(app)).state.next_poll_at <= world.clock.now()


FORGED = ("", "sha256=00", "sha256=" + "0" * 64, "md5=" + "0" * 32, "sha256", "sha256=\xe9")


async def test_a_forged_message_is_taken_in_and_nothing_comes_of_it(world: World) -> None:
    async with listening(world) as app:
        before = await poll(app)
        await ask(world, app)
        assert [await world.hub.push(signature=one) for one in FORGED] == [204] * len(FORGED)
        after = await world.source(app)
        assert after.state == before.state
        assert after.told is not None
        assert after.told.told_at is None


async def test_a_flood_of_replays_makes_one_look_a_minute(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        answers = [await world.hub.push() for _ in range(60)]
        assert set(answers[:25]) == {204}
        assert 429 in answers
        first = (await poll(app)).state
        # Those that came after the first ask for one more look, a minute later.
        told = (await world.source(app)).told
        assert told is not None
        assert told.told_at is not None
        assert first.next_poll_at == told.told_at > world.clock.now() + timedelta(seconds=30)


async def test_what_a_hub_tells_during_a_poll_is_not_lost(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        polled = app.scout.look

        async def look_and_be_told(due: Any) -> Any:
            found = await polled(due)
            await world.hub.push()
            return found

        app.scout.look = look_and_be_told  # type: ignore[method-assign]
        assert (await poll(app)).state.next_poll_at <= world.clock.now()


async def test_a_hub_that_tells_before_its_feed_is_new_does_not_make_us_wait(world: World) -> None:
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        await world.hub.push()
        again = await poll(app)  # a cache still has the old one
        assert again.state.next_poll_at - world.clock.now() <= 10 * MINUTE


async def test_a_hub_that_cannot_be_reached_is_tried_ever_more_rarely(world: World) -> None:
    world.hub.status = 503
    async with listening(world) as app:
        await poll(app)
        for _ in range(3):
            await ask(world, app)
        assert len(world.hub.asked) == 1
        told = (await world.source(app)).told
        assert told is not None
        assert told.detail == "the hub answers 503"
        for minutes, asked in ((10, 2), (10, 2), (10, 3)):
            world.clock.ahead += timedelta(minutes=minutes, seconds=1)
            await ask(world, app)
            assert len(world.hub.asked) == asked


async def test_a_hub_inside_is_not_asked(world: World) -> None:
    world.paper.hub = "http://169.254.169.254/hub"
    async with listening(world) as app:
        await poll(app)
        await ask(world, app)
        told = (await world.source(app)).told
        assert told is not None
        assert "169.254.169.254" in told.detail
