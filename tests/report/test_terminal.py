"""The report in a terminal: the same with and without colour, and never the page's escapes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import (
    Block,
    BlockKind,
    Change,
    Disclosure,
    Edit,
    EditKind,
    EventKind,
    Finding,
    FindingKind,
    Hunk,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Piece,
)
from monitor.report import terminal
from tests.report.making import BODY, NOW, article, figure_changed, same, story, told


def test_without_colour_there_is_no_escape_and_edits_are_marked() -> None:
    text = terminal(figure_changed(), colour=False, width=80)
    assert "\x1b" not in text
    assert "1 edit in 24 minutes · silent · a figure changed" in text
    assert "1. A figure changed · silent" in text
    assert "About [-270-] {+370+} ships pass below it every week" in text
    assert "number changed 270 → 370" in text
    assert "… 3 passages unchanged …" in text
    assert "as a page: monitor report k7m2xq4p 1 2 -o report.html" in text
    assert "Checked 98 times; the article could be read 97 times." in text


def test_with_colour_what_went_is_struck_and_what_came_underlined() -> None:
    text = terminal(figure_changed(), colour=True, width=80)
    assert "\x1b[9;31m270\x1b[0m" in text
    assert "\x1b[4;32m370\x1b[0m" in text


@pytest.mark.parametrize("width", [1, 40, 57, 120])
def test_no_line_that_is_read_is_wider_than_the_terminal(width: int) -> None:
    text = terminal(figure_changed(), colour=False, width=width)
    copied = ("https://", "  SHA-256 ", "as a page: ")
    lines = [line for line in text.splitlines() if not line.startswith(copied)]
    assert max(map(len, lines)) <= max(width, 40)


def test_moves_links_notes_and_the_headline_before_are_shown() -> None:
    blocks = (
        Block(kind=BlockKind.PARAGRAPH, text=BODY[0]),
        Block(kind=BlockKind.EMBED, text="A post", source="https://chirp.example/1"),
    )
    old, new = article(blocks=blocks), article(blocks=blocks, headline="Another")
    away = Hunk(
        kind=HunkKind.MOVED_AWAY, part=Part.BODY, old=0,
        pieces=(Piece(op=Op.DELETE, text=BODY[0]),),
    )  # fmt: skip
    here = replace(same(BODY[0], 0), kind=HunkKind.MOVED_HERE)
    moved = Edit(kinds=(EditKind.MOVED,), part=Part.BODY, before="", after="", hunk=None)
    edits = (moved, replace(moved, kinds=(EditKind.LINK,), after="b", disclosed_by=0))
    change = Change(
        edits=edits,
        hunks=(away, same("A post", 1), here),
        notices=(Notice(kind=NoticeKind.UPDATE, op=Op.INSERT, text="Updated with a post."),),
        findings=(Finding(kind=FindingKind.TOUCHED, text="moved to 2 March"),),
        disclosure=Disclosure.DISCLOSED,
    )
    text = terminal(story(old, new, change), colour=False, width=100)
    assert "formerly: Harbour bridge to close for a year" in text
    assert "↑ Moved away from here: The port authority" in text
    assert "↓ Moved here: The port authority" in text
    assert "Embedded post: A post https://chirp.example/1" in text
    assert "“Updated with a post.”" in text
    assert "The date moved, but nothing was edited. moved to 2 March" in text


def test_a_note_follows_the_reasons() -> None:
    shown = figure_changed(Disclosure.DISCLOSED)
    assert shown.change is not None
    edit = replace(shown.change.edits[0], disclosed_by=0)
    notice = Notice(kind=NoticeKind.UPDATE, op=Op.INSERT, text="Updated.", hunk=3)
    change = replace(shown.change, edits=(edit,), notices=(notice,))
    text = terminal(replace(shown, change=change), colour=False, width=100)
    assert "number changed 270 → 370; the outlet said: “Updated.”" in text


def test_an_event_without_a_change_is_shown_too() -> None:
    text = terminal(
        replace(told(EventKind.GONE, "taken down: 404"), checks=0), colour=False, width=80
    )
    assert "Taken down: 404" in text and "Checked" not in text


def test_what_is_copied_is_never_broken_and_what_is_read_is_never_too_wide() -> None:
    address = "https://courier.example/" + "a-long-way-to-go/" * 6
    shown = figure_changed()
    assert shown.new
    far = replace(shown, new=replace(shown.new, url=address))
    assert address in terminal(far, colour=False, width=40).splitlines()
    prose = story(article(), article(["word " * 100]))
    lines = terminal(prose, colour=False, width=200).splitlines()
    assert 90 < max(map(len, lines)) <= 100


def test_entries_have_their_times_and_captions_their_credits() -> None:
    caption = Block(kind=BlockKind.CAPTION, text="The bridge at dusk.", credit="Ida Solvay")
    entry = Block(kind=BlockKind.LIVE_ENTRY, text="Some 20 people stand there.", at=NOW)
    new = (
        replace(caption, text="The bridge at dawn."),
        replace(entry, text="Some 90 people stand there."),
    )
    shown = story(article(blocks=(caption, entry)), article(blocks=new))
    written = terminal(shown, colour=False, width=100)
    assert "{+dawn+}. (Ida Solvay)" in written
    assert "Live entry of 1 March 2026, 10:30 CET: " in written
    assert ", in the entry of 1 March 2026, 10:30 CET" in written
