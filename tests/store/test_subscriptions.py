"""Subscriptions in the store: what is wanted, whose turn it is, and what a hub told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import PollOutcome, Subscription, SubscriptionStatus, Told, Wish
from monitor.store import SqliteStore
from tests.store.making import MINUTE, NOON, FakeClock
from tests.store.test_sources import FEED, STATE

ASKED, ACTIVE, DENIED, LEAVING = SubscriptionStatus
HUB, TOPIC = "https://hub.example/", "https://news.example/feed"
ONE = Subscription(
    callback="c1",
    secret="s1",
    source_id="feed",
    hub=HUB,
    topic=TOPIC,
    next_at=NOON,
)
HELD = replace(
    ONE,
    status=ACTIVE,
    revision=1,
    next_at=NOON + MINUTE,
    until=NOON + 2 * MINUTE,
    failures=3,
    detail="the hub answers 503",
)


async def follow(store: SqliteStore, hub: str | None = HUB, revision: int = 1) -> None:
    """Follow a feed that names a hub."""
    if revision == 1:
        await store.put_source(FEED, NOON)
    state = replace(STATE, revision=revision, hub=hub, topic=TOPIC)
    assert await store.record_poll(PollOutcome(source=FEED, state=state))


async def told(store: SqliteStore) -> Told | None:
    (found,) = await store.sources()
    return found.told


async def test_a_subscription_comes_back_as_it_was_put(store: SqliteStore) -> None:
    await follow(store)
    assert await store.put_subscription(ONE)
    assert await store.subscription("c1") == ONE
    assert await store.put_subscription(HELD)
    assert await store.subscription("c1") == HELD
    assert await store.subscription("c2") is None


@pytest.mark.parametrize("revision", [1, 3])
async def test_a_change_that_comes_too_late_is_dropped(store: SqliteStore, revision: int) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    await store.put_subscription(HELD)
    assert not await store.put_subscription(replace(HELD, status=DENIED, revision=revision))
    assert await store.subscription("c1") == HELD


async def test_a_feed_that_names_a_hub_is_wanted_until_it_is_subscribed_to(
    store: SqliteStore,
) -> None:
    await follow(store)
    assert await store.hub_wishes(9) == (Wish(source_id="feed", hub=HUB, topic=TOPIC),)
    assert await store.hub_wishes(0) == ()
    await store.put_subscription(ONE)
    assert await store.hub_wishes(9) == ()
    assert await store.unwanted_subscriptions(9) == ()


@pytest.mark.parametrize("change", [{"paused": True}, {"removed_at": NOON}])
async def test_what_is_paused_or_removed_is_not_wanted(
    store: SqliteStore, change: dict[str, bool]
) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    await store.put_source(replace(FEED, **change), NOON)  # type: ignore[arg-type]
    assert await store.hub_wishes(9) == ()
    assert await store.unwanted_subscriptions(9) == (ONE,)
    await store.put_subscription(replace(HELD, status=LEAVING))
    assert await store.unwanted_subscriptions(9) == ()
    assert await told(store) is None


@pytest.mark.parametrize("hub", ["https://other.example/", None])
async def test_a_feed_that_names_another_hub_or_none_is_not_told_by_the_old_one(
    store: SqliteStore, hub: str | None
) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    await follow(store, hub, revision=2)
    assert await store.unwanted_subscriptions(9) == (ONE,)
    wanted = [wish.hub for wish in await store.hub_wishes(9)]
    assert wanted == ([hub] if hub else [])


async def test_hubs_are_asked_when_their_time_has_come(
    store: SqliteStore, clock: FakeClock
) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    assert await store.due_subscriptions(9) == (ONE,)
    await store.put_subscription(HELD)
    assert await store.due_subscriptions(9) == ()
    clock.at += MINUTE
    assert await store.due_subscriptions(9) == (HELD,)
    await store.end_subscription("c1")
    assert await store.due_subscriptions(9) == ()


async def test_what_a_hub_told_makes_its_source_due_and_is_shown_without_secrets(
    store: SqliteStore,
) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    await store.hear_hub("c1", NOON - MINUTE)
    await store.put_subscription(HELD)
    (due,) = await store.due_sources(9)
    assert due.state.next_poll_at == NOON - MINUTE
    shown = Told(
        hub=HUB, status=ACTIVE, until=HELD.until, told_at=NOON - MINUTE, detail=HELD.detail
    )
    assert due.told == shown == await told(store)
    await store.hear_hub("c1", NOON + timedelta(days=1))
    assert (await store.due_sources(9))[0].state.next_poll_at == NOON - MINUTE


@pytest.mark.parametrize(
    ("told_at", "next_poll_at"),
    [(NOON, NOON + MINUTE), (NOON + MINUTE / 6, NOON + MINUTE / 6), (NOON - MINUTE, NOON + MINUTE)],
    ids=["as it began", "while it was under way", "before"],
)
async def test_what_a_hub_tells_while_a_poll_is_under_way_brings_another_one(
    store: SqliteStore, told_at: None, next_poll_at: None
) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    await store.hear_hub("c1", told_at)  # type: ignore[arg-type]
    state = replace(STATE, revision=2)
    await store.record_poll(PollOutcome(source=FEED, state=state, began_at=NOON))
    (found,) = await store.sources()
    assert found.state.next_poll_at == next_poll_at


async def test_all_are_forgotten_at_once(store: SqliteStore) -> None:
    await follow(store)
    await store.put_subscription(ONE)
    await store.end_subscriptions()
    assert await store.subscription("c1") is None
