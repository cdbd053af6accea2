"""A teaser laid over what is known of its article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import (
    Article,
    Block,
    BlockKind,
    Provenance,
    Span,
    SpanKind,
    before_opening,
    is_opened,
    laid_over,
    recognised,
)

FIRST = "The mill on the river will be torn down in May, its owner said on Tuesday evening."
SECOND = "It has stood empty for thirty years, and its roof fell in during the storm of last March."
THIRD = "A group of neighbours had hoped to turn it into a museum of paper and of its makers."


def made(*paragraphs: str, headline: str = "Old mill to go", **fields: object) -> Article:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs)
    return Article(url="https://x.example/", headline=headline, blocks=blocks, **fields)  # type: ignore[arg-type]


def teaser(*paragraphs: str, **fields: object) -> Article:
    return made(*paragraphs, source=Provenance.TEASER, **fields)  # type: ignore[arg-type]


FULL = made(FIRST, SECOND, THIRD)


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def first_of(shown: str, known: str = FIRST) -> str:
    return texts(laid_over(teaser(shown), made(known, SECOND, THIRD)))[0]


@pytest.mark.parametrize(
    "shown",
    [
        FIRST,
        FIRST[:40],
        f"{FIRST[:40]}…",
        f"{FIRST[:40]} ...",
        f"{FIRST[:40]} […]",
        f"{FIRST[:40]}… Read more",
        "Members read on.",
        "Short",
        "…",
        "The council of the town met on Friday and spoke of a new road to the station.",
    ],
)
def test_what_is_cut_short_or_like_nothing_before_changes_nothing(shown: str) -> None:
    assert texts(laid_over(teaser(shown), FULL)) == texts(FULL)


@pytest.mark.parametrize(
    ("shown", "becomes"),
    [
        (FIRST.replace("May", "June"), FIRST.replace("May", "June")),
        (FIRST.replace("May", "June")[:60] + "…", FIRST.replace("May", "June")),
        (FIRST.replace("evening.", "night."), FIRST.replace("evening.", "night.")),
        (FIRST + " He sold it.", None),
        (FIRST.replace("May", "June")[:54] + "…", FIRST.replace("May", "June")),
        ("The mill on the river will be torn down in Mai…", FIRST),
        ("The mill on the river will be torn down in Mayday", FIRST),
    ],
)
def test_an_edited_passage_takes_the_place_of_the_old_one_with_what_was_cut(
    shown: str, becomes: str | None
) -> None:
    assert first_of(shown) == (becomes or shown)


def test_of_two_teasers_that_were_both_cut_the_later_one_is_what_is_known() -> None:
    before = f"{FIRST[:46]}m…"
    shown = f"{FIRST[:43]}June i…"
    assert first_of(shown, before) == shown


def test_links_stay_where_their_words_are() -> None:
    may, tuesday = FIRST.index("May"), FIRST.index("Tuesday")
    spans = (
        Span(start=may, end=may + 3, kind=SpanKind.LINK, href="https://x.example/may"),
        Span(start=tuesday, end=tuesday + 7, kind=SpanKind.STRONG),
    )
    known = replace(FULL, blocks=(replace(FULL.blocks[0], spans=spans), *FULL.blocks[1:]))
    assert laid_over(teaser(FIRST), known).blocks[0].spans == spans
    shown = FIRST.replace("May", "August")[:55] + "…"
    laid = laid_over(teaser(shown), known).blocks[0]
    assert laid.text == FIRST.replace("May", "August")
    (span,) = laid.spans
    assert laid.text[span.start : span.end] == "Tuesday"


def test_a_passage_is_looked_for_near_the_beginning_and_taken_once() -> None:
    other = FIRST.replace("May", "June")
    assert recognised([other, other], [SECOND, FIRST]) == [1, None]
    far = [f"{THIRD} {number}" for number in range(30)]
    assert recognised([other], [*far, FIRST]) == [None]
    assert recognised([FIRST], [*far, FIRST]) == [30]
    assert recognised([], []) == []


def test_headline_and_title_go_together() -> None:
    known = replace(FULL, title="Mill: what is lost")
    laid = laid_over(teaser(FIRST, headline="Mill may stay", title="Mill"), known)
    assert (laid.headline, laid.title) == ("Mill may stay", "Mill")
    for same in ("Old mill to go", "Mill: what is lost", "Old mill…"):
        laid = laid_over(teaser(FIRST, headline=same, title="Mill"), known)
        assert (laid.headline, laid.title) == ("Old mill to go", "Mill: what is lost")


def test_a_standfirst_may_be_edited_or_written_anew_but_is_never_lost() -> None:
    known = replace(FULL, standfirst="Neighbours are angry and plan a protest at the river")
    edited = "Neighbours are angry and plan a picnic at the river"
    anew = "What the owner wants to build in its place"
    cut = "What the owner wants to build in its…"
    for shown, said in ((edited, edited), (anew, anew), (cut, known.standfirst), (None, None)):
        laid = laid_over(teaser(FIRST, standfirst=shown), known)
        assert laid.standfirst == (said or known.standfirst)
    assert laid_over(teaser(FIRST, standfirst=anew), FULL).standfirst is None
    # a paragraph under a wall may be what the page called its standfirst before
    assert laid_over(teaser(edited, FIRST), known).standfirst == edited


def test_pictures_and_boxes_beside_the_text_stay_as_they_were() -> None:
    caption = Block(kind=BlockKind.CAPTION, text=FIRST)
    known = replace(FULL, blocks=(caption, *FULL.blocks))
    laid = laid_over(teaser(FIRST.replace("May", "June")), known)
    assert laid.blocks == (caption, replace(FULL.blocks[0], text=FIRST.replace("May", "June")),
                           *FULL.blocks[1:])  # fmt: skip


def test_the_article_says_how_much_of_it_was_read() -> None:
    laid = laid_over(teaser(FIRST), FULL)
    assert laid.source is Provenance.TEASER_AND_BEFORE
    assert laid.paywalled
    assert laid.is_teaser
    assert laid_over(teaser(FIRST), teaser(FIRST)).source is Provenance.TEASER
    assert not FULL.is_teaser


def test_where_a_wall_has_gone_the_teaser_is_compared_and_the_rest_is_not() -> None:
    new = made(FIRST.replace("May", "June"), SECOND, THIRD, headline="Mill may stay")
    before = before_opening(teaser(FIRST), new)
    assert before.headline == "Old mill to go"
    assert texts(before) == texts(FULL)
    assert before_opening(before, new) == before
    assert is_opened(teaser(FIRST), new)
    assert not is_opened(laid_over(teaser(FIRST), FULL), new)
    assert before_opening(FULL, new) is FULL


def test_the_beginning_of_a_passage_is_looked_for_among_the_first_few_hundred() -> None:
    far = [f"{THIRD} {number}" for number in range(499)]
    assert recognised([f"{FIRST[:40]}…"], [*far, FIRST]) == [499]
    assert recognised([f"{FIRST[:40]}…"], [*far, SECOND, FIRST]) == [None]
    assert recognised([FIRST], [*far, SECOND, FIRST]) == [500]
