"""The report in a terminal, by rich. Page text has no escape in it by the time it comes here."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from monitor.model import HunkKind, Op
from monitor.report.life import Life, lived
from monitor.report.phrases import Saying, Tone
from monitor.report.pieces import Pieces, spaced
from monitor.report.plaintext import marked
from monitor.report.rows import Row, Stretch, shortened
from monitor.report.story import Story
from monitor.report.view import CaptureView, EditView, View, in_place, view

_NARROWEST, _WIDEST = 40, 100
"""Columns: no table fits into fewer, and nobody likes to read longer lines."""
_STYLES = {Op.KEEP: "", Op.DELETE: "red strike", Op.INSERT: "green underline"}
_MOVED = {Op.KEEP: "", Op.DELETE: "blue strike", Op.INSERT: "blue underline"}
_TONES = {Tone.PLAIN: "", Tone.SILENT: "bold red", Tone.DISCLOSED: "green"}
_SIGNS = {
    HunkKind.SAME: " ",
    HunkKind.ADDED: "+",
    HunkKind.REMOVED: "−",
    HunkKind.EDITED: "~",
    HunkKind.MOVED_AWAY: "↑",
    HunkKind.MOVED_HERE: "↓",
}
_BAR = 16
"""Columns of a bar for a significance of 1."""
_LEGEND = "~ edited  + added  − removed  ↑ moved away  ↓ moved here"


def terminal(story: Story, *, colour: bool, width: int) -> str:
    """Return the report for a terminal `width` columns wide.

    Without colour, what went stands as [-…-] and what came as {+…+}.
    """
    shown = view(story)
    return _written(_report(shown, in_place(story, shown), colour=colour), colour, width)


def life_terminal(stories: tuple[Story, ...], *, colour: bool, width: int) -> str:
    """Return a whole life for a terminal: a chart of its versions, then each one's edits."""
    return _written(_life(lived(stories), stories[-1], colour=colour), colour, width)


