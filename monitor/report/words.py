"""Text from pages, made fit for where it goes. Everything that a page says passes through here.

`clean` comes first and for every sink: no control characters, no escapes, no overrides of
direction, nothing invisible that hides or reorders words. The rest is for one sink each. HTML and
SVG are escaped by the templates, JSON by its library.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_SPACING = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls, the escape among them
    "\u00ad\u200b\u2060-\u2064\ufeff"  # soft hyphens and spaces without width
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"  # annotations, tags, what is no character
)
_HALVES = re.compile("[\ud800-\udfff]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|&$])")
_MARKDOWN_START = re.compile(r"^(\s*\d*)([#+\-=.)])")
_LEFT_TO_RIGHT = "\u200e"
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_URL_SAFE = "!#$%&'*+,/:;=?@[]~"


def right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((way in ("R", "AL") for way in strong if way in ("L", "R", "AL")), False)


def pointed(text: str) -> str:
    """Return text of ours around words of theirs, "old → new", its arrows from left to right.

    Between words that run from right to left an arrow would stand in their order, and point
    from the new word to the old one.
    """
    return (
        text.replace(" → ", f"{_LEFT_TO_RIGHT} → {_LEFT_TO_RIGHT}")
        if _has_backwards(text)
        else text
    )


def _has_backwards(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def clean(text: str) -> str:
    """Return text without control characters, its spaces as they were, white space as spaces.

    Joiners and marks of direction stay: Persian, Hindi and many names are wrong without them.
    """
    text = _UNSEEN.sub("", _SPACING.sub(" ", text))
    return _HALVES.sub("\ufffd", text)


def plain(text: str) -> str:
    """Return text on one line, clean, without outer or doubled spaces."""
    return " ".join(clean(text).split())


def bounded(text: str, longest: int) -> str:
    """Return one line of at most `longest` characters, cut at a word where that is near."""
    line = plain(text)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    space = cut.rfind(" ", longest * 2 // 3)
    return cut[: space if space > 0 else None].rstrip(" ,;:–—-") + "…"


def markdown_safe(text: str) -> str:
    """Return text in which nothing is Markdown or HTML; outer spaces stay."""
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", clean(text)))


def spreadsheet_safe(text: str) -> str:
    """Return one line that no spreadsheet takes for a formula; after OWASP's CSV injection."""
    line = plain(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def web_link(url: str | None) -> str | None:
    """Return an address that may become a link, or None: only http and https ever do.

    What could end an attribute or a Markdown link is percent-encoded.
    """
    address = clean(url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(address, safe=_URL_SAFE)
