"""The report as Markdown; nothing that a page says is Markdown of its own."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.model import Op
from monitor.report.life import Life, lived
from monitor.report.pieces import Pieces, spaced
from monitor.report.story import Story
from monitor.report.view import CaptureView, EditView, View, view
from monitor.report.words import markdown_safe

_MARKS = {Op.DELETE: "~~", Op.INSERT: "**"}
_STOP = "<!-- -->"
"""Parts a mark from a letter: between a comma and a letter a mark would close nothing."""


def markdown(story: Story) -> str:
    """Return the report as Markdown, deleted words struck and inserted ones bold."""
    return "\n".join(_lines(view(story))) + "\n"


def life_markdown(stories: tuple[Story, ...]) -> str:
    """Return a whole life as Markdown: a table of its versions, then each one's edits."""
    return "\n".join(_life_lines(lived(stories))) + "\n"


def _life_lines(life: Life) -> Iterator[str]:
    shown = life.newest
    yield from _head(shown, life.verdict)
    yield "| version | seen | what changed | headline |"
    yield "| --- | --- | --- | --- |"
    for version in shown.versions:
        cells = (version.time, version.line, version.headline)
        yield f"| {version.number} | {' | '.join(map(markdown_safe, cells))} |"
    yield ""
    for chapter in life.chapters:
        number, time = chapter.captures[-1].number, chapter.captures[-1].time
        yield f"## Version {number}, {markdown_safe(time)}"
        yield ""
        yield f"**{markdown_safe(chapter.verdict)}**"
        yield ""
        yield from _edits(chapter, level="###")
    yield from _evidence(shown.checked, life.captures)


def _lines(shown: View) -> Iterator[str]:
    yield from _head(shown, shown.verdict, shown.formerly)
    yield from _edits(shown, level="##")
    yield from _evidence(shown.checked, shown.captures)


def _head(shown: View, verdict: str, formerly: str = "") -> Iterator[str]:
    yield f"# {markdown_safe(shown.title)}"
    yield ""
    if formerly:
        yield f"Formerly: ~~{markdown_safe(formerly)}~~"
        yield ""
    yield f"**{markdown_safe(verdict)}**"
    yield ""
    yield f"<{shown.link}>" if shown.link else markdown_safe(shown.url)
    yield ""


def _edits(shown: View, *, level: str) -> Iterator[str]:
    for edit in shown.edits:
        yield from _edit(edit, level)
    for note in shown.notices + shown.findings:
        yield f"**{markdown_safe(note.title)}.** {markdown_safe(note.text)}"
        yield ""


def _edit(edit: EditView, level: str) -> Iterator[str]:
    said = f" ({edit.said.text})" if edit.said else ""
    yield f"{level} {edit.number}. {markdown_safe(edit.heading)}{said}"
    yield ""
    if edit.pieces:
        yield f"> {marked(edit.shown())}"
        yield ""
    if edit.reasons or edit.note:
        note = f"the outlet said: “{edit.note}”" if edit.note else ""
        yield markdown_safe("; ".join((*edit.reasons, *filter(None, [note]))))
        yield ""


def marked(pieces: Pieces) -> str:
    """Return pieces as one line of Markdown."""
    line = ""
    pieces = spaced(pieces)
    for at, piece in enumerate(pieces):
        mark, text = _MARKS.get(piece.op, ""), markdown_safe(piece.text)
        if not mark or not piece.text.strip():
            line += text
            continue
        following = pieces[at + 1].text[:1] if at + 1 < len(pieces) else ""
        line += _stop(line[-1:], piece.text[0]) + mark + text + mark
        line += _stop(following, piece.text[-1])
    return line.strip()


def _stop(outside: str, inside: str) -> str:
    """Return what must part a mark from the letter outside it, where it encloses no letter."""
    return _STOP if outside.isalnum() and not inside.isalnum() else ""


def _evidence(checked: str, captures: tuple[CaptureView, ...]) -> Iterator[str]:
    yield "---"
    yield ""
    yield markdown_safe(checked)
    if not captures:
        return
    yield ""
    yield "| version | fetched | SHA-256 |"
    yield "| --- | --- | --- |"
    for capture in captures:
        fetched = markdown_safe(capture.fetched)
        yield f"| {capture.number} | {fetched} | `{capture.digest}` |"
