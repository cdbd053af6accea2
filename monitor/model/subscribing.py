"""WebSub: that a feed's hub tells us of updates, instead of our asking (https://www.w3.org/TR/websub/)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SubscriptionStatus(StrEnum):
    """How a subscription stands between us and the hub."""

    ASKED = "asked"
    """We ask the hub; it has not confirmed, or not again since its lease ended."""
    ACTIVE = "active"
    """The hub confirmed it, until the lease ends."""
    DENIED = "denied"
    """The hub does not want to."""
    LEAVING = "leaving"
    """We want no more of it; the hub has not confirmed that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One subscription at a hub. `revision` grows by one with each change that is recorded."""

    callback: str = field(repr=False)
    """The last part of the address that the hub calls: nobody else can guess it."""
    secret: str = field(repr=False)
    """What the hub signs its messages with."""
    source_id: str
    hub: str
    topic: str
    """What the hub calls the feed."""
    status: SubscriptionStatus = SubscriptionStatus.ASKED
    revision: int = 0
    next_at: datetime
    """When the hub is to be asked: again, for longer, or to let go."""
    until: datetime | None = None
    """When the lease ends or ended."""
    told_at: datetime | None = None
    """For when its last message asked for a look at the source."""
    failures: int = 0
    """Times in a row that the hub was asked in vain."""
    detail: str = ""
    """Why, in a line for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A source that could be told by a hub and is not subscribed to there."""

    source_id: str
    hub: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be shown of a subscription: neither where the hub calls, nor its secret."""

    hub: str
    status: SubscriptionStatus
    until: datetime | None = None
    told_at: datetime | None = None
    detail: str = ""
