"""What a person asks for, and what the monitor remembers of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.article import ArticleKind
from monitor.model.fetching import NO_VALIDATORS, Reason, Validators
from monitor.model.plans import Plan

EDITS_KEPT = 9
"""Times of edits that a watch remembers."""

_ID_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
"""No letters that are taken for others when read aloud or typed."""


def new_id() -> str:
    """Return an id for a watch or a source, which is not easily mistaken for another."""
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(8))


class Origin(StrEnum):
    """Who named a watch."""

    CONFIG = "config"
    USER = "user"
    SOURCE = "source"
    """A feed, a sitemap or a section listed it."""
    DROPPED = "dropped"
    """Config declared it once and no longer does: paused, never deleted."""


class Retirement(StrEnum):
    """Why a watch is looked at no longer, although nobody paused it. Only of watches by sources,
    but for duplicates."""

    SILENT = "silent"
    """Its life after the last edit is over; a hint of its source brings it back."""
    KIND = "kind"
    """It is a kind of piece that its source does not want."""
    NO_ARTICLE = "no_article"
    """It never was an article."""
    DUPLICATE = "duplicate"
    """It is the same article as another watch (`same_as`)."""


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
    SITE_CHANGED = "site_changed"
    """Many articles of a site changed alike at once: the site was changed, not they."""


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
    source: str | None = None
    """The id of the source that listed it."""
    kinds: tuple[ArticleKind, ...] = ()
    """The kinds of pieces that its source wants; empty: all."""
    retired: Retirement | None = None
    same_as: str | None = None
    """The id of the watch that has the same article at another address."""

    @property
    def resting(self) -> bool:
        """Whether nobody looks at it."""
        return self.paused or self.removed_at is not None or self.retired is not None


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
    told_quietly: bool = False
    """That was an event, but no alert: the same is told of another article of its host."""
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
