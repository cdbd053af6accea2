"""Which of the titles that a page gives is the article's, and without the outlet's name."""

from __future__ import annotations

import re
import unicodedata

from lxml.etree import _Element

from monitor.extract.metadata import Metadata, string
from monitor.extract.tree import text_of

_SUFFIX = re.compile(r"\s+[|–—\-•·»:]+\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")


def headline(page: Metadata, root: _Element) -> str:
    """Return the article's headline, or an empty string where the page names none."""
    shown = [text for tag in root.iter("h1") if (text := text_of(tag))]
    stated = [
        string(page.article.get("headline") or page.article.get("name")),
        page.first("og:title") or "",
        page.first("twitter:title", "dc.title", "title") or "",
        page.title,
    ]
    site = page.first("og:site_name") or ""
    candidates = [without_outlet(text, site, shown) for text in stated if text]
    for text in shown:
        if any(_same(text, other) for other in candidates):
            return text
    for text in candidates:
        if len(_WORD.findall(text)) >= 3:
            return text
    return next(iter([*candidates, *shown]), "")


def without_outlet(text: str, site: str, shown: list[str]) -> str:
    """Return `text` without the outlet's name at its end (" | The Courier")."""
    parts = list(_SUFFIX.finditer(text))
    for match in parts:
        if any(_same(text[: match.start()], h1) for h1 in shown):
            return text[: match.start()]
    if parts and site and _same(text[parts[-1].end() :], site):
        return text[: parts[-1].start()]
    return text


def _same(one: str, other: str) -> bool:
    return fingerprint(one) == fingerprint(other) != ""


def fingerprint(text: str) -> str:
    """Return `text` reduced to its letters and digits, for telling whether two say the same."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
