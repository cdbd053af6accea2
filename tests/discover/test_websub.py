"""What a subscription comes to: what hubs are asked, what they may say, and when we look."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from monitor.discover import websub
from monitor.model import (
    Failure,
    Listing,
    PostAnswer,
    Reason,
    SourceKind,
    Subscription,
    SubscriptionStatus,
    Told,
    Wish,
)
from tests.check import worlds
from tests.check.worlds import NOW

ASKED, ACTIVE, DENIED, LEAVING = SubscriptionStatus
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TOPIC = "https://news.example/feed?a=1&b=ü"
FRESH = websub.subscription_for(
    Wish(source_id="feed", hub="https://hub.example/", topic=TOPIC), "c" * 43, "s" * 43, NOW
)
HELD = replace(FRESH, status=ACTIVE, until=NOW + 8 * DAY, next_at=NOW + 6 * DAY)


def asked(subscription: Subscription) -> Subscription:
    found = websub.ask(subscription, NOW)
    assert found is not None
    return found


# --- which hub -------------------------------------------------------------------------------


def listing_with(*links: str, **more: str | None) -> Listing:
    found = replace(
        worlds.capture(b""),
        final_url="https://news.example/feed",
        headers=tuple(("link", link) for link in links),
    )
    kind = SourceKind(more.pop("kind", None) or "feed")
    listing = Listing(kind=kind, entries=(), **more)  # type: ignore[arg-type]
    return websub.with_link_headers(listing, found)


@pytest.mark.parametrize(
    "links",
    [
        ('<https://h.example/>; rel="hub", <https://t.example/>; rel="self"',),
        ("<https://h.example/>; rel=hub", "<https://t.example/>; rel=self"),
        ('<https://h.example/>; title="a, <b>; rel=self"; REL="Hub"', "<//t.example/>;rel=self"),
        ('<https://h.example/>;rel="hub",<https://other.example/>;rel=hub,<//t.example/>;rel=self',),
        ('<#top>; rel="x hub"; type=a/b, <//t.example/>; rel=self',),
        ("<javascript:x>; rel=hub, <https://h.example/>; rel=hub, <//t.example/>; rel=self",),
        ("<https://h.example/>; rel=hub; rel=self, <//t.example/>; rel=self; rel",),
    ],
)  # fmt: skip
def test_a_hub_is_named_by_headers_in_all_their_spellings(links: tuple[str, ...]) -> None:
    found = listing_with(*links)
    hub = "https://news.example/feed#top" if "#top" in links[0] else "https://h.example/"
    assert (found.hub, found.topic) == (hub, "https://t.example/")


def test_headers_have_precedence_over_the_feed() -> None:
    inside = {"hub": "https://inside.example/", "topic": "https://inside.example/feed"}
    assert listing_with(**inside).hub == "https://inside.example/"
    found = listing_with("<https://h.example/>; rel=hub", **inside)
    assert (found.hub, found.topic) == ("https://h.example/", "https://inside.example/feed")
    found = listing_with("<https://t.example/>; rel=self", **inside)
    assert (found.hub, found.topic) == ("https://inside.example/", "https://t.example/")


def test_a_hub_without_a_topic_is_asked_for_the_feeds_own_address() -> None:
    assert listing_with("<https://h.example/>; rel=hub").topic == "https://news.example/feed"


@pytest.mark.parametrize("kind", ["sitemap", "section"])
def test_only_feeds_have_hubs(kind: str) -> None:
    assert listing_with("<https://h.example/>; rel=hub", kind=kind).hub is None


@pytest.mark.parametrize(
    "links",
    ["", "<https://h.example/>", "rel=hub", '<https://h.example/>; rel="hub', "<" * 9000,
     "<https://h.example/>; notrel=hub", " " * 9000 + "<https://h.example/>; rel=hub"],
)  # fmt: skip
def test_what_is_no_link_to_a_hub_is_none(links: str) -> None:
    assert listing_with(links).hub is None


# --- asking ----------------------------------------------------------------------------------


def test_what_is_asked_for_is_a_form() -> None:
    form = parse_qs(websub.question(FRESH, "https://us.example/websub/c").decode())
    assert form == {
        "hub.callback": ["https://us.example/websub/c"],
        "hub.mode": ["subscribe"],
        "hub.topic": [TOPIC],
        "hub.lease_seconds": ["864000"],
        "hub.secret": ["s" * 43],
    }
    farewell = websub.question(websub.leave(HELD, NOW), "https://us.example/websub/c").decode()
    assert parse_qs(farewell).keys() == {"hub.callback", "hub.mode", "hub.topic"}
    assert "hub.mode=unsubscribe" in farewell


def test_a_hub_that_does_not_confirm_is_asked_ever_more_rarely() -> None:
    waits, subscription = [], FRESH
    for _ in range(30):
        subscription = asked(subscription)
        waits.append(subscription.next_at - NOW)
    assert waits[:3] == [10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert waits[-1] == DAY
    assert subscription.revision == 30


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HELD, ACTIVE),
        (replace(HELD, until=NOW), ASKED),
        (replace(HELD, status=DENIED, until=None), ASKED),
        (websub.leave(HELD, NOW), LEAVING),
    ],
)
def test_a_lease_holds_while_it_is_renewed_and_no_longer(
    before: Subscription, after: SubscriptionStatus
) -> None:
    assert asked(before).status is after


def test_a_hub_is_asked_to_let_go_three_times_while_its_lease_runs() -> None:
    leaving: Subscription | None = websub.leave(replace(HELD, failures=7), NOW)
    for _ in range(3):
        assert leaving is not None
        leaving = websub.ask(leaving, NOW)
    assert leaving is not None
    assert websub.ask(leaving, NOW) is None


@pytest.mark.parametrize("until", [None, NOW])
def test_a_hub_with_no_lease_is_asked_to_let_go_once(until: None) -> None:
    leaving = asked(websub.leave(replace(HELD, until=until), NOW))
    assert websub.ask(leaving, NOW) is None


@pytest.mark.parametrize(
    ("answer", "detail", "wait"),
    [
        (PostAnswer(status=404), "the hub answers 404", 10 * MINUTE),
        (PostAnswer(status=307), "the hub answers 307", 10 * MINUTE),
        (PostAnswer(status=429, retry_after=DAY / 2), "the hub answers 429", DAY / 2),
        (PostAnswer(status=503, retry_after=99 * DAY), "the hub answers 503", DAY),
        (
            PostAnswer(error=Failure(reason=Reason.DNS, detail="no such name\n")),
            "no such name",
            10 * MINUTE,
        ),
        (PostAnswer(), "the hub answers None", 10 * MINUTE),
    ],
)
def test_a_hub_that_does_not_take_it_says_why(
    answer: PostAnswer, detail: str, wait: timedelta
) -> None:
    found = websub.refused(asked(FRESH), answer, NOW)
    assert found is not None
    assert (found.detail, found.next_at) == (detail, NOW + wait)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_hub_that_takes_it_leaves_nothing_to_record(status: int) -> None:
    assert websub.refused(asked(FRESH), PostAnswer(status=status), NOW) is None


@pytest.mark.parametrize(
    ("url", "status", "location", "target"),
    [
        ("https://h.example/a", 307, "/b", "https://h.example/b"),
        ("http://h.example/a", 308, "https://h.example/b", "https://h.example/b"),
        ("http://h.example/a", 308, "http://other.example/", "http://other.example/"),
        ("https://h.example/a", 308, "http://h.example/b", None),
        ("https://h.example/a", 308, None, None),
        ("https://h.example/a", 302, "/b", None),
        ("https://h.example/a", 202, "/b", None),
    ],
)
def test_a_hubs_redirect_is_followed_but_never_to_where_all_can_read_the_secret(
    url: str, status: int, location: str | None, target: str | None
) -> None:
    assert websub.redirect_of(url, PostAnswer(status=status, location=location)) == target


# --- what a hub says -------------------------------------------------------------------------


def verdict(subscription: Subscription, mode: str, **more: str) -> websub.Verdict | None:
    query = {"hub.mode": mode, "hub.topic": TOPIC, "hub.challenge": "x"}
    query |= {f"hub.{name}": value for name, value in more.items()}
    return websub.verify(subscription, query.items(), NOW)


@pytest.mark.parametrize("status", [ASKED, ACTIVE])
def test_a_confirmed_subscription_is_renewed_when_a_quarter_of_its_lease_is_left(
    status: SubscriptionStatus,
) -> None:
    before = replace(FRESH, status=status, failures=3, detail="the hub answers 503")
    found = verdict(before, "subscribe", lease_seconds="86400")
    assert found is not None
    assert found.answer == "x"
    assert found.subscription == replace(
        FRESH, status=ACTIVE, revision=1, until=NOW + DAY, next_at=NOW + DAY * 3 / 4
    )


@pytest.mark.parametrize(
    ("stated", "lease"),
    [
        ({}, 10 * DAY),
        ({"lease_seconds": "999999999999"}, 30 * DAY),
        ({"lease_seconds": "5"}, timedelta(seconds=5)),
    ],
)
def test_a_lease_is_what_the_hub_says_within_reason(
    stated: dict[str, str], lease: timedelta
) -> None:
    found = verdict(FRESH, "subscribe", **stated)
    assert found is not None
    assert found.subscription is not None
    assert found.subscription.until == NOW + lease
    assert found.subscription.next_at >= NOW + MINUTE


def test_a_denial_is_kept_with_its_reason_in_one_line() -> None:
    found = verdict(HELD, "denied", reason="not\nfor <b>you</b>")
    assert found is not None
    assert found.subscription is not None
    assert found.subscription.status is DENIED
    assert found.subscription.detail == "not for you"
    assert found.subscription.next_at == NOW + DAY
    without = verdict(FRESH, "denied")
    assert without is not None
    assert without.subscription is not None
    assert without.subscription.detail == "it gives no reason"


@pytest.mark.parametrize("mode", ["unsubscribe", "denied"])
def test_what_we_leave_is_over_when_the_hub_says_so(mode: str) -> None:
    found = verdict(websub.leave(HELD, NOW), mode)
    assert found is not None
    assert found.subscription is None


@pytest.mark.parametrize(
    ("subscription", "mode", "more"),
    [
        (HELD, "unsubscribe", {}),
        (websub.leave(HELD, NOW), "subscribe", {}),
        (replace(HELD, status=DENIED), "subscribe", {}),
        (FRESH, "subscribe", {"topic": "https://news.example/"}),
        (FRESH, "denied", {"topic": "https://news.example/"}),
        (FRESH, "subscribe", {"challenge": ""}),
        (FRESH, "subscribe", {"lease_seconds": "٣"}),
        (FRESH, "publish", {}),
    ],
)
def test_what_we_did_not_ask_for_is_not_confirmed(
    subscription: Subscription, mode: str, more: dict[str, str]
) -> None:
    assert verdict(subscription, mode, **more) is None


# --- signatures ------------------------------------------------------------------------------


def fits(header: str | None, *parts: bytes) -> bool:
    seal = websub.seal_of(header, FRESH)
    if seal is None:
        return False
    for part in parts:
        seal.update(part)
    return seal.fits()


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_fits_its_message_and_no_other(method: str) -> None:
    right = hmac.new(b"s" * 43, b"the news", getattr(hashlib, method)).hexdigest()
    assert fits(f"{method}={right}", b"the ", b"news")
    assert fits(f"{method}={right.upper()}", b"the news")
    assert not fits(f"{method}={right}", b"the news!")
    assert not fits(f"{method}={right[:-1]}", b"the news")
    assert not fits(f"{method}=", b"the news")
    wrong = hmac.new(b"t" * 43, b"the news", getattr(hashlib, method)).hexdigest()
    assert not fits(f"{method}={wrong}", b"the news")


@pytest.mark.parametrize("header", [None, "", "sha256", "md5=00", "SHA256=00", "sha256=\xe9"])
def test_a_signature_of_no_known_kind_never_fits(header: str | None) -> None:
    assert not fits(header, b"")


def test_nothing_that_is_shown_has_the_secret_or_the_callback() -> None:
    assert "s" * 43 not in repr(FRESH)
    assert "c" * 43 not in repr(FRESH)


# --- what comes of it ------------------------------------------------------------------------

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("told_at", "look_at"),
    [
        (None, NOW),
        (NOW - 61 * SECOND, NOW),
        (NOW - 60 * SECOND, NOW),
        (NOW - 20 * SECOND, NOW + 40 * SECOND),
        (NOW, NOW + 60 * SECOND),
        (NOW + 40 * SECOND, None),
        (NOW + 2 * DAY, NOW),  # the clock was set back
    ],
)
def test_a_source_is_looked_at_once_a_minute_and_the_last_word_counts(
    told_at: None, look_at: None
) -> None:
    assert websub.look_after(told_at, NOW) == look_at


TOLD = Told(hub="h", status=ACTIVE, until=NOW + 8 * DAY, told_at=NOW - MINUTE)


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        (None, 10),
        (TOLD, 40),
        (replace(TOLD, told_at=None), 10),
        (replace(TOLD, until=None), 10),
        (replace(TOLD, until=NOW + 25 * MINUTE), 25),
        (replace(TOLD, until=NOW - DAY), 10),
        (replace(TOLD, told_at=NOW - DAY + 30 * MINUTE), 30),
        (replace(TOLD, told_at=NOW - DAY), 10),
        (replace(TOLD, status=ASKED), 10),
        (replace(TOLD, status=DENIED), 10),
    ],
)
def test_polls_are_rarer_while_a_hub_is_known_to_tell(told: Told | None, minutes: int) -> None:
    assert websub.interval_of(10 * MINUTE, told, NOW) == minutes * MINUTE
