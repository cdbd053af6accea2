"""The report in a terminal, by rich. Page text has no escape in it by the time it comes here."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from monitor.model import HunkKind, Op
from monitor.report.phrases import Saying, Tone
from monitor.report.pieces import Pieces
from monitor.report.plaintext import marked
from monitor.report.rows import Row, Stretch, shortened
from monitor.report.story import Story
from monitor.report.view import EditView, View, in_place, view

_NARROWEST = 40
_STYLES = {Op.KEEP: "", Op.DELETE: "red strike", Op.INSERT: "green underline"}
_TONES = {Tone.PLAIN: "", Tone.SILENT: "bold red", Tone.DISCLOSED: "green"}
_SIGNS = {
    HunkKind.SAME: " ",
    HunkKind.ADDED: "+",
    HunkKind.REMOVED: "−",
    HunkKind.EDITED: "~",
    HunkKind.MOVED_AWAY: "↑",
    HunkKind.MOVED_HERE: "↓",
}


def terminal(story: Story, *, colour: bool, width: int) -> str:
    """Return the report for a terminal `width` columns wide.

    Without colour, what went stands as [-…-] and what came as {+…+}.
    """
    file, shown = io.StringIO(), view(story)
    console = Console(
        file=file,
        width=max(width, _NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
    )
    console.print(*_report(shown, in_place(story, shown), colour=colour), sep="\n")
    return "\n".join(line.rstrip() for line in file.getvalue().rstrip().splitlines())


def _report(shown: View, rows: tuple[Stretch, ...], *, colour: bool) -> Iterator[RenderableType]:
    yield Text(shown.title, style="bold")
    if shown.formerly:
        yield Text("formerly: ", style="dim").append(shown.formerly, style="dim strike")
    yield _verdict(shown.sayings)
    yield Text(shown.url, style="dim")
    for edit in shown.edits:
        yield ""
        yield from _edit(edit, colour=colour)
    for note in shown.notices + shown.findings:
        yield ""
        yield Text(f"{note.title}. ", style="yellow").append(note.text, style="default")
    if rows:
        yield ""
        yield Rule("The article, edits in place", align="left", style="dim")
        for stretch in rows:
            yield from _stretch(stretch, colour=colour)
    yield Rule(style="dim")
    yield from _evidence(shown)


def _verdict(sayings: tuple[Saying, ...]) -> Text:
    parts = (Text(part.text, style=_TONES[part.tone]) for part in sayings)
    return Text(" · ").join(parts)


def _edit(edit: EditView, *, colour: bool) -> Iterator[RenderableType]:
    title = Text(f"{edit.number}. ").append(edit.title, style="bold")
    if edit.said:
        title.append(" · ").append(edit.said.text, style=_TONES[edit.said.tone])
    yield title
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
    for piece in pieces:
        text.append(piece.text, style=_STYLES[piece.op])
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
    if row.link:
        text.append(f" {row.link}", style="dim")
    grid = Table.grid(Column(width=1), Column(), padding=(0, 1))
    grid.add_row(_SIGNS[row.kind], text, style="" if row.changed else "dim")
    return grid


def _evidence(shown: View) -> Iterator[RenderableType]:
    if shown.checked:
        yield Text(shown.checked, style="dim")
    for capture in shown.captures:
        yield Text(f"version {capture.number}: {capture.fetched}", style="dim")
        yield Text(f"  SHA-256 {capture.digest}", style="dim")
    versions = " ".join(str(capture.number) for capture in shown.captures)
    if shown.edits:
        command = f"monitor report {shown.watch} {versions} -o report.html"
        yield Text(f"as a page: {command}", style="dim")
