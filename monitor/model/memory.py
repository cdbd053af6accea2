"""What is remembered of a host: the lines that its articles share, and those that come and go.

A line is a vote of the articles that have it, never a rule: it is left out of an article only once
so many agree, and never where the version before of that very article had it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.model.article import ASIDE_KINDS, Article, comparable

LEAST_ARTICLES = 5
"""Articles of a host that must have a line before it can be furniture."""
LEAST_SHARE = 0.6
"""Of the articles remembered: an agency's background paragraph stands on many, not most."""
LEAST_TURNS = 3
"""Articles that a line came to, and as many that it left, before it is volatile."""
MOST_ARTICLES = 200
"""Articles of a host after which all its votes are halved, so that old ones fade."""


class Sighting(StrEnum):
    """How a line was seen."""

    STANDS = "stands"
    """In the first version of an article."""
    CAME = "came"
    WENT = "went"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an article, as a vote."""

    text: str
    seen: Sighting

    @property
    def digest(self) -> str:
        """What the line is known by."""
        return line_digest(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRecord:
    """What is remembered of a line of a host."""

    digest: str
    text: str
    """Empty until a second article had it."""
    articles: int
    """Of the host: those that are remembered."""
    stands: int
    """Articles that had it in their first version."""
    came: int
    """Articles that it was added to."""
    went: int
    """Articles that it was removed from."""

    @property
    def is_furniture(self) -> bool:
        """Whether it stands on most articles of the host."""
        return self.stands >= max(LEAST_ARTICLES, LEAST_SHARE * self.articles)

    @property
    def is_volatile(self) -> bool:
        """Whether it comes and goes, on several articles, while the rest stays."""
        return min(self.came, self.went) >= LEAST_TURNS

    @property
    def left_out(self) -> bool:
        """Whether new articles are read without it."""
        return self.is_furniture or self.is_volatile


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRecord:
    """What is remembered of a host, in figures."""

    host: str
    articles: int
    lines: int
    left_out: int


def line_digest(text: str) -> str:
    """Return 64 bits in hex of the BLAKE2b of a line as it is compared."""
    data = comparable(text).encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def votes(old: Article | None, new: Article) -> tuple[Line, ...]:
    """Return what a new version says about the lines of its host; `old` is the one before."""
    after = dict.fromkeys(_lines(new))
    if old is None:
        return tuple(Line(text=text, seen=Sighting.STANDS) for text in after)
    before = dict.fromkeys(_lines(old))
    came = (Line(text=text, seen=Sighting.CAME) for text in after if text not in before)
    went = (Line(text=text, seen=Sighting.WENT) for text in before if text not in after)
    return (*came, *went)


def _lines(article: Article) -> Iterator[str]:
    for block in article.blocks:
        if block.kind not in ASIDE_KINDS:
            yield comparable(block.text)
    yield from map(comparable, article.left_out)
