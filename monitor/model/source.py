"""Where articles come from without anybody typing their addresses: feeds, sitemaps, sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
