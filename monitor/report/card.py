"""The picture of a report as boxes and words in places: laid out once, drawn as PNG and as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.model import Op, Piece
from monitor.report.lines import INK, Face, Lines, Measure, Run, Word, fit, placed, split
from monitor.report.phrases import Tone, key_edit
from monitor.report.pieces import Pieces, excerpt, side, spaced
from monitor.report.story import Story
from monitor.report.view import EditView, View, view
from monitor.report.words import plain

WIDTH, HEIGHT = 1200, 630
"""The shape that networks and messengers show whole."""
_MARGIN = 64
_INNER = WIDTH - 2 * _MARGIN
_COLUMN = (_MARGIN, WIDTH - _MARGIN)
_TOP = 128
"""The upper edge of the headline."""
_FOOT = HEIGHT - 44

PAPER, SOFT, RULE = "#fdfcf9", "#69645b", "#d9d3c7"
_SILENT, _DISCLOSED = "#a5281b", "#1b6a43"
_TONES = {Tone.PLAIN: INK, Tone.SILENT: _SILENT, Tone.DISCLOSED: _DISCLOSED}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    round: float = 0


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
    headline = fit(_words(shown.title, 700), (64, 58, 52, 46, 40, 36), _INNER, 2, measure)
    runs = [*_top(shown, measure), *placed(headline, _COLUMN, _TOP, 1.1)]
    y = _TOP + headline.height(1.1) + 24
    verdict = fit(_verdict(shown), (32, 28, 24), _INNER, 2, measure)
    runs += placed(verdict, _COLUMN, y, 1.25)
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
    if not (story.change and shown.edits):
        return None
    return shown.edits[story.change.edits.index(key_edit(story.change))]


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
        "  →  ".join(f"version {c.number}, {c.time}" for c in shown.captures),
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
    title = [Word(word, Face(24, 600)) for word in split(edit.heading)]
    if edit.said:
        face = Face(24, 600, _TONES[edit.said.tone])
        title += [Word(word, face) for word in split(f" · {edit.said.text}")]
    yield from placed(fit(title, (24, 20), _INNER, 1, measure), _COLUMN, y, 1.25)
    room = _FOOT - 38 - (y + 44)
    yield from placed(_largest(edit.pieces, room, measure), _COLUMN, y + 44, 1.4)


def _largest(pieces: Pieces, room: float, measure: Measure) -> Lines:
    found = Lines((), 0)
    for size, around, longest in _TRIES:
        words = [*_piece_words(excerpt(pieces, around=around, longest=longest))]
        found = fit(words, (size,), _INNER, max(int(room / (1.4 * size)), 1), measure)
        if not found.cut:
            break
    return found


_TRIES = (
    (48, 160, 400), (44, 160, 400), (40, 160, 400), (36, 160, 400), (32, 160, 400),
    (30, 160, 400), (28, 160, 400),
    (36, 90, 300), (32, 90, 300), (32, 55, 220), (28, 55, 220), (28, 35, 150), (26, 35, 150),
)  # fmt: skip
"""Size, kept characters around a change, characters of a change: the first that fits is taken."""


def _words(text: str, weight: int) -> list[Word]:
    return [Word(word, Face(0, weight)) for word in split(text)]


def _verdict(shown: View) -> list[Word]:
    found: list[Word] = []
    for at, part in enumerate(shown.sayings):
        face = Face(0, 400 if part.tone is Tone.PLAIN and at else 700, _TONES[part.tone])
        found += [Word(" ·", Face(0, 400, SOFT))] if at else []
        found += [Word(word, face) for word in split(f" {part.text}" if at else part.text)]
    return found


def _piece_words(pieces: Iterable[Piece]) -> Iterator[Word]:
    for piece in spaced(pieces):
        colour = _MARKED[piece.op][1] if piece.op in _MARKED else INK
        for word in split(piece.text):
            yield Word(word, Face(0, 400, colour, piece.op))


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
