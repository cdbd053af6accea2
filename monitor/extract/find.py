"""Find the element that holds the article, by where the long runs of unlinked text stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element

from monitor.extract.headline import fingerprint
from monitor.extract.tree import names, raw_text
from monitor.extract.vocabulary import (
    BODY,
    FURNITURE_TAGS,
    INLINE,
    NEVER_TEXT,
    OTHERS,
    says_furniture,
    says_teaser,
    spread,
)

_TEXTS = etree.XPath(".//text()[string-length(.) > 30]")
_DECAY = 0.7
_LEVELS = 5
_MOST = 0.4
"""An element with more of the page's text than this is no furniture, whatever it is called."""
_PARTS = frozenset({"p", "blockquote", "li", "ul", "ol", "pre", "td", "tr", "tbody"})
_PARAGRAPH = 110
_PIECES = 3
"""Levels at which an article may be cut in pieces; all text below each is read again."""
_SOME = 100
"""Characters of unlinked text that are more than a label or a date."""
_FARTHEST = 5
_NEVER = frozenset({"html", "body", "main", "article"})


@dataclass(frozen=True, slots=True)
class Found:
    """The element that holds the article, and the weight of text in each element of the page."""

    element: _Element
    weights: dict[_Element, float]
    """Characters of unlinked text in long runs, in an element and all below it."""
    good: float
    """Characters of such text in `element` that stand in no furniture."""


def find(body: _Element, known: str, title: _Element | None = None) -> Found | None:
    """Return where the article stands below `body`; None where there is no running text.

    `known` is what the page states elsewhere to be the article's text: paragraphs in it weigh more.
    `title` is the element that shows the headline: what holds it holds the article.
    """
    sure = fingerprint(known)
    blocks = _blocks(body)
    weights: dict[_Element, float] = defaultdict(float)
    scores: dict[_Element, float] = defaultdict(float)
    good: dict[_Element, float] = defaultdict(float)
    counts: dict[_Element, int] = defaultdict(int)
    above = {title, *title.iterancestors()} if title is not None else set()
    names_of: dict[_Element, bool] = dict.fromkeys(above, False)
    chains = {block: [block, *block.iterancestors()] for block in blocks}
    for block, (weight, _) in blocks.items():
        for element in chains[block]:
            weights[element] += weight
    most = weights[body] * _MOST
    near = _around(title, weights)
    for block, (weight, text) in blocks.items():
        chain = chains[block]
        if _in_furniture(chain, names_of, weights, most):
            continue
        push = weight * _nearness(chain, above, near)
        if sure and len(text) > 40 and fingerprint(text)[:60] in sure:
            push *= 3
        for level, element in enumerate(chain):
            good[element] += weight
            counts[element] += 1
            if level <= _LEVELS:
                scores[element] += push * (_DECAY ** (level - 1) if level else 0.9)
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element] * _named(element))
    best = _widen(best, good, counts, above)
    return Found(best, dict(weights), good[best])


def _around(title: _Element | None, weights: dict[_Element, float]) -> _Element | None:
    """Return the innermost element that holds the headline and some text below it."""
    if title is None:
        return None
    least = weights.get(title, 0.0) + _SOME
    return next((one for one in title.iterancestors() if weights.get(one, 0.0) > least), None)


def _nearness(chain: list[_Element], above: set[_Element], near: _Element | None) -> float:
    """Weigh text by how near it stands to the headline."""
    if above and next((at for at, one in enumerate(chain) if one in above), 99) > 6:
        return 0.6
    return 1.5 if near in chain else 1.0


def _named(element: _Element) -> float:
    """Weigh an element by what it is called, where that speaks for an article."""
    if "articleBody" in (element.get("itemprop") or ""):
        return 1.5
    name = names(element)
    if len(name) > 1 and BODY.search(spread(name)):
        return 1.25
    return 1.0


def _blocks(body: _Element) -> dict[_Element, tuple[float, str]]:
    found: dict[_Element, tuple[float, str]] = {}
    for text in cast(list[Any], _TEXTS(body)):
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
            bad = known[element] = _may_be(element, weights, most) and is_furniture(element)
        if bad:
            return True
    return False


def _may_be(element: _Element, weights: dict[_Element, float], most: float) -> bool:
    if weights[element] < most:
        return True
    name = names(element)
    return NEVER_TEXT.search(name) is not None or OTHERS.search(spread(name)) is not None


def is_furniture(element: _Element) -> bool:
    """Tell whether tag or names say that `element` is no part of an article."""
    tag = element.tag
    if tag in FURNITURE_TAGS:
        return True
    if tag in _NEVER:
        return False
    name = names(element)
    if len(name) < 2:
        return False
    return says_furniture(name) or says_teaser(name) or NEVER_TEXT.search(spread(name)) is not None


def _widen(
    best: _Element,
    good: dict[_Element, float],
    counts: dict[_Element, int],
    above: set[_Element],
) -> _Element:
    """Climb while what stands beside is more of the same: further sections, first paragraphs."""
    child, higher, pieces = best, best.getparent(), 0
    while higher is not None and higher.tag not in ("html", "body"):
        added, more = good[higher] - good[best], counts[higher] - counts[best]
        if best in above:
            if added > 0 and (pieces == _PIECES or not _goes_on(child, counts)):
                break
            pieces += added > 0
        elif added > 0 and not _belongs(best, added, more, good, counts):
            break
        if added > 0 or best.tag in _PARTS:
            best = higher
        child, higher = higher, higher.getparent()
    return best


def _goes_on(child: _Element, counts: dict[_Element, int]) -> bool:
    """Tell whether text beside what holds the headline is built alike, without a headline of its
    own: an article that is cut in pieces, and no list of articles."""
    if child.tag != "div" or not child.get("class"):
        return False
    names_of = _paragraphs(child)
    beside = [one for one in child.itersiblings() if counts.get(one)]
    return bool(beside) and all(
        one.tag == "div"
        and one.get("class") == child.get("class")
        and next(one.iter("h1", "h2"), None) is None
        and not names_of.isdisjoint(_paragraphs(one))
        for one in beside
    )


def _paragraphs(element: _Element) -> set[str | None]:
    """Return the classes of the long paragraphs in `element`."""
    return {one.get("class") for one in element.iter("p") if len(raw_text(one)) > _PARAGRAPH}


def _belongs(
    best: _Element,
    added: float,
    more: int,
    good: dict[_Element, float],
    counts: dict[_Element, int],
) -> bool:
    """Tell whether text beside `best` is the same article's: little, or as long."""
    if best.tag in ("article", "main") and added > 0.25 * good[best]:
        return False
    if added <= 0.3 * good[best]:
        return True
    mean, other = good[best] / counts[best], added / more
    return other > _PARAGRAPH and other > min(0.4 * mean, 140.0) and added < _FARTHEST * good[best]
