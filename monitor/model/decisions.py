"""What reading a page decided about each piece of it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.model.article import Article, BlockKind
from monitor.model.fetching import Failure
from monitor.model.rules import SiteRules


class Why(StrEnum):
    """Why a piece of a page is the article's, or is not."""

    KEPT = "kept"
    BESIDE = "beside"
    """Kept as a caption, an embed or a related link: not in the running text."""
    HEADLINE = "headline"
    """The headline, which is a field of its own, as it stands in the article."""
    STANDFIRST = "standfirst"
    """Kept as the article's standfirst: a field of its own."""
    OUTSIDE = "outside"
    RULE = "rule"
    NAME = "name"
    ABOVE_HEADLINE = "above_headline"
    LINE = "line"
    LABEL = "label"
    EMPTY_HEADING = "empty_heading"
    SIGN_OFF = "sign_off"
    REMEMBERED = "remembered"
    """What is remembered of the host says that its articles share it, or that it comes and goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One piece of a page, and what became of it."""

    why: Why
    text: str
    """What it says, cut short."""
    kind: BlockKind | None = None
    """Of a block that was kept."""
    place: str = ""
    """The element where it stands, as a CSS selector; empty where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A site rule by which a page is read as it was read without: nothing is left to judgement."""

    host: str
    rules: SiteRules
    snippet: str
    """The rule as it is written in `config.yaml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was read from a page, and why."""

    result: Article | Failure
    decisions: tuple[Decision, ...]
    """What was kept and what was left out, in the order in which the page has it."""
    place: str = ""
    """The element that was taken for the article's, as a CSS selector."""
    proposal: Proposal | None = None
    """Where the article's element was judged, and a selector was found that names it."""
