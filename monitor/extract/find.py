"""Find the element that holds the article, by where the long runs of unlinked text stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from lxml import etree
from lxml.etree import _Element

from monitor.extract.headline import fingerprint
from monitor.extract.tree import names, raw_text
from monitor.extract.vocabulary import (
    BODY,
    FURNITURE_TAGS,
    INLINE,
    OTHERS,
    says_furniture,
    says_never,
    says_teaser,
    spread,
)

_TEXTS = etree.XPath("descendant::text()[string-length() > 30]")
_DECAY = 0.7
_LEVELS = 5
_NEAR = 6
_OPENING = 60
_SPEAKING = 1.5
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


_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True)
class Found:
    """The element that holds the article, and the weight of text in each element of the page."""

    element: _Element
    weights: dict[_Element, float]
    """Characters of unlinked text in long runs, in an element and all below it."""
    good: float
    """Characters of such text in `element` that stand in no furniture; the headline aside."""


def find(body: _Element, known: str, title: _Element | None = None) -> Found | None:
    """Return where the article stands below `body`; None where there is no running text.

    `known` is what the page states elsewhere to be the article's text: paragraphs in it weigh more.
    `title` is the element that shows the headline: what holds it holds the article.
    """
    blocks = _blocks(body)
    around = _Around(title)
    weights = around.sums({block: weight for block, (weight, _) in blocks.items()})
    most = weights.get(body, 0.0) * _MOST
    kept = {
        block: said for block, said in blocks.items() if not around.furniture(block, weights, most)
    }
    if not kept:
        return None
    good = around.sums({block: weight for block, (weight, _) in kept.items()})
    counts = around.sums(dict.fromkeys(kept, 1))
    best = _best(_scores(kept, around, _near(title, weights), fingerprint(known)))
    best = _widen(_within(body, best), good, counts, around.title)
    said = good.get(title, 0.0) if title is not None and best in around.title else 0.0
    return Found(best, weights, good[best] - said)


def _within(body: _Element, best: _Element) -> _Element:
    """Return `best`, or `body` for its parent: text right in the body speaks for that too."""
    return body if best is body.getparent() else best


class _Around:
    """What stands around the blocks: most stand side by side, so each parent is asked once."""

    def __init__(self, title: _Element | None) -> None:
        self.title = {title, *title.iterancestors()} if title is not None else set()
        """The element that shows the headline, and what holds it."""
        self._above: dict[_Element | None, list[_Element]] = {}
        self._bad: dict[_Element | None, bool] = {}
        self._known: dict[_Element, bool] = dict.fromkeys(self.title, False)

    def above(self, block: _Element) -> list[_Element]:
        """Return the ancestors of `block`, the nearest first."""
        parent = block.getparent()
        found = self._above.get(parent)
        if found is None:
            found = self._above[parent] = list(block.iterancestors())
        return found

    def sums(self, numbers: dict[_Element, _Number]) -> dict[_Element, _Number]:
        """Return the sum of `numbers` in each element and all below it."""
        found = dict(numbers)
        beside: dict[_Element | None, _Number] = {}
        for block, number in numbers.items():
            parent = block.getparent()
            if parent not in beside:
                beside[parent] = number
                self.above(block)
            else:
                beside[parent] += number
        for parent, number in beside.items():
            for element in self._above[parent]:
                found[element] = found.get(element, 0) + number
        return found

    def furniture(self, block: _Element, weights: dict[_Element, float], most: float) -> bool:
        """Tell whether `block` stands in furniture, or is some."""
        above, parent = self.above(block), block.getparent()
        bad = self._bad.get(parent)
        if bad is None:
            bad = self._bad[parent] = _in_furniture(above, self._known, weights, most)
        return bad or _in_furniture([block], self._known, weights, most)

    def nearness(self, block: _Element, near: _Element | None) -> float:
        """Weigh text by how near it stands to the headline; `near` holds that and some text."""
        if self.is_far(block):
            return 0.6
        return 1.5 if near is not None and (near is block or near in self.above(block)) else 1.0

    def is_far(self, block: _Element) -> bool:
        """Tell whether `block` stands in nothing near that holds the headline too."""
        if not self.title or block in self.title:
            return False
        return self.title.isdisjoint(self.above(block)[:_NEAR])


def _near(title: _Element | None, weights: dict[_Element, float]) -> _Element | None:
    """Return the innermost element that holds the headline and some text below it."""
    if title is None:
        return None
    least = weights.get(title, 0.0) + _SOME
    return next((one for one in title.iterancestors() if weights.get(one, 0.0) > least), None)


def _scores(
    kept: dict[_Element, tuple[float, str]], around: _Around, near: _Element | None, sure: str
) -> dict[_Element, float]:
    scores: dict[_Element, float] = defaultdict(float)
    for block, (weight, text) in kept.items():
        push = weight * around.nearness(block, near)
        if sure and len(text) > 40 and _opening(text) in sure:
            push *= 3
        scores[block] += push * 0.9
        for level, element in enumerate(around.above(block)[:_LEVELS]):
            scores[element] += push * _DECAY**level
    return scores


def _opening(text: str) -> str:
    """Return the first letters and digits of `text`: of a long one, its first words have them."""
    head = text[: text.rfind(" ", 0, 4 * _OPENING) + 1]
    mark = fingerprint(head)
    return (mark if len(mark) >= _OPENING else fingerprint(text))[:_OPENING]


def _best(scores: dict[_Element, float]) -> _Element:
    """Return the element with the highest score, the first of several."""
    best, most = next(iter(scores)), 0.0
    for element, score in scores.items():
        if score * _SPEAKING > most and (weighed := score * _named(element)) > most:
            best, most = element, weighed
    return best


def _named(element: _Element) -> float:
    """Weigh an element by what it is called, where that speaks for an article."""
    if "articleBody" in (element.get("itemprop") or ""):
        return _SPEAKING
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
    return says_never(name) or OTHERS.search(spread(name)) is not None


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
    return says_furniture(name) or says_teaser(name) or says_never(spread(name))


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
