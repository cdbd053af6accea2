"""RSS, Atom and JSON Feed -> what they list.

The bytes are decoded and cut down first (`cutting`): what feedparser gets is small, has no document
type, and has nothing in it that it would fetch, expand or clean.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser

from monitor.discover.cutting import cut
from monitor.discover.fields import absolute, in_order, language_tag, moment, plain, sections
from monitor.extract.decoding import decode
from monitor.model import Entry, Failure, Listing, Reason, SourceKind

MAX_BYTES = 25_000_000
_MAX_JSON = 10_000_000
_MOST_ENTRIES = 1_000
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
_FALLS = (
    AttributeError,
    AssertionError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What feedparser may fall over, on XML that is none."""


@dataclass(frozen=True, slots=True)
class _Feed:
    """Where a feed stands and what it says of all its entries."""

    url: str
    now: datetime
    language: str | None = None
    atom: bool = False


def read_feed(
    body: bytes, url: str, content_type: str | None, *, now: datetime
) -> Listing | Failure:
    """Return what the feed in `body` lists; `url` is what its addresses are relative to.

    At most the first 1,000 entries are read. Failure: TOO_LARGE, or NOT_A_SOURCE where it is
    neither RSS, Atom nor JSON Feed.
    """
    if len(body) > MAX_BYTES:
        detail = f"the feed is larger than {MAX_BYTES / 1e6:g} MB"
        return Failure(reason=Reason.TOO_LARGE, detail=detail)
    text = decode(body, content_type)
    if text.lstrip()[:1] == b"{":
        return _read_json(text, _Feed(url, now))
    return _read_xml(text, _Feed(url, now))


def _not_a_feed(detail: str) -> Failure:
    return Failure(reason=Reason.NOT_A_SOURCE, detail=detail)


def _listing(
    feed: _Feed, title: object, found: list[Entry | None], *, hub: str | None, topic: str | None,
    left_out: int,
) -> Listing:  # fmt: skip
    entries = [entry for entry in found if entry is not None]
    return Listing(
        kind=SourceKind.FEED,
        entries=in_order(entries),
        title=plain(title),
        hub=hub,
        topic=(topic or feed.url) if hub else None,
        left_out=left_out + len(found) - len(entries),
    )


def _read_xml(text: bytes, feed: _Feed) -> Listing | Failure:
    small = cut(text)
    if small is None:
        return _not_a_feed("this is neither RSS nor Atom")
    headers = {"content-location": feed.url, "content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(small.xml),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _FALLS as error:
        return _not_a_feed(f"this feed is broken: {type(error).__name__}")
    links = list(_links(parsed["feed"]))
    atom = str(parsed["version"]).startswith("atom")
    feed = _Feed(feed.url, feed.now, language_tag(_get(parsed["feed"], "language")), atom)
    return _listing(
        feed,
        _get(parsed["feed"], "title"),
        [_xml_entry(found, feed) for found in parsed["entries"]],
        hub=_related(links, "hub", feed),
        topic=_related(links, "self", feed),
        left_out=small.left_out,
    )


def _get(found: Mapping[str, Any], key: str) -> Any:
    """Return a value under its own name; feedparser's `[]` answers with other keys' values."""
    return dict(found).get(key)


def _links(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    links = _get(found, "links")
    yield from (link for link in links or () if isinstance(link, Mapping))


def _related(links: Iterable[Mapping[str, Any]], rel: str, feed: _Feed) -> str | None:
    named = (absolute(link.get("href"), feed.url) for link in links if _rel(link) == rel)
    return next((address for address in named if address), None)


def _rel(link: Mapping[str, Any]) -> str:
    return str(link.get("rel") or "").strip().lower()


def _xml_entry(found: Mapping[str, Any], feed: _Feed) -> Entry | None:
    url = _address(found, feed)
    if url is None:
        return None
    published = _moment(found, feed, "published", "created")
    updated = _moment(found, feed, "updated")
    if not feed.atom and not _get(found, "published"):  # dc:date, the only time of RSS 1.0
        published, updated = published or updated, updated if published else None
    details = _get(found, "title_detail")
    own = _get(found, "language") or (details and details.get("language"))
    tags = _get(found, "tags") or ()
    return Entry(
        url=url,
        title=plain(_get(found, "title")),
        published=published,
        updated=updated if updated != published else None,
        language=language_tag(own) or feed.language,
        sections=sections(tag.get("label") or tag.get("term") for tag in tags),
    )


def _moment(found: Mapping[str, Any], feed: _Feed, *keys: str) -> datetime | None:
    times = (moment(_get(found, key), feed.now) for key in keys)
    return next((at for at in times if at), None)


def _address(found: Mapping[str, Any], feed: _Feed) -> str | None:
    """Return where an entry's article is: past the counting links of feed services, its page for
    people, or the identifier where that says of itself that it is a link."""
    pages = [
        link.get("href")
        for link in _links(found)
        if _rel(link) in ("", "alternate") and str(link.get("type") or "") in _HTML_TYPES
    ]
    is_link = _get(found, "guidislink") and not feed.atom
    identifier = _get(found, "id") if is_link else None
    named = [_get(found, "feedburner_origlink"), *pages, identifier]
    return next((address for one in named if (address := absolute(one, feed.url))), None)


def _read_json(text: bytes, feed: _Feed) -> Listing | Failure:
    if len(text) > _MAX_JSON:
        detail = f"the feed is larger than {_MAX_JSON / 1e6:g} MB"
        return Failure(reason=Reason.TOO_LARGE, detail=detail)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return _not_a_feed("this is broken JSON")
    items = data.get("items")
    if not isinstance(items, list) or "jsonfeed.org" not in str(data.get("version"))[:100]:
        return _not_a_feed("this JSON is no JSON Feed")
    feed = _Feed(feed.url, feed.now, language_tag(data.get("language")))
    hubs = data.get("hubs")
    return _listing(
        feed,
        data.get("title"),
        [_json_entry(item, feed) for item in items[:_MOST_ENTRIES]],
        hub=_web_sub(hubs if isinstance(hubs, list) else [], feed),
        topic=absolute(data.get("feed_url"), feed.url),
        left_out=len(items[_MOST_ENTRIES:]),
    )


def _web_sub(hubs: list[object], feed: _Feed) -> str | None:
    named = (
        absolute(hub.get("url"), feed.url)
        for hub in hubs[:20]
        if isinstance(hub, dict) and str(hub.get("type")).lower() == "websub"
    )
    return next((address for address in named if address), None)


def _json_entry(item: object, feed: _Feed) -> Entry | None:
    if not isinstance(item, dict):
        return None
    named = [item.get("url"), item.get("external_url"), _as_link(item.get("id"))]
    url = next((address for one in named if (address := absolute(one, feed.url))), None)
    if url is None:
        return None
    published = moment(item.get("date_published"), feed.now)
    updated = moment(item.get("date_modified"), feed.now)
    tags = item.get("tags")
    return Entry(
        url=url,
        title=plain(item.get("title")),
        published=published,
        updated=updated if updated != published else None,
        language=language_tag(item.get("language")) or feed.language,
        sections=sections(tags[:100] if isinstance(tags, list) else ()),
    )


def _as_link(identifier: object) -> object:
    """Return an identifier that is a whole address; others are relative to nothing."""
    text = identifier if isinstance(identifier, str) else ""
    return text if text.startswith(("https://", "http://")) else None
