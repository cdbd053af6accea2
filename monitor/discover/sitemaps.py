"""Sitemaps (sitemaps.org, with the extension for news) and indexes of them -> what they list.

XML is read as a stream: whatever it holds, no more than one entry and the newest ones are kept.
"""

from __future__ import annotations

import heapq
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element

from monitor.discover.cutting import ready
from monitor.discover.fields import absolute, in_order, language_tag, moment, plain, sections
from monitor.extract.decoding import decode
from monitor.model import Entry, Failure, Further, Listing, Reason, SourceKind, address_key

MAX_BYTES = 52_428_800
"""50 MB, as the protocol has it; also for what is packed, when unpacked."""
_MOST_READ = 50_000
_MOST_ENTRIES = 2_000
_MOST_FURTHER = 200
_MOST_FIELDS = 500
"""Of one entry: images and translations of it."""
_CHUNK = 65_536
_MOST_CHUNKS = 32
"""Without the end of an entry: what is in memory of a document."""
_MOST_IN_ROBOTS = 50
_GZIP = b"\x1f\x8b"
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
_FIELDS = frozenset({"loc", "lastmod", "title", "publication_date", "language", "keywords"})
_OTHERS = re.compile("image|video|xhtml")
_NEWS = re.compile(r"news|noticias|nachrichten|actu|latest|recent|google", re.I)
_IN_NAME = re.compile(r"(?<!\d)(20[0-4]\d)(?:[-_/]?(0[1-9]|1[0-2])(?!\d))?")
_ROBOTS_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S{1,2000})", re.I | re.M)


@dataclass(slots=True)
class _Reading:
    """What has been read of a sitemap so far."""

    url: str
    now: datetime
    root: str = ""
    entries: list[tuple[float, int, Entry]] = field(default_factory=list)
    further: list[Further] = field(default_factory=list)
    read: int = 0
    left_out: int = 0

    def wants(self, at: float) -> bool:
        """Tell whether an entry of that time is among the newest so far; count it if not."""
        self.read += 1
        wanted = len(self.entries) < _MOST_ENTRIES or at > self.entries[0][0]
        self.left_out += not wanted
        return wanted

    def keep(self, at: float, entry: Entry) -> None:
        """Keep `entry` in place of the oldest."""
        item = (at, -self.read, entry)
        if len(self.entries) < _MOST_ENTRIES:
            heapq.heappush(self.entries, item)
        else:
            heapq.heappushpop(self.entries, item)
            self.left_out += 1

    def listing(self) -> Listing:
        """Return the listing of what was read."""
        in_file = [entry for _, _, entry in sorted(self.entries, key=lambda item: -item[1])]
        further = sorted(self.further, key=_newest)
        return Listing(
            kind=SourceKind.SITEMAP,
            entries=in_order(in_file),
            further=tuple(further[:_MOST_FURTHER]),
            left_out=self.left_out + len(further[_MOST_FURTHER:]),
        )


def read_sitemap(
    body: bytes, url: str, content_type: str | None, *, now: datetime
) -> Listing | Failure:
    """Return what the sitemap in `body` lists; gzip is unpacked, a text lists one address a line.

    The newest 2,000 of the first 50,000 entries; of an index the sitemaps for news and the newest
    first, itself left out. Failure: TOO_LARGE, BAD_ENCODING, or NOT_A_SOURCE where it is none.
    """
    unpacked = _unpacked(body) if body.startswith(_GZIP) else body
    if isinstance(unpacked, Failure):
        return unpacked
    if len(unpacked) > MAX_BYTES:
        return _too_large()
    reading = _Reading(url, now)
    text = decode(unpacked, content_type)
    if text.lstrip()[:1] == b"<":
        _read_xml(text, reading)
    else:
        _read_lines(text, reading)
    if not reading.root:
        return Failure(reason=Reason.NOT_A_SOURCE, detail="this is no sitemap")
    return reading.listing()


def sitemaps_in(robots: str) -> tuple[str, ...]:
    """Return the addresses of the sitemaps that a robots.txt names."""
    named = (absolute(found, "") for found in _ROBOTS_LINE.findall(robots[:500_000]))
    return tuple(dict.fromkeys(address for address in named if address))[:_MOST_IN_ROBOTS]


