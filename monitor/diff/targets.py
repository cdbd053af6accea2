"""Which page a link leads to and which picture an address names, however they are spelled.

Outlets add to addresses what counts readers, and their content networks make many addresses of
one picture. What cannot be told apart from that is taken as the same: to miss a link that was
mended is better than to cry over one that was not.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

_COUNTING = re.compile(
    r"utm_\w*|\w{0,2}clid|msclkid|mc_\w+|igsh\w*|cmp\w*|icid|ito|ref\w*|src|source|via|from|"
    r"share\w*|campaign\w*|partner|smid|ns_\w+|at_\w+|xtor|wt\w*|s?cid|cb|_+|ts|ver?|version|"
    r"amp|output|spm|traffic\w*|medium|position|block|rnd|rand|nocache|lang|hl",
    re.IGNORECASE,
)
"""Names in a query that say where a reader comes from, not which page it is."""
_SESSION = re.compile(
    r"(?:session|sess|sid|token|sig|signature|expires?|nonce|hash|auth|jsessionid)\b|\bphpsessid",
    re.IGNORECASE,
)
_RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|(?=[^-/.]*\d[^-/.]*\d[^-/.]*\d)[a-z0-9_~%=]{20,}", re.I
)
"""Long runs of letters and figures: made anew for each reader, as far as anybody can tell."""
_SCRIPT = re.compile(
    r".*\.(?:php\d?|aspx?|cgi|jspa?|cfm|do|pl)|"
    r"(?:watch|item|search|view|story|article|node|page|show|detail|redirect|video)?",
    re.IGNORECASE,
)
"""Last parts of a path after which the query says which page it is."""
_ENDING = re.compile(r"(?:/(?:index|default)\.\w{3,5}|/amp|\.amp|\.s?html?|\.xhtml)+$", re.I)
_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_SHORT = 4
"""Letters below which the last part of a path names no page alone."""
_DEPTH = 3
"""Addresses inside an address that are followed."""

_FILE = re.compile(r"(?:\.(?:jpe?g|png|webp|avif|gif|svg|bmp|tiff?))+$", re.IGNORECASE)
_SIZE = re.compile(
    r"[-_@.](?:\d{2,5}x\d{2,5}|\d{1,2}[x:_-]\d{1,2}|[wh]\d{2,4}|\d{2,4}[wh]|\d{3,4}|\dx|scaled|"
    r"small|medium|large|thumb(?:nail)?|square|wide|crop(?:ped)?|master|original|s|m|l|xl)$",
    re.IGNORECASE,
)
_TELLING = re.compile(r"(?=.*\d)[\w-]{6,}")


def page(address: str, depth: int = _DEPTH) -> str | None:
    """Return what names the page that an address leads to; None where that cannot be said."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme in ("mailto", "tel"):
        return unquote(parts.path).casefold()
    if parts.scheme not in ("", "http", "https"):
        return None
    asked = parse_qsl(parts.query, max_num_fields=None)
    inner = next((value for _, value in asked if re.match("https?://", value)), None)
    if inner and depth:
        return page(inner, depth - 1)
    if _SESSION.search(f"{parts.path}&{parts.query}") or _RANDOM.search(address):
        return None
    return _named(parts.netloc.casefold(), unquote(parts.path).casefold(), asked)


def _named(host: str, path: str, asked: list[tuple[str, str]]) -> str:
    segments = [part for part in _ENDING.sub("", path.rstrip("/")).split("/") if part]
    last = segments[-1] if segments else ""
    kept = sorted(f"{name}={value}" for name, value in asked if not _COUNTING.fullmatch(name))
    if kept and _SCRIPT.fullmatch(last):
        return f"{last}?{'&'.join(kept)}"
    if not last:
        return _HOST.sub("", host)
    return last if len(last) >= _SHORT and not last.isdigit() else "/".join(segments[-2:])


def same_page(old: str, new: str) -> bool:
    """Return whether two addresses lead to the same page, as far as anybody can tell."""
    before, after = page(old), page(new)
    return before is None or after is None or before == after


def same_picture(old: str, new: str) -> bool:
    """Return whether two addresses may name one picture: in another size, or from another host."""
    if old == new or _RANDOM.search(old) or _RANDOM.search(new):
        return True
    (before, marks), (after, others) = _picture(old), _picture(new)
    return not before or not after or before == after or not marks.isdisjoint(others)


def _picture(address: str, depth: int = _DEPTH) -> tuple[str, frozenset[str]]:
    """Return the bare name of a picture's file, and the parts of its address that tell it."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", frozenset()
    inner = next((v for _, v in parse_qsl(parts.query) if re.match("https?://", v)), None)
    if inner and depth:
        return _picture(inner, depth - 1)
    segments = [_bare(part) for part in unquote(parts.path).casefold().split("/") if part]
    telling = frozenset(part for part in segments if _TELLING.fullmatch(part))
    return (segments[-1] if segments else ""), telling


def _bare(name: str) -> str:
    """Return the name of a file without its ending and what says its size."""
    name = _FILE.sub("", name)
    while (cut := _SIZE.sub("", name)) != name:
        name = cut
    return name
