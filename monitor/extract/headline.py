"""Which of the titles that a page gives is the article's, and without the outlet's name.

What stands above the article is its headline, since that is what readers see and editors edit.
What the page tells search engines and networks may differ: it is kept beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lxml.etree import _Element

from monitor.extract.kicker import without_kicker
from monitor.extract.metadata import Metadata, string
from monitor.extract.tree import names, text_of

_SUFFIX = re.compile(r"\s+[|–—\-•·»:]+\s+|\s*\|\s*|,\s+(?=[^,]*\d\d\d\d$)")
_WORD = re.compile(r"\w+")
_TITLE_NAME = re.compile(
    r"(?:head-?line|title|titel|titulo|titre|titolo|heading)(?!\w*(?:site|logo|sub))", re.I
)
_ALIKE = 0.4
_LONGEST = 1_000
"""Characters of a title; in a longer one no outlet's name is looked for, part by part."""
_AT_ONCE = 100_000
"""Characters whose words are held as a list at a time: as one they would take much memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The titles of a page."""

    headline: str
    """As it stands above the article."""
    stated: str
    """As told to search engines and networks; the headline where they are told nothing else."""
    element: _Element | None
    """Where the headline stands."""


def find_titles(page: Metadata, root: _Element) -> Titles:
    """Return the titles that the page gives its article; empty where it names none."""
    shown = [(text, tag) for tag in root.iter("h1") if (text := text_of(tag))]
    texts = [text for text, _ in shown]
    site = page.first("og:site_name", "application-name") or string(page.article.get("publisher"))
    stated = [
        without_outlet(text, site, [page.title, *texts])
        for text in (
            string(page.article.get("headline")),
            page.first("og:title", "twitter:title", "dc.title", "title") or "",
            page.title,
        )
        if text
    ]
    headline, element = _shown(shown, stated) or _lower(root, stated) or ("", None)
    told = next((text for text in stated if not _is_name(text, site)), "")
    if _same(told, headline):
        told = _told_networks(page, site, headline) or told
    return Titles(headline=headline or told, stated=told or headline, element=element)


def _told_networks(page: Metadata, site: str, headline: str) -> str | None:
    """Return the title made for networks, where the page gives all of them the same other one.

    Where the browser's title says so too, but JSON-LD does not, it was made for search engines.
    """
    open_graph, twitter = page.first("og:title") or "", page.first("twitter:title") or ""
    title = without_outlet(open_graph, site, [headline])
    if twitter and not _same(without_outlet(twitter, site, [headline]), title):
        return None
    searched = _same(title, without_outlet(page.title, site, [headline]))
    if searched and page.article.get("headline"):
        return None
    return title if _likeness(headline)(title) > 0.15 else None


def _shown(shown: list[tuple[str, _Element]], stated: list[str]) -> tuple[str, _Element] | None:
    """Choose the h1 that says what the page states, or comes nearest to it."""
    for text, tag in shown:
        for one in (text, without_kicker(tag)):
            if any(_same(one, other) for other in stated):
                return one, tag
    near = max(shown, key=lambda one: max(map(_likeness(one[0]), stated), default=0), default=None)
    if near is None:
        return None
    best = max(map(_likeness(near[0]), stated), default=0)
    alone = len(shown) == 1 and (not stated or len(_WORD.findall(near[0])) > 4)
    return near if best >= _ALIKE or alone else None


def _lower(root: _Element, stated: list[str]) -> tuple[str, _Element] | None:
    """Find the headline in a lower heading, or in what is called a title, where no h1 shows it."""
    wanted = {fingerprint(text) for text in stated[:3]} - {""}
    for tag in root.iter("h2", "h3", "p", "div", "span", "td"):
        if tag.tag in ("h2", "h3") or _TITLE_NAME.search(names(tag)):
            text = text_of(tag) if len(tag) < 6 else ""
            if text and len(text) < 300 and fingerprint(text) in wanted:
                return text, tag
    return None


def without_outlet(text: str, site: str, shown: list[str]) -> str:
    """Return `text` without the outlet's name at its end (" | The Courier")."""
    if len(text) > _LONGEST:
        return text
    parts = list(_SUFFIX.finditer(text))
    for match in parts:
        if any(_same(text[: match.start()], other) for other in shown):
            return text[: match.start()]
    while parts and _is_name(text[parts[-1].end() :], site):
        text = text[: parts[-1].start()]
        parts.pop()
    return text


def _is_name(text: str, site: str) -> bool:
    """Tell whether `text` is the outlet's name, or an address such as "Globalnews.ca"."""
    mark, name = fingerprint(text), fingerprint(site)
    if not mark:
        return True
    if name and (mark in (name, f"the{name}") or (len(name) > 4 and mark in name)):
        return True
    return bool(re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[a-z]{2,6}){1,2}", text.strip(), re.I))


def _same(one: str, other: str) -> bool:
    return fingerprint(one) == fingerprint(other) != ""


class _likeness:
    """How many of the words of two titles they share, 0 to 1."""

    def __init__(self, text: str) -> None:
        self._words = set(_WORD.findall(text.casefold()))

    def __call__(self, other: str) -> float:
        words = set(_WORD.findall(other.casefold()))
        return len(words & self._words) / (min(len(words), len(self._words)) or 1)


def fingerprint(text: str) -> str:
    """Return `text` reduced to its letters and digits, for telling whether two say the same."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    if len(plain) <= _AT_ONCE:
        return "".join(_WORD.findall(plain))
    cuts = range(0, len(plain), _AT_ONCE)
    return "".join("".join(_WORD.findall(plain[at : at + _AT_ONCE])) for at in cuts)
