"""The article as rows, edits in place."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import (
    Block,
    BlockKind,
    Change,
    Hunk,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Piece,
)
from monitor.report.rows import Row, shortened, stretches
from monitor.report.view import in_place, view
from tests.report.making import BODY, article, figure_changed, paragraphs, same, story


def hunk(kind: HunkKind, text: str, old: int | None = None, new: int | None = None) -> Hunk:
    op = {HunkKind.ADDED: Op.INSERT, HunkKind.REMOVED: Op.DELETE, HunkKind.MOVED_AWAY: Op.DELETE}
    pieces = (Piece(op=op.get(kind, Op.KEEP), text=text),)
    return Hunk(kind=kind, part=Part.BODY, pieces=pieces, old=old, new=new)


def rows_of(*hunks: Hunk, blocks: tuple[Block, ...] = paragraphs(BODY)) -> list[Row]:
    return [row for item in stretches(hunks, blocks, blocks, {}) for row in item.rows]


def test_unchanged_stretches_are_folded_away_from_edits() -> None:
    texts = [f"Paragraph {number}." for number in range(9)]
    hunks = [same(text, at) for at, text in enumerate(texts)]
    hunks[4] = replace(hunks[4], kind=HunkKind.EDITED)
    blocks = paragraphs(texts)
    found = stretches(hunks, blocks, blocks, {4: (1,)})
    assert [(item.folded, len(item.rows)) for item in found] == [(True, 3), (False, 3), (True, 3)]
    assert found[1].rows[1].edits == (1,)


def test_a_single_unchanged_row_is_not_worth_folding() -> None:
    hunks = [same(text, at) for at, text in enumerate(BODY[:3])]
    hunks[0] = replace(hunks[0], kind=HunkKind.EDITED)
    blocks = paragraphs(BODY)
    assert not any(item.folded for item in stretches(hunks, blocks, blocks, {}))


def test_the_headline_is_never_folded() -> None:
    shown = figure_changed()
    found = in_place(shown, view(shown))
    assert found[0].rows[0].part is Part.HEADLINE and not found[0].folded


def test_both_ends_of_a_move_know_each_other() -> None:
    rows = rows_of(
        hunk(HunkKind.MOVED_AWAY, "moved", old=0),
        hunk(HunkKind.SAME, "stays", 1, 0),
        hunk(HunkKind.MOVED_HERE, "moved", 0, 1),
        hunk(HunkKind.MOVED_HERE, "from nowhere", None, 2),
    )
    assert [row.twin for row in rows] == [2, None, 0, None]
    assert [row.label for row in rows] == ["Moved away from here", "", "Moved here", "Moved here"]
    assert (rows[2].old_pieces, rows[0].new_pieces) == ((), ())


def test_what_a_block_is_and_what_happened_to_it_is_said() -> None:
    blocks = (
        Block(kind=BlockKind.CAPTION, text="A bridge."),
        Block(kind=BlockKind.EMBED, text="", source="https://chirp.example/1"),
        Block(kind=BlockKind.RELATED, text="", source="javascript:alert(1)"),
    )
    rows = rows_of(
        hunk(HunkKind.ADDED, "A bridge.", new=0),
        Hunk(kind=HunkKind.SAME, part=Part.BODY, pieces=(), old=1, new=1),
        Hunk(kind=HunkKind.REMOVED, part=Part.BODY, pieces=(), old=2),
        blocks=blocks,
    )
    assert [(row.label, row.link) for row in rows] == [
        ("Caption · Added", None),
        ("Embedded post", "https://chirp.example/1"),
    ]


def test_a_field_is_named_only_where_it_changed() -> None:
    change = story(article(), article(headline="Harbour bridge closes")).change
    assert change is not None
    rows = rows_of(*change.hunks)
    assert [row.label for row in rows if row.part is not Part.BODY] == ["Headline", "", ""]


def test_a_long_passage_that_moved_is_shortened_where_it_was() -> None:
    pieces = (Piece(op=Op.DELETE, text="word " * 40),)
    assert shortened(pieces).text.endswith(" …") and len(shortened(pieces).text) < 95
    assert shortened((Piece(op=Op.DELETE, text="short"),)).text == "short"


def test_a_note_that_an_edit_shows_is_not_shown_twice() -> None:
    shown = figure_changed()
    assert shown.change is not None
    notices = tuple(
        Notice(kind=NoticeKind.CORRECTION, op=Op.INSERT, text=text, hunk=at)
        for text, at in (("seen in an edit", 3), ("elsewhere", 4), ("nowhere", None))
    )
    change: Change = replace(shown.change, notices=notices)
    assert [note.text for note in view(replace(shown, change=change)).notices] == [
        "elsewhere",
        "nowhere",
    ]
