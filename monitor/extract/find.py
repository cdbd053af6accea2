"""Find the element that holds the article, by where the long runs of unlinked text stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from monitor.extract.headline import fingerprint
from monitor.extract.tree import names
from monitor.extract.vocabulary import FURNITURE, FURNITURE_TAGS, INLINE, spread

_TEXTS = etree.XPath(".//text()[string-length(.) > 30]")
_DECAY = 0.7
_LEVELS = 5
_MOST = 0.4
"""An element with more of the page's text than this is no furniture, whatever it is called."""
_NEVER = frozenset({"html", "body", "main", "article"})


@dataclass(frozen=True, slots=True)
class Found:
    """The element that holds the article, and the weight of text in each element of the page."""

    element: _Element
    weights: dict[_Element, float]
    """Characters of unlinked text in long runs, in an element and all below it."""
    good: float
    """Characters of such text in `element` that stand in no furniture."""


def find(body: _Element, known: str) -> Found | None:
    """Return where the article stands below `body`; None where there is no running text.

    `known` is what the page states elsewhere to be the article's text: paragraphs in it weigh more.
    """
    sure = fingerprint(known)
    blocks = _blocks(body)
    weights: dict[_Element, float] = defaultdict(float)
    scores: dict[_Element, float] = defaultdict(float)
    good: dict[_Element, float] = defaultdict(float)
    names_of: dict[_Element, bool] = {}
    chains = {block: [block, *block.iterancestors()] for block in blocks}
    for block, (weight, _) in blocks.items():
        for element in chains[block]:
            weights[element] += weight
    most = weights[body] * _MOST
    for block, (weight, text) in blocks.items():
        chain = chains[block]
        if _in_furniture(chain, names_of, weights, most):
            continue
        if sure and len(text) > 40 and fingerprint(text)[:60] in sure:
            weight *= 3
        for level, element in enumerate(chain[1:]):
            good[element] += weight
            if level < _LEVELS:
                scores[element] += weight * _DECAY**level
        scores[block] += weight * 0.9
        good[block] += weight
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element])
    best = _widen(best, good)
    return Found(best, dict(weights), good[best])


def _blocks(body: _Element) -> dict[_Element, tuple[float, str]]:
    found: dict[_Element, tuple[float, str]] = {}
    for text in _TEXTS(body):
        length = len(text.strip())
        if length < 25:
            continue
        owner = text.getparent()
        if text.is_tail:
            owner = owner.getparent()
        while owner is not None and owner.tag in INLINE and owner.tag != "a":
            owner = owner.getparent()
        if owner is None or owner.tag == "a":
            continue
        weight, before = found.get(owner, (0.0, ""))
        found[owner] = (weight + length + 10 * text.count(","), before or text)
    return found


def _in_furniture(
    chain: list[_Element], known: dict[_Element, bool], weights: dict[_Element, float], most: float
) -> bool:
    for element in chain:
        bad = known.get(element)
        if bad is None:
            bad = known[element] = weights[element] < most and is_furniture(element)
        if bad:
            return True
    return False


def is_furniture(element: _Element) -> bool:
    """Tell whether tag or names say that `element` is no part of an article."""
    tag = element.tag
    if tag in FURNITURE_TAGS:
        return True
    if tag in _NEVER:
        return False
    name = names(element)
    return len(name) > 1 and FURNITURE.search(spread(name)) is not None


def _widen(best: _Element, good: dict[_Element, float]) -> _Element:
    """Climb while the parent adds text that stands beside, such as the page's first paragraphs."""
    parent = best.getparent()
    while parent is not None and parent.tag not in ("html", "body"):
        added = good[parent] - good[best]
        if best.tag in ("article", "main") or added > 0.5 * good[best]:
            break
        if added > 0 or best.tag in ("p", "blockquote", "li", "ul", "ol", "pre"):
            best = parent
            parent = best.getparent()
            continue
        higher, steps = parent, 0
        while higher is not None and steps < 3 and good[higher] == good[best]:
            higher, steps = higher.getparent(), steps + 1
        if (
            higher is None
            or higher.tag in ("html", "body")
            or not 0 < good[higher] - good[best] <= 0.5 * good[best]
        ):
            break
        best, parent = higher, higher.getparent()
    return best
