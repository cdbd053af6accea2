"""The line above or inside the headline that names its subject ("Floods", "Opinion")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from monitor.extract.tree import names, text_of
from monitor.extract.vocabulary import spread

_NAME = re.compile(
    r"(?:^|[\s\-:./])(?:kicker|eyebrow|over-?line|over-?title|super-?title|dachzeile|"
    r"spitzmarke|ante-?titulo|pre-?titulo|volanta|occhiello|sur-?titre|surtitulo|"
    r"chapeu|bovenkop|roof-?line|top-?line|pre-?headline)(?:$|[\s\-:./])"
)
_LONGEST = 80
_LEVELS = 3
_BESIDE = 3
_INSIDE = 30
"""Elements looked at in each neighbour of the headline."""


def find_kicker(headline: _Element | None) -> str | None:
    """Return the kicker of the headline that stands in `headline`; None without one."""
    if headline is None:
        return None
    for one in (*headline.iterdescendants(), *_before(headline)):
        if one.tag != "h1" and _NAME.search(spread(names(one))):
            text = text_of(one).strip(" :|")
            if 1 < len(text) <= _LONGEST and text_of(headline) != text:
                return text
    return None


def without_kicker(headline: _Element) -> str:
    """Return the text of `headline` without a kicker that stands first in it."""
    text = text_of(headline)
    for one in headline.iterdescendants():
        said = text_of(one)
        if said and text.startswith(said) and _NAME.search(spread(names(one))):
            return text[len(said) :].strip(" :|")
    return text


def _before(headline: _Element) -> Iterator[_Element]:
    """Yield what stands before the headline, the nearest first."""
    for one in (headline, *islice(headline.iterancestors(), _LEVELS - 1)):
        if one.tag in ("article", "main", "body"):
            return
        for beside in islice(one.itersiblings(preceding=True), _BESIDE):
            yield from islice(beside.iter(), _INSIDE)
