"""A text into its sentences, and two versions of a text into changed sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import sentencex  # type: ignore[import-untyped]  # built by maturin, without stubs

from monitor.diff.align import Row, align
from monitor.diff.settings import Settings
from monitor.diff.tokens import joined, pieces, words
from monitor.model import Op, Piece, comparable


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
        return not self.moved and comparable(self.before) == comparable(self.after)


_LONE = re.compile("[\ud800-\udfff]")


def split(text: str, language: str) -> list[str]:
    """Return the sentences, each with the space after it: joined, they are `text`."""
    safe = _LONE.sub("\ufffd", text)
    found = sentencex.segment(language, safe)
    if "".join(found) != safe:
        return [text]
    ends = list(accumulate(map(len, found)))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def turns(old: str, new: str, language: str, settings: Settings) -> list[Turn]:
    """Return the sentences of both in reading order; the pieces of all, joined, are both texts."""
    olds, news = split(old, language), split(new, language)
    rows = align([comparable(s) for s in olds], [comparable(s) for s in news], words)
    return [_turn(row, olds, news, settings) for row in _merged(rows, olds, news)]


def _merged(rows: Sequence[Row], olds: list[str], news: list[str]) -> Iterator[Row]:
    """Yield the rows; sentences that were split or merged are compared by whoever reads pieces."""
    yield from rows


def _turn(row: Row, olds: list[str], news: list[str], settings: Settings) -> Turn:
    before = "" if row.old is None else olds[row.old]
    after = "" if row.new is None else news[row.new]
    if row.moved:
        return Turn(
            before,
            after,
            joined([(Op.INSERT, after)]) if after else joined([(Op.DELETE, before)]),
            moved=True,
        )
    return Turn(before, after, pieces(before, after, settings.max_cells))
