"""Which of the titles that a page gives is the article's, and without the outlet's name.

What stands above the article is its headline, since that is what readers see and editors edit.
What the page tells search engines and networks may differ: it is kept beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from monitor.extract.kicker import without_kicker
from monitor.extract.metadata import Metadata, string
from monitor.extract.tree import names, raw_text, text_of
from monitor.extract.words import letters

_SUFFIX = re.compile(
    r"\s+[|–—\-•·»:]+\s+|\s*\|\s*|,\s+(?=[^,]*\d\d\d\d$)|(?<=[^\x00-\x7f])[-_—]+(?=\S)"
)
_PREFIX = re.compile(r"\s*[|–—\-•·»:]\s+")
_CRUMBS = re.compile(r"bread-?crumb", re.I)
_AROUND = 5
"""Ancestors of a heading by which it is told whether it ends a trail of links."""
_TRAIL = 400
"""Characters of such a trail at the most, scripts in it among them."""
_WORD = re.compile(r"\w+")
_TITLE_NAME = re.compile(
    r"(?:head-?line|title|titel|titulo|titre|titolo|heading)(?!\w*(?:site|logo|sub))", re.I
)
_ALIKE = 0.4
_LONGEST = 1_000
"""Characters of a title; in a longer one no outlet's name is looked for, part by part."""
_MOST_SHOWN = 500
"""Headings of the first rank that are looked at."""
_MOST = 50
"""Headings of the first rank that are looked at closely; each is compared with all titles."""
_SECTION = 3
"""Words of an outlet's name with that of a section ("CNN Politics")."""
_AT_ONCE = 100_000
"""Characters that are reduced at a time: the pieces of more would take much memory."""


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
    tags = islice(root.iter("h1"), _MOST_SHOWN)
    shown = [(text, tag) for tag in tags if (text := text_of(tag))]
    site = page.first("og:site_name", "application-name") or string(page.article.get("publisher"))
    first = shown[:_MOST]
    stated = _stated(page, site, [text for text, _ in first])
    crumbs = [one for one in first if _ends_trail(one[1])]
    named = [one for one in first if _is_part(one[0], page.title)]
    headline, element = _found(page, root, shown, [*crumbs, *named], stated)
    if element is not None and element.tag != "h1":
        stated = _stated(page, site, [headline, *(text for text, _ in first)])
    told = _told(page, site, stated, headline, crumbs[0][0] if crumbs else headline)
    return Titles(headline=headline or told, stated=told or headline, element=element)


def _stated(page: Metadata, site: str, texts: list[str]) -> list[str]:
    """Return the titles that the page states, that of JSON-LD first."""
    networks = page.first("og:title") or ""
    linked = without_outlet(string(page.article.get("headline")), site, [networks])
    other = (page.first("og:title", "twitter:title", "dc.title", "title") or "", page.title)
    shorn = [without_outlet(text, site, [page.title, *texts]) for text in other]
    return [text for text in (linked, *shorn) if text]


def _found(
    page: Metadata,
    root: _Element,
    shown: list[tuple[str, _Element]],
    crumbs: list[tuple[str, _Element]],
    stated: list[str],
) -> tuple[str, _Element | None]:
    """Return the headline, and where it stands.

    An h1 that ends a trail of links ("Home > Sport > ...") is written for search engines, and one
    that names the outlet is none; the headline is then in a lower heading.
    """
    names = (*stated, string(page.article.get("alternativeHeadline")))
    proper = [one for one in shown if one not in crumbs]
    others = [text for text in names if not any(_same(text, crumb) for crumb, _ in crumbs)]
    return (
        _shown(proper, stated)
        or (_lower(root, others) if crumbs else None)
        or _lower(root, stated)
        or _shown(crumbs, stated)
        or ("", None)
    )


def _ends_trail(tag: _Element) -> bool:
    """Tell whether a heading is the last of a trail of links to the page."""
    before = tag.getprevious()
    if before is not None and before.tag == "a":
        before = before.getprevious()
        if before is not None and before.tag == "a":
            return True
    around = (tag, *islice(tag.iterancestors(), _AROUND))
    return any(
        one.tag == "nav" or (_CRUMBS.search(names(one)) and _is_trail(one)) for one in around
    )


