"""Numbers, dates, times and addresses in a text, in a form that two spellings share."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from unicodedata import decimal

from monitor.diff.vocabulary import FIGURED, Vocabulary

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)/[\w#?=&./-]+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+"
)
_GAP = "[.,’' \u00a0\u202f\u2009]"
_NUMBER = re.compile(rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*|[$€£¥₽₴₹₩]")
_GROUPED = re.compile(rf"\d{{1,3}}(?:{_GAP}\d{{3}})+")
_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"[\d_/@$€£¥₽₴₹₩]|www\.")
"""One of these stands in every figure but those that are words."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b")
_LINKING = frozenset({"of", "de", "del", "di"})


@dataclass(frozen=True, slots=True)
class Figures:
    """What was found: the form to compare by, and as it is written."""

    dates: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    addresses: tuple[tuple[str, str], ...]


_NONE = Figures((), (), ())


def figures(text: str, words: Vocabulary) -> Figures:
    """Return what a text says in figures; what is part of a date is no number."""
    if not _MARK.search(text) and not words.hints.of(text) & FIGURED:
        return _NONE
    addresses = tuple((found, found) for found in ADDRESS.findall(text))
    text = ADDRESS.sub(" ", text) if addresses else text
    dates = tuple((_date(m.group(), words), m.group()) for m in words.dates.finditer(text))
    text = words.dates.sub(" ", text) if dates else text
    numbers = [(_number(found), found) for found in _NUMBER.findall(text)]
    if words.numbers:
        spelled = (w for w in _WORD.findall(text) if w.casefold() in words.numbers)
        numbers += [(words.numbers[w.casefold()], w) for w in spelled]
    return Figures(dates, tuple(numbers), addresses)


def without_addresses(text: str) -> str:
    """Return a text with a space in place of each address."""
    return ADDRESS.sub(" ", text) if _MARK.search(text) else text


def differing(
    old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]
) -> tuple[list[str], list[str]]:
    """Return what is only in the old and only in the new, as written, in order."""
    return _without(old, new), _without(new, old)


def _without(these: tuple[tuple[str, str], ...], those: tuple[tuple[str, str], ...]) -> list[str]:
    if these == those:
        return []
    left = Counter(form for form, _ in those)
    only = []
    for form, shown in these:
        if left[form]:
            left[form] -= 1
        else:
            only.append(shown)
    return only


def _number(found: str) -> str:
    if not found.isascii():
        found = "".join(str(decimal(c)) if c.isdecimal() else c for c in found)
    grouped = _GROUPED.match(found)
    if not grouped:
        return found.replace(",", ".")
    whole = "".join(filter(str.isdigit, grouped.group()))
    return whole + found[grouped.end() :].replace(",", ".")


def _date(found: str, words: Vocabulary) -> str:
    """Return a date's parts in one order, months by their first letters."""
    plain = _ORDINAL.sub("", found.casefold())
    parts = [
        part[:3] if words.months.fullmatch(part) else part.lstrip("0")
        for part in re.findall(r"\w+", plain)
        if part not in _LINKING
    ]
    return " ".join(sorted(parts))
