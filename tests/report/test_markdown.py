"""The report as Markdown: what it says survives a renderer, and the page's own marks do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from monitor.model import Disclosure, EventKind, Notice, NoticeKind, Op, Piece
from monitor.report import Story, markdown
from monitor.report.markdown import marked
from tests.report.making import article, figure_changed, story, told

RENDERER = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def rendered(shown: Story) -> BeautifulSoup:
    return BeautifulSoup(RENDERER.render(markdown(shown)), "html.parser")


def test_an_edit_is_struck_and_bold() -> None:
    found = rendered(figure_changed())
    assert found.blockquote is not None
    assert [item.get_text() for item in found.blockquote.find_all(["s", "strong"])] == [
        "270",
        "370",
    ]
    assert found.h1 is not None and found.h1.get_text() == "Harbour bridge to close for a year"
    assert "number changed 270 → 370" in found.get_text()


def test_the_evidence_is_a_table() -> None:
    shown = figure_changed()
    assert shown.new is not None
    cells = [cell.get_text() for cell in rendered(shown).find_all("td")]
    assert cells[3:] == ["2", "2026-03-01 10:54:00 CET", shown.new.capture.digest]


def test_the_headline_before_and_notes_are_there() -> None:
    shown = figure_changed(Disclosure.DISCLOSED)
    assert shown.change is not None
    notices = (Notice(kind=NoticeKind.CORRECTION, op=Op.INSERT, text="It was *370*."),)
    edit = replace(shown.change.edits[0], disclosed_by=0)
    change = replace(shown.change, notices=notices, edits=(edit,))
    text = rendered(replace(shown, change=change)).get_text()
    assert "the outlet said: “It was *370*.”" in text
    assert "Correction added. It was *370*." in text
    assert "Formerly: Old" in rendered(story(article(headline="Old"), article())).get_text()


@pytest.mark.parametrize(
    "pieces",
    [
        ((Op.KEEP, "say"), (Op.INSERT, "(so),"), (Op.KEEP, "they do")),
        ((Op.DELETE, "“a,”"), (Op.INSERT, "“b,”"), (Op.KEEP, "c")),
        ((Op.INSERT, "*stars*"), (Op.KEEP, "_under_"), (Op.DELETE, "~~waves~~")),
        ((Op.KEEP, "1"), (Op.INSERT, ". no list")),
    ],
)
def test_marks_hold_wherever_a_change_stands(pieces: tuple[tuple[Op, str], ...]) -> None:
    line = marked(tuple(Piece(op=op, text=text) for op, text in pieces))
    found = BeautifulSoup(RENDERER.render(line), "html.parser")
    said = "".join(text for _, text in pieces)
    assert found.get_text().replace(" ", "").strip() == said.replace(" ", "")
    changed = [text for op, text in pieces if op is not Op.KEEP]
    assert [item.get_text() for item in found.find_all(["s", "strong"])] == changed


def test_an_event_without_a_change_or_a_version_is_written_too() -> None:
    gone = replace(told(EventKind.GONE, "taken down: 404"), new=None)
    odd = replace(gone, watch=replace(gone.watch, url="ftp://courier.example"))
    found = rendered(odd)
    assert "Taken down: 404" in found.get_text() and not found.find("a") and not found.find("td")


def test_an_edit_without_words_still_has_its_title() -> None:
    shown = figure_changed()
    assert shown.change is not None
    edit = replace(shown.change.edits[0], hunk=None, before="", after="", because=())
    text = markdown(replace(shown, change=replace(shown.change, edits=(edit,))))
    assert "## 1. A figure changed (silent)" in text
