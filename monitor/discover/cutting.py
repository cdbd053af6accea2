"""A feed of any size cut down to what is read of it, as XML that has nothing left to expand.

Kept: the elements around the entries, and of each entry its short fields. Left behind: document
types with their entities, comments, instructions, texts of articles, and all that belongs to media.
The time it takes is bounded by the number of tokens, whatever the bytes are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5

_FRAME = frozenset({b"rss", b"rdf", b"feed", b"channel"})
_ENTRY = frozenset({b"item", b"entry"})
_FEED_FIELDS = frozenset({b"title", b"link", b"language"})
_ENTRY_FIELDS = _FEED_FIELDS | {
    b"guid", b"id", b"origlink", b"pubdate", b"published", b"issued", b"created", b"date",
    b"updated", b"modified", b"category", b"subject",
}  # fmt: skip
_FOREIGN = frozenset({
    b"media", b"itunes", b"googleplay", b"podcast", b"yt", b"image", b"georss", b"geo", b"g",
    b"news",
})  # fmt: skip
"""Prefixes whose titles, links and categories are not the entry's."""
_MOST_ENTRIES = 1_000
_MOST_FIELDS = 40
"""Of one entry, and of the feed itself."""
_MOST_FRAMES = 6
_LONGEST_FIELD = 2_500
_MOST_KEPT = 3_000_000
"""Bytes of all fields: a thousand entries have about half of that."""
_MOST_TOKENS = 400_000
_MOST_AMPERSANDS = 500_000
_TOKEN = re.compile(rb"<(?:(!--|!\[CDATA\[|\?|!)|(/?)([A-Za-z_][^\s<>/\"'=&]*))")
_ENDS = {b"!--": b"-->", b"![CDATA[": b"]]>", b"?": b"?>"}
_REST_OF_TAG = re.compile(rb"(?:[^\"'<>]|\"[^\"<]*\"|'[^'<]*')*+>")
_DECLARATION = re.compile(rb"[^\[>]*+(?:\[.*?\]\s*)?>", re.S)
_IDENTIFIERS = frozenset({b"guid", b"id"})
_ADDRESS = re.compile(rb"\s*(?:<!\[CDATA\[\s*)?https?:")
_XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*>")
_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^\[>]*+(?:\[.*?\]\s*)?>|.*)", re.S | re.I)
_ENTRY_START = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s/>]", re.I)
_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.S)
_STRAY = re.compile(rb"<(?![A-Za-z_/])")
_AMPERSAND = re.compile(rb"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(\w{1,32};))?")
_XML_NAMES = {b"amp;": 38, b"lt;": 60, b"gt;": 62, b"quot;": 34, b"apos;": 39}


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a feed."""

    xml: bytes
    left_out: int
    """Entries past the caps."""


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    name: bytes
    local: bytes
    """The name without its prefix, in lower case."""
    closing: bool
    empty: bool


def cut(text: bytes) -> Cut | None:
    """Return what is read of the feed in `text` (UTF-8), or None where it is no XML feed."""
    return _Cutter(text).run()


class _Scanner:
    """The tags of a text in order, past all that is none; `position` is where it stands."""

    def __init__(self, text: bytes) -> None:
        self.position = 0
        self._text = text
        self._left = _MOST_TOKENS
        self._returned: _Tag | None = None

    def __iter__(self) -> Iterator[_Tag]:
        return self

    def __next__(self) -> _Tag:
        if self._returned is not None:
            tag, self._returned = self._returned, None
            return tag
        while self._left and (match := _TOKEN.search(self._text, self.position)):
            self._left -= 1
            if (found := self._tag(match)) is not None:
                return found
        if self._left:
            self.position = len(self._text)
        raise StopIteration

    def give_back(self, tag: _Tag) -> None:
        """Let `tag` be the next one again."""
        self._returned = tag

    def _tag(self, match: re.Match[bytes]) -> _Tag | None:
        if match[1]:
            self.position = self._past(match)
            return None
        rest = _REST_OF_TAG.match(self._text, match.end())
        self.position = match.end() if rest is None else rest.end()
        if rest is None or len(rest[0]) > _LONGEST_FIELD:
            return None
        local = match[3].rpartition(b":")[2].lower()
        empty = rest[0].endswith(b"/>")
        return _Tag(match.start(), rest.end(), match[3], local, match[2] == b"/", empty)

    def _past(self, match: re.Match[bytes]) -> int:
        """Return where a comment, CDATA, instruction or declaration ends."""
        if match[1] == b"!":
            whole = _DECLARATION.match(self._text, match.end())
            return len(self._text) if whole is None else whole.end()
        end = self._text.find(_ENDS[match[1]], match.end())
        return len(self._text) if end < 0 else end + len(_ENDS[match[1]])


class _Cutter:
    """One pass over one feed."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._tags = _Scanner(text)
        self._out = [b'<?xml version="1.0" encoding="utf-8"?>']
        self._open: list[_Tag] = []
        self._entries = 0
        self._fields = 0
        self._kept = 0

    def run(self) -> Cut | None:
        for tag in self._tags:
            if not self._entries and not self._open and tag.local not in _FRAME:
                return None
            full = self._entries == _MOST_ENTRIES or self._kept > _MOST_KEPT
            if full and tag.local in _ENTRY and not tag.closing:
                return self._cut(tag.start)
            self._take(tag)
        return self._cut(self._tags.position) if len(self._out) > 1 else None

    def _cut(self, end: int) -> Cut:
        self._close_from(0)
        left_out = len(_ENTRY_START.findall(self._text, end))
        return Cut(b"".join(self._out), left_out)

    def _take(self, tag: _Tag) -> None:
        if tag.local in _FRAME | _ENTRY:
            self._close(tag) if tag.closing else self._begin(tag)
        elif not tag.closing:
            content = self._content(tag)
            fields = _ENTRY_FIELDS if self._in_entry() else _FEED_FIELDS
            foreign = tag.name.rpartition(b":")[0].lower() in _FOREIGN
            if content is not None and tag.local in fields and not foreign:
                self._keep(tag, content)

    def _in_entry(self) -> bool:
        return bool(self._open) and self._open[-1].local in _ENTRY

    def _begin(self, tag: _Tag) -> None:
        if self._in_entry():
            self._close_from(len(self._open) - 1)
        too_deep = tag.local in _FRAME and len(self._open) >= _MOST_FRAMES
        if tag.empty or too_deep:
            return
        self._open.append(tag)
        self._out.append(mended(self._text[tag.start : tag.end]))
        self._entries += tag.local in _ENTRY
        self._fields = 0

    def _close(self, tag: _Tag) -> None:
        names = [one.name for one in self._open]
        if tag.name in names:
            self._close_from(len(names) - 1 - names[::-1].index(tag.name))

    def _close_from(self, depth: int) -> None:
        for tag in reversed(self._open[depth:]):
            self._out.append(b"</%s>" % tag.name)
        del self._open[depth:]

    def _content(self, tag: _Tag) -> bytes | None:
        """Return what stands in the element that `tag` opens, or None where it has no end."""
        if tag.empty:
            return b""
        depth = 1
        for inner in self._tags:
            if inner.local in _ENTRY or (inner.closing and inner.local in _FRAME):
                self._tags.give_back(inner)
                return None
            if inner.name == tag.name and not inner.empty:
                depth += -1 if inner.closing else 1
            if depth == 0:
                return self._text[tag.end : inner.start]
        return None

    def _keep(self, tag: _Tag, content: bytes) -> None:
        self._fields += 1
        if self._fields > _MOST_FIELDS or len(content) > _LONGEST_FIELD:
            return
        if tag.local in _IDENTIFIERS and not _ADDRESS.match(content):
            return  # feedparser would make an address of it
        parts = _CDATA.split(content)
        if any(b"<!" in part or b"<?" in part for part in parts[::2]):
            return
        parts[::2] = [mended(_STRAY.sub(b"&lt;", part)) for part in parts[::2]]
        start = mended(self._text[tag.start : tag.end])
        end = b"" if tag.empty else b"</%s>" % tag.name
        self._out.append(start + b"".join(parts) + end)
        self._kept += len(content)


def ready(text: bytes) -> bytes:
    """Return an XML document (UTF-8) that any parser may have: without a declaration, which may
    name another encoding, without a document type, and mended where nothing in it is CDATA (and
    there is not too much to mend: each ampersand takes memory)."""
    bare = _DOCTYPE.sub(b"", _XML_DECLARATION.sub(b"", text))
    if b"<![CDATA[" in bare or bare.count(b"&") > _MOST_AMPERSANDS:
        return bare
    return mended(bare)


def mended(markup: bytes) -> bytes:
    """Return `markup` with all references as numbers, and single ampersands as references.

    XML knows but five names, and libxml2 forgets even those once it has met a mistake.
    """
    return _AMPERSAND.sub(_reference, markup)


def _reference(match: re.Match[bytes]) -> bytes:
    name = match[1]
    if match[0].startswith(b"&#"):
        return match[0]
    if name in _XML_NAMES:
        return b"&#%d;" % _XML_NAMES[name]
    known = html5.get(name.decode("utf-8", "replace")) if name else None
    return known.encode() if known is not None else b"&#38;" + match[0][1:]
