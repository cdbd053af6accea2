"""What a source turned out to be, by its content: what servers say of its type is not believed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml.etree import _Element

from monitor.discover.feeds import read_feed
from monitor.discover.fields import absolute, base_of, plain
from monitor.discover.sections import read_section
from monitor.discover.sitemaps import read_sitemap
from monitor.extract.decoding import decode, not_html
from monitor.extract.tree import parse, raw_text
from monitor.model import Failure, Listing, Reason, SourceKind, SourceLink, address_key, site_of

_HEAD = 65_536
_MAX_PAGE = 12_000_000
_MOST_LINKS = 30
_GZIP = b"\x1f\x8b"
_BEFORE_ROOT = re.compile(
    rb"\s*(?:(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)\s*)*+", re.S | re.I
)
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(\w+)")
_FEEDS = frozenset({"rss", "feed", "rdf", "channel"})
_SITEMAPS = frozenset({"urlset", "sitemapindex"})
_FEED_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
})  # fmt: skip
_VAGUE_TYPES = frozenset({"", "application/json", "application/xml", "text/xml"})
"""Types of feeds and of much else."""
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|коммент", re.I)
_FEED_LIKE = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:$|[/._-])|feed\.json", re.I)


def read_listing(
    body: bytes,
    url: str,
    content_type: str | None,
    *,
    kind: SourceKind | None = None,
    known: Collection[str] = (),
    now: datetime,
) -> Listing | Failure:
    """Return what `body` lists, whatever its declared type; `known` are addresses of articles.

    `kind` is what it should be: a page given as a feed or sitemap is NOT_A_SOURCE, with the feeds
    that it points to; a feed or sitemap given as anything is read as what it is. Failure: also
    those of `read_feed`, `read_sitemap` and `read_section`.
    """
    found = _kind_of(body, content_type)
    if found is SourceKind.SITEMAP or (found is None and kind is SourceKind.SITEMAP):
        return read_sitemap(body, url, content_type, now=now)
    if found is SourceKind.FEED:
        return read_feed(body, url, content_type, now=now)
    if found is None:
        return Failure(reason=Reason.NOT_A_SOURCE, detail=_what(body))
    if kind in (SourceKind.FEED, SourceKind.SITEMAP):
        return Failure(reason=Reason.NOT_A_SOURCE, detail=_advice(body, url, kind))
    return read_section(body, url, content_type, known)


def links_to_sources(body: bytes, url: str) -> tuple[SourceLink, ...]:
    """Return the feeds and sitemaps that a page points to, feeds of comments last.

    What its `link` elements name, wherever they stand; where there is none, the links to feeds that
    people see.
    """
    root = parse(decode(body, None)) if len(body) <= _MAX_PAGE else ""
    if isinstance(root, str):
        return ()
    base = base_of(root, url)
    found = list(_named(root, base)) or list(_shown(root, base))
    first: dict[str, SourceLink] = {}
    for link in found:
        first.setdefault(address_key(link.url), link)
    return tuple(sorted(first.values(), key=_is_of_comments))[:_MOST_LINKS]


def _named(root: _Element, base: str) -> Iterator[SourceLink]:
    for element in root.iter("link", "a"):
        address = absolute(element.get("href"), base)
        kind = _kind_of_link(element)
        if address and kind:
            yield SourceLink(url=address, kind=kind, title=_title(element))


def _shown(root: _Element, base: str) -> Iterator[SourceLink]:
    for element in root.iter("a"):
        address = absolute(element.get("href"), base)
        if address and site_of(address) == site_of(base) and _FEED_LIKE.search(_path(address)):
            yield SourceLink(url=address, kind=SourceKind.FEED, title=_title(element))


def _kind_of_link(element: _Element) -> SourceKind | None:
    names = (element.get("rel") or "").lower().split()
    stated = (element.get("type") or "").partition(";")[0].strip().lower()
    if "sitemap" in names:
        return SourceKind.SITEMAP
    if "feed" in names and stated in _FEED_TYPES | _VAGUE_TYPES:
        return SourceKind.FEED
    if "alternate" not in names:
        return None
    vague = stated in _VAGUE_TYPES and stated and _FEED_LIKE.search(element.get("href") or "")
    return SourceKind.FEED if stated in _FEED_TYPES or vague else None


def _title(element: _Element) -> str:
    return plain(element.get("title")) or plain(raw_text(element)[:_HEAD])


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _is_of_comments(link: SourceLink) -> bool:
    return bool(_COMMENTS.search(link.title) or _COMMENTS.search(_path(link.url)))


def _kind_of(body: bytes, content_type: str | None) -> SourceKind | None:
    """Return what the beginning of `body` is that of, or None where it is nothing of ours."""
    if body.startswith(_GZIP):
        return SourceKind.SITEMAP
    head = decode(body[:_HEAD], content_type).lstrip()
    if head.startswith(b"{"):
        return SourceKind.FEED
    if head.startswith((b"https://", b"http://")):
        return SourceKind.SITEMAP
    before = _BEFORE_ROOT.match(head)
    root = _ROOT.match(head, before.end() if before else 0)
    name = root[1].decode().lower() if root else ""
    if name in _FEEDS:
        return SourceKind.FEED
    if name in _SITEMAPS:
        return SourceKind.SITEMAP
    return SourceKind.SECTION if head and not_html(body, content_type) is None else None


def _what(body: bytes) -> str:
    other = not_html(body, None) or "something else"
    return f"this is neither a feed nor a sitemap nor a page, but {other if body else 'empty'}"


def _advice(body: bytes, url: str, kind: SourceKind) -> str:
    known = [link.url for link in links_to_sources(body, url) if link.kind is kind]
    more = f"; it points to {known[0]}" if known else ""
    return f"this is a page, not a {kind.value}{more}"
