"""What a poll means: new articles within scope and limit, hints, and when to poll again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from monitor.discover.polling import Polled, poll_outcome
from monitor.model import (
    NO_VALIDATORS,
    ArticleKind,
    DueSource,
    Entry,
    EventKind,
    Failure,
    Hint,
    KnownAddress,
    Listing,
    Origin,
    PollOutcome,
    Reason,
    Scope,
    Source,
    SourceKind,
    SourceState,
    Validators,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = Source(
    id="s",
    url="https://news.example/feed",
    host="news.example",
    origin=Origin.USER,
    added_at=NOW,
    kinds=(ArticleKind.ARTICLE,),
    channels=("desk",),
    alert_on=(EventKind.CHANGED,),
)
STATE = SourceState(source_id="s", next_poll_at=NOW)
TAG = Validators(etag='"1"')


def entry(path: str = "/a", **changes: object) -> Entry:
    return Entry(url=f"https://news.example{path}", **changes)  # type: ignore[arg-type]


def outcome(
    *entries: Entry,
    known: dict[str, KnownAddress] | None = None,
    source: Source = SOURCE,
    state: SourceState = STATE,
    now: datetime = NOW,
) -> PollOutcome:
    listing = Listing(kind=SourceKind.FEED, entries=entries, title="The paper")
    polled = Polled(result=listing, validators=TAG, digest="d")
    return poll_outcome(DueSource(source=source, state=state), polled, known or {}, now, ids())


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"w{next(numbers)}"


def urls(found: PollOutcome) -> list[str]:
    return [watch.url.removeprefix("https://news.example") for watch in found.watches]


def test_what_is_new_is_watched_as_its_source_says() -> None:
    found = outcome(entry("/a"), entry("/b"))
    assert urls(found) == ["/a", "/b"]
    watch = found.watches[0]
    assert (watch.id, watch.host, watch.origin, watch.source, watch.added_at) == (
        "w1",
        "news.example",
        Origin.SOURCE,
        "s",
        NOW,
    )
    assert (watch.kinds, watch.channels, watch.alert_on) == (
        SOURCE.kinds,
        SOURCE.channels,
        SOURCE.alert_on,
    )


def test_what_is_known_is_not_added_again() -> None:
    known = {"news.example/a": KnownAddress(watch_id="w")}
    assert urls(outcome(entry("/a/?utm_source=x"), entry("/b"), known=known)) == ["/b"]


def test_an_article_that_is_listed_twice_is_one() -> None:
    assert urls(outcome(entry("/a"), entry("/a/"), entry("/a?fbclid=1"))) == ["/a"]


def test_what_is_out_of_scope_is_left_alone_and_counted() -> None:
    source = replace(SOURCE, scope=Scope(include=("/politics/*",)))
    found = outcome(entry("/politics/a"), entry("/sport/b"), source=source)
    assert urls(found) == ["/politics/a"]
    assert (found.state.listed, found.state.out_of_scope) == (2, 1)


def test_what_was_published_before_its_life_began_is_left_alone() -> None:
    old = entry("/old", published=NOW - SOURCE.life - HOUR)
    updated = entry("/updated", published=NOW - SOURCE.life - HOUR, updated=NOW - HOUR)
    assert urls(outcome(old, updated, entry("/new", published=NOW))) == ["/updated", "/new"]


def test_no_more_than_its_limit_is_taken_in_a_day() -> None:
    source = replace(SOURCE, limit=2)
    found = outcome(*(entry(f"/{n}") for n in range(5)), source=source)
    assert urls(found) == ["/0", "/1"]
    assert (found.state.taken, found.state.waiting) == (2, 3)
    again = outcome(entry("/2"), source=source, state=found.state, now=NOW + HOUR)
    assert urls(again) == []
    assert (again.state.taken, again.state.waiting) == (2, 1)
    next_day = outcome(entry("/2"), source=source, state=again.state, now=NOW + DAY)
    assert urls(next_day) == ["/2"]
    assert (next_day.state.taken, next_day.state.day) == (1, (NOW + DAY).date())


def test_a_source_that_left_articles_waiting_is_read_whole_next_time() -> None:
    source = replace(SOURCE, limit=1)
    found = outcome(entry("/a"), entry("/b"), source=source)
    assert (found.state.validators, found.state.digest) == (NO_VALIDATORS, None)
    done = outcome(entry("/a"), source=source)
    assert (done.state.validators, done.state.digest) == (TAG, "d")


def test_an_update_after_our_last_look_is_a_hint() -> None:
    known = {"news.example/a": KnownAddress(watch_id="w", looked_at=NOW - HOUR, listed=True)}
    late = entry("/a", updated=NOW - timedelta(minutes=1))
    (hint,) = outcome(late, known=known).hints
    assert hint == Hint(watch_id="w", updated_at=NOW - timedelta(minutes=1))
    assert outcome(entry("/a", updated=NOW - 2 * HOUR), known=known).hints == ()
    assert outcome(entry("/a"), known=known).hints == ()


def test_that_an_article_is_listed_with_dates_is_said_once() -> None:
    old = entry("/a", updated=NOW - 2 * HOUR)
    known = {"news.example/a": KnownAddress(watch_id="w", looked_at=NOW - HOUR)}
    assert outcome(old, known=known).hints == (Hint(watch_id="w"),)
    assert outcome(entry("/a"), known=known).hints == ()


def test_that_an_article_is_no_longer_listed_is_said() -> None:
    listing = Listing(kind=SourceKind.FEED, entries=())
    polled = Polled(result=listing, dropped=("w",))
    found = poll_outcome(DueSource(source=SOURCE, state=STATE), polled, {}, NOW, ids())
    assert found.hints == (Hint(watch_id="w", listed=False),)


def test_news_of_an_article_that_rests_brings_it_back() -> None:
    rests = KnownAddress(watch_id="w", looked_at=NOW - DAY, listed=True, retired=True)
    known = {"news.example/a": rests}
    assert outcome(entry("/a", updated=NOW - HOUR), known=known).back == ("w",)
    assert outcome(entry("/a", updated=NOW - 2 * DAY), known=known).back == ()


def test_no_news_are_told_of_what_was_removed_or_never_looked_at() -> None:
    late = entry("/a", updated=NOW)
    removed = KnownAddress(watch_id="w", looked_at=NOW - HOUR, removed=True)
    assert outcome(late, known={"news.example/a": removed}).hints == ()
    new = KnownAddress(watch_id="w", listed=True)
    assert outcome(late, known={"news.example/a": new}).hints == ()


def test_a_poll_that_went_well_is_remembered() -> None:
    failing = replace(STATE, failures=3, reason=Reason.TIMEOUT, detail="no answer", revision=4)
    state = outcome(entry(), state=failing).state
    assert (state.revision, state.polls, state.polls_ok) == (5, 1, 1)
    assert (state.failures, state.reason, state.detail) == (0, None, "")
    assert (state.kind, state.title) == (SourceKind.FEED, "The paper")
    assert (state.last_read_at, state.next_poll_at) == (NOW, NOW + SOURCE.interval)


def test_the_same_as_last_time_is_a_poll_that_went_well() -> None:
    before = replace(STATE, listed=4, title="The paper", digest="d", validators=TAG)
    polled = Polled(result=None, validators=TAG, digest="d")
    due = DueSource(source=SOURCE, state=before)
    found = poll_outcome(due, polled, {}, NOW, ids())
    assert (found.state.polls_ok, found.state.listed, found.state.digest) == (1, 4, "d")


def test_what_could_not_be_read_whole_is_to_be_read_as_if_never_before() -> None:
    before = replace(STATE, last_read_at=NOW - DAY)
    listing = Listing(kind=SourceKind.SITEMAP, entries=())
    due = DueSource(source=SOURCE, state=before)
    found = poll_outcome(due, Polled(result=listing, whole=False), {}, NOW, ids())
    assert found.state.last_read_at == NOW - DAY


def test_failures_come_ever_more_rarely_and_never_stop() -> None:
    state, waits = STATE, []
    for _ in range(12):
        polled = Polled(result=Failure(reason=Reason.TIMEOUT, detail="no answer"))
        due = DueSource(source=SOURCE, state=state)
        state = poll_outcome(due, polled, {}, NOW, ids()).state
        waits.append(state.next_poll_at - NOW)
    assert waits[:3] == [SOURCE.interval, 2 * SOURCE.interval, 4 * SOURCE.interval]
    assert waits[-1] == 6 * HOUR
    assert (state.failures, state.reason, state.detail) == (12, Reason.TIMEOUT, "no answer")
    assert (state.digest, state.validators) == (None, NO_VALIDATORS)


def test_a_source_that_is_looked_at_once_a_day_does_not_fail_more_often() -> None:
    source = replace(SOURCE, interval=DAY)
    polled = Polled(result=Failure(reason=Reason.TIMEOUT, detail="no answer"))
    due = DueSource(source=source, state=replace(STATE, failures=5))
    assert poll_outcome(due, polled, {}, NOW, ids()).state.next_poll_at == NOW + DAY
