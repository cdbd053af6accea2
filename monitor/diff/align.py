"""Which unit of the old text became which of the new: blocks among blocks, sentences among
sentences.

Equal units are paired first, those that occur once before those that repeat; then units that
share most of their words, counted in both directions. Of all pairs the heaviest increasing run
stays where it is; the rest, the smallest set of crossings, has moved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import eq
from typing import TypeVar

Unit = TypeVar("Unit")
Words = frozenset[str]
SURE = 0.7
"""Overlap in both directions at which units in the same place are paired without a search."""
ALIKE = 0.5
"""Overlap in both directions at which two units are one, edited, wherever they stand."""
ALONE = 0.3
"""The same for two units with nothing else between the same neighbours."""
RARE = 8
"""A word in more units than this tells nothing about which unit it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an alignment. A moved pair makes two rows: away (`new` None) and here."""

    old: int | None
    new: int | None
    moved: bool = False

    def later(self, by: int) -> Row:
        """Return the row where `by` more units stand before it in both texts."""
        return Row(
            None if self.old is None else self.old + by,
            None if self.new is None else self.new + by,
            self.moved,
        )


def overlap(old: Words, new: Words) -> float:
    """Return the share of words in common, of the larger of the two: 0 to 1."""
    larger = max(len(old), len(new))
    return len(old & new) / larger if larger else 0.0


def _within(old: Words, new: Words) -> bool:
    """Return whether one is nearly all in the other: a unit that grew, or was cut."""
    smaller = min(len(old), len(new))
    return smaller > 1 and len(old & new) >= SURE * smaller


def _alone(old: Words, new: Words) -> bool:
    """Return whether two units with nothing else between the same neighbours are one, edited."""
    return overlap(old, new) >= ALONE or _within(old, new)


def _sure(old: Words, new: Words) -> bool:
    return overlap(old, new) >= SURE


def align(
    old: Sequence[str],
    new: Sequence[str],
    words: Callable[[str], Words],
    near: Callable[[str, str], bool],
) -> list[Row]:
    """Return all units of both, in reading order of `new`, the ones that went in between.

    `near` says of two units whether they are one, edited, where that is seen without their words.
    """
    head, tail = common_ends(old, new, eq)
    middle = _align(old[head : len(old) - tail], new[head : len(new) - tail], words, near)
    after, shift = len(old) - tail, len(new) - len(old)
    return [
        *(Row(k, k) for k in range(head)),
        *(row.later(head) for row in middle),
        *(Row(k, k + shift) for k in range(after, len(old))),
    ]


def common_ends(
    old: Sequence[Unit], new: Sequence[Unit], same: Callable[[Unit, Unit], bool]
) -> tuple[int, int]:
    """Return how many units both begin with, and with how many more both end."""
    shorter = min(len(old), len(new))
    head = next((k for k in range(shorter) if not same(old[k], new[k])), shorter)
    left = shorter - head
    return head, next((k for k in range(left) if not same(old[-1 - k], new[-1 - k])), left)


def _align(
    old: Sequence[str],
    new: Sequence[str],
    words: Callable[[str], Words],
    near: Callable[[str, str], bool],
) -> list[Row]:
    """Align what stands between the common ends: nothing in it is sure."""
    if len(old) == len(new) == 1:
        one = near(old[0], new[0]) or _alone(words(old[0]), words(new[0]))
        return [Row(0, 0)] if one else [Row(0, None), Row(None, 0)]
    pairs = _equal(old, new)
    pairs |= _alike(old, new, pairs, words, near)
    ordered = sorted(pairs.items())
    stay = _heaviest_run(ordered, [1 + len(old[i]) for i, _ in ordered])
    return list(_rows(len(old), len(new), pairs, stay))


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair equal units: those that occur once, and repeated ones in order."""
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, unit in enumerate(old):
        places[unit][0].append(i)
    for j, unit in enumerate(new):
        places[unit][1].append(j)
    pairs: dict[int, int] = {}
    for olds, news in places.values():
        pairs |= zip(olds, news, strict=False)
    return pairs


def _alike(
    old: Sequence[str],
    new: Sequence[str],
    equal: dict[int, int],
    words: Callable[[str], Words],
    near: Callable[[str, str], bool],
) -> dict[int, int]:
    """Pair what is left by the words that two units share."""
    taken = set(equal.values())
    pairs: dict[int, int] = {}
    for i, j in _same_place(old, new, equal):
        alone = (i - 1 in equal or i == 0) and (i + 1 in equal or i == len(old) - 1)
        alone = alone and (j + 1 in taken or j == len(new) - 1)
        if near(old[i], new[j]) or (_alone if alone else _sure)(words(old[i]), words(new[j])):
            pairs[i] = j
    taken |= set(pairs.values())
    olds = {i: words(old[i]) for i in range(len(old)) if i not in equal and i not in pairs}
    news = {j: words(new[j]) for j in range(len(new)) if j not in taken}
    return pairs | _search(olds, news)


def _same_place(
    old: Sequence[str], new: Sequence[str], equal: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield unpaired units that follow on the same pair, one by one."""
    taken = set(equal.values())
    for i, j in [(-1, -1), *equal.items()]:
        i, j = i + 1, j + 1
        while i < len(old) and j < len(new) and i not in equal and j not in taken:
            yield i, j
            i, j = i + 1, j + 1


def _search(olds: dict[int, Words], news: dict[int, Words]) -> dict[int, int]:
    """Pair the likest first, among units that share a rare word."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for i, words in olds.items():
        for word in words:
            where[word].append(i)
    rare = {word: found for word, found in where.items() if len(found) <= RARE}
    scored: list[tuple[float, int, int, int]] = []
    for j, words in news.items():
        for i in _likeliest(Counter(i for word in words for i in rare.get(word, ())), j):
            score = overlap(olds[i], words)
            if score >= ALIKE:
                scored.append((-score, abs(i - j), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _likeliest(shared: Counter[int], j: int) -> list[int]:
    """Return the few units that share the most rare words with unit `j`, the nearest first."""
    return sorted(shared, key=lambda i: (-shared[i], abs(i - j), i))[:4]


def _heaviest_run(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> set[int]:
    """Return the old ends of the heaviest run of `pairs` whose new ends increase.

    `pairs` are in order of their old ends. A staircase of best runs: `ends` increase, and so do
    their totals; a run that is both later and lighter than another never helps.
    """
    ends: list[int] = []
    totals: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for index, (_, new) in enumerate(pairs):
        at = bisect_right(ends, new)
        total = weights[index] + (totals[at - 1] if at else 0)
        before.append(lasts[at - 1] if at else -1)
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[at:stop], totals[at:stop], lasts[at:stop] = [new], [total], [index]
    run: set[int] = set()
    index = lasts[-1] if lasts else -1
    while index >= 0:
        run.add(pairs[index][0])
        index = before[index]
    return run


def _rows(old: int, new: int, pairs: dict[int, int], stay: set[int]) -> Iterator[Row]:
    """Yield the rows: between two that stay, first what went, then what came."""
    comes_from = {j: i for i, j in pairs.items()}
    at_old = at_new = 0
    for anchor in [*sorted(stay), None]:
        to_old, to_new = (old, new) if anchor is None else (anchor, pairs[anchor])
        for i in range(at_old, to_old):
            yield Row(i, None, moved=i in pairs)
        for j in range(at_new, to_new):
            yield Row(comes_from.get(j), j, moved=j in comes_from)
        if anchor is not None:
            yield Row(anchor, to_new)
        at_old, at_new = to_old + 1, to_new + 1
