"""The picture of a report as boxes and words in places: laid out once, drawn as PNG and as SVG."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.model import Op, Piece
from monitor.report.phrases import Tone
from monitor.report.pieces import Pieces, excerpt, side
from monitor.report.story import Story
from monitor.report.view import EditView, View, view
from monitor.report.words import plain

WIDTH, HEIGHT = 1200, 630
"""The shape that networks and messengers show whole."""
_MARGIN = 64
_INNER = WIDTH - 2 * _MARGIN
_TOP = 132
"""Baseline of nothing: the upper edge of the headline."""
_FOOT = HEIGHT - 44

PAPER, INK, SOFT, RULE = "#fdfcf9", "#1c1a17", "#69645b", "#d9d3c7"
_SILENT, _DISCLOSED = "#a5281b", "#1b6a43"
_TONES = {Tone.PLAIN: INK, Tone.SILENT: _SILENT, Tone.DISCLOSED: _DISCLOSED}


@dataclass(frozen=True, slots=True)
class Face:
    """Letters of one size, weight and colour; `marked` ones stand on a ground, with a line."""

    size: int
    weight: int = 400
    colour: str = INK
    op: Op = Op.KEEP


Measure = Callable[[str, Face], float]
"""The width of a text in a face, in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    round: float = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one face on one line; `y` is the baseline."""

    x: float
    y: float
    width: float
    text: str
    face: Face


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that is drawn, in order, and what it says to those who cannot see it."""

    boxes: tuple[Box, ...]
    runs: tuple[Run, ...]
    title: str
    description: str


_MARKED = {Op.DELETE: ("#fbdfd9", "#8c1d11"), Op.INSERT: ("#d7f0e0", "#0b4a2b")}
"""Ground and letters of what went and of what came."""


def card(story: Story, measure: Measure) -> Card:
    """Return the picture of a story, laid out with the letters that `measure` knows."""
    shown = view(story)
    edit = _key_edit(story, shown)
    headline = _fit(_words(shown.title, 700), (58, 52, 46, 40, 36), _INNER, 2, measure)
    runs = [*_top(shown, measure), *_placed(headline, _MARGIN, _TOP, 1.1)]
    y = _TOP + headline.height(1.1) + 24
    verdict = _fit(_verdict(shown), (32, 28, 24), _INNER, 2, measure)
    runs += _placed(verdict, _MARGIN, y, 1.25)
    y += verdict.height(1.25) + 26
    boxes = [Box(_MARGIN, 56, _INNER, 3, INK), Box(_MARGIN, 62, _INNER, 1, INK)]
    if edit and edit.pieces:
        boxes.append(Box(_MARGIN, y, _INNER, 1, RULE))
        runs += _edit(edit, y + 24, measure)
    runs += _bottom(shown, measure)
    return Card(
        boxes=(*boxes, *_grounds(runs)),
        runs=tuple(runs),
        title=f"{shown.title} – {shown.verdict}",
        description=_description(edit),
    )


def _key_edit(story: Story, shown: View) -> EditView | None:
    """Return the weightiest edit."""
    if not (story.change and shown.edits):
        return None
    weights = [edit.significance for edit in story.change.edits]
    return shown.edits[weights.index(max(weights))]


def _description(edit: EditView | None) -> str:
    if edit is None:
        return ""
    pieces = edit.shown(80, 400)
    before, after = (plain(side(pieces, op)) for op in (Op.INSERT, Op.DELETE))
    return f"{edit.title}. Before: {before or 'nothing'} After: {after or 'nothing'}"


def _top(shown: View, measure: Measure) -> Iterator[Run]:
    left, right = Face(24, 600), Face(24, 400, SOFT)
    yield _run("What was edited" if shown.edits else "What was seen", _MARGIN, 100, left, measure)
    yield _ending(shown.host, 100, right, measure)


def _bottom(shown: View, measure: Measure) -> Iterator[Run]:
    face = Face(21, 400, SOFT)
    yield _run(
        " → ".join(f"version {c.number}, {c.time}" for c in shown.captures),
        _MARGIN,
        _FOOT,
        face,
        measure,
    )
    if shown.captures:
        yield _ending(f"SHA-256 {shown.captures[-1].digest[:12]}…", _FOOT, face, measure)


def _run(text: str, x: float, y: float, face: Face, measure: Measure) -> Run:
    return Run(x, y, measure(text, face), text, face)


def _ending(text: str, y: float, face: Face, measure: Measure) -> Run:
    width = measure(text, face)
    return Run(WIDTH - _MARGIN - width, y, width, text, face)


def _edit(edit: EditView, y: float, measure: Measure) -> Iterator[Run]:
    """Yield the edit as large as there is room for it, the words around it cut as far as needed."""
    title = [_Word(word, Face(24, 600)) for word in _split(edit.title)]
    if edit.said:
        face = Face(24, 600, _TONES[edit.said.tone])
        title += [_Word(word, face) for word in _split(f" · {edit.said.text}")]
    yield from _placed(_fit(title, (24, 20), _INNER, 1, measure), _MARGIN, y, 1.25)
    room = _FOOT - 44 - (y + 44)
    yield from _placed(_largest(edit.pieces, room, measure), _MARGIN, y + 44, 1.4)


