"""Words into lines, for pictures: how large, where each line breaks, where each run stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from monitor.model import Op
from monitor.report.words import right_to_left

INK = "#1c1a17"
_LONG = 32
"""Letters after which an address or another endless word is broken."""


@dataclass(frozen=True, slots=True)
class Face:
    """Letters of one size, weight and colour, and whether they went or came."""

    size: int
    weight: int = 400
    colour: str = INK
    op: Op = Op.KEEP


Measure = Callable[[str, Face], float]
"""The width of a text in a face, in pixels."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the space before it, in its face."""

    text: str
    face: Face


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one face on one line; `y` is the baseline."""

    x: float
    y: float
    width: float
    text: str
    face: Face
    backwards: bool = False
    """Whether its line runs from right to left."""


Line = tuple[tuple[Word, float], ...]
"""Words with their widths."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of words in one size; `cut` where there were too many."""

    lines: tuple[Line, ...]
    size: int
    cut: bool = False

    def height(self, leading: float) -> float:
        """Return the height of all lines, each `leading` times its size high."""
        return len(self.lines) * self.size * leading


def split(text: str) -> Iterator[str]:
    """Yield words, each with the space before it; letters of scripts without spaces one by one."""
    word = ""
    for char in text:
        over = char == " " or _stands_alone(char) or _stands_alone(word[-1:]) or len(word) > _LONG
        if word.strip() and over:
            yield word
            word = ""
        word += char
    if word:
        yield word


def _stands_alone(char: str) -> bool:
    wide = bool(char) and unicodedata.east_asian_width(char) in "WF"
    return wide and unicodedata.category(char) == "Lo"


def fit(
    words: list[Word], sizes: tuple[int, ...], width: float, most: int, measure: Measure
) -> Lines:
    """Return words in lines, in the largest of `sizes` that needs no more than `most` lines."""
    found = Lines((), 0)
    for size in sizes:
        found = Lines(tuple(_wrap(words, size, width, measure)), size)
        if len(found.lines) <= most:
            return found
    return _cut(found, most, measure)


def _cut(lines: Lines, most: int, measure: Measure) -> Lines:
    """Return the first lines of too many, with a mark that there is more."""
    last = lines.lines[most - 1]
    face = replace(last[-1][0].face, colour=INK, op=Op.KEEP)
    more = (Word(" …", face), measure(" …", face))
    return Lines((*lines.lines[: most - 1], (*last, more)), lines.size, cut=True)


def _wrap(words: list[Word], size: int, width: float, measure: Measure) -> Iterator[Line]:
    line: list[tuple[Word, float]] = []
    room = width - measure(" …", Face(size))  # for the mark, should one be needed
    for word in words:
        face = replace(word.face, size=size)
        if line and sum(long for _, long in line) + measure(word.text, face) > room:
            yield tuple(line)
            line = []
        text = word.text if line else word.text.lstrip()
        line.append((Word(text, face), measure(text, face)))
    if line:
        yield tuple(line)


def placed(lines: Lines, column: tuple[float, float], top: float, leading: float) -> Iterator[Run]:
    """Yield the runs of lines between the two edges of a column, words of one face joined.

    Text that begins in a script that runs from right to left begins at the right edge.
    """
    left, right = column
    backwards = right_to_left("".join(word.text for line in lines.lines for word, _ in line))
    for number, line in enumerate(lines.lines):
        y = top + (number * leading + 0.86) * lines.size
        at = left
        for run in _joined(line):
            x = left + right - at - run.width if backwards else at
            yield replace(run, x=x, y=y, backwards=backwards)
            at += run.width


def _joined(line: Line) -> Iterator[Run]:
    for face, group in groupby(line, key=lambda pair: pair[0].face):
        words = tuple(group)
        text = "".join(word.text for word, _ in words)
        yield Run(0, 0, sum(width for _, width in words), text, face)
