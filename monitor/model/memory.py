"""What is remembered of a host: the lines that its articles share, and those that come and go.

A line is a vote of the articles that have it, never a rule: it is left out of an article only once
so many agree, and never where the version before of that very article had it. What speaks of its
article's own subject is no vote: a story that goes on repeats its background in each new article.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from monitor.model.article import Article, BlockKind, comparable
from monitor.model.subject import Subject

LEAST_ARTICLES = 8
"""Articles of a host that must have a line before it can be furniture."""
LEAST_SHARE = 0.75
"""Of the articles remembered: an agency's background paragraph stands on many, not most."""
LEAST_TURNS = 3
"""Articles that a line both came to and left, while the rest stayed, before it is volatile."""
MOST_ARTICLES = 200
"""Articles of a host after which the older half is forgotten, so that former designs fade."""
MOST_LINES = 300
"""Lines of an article that vote; furniture stands at its edges: the first and the last ones do."""

VOTING = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING})
"""Kinds that vote and may be left out: a note on a correction, an entry of a live blog, a quotation
or a row of a table may be worded as elsewhere, and is the article's all the same."""

_FIRM = frozenset(
    {BlockKind.QUOTATION, BlockKind.TABLE_ROW, BlockKind.NOTICE, BlockKind.LIVE_ENTRY}
)
"""The other kinds of running text: they must stay where a line is to be one that comes and goes."""
_LONGEST = 600
"""Characters that no line of furniture exceeds."""
_SLOTS = 2
"""Lines that may come and go at once while it can still be said that the rest stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What one version of an article says about the lines of its host."""

    article: str
    """What the article is known by, whatever watches it: 32 bits in hex."""
    stands: tuple[str, ...] = ()
    """Lines that it has."""
    came: tuple[str, ...] = ()
    """Lines that came since the version before, while the rest stayed."""
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRecord:
    """What is remembered of a line of a host."""

    digest: str
    text: str
    """Empty until a second article had it."""
    articles: int
    """Of the host: those that are remembered."""
    stands: int
    """Articles that have had it."""
    turned: int
    """Articles that it both came to and left, while the rest stayed."""

    @property
    def is_furniture(self) -> bool:
        """Whether it stands on most articles of the host."""
        return self.stands >= max(LEAST_ARTICLES, LEAST_SHARE * self.articles)

    @property
    def is_volatile(self) -> bool:
        """Whether it comes and goes, on several articles, while the rest stays."""
        return self.turned >= LEAST_TURNS

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
    """Those that more than one article had."""
    left_out: int


def line_digest(text: str) -> str:
    """Return 64 bits in hex of the BLAKE2b of a line as it is compared."""
    return _digest(comparable(text), 8)


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()


def ballot(old: Article | None, new: Article) -> Ballot:
    """Return what a new version says about the lines of its host; `old` is the one before."""
    lines = _lines(new)
    came, went = _turns(old, new, lines) if old else ([], [])
    head = [new.headline, new.standfirst or "", *new.authors]
    subject = Subject(new.url, head, [*(block.text for block in new.blocks), *new.left_out])
    known = (new.canonical_url or new.url).partition("#")[0]
    return Ballot(
        article=_digest(known.partition("://")[2].rstrip("/"), 4),
        stands=subject.strangers(lines),
        came=subject.strangers(came),
        went=subject.strangers(went),
    )


def _turns(old: Article, new: Article, lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines that came and those that went; none where anything else changed too."""
    if _rest(old) != _rest(new):
        return [], []
    before, after = dict.fromkeys(_lines(old)), dict.fromkeys(lines)
    came = [line for line in after if line not in before]
    went = [line for line in before if line not in after]
    return (came, went) if max(len(came), len(went)) <= _SLOTS else ([], [])


def _rest(article: Article) -> tuple[object, ...]:
    """Return what must stay beside a line that comes and goes."""
    firm = [comparable(block.text) for block in article.blocks if block.kind in _FIRM]
    return (article.headline, article.standfirst, article.authors, *firm)


def _lines(article: Article) -> list[str]:
    """Return the lines of an article that may be furniture, as they are compared, each once."""
    found = [block.text for block in article.blocks if block.kind in VOTING]
    found += article.left_out
    found = [*found[: MOST_LINES // 2], *found[-MOST_LINES // 2 :]]
    lines = dict.fromkeys(comparable(text) for text in found if len(text) <= _LONGEST)
    return [line for line in lines if line]
