"""PURE: WebSub, the subscriber's part (W3C WebSub, https://www.w3.org/TR/websub/).

A hub is a stranger, and so is whoever calls an address of ours. What a hub says of a feed is
neither believed nor read: a message that is signed as it should be asks for a look at the source,
and that is all.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from monitor.discover.fields import absolute, plain
from monitor.model import (
    Capture,
    Listing,
    PostAnswer,
    SourceKind,
    Subscription,
    SubscriptionStatus,
    Told,
    Wish,
)

LEASE = timedelta(days=10)
"""What is asked for."""
_LONGEST_LEASE = timedelta(days=30)
_DENIED = timedelta(days=1)
"""Until a hub that denied a subscription is asked again."""
_PATIENCE = timedelta(minutes=10)
"""Until a hub that did not confirm is asked again; twice as long each time."""
_MOST_PATIENCE = timedelta(days=1)
_MOST_DOUBLINGS = 16
_FAREWELLS = 3
"""Times that a hub is asked to let go."""
_APART = timedelta(minutes=1)
"""From one look at a source that its hub asks for to the next."""
_TRUSTED = timedelta(days=1)
"""How long a hub that told of something is relied on to tell of the next."""
_RARER = 4
"""By what a source's interval grows while its hub is relied on."""
_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_REDIRECTS = frozenset({307, 308})
_LONGEST_CHALLENGE = 4_000
_LONGEST_HEADER = 8_192
_DIGITS = re.compile(r"[0-9]{1,12}")
_LINK = re.compile(r'<([^<>]*)>((?:[^",<]|"[^"]*")*)')
_PARAMETER = re.compile(r';\s*([\w*!-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"]*)))?')


def with_link_headers(listing: Listing, capture: Capture) -> Listing:
    """Return a feed with the hub and the topic that its answer's Link headers name: they have
    precedence over those in the feed (section 4)."""
    if listing.kind is not SourceKind.FEED:
        return listing
    values = [value for name, value in capture.headers if name == "link"]
    found = _links(", ".join(values)[:_LONGEST_HEADER], capture.final_url)
    hub = found.get("hub", listing.hub)
    if hub is None:
        return listing
    return replace(listing, hub=hub, topic=found.get("self", listing.topic) or capture.final_url)


def _links(header: str, base: str) -> dict[str, str]:
    """Return the first address of each relation (RFC 8288)."""
    first: dict[str, str] = {}
    for target, parameters in _LINK.findall(header):
        address = absolute(target, base)
        for name in _relations(parameters):
            first |= {name: address} if address and name not in first else {}
    return first


def _relations(parameters: str) -> list[str]:
    """Return what a link's first `rel` says; a second one does not count (section 3.3)."""
    found = _PARAMETER.findall(parameters)
    stated = (quoted or bare for name, quoted, bare in found if name.lower() == "rel")
    return str(next(stated, "")).lower().split()


# --- asking a hub ----------------------------------------------------------------------------


def subscription_for(wish: Wish, callback: str, secret: str, now: datetime) -> Subscription:
    """Return a new subscription, whose hub is to be asked now."""
    return Subscription(
        callback=callback,
        secret=secret,
        source_id=wish.source_id,
        hub=wish.hub,
        topic=wish.topic,
        next_at=now,
    )


def leave(subscription: Subscription, now: datetime) -> Subscription:
    """Return a subscription whose hub is to be asked to let go."""
    return _next(subscription, status=SubscriptionStatus.LEAVING, next_at=now, failures=0)


def ask(subscription: Subscription, now: datetime) -> Subscription | None:
    """Return what is recorded before a hub is asked; None: there is nothing left to ask for."""
    status = subscription.status
    if status is SubscriptionStatus.LEAVING:
        over = subscription.until is None or subscription.until <= now
        if subscription.failures >= _FAREWELLS or (over and subscription.failures):
            return None
    elif status is SubscriptionStatus.DENIED or _has_lapsed(subscription, now):
        status = SubscriptionStatus.ASKED
    wait = min(_PATIENCE * (1 << min(subscription.failures, _MOST_DOUBLINGS)), _MOST_PATIENCE)
    failures = subscription.failures + 1
    return _next(subscription, status=status, next_at=now + wait, failures=failures)


def _has_lapsed(subscription: Subscription, now: datetime) -> bool:
    return subscription.until is not None and subscription.until <= now


def question(subscription: Subscription, callback_url: str) -> bytes:
    """Return the form that is posted to the hub (section 5.1)."""
    leaving = subscription.status is SubscriptionStatus.LEAVING
    fields = {
        "hub.callback": callback_url,
        "hub.mode": "unsubscribe" if leaving else "subscribe",
        "hub.topic": subscription.topic,
    }
    if not leaving:
        fields["hub.lease_seconds"] = str(int(LEASE.total_seconds()))
        fields["hub.secret"] = subscription.secret
    return urlencode(fields).encode()


