"""A home or section page -> the links on it that look like articles, in the order of the page.

Judged by the address (`shapes`), the words of the link, and where on the page it stands. Where
articles of the site are known, addresses that are built like theirs count for more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from monitor.discover.fields import absolute, base_of, language_tag, plain
from monitor.discover.shapes import learn, likeness, words_in
from monitor.extract.decoding import decode, not_html
from monitor.extract.tree import parse, raw_text, text_of
from monitor.model import Entry, Failure, Listing, Reason, SourceKind, address_key, site_of

MAX_BYTES = 12_000_000
_MOST_LINKS = 5_000
_MOST_ENTRIES = 1_000
_ENOUGH = 4.0
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_FURNITURE = frozenset({"nav", "footer", "aside", "menu", "form"})
_LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class _Link:
    """One article's links on the page, taken together."""

    url: str
    title: str
    heading: bool
    teaser: bool
    furniture: bool

    def joined(self, other: _Link) -> _Link:
        """Return what both say; the words are those of a heading, or the longer ones."""
        better = (other.heading, len(other.title)) > (self.heading, len(self.title))
        return _Link(
            self.url,
            other.title if better and other.title else self.title or other.title,
            self.heading or other.heading,
            self.teaser or other.teaser,
            self.furniture and other.furniture,
        )


def read_section(
    body: bytes, url: str, content_type: str | None, known: Collection[str] = ()
) -> Listing | Failure:
    """Return the links of a page that look like articles of the same site.

    `known`: addresses of articles; those of the site teach what its articles' addresses look like.
    Failure: TOO_LARGE, TOO_COMPLEX, or NOT_A_SOURCE where it is no page or lists no article.
    """
    if len(body) > MAX_BYTES:
        detail = f"the page is larger than {MAX_BYTES / 1e6:g} MB"
        return Failure(reason=Reason.TOO_LARGE, detail=detail)
    if other := not_html(body, content_type):
        return Failure(reason=Reason.NOT_A_SOURCE, detail=f"this is no page, but {other}")
    root = parse(decode(body, content_type))
    if isinstance(root, str):
        return Failure(reason=Reason.TOO_COMPLEX, detail=root)
    shapes = learn(known, site_of(url))
    links = _together(_links(root, base_of(root, url)), url)
    found = [link for link in links if likeness(link.url, shapes) + _of_place(link) >= _ENOUGH]
    if not found:
        detail = "no link on this page looks like an article of its site"
        return Failure(reason=Reason.NOT_A_SOURCE, detail=detail)
    language = language_tag(root.get("lang") or root.get("xml:lang"))
    return Listing(
        kind=SourceKind.SECTION,
        entries=tuple(
            Entry(url=link.url, title=link.title, language=language)
            for link in found[:_MOST_ENTRIES]
        ),
        title=plain(text_of(title)) if (title := root.find(".//title")) is not None else "",
        left_out=len(found[_MOST_ENTRIES:]),
    )


def _together(links: Iterator[_Link], url: str) -> list[_Link]:
    """Return one link for each address of the page's own site, in the order of the page."""
    site, here = site_of(url), address_key(url)
    found: dict[str, _Link] = {}
    for link in links:
        key = address_key(link.url)
        if key == here or site_of(link.url) != site:
            continue
        found[key] = found[key].joined(link) if key in found else link
        if len(found) == _MOST_LINKS:
            break
    return list(found.values())


def _links(root: _Element, base: str) -> Iterator[_Link]:
    """Yield the links of a page with what stands around each."""
    around: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            around.pop()
            continue
        around.append(str(element.tag))
        if element.tag == "a" and (address := absolute(element.get("href"), base)):
            yield _link(element, address.partition("#")[0], around)


def _link(element: _Element, url: str, around: list[str]) -> _Link:
    inside = frozenset(around)
    headings = next(element.iter(*_HEADINGS), None)
    teaser = "article" in inside
    furniture = bool(inside & _FURNITURE) or ("header" in inside and not teaser)
    words = raw_text(element if headings is None else headings)[:_LONGEST_LINK]
    return _Link(
        url=url,
        title=plain(words.replace("<", " ")) or plain(element.get("title")),
        heading=headings is not None or bool(inside & _HEADINGS),
        teaser=teaser,
        furniture=furniture,
    )


def _of_place(link: _Link) -> float:
    """Return how much a link's words and place make it that of an article: -5 to 5."""
    words = words_in(link.title)
    score = 2.0 if words >= 4 else float(words == 3)
    score += 1.5 * link.heading + link.teaser
    return score - 4 * link.furniture - (words < 2 and not link.heading)
