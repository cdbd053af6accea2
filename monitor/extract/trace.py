"""Remember why each piece of a page was left out, where somebody asks.

Reading hands its trace along; without one nothing is remembered and nothing is slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element

from monitor.extract.read import Raw
from monitor.extract.tree import text_of
from monitor.model import Decision, Why

_LONGEST = 300
_NAME = re.compile(r"^-?[A-Za-z_][\w-]*$", re.A)
_DEPTH = 3


@dataclass(slots=True)
class Trace:
    """What was left out so far, and where the article stands."""

    dropped: list[Decision] = field(default_factory=list)
    place: str = ""

    def found(self, body: _Element, element: _Element) -> None:
        """Remember where the article stands, and all text beside it as outside."""
        self.place = selector(element)
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
        self._note(text_of(element), why, selector(element))

    def blocks(self, before: Iterable[Raw], after: Iterable[Raw], why: Why) -> None:
        """Remember the blocks of `before` that are not in `after`."""
        kept = {id(raw) for raw in after}
        for raw in before:
            if id(raw) not in kept:
                self.block(raw, why)

    def block(self, raw: Raw, why: Why) -> None:
        """Remember that a block was left out."""
        self._note(raw.text, why, "")

    def _note(self, text: str, why: Why, place: str) -> None:
        if text:
            cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            self.dropped.append(Decision(why=why, text=cut, place=place))


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
