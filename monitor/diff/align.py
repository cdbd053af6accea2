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


def overlap(old: Words, new: Words) -> float:
    """Return the share of words in common, of the larger of the two: 0 to 1."""
    larger = max(len(old), len(new))
    return len(old & new) / larger if larger else 0.0


def _within(old: Words, new: Words) -> bool:
    """Return whether one is nearly all in the other: a unit that grew, or was cut."""
    smaller = min(len(old), len(new))
    return smaller > 1 and len(old & new) >= SURE * smaller


def align(old: Sequence[str], new: Sequence[str], words: Callable[[str], Words]) -> list[Row]:
    """Return all units of both, in reading order of `new`, the ones that went in between."""
    pairs = _equal(old, new)
    pairs |= _alike(old, new, pairs, words)
    ordered = sorted(pairs.items())
    stay = _heaviest_run(ordered, [1 + len(old[i]) for i, _ in ordered])
    return list(_rows(len(old), len(new), pairs, stay))


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair equal units: the common ends, those that occur once, then repeated ones in order."""
    shorter = min(len(old), len(new))
    head = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    tail = next((k for k in range(shorter - head) if old[-1 - k] != new[-1 - k]), shorter - head)
    pairs = {k: k for k in range(head)}
    pairs |= {len(old) - 1 - k: len(new) - 1 - k for k in range(tail)}
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in range(head, len(old) - tail):
        places[old[i]][0].append(i)
    for j in range(head, len(new) - tail):
        places[new[j]][1].append(j)
    for olds, news in places.values():
        pairs |= zip(olds, news, strict=False)
    return pairs


def _alike(
    old: Sequence[str], new: Sequence[str], equal: dict[int, int], words: Callable[[str], Words]
) -> dict[int, int]:
    """Pair what is left by the words that two units share."""
    taken = set(equal.values())
    olds = {i: words(old[i]) for i in range(len(old)) if i not in equal}
    news = {j: words(new[j]) for j in range(len(new)) if j not in taken}
    pairs: dict[int, int] = {}
    for i, j in _same_place(old, new, equal):
        alone = (i - 1 in equal or i == 0) and (i + 1 in equal or i == len(old) - 1)
        alone = alone and (j + 1 in taken or j == len(new) - 1)
        likeness = overlap(olds[i], news[j])
        if likeness >= (ALONE if alone else SURE) or (alone and _within(olds[i], news[j])):
            pairs[i] = j
    for i in pairs:
        del olds[i], news[pairs[i]]
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
    scored: list[tuple[float, int, int, int]] = []
    for j, words in news.items():
        shared = Counter(
            i for word in words if len(where.get(word, ())) <= RARE for i in where.get(word, ())
        )
        for i, _ in shared.most_common(4):
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
