"""Where articles come from without anybody typing their addresses: feeds, sitemaps, sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.model.article import ArticleKind
from monitor.model.fetching import NO_VALIDATORS, Reason, Validators
from monitor.model.planning import Hint
from monitor.model.plans import Plan
from monitor.model.subscribing import Told
from monitor.model.watching import EventKind, Origin, Watch


class SourceKind(StrEnum):
    """What a source is."""

    FEED = "feed"
    """RSS, Atom or JSON Feed."""
    SITEMAP = "sitemap"
    """A (news) sitemap, or an index of sitemaps."""
    SECTION = "section"
    """A page of links: a home page, a section, a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article as a source lists it. Times only where they are believable."""

    url: str
    title: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    """When the source says that it was last changed: a hint, noisy."""
    language: str | None = None
    """A language tag in lower case (`de`, `pt-br`)."""
    sections: tuple[str, ...] = ()
    """Sections, categories and tags, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A sitemap that an index names."""

    url: str
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a source lists at one time, newest first where it dates its entries."""

    kind: SourceKind
    entries: tuple[Entry, ...]
    title: str = ""
    further: tuple[Further, ...] = ()
    """For an index: the sitemaps that may list articles, the ones for news and the newest first."""
    hub: str | None = None
    """Where WebSub subscriptions are taken (W3C WebSub, section 4), with `topic` as what for."""
    topic: str | None = None
    left_out: int = 0
    """Entries that were not read: past the caps, without an address, or not of this world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """A source that a page or a robots.txt points to."""

    url: str
    kind: SourceKind
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which of its entries a source's articles are. Empty: all."""

    hosts: tuple[str, ...] = ()
    """`www.example.org`, or `*.example.org` for all hosts below it."""
    include: tuple[str, ...] = ()
    """Patterns of paths, of which one must fit: `/politics/*`; `*` stands for anything."""
    exclude: tuple[str, ...] = ()
    """Patterns of paths, of which none may fit."""
    languages: tuple[str, ...] = ()
    """`de` fits `de-AT` too; an entry that names no language fits."""
    sections: tuple[str, ...] = ()
    """Names of sections, by letters alone; an entry that names none fits."""


EVERYTHING = Scope()
"""All that a source lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The settings of a source: what it is, and what becomes of the articles that it lists."""

    id: str
    url: str
    host: str
    origin: Origin
    added_at: datetime
    name: str | None = None
    kind: SourceKind | None = None
    """None: as what it turns out to be."""
    scope: Scope = EVERYTHING
    interval: timedelta = timedelta(minutes=10)
    """Between two looks at the source itself."""
    limit: int = 200
    """New articles that it may bring in a day."""
    life: timedelta = timedelta(days=30)
    """How long an article is watched after its last edit."""
    kinds: tuple[ArticleKind, ...] = ()
    """The kinds of pieces that are watched; empty: all."""
    plan: Plan | None = None
    """When its articles are looked at; None: as all are."""
    budget: int | None = None
    """Requests a day, for its articles and for itself."""
    channels: tuple[str, ...] | None = None
    alert_on: tuple[EventKind, ...] | None = None
    paused: bool = False
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The memory of a source. `revision` grows by one with each recorded poll."""

    source_id: str
    revision: int = 0
    next_poll_at: datetime
    validators: Validators = NO_VALIDATORS
    digest: str | None = None
    """SHA-256 of the bytes that were last read."""
    kind: SourceKind | None = None
    """What it turned out to be."""
    title: str = ""
    polls: int = 0
    polls_ok: int = 0
    last_polled_at: datetime | None = None
    last_read_at: datetime | None = None
    listed: int = 0
    """Entries when it was last read."""
    out_of_scope: int = 0
    """Of those."""
    waiting: int = 0
    """Of those: new, but more than a day may bring."""
    day: date | None = None
    taken: int = 0
    """New articles on that day (UTC)."""
    failures: int = 0
    """Failed polls in a row."""
    reason: Reason | None = None
    detail: str = ""
    hub: str | None = None
    """Where the feed says that WebSub subscriptions are taken, with `topic` as what for."""
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSource:
    """A source whose time has come."""

    source: Source
    state: SourceState
    told: Told | None = None
    """How its hub tells us of updates; None: there is no subscription."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """A watch that an address belongs to."""

    watch_id: str
    looked_at: datetime | None = None
    listed: bool = False
    """A source that dates its entries listed it at the last poll."""
    removed: bool = False
    retired: bool = False
    """Its life is over; a hint brings it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """All that a poll wants recorded, in one transaction."""

    source: Source
    state: SourceState
    """The new state; its revision is one more than the one the poll began with."""
    watches: tuple[Watch, ...] = ()
    """New ones."""
    back: tuple[str, ...] = ()
    """Watches that were retired as silent, and of which there is news."""
    hints: tuple[Hint, ...] = ()
    """What it says of articles that are watched, where that is news."""
    began_at: datetime | None = None
    """When the poll began: what a hub told since then asks for another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOverview:
    """A source with its memory, and how many of its articles are watched."""

    source: Source
    state: SourceState
    watched: int = 0
    retired: int = 0
    edited: int = 0
    """Of all: those with more than one version."""
    told: Told | None = None
    """How its hub tells us of updates; None: there is no subscription."""
