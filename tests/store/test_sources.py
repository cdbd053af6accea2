"""Sources in the store: one transaction for each poll, and articles whose life is over rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.model import (
    ArticleKind,
    Due,
    EventKind,
    Every,
    HintedLook,
    Lease,
    Origin,
    PollOutcome,
    Reason,
    Retirement,
    Scope,
    Source,
    SourceKind,
    SourceState,
    Validators,
    Watch,
)
from monitor.store import SqliteStore
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock

DAY = timedelta(days=1)
FEED = Source(
    id="feed",
    url="https://news.example/feed",
    host="news.example",
    origin=Origin.USER,
    added_at=NOON,
    name="Politics",
    kind=SourceKind.FEED,
    scope=Scope(
        hosts=("news.example",),
        include=("/politics/*",),
        exclude=("*/quiz/*",),
        languages=("en",),
        sections=("Politics",),
    ),
    interval=5 * MINUTE,
    limit=7,
    life=3 * DAY,
    kinds=(ArticleKind.ARTICLE,),
    plan=Every(span=MINUTE),
    budget=99,
    channels=("desk",),
    alert_on=(EventKind.CHANGED,),
)
STATE = SourceState(
    source_id="feed",
    revision=1,
    next_poll_at=NOON + MINUTE,
    validators=Validators(etag='"a"'),
    digest="d" * 64,
    kind=SourceKind.FEED,
    title="Politics – the paper",
    polls=3,
    polls_ok=2,
    last_polled_at=NOON,
    last_read_at=NOON,
    listed=9,
    out_of_scope=2,
    waiting=1,
    day=NOON.date(),
    taken=6,
    failures=1,
    reason=Reason.TIMEOUT,
    detail="did not answer",
    hub="https://hub.example/",
    topic="https://news.example/feed?topic",
)


def listed(name: str) -> Watch:
    return replace(making.watch(name), origin=Origin.SOURCE, source="feed")


def poll(*watches: Watch, back: tuple[str, ...] = (), revision: int = 1) -> PollOutcome:
    state = replace(STATE, revision=revision)
    return PollOutcome(source=FEED, state=state, watches=watches, back=back)


async def ids(store: SqliteStore) -> list[str]:
    return [item.watch.id for item in await store.watches()]


async def due_at(store: SqliteStore, name: str) -> datetime:
    (found,) = await store.pick([name])
    return found.state.next_check_at


async def test_a_source_comes_back_as_it_was_put(store: SqliteStore) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll())
    (found,) = await store.sources()
    assert (found.source, found.state) == (FEED, STATE)


async def test_only_sources_whose_time_has_come_are_due(
    store: SqliteStore, clock: FakeClock
) -> None:
    await store.put_source(FEED, NOON + MINUTE)
    assert await store.due_sources(10) == ()
    clock.at += MINUTE
    assert [due.source.id for due in await store.due_sources(10)] == ["feed"]


@pytest.mark.parametrize("change", [{"paused": True}, {"removed_at": NOON}])
async def test_paused_and_removed_sources_are_not_due(
    store: SqliteStore, change: dict[str, bool]
) -> None:
    await store.put_source(replace(FEED, **change), NOON)  # type: ignore[arg-type]
    assert await store.due_sources(10) == ()


async def test_a_poll_adds_what_is_new_and_says_when_to_poll_again(store: SqliteStore) -> None:
    await store.put_source(FEED, NOON)
    assert await store.record_poll(poll(listed("one"), listed("two")))
    assert await ids(store) == ["one", "two"]
    assert await store.due_sources(10) == ()


async def test_a_poll_that_comes_too_late_changes_nothing(store: SqliteStore) -> None:
    await store.put_source(FEED, NOON)
    assert await store.record_poll(poll(listed("one")))
    assert not await store.record_poll(poll(listed("two")))
    assert await ids(store) == ["one"]


async def test_an_article_that_became_known_meanwhile_is_not_added_twice(
    store: SqliteStore,
) -> None:
    await store.put_source(FEED, NOON)
    await store.put_watch(making.watch("one"), NOON)
    same = replace(listed("again"), url="http://www.news.example/one/?utm_source=feed")
    assert await store.record_poll(poll(same, listed("two")))
    assert await ids(store) == ["one", "two"]


async def test_what_a_source_lists_with_dates_is_remembered(store: SqliteStore) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll(listed("one"), listed("two")))
    await store.hint([HintedLook(watch_id="one", hinted_at=None, listed=True)])
    assert await store.listed("feed") == ("one",)
    known = await store.known(("news.example/one", "news.example/two"))
    assert [known[f"news.example/{name}"].listed for name in ("one", "two")] == [True, False]


async def test_what_a_source_says_of_its_articles_holds_for_earlier_ones(
    store: SqliteStore,
) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll(listed("one")))
    await store.put_source(replace(FEED, channels=("other",)), NOON)
    (found,) = await store.watches()
    assert found.watch.channels == ("other",)
    assert found.watch.kinds == FEED.kinds
    assert found.watch.plan == FEED.plan
    assert found.watch.alert_on == FEED.alert_on


async def test_articles_whose_life_is_over_rest_and_a_hint_brings_them_back(
    store: SqliteStore, clock: FakeClock
) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll(listed("one")))
    clock.at = NOON + FEED.life
    assert await store.retire() == 0
    clock.at += MINUTE
    assert await store.retire() == 1
    (found,) = await store.watches()
    assert (found.watch.retired, found.watch.resting) == (Retirement.SILENT, True)
    known = await store.known(("news.example/one",))
    assert known["news.example/one"].retired
    await store.record_poll(poll(back=("one",), revision=2))
    (found,) = await store.watches()
    assert (found.watch.retired, found.watch.resting) == (None, False)
    assert await due_at(store, "one") <= clock.at
    assert await store.retire() == 0


async def test_an_edit_prolongs_a_life(
    store: SqliteStore, clock: FakeClock, due: Due, lease: Lease
) -> None:
    await store.put_source(FEED, NOON)
    await store.put_watch(replace(due.watch, origin=Origin.SOURCE, source="feed"), NOON)
    edited = NOON + 2 * DAY
    snapshot = replace(making.snapshot(), fetched_at=edited)
    outcome = replace(making.outcome(due), snapshot=snapshot, summary=None)
    assert await store.record(lease, outcome)
    clock.at = edited + FEED.life
    assert await store.retire() == 0
    clock.at += MINUTE
    assert await store.retire() == 1


async def test_what_a_person_named_never_rests(store: SqliteStore, clock: FakeClock) -> None:
    await store.put_source(FEED, NOON)
    await store.put_watch(making.watch(), NOON)
    await store.record_poll(poll(listed("two")))
    await store.put_watch(replace(listed("two"), origin=Origin.CONFIG), NOON)
    clock.at += 1000 * DAY
    assert await store.retire() == 0


async def test_what_a_person_said_of_an_article_stands_when_its_source_changes(
    store: SqliteStore,
) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll(listed("one")))
    await store.put_watch(replace(listed("one"), origin=Origin.USER, channels=("mine",)), NOON)
    await store.put_source(replace(FEED, channels=("other",)), NOON)
    (found,) = await store.watches()
    assert found.watch.channels == ("mine",)


async def test_a_source_counts_its_articles(store: SqliteStore, clock: FakeClock) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll(listed("one"), listed("two")))
    clock.at = NOON + FEED.life + MINUTE
    await store.put_watch(replace(listed("three"), added_at=clock.at), clock.at)
    await store.retire()
    (found,) = await store.sources()
    assert (found.watched, found.retired, found.edited) == (1, 2, 0)


async def test_a_source_can_be_made_due(store: SqliteStore, clock: FakeClock) -> None:
    await store.put_source(FEED, NOON)
    await store.record_poll(poll())
    await store.make_source_due("feed", NOON)
    assert [due.source.id for due in await store.due_sources(10)] == ["feed"]


async def test_addresses_of_a_host_are_those_that_were_read(
    store: SqliteStore, due: Due, lease: Lease
) -> None:
    await store.put_watch(making.watch("unread"), NOON)
    assert await store.record(lease, making.changed(due, "A train."))
    assert await store.addresses_of("news.example", 10) == ("https://news.example/one",)
