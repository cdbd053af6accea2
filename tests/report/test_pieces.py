"""Runs of text are cut to an edit and its surroundings, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Op, Piece
from monitor.report.pieces import cleaned, excerpt, narrow, paired, side, spaced


def keep(text: str) -> Piece:
    return Piece(op=Op.KEEP, text=text)


def gone(text: str) -> Piece:
    return Piece(op=Op.DELETE, text=text)


def came(text: str) -> Piece:
    return Piece(op=Op.INSERT, text=text)


PARAGRAPH = (
    keep("First sentence. About "),
    gone("270"),
    came("370"),
    keep(" ships pass. "),
    came("A new one. "),
    keep("Last sentence."),
)


def test_an_edited_sentence_is_cut_out_of_its_paragraph() -> None:
    cut = narrow(PARAGRAPH, "About 270 ships pass.", "About 370 ships pass.")
    assert cut == (keep("About "), gone("270"), came("370"), keep(" ships pass."))


def test_an_added_sentence_stands_alone() -> None:
    assert narrow(PARAGRAPH, "", "A new one.") == (came("A new one."),)


def test_a_removed_sentence_stands_alone() -> None:
    pieces = (keep("Stays. "), gone("Goes. "), keep("Stays too."))
    assert narrow(pieces, "Goes.", "") == (gone("Goes."),)


def test_an_edit_that_cannot_be_found_shows_all_of_its_passage() -> None:
    assert narrow(PARAGRAPH, "no such words", "nor these") == PARAGRAPH
    assert narrow(PARAGRAPH, "", "") == PARAGRAPH


def test_of_equal_places_the_one_where_the_words_changed_is_found() -> None:
    pieces = (keep("ten men. "), gone("ten"), came("two"), keep(" men."))
    cut = narrow(pieces, "ten men.", "two men.")
    assert cut == (gone("ten"), came("two"), keep(" men."))


@given(st.lists(st.tuples(st.sampled_from(Op), st.text(alphabet="ab .", max_size=6)), max_size=8))
def test_the_whole_of_both_texts_narrows_to_all_that_was_said(parts: list[tuple[Op, str]]) -> None:
    pieces = tuple(Piece(op=op, text=text) for op, text in parts)
    before, after = side(pieces, Op.INSERT), side(pieces, Op.DELETE)
    cut = narrow(pieces, before, after)
    assert (side(cut, Op.INSERT), side(cut, Op.DELETE)) == (before, after)


def test_marks_stand_close_around_the_words() -> None:
    pieces = (keep("The"), gone(" old "), came(" new "), keep("bridge"))
    assert spaced(pieces) == (
        keep("The"), keep(" "), gone("old"), keep(" "), came("new"), keep(" "),
        keep("bridge"),
    )  # fmt: skip


def test_a_word_stands_a_space_apart_from_the_one_that_came_for_it() -> None:
    assert spaced((gone("270"), came("370"))) == (gone("270"), keep(" "), came("370"))


def test_neighbours_that_came_together_are_one_mark() -> None:
    pieces = (keep("One."), came(" "), came("Two."), keep(""), came(" Three."))
    assert spaced(cleaned(pieces[:3])) == (keep("One."), keep(" "), came("Two."))
    assert cleaned(pieces) == (keep("One."), came(" Two."), came(" Three."))
    assert cleaned(pieces[1:3]) == (came(" Two."),)


@given(st.lists(st.tuples(st.sampled_from(Op), st.text(alphabet="ab .", max_size=6)), max_size=8))
def test_cleaning_changes_neither_side(parts: list[tuple[Op, str]]) -> None:
    pieces = tuple(Piece(op=op, text=text) for op, text in parts)
    for op in (Op.INSERT, Op.DELETE):
        assert side(cleaned(pieces), op) == side(pieces, op)


def test_a_space_that_came_is_still_marked_and_what_is_empty_is_dropped() -> None:
    assert spaced(cleaned((keep("any"), came(" "), keep("one"), keep("\x00")))) == (
        keep("any"), came(" "), keep("one"),
    )  # fmt: skip


LONG = "word " * 60


def test_long_stretches_are_cut_where_nothing_changed() -> None:
    pieces = (keep(LONG), gone("270"), keep(LONG), came("370"), keep(LONG))
    first, _, middle, _, last = excerpt(pieces, around=30, longest=100)
    assert first.text.startswith("… ") and first.text.endswith("word ")
    assert " … " in middle.text and len(middle.text) < 80
    assert last.text.startswith("word") and last.text.endswith(" …")
    assert max(len(piece.text) for piece in (first, middle, last)) < 80


def test_short_passages_and_short_stretches_stay_as_they_are() -> None:
    assert excerpt(PARAGRAPH, around=160, longest=900) == PARAGRAPH
    pieces = (keep("a"), gone(LONG), keep(" short "), came("x"), keep("b"))
    assert [piece.text for piece in excerpt(pieces, around=20, longest=50)[2:]] == [
        " short ", "x", "b",
    ]  # fmt: skip


def test_words_that_changed_stay_up_to_a_bound() -> None:
    (cut,) = excerpt((came(LONG),), around=10, longest=50)
    assert cut.text.endswith(" …") and 40 < len(cut.text) < 53


def test_a_passage_that_only_stayed_is_cut_at_its_end() -> None:
    (cut,) = excerpt((keep(LONG),), around=20, longest=50)
    assert cut.text.startswith("word") and cut.text.endswith(" …")


def test_text_without_spaces_is_cut_anywhere() -> None:
    first, _ = excerpt((keep("字" * 300), came("x")), around=20, longest=50)
    assert first.text == "… " + "字" * 20
    (cut,) = excerpt((came("字" * 300),), around=20, longest=50)
    assert cut.text == "字" * 50 + " …"


def test_a_sentence_that_went_and_came_again_has_both_ends_numbered() -> None:
    pieces = (gone("It closes in June. "), keep("Ferries run."), came(" It closes in June."))
    first, kept, last = paired(pieces)
    assert first.move is not None and first.move == last.move and kept.move is None
    assert (first.text, last.text) == (pieces[0].text, pieces[2].text)


def test_a_word_that_went_and_came_did_not_move() -> None:
    pieces = (gone("the "), keep("old bridge and "), came("the "), gone("It closes in June."))
    assert paired(pieces) == pieces
