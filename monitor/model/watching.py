"""What a person asks for, and what the monitor remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.fetching import NO_VALIDATORS, Reason, Validators
from monitor.model.plans import Plan

EDITS_KEPT = 9
"""Times of edits that a watch remembers."""


class Origin(StrEnum):
    """Who named a watch."""

    CONFIG = "config"
    USER = "user"
    DROPPED = "dropped"
    """Config declared it once and no longer does: paused, never deleted."""


class EventKind(StrEnum):
    """Something worth telling."""

    FIRST_SEEN = "first_seen"
    CHANGED = "changed"
    GONE = "gone"
    RESTORED = "restored"
    MOVED = "moved"
    BLOCKED = "blocked"
    FAILING = "failing"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The settings of one article that is watched. `None` means: as the configuration says."""

    id: str
    url: str
    host: str
    origin: Origin
    added_at: datetime
    name: str | None = None
    plan: Plan | None = None
    """When to look at it."""
    channels: tuple[str, ...] | None = None
    alert_on: tuple[EventKind, ...] | None = None
    paused: bool = False
    removed_at: datetime | None = None


class Health(StrEnum):
    """How the last checks of a watch went."""

    NEW = "new"
    OK = "ok"
    FAILING = "failing"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchState:
    """The memory of a watch. `revision` grows by one with each recorded check."""

    watch_id: str
    revision: int = 0
    health: Health = Health.NEW
    next_check_at: datetime
    validators: Validators = NO_VALIDATORS
    capture_digest: str | None = None
    """SHA-256 of the bytes last read as this article; the same bytes need no second reading."""
    latest_version: int = 0
    checks: int = 0
    checks_ok: int = 0
    last_checked_at: datetime | None = None
    last_read_at: datetime | None = None
    last_changed_at: datetime | None = None
    final_url: str | None = None
    failures: int = 0
    """Failed checks in a row."""
    failing_since: datetime | None = None
    reason: Reason | None = None
    detail: str = ""
    told: EventKind | None = None
    """GONE, BLOCKED or FAILING once that was recorded as an event: it is told once."""
    told_version: int | None = None
    """The version that was told last: what people believe stands there. Its number, since its
    content digest is another one once a newer extractor has read it."""
    flips: int = 0
    """Returns to wordings seen before, in a row."""
    held: int | None = None
    """A version that returned to an earlier wording, and is told only once it has stayed."""
    held_looks: int = 0
    """Looks since then that found the page the same."""
    not_modified: int = 0
    """304 answers in a row; a full GET comes every so often, since some servers lie."""
    published_at: datetime | None = None
    """When it was published: as the page says, where that can be true."""
    edited_at: tuple[datetime, ...] = ()
    """When its last edits were made, as far as known; oldest first, at most `EDITS_KEPT`."""
    hinted_at: datetime | None = None
    """When a source said that it was updated, if nobody could read it since."""
    listed: bool = False
    """A source that dates its entries lists it now: if it says nothing, that means something."""
