"""Mails that tell: subject, text and HTML say the same, each as well as it can."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from monitor.model import (
    Change,
    Disclosure,
    Edit,
    EditKind,
    EventKind,
    Finding,
    FindingKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Piece,
)
from monitor.report import message
from monitor.report.pieces import Pieces
from monitor.report.plaintext import shown
from monitor.report.view import view
from tests.report.making import BODY, alert, article, event, figure_changed, story, told


def test_the_subject_says_which_article_what_weighs_most_and_whether_it_was_said() -> None:
    assert message(alert(), figure_changed()).subject == (
        "Edited: Harbour bridge to close for a year — a figure changed (silent)"
    )
    plain = message(alert(), figure_changed(Disclosure.NOT_NEEDED)).subject
    assert plain.endswith("— a figure changed")


def test_a_subject_is_one_bounded_line() -> None:
    long = "A headline\r\nBcc: all@example.org " + "that goes on " * 50
    subject = message(alert(), story(article(), article(headline=long))).subject
    assert "\n" not in subject and "\r" not in subject and len(subject) < 160
    assert subject.endswith("— the headline changed (silent)")


def test_a_message_carries_the_ids_that_threads_and_retries_need() -> None:
    told_alert = alert()
    written = message(told_alert, figure_changed())
    assert (written.id, written.thread) == (told_alert.id, "k7m2xq4p")
    assert written.at == told_alert.event.at


def test_an_alert_says_the_same_however_late_it_is_sent() -> None:
    first = figure_changed()
    third = replace(first.versions[-1], version=3)
    later = replace(first, versions=(*first.versions, third), checks=99, checks_ok=99)
    assert message(alert(), first) == message(alert(), later)


def test_the_text_shows_the_edit_with_marks_and_reasons() -> None:
    text = message(alert(), figure_changed()).text
    assert (
        "1. A figure changed (silent)\n"
        "   About [-270-] {+370+} ships pass below it every week, according to\n"
        "   its figures.\n"
        "   Why: number changed 270 → 370\n" in text
    )
    assert max(len(line) for line in text.splitlines() if "SHA" not in line) <= 72


def test_both_parts_say_the_same() -> None:
    whole = story(article(), article((*BODY[1:], "A new paragraph, with a new end.")))
    written = message(alert(), whole)
    found = BeautifulSoup(written.html, "html.parser")
    for edit in view(whole).edits:
        words = edit.pieces[0].text.split()[:4]
        assert " ".join(words) in " ".join(written.text.split())
        assert " ".join(words) in " ".join(found.get_text().split())


def test_the_html_part_loads_nothing_and_styles_each_element_itself() -> None:
    found = BeautifulSoup(message(alert(), figure_changed()).html, "html.parser")
    assert not found.select("img, link, script, iframe, [src], [background]")
    assert [str(link["href"]) for link in found.find_all("a")] == [
        "https://courier.example/world/harbour"
    ]
    assert all("color:" in str(mark["style"]) for mark in found.find_all(["ins", "del"]))
    assert {str(table["role"]) for table in found.find_all("table")} == {"presentation"}


@pytest.mark.parametrize(
    ("kind", "line", "subject", "words"),
    [
        (EventKind.FIRST_SEEN, "first version", "Watching", "Every edit from here on"),
        (EventKind.GONE, "taken down: 404", "Taken down", "no longer at its address"),
        (EventKind.RESTORED, "is back", "Back", "at its address again"),
        (EventKind.MOVED, "moved to /new", "Moved", "leads to another one"),
        (EventKind.BLOCKED, "cannot be read: log-in", "Cannot be read", "A wall stands"),
        (EventKind.FAILING, "keeps failing: timeout", "Failing", "several times in a row"),
        (EventKind.RECOVERED, "can be read again", "Readable again", "can be read again"),
    ],
)
def test_events_without_a_change_say_what_happened_and_what_it_means(
    kind: EventKind, line: str, subject: str, words: str
) -> None:
    written = message(alert(event(kind, line)), told(kind, line))
    assert written.subject == f"{subject}: Harbour bridge to close for a year"
    for part in (written.text, BeautifulSoup(written.html, "html.parser").get_text()):
        flat = " ".join(part.split())
        assert words in flat
        assert "Noticed 1 March 2026, 10:54 CET. 2 versions kept" in flat


def test_an_event_of_an_article_that_was_never_read_has_a_mail_too() -> None:
    never = replace(told(EventKind.FAILING, "keeps failing: timeout"), new=None, versions=())
    first = alert(event(EventKind.FAILING, "keeps failing: timeout", new_version=None))
    text = message(first, never).text
    assert "Noticed 1 March 2026, 10:54 CET.\n" in text
    assert "SHA-256" not in text


def test_a_storm_of_edits_is_cut_and_says_so() -> None:
    edit = Edit(kinds=(EditKind.LINK,), part=Part.BODY, before="a", after="b", hunk=None)
    whole = story(article(), article(), Change(edits=(edit,) * 40, hunks=()))
    written = message(alert(), whole)
    assert "… and 15 more edits, all of them in the report." in written.text
    assert "and 15 more edits" in written.html


def test_one_edit_in_very_many_places_is_cut_too() -> None:
    text = " ".join(f"The ship {number} left the port early." for number in range(2000))
    whole = story(article([text]), article([text.replace("early", "late")]))
    written = message(alert(), whole)
    assert len(written.html) < 60_000 and len(written.text) < 10_000


def test_a_telling_of_an_edit_that_shows_nothing_today_keeps_its_line() -> None:
    whole = story(article(), article(), Change(edits=(), hunks=()))
    told_alert = alert(event(line="1 edit · punctuation"))
    assert "1 edit · punctuation" in message(told_alert, whole).text


def test_the_headline_before_findings_and_notes_are_told() -> None:
    whole = story(article(), article(headline="Harbour bridge closes"))
    assert whole.change is not None
    finding = Finding(kind=FindingKind.ADDRESS_SAYS_OLD_HEADLINE, text="“to-close”")
    change = replace(whole.change, findings=(finding,))
    written = message(alert(), replace(whole, change=change))
    for part in (written.text, written.html):
        assert "Formerly" in part
        assert "Old headline in the address" in part


def test_the_note_that_disclosed_an_edit_is_quoted() -> None:
    whole = figure_changed(Disclosure.DISCLOSED)
    assert whole.change is not None
    notice = Notice(kind=NoticeKind.CORRECTION, op=Op.INSERT, text="It was 370, not 270.")
    edit = replace(whole.change.edits[0], disclosed_by=0, because=())
    change = replace(whole.change, edits=(edit,), notices=(notice,))
    written = message(alert(), replace(whole, change=change))
    assert "The outlet said: “It was 370, not 270.”" in written.text
    assert "the outlet said: “It was 370, not 270.”" in written.html


def lines_of(pieces: Pieces, *, apart: bool = False) -> list[str]:
    edit = replace(view(figure_changed()).edits[0], pieces=pieces, apart=apart)
    return list(shown(edit))


def test_much_reworded_passages_stand_before_and_after() -> None:
    pieces = tuple(
        Piece(op=op, text=text)
        for op, text in (
            (Op.DELETE, "One"), (Op.INSERT, "Two"), (Op.KEEP, " of the "), (Op.DELETE, "men"),
            (Op.INSERT, "women"), (Op.KEEP, " who "), (Op.INSERT, "then "), (Op.KEEP, "left."),
        )
    )  # fmt: skip
    assert lines_of(pieces) == [
        "   − One of the men who left.",
        "   + Two of the women who then left.",
    ]


def test_whole_passages_that_came_or_went_have_a_sign() -> None:
    assert lines_of((Piece(op=Op.INSERT, text="It came."),)) == ["   + It came."]
    assert lines_of((Piece(op=Op.DELETE, text="It went."),)) == ["   − It went."]


def test_values_that_no_text_holds_stand_before_and_after() -> None:
    both = (Piece(op=Op.DELETE, text="https://a/"), Piece(op=Op.INSERT, text="https://b/"))
    assert lines_of(both, apart=True) == ["   − https://a/", "   + https://b/"]
    assert lines_of((Piece(op=Op.KEEP, text="same"),)) == ["   same"]
    assert lines_of(()) == []


def test_a_mail_stays_small() -> None:
    long = tuple("word " * 400 for _ in range(60))
    written = message(alert(), story(article(()), article(long)))
    assert len(written.html.encode()) < 100_000
    assert re.search(r"\bword …", written.text)
