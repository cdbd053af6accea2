"""Bytes into text: what kind of thing was sent, and in which encoding.

Bytes that are valid UTF-8 with letters outside ASCII are never anything else by accident, so they
win over what a header or the page claims; then the claims, where they decode; then detection.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS = tuple(bom for bom, _ in _BOMS)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "compressed data"),
    (b"\x28\xb5\x2f\xfd", "compressed data"),
    (b"BM\x00", "an image"),
    (b"ID3", "a sound file"),
    (b"OggS", "a media file"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex|svg)\b", re.S
)
_JSON = re.compile(rb"\s*[\[{]\s*[\"\[{\]}]")
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain")
_TAG = re.compile(
    rb"<\s*(?:!doctype|html|head|body|meta|title|div|p|article|h1|span|table|a)\b", re.I
)
_META = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]+?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
"""Browsers read these labels as the larger sets (WHATWG Encoding, section 4.2)."""
_LABELS = {"windows-31j": "cp932", "x-sjis": "cp932", "x-gbk": "gb18030", "unicode": "utf-16"}
_UNFIT = {"utf-7", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
_CONTROL = bytes([*range(9), 11, *range(14, 32), 127])
_CONTROLS = tuple(_CONTROL[at : at + 1] for at in range(len(_CONTROL)))
_AT_ONCE = 16_384
"""Bytes that are decoded at a time where only their validity is asked for."""


def not_html(data: bytes, content_type: str | None) -> str | None:
    """Return what `data` is ("a PDF"), or None where it may well be HTML."""
    kind = (content_type or "").split(";")[0].strip().lower()
    head = data[:2048]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if match := _FEED.match(head):
        return f"XML of the kind <{match[1].decode()}>"
    if _TAG.search(data[:65536]) or b"\x00" in head[:64]:
        return None
    if _JSON.match(head):
        return "JSON"
    if kind and kind not in _HTML_TYPES:
        return f"of the type {kind}"
    return None


def decode(data: bytes, content_type: str | None) -> bytes:
    """Return the text of `data` in UTF-8, without characters that no page can show."""
    if not _is_plain(data):
        text = _decode(data, content_type)
        data = (text[1:] if text.startswith("\ufeff") else text).encode("utf-8", "replace")
    return data.translate(None, _CONTROL) if any(one in data for one in _CONTROLS) else data


def _is_plain(data: bytes) -> bool:
    """Tell whether `data` is the UTF-8 that it would be decoded as and written as again."""
    if data.startswith(_STARTS) or b"\x1b$" in data[:65536] or _wide(data):
        return False
    return data.isascii() or _is_utf8(data)


def _is_utf8(data: bytes) -> bool:
    """Tell whether `data` is valid UTF-8, without holding its text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _AT_ONCE):
            decoder.decode(data[at : at + _AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode(data: bytes, content_type: str | None) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    if b"\x1b$" in data[:65536] and (text := _strict(data, "iso2022_jp")) is not None:
        return text
    if (text := _strict(data, "utf-8")) is not None:
        return text
    return _claimed(data, content_type)


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark by where its NULs stand."""
    head = data[:512]
    first, second = head[0::2].count(0), head[1::2].count(0)
    if max(first, second) < 10 or min(first, second) * 10 > max(first, second):
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _claimed(data: bytes, content_type: str | None) -> str:
    for label in _labels(data, content_type):
        text = _strict(data, label)
        if text is not None:
            return text
    loose = data.decode("utf-8", "replace")
    if loose.count("\ufffd") * 200 < sum(byte > 127 for byte in data[:200_000]) + 200:
        return loose
    return _detected(data)


def _labels(data: bytes, content_type: str | None) -> list[str]:
    head = data[:4096]
    found = [match[1].decode("ascii") for match in (_META.search(head), _XML.search(head)) if match]
    if match := _PARAMETER.search(content_type or ""):
        found.insert(0, match[1])
    return [name for label in found if (name := _codec(label))]


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(_LABELS.get(label.lower(), label)).name
    except LookupError:
        return None
    if name in _UNFIT or name.startswith(("utf-8", "utf-16", "utf-32")):
        return None
    return _SUPERSETS.get(name, name)


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(data: bytes) -> str:
    best = from_bytes(data[:100_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")
