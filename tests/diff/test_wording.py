"""What changed inside a sentence, by its words."""

from __future__ import annotations

import pytest
import sentencex  # type: ignore[import-untyped]  # without stubs

from monitor.diff import compare
from monitor.diff.notices import note_kind
from monitor.diff.quotes import quotations
from monitor.diff.sentences import split
from monitor.diff.spelling import near
from monitor.model import Edit, EditKind
from tests.diff.articles import article


def _edit(before: str, after: str, *others: str) -> Edit:
    (edit,) = compare(article(before, *others), article(after, *others)).edits
    return edit


def _reasons(before: str, after: str, *others: str) -> list[str]:
    return [because.text for because in _edit(before, after, *others).because]


def test_a_number_is_told_with_both_figures() -> None:
    assert _reasons("It cost 27 crowns.", "It cost 37 crowns.") == ["number changed 27 → 37"]


def test_many_numbers_are_cut_short() -> None:
    before = "The winning numbers of the draw were 1, 2, 3 and then 4 as told."
    after = "The winning numbers of the draw were 6, 7, 8 and then 9 as told."
    (text,) = _reasons(before, after)
    assert text == "number changed 1, 2, 3 … → 6, 7, 8 …"


def test_an_address_that_changes_is_a_link() -> None:
    edit = _edit("See https://port.example/a for all.", "See https://port.example/b for all.")
    assert edit.kinds[0] is EditKind.LINK


def test_one_negation_for_another_is_none_added() -> None:
    edit = _edit("He had no boat at the pier.", "He had never boat at the pier.")
    assert EditKind.NEGATION not in edit.kinds


def test_a_prefix_that_goes_turns_the_sense() -> None:
    reasons = _reasons("The use of it was illegal there.", "The use of it was legal there.")
    assert "negation removed illegal → legal" in reasons


def test_a_name_that_is_mended_to_what_it_is_elsewhere_is_spelling() -> None:
    other = "Earlier that day the mayor, Lindstrom, had opened the bridge."
    edit = _edit("They met Lindstorm at the pier.", "They met Lindstrom at the pier.", other)
    assert edit.kinds == (EditKind.SPELLING,)


def test_a_name_that_becomes_a_near_one_out_of_the_blue_is_another_name() -> None:
    assert EditKind.NAME in _edit("They met Marina there.", "They met Martina there.").kinds


def test_quotation_marks_around_the_same_words_are_told() -> None:
    plain = "The mayor called the plan a very costly mistake for all."
    quoted = "The mayor called the plan “a very costly mistake” for all."
    assert _edit(plain, quoted).kinds[0] is EditKind.QUOTATION_ADDED
    assert _edit(quoted, plain).kinds[0] is EditKind.QUOTATION_REMOVED


def test_quotation_marks_that_come_with_other_words_are_told() -> None:
    plain = "The mayor called the plan a very costly mistake for 27 people."
    quoted = "The mayor called the plan “a very costly mistake” for 37 people."
    added, removed = _reasons(plain, quoted), _reasons(quoted, plain)
    assert "quotation marks added around “a very costly mistake”" in added
    assert "quotation marks removed from “a very costly mistake”" in removed


def test_marks_that_change_with_a_figure_are_not_told_again() -> None:
    edit = _edit("They paid 27 crowns.", "They paid 27.5 crowns!")
    assert EditKind.PUNCTUATION not in edit.kinds
    assert _edit("It is $27 here.", "It is €27 here.").kinds == (EditKind.NUMBER,)


def test_the_same_number_in_words_is_a_form() -> None:
    assert _edit("There were two boats.", "There were 2 boats.").kinds == (EditKind.FORMAT,)


def test_an_invisible_difference_in_form_is_still_told() -> None:
    assert _edit("The ﬁre was out.", "The fire was out.").kinds


def test_a_clause_that_comes_or_goes_matters() -> None:
    short = "The ferry stayed in the harbour overnight."
    long = (
        "The ferry, loaded with timber, coal, grain plus livestock bound elsewhere, stayed in the"
        " harbour overnight."
    )
    assert _edit(short, long).material
    assert _edit(long, short).material


def test_a_sentence_with_hardly_a_word_left_is_rewritten() -> None:
    end = "toward the Sarn lock today, as seen from the bridge."
    before = f"Grey tugs pulled seven rusty barges slowly along mossy banks {end}"
    after = f"Blue cranes lifted heavy wooden crates quickly over narrow rails {end}"
    assert any("rewritten" in text for text in _reasons(before, after))


@pytest.mark.parametrize(
    ("old", "new", "is_near"),
    [
        ("recieve", "receive", True),
        ("café", "cafe", True),
        ("from", "form", True),
        ("cat", "car", False),
        ("1920s", "1930s", False),
        ("boat", "ship", False),
        ("a" * 100 + "b", "a" * 100 + "c", False),
    ],
)
def test_words_are_near_by_letters_never_by_digits(old: str, new: str, is_near: bool) -> None:
    assert near(old, new) is is_near


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("„Ja“, sagte er.", ["Ja"]),
        ("« Oui », dit-il.", ["Oui"]),
        ("»Ja«, sagte er.", ["Ja"]),
        ("「はい」と言った。", ["はい"]),
        ('Node.js v4 (LTS "Argon") is', ["Argon"]),
        ('and so we go." He left.', ["and so we go"]),
        ("It’s the men’s boat.", []),
        ("No marks.", []),
        ("“…”", []),
    ],
)
def test_quotations_are_found_in_every_style(text: str, quotes: list[str]) -> None:
    assert list(quotations(text).values()) == quotes


def test_a_label_far_from_what_it_announces_is_a_sentence() -> None:
    dates = ", ".join(["3 May 2023"] * 8)
    assert note_kind(f"Update {dates}: the list of days on which the port is closed", "en") is None


def test_a_splitter_that_loses_text_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentencex, "segment", lambda language, text: [text[:3]])
    assert split("One. Two.", "en") == ["One. Two."]
