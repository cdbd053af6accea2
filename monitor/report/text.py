"""The report as text: for mails, terminals, Markdown and patches."""

from __future__ import annotations

import io
import textwrap

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from monitor.model import Change, Edit, Hunk, HunkKind, Op, Snapshot
from monitor.report.rows import Stretch, stretches
from monitor.report.story import Story, edit_title, said, verdict
from monitor.report.words import markdown_safe, marked, plain

_WIDTH = 72
_STYLES = {Op.KEEP: "", Op.DELETE: "red strike", Op.INSERT: "green underline"}
_SIGNS = {
    HunkKind.SAME: " ",
    HunkKind.ADDED: "+",
    HunkKind.REMOVED: "-",
    HunkKind.EDITED: "~",
    HunkKind.MOVED_AWAY: "↑",
    HunkKind.MOVED_HERE: "↓",
}


def article_text(snapshot: Snapshot) -> str:
    """Return a version as text: headline, standfirst, byline and each block, one a line."""
    article = snapshot.article
    head = (article.headline, article.kicker, article.standfirst, ", ".join(article.authors))
    lines = [plain(line or "") for line in (*head, *(block.text for block in article.blocks))]
    return "\n".join(line for line in lines if line)


def mail_text(story: Story) -> str:
    """Return the text part of the mail about a story: as much as the HTML part, wrapped."""
    parts = [_fill(story.title), verdict(story), story.url, ""]
    if story.change and story.old and story.new:
        parts += [_when(story), ""]
        for edit in story.change.edits:
            parts += [*_edit_lines(edit, story.change), ""]
        parts += [_fill(finding.text) for finding in story.change.findings]
    parts += ["-- ", _evidence(story)]
    return "\n".join(parts).rstrip() + "\n"


def _edit_lines(edit: Edit, change: Change) -> list[str]:
    word = said(edit)
    title = f"* {edit_title(edit)}" + (f" ({word})" if word else "")
    if edit.hunk is not None:
        shown = marked(change.hunks[edit.hunk].pieces)
    else:
        shown = f"[-{plain(edit.before)}-] {{+{plain(edit.after)}+}}"
    reasons = "; ".join(reason.text for reason in edit.because)
    lines = [title, _fill(shown, indent="  ")]
    return [*lines, _fill(f"({plain(reasons)})", indent="  ")] if reasons else lines


def _when(story: Story) -> str:
    if not (story.old and story.new):
        return ""
    first, second = story.time(story.old.fetched_at), story.time(story.new.fetched_at)
    return f"version {story.old.version}: {first}\nversion {story.new.version}: {second}"


def _evidence(story: Story) -> str:
    lines = [f"Checked {story.checks} times, of which {story.checks_ok} could be read."]
    for snapshot in (story.old, story.new):
        if snapshot:
            lines.append(f"SHA-256 of version {snapshot.version}: {snapshot.capture.digest}")
    return "\n".join(lines)


def _fill(text: str, *, indent: str = "") -> str:
    return textwrap.fill(
        plain(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def terminal(story: Story, *, colour: bool, width: int) -> str:
    """Return the report for a terminal `width` columns wide."""
    console = Console(
        file=io.StringIO(),
        width=max(width, 40),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
    )
    console.print(Text(plain(story.title), style="bold"))
    console.print(Text(verdict(story), style="magenta"))
    console.print(Text(_when(story), style="dim"))
    if story.change and story.old and story.new:
        console.print(Rule(style="dim"))
        for stretch in stretches(story.change, story.old, story.new):
            _print_stretch(console, stretch, colour=colour)
        console.print(Rule(style="dim"))
        for edit in story.change.edits:
            console.print(_edit_summary(edit))
        for finding in story.change.findings:
            console.print(Text(plain(finding.text), style="yellow"))
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue().rstrip("\n")


def _print_stretch(console: Console, stretch: Stretch, *, colour: bool) -> None:
    if stretch.folded:
        many = len(stretch.rows)
        console.print(Text(f"  … {many} unchanged" + "\n", style="dim"))
        return
    for row in stretch.rows:
        console.print(_row_text(row.hunk, colour=colour))
        console.print()


def _row_text(hunk: Hunk, *, colour: bool) -> Text:
    text = Text(f"{_SIGNS[hunk.kind]} ")
    if not colour:
        return text.append(marked(hunk.pieces))
    for piece in hunk.pieces:
        text.append(plain_piece(piece.text), style=_STYLES[piece.op])
    return text


def plain_piece(text: str) -> str:
    """Return a piece without control characters, its outer spaces kept."""
    inner = plain(text)
    if not inner:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def _edit_summary(edit: Edit) -> Text:
    text = Text("• ")
    text.append(edit_title(edit), style="bold")
    if word := said(edit):
        text.append(f" · {word}", style="red" if word == "silent" else "green")
    reasons = "; ".join(plain(reason.text) for reason in edit.because)
    return text.append(f"  {reasons}", style="dim") if reasons else text


def markdown(story: Story) -> str:
    """Return the report as Markdown; nothing that the page says is Markdown of its own."""
    lines = [f"# {markdown_safe(story.title)}", "", f"**{markdown_safe(verdict(story))}**", ""]
    lines += [f"<{story.url}>", "", markdown_safe(_when(story)), ""]
    if story.change:
        for edit in story.change.edits:
            lines.append(f"## {markdown_safe(edit_title(edit))}")
            lines += ["", f"_{word}_", ""] if (word := said(edit)) else [""]
            lines += [_markdown_edit(edit, story.change), ""]
    lines += ["---", "", *(markdown_safe(line) for line in _evidence(story).splitlines())]
    return "\n".join(lines) + "\n"


_MARKDOWN = {Op.KEEP: "{}", Op.DELETE: "~~{}~~", Op.INSERT: "**{}**"}


def _markdown_edit(edit: Edit, change: Change) -> str:
    if edit.hunk is None:
        return f"~~{markdown_safe(edit.before)}~~ **{markdown_safe(edit.after)}**"
    parts = []
    for piece in change.hunks[edit.hunk].pieces:
        inner = markdown_safe(piece.text)
        before = " " if piece.text[:1].isspace() else ""
        after = " " if piece.text[-1:].isspace() else ""
        parts.append(before + (_MARKDOWN[piece.op].format(inner) if inner else "") + after)
    return "".join(parts).strip()


def patch(story: Story) -> str:
    """Return a unified patch that turns the old version's `article_text` into the new one's."""
    if not (story.change and story.old and story.new):
        return ""
    body: list[str] = []
    for hunk in story.change.hunks:
        body += _patch_lines(hunk)
    old = sum(line[0] in " -" for line in body)
    new = sum(line[0] in " +" for line in body)
    head = [
        f"--- version-{story.old.version}.txt",
        f"+++ version-{story.new.version}.txt",
        f"@@ -{1 if old else 0},{old} +{1 if new else 0},{new} @@",
    ]
    return "\n".join([*head, *body]) + "\n"


def _patch_lines(hunk: Hunk) -> list[str]:
    old = plain("".join(piece.text for piece in hunk.pieces if piece.op is not Op.INSERT))
    new = plain("".join(piece.text for piece in hunk.pieces if piece.op is not Op.DELETE))
    if hunk.kind is HunkKind.MOVED_HERE:
        old = ""
    if old == new:
        return [f" {old}"] if old else []
    return [sign + text for sign, text in (("-", old), ("+", new)) if text]