def _written(parts: Iterator[RenderableType], colour: bool, width: int) -> str:
    file = io.StringIO()
    console = Console(
        file=file,
        width=min(max(width, _NARROWEST), _WIDEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    console.print(*parts, sep="\n", crop=False)
    return "\n".join(line.rstrip() for line in file.getvalue().rstrip().splitlines())


def _life(life: Life, story: Story, *, colour: bool) -> Iterator[RenderableType]:
    shown = life.newest
    yield from _head(shown, life.sayings)
    yield ""
    yield _versions(shown, story)
    for chapter in life.chapters:
        yield ""
        yield Rule(f"Version {chapter.captures[-1].number}", align="left", style="dim")
        yield _verdict(chapter.sayings)
        yield from _edits(chapter, colour=colour)
    yield Rule(style="dim")
    yield from _evidence(shown.checked, life.captures)


def _versions(shown: View, story: Story) -> Table:
    """Return each version with its time and a bar as long as it weighs."""
    table = Table.grid(Column(justify="right"), Column(), Column(width=_BAR), Column())
    table.padding = (0, 2, 0, 0)
    for version, stored in zip(shown.versions, story.versions, strict=True):
        weight = stored.change.significance if stored.change else 0.0
        tone = _TONES[version.said.tone] if version.said else ""
        when = Text(version.time).append(f"\n{version.gap}" if version.gap else "", style="dim")
        what = Text(version.line)
        if version.headline:
            what.append(f"\n“{version.headline}”", style="italic")
        bar = Text("█" * max(round(weight * _BAR), 1) if stored.change else "·", style=tone)
        table.add_row(Text(str(version.number), style="bold"), when, bar, what)
    return table


def _head(shown: View, sayings: tuple[Saying, ...], formerly: str = "") -> Iterator[RenderableType]:
    yield Text(shown.title, style="bold")
    if formerly:
        yield Text("formerly: ", style="dim").append(formerly, style="dim strike")
    yield _verdict(sayings)
    yield _whole(shown.url)


def _edits(shown: View, *, colour: bool) -> Iterator[RenderableType]:
    for edit in shown.edits:
        yield ""
        yield from _edit(edit, colour=colour)
    for note in shown.notices + shown.findings:
        yield ""
        yield Text(f"{note.title}. ", style="yellow").append(note.text, style="default")


def _report(shown: View, rows: tuple[Stretch, ...], *, colour: bool) -> Iterator[RenderableType]:
    yield from _head(shown, shown.sayings, shown.formerly)
    yield from _edits(shown, colour=colour)
    if rows:
        yield ""
        yield Rule("The article, edits in place", align="left", style="dim")
        yield Text(_LEGEND, style="dim")
        yield ""
        for stretch in rows:
            yield from _stretch(stretch, colour=colour)
    yield Rule(style="dim")
    yield from _evidence(shown.checked, shown.captures)
    if shown.edits:
        versions = " ".join(str(capture.number) for capture in shown.captures)
        yield _whole(f"as a page: monitor report {shown.watch} {versions} -o report.html")


def _verdict(sayings: tuple[Saying, ...]) -> Text:
    parts = (Text(part.text, style=_TONES[part.tone]) for part in sayings)
    return Text(" · ").join(parts)


def _edit(edit: EditView, *, colour: bool) -> Iterator[RenderableType]:
    title = Text(edit.heading, style="bold")
    if edit.said:
        title.append(" · ", style="not bold").append(
            edit.said.text, style=_TONES[edit.said.tone] + " bold"
        )
    yield _signed(f"{edit.number}.", title)
    if edit.pieces:
        yield Padding(_run(edit.shown(), colour=colour), (0, 0, 0, 3))
    reasons = "; ".join(edit.reasons)
    if edit.note:
        reasons += f"; the outlet said: “{edit.note}”" if reasons else f"“{edit.note}”"
    if reasons:
        yield Padding(Text(reasons, style="dim"), (0, 0, 0, 3))


def _run(pieces: Pieces, *, colour: bool) -> Text:
    if not colour:
        return Text(marked(pieces))
    text = Text()
    for piece in spaced(pieces):
        moved = piece.move is not None
        text.append(piece.text, style=_MOVED[piece.op] if moved else _STYLES[piece.op])
    return text


def _stretch(stretch: Stretch, *, colour: bool) -> Iterator[RenderableType]:
    if stretch.folded:
        yield Text(f"  … {len(stretch.rows)} passages unchanged …", style="dim")
        yield ""
        return
    for row in stretch.rows:
        yield Padding(_row(row, colour=colour), (0, 0, 1, 0))


def _row(row: Row, *, colour: bool) -> Table:
    """Return a row of the article: a sign for what happened to it, then its words."""
    text = Text(f"{row.label}: " if row.label else "", style="dim")
    if row.kind is HunkKind.MOVED_AWAY:
        text.append(shortened(row.pieces).text)
    else:
        text = Text.assemble(text, _run(row.pieces, colour=colour))
    for beside in (row.credit and f"({row.credit})", row.link):
        text.append(f" {beside}" if beside else "", style="dim")
    return _signed(_SIGNS[row.kind], text, style="" if row.changed else "dim")


def _signed(sign: str, text: Text, style: str = "") -> Table:
    """Return text beside a sign, its lines under each other."""
    grid = Table.grid(Column(width=len(sign)), Column(), padding=(0, 1))
    grid.add_row(sign, text, style=style)
    return grid


def _whole(text: str) -> Group:
    """Return a line that is copied rather than read: never broken, whatever the width."""
    return Group(Text(text, style="dim", no_wrap=True, overflow="ignore"))


def _evidence(checked: str, captures: tuple[CaptureView, ...]) -> Iterator[RenderableType]:
    if checked:
        yield Text(checked, style="dim")
    for capture in captures:
        yield Text(f"version {capture.number}: {capture.fetched}", style="dim")
        yield _whole(f"  SHA-256 {capture.digest}")
