"""Take furniture out of the article's element, by tags, names and links, before it is read."""

from __future__ import annotations

import re
from collections.abc import Container

from lxml.etree import _Element

from monitor.extract.find import Found
from monitor.extract.headline import fingerprint
from monitor.extract.lines import NEW_WINDOW
from monitor.extract.trace import Trace
from monitor.extract.tree import drop, names, raw_text, text_of
from monitor.extract.vocabulary import (
    FURNITURE_TAGS,
    INLINE,
    OTHERS,
    POST,
    UNSEEN,
    says_furniture,
    says_minor,
    says_teaser,
    spread,
)
from monitor.model import Why

_KEPT_SHARE = 0.35
"""An element that holds more of the article's text than this is not dropped by its name."""
_MOST_SHARE = 0.8
_BESIDE = frozenset({"aside", "nav", "footer"})
_MINOR_LENGTH = 250
_LINES = frozenset(
    {"p", "li", "blockquote", "h2", "h3", "h4", "td", "dd", "span", "b", "strong", "em", "i"}
)
_BY_TAG = frozenset({"figure", "figcaption", "table", "tbody", "thead", "tr", "td", "th"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_TITLE = re.compile(r"(?:widget-)?(?:sub-?)?(?:title|headline|heading)s?")
"""What subheadings are called as well as the titles of boxes, which are dropped as a whole."""
_PROSE = frozenset({"p", "br", "em", "i", "b", "strong", "span", "div"})
_QUOTED = _PROSE | {"q", "blockquote", "cite", "figure"}
_BOXES = frozenset({"aside", "div", "section", "p", "figure", "blockquote"})
_PULLED = re.compile(r"quot|zitat|cita|highlight", re.I)
_QUOTE = 30
_LONGEST_QUOTE = 400
_MOST_QUOTES = 100
"""No article has more quotations pulled out of it; each is looked for in all of the text."""
_SENTENCE = 80
_ENDS = '.!?…。！？”"»'
_UNSEEN = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")


def prune(found: Found, keep: Container[_Element] = (), trace: Trace | None = None) -> None:
    """Remove from the found element what is not the article's; the elements of `keep` stay."""
    total = found.weights.get(found.element, 0.0) or 1.0
    text = _Text(found.element)
    queue = list(found.element)
    while queue:
        element = queue.pop()
        share = found.weights.get(element, 0.0) / total
        if element in keep:
            queue.extend(element)
        elif (share < _KEPT_SHARE or _is_surely_furniture(element, found)) and _goes(element):
            if not _is_kept(element, text):
                if trace:
                    trace.element(element, Why.NAME)
                drop(element)
        elif element.tag != "figure":
            queue.extend(element)


class _Text:
    """The text that an article's element holds, reduced once somebody asks."""

    def __init__(self, element: _Element) -> None:
        self._element = element
        self._mark: str | None = None
        self._asked = 0

    def repeats(self, text: str) -> bool:
        """Tell whether `text` stands in the article once more than here."""
        self._asked += 1
        if self._asked > _MOST_QUOTES:
            return False
        if self._mark is None:
            self._mark = fingerprint(raw_text(self._element))
        return self._mark.count(fingerprint(text)) > 1


def _is_kept(element: _Element, text: _Text) -> bool:
    """Tell a quotation pulled out of the text, or an embedded post, from the boxes around them."""
    if element.tag not in _BOXES:
        return False
    if any(POST.search(names(one)) for one in element.iter("blockquote")):
        return OTHERS.search(spread(names(element))) is None
    if _is_unseen(element) or (element.tag != "aside" and not _PULLED.search(names(element))):
        return False
    if any(one.tag not in _QUOTED for one in element.iterdescendants()):
        return False
    said = text_of(element)
    return _QUOTE <= len(said) <= _LONGEST_QUOTE and text.repeats(said)


def _is_surely_furniture(element: _Element, found: Found) -> bool:
    """Tell whether tag or names are such that even much text in `element` is not the article's.

    Where nearly all text stands in it, only if the article was found by other text than that: there
    may be a hundred comments under a short article.
    """
    weight, total = found.weights.get(element, 0.0), found.weights.get(found.element, 0.0)
    elsewhere = 0 < found.good <= total - weight
    if weight > _MOST_SHARE * total and not elsewhere:
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


def _is_unseen(element: _Element) -> bool:
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and any(one in style.lower() for one in _UNSEEN)


def _goes(element: _Element) -> bool:
    tag = element.tag
    if tag in FURNITURE_TAGS:
        return True
    if _is_unseen(element):
        return True
    name = names(element)
    if tag == "span" and len(element) == 0 and NEW_WINDOW.match(element.text or ""):
        return True
    if len(name) < 2 or tag in _BY_TAG:
        return False
    if tag in INLINE and (tag == "a" or _in_line(element)):
        return UNSEEN.search(spread(name)) is not None
    if tag in _HEADINGS:
        name = _TITLE.sub("", spread(name))
    if says_furniture(name):
        return True
    if says_teaser(name):
        return not _is_prose(element)
    return says_minor(name) and sum(map(len, element.itertext())) < _MINOR_LENGTH


def _is_prose(element: _Element) -> bool:
    """Tell whether `element` holds nothing but running text, as no teaser and no box does."""
    if any(one.tag not in _PROSE for one in element.iterdescendants()):
        return False
    text = text_of(element)
    return len(text) > _SENTENCE and text[-1] in _ENDS