def redirect_of(url: str, answer: PostAnswer) -> str | None:
    """Return where a hub sends us on to; never from https to http, since the form has a secret."""
    if answer.status not in _REDIRECTS:
        return None
    target = absolute(answer.location, url)
    if target is None or urlsplit(target).scheme not in ("https", urlsplit(url).scheme):
        return None
    return target


def refused(asked: Subscription, answer: PostAnswer, now: datetime) -> Subscription | None:
    """Return what is recorded of a hub that does not take a request; None: it takes it."""
    if answer.status is not None and 200 <= answer.status < 300:
        return None
    why = answer.error.detail if answer.error else f"the hub answers {answer.status}"
    wait = min(answer.retry_after or timedelta(), _MOST_PATIENCE)
    return _next(asked, detail=plain(why), next_at=max(asked.next_at, now + wait))


# --- what a hub says -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a subscription by what its hub says, and what the hub is answered."""

    subscription: Subscription | None
    """None: it is over."""
    answer: str


def verify(
    subscription: Subscription, query: Iterable[tuple[str, str]], now: datetime
) -> Verdict | None:
    """Return what a hub's question about our intent means (section 5.3); None: it was not ours."""
    fields = dict(query)
    if fields.get("hub.topic") != subscription.topic:
        return None
    challenge = fields.get("hub.challenge", "")
    match fields.get("hub.mode"), subscription.status:
        case "denied", SubscriptionStatus.LEAVING:
            return Verdict(subscription=None, answer="")
        case "denied", _:
            return Verdict(subscription=_denied(subscription, fields, now), answer="")
        case _ if not 0 < len(challenge) <= _LONGEST_CHALLENGE:
            return None
        case "unsubscribe", SubscriptionStatus.LEAVING:
            return Verdict(subscription=None, answer=challenge)
        case "subscribe", SubscriptionStatus.ASKED | SubscriptionStatus.ACTIVE:
            lease = _lease(fields.get("hub.lease_seconds"))
            if lease is None:
                return None
            return Verdict(subscription=_active(subscription, lease, now), answer=challenge)
        case _:
            return None


def _denied(subscription: Subscription, fields: dict[str, str], now: datetime) -> Subscription:
    why = plain(fields.get("hub.reason"))
    return _next(
        subscription,
        status=SubscriptionStatus.DENIED,
        until=None,
        next_at=now + _DENIED,
        detail=why or "it gives no reason",
    )


def _active(subscription: Subscription, lease: timedelta, now: datetime) -> Subscription:
    return _next(
        subscription,
        status=SubscriptionStatus.ACTIVE,
        until=now + lease,
        next_at=now + max(lease * 3 / 4, _APART),
        failures=0,
        detail="",
    )


def _lease(text: str | None) -> timedelta | None:
    """Return how long a hub means; without a word of it, as long as we asked for."""
    if text is None:
        return LEASE
    seconds = int(text) if _DIGITS.fullmatch(text) else 0
    return min(timedelta(seconds=seconds), _LONGEST_LEASE) if seconds else None


class Seal:
    """A message's signature (section 7.1.2), checked while the message comes in."""

    def __init__(self, method: str, stated: str, secret: str) -> None:
        self._stated = stated
        self._hash = hmac.new(secret.encode(), digestmod=method)

    def update(self, part: bytes) -> None:
        """Take in the next part of the message."""
        self._hash.update(part)

    def fits(self) -> bool:
        """Return whether whoever made the signature knows the secret."""
        return hmac.compare_digest(self._hash.hexdigest(), self._stated)


def seal_of(header: str | None, subscription: Subscription) -> Seal | None:
    """Return the seal that an X-Hub-Signature names, or None where it names none that is known."""
    method, _, stated = (header or "").partition("=")
    if method not in _METHODS or not stated.isascii():
        return None
    return Seal(method, stated.lower(), subscription.secret)


# --- what comes of it ------------------------------------------------------------------------


def look_after(told_at: datetime | None, now: datetime) -> datetime | None:
    """Return when to look at a source that a hub told of now; None: that is planned already."""
    if told_at is None or not told_at - _APART <= now < told_at + _APART:
        return now
    return None if told_at > now else told_at + _APART


def interval_of(interval: timedelta, told: Told | None, now: datetime) -> timedelta:
    """Return how long to wait until the next poll, where a hub may tell us before that."""
    if told is None or told.status is not SubscriptionStatus.ACTIVE:
        return interval
    if told.until is None or told.told_at is None:
        return interval
    trusted = min(told.until, told.told_at + _TRUSTED) - now
    return max(interval, min(interval * _RARER, trusted))


def _next(subscription: Subscription, **changes: object) -> Subscription:
    return replace(subscription, revision=subscription.revision + 1, **changes)  # type: ignore[arg-type]