def _largest(pieces: Pieces, room: float, measure: Measure) -> _Lines:
    fitted = _Lines((), 0)
    for size, around, longest in _TRIES:
        words = [*_piece_words(excerpt(pieces, around=around, longest=longest))]
        most = max(int(room / (1.4 * size)), 1)
        fitted = _fit(words, (size,), _INNER, most, measure)
        if not fitted.cut:
            break
    return fitted


_TRIES = (
    (40, 160, 400), (36, 160, 400), (36, 90, 300), (32, 90, 300),
    (32, 55, 220), (28, 55, 220), (28, 35, 150), (26, 35, 150),
)  # fmt: skip
"""Size, kept characters around a change, characters of a change: the first that fits is taken."""


# --- words into lines ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with the space before it, in its face."""

    text: str
    face: Face


@dataclass(frozen=True, slots=True)
class _Lines:
    lines: tuple[tuple[tuple[_Word, float], ...], ...]
    size: int
    cut: bool = False

    def height(self, leading: float) -> float:
        return len(self.lines) * self.size * leading


def _words(text: str, weight: int) -> list[_Word]:
    return [_Word(word, Face(0, weight)) for word in _split(text)]


def _verdict(shown: View) -> list[_Word]:
    found: list[_Word] = []
    for at, part in enumerate(shown.sayings):
        face = Face(0, 400 if part.tone is Tone.PLAIN and at else 700, _TONES[part.tone])
        found += [_Word(" ·", Face(0, 400, SOFT))] if at else []
        found += [_Word(word, face) for word in _split(f" {part.text}" if at else part.text)]
    return found


def _piece_words(pieces: Iterable[Piece]) -> Iterator[_Word]:
    for piece in pieces:
        colour = _MARKED[piece.op][1] if piece.op in _MARKED else INK
        for word in _split(piece.text):
            yield _Word(word, Face(0, 400, colour, piece.op))


_LONG = 32
"""Letters after which an address or another endless word is broken."""


def _split(text: str) -> Iterator[str]:
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
    return (
        bool(char)
        and unicodedata.east_asian_width(char) in "WF"
        and unicodedata.category(char) == "Lo"
    )


def _fit(
    words: list[_Word], sizes: tuple[int, ...], width: float, most: int, measure: Measure
) -> _Lines:
    """Return words in lines, in the largest of `sizes` that needs no more than `most` lines."""
    tries = (_Lines(tuple(_wrap(words, size, width, measure)), size) for size in sizes)
    found = _Lines((), 0)
    for found in tries:
        if len(found.lines) <= most:
            return found
    return _cut(found, most)


def _cut(lines: _Lines, most: int) -> _Lines:
    """Return the first lines of too many, with a mark that there is more."""
    word, _ = lines.lines[most - 1][-1]
    more = _Word(" …", replace(word.face, colour=INK, op=Op.KEEP))
    last = (*lines.lines[most - 1], (more, 0.0))
    return _Lines((*lines.lines[: most - 1], last), lines.size, cut=True)


def _wrap(
    words: list[_Word], size: int, width: float, measure: Measure
) -> Iterator[tuple[tuple[_Word, float], ...]]:
    line: list[tuple[_Word, float]] = []
    used = 0.0
    room = width - 1.2 * size  # for an ellipsis, should one be needed
    for word in words:
        face = replace(word.face, size=size)
        text = word.text if line else word.text.lstrip()
        long = measure(text, face)
        if line and used + long > room:
            yield tuple(line)
            line, used, text = [], 0.0, word.text.lstrip()
            long = measure(text, face)
        line.append((_Word(text, face), long))
        used += long
    if line:
        yield tuple(line)


def _placed(lines: _Lines, x: float, top: float, leading: float) -> Iterator[Run]:
    """Yield the runs of lines, words of one face joined; right to left where the text begins so."""
    size = lines.size
    text = "".join(word.text for line in lines.lines for word, _ in line)
    backwards = _right_to_left(text)
    for number, line in enumerate(lines.lines):
        y = top + number * size * leading + size * 0.86
        at = x
        for run in _joined(line):
            start = 2 * _MARGIN + _INNER - at - run.width if backwards else at
            yield replace(run, x=start, y=y)
            at += run.width


def _joined(line: tuple[tuple[_Word, float], ...]) -> Iterator[Run]:
    run: Run | None = None
    for word, width in line:
        if run and run.face == word.face:
            run = replace(run, text=run.text + word.text, width=run.width + width)
            continue
        if run:
            yield run
        run = Run(0, 0, width, word.text, word.face)
    if run:
        yield run


def _right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((way in ("R", "AL") for way in strong if way in ("L", "R", "AL")), False)


def _grounds(runs: Iterable[Run]) -> Iterator[Box]:
    """Yield the ground and the line of each marked run."""
    for run in runs:
        if run.face.op not in _MARKED:
            continue
        ground, ink = _MARKED[run.face.op]
        size = run.face.size
        yield Box(run.x - 2, run.y - 0.88 * size, run.width + 4, 1.2 * size, ground, 4)
        line = run.y - 0.28 * size if run.face.op is Op.DELETE else run.y + 0.14 * size
        yield Box(run.x, line, run.width, max(2, size // 18), ink)
