"""Which blocks inside an article lead to other articles: links, lists of them, and cards."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.lines import RELATED_LINE, STOP
from monitor.extract.read import Raw
from monitor.model import BlockKind, SpanKind

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_BESIDE = (BlockKind.CAPTION, BlockKind.EMBED)
_TITLE_WORDS = 4
"""A linked line of fewer words is no headline that leads to another article."""
_SUMMARY = 300
"""Characters that no summary of another article exceeds."""
_CARDS = 0.4
"""Of the text: a list with more under its linked headings is the article's own."""


def mark_teasers(raws: list[Raw]) -> list[Raw]:
    """Mark lists whose items each open with a linked headline: they lead to other articles."""
    places: dict[int, list[bool]] = {}
    for raw in raws:
        if raw.kind is BlockKind.LIST_ITEM:
            places.setdefault(raw.place, []).append(_opens_linked(raw))
    lists = {place for place, opened in places.items() if len(opened) > 2 and all(opened)}
    led = _cards(raws)
    first = {raw.item: raw for raw in reversed(raws) if raw.item}
    cards = {item for item, raw in first.items() if raw.linked > 20 and leads_away(raw)}
    return [
        replace(raw, kind=BlockKind.RELATED)
        if id(raw) in led
        or (raw.kind is BlockKind.LIST_ITEM and (raw.place in lists or raw.item in cards))
        else raw
        for raw in raws
    ]


def _cards(raws: list[Raw]) -> set[int]:
    """Return the summaries under linked headings with which the blocks end, one under each."""
    left = [raw for raw in raws if raw.kind not in _BESIDE]
    total, found = sum(len(raw.text) for raw in left), []
    while len(left) > 1 and _is_summary(left[-1]) and _is_linked_heading(left[-2]):
        found.append(left.pop())
        left.pop()
    few = sum(len(raw.text) for raw in found) < _CARDS * total
    return {id(raw) for raw in found} if len(found) > 2 and few else set()


def _is_linked_heading(raw: Raw) -> bool:
    return raw.kind is BlockKind.HEADING and leads_away(raw)


def _is_summary(raw: Raw) -> bool:
    return raw.kind is BlockKind.PARAGRAPH and len(raw.text) < _SUMMARY


def _opens_linked(raw: Raw) -> bool:
    return any(
        span.kind is SpanKind.LINK
        and span.start == 0
        and span.end > 20
        and span.end < len(raw.text)
        for span in raw.spans
    )


def leads_away(raw: Raw) -> bool:
    """Tell whether a block is nothing but a link to another article."""
    text = raw.text
    if raw.kind is BlockKind.QUOTATION and raw.source:
        return False
    if raw.kind is BlockKind.HEADING:
        return raw.linked >= len(text) * 0.9
    if RELATED_LINE.match(text) and (raw.linked * 2 > len(text) or len(text) < 30):
        return True
    if raw.tag == "p" and len(text) < 100 and len(_LETTERS.findall(text)) < _TITLE_WORDS:
        return False
    if len(text) >= 140 or STOP.search(text):
        return raw.linked >= len(text) * 0.9
    return raw.linked >= len(text) * (0.6 if raw.kind is BlockKind.LIST_ITEM else 0.8)
