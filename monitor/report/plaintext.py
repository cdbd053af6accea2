"""The text part of a mail: it says as much as the HTML part, on lines that every program shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.model import Op
from monitor.report.pieces import Pieces, side, spaced
from monitor.report.view import EditView, View
from monitor.report.words import plain

_WIDTH = 72
_MARKS = {Op.KEEP: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
_FEW = 2
"""Changed places up to which a passage is shown once, with marks in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says, in both of its parts."""

    view: View
    subject: str
    what: str
    """The event in a word or two."""
    meaning: str
    """What the event means for the reader; empty where the edits say it."""
    more: str
    """How many edits are left out; empty where none is."""


def mail_text(letter: Letter) -> str:
    """Return the text part of a mail."""
    view = letter.view
    formerly = f"Formerly: {view.formerly}" if view.formerly and view.edits else ""
    head = [fill(view.title), fill(formerly), f"{fill(view.verdict)}\n{view.url}"]
    body = ["\n".join(_edit(edit)) for edit in view.edits]
    notes = [fill(f"{note.title}. {note.text}") for note in view.notices + view.findings]
    parts = [*head, fill(letter.meaning), fill(view.seen), *body, fill(letter.more), *notes]
    end = "\n".join(["-- ", *_evidence(view)])
    return "\n\n".join(part for part in (*parts, end) if part) + "\n"


def _edit(edit: EditView) -> Iterator[str]:
    said = f" ({edit.said.text})" if edit.said else ""
    yield fill(f"{edit.heading}{said}", sign=f"{edit.number}.")
    yield from shown(edit)
    if edit.reasons:
        yield fill("Why: " + "; ".join(edit.reasons), indent="   ")
    if edit.note:
        yield fill(f"The outlet said: “{edit.note}”", indent="   ")


def shown(edit: EditView) -> Iterator[str]:
    """Yield the words of an edit: marked in place where little changed, else before and after."""
    pieces = edit.shown(140, 1200)
    if not pieces:
        return
    changed = sum(now and not before for before, now in _neighbours(pieces))
    whole = len(pieces) == 1 and changed == 1
    if not whole and not edit.apart and changed <= _FEW:
        yield fill(marked(pieces), indent="   ")
        return
    for op, dropped, sign in ((Op.DELETE, Op.INSERT, "−"), (Op.INSERT, Op.DELETE, "+")):
        if not whole or pieces[0].op is op:
            yield fill(side(pieces, dropped), indent="   ", sign=sign)


def _neighbours(pieces: Pieces) -> Iterable[tuple[bool, bool]]:
    changed = [piece.op is not Op.KEEP for piece in pieces]
    return zip([False, *changed], changed, strict=False)


def marked(pieces: Pieces) -> str:
    """Return pieces as plain text, what went as [-…-] and what came as {+…+}."""
    return "".join(_MARKS[piece.op].format(piece.text) for piece in spaced(pieces))


def _evidence(view: View) -> Iterator[str]:
    for capture in view.captures:
        yield f"Version {capture.number}, {capture.fetched}"
        yield f"SHA-256 {capture.digest}"
    if view.edits and view.captures:
        first, last = view.captures[0].number, view.captures[-1].number
        yield "The whole report:"
        yield f"  monitor report {view.watch} {first} {last} -o report.html"


def fill(text: str, *, indent: str = "", sign: str = "") -> str:
    """Return text wrapped, its first line after `sign`."""
    lead = f"{indent}{sign} " if sign else indent
    return textwrap.fill(
        plain(text),
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
