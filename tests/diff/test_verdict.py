"""Whether the outlet told of its edits, and what is to be known of a change as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.diff import Settings, compare, summary
from monitor.diff.vocabulary import guess, language_of
from monitor.model import (
    Article,
    BlockKind,
    Disclosure,
    EditKind,
    FindingKind,
    Part,
    Provenance,
    Stamp,
)
from tests.diff.articles import article, paragraph

FIRE = "The fire in the old harbour killed 27 people on Monday night."
MORE = "The fire in the old harbour killed 37 people on Monday night."
SHIPS = "Insurers expect the salvage of the trawler to take until the spring tides."
NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)


def _stamp(hours: int, *, day_only: bool = False) -> Stamp:
    at = NOON + timedelta(hours=hours)
    return Stamp(at=at, source=Provenance.META, day_only=day_only)


def _kinds(old: Article, new: Article, url: str = "") -> list[FindingKind]:
    return [finding.kind for finding in compare(old, new, url=url).findings]


def test_a_material_edit_without_a_note_is_silent() -> None:
    change = compare(article(FIRE), article(MORE))
    assert (change.material, change.disclosure) == (True, Disclosure.SILENT)
    assert change.edits[0].disclosure is Disclosure.SILENT


def test_a_small_edit_needs_no_note() -> None:
    change = compare(article(FIRE), article(FIRE.replace("killed", "klled")))
    assert (change.material, change.disclosure) == (False, Disclosure.NOT_NEEDED)


@pytest.mark.parametrize(
    "note",
    [
        "This article has been updated.",
        "Correction: An earlier version of this article said 27 people were killed.",
        "Correction: The number in paragraph 1 was wrong throughout yesterday.",
        "Update: harbour officials gave new numbers of people in hospital, 37 in all.",
    ],
)
def test_a_note_that_tells_of_the_edit_discloses_it(note: str) -> None:
    change = compare(
        article(FIRE, "Ships wait outside."), article(MORE, "Ships wait outside.", note)
    )
    edit = next(edit for edit in change.edits if EditKind.NUMBER in edit.kinds)
    assert (edit.disclosure, edit.disclosed_by) == (Disclosure.DISCLOSED, 0)
    assert change.disclosure is Disclosure.DISCLOSED


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "This story was updated to reflect new information and further details."),
        ("de", "Dieser Artikel wurde mehrfach aktualisiert und um neue Informationen ergänzt."),
        ("fr", "Cet article a été mis à jour avec de nouvelles informations."),
        ("es", "Esta noticia ha sido actualizada con más detalles y nueva información."),
        ("pt", "Esta reportagem foi atualizada com mais informações."),
        ("it", "Questo articolo è stato aggiornato con nuove informazioni."),
        ("ru", "Новость обновлена и дополнена новыми подробностями."),
        ("en", "Correction: The third paragraph of this story was wrong about the ships there."),
        ("de", "Korrektur: Im dritten Absatz stand eine falsche Angabe zum Hafen von Lodrava."),
        ("fr", "Correction : le troisième paragraphe donnait un mauvais total pour le port."),
        ("es", "Corrección: el tercer párrafo daba un total equivocado para el puerto."),
        ("pt", "Correção: o terceiro parágrafo dava um total errado para o porto."),
        ("it", "Correzione: il terzo paragrafo dava un totale sbagliato per il porto."),
        ("ru", "Исправление: третий абзац содержал неверные сведения о порте."),
        ("en", "Correction: Paragraphs 1 and 3 of an earlier version were wrong about ships."),
    ],
)
def test_a_note_may_tell_of_all_or_of_a_paragraph_by_its_number(language: str, note: str) -> None:
    around = ("Ships wait outside.", "The sea is calm.")
    old, new = (
        replace(article(*around, text, *extra), language=language)
        for text, extra in ((FIRE, ()), (MORE, (note,)))
    )
    edit = next(edit for edit in compare(old, new).edits if EditKind.NUMBER in edit.kinds)
    assert edit.disclosure is Disclosure.DISCLOSED
    elsewhere = note.replace("third", "second").replace("and 3", "and 2")
    if elsewhere != note:
        new = article(*around, MORE, elsewhere)
        edit = next(e for e in compare(old, new).edits if EditKind.NUMBER in e.kinds)
        assert edit.disclosure is Disclosure.SILENT


def test_a_note_that_quotes_the_earlier_wording_is_tied_to_that_edit_alone() -> None:
    first, second = "The envoy was dismissed by the council.", "Nobody was told of it."
    note = "Correction: An earlier version said “dismissed”."
    old, new = (
        article(first, second),
        article(first.replace("dismissed", "suspended"), "Everybody was told of it.", note),
    )
    told = {edit.before: edit.disclosure for edit in compare(old, new).edits if edit.before}
    assert told == {first: Disclosure.DISCLOSED, second: Disclosure.SILENT}


def test_a_note_about_the_headline_tells_of_the_headline_alone() -> None:
    new = article(MORE, "Correction: The headline has been changed.", headline="A loud day")
    told = {edit.part: edit.disclosure for edit in compare(article(FIRE), new).edits[:2]}
    assert told == {Part.HEADLINE: Disclosure.DISCLOSED, Part.BODY: Disclosure.SILENT}


def test_a_note_about_a_caption_tells_of_the_caption() -> None:
    old, new = (
        article(FIRE, paragraph(f"The port of {name} in 2019.", BlockKind.CAPTION), *extra)
        for name, extra in (
            ("Lodrava", ()),
            ("Astrel", ("Correction: A caption named another port.",)),
        )
    )
    (edit,) = (edit for edit in compare(old, new).edits if EditKind.CAPTION in edit.kinds)
    assert edit.disclosure is Disclosure.DISCLOSED


def test_a_note_about_something_else_discloses_a_part_of_the_change() -> None:
    note = "Correction: An earlier version misspelled the surname of Petra Lindstrom, the mayor."
    change = compare(article(FIRE), article(MORE, note))
    edit = next(edit for edit in change.edits if EditKind.NUMBER in edit.kinds)
    assert edit.disclosure is Disclosure.SILENT
    assert change.disclosure is Disclosure.PARTLY


def test_a_note_is_itself_never_silent() -> None:
    change = compare(article(FIRE), article(FIRE, "Correction: The mayor is Petra Lindstrom."))
    assert [edit.disclosure for edit in change.edits] == [Disclosure.DISCLOSED]


def test_a_heading_that_announces_an_update_tells_of_what_stands_below_it() -> None:
    heading = paragraph("(Update 3 May) Salvage of the trawler begins", BlockKind.HEADING)
    change = compare(
        article(FIRE), article(FIRE, heading, SHIPS, "Nobody lives there any more now.")
    )
    assert {edit.disclosure for edit in change.edits} == {Disclosure.DISCLOSED}


def test_a_long_note_tells_only_of_what_it_names() -> None:
    note = (
        "Correction: Petra Lindstrom, mayor of the port, was described in an earlier version of"
        " this article as a member of the council, which she left two years ago."
    )
    change = compare(article(FIRE), article(FIRE, note, SHIPS))
    added = next(edit for edit in change.edits if EditKind.PARAGRAPH_ADDED in edit.kinds)
    assert added.disclosure is Disclosure.SILENT


def test_a_note_that_goes_is_silent_and_found() -> None:
    change = compare(article(FIRE, "Correction: It is 27."), article(FIRE))
    assert change.disclosure is Disclosure.SILENT
    assert FindingKind.NOTE_REMOVED in [finding.kind for finding in change.findings]


def test_a_note_beside_a_removed_note_does_not_tell_of_that() -> None:
    old = article(FIRE, "Correction: It is 27.", SHIPS)
    new = article("This article has been updated.", FIRE, SHIPS)
    change = compare(old, new)
    gone = next(edit for edit in change.edits if EditKind.NOTE_REMOVED in edit.kinds)
    assert gone.disclosure is Disclosure.SILENT


def test_a_note_without_a_visible_edit_is_found() -> None:
    new = article(FIRE, "Correction: The mayor is Petra Lindstrom.")
    assert _kinds(article(FIRE), new) == [FindingKind.NOTE_WITHOUT_EDIT]


def test_a_correction_in_the_data_alone_is_a_note_without_an_edit() -> None:
    new = replace(article(FIRE), corrections=("The mayor is Petra Lindstrom.",))
    change = compare(article(FIRE), new)
    assert change.edits == ()
    assert [finding.kind for finding in change.findings] == [FindingKind.NOTE_WITHOUT_EDIT]


def test_a_date_that_moves_without_an_edit_is_touched() -> None:
    old = replace(article(FIRE), modified=_stamp(0))
    assert _kinds(old, replace(old, modified=_stamp(1))) == [FindingKind.TOUCHED]
    assert _kinds(old, replace(old, modified=_stamp(-1))) == []


def test_a_date_that_stays_while_the_article_is_edited_is_found() -> None:
    old = replace(article(FIRE), modified=_stamp(0, day_only=True))
    new = replace(article(MORE), modified=_stamp(0, day_only=True))
    assert _kinds(old, new) == [FindingKind.DATE_LEFT_ALONE]
    assert _kinds(old, replace(new, modified=_stamp(2))) == []


def test_an_address_may_still_say_the_old_headline() -> None:
    old = article(FIRE, headline="Harbour Fire Kills Dozens")
    new = article(FIRE, headline="Arson Suspected at Port")
    url = "https://courier.example/news/harbour-fire-kills-dozens"
    assert _kinds(old, new, url) == [FindingKind.ADDRESS_SAYS_OLD_HEADLINE]
    assert _kinds(old, new, "https://courier.example/news/1042") == []
    assert _kinds(old, new, "https://courier.example/harbour-fire-arson-suspected") == []


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        (
            "Évacuation à l’hôpital de Sées",
            "Tout le monde est rentré",
            "evacuation-hopital-de-sees",
        ),
        ("Größere Schäden in Köln", "Feuer war kleiner", "groessere-schaeden-in-koeln"),
        ("Пожар в старом порту", "Поджог на складе", "пожар-в-старом-порту"),
    ],
)
def test_an_address_is_read_without_its_accents(before: str, after: str, slug: str) -> None:
    old, new = (article("Text.", headline=headline) for headline in (before, after))
    found = _kinds(old, new, f"https://courier.example/news/{slug}")
    assert found == [FindingKind.ADDRESS_SAYS_OLD_HEADLINE]


def test_a_language_without_a_word_list_is_said_to_be_one() -> None:
    old = article("Eldurinn í höfninni var mikill og heitur.", language="is")
    new = article("Eldurinn í höfninni var lítill og heitur.", language="is")
    assert _kinds(old, new) == [FindingKind.WORDS_NOT_UNDERSTOOD]


@pytest.mark.parametrize(
    ("stated", "code"), [("nb-NO", "no"), ("nn", "no"), ("iw", "he"), ("DE", "de")]
)
def test_a_language_is_known_by_each_of_its_codes(stated: str, code: str) -> None:
    one = article("Text.", language=stated)
    assert language_of(one, one) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("한빛시는 시내버스 요금을 인상한다고 밝혔다.", "ko"),
        ("העירייה תסגור את הגשר לחודש.", "he"),
        ("जिला प्रशासन के अनुसार पुल टूट गया।", "hi"),
        ("Κλειστό θα παραμείνει το λιμάνι.", "el"),
        ("Rådet ville inte säga hur det gick, men det är klart att man ska rösta om det.", "sv"),
        ("Tontille rakennetaan hotelli, joka on myös koti, mutta se ei ole vielä valmis.", "fi"),
    ],
)
def test_a_language_is_guessed_by_its_letters_or_its_words(text: str, code: str) -> None:
    assert guess(text) == code


def test_a_language_that_is_not_stated_is_guessed() -> None:
    old = replace(article("Die Firma will die Strafe in der Stadt zahlen."), language=None)
    new = replace(article("Die Firma will die Strafe in der Stadt nicht zahlen."), language=None)
    assert EditKind.NEGATION in compare(old, new).edits[0].kinds


def test_a_language_that_cannot_be_guessed_still_shows_numbers() -> None:
    old = replace(article("Qxz zvrk 27 plomp."), language=None)
    new = replace(article("Qxz zvrk 37 plomp."), language=None)
    assert compare(old, new).edits[0].kinds == (EditKind.NUMBER,)


def test_the_threshold_can_be_moved() -> None:
    change = compare(article(FIRE), article(MORE), settings=Settings(material=0.9))
    assert not change.material


def test_another_date_of_publication_is_an_edit_beside_others() -> None:
    old = replace(article(FIRE), published=_stamp(0))
    new = replace(article(MORE), published=_stamp(3))
    shown = [edit for edit in compare(old, new).edits if edit.part is Part.DATE]
    assert [edit.kinds for edit in shown] == [(EditKind.DATE_SHOWN,)]
    assert compare(old, replace(old, published=_stamp(3))).edits == ()


def test_a_summary_counts_and_names_what_weighs_most() -> None:
    line = summary(compare(article(FIRE), article(MORE, SHIPS))).line
    assert line == "2 edits · a figure changed · a paragraph added · silent"
    assert summary(compare(article(FIRE), article(FIRE))).line == "no edits"


def test_a_summary_names_the_version_that_came_back() -> None:
    found = summary(compare(article(FIRE), article(MORE)), same_as=3)
    assert found.line == "1 edit · a figure changed · reversal: back to version 3 · silent"
    assert (found.edits, found.same_as, found.material) == (1, 3, True)
    again = summary(compare(article(FIRE), article(MORE)), same_as=3, alternates=True)
    assert "flip-flop: back to version 3" in again.line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("橋は安全だった。港も静かだ。", "橋は安全ではなかった。港も静かだ。"),
        ("这座桥很安全，市长说。", "这座桥并不安全，市长说。"),
        ("قال الوزير إن الجسر آمن.", "قال الوزير إن الجسر ليس آمنا."),
    ],
)
def test_a_language_that_is_not_stated_is_guessed_by_its_letters(old: str, new: str) -> None:
    before, after = (replace(article(text), language=None) for text in (old, new))
    assert EditKind.NEGATION in compare(before, after).edits[0].kinds
