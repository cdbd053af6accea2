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
    Version,
)
from monitor.report import Story, message, page, terminal
from tests.report.making import (
    BODY,
    NOW,
    alert,
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
    row = found.select_one("#h3")
    assert row is not None
    assert text(row.select_one(".one")).startswith("About 270 370 ships")
    assert text(row.select_one(".was")).startswith("Before: About 270 ships")
    assert text(row.select_one(".now")).startswith("After: About 370 ships")


def test_nothing_is_loaded_and_the_policy_knows_what_is_ours_by_its_hash() -> None:
    written = page(figure_changed())
    found = BeautifulSoup(written, "html.parser")
    assert not found.select("img, link, iframe, [src], [style], [onclick]")
    assert "url(" not in written and "@import" not in written
    style = re.search("<style>(.*?)</style>", written, re.DOTALL)
    assert style is not None
    script = re.search("<script>(.*?)</script>", written, re.DOTALL)
    assert script is not None and len(found.find_all("script")) == 1
    policy = str(found.find("meta", attrs={"http-equiv": "Content-Security-Policy"}))
    for name, source in (("style", style[1]), ("script", script[1])):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_each_text_finds_its_own_direction() -> None:
    arabic = "أعلنت سلطة الميناء إغلاق الجسر"
    found = soup(story(article(), article(headline=arabic)))
    assert found.h1 is not None and found.h1["dir"] == "auto"
    assert all(
        item.get("dir") == "auto"
        for item in found.select(".one, .was > div, .now > div, blockquote, .named, .note p")
    )


@pytest.mark.parametrize(
    ("texts", "language", "way"),
    [
        (
            ("أعلنت سلطة الميناء إغلاق الجسر.", "BBC قالت ذلك أمس في بيان.", "لم يعلق أحد."),
            "ar",
            "rtl",
        ),
        (("הגשר ייסגר.", "איש לא הגיב."), "he", "rtl"),
        (("The bridge closes.", "أعلنت", "Nobody spoke."), "en", None),
    ],
)
def test_an_article_from_right_to_left_has_its_columns_from_right_to_left(
    texts: tuple[str, ...], language: str, way: str | None
) -> None:
    old, new = (article([*texts, end], language=language) for end in ("270", "370"))
    rows = soup(story(old, new)).select_one(".rows")
    assert rows is not None and rows.get("dir") == way
    assert not rows.select("[dir='auto'] > .vh"), "hidden English would set the direction"


def test_both_columns_say_exactly_what_the_versions_said() -> None:
    old = article(["It closed in June today. “No,” he said."])
    new = article(["It closed in July. “Yes,” he said."])
    found = soup(story(old, new))
    for column, read in ((".was", old), (".now", new)):
        said = [item.get_text() for item in found.select(f"{column} > div")]
        assert read.blocks[0].text in said


LIVE = tuple(
    Block(
        kind=BlockKind.LIVE_ENTRY,
        text=f"Some {number} people stand at the barrier.",
        at=NOW + timedelta(minutes=number),
    )
    for number in (20, 10)
)


def test_entries_of_a_live_blog_stand_with_their_times() -> None:
    new = (replace(LIVE[0], text="Some 90 people stand at the barrier."), LIVE[1])
    found = soup(story(article(blocks=LIVE), article(blocks=new)))
    edit = found.select_one("#e1 h3")
    assert edit is not None
    assert text(edit).endswith("in the entry of 1 March 2026, 10:50 CET")
    labels = [text(item) for item in found.select(".label > span")]
    assert labels == [
        "Live entry of 1 March 2026, 10:50 CET",
        "Live entry of 1 March 2026, 10:40 CET",
    ]
    times = [item["datetime"] for item in found.select(".rows time")]
    assert times == ["2026-03-01T09:50:00Z", "2026-03-01T09:40:00Z"]


def test_captions_have_their_credit_and_embeds_their_address_in_both_views() -> None:
    caption = Block(kind=BlockKind.CAPTION, text="The bridge at dusk.", credit="Ida Solvay")
    embed = Block(kind=BlockKind.EMBED, text="A post", source="https://chirp.example/1")
    new = (replace(caption, text="The bridge at dawn."), embed)
    found = soup(story(article(blocks=(caption, embed)), article(blocks=new)))
    for view in (".one", ".was", ".now"):
        assert "Credit: Ida Solvay" in text(found.select_one(f".caption {view}"))
        assert found.select_one(f".embed {view} a[href='https://chirp.example/1']")


def test_a_row_that_is_only_on_one_side_says_nothing_on_the_other() -> None:
    embed = Block(kind=BlockKind.EMBED, text="A post", source="https://chirp.example/1")
    found = soup(story(article(), article(blocks=(*paragraphs(BODY), embed))))
    row = found.select_one(".row.embed")
    assert row is not None
    assert row.select_one(".now a") and not row.select_one(".was a")


def test_there_is_a_way_past_the_beginning_and_a_landmark_for_each_part() -> None:
    found = soup(figure_changed())
    first = found.body.find(True) if found.body else None
    assert first is not None and first.name == "a" and text(first) == "Skip to the edits"
    assert found.find(id=str(first["href"])[1:])
    assert [len(found.find_all(name)) for name in ("header", "main", "footer")] == [1, 1, 1]
    assert all(found.find(id=item["aria-labelledby"]) for item in found.select("section"))
    legend = found.select_one("fieldset legend")
    assert text(legend) == "How the article is shown"


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
    assert len(away.select("del.moved")) == 2, "in both views"
    assert [text(item) for item in here.select("ins.moved")] == [BODY[0], BODY[0]]


def test_a_sentence_that_moved_inside_its_paragraph_is_marked_at_both_ends() -> None:
    texts = ("The bridge closes in June. ", "Ferries run every ten minutes. ", "Nobody was asked.")
    old, new = "".join(texts), "".join((texts[1], texts[2], " ", texts[0])).strip()
    shown = story(article([old]), article([new]))
    found = soup(shown)
    for place in (".edit blockquote", ".rows .one"):
        ends = [text(item) for item in found.select(f"{place} .moved")]
        assert ends == [texts[0].strip()] * 2, place
    written = BeautifulSoup(message(alert(), shown).html, "html.parser")
    assert len(written.select("del.moved, ins.moved")) == 2
    assert "\x1b[9;34m" in terminal(shown, colour=True, width=80)


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
    assert "The outlet said: It was 370, not 270." in text(found.select_one("#e1"))
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
