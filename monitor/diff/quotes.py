"""What a text says in quotation marks, in any of the styles of the covered languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.diff.tokens import folded

_ENGLISH = re.compile("“([^“”„]+)(?:”|$)|^([^“”„]+)”")
_FRENCH = re.compile("«([^«»]+)(?:»|$)|^([^«»]+)»")
_DANISH = re.compile("»([^«»]+)«")
_INWARD = re.compile(r"»\w")
"""Marks that point at the words, as in German and Danish books."""
_STYLES = (
    re.compile("„([^„“”]+)(?:[“”]|$)"),
    _ENGLISH,
    _FRENCH,
    _DANISH,
    re.compile("[「『]([^「」『』]+)(?:[」』]|$)"),
    re.compile("(?<!\\w)‘([^‘]+?)’(?!\\w)"),
    re.compile("(?<![\\w'])'([^'\\s][^']*?(?:'\\w[^']*?)*)'(?!\\w)"),
)
_STRAIGHT = re.compile('(?<![\\w.,!?])"([^"]+)(?:"|$)|^([^"]*[^\\s"(\\[])"(?!\\w)')
_MARKS = frozenset("„“”«»「」『』‘'\"")
_WORD = re.compile(r"\w+")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """How quotations differ: the texts added, removed, and (before, after) of those reworded."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[tuple[str, str], ...]


def quotations(text: str) -> dict[Words, str]:
    """Return each quotation by its words; one that the text cuts off reaches to its end."""
    if _MARKS.isdisjoint(text):
        return {}
    styles = [style for style in _STYLES if not _misread(style, text)]
    if "“" not in text and "»" not in text:
        styles.append(_STRAIGHT)
    found = {}
    for style in styles:
        for match in style.finditer(text):
            quote = next(filter(None, match.groups()), "").strip(" ,.;")
            if key := tuple(_WORD.findall(quote.casefold())):
                found[key] = quote
    return found


def _misread(style: re.Pattern[str], text: str) -> bool:
    """Return whether a style's marks stand the other way round in the text."""
    if style is _ENGLISH:
        return "„" in text
    inward = _INWARD.search(text) is not None
    return inward if style is _FRENCH else style is _DANISH and not inward


def compare_quotations(before: str, after: str) -> Quoted:
    """Return how the quotations of two texts differ, by their words."""
    olds, news = quotations(before), quotations(after)
    gone = {key: olds[key] for key in olds if key not in news}
    came = {key: news[key] for key in news if key not in olds}
    reworded = []
    for old in list(gone):
        best = max(came, key=lambda new: _alike(old, new), default=None)
        if best is not None and (_alike(old, best) >= 0.4 or _same_frame(before, after)):
            reworded.append((gone.pop(old), came.pop(best)))
    return Quoted(tuple(came.values()), tuple(gone.values()), tuple(reworded))


def _same_frame(before: str, after: str) -> bool:
    """Return whether all that stands around the quotations of two texts is the same."""
    return _frame(before) == _frame(after)


def _frame(text: str) -> str:
    for quote in quotations(text).values():
        text = text.replace(quote, "“”", 1)
    return folded(text)


def _alike(old: Words, new: Words) -> float:
    return len(set(old) & set(new)) / max(len(set(old)), len(set(new)))
