"""One check, from what is due to what it wants recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model.fetching import Reason
from monitor.model.memory import Ballot
from monitor.model.telling import Alert, Event
from monitor.model.version import ChangeSummary, Snapshot
from monitor.model.watching import Watch, WatchState


class CheckStatus(StrEnum):
    """How one check ended."""

    NOT_MODIFIED = "not_modified"
    SAME_BYTES = "same_bytes"
    SAME_ARTICLE = "same_article"
    FIRST_SEEN = "first_seen"
    CHANGED = "changed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """The compact trace that every check leaves."""

    watch_id: str
    revision: int
    at: datetime
    status: CheckStatus
    http_status: int | None
    elapsed: timedelta
    wire_bytes: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a bucket until `until`; whoever takes it next gets a higher `token`."""

    bucket: int
    holder: str
    token: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A watch whose time has come."""

    watch: Watch
    state: WatchState


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutcome:
    """All that a check wants recorded, in one transaction."""

    watch: Watch
    state: WatchState
    """The new state; its revision is one more than the one the check began with."""
    row: CheckRow
    pause: timedelta
    """How long the host is to be left alone, from the moment of recording."""
    snapshot: Snapshot | None = None
    summary: ChangeSummary | None = None
    """Of `snapshot` against the version before."""
    reread: Snapshot | None = None
    """The latest version, read anew by a newer extractor: it replaces the stored article."""
    ballot: Ballot | None = None
    """What `snapshot` says about the lines of its host."""
    events: tuple[Event, ...] = ()
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A watch with its memory and the headline it is known by."""

    watch: Watch
    state: WatchState
    headline: str = ""
    pending_alerts: int = 0
