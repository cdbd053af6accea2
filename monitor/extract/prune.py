"""Take furniture out of the article's element, by tags, names and links, before it is read."""

from __future__ import annotations

from lxml.etree import _Element

from monitor.extract.find import Found
from monitor.extract.lines import NEW_WINDOW
from monitor.extract.tree import drop, names
from monitor.extract.vocabulary import (
    FURNITURE_TAGS,
    INLINE,
    OTHERS,
    UNSEEN,
    says_furniture,
    says_minor,
    spread,
)

_KEPT_SHARE = 0.35
"""An element that holds more of the article's text than this is not dropped by its name."""
_MOST_SHARE = 0.8
_BESIDE = frozenset({"aside", "nav", "footer"})
_MINOR_LENGTH = 250
_LINES = frozenset(
    {"p", "li", "blockquote", "h2", "h3", "h4", "td", "dd", "span", "b", "strong", "em", "i"}
)
_BY_TAG = frozenset({"figure", "figcaption", "table", "tbody", "thead", "tr", "td", "th"})
_UNSEEN = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")


def prune(found: Found) -> None:
    """Remove from the found element what is not the article's."""
    total = found.weights.get(found.element, 0.0) or 1.0
    queue = list(found.element)
    while queue:
        element = queue.pop()
        share = found.weights.get(element, 0.0) / total
        if (share < _KEPT_SHARE or _is_surely_furniture(element, share)) and _goes(element):
            drop(element)
        elif element.tag != "figure":
            queue.extend(element)


def _is_surely_furniture(element: _Element, share: float) -> bool:
    """Tell whether tag or names are such that even much text in `element` is not the article's."""
    if share > _MOST_SHARE:
        return False
    return element.tag in _BESIDE or OTHERS.search(spread(names(element))) is not None


def _in_line(element: _Element) -> bool:
    """Tell whether `element` stands in the middle of a line of text."""
    parent = element.getparent()
    if parent is None or parent.tag not in _LINES:
        return False
    before = element.getprevious()
    text = parent.text if before is None else before.tail
    return bool((text or "").strip()) or bool((element.tail or "").strip())


def _goes(element: _Element) -> bool:
    tag = element.tag
    if tag in FURNITURE_TAGS:
        return True
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style and any(one in style.lower() for one in _UNSEEN):
        return True
    name = names(element)
    if tag == "span" and len(element) == 0 and NEW_WINDOW.match(element.text or ""):
        return True
    if len(name) < 2 or tag in _BY_TAG:
        return False
    if tag in INLINE and (tag == "a" or _in_line(element)):
        return UNSEEN.search(spread(name)) is not None
    if says_furniture(name):
        return True
    return says_minor(name) and sum(map(len, element.itertext())) < _MINOR_LENGTH
