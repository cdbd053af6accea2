"""One check, from what is due to what it wants recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model.fetching import Reason
from monitor.model.habits import Habits
from monitor.model.memory import Ballot
from monitor.model.telling import Alert, Event
from monitor.model.version import ChangeSummary, Snapshot
from monitor.model.watching import EventKind, Retirement, Watch, WatchState


class CheckStatus(StrEnum):
    """How one check ended."""

    NOT_MODIFIED = "not_modified"
    SAME_BYTES = "same_bytes"
    SAME_ARTICLE = "same_article"
    FIRST_SEEN = "first_seen"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
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
class Neighbours:
    """How the other articles of a watch's host are, as far as a look needs to know.

    `alike` are those that were changed within the last day by lines that this look's change has
    too; `first_at` is when the first of them was.
    """

    others: int = 0
    told: frozenset[tuple[EventKind, Reason]] = frozenset()
    """What people were told of them and still holds, and why they cannot be read now."""
    alike: tuple[str, ...] = ()
    shared: int = 0
    """How many of this change's lines they have."""
    first_at: datetime | None = None
    looked: int = 0
    """How many were looked at since then."""
    site_told: bool = False
    """SITE_CHANGED was told since then."""


NOBODY = Neighbours()
"""Where there is nobody to ask, or nothing to ask for."""


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
    learnt: Habits | None = None
    """What the look adds to the habits of its host, and of all."""
    events: tuple[Event, ...] = ()
    alerts: tuple[Alert, ...] = ()
    addresses: tuple[str, ...] = ()
    """Keys of addresses (`address_key`) that the article was found to have, besides the watch's."""
    retire: Retirement | None = None
    same_as: str | None = None
    """With `retire`: of which watch it is a duplicate."""
    changed_lines: tuple[str, ...] = ()
    """Digests of the lines that came or went, by which changes of a whole site are known."""
    withdraw: tuple[str, ...] = ()
    """Watches whose last edit was the site's and not theirs: its alerts that are still on their
    way are taken back."""
    withdraw_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A watch with its memory and the headline it is known by."""

    watch: Watch
    state: WatchState
    headline: str = ""
    pending_alerts: int = 0
