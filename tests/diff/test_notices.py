"""Notes by the outlet, told apart from all that looks like one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.diff import compare
from monitor.diff.notices import headline_tag, is_date_line, note_kind
from monitor.model import BlockKind, EditKind, NoticeKind, Op
from tests.diff.articles import article, paragraph

U, C, CL = NoticeKind.UPDATE, NoticeKind.CORRECTION, NoticeKind.CLARIFICATION
E, RT, RF = NoticeKind.EDITORS_NOTE, NoticeKind.RETRACTION, NoticeKind.REFILE


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "UPDATE 3 p.m.: Adds a statement by the port.", U),
        ("en", "Updated with Pell’s remarks about Vosk.", U),
        ("en", "This story has been updated.", U),
        ("en", "CORRECTION: The driver is 43, not 34.", C),
        ("en", "Correction", C),
        ("en", "This article was amended on 3 May 2023.", C),
        ("en", "Clarification: The fine is per day.", CL),
        ("en", "Editor’s note: We have removed a photograph.", E),
        ("en", "This article has been retracted.", RT),
        ("en", "(Refiles to fix the byline)", RF),
        ("en", "(Corrects spelling of name in paragraph 2)", RF),
        ("de", "Korrektur: Der Fahrer ist 43.", C),
        ("de", "Anmerkung der Redaktion: Der Name wurde geändert.", E),
        ("de", "Dieser Artikel wurde am 3. Mai aktualisiert.", U),
        ("fr", "Mise à jour : la réaction du port a été ajoutée.", U),
        ("es", "Corrección: el conductor tiene 43 años.", C),
        ("pt", "Correção: o motorista tem 43 anos.", C),
        ("it", "Correzione: l’autista ha 43 anni.", C),
        ("ru", "Исправление: водителю 43 года.", C),
        ("sv", "Correction: The driver is 43.", C),
    ],
)
def test_a_note_is_known_for_what_it_is(language: str, text: str, kind: NoticeKind) -> None:
    assert note_kind(text, language) is kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Updated 5 hours ago"),
        ("en", "Updated: 3 May 2023, 14:05"),
        ("en", "Update"),
        ("en", "“Correction: we lost,” the coach said."),
        ("en", "Corrections officers searched the cells on Monday."),
        ("en", "The ministry will update its figures: nobody knows when."),
        ("en", "The correction was published by another newspaper: the Courier."),
        ("en", "Refiles are rare."),
        (
            "en",
            "Update of the town hall and its many towers will cost a fortune, said Mr Oakes: ruin.",
        ),
        ("de", "Aktualisiert am 3. Mai 2023 um 14:05 Uhr"),
        ("fr", "Mis à jour le 3 mai 2023 à 14h05"),
        ("en", "…"),
    ],
)
def test_what_only_looks_like_a_note_is_none(language: str, text: str) -> None:
    assert note_kind(text, language) is None


NOTES = [
    json.loads(line)
    for line in (Path(__file__).parent / "notes.jsonl").read_text("utf-8").splitlines()
]
"""A line is what an outlet may write: the kind of the note that it is, or null for none."""


@pytest.mark.parametrize("row", NOTES, ids=lambda row: f"{row['language']}: {row['text'][:40]}")
def test_the_notes_of_the_table_are_known_and_nothing_else_in_it(row: dict[str, Any]) -> None:
    kind = note_kind(row["text"], row["language"])
    assert (kind and kind.value) == row["kind"]
    added = compare(article("Text."), article("Text.", row["text"], language=row["language"]))
    assert bool(added.notices) is (row["kind"] is not None)


@pytest.mark.parametrize(
    ("language", "text", "is_one"),
    [
        ("en", "Last updated: 3 May 2023, 14:05", True),
        ("en", "Updated 5 hours ago", True),
        ("de", "Veröffentlicht am 3. Mai 2023", True),
        ("en", "3 May 2023", False),
        ("en", "Updated with a photo", False),
        ("en", "The bridge was published in 2023.", False),
        ("en", "Published 3 May 2023 " + "and then " * 20, False),
    ],
)
def test_a_date_line_says_when_and_nothing_else(language: str, text: str, is_one: bool) -> None:
    assert is_date_line(text, language) is is_one


def test_a_date_line_that_moves_on_is_no_edit() -> None:
    change = compare(
        article("Updated 5 hours ago", "Text."), article("Updated 6 hours ago", "Text.")
    )
    assert change.edits == ()


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("UPDATE 2-Port closes", U),
        ("CORRECTED-Port closes", C),
        ("REFILE-Port closes", RF),
        ("WITHDRAWN: Port closes", RT),
        ("Update on the port", None),
    ],
)
def test_an_agency_marks_its_headline(headline: str, kind: NoticeKind | None) -> None:
    assert headline_tag(headline) is kind


def test_a_tag_on_the_headline_is_a_notice_of_its_hunk() -> None:
    change = compare(article("Text."), article("Text.", headline="UPDATE 1-A quiet day"))
    (notice,) = change.notices
    assert (notice.kind, notice.op, notice.hunk) == (U, Op.INSERT, 0)


def test_the_same_tag_again_is_no_notice() -> None:
    old = article("Text.", headline="UPDATE 1-A quiet day")
    assert compare(old, article("Text.", headline="UPDATE 1-A loud day")).notices == ()


def test_a_note_inside_a_paragraph_is_told_apart_from_the_rest() -> None:
    old = article("The port is closed until the end of the week.")
    new = article(
        "The port is closed until the end of the month. Update: Pilots confirmed it on Monday."
        " They are on strike."
    )
    change = compare(old, new)
    assert [edit.kinds[0] for edit in change.edits] == [EditKind.NOTE_ADDED, EditKind.REWORDED]
    assert change.edits[0].after.endswith("They are on strike.")


def test_a_note_in_front_of_old_words_leaves_the_rest_to_be_told() -> None:
    old = article("The port is closed until the end of the week. Ships wait outside.")
    new = article("The port is closed. Correction: It is 43 ships. Ships wait outside. Two left.")
    kinds = [edit.kinds[0] for edit in compare(old, new).edits]
    assert kinds[0] is EditKind.NOTE_ADDED
    assert len(kinds) == 2


def test_a_note_that_is_reworded_or_goes_is_no_paragraph() -> None:
    first = article("Text.", "Correction: The driver is 43.")
    second = article("Text.", "Correction: The driver is 44.")
    (edit,) = compare(first, second).edits
    assert edit.kinds == (EditKind.NOTE_CHANGED,)
    gone = compare(second, article("Text."))
    assert [edit.kinds for edit in gone.edits] == [(EditKind.NOTE_REMOVED,)]
    assert [notice.op for notice in gone.notices] == [Op.DELETE]


def test_a_block_that_the_page_marks_as_a_note_is_one() -> None:
    note = paragraph("Some names were changed.", BlockKind.NOTICE)
    (edit,) = compare(article("Text."), article("Text.", note)).edits
    assert edit.kinds == (EditKind.NOTE_ADDED,)


def test_a_correction_in_the_data_of_the_page_is_a_notice_once() -> None:
    new = article("Text.", "Correction: The driver is 43.")
    new = replace(new, corrections=("The driver is 43.", "The bridge is in Sarn."))
    change = compare(article("Text."), new)
    assert [notice.text for notice in change.notices if notice.hunk is None] == [
        "The bridge is in Sarn."
    ]
