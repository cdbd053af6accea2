"""Remember why each piece of a page was left out, where somebody asks.

Reading hands its trace along; without one nothing is remembered and nothing is slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import cast

from lxml.etree import _Element

from monitor.extract.read import Raw, Spot
from monitor.extract.tree import fold
from monitor.model import Decision, Why

_LONGEST = 300
_NAME = re.compile(r"^-?[A-Za-z_][\w-]*$", re.A)
_DEPTH = 3


@dataclass(slots=True)
class Trace:
    """What was left out so far, what was kept, and where the article stands."""

    dropped: list[tuple[Spot, Decision]] = field(default_factory=list)
    kept: tuple[Spot, ...] = ()
    """Where each block that was kept stands."""
    elements: list[_Element] = field(default_factory=list)
    """A copy of the page's elements as they were at first, in order: the first is number 1."""
    numbers: dict[_Element, int] = field(default_factory=dict)
    article: int = 0
    """The number of the element that was taken for the article's; 0: none was."""
    guessed: bool = False
    """Whether that element was judged, not named by a rule."""

    def begin(self, body: _Element) -> None:
        """Number the elements of the page, before any is taken out."""
        self.numbers = {element: number for number, element in enumerate(body.iter(), 1)}
        self.elements = list(deepcopy(body).iter())

    def found(self, body: _Element, element: _Element, *, guessed: bool) -> None:
        """Remember where the article stands, and all text beside it as outside."""
        self.article, self.guessed = self.numbers[element], guessed
        inside = {element, *element.iterancestors()}
        queue = [body]
        while queue:
            one = queue.pop(0)
            if one not in inside:
                self.element(one, Why.OUTSIDE)
            elif one is not element:
                queue.extend(one)

    def element(self, element: _Element, why: Why) -> None:
        """Remember that `element` was left out as a whole."""
        text = fold(" ".join(cast(Iterator[str], element.itertext())))
        self._note(text, why, (self.numbers[element], 0))

    def blocks(self, before: Iterable[Raw], after: Iterable[Raw], why: Why) -> None:
        """Remember the blocks of `before` that are not in `after`."""
        kept = {id(raw) for raw in after}
        for raw in before:
            if id(raw) not in kept:
                self.block(raw, why)

    def block(self, raw: Raw, why: Why) -> None:
        """Remember that a block was left out."""
        self._note(raw.text, why, raw.spot)

    def keep(self, raws: Iterable[Raw]) -> None:
        """Remember where the blocks stand that were kept."""
        self.kept = tuple(raw.spot for raw in raws)

    def place(self, number: int) -> str:
        """Return a CSS selector that leads to the element of that number; empty where none has."""
        return selector(self.elements[number - 1]) if number else ""

    def _note(self, text: str, why: Why, spot: Spot) -> None:
        if text:
            cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            self.dropped.append((spot, Decision(why=why, text=cut, place=self.place(spot[0]))))


def selector(element: _Element) -> str:
    """Return a CSS selector that leads to `element`: its id, or its names and its parents'."""
    parts: list[str] = []
    for one in (element, *element.iterancestors()):
        name = one.get("id") or ""
        if _NAME.match(name):
            parts.append(f"{one.tag}#{name}")
            break
        classes = [part for part in (one.get("class") or "").split() if _NAME.match(part)]
        parts.append(".".join([str(one.tag), *classes[:2]]))
        if len(parts) > _DEPTH or one.tag == "body":
            break
    return " > ".join(reversed(parts))
