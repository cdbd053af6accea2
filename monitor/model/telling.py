"""What is told to people, and how far it has got."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model.fetching import Reason
from monitor.model.version import ChangeSummary
from monitor.model.watching import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something worth telling. `id` comes from (watch, revision, kind), never from the clock."""

    id: str
    watch_id: str
    revision: int
    kind: EventKind
    at: datetime
    line: str
    """One line for people."""
    headline: str = ""
    old_version: int | None = None
    new_version: int | None = None
    change: ChangeSummary | None = None
    reason: Reason | None = None


def event_id(watch_id: str, revision: int, kind: EventKind) -> str:
    """Return the id of the event of `kind` that check number `revision` of a watch gives."""
    return hashlib.sha256(f"{watch_id}/{revision}/{kind}".encode()).hexdigest()[:24]


def alert_id(event: str, channel: str) -> str:
    """Return the id of the alert about event id `event` on its way to `channel`."""
    return hashlib.sha256(f"{event}/{channel}".encode()).hexdigest()[:24]


class AlertStatus(StrEnum):
    """How far an alert has got."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An event on its way to a channel."""

    id: str
    event: Event
    channel: str
    status: AlertStatus = AlertStatus.PENDING
    attempts: int = 0
    next_attempt_at: datetime | None = None
    delivered_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert as written out; each channel takes the parts that it can carry."""

    id: str
    """The alert's id: the same at every attempt."""
    thread: str
    """The watch's id: all messages about an article belong together."""
    subject: str
    text: str
    html: str
    payload: str
    """JSON after docs/schema/alert.json."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The channel has taken the message."""

    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain:
    """The channel could not take it now; `after` where the other side named a time."""

    error: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """The channel will never take it; `disable` where it wants no message ever again."""

    error: str
    disable: bool = False


Delivery = Delivered | TryAgain | GiveUp