def _too_large() -> Failure:
    detail = f"the sitemap is larger than {MAX_BYTES / 1e6:.0f} MB"
    return Failure(reason=Reason.TOO_LARGE, detail=detail)


def _unpacked(body: bytes) -> bytes | Failure:
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        out = stream.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        detail = "the sitemap is no valid gzip file"
        return Failure(reason=Reason.BAD_ENCODING, detail=detail, evidence=str(error))
    if len(out) > MAX_BYTES:
        return _too_large()
    if not stream.eof:
        detail = "the sitemap was cut short: its gzip stream has no end"
        return Failure(reason=Reason.TRUNCATED, detail=detail)
    return out


def _read_lines(text: bytes, reading: _Reading) -> None:
    """Read one address a line; the first line that is none says that it is no sitemap."""
    for line in io.BytesIO(text):
        said = line[:3_000].decode("utf-8", "replace").strip()
        if not said:
            continue
        if not reading.root and not said.startswith(("http://", "https://")):
            return
        reading.root = "text"
        if not reading.wants(0.0):
            continue
        if address := absolute(said, ""):
            reading.keep(0.0, Entry(url=address))
        else:
            reading.left_out += 1


def _read_xml(text: bytes, reading: _Reading) -> None:
    for element in _elements(ready(text), reading):
        _take(element, reading)
        if reading.read == _MOST_READ:
            reading.left_out += max(0, text.count(b"<loc>") - _MOST_READ)
            return


def _elements(text: bytes, reading: _Reading) -> Iterator[_Element]:
    """Yield each entry when it is complete, and drop it afterwards."""
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=[f"{{*}}{name}" for pair in _ROOTS.items() for name in pair],
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    since = 0
    for at in range(0, len(text), _CHUNK):
        parser.feed(text[at : at + _CHUNK])
        since += 1
        for event, found in parser.read_events():
            element = cast(_Element, found)
            name = _local(element)
            reading.root = reading.root or name
            if event == "end" and name == _ROOTS.get(reading.root):
                since = 0
                yield element
                _forget(element)
        if since > _MOST_CHUNKS or reading.root not in _ROOTS:
            return


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _forget(element: _Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _take(element: _Element, reading: _Reading) -> None:
    found = _fields(element)
    updated = moment(found.get("lastmod"), reading.now)
    if reading.root == "sitemapindex":
        address = absolute(found.get("loc"), reading.url)
        if address and address_key(address) != address_key(reading.url):
            reading.further.append(Further(url=address, updated=updated))
        reading.read += 1
        return
    published = moment(found.get("publication_date"), reading.now)
    at = max((time.timestamp() for time in (published, updated) if time is not None), default=0.0)
    if not reading.wants(at):
        return
    if (address := absolute(found.get("loc"), reading.url)) is None:
        reading.left_out += 1
        return
    reading.keep(at, _entry(address, published, updated, found))


def _entry(
    address: str, published: datetime | None, updated: datetime | None, found: dict[str, str]
) -> Entry:
    return Entry(
        url=address,
        title=plain(found.get("title")),
        published=published,
        updated=updated if updated != published else None,
        language=language_tag(found.get("language")),
        sections=sections(found.get("keywords", "").split(",")[:_MOST_FIELDS]),
    )


def _fields(element: _Element) -> dict[str, str]:
    """Return the first of each field of an entry; those of its images and films are not its own."""
    found: dict[str, str] = {}
    for child in islice(element.iterdescendants(etree.Element), _MOST_FIELDS):
        space = f"{child.tag}".rpartition("}")[0]
        if _local(child) in _FIELDS and not _OTHERS.search(space or str(child.tag)):
            found.setdefault(_local(child), (child.text or "").strip())
    return found


def _newest(sitemap: Further) -> tuple[bool, float]:
    """Return what puts sitemaps in order: for news, then the newest by date or by name."""
    parts = urlsplit(sitemap.url)
    where = f"{parts.path}?{parts.query}"
    day = _IN_NAME.search(where)
    named = datetime(int(day[1]), int(day[2] or 1), 1, tzinfo=UTC) if day else None
    at = sitemap.updated or named
    return not _NEWS.search(where), -at.timestamp() if at else 0.0
