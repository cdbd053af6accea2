"""The page: whole, standing alone, and made for every reader."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

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
    Hunk,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Piece,
    Version,
)
from monitor.report import Story, page
from tests.report.making import (
    BODY,
    NOW,
    article,
    changed,
    figure_changed,
    paragraphs,
    same,
    story,
    told,
)


def soup(shown: Story) -> BeautifulSoup:
    return BeautifulSoup(page(shown), "html.parser")


def text(found: object) -> str:
    return " ".join(found.get_text(" ").split())  # type: ignore[attr-defined]


def test_headline_and_verdict_come_first_then_versions_edits_article_and_evidence() -> None:
    found = soup(figure_changed())
    headings = [text(item) for item in found.find_all(["h1", "h2"])]
    assert headings == [
        "Harbour bridge to close for a year",
        "Versions",
        "Edits",
        "The article, edits in place",
        "Evidence",
    ]
    assert text(found.select_one(".verdict")) == (
        "1 edit in 24 minutes · silent · a figure changed"
    )


def test_an_edit_is_shown_with_its_words_its_reasons_and_whether_it_was_said() -> None:
    edit = soup(figure_changed()).select_one("#e1")
    assert edit is not None
    assert text(edit.h3) == "1 A figure changed silent"
    assert text(edit.blockquote) == (
        "About 270 370 ships pass below it every week, according to its figures."
    )
    assert [text(item) for item in edit.find_all(["del", "ins"])] == ["270", "370"]
    assert "number changed 270 → 370" in text(edit)


def test_an_edit_and_its_place_in_the_article_lead_to_each_other() -> None:
    found = soup(figure_changed())
    links = [str(link["href"]) for link in found.select("a[href^='#']")]
    assert {"#e1", "#h3"} <= set(links)
    assert all(found.find(id=link[1:]) for link in links)


def test_identifiers_are_unique() -> None:
    ids = [str(item["id"]) for item in soup(figure_changed()).select("[id]")]
    assert len(ids) == len(set(ids))


def test_both_views_are_there_without_any_script() -> None:
    found = soup(figure_changed())
    assert not found.find("script")
    row = found.select_one("#h3")
    assert row is not None
    assert text(row.select_one(".one")).startswith("About 270 370 ships")
    assert text(row.select_one(".was")).startswith("Before: About 270 ships")
    assert text(row.select_one(".now")).startswith("After: About 370 ships")


def test_nothing_is_loaded_and_the_policy_knows_our_style_by_its_hash() -> None:
    written = page(figure_changed())
    found = BeautifulSoup(written, "html.parser")
    assert not found.select("img, link, script, iframe, [src], [style]")
    assert "url(" not in written and "@import" not in written
    style = re.search("<style>(.*?)</style>", written, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = found.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert f"style-src 'sha256-{digest}'" in str(policy)


def test_each_text_finds_its_own_direction() -> None:
    arabic = "أعلنت سلطة الميناء إغلاق الجسر"
    found = soup(story(article(), article(headline=arabic)))
    assert found.h1 is not None and found.h1["dir"] == "auto"
    assert all(item.get("dir") == "auto" for item in found.select(".one, .was, .now, blockquote"))


def test_unchanged_stretches_can_be_unfolded() -> None:
    texts = [f"Paragraph number {number} of the report." for number in range(12)]
    found = soup(story(article(texts), article([*texts[:11], "Another end."])))
    (fold,) = found.select("details.fold")
    assert text(fold.summary) == "12 passages unchanged"
    assert "Paragraph number 3" in text(fold)


def test_a_move_is_marked_at_both_ends() -> None:
    kept = (Piece(op=Op.KEEP, text=BODY[0]),)
    hunks = (
        Hunk(
            kind=HunkKind.MOVED_AWAY, part=Part.BODY, old=0,
            pieces=(Piece(op=Op.DELETE, text=BODY[0], move=1),),
        ),
        same(BODY[1], 1),
        Hunk(kind=HunkKind.MOVED_HERE, part=Part.BODY, old=0, new=1, pieces=kept),
    )  # fmt: skip
    edit = Edit(kinds=(EditKind.MOVED,), part=Part.BODY, before=BODY[0], after=BODY[0], hunk=2)
    blocks = paragraphs(BODY[:2])
    found = soup(
        story(article(blocks=blocks), article(blocks=blocks), Change(edits=(edit,), hunks=hunks))
    )
    away, here = found.select_one("#h0"), found.select_one("#h2")
    assert away is not None and here is not None
    assert away.select_one("a[href='#h2']") and here.select_one("a[href='#h0']")
    assert away.select_one("del.moved")


def test_what_no_text_shows_is_shown_as_before_and_after() -> None:
    edit = Edit(
        kinds=(EditKind.LINK,), part=Part.BODY, hunk=None,
        before="https://a.example/", after="https://b.example/",
    )  # fmt: skip
    silent = replace(edit, kinds=(EditKind.FORMAT,), before="same", after="same")
    shown = story(article(), article(), Change(edits=(edit, silent), hunks=()))
    first, second = soup(shown).select(".edit blockquote")
    assert text(first) == "https://a.example/ → https://b.example/"
    assert text(second) == "same"


def test_notes_and_findings_stand_beside_the_edits() -> None:
    shown = figure_changed(Disclosure.DISCLOSED)
    assert shown.change is not None
    notice = Notice(kind=NoticeKind.CORRECTION, op=Op.INSERT, text="It was 370, not 270.")
    finding = Finding(kind=FindingKind.DATE_LEFT_ALONE, text="it still says 1 March")
    edit = replace(shown.change.edits[0], disclosed_by=0)
    change = replace(shown.change, edits=(edit,), notices=(notice,), findings=(finding,))
    found = soup(replace(shown, change=change))
    assert "the outlet said: It was 370, not 270." in text(found.select_one("#e1"))
    assert [text(item) for item in found.select(".note h3")] == [
        "Correction added",
        "Edited, with the date left alone",
    ]


def test_findings_without_edits_are_notes() -> None:
    finding = Finding(kind=FindingKind.TOUCHED, text="")
    shown = story(article(), article(), Change(edits=(), hunks=(), findings=(finding,)))
    assert "Notes" in [text(item) for item in soup(shown).find_all("h2")]


def test_the_evidence_names_times_bytes_and_digests_of_both_captures() -> None:
    shown = figure_changed()
    assert shown.old and shown.new
    evidence = text(soup(shown).select_one("footer"))
    assert shown.old.capture.digest in evidence and shown.new.capture.digest in evidence
    assert "Checked 98 times; the article could be read 97 times." in evidence
    assert "2026-03-01 10:54:00 CET" in evidence and "18,204 bytes" in evidence
    every_time = text(soup(replace(shown, checks=1, checks_ok=1)).select_one("footer"))
    assert "Checked 1 time; the article could be read every time." in every_time
    assert "Checked" not in text(soup(replace(shown, checks=0)).select_one("footer"))


def test_the_headline_before_is_shown_where_it_changed() -> None:
    found = soup(story(article(), article(headline="Harbour bridge closes")))
    assert text(found.select_one(".formerly")) == "Formerly Harbour bridge to close for a year"
    assert soup(figure_changed()).select_one(".formerly") is None


def test_a_long_line_of_versions_folds_its_beginning() -> None:
    shown = figure_changed()
    many = tuple(
        replace(shown.versions[-1], version=number, fetched_at=NOW + timedelta(minutes=number))
        for number in range(1, 31)
    )
    found = soup(replace(shown, versions=many))
    assert text(found.select_one("details.more > summary")) == "23 earlier versions"
    assert len(found.select(".versions li")) == 30


@pytest.mark.parametrize("versions", [(), figure_changed().versions])
def test_an_event_without_a_change_is_a_page_too(versions: tuple[Version, ...]) -> None:
    shown = replace(told(EventKind.GONE, "taken down: 404 Not Found"), versions=versions)
    found = soup(shown)
    assert text(found.select_one(".verdict")) == "Taken down: 404 Not Found"
    assert not found.select(".edit") and not found.select(".article")


def test_an_address_that_is_no_link_is_text() -> None:
    shown = replace(told(EventKind.GONE, "gone"), new=None)
    odd = replace(shown, watch=replace(shown.watch, url="ftp://courier.example/x"))
    address = soup(odd).select_one(".address")
    assert address is not None and not address.find("a")
    assert text(address) == "ftp://courier.example/x"


def test_the_languages_of_the_article_and_of_the_report_are_told_apart() -> None:
    german = article(changed(BODY, old="270", new="370"), language="de")
    found = soup(story(article(language="de"), german))
    rows = found.select_one(".rows")
    assert rows is not None and rows["lang"] == "de"
    assert all(item.get("lang") == "en" for item in found.select(".label, .fold summary"))
