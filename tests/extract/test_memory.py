"""Reading without the lines that the site's articles share."""

from __future__ import annotations

import json

import pytest

from monitor.extract import explain
from monitor.extract.memory import _MOST_LINES
from monitor.model import BlockKind, Why, line_digest
from tests.extract.pages import BODY, FIRST, SECOND, THIRD, URL, page, read, texts

PROMO = "Get our best reporting in your inbox, free of charge, on each working day."
OTHER = "Our app has it all, from breakfast to bedtime, wherever you happen to be."
KNOWN = frozenset({line_digest(PROMO), line_digest(OTHER)})


def with_line(line: str, tag: str = "p") -> bytes:
    return page(f"<p>{FIRST}</p><{tag}>{line}</{tag}><p>{SECOND}</p><p>{THIRD}</p>")


def test_a_remembered_line_is_left_out_and_the_article_says_so() -> None:
    article = read(with_line(PROMO), remembered=KNOWN)
    assert texts(article) == [FIRST, SECOND, THIRD]
    assert article.left_out == (PROMO,)


def test_an_article_read_from_what_its_page_embeds_is_read_without_it_too() -> None:
    said = json.dumps({"@type": "NewsArticle", "articleBody": f"{FIRST}\n{PROMO}\n{SECOND}"})
    shell = f'<script type="application/ld+json">{said}</script><div id="root"></div>'.encode()
    assert PROMO in texts(read(shell))
    article = read(shell, remembered=KNOWN)
    assert (texts(article), article.left_out) == ([FIRST, SECOND], (PROMO,))


def test_nothing_is_left_out_where_nothing_is_remembered() -> None:
    assert texts(read(with_line(PROMO))) == [FIRST, PROMO, SECOND, THIRD]
    assert read(page(), remembered=KNOWN).left_out == ()


def test_a_line_is_known_however_its_spaces_are_made() -> None:
    shown = PROMO.replace(" ", "&nbsp; ", 3).replace("inbox", "in&shy;box")
    assert texts(read(with_line(shown), remembered=KNOWN)) == [FIRST, SECOND, THIRD]


def test_a_line_that_the_version_before_had_is_never_left_out() -> None:
    before = read(with_line(PROMO))
    again = read(with_line(PROMO), remembered=KNOWN, previous=before)
    assert texts(again) == texts(before)
    assert again.left_out == ()


def test_a_sentence_that_was_inside_a_paragraph_before_is_not_left_out_once_it_stands_alone() -> (
    None
):
    before = read(page(f"<p>{FIRST} {PROMO}</p><p>{SECOND}</p><p>{THIRD}</p>"))
    assert PROMO in texts(read(with_line(PROMO), remembered=KNOWN, previous=before))


def test_what_was_left_out_stays_out_whatever_is_forgotten() -> None:
    first = read(with_line(PROMO), remembered=KNOWN)
    second = read(with_line(OTHER), previous=first)
    assert second.left_out == (PROMO,)
    assert OTHER in texts(second)
    third = read(with_line(PROMO), previous=second)
    assert texts(third) == [FIRST, SECOND, THIRD]


def test_a_stored_version_is_read_without_what_was_left_out_of_it() -> None:
    assert read(with_line(PROMO), left_out=(PROMO,)).left_out == (PROMO,)


def test_what_was_decided_stands_however_much_of_the_text_it_is() -> None:
    short = page(f"<p>{FIRST}</p><p>{PROMO}</p><p>{OTHER}</p>")
    assert texts(read(short, remembered=KNOWN)) == [FIRST, PROMO, OTHER]
    assert texts(read(short, left_out=(PROMO, OTHER))) == [FIRST]


def test_only_the_running_text_counts_for_how_much_may_go() -> None:
    caption = f"<figure><figcaption>{SECOND} {THIRD}</figcaption></figure>"
    short = page(f"<p>{FIRST}</p><p>{PROMO}</p>{caption}")
    assert PROMO in texts(read(short, remembered=KNOWN))


def test_the_decisions_for_an_article_do_not_grow_for_ever() -> None:
    many = tuple(f"line {number}" for number in range(_MOST_LINES))
    article = read(with_line(PROMO), remembered=KNOWN, left_out=many)
    assert article.left_out == (PROMO, *many[:-1])


def test_a_line_about_this_very_article_is_kept_though_others_have_it() -> None:
    line = "The bridge has been a worry for as long as anyone can think back."
    article = read(with_line(line), remembered={line_digest(line)})
    assert line in texts(article)


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<blockquote>Nobody has told us of it until today, and nobody will.</blockquote>",
         BlockKind.QUOTATION),
        ("<p><em>Correction: An earlier version misstated a number.</em></p>", BlockKind.NOTICE),
        ("<table><tr><td>Monday</td><td>9 to 5</td></tr></table>", BlockKind.TABLE_ROW),
        ("<figure><figcaption>As seen at dawn.</figcaption></figure>", BlockKind.CAPTION),
    ],
)  # fmt: skip
def test_notes_quotations_rows_and_captions_are_kept(markup: str, kind: BlockKind) -> None:
    html = page(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p><p>{THIRD}</p>")
    (text,) = texts(read(html), kind)
    assert texts(read(html, remembered={line_digest(text)}), kind) == [text]


def test_the_entries_of_a_live_blog_are_kept() -> None:
    entries = "".join(
        f'<div class="entry"><time datetime="2026-05-07T1{n}:00Z">1{n}:00</time><p>{text}</p></div>'
        for n, text in enumerate((FIRST, SECOND, THIRD, PROMO))
    )
    assert PROMO in texts(read(page(entries), remembered=KNOWN), BlockKind.LIVE_ENTRY)


def test_a_heading_goes_only_with_all_that_stands_under_it() -> None:
    heading = "Stay with us all week"
    known = KNOWN | {line_digest(heading)}
    box = f"<h2>{heading}</h2><p>{PROMO}</p>"
    alone = page(f"<p>{FIRST}</p><p>{SECOND}</p>{box}<h2>What follows</h2><p>{THIRD}</p>")
    assert heading not in texts(read(alone, remembered=known))
    figure = "<figure><img src=/a.jpg><figcaption>At dawn.</figcaption></figure>"
    pictured = page(
        f"<p>{FIRST}</p><p>{SECOND}</p>{box}{figure}<h2>What follows</h2><p>{THIRD}</p>"
    )
    assert heading not in texts(read(pictured, remembered=known))
    last = page(f"{BODY}{box}")
    assert heading not in texts(read(last, remembered=known))
    above = page(f"<p>{FIRST}</p>{box}<p>{SECOND}</p><p>{THIRD}</p>")
    article = read(above, remembered=known)
    assert texts(article) == [FIRST, heading, SECOND, THIRD]
    assert article.left_out == (PROMO,)


def test_the_reasons_name_the_memory() -> None:
    found = explain(with_line(PROMO), url=URL, remembered=KNOWN)
    why = {one.text: one.why for one in found.decisions}
    assert why[PROMO] is Why.REMEMBERED
    assert why[FIRST] is why[THIRD] is Why.KEPT
    again = explain(with_line(PROMO), url=URL, left_out=(PROMO,))
    assert {one.text: one.why for one in again.decisions}[PROMO] is Why.REMEMBERED