def _is_trail(element: _Element) -> bool:
    """Tell a trail of links from a part of a page that is called after it."""
    return len(raw_text(element)) < _TRAIL


def _told(page: Metadata, site: str, stated: list[str], headline: str, searched: str) -> str:
    """Return what the page tells search engines and networks; `searched` is its first h1."""
    proper = [text for text in stated if not _is_name(text, site)]
    told = proper[0] if proper else ""
    if told and _is_alone(page, proper, searched):
        return proper[1]
    if not _same(searched, headline) and _same(told, searched):
        told = next((text for text in proper if _same(text, headline)), told)
    if _same(told, headline):
        return _told_networks(page, site, headline) or told
    return told


def _is_alone(page: Metadata, stated: list[str], shown: str) -> bool:
    """Tell whether JSON-LD alone has its title, while all else on the page agrees on another."""
    linked = string(page.article.get("headline"))
    if len(stated) < 3 or not linked:
        return False
    if _same(linked, string(page.article.get("alternativeHeadline"))):
        return False
    others = (*stated[1:], page.first("twitter:title") or "")
    return not _same(stated[0], shown) and all(_same(one, shown) for one in others)


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
    wanted = {fingerprint(part) for text in stated for part in _openings(text)} - {""}
    for tag in root.iter("h2", "h3", "p", "div", "span", "td"):
        if tag.tag in ("h2", "h3") or _says_title(names(tag)):
            text = text_of(tag) if len(tag) < 6 else ""
            if text and len(text) < 300 and fingerprint(text) in wanted:
                return text, tag
    return None


@lru_cache(maxsize=4096)
def _says_title(name: str) -> bool:
    return _TITLE_NAME.search(name) is not None


def _is_part(text: str, title: str) -> bool:
    """Tell whether `text` is the shorter part of a title: the outlet's name."""
    if len(title) > _LONGEST or len(text) * 2 > len(title):
        return False
    parts = [title[match.end() :] for match in _SUFFIX.finditer(title)]
    parts += [title[: match.start()] for match in _PREFIX.finditer(title)]
    return any(_same(text, part) for part in parts)


def _openings(text: str) -> list[str]:
    """Return `text`, and its longer part at each mark that may set off the outlet's name."""
    if len(text) > _LONGEST:
        return [text]
    parts = [text[: match.start()] for match in _SUFFIX.finditer(text)]
    parts += [text[match.end() :] for match in _PREFIX.finditer(text)]
    return [text, *(part for part in parts if len(part) * 2 > len(text))]


def without_outlet(text: str, site: str, shown: list[str]) -> str:
    """Return `text` without the outlet's name at its end (" | The Courier"), or before it."""
    if len(text) > _LONGEST:
        return text
    parts = list(_SUFFIX.finditer(text))
    for match in parts:
        if any(_same(text[: match.start()], other) for other in shown):
            return text[: match.start()]
    while parts and _is_name(text[parts[-1].end() :], site):
        text = text[: parts[-1].start()]
        parts.pop()
    opening = _PREFIX.search(text)
    if opening and all(
        any(_same(part, other) for other in (site, *shown))
        for part in (text[: opening.start()], text[opening.end() :])
    ):
        return text[opening.end() :]
    return text


def _is_name(text: str, site: str) -> bool:
    """Tell whether `text` is the outlet's name, or an address such as "Globalnews.ca"."""
    mark, name = fingerprint(text), fingerprint(site)
    if not mark:
        return True
    if name and (mark in (name, f"the{name}") or (len(name) > 4 and mark in name)):
        return True
    if len(name) > 2 and mark.startswith(name) and len(_WORD.findall(text)) <= _SECTION:
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
    if text.isascii():
        return letters(text.lower())
    plain = unicodedata.normalize("NFKC", text).casefold()
    if len(plain) <= _AT_ONCE:
        return letters(plain)
    cuts = range(0, len(plain), _AT_ONCE)
    return "".join(letters(plain[at : at + _AT_ONCE]) for at in cuts)
