"""The lines between the headline and the text that sum the article up, where they stand apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from monitor.extract.headline import fingerprint
from monitor.extract.tree import names, text_of
from monitor.extract.vocabulary import STANDFIRST, spread

_SHORTEST, _LONGEST = 25, 600
_LEVELS = 3
_BESIDE = 4
_INSIDE = 12
"""Elements looked at in each neighbour of the headline."""
_TAGS = frozenset({"p", "h2", "h3", "div", "section", "span", "strong"})

_NEVER_INSIDE = frozenset({"a", "img", "picture", "figure", "time", "video", "button", "li"})
"""What a box has that is a picture, a list or a byline."""


def find_standfirst(headline: _Element | None, description: str) -> str | None:
    """Return the standfirst below the headline that stands in `headline`; None without one.

    It is named as one, or says what the page says of itself elsewhere, in `description`.
    """
    if headline is None:
        return None
    told = fingerprint(description)
    for one in _below(headline):
        if one.tag not in _TAGS:
            continue
        text = text_of(one)
        if _SHORTEST < len(text) <= _LONGEST and (_is_named(one) or fingerprint(text) == told):
            return text
    return None


def _is_named(element: _Element) -> bool:
    if STANDFIRST.search(spread(names(element))) is None:
        return False
    return not any(one.tag in _NEVER_INSIDE for one in element.iter())


def _below(headline: _Element) -> Iterator[_Element]:
    """Yield what stands below the headline, the nearest first."""
    for one in (headline, *islice(headline.iterancestors(), _LEVELS - 1)):
        if one.tag in ("article", "main", "body"):
            return
        for beside in islice(one.itersiblings(), _BESIDE):
            yield from islice(beside.iter(), _INSIDE)
