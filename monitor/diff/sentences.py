"""A text into its sentences, and two versions of a text into changed sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

import sentencex  # type: ignore[import-untyped]  # built by maturin, without stubs

from monitor.diff.align import Row, align, common_ends, overlap
from monitor.diff.settings import Settings
from monitor.diff.tokens import alike, folded, joined, near, pieces, words
from monitor.model import Op, Piece


@dataclass(frozen=True, slots=True)
class Turn:
    """One sentence, or a few, of the old text and what stands for it in the new."""

    before: str
    after: str
    pieces: tuple[Piece, ...]
    moved: bool = False

    @property
    def same(self) -> bool:
        """Whether a reader sees no difference."""
        return not self.moved and alike(self.before, self.after)


_LONE = re.compile("[\ud800-\udfff]")
REGROUPED = 0.75
"""Overlap at which a run of sentences is the same run, divided otherwise."""


def split(text: str, language: str) -> list[str]:
    """Return the sentences, each with the space after it: joined, they are `text`."""
    safe = text if text.isascii() else _LONE.sub("\ufffd", text)
    found: list[str] = sentencex.segment(language, safe)
    if "".join(found) != safe:
        return [text]
    if safe == text:
        return found
    ends = list(accumulate(map(len, found)))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def turns(old: str, new: str, language: str, settings: Settings) -> list[Turn]:
    """Return the sentences of both in reading order; the pieces of all, joined, are both texts."""
    olds, news = split(old, language), split(new, language)
    head, tail = common_ends(olds, news, alike)
    after, shift = len(olds) - tail, len(news) - len(olds)
    middle = [folded(s) for s in olds[head:after]], [folded(s) for s in news[head : after + shift]]
    rows = [
        *(Row(k, k) for k in range(head)),
        *(row.later(head) for row in align(*middle, words, near)),
        *(Row(k, k + shift) for k in range(after, len(olds))),
    ]
    found = [_turn(row, olds, news, settings) for row in rows]
    return list(_regrouped(found, settings))


def _regrouped(found: Sequence[Turn], settings: Settings) -> Iterator[Turn]:
    """Yield the turns; a run of them that is one sentence split, or a few merged, as one."""
    if all(turn.before and turn.after for turn in found):
        yield from found
        return
    for plain, run in groupby(found, key=lambda turn: turn.same or turn.moved):
        group = list(run)
        before = "".join(turn.before for turn in group)
        after = "".join(turn.after for turn in group)
        one_sided = any(not turn.before or not turn.after for turn in group)
        if plain or not one_sided or overlap(words(before), words(after)) < REGROUPED:
            yield from group
        else:
            yield Turn(before, after, pieces(before, after, settings.max_cells))


def _turn(row: Row, olds: list[str], news: list[str], settings: Settings) -> Turn:
    before = "" if row.old is None else olds[row.old]
    after = "" if row.new is None else news[row.new]
    if row.moved:
        shown = joined([(Op.INSERT, after)] if after else [(Op.DELETE, before)])
        return Turn(before, after, shown, moved=True)
    return Turn(before, after, pieces(before, after, settings.max_cells))
