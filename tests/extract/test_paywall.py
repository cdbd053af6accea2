"""What a page behind a paywall still says of its article."""

from __future__ import annotations

import json

import pytest

from monitor.model import Article, Provenance, Reason
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, fail, page, read, texts
from tests.extract.test_failures import bare

WALL = '<div class="paywall-box"><p>Subscribe to continue reading.</p></div>'
STATED = '<meta property="og:type" content="article">'
FULL = read(page(BODY + f"<p>{SECOND} Once more.</p>" * 9))


def teaser(html: bytes, previous: Article | None = None) -> Article | None:
    found = fail(html, previous=previous)
    assert found.reason is Reason.PAYWALL
    return found.teaser


def test_of_an_article_that_was_never_read_headline_and_teaser_are_known() -> None:
    known = teaser(page(f"<p>{FIRST}</p>{WALL}", head=STATED))
    assert known is not None
    assert (known.headline, texts(known)) == (HEADLINE, [FIRST])
    assert known.source is Provenance.TEASER
    assert known.paywalled


@pytest.mark.parametrize(
    ("body", "head", "title"),
    [
        (f"<p>{FIRST}</p>", "", HEADLINE),
        ("<p>It will close.</p>", STATED, HEADLINE),
        (f"<p>{FIRST}</p>", STATED, "Subscribe to the Courier"),
    ],
    ids=["not stated to be an article", "no sentence", "the headline is the wall's"],
)
def test_where_a_wall_says_nothing_sure_nothing_is_known(body: str, head: str, title: str) -> None:
    assert teaser(page(body + WALL, head=head, title=title)) is None


def test_headline_and_teaser_are_laid_over_what_was_read_before() -> None:
    edited = FIRST.replace("a year", "two years")
    title = "Harbour bridge closes for two years of repairs"
    known = teaser(page(f"<p>{edited}</p>{WALL}", title=title), FULL)
    assert known is not None
    assert known.headline == title
    assert texts(known) == [edited, *texts(FULL)[1:]]
    assert known.source is Provenance.TEASER_AND_BEFORE


def test_a_teaser_whose_passages_are_all_edited_is_no_deletion() -> None:
    edited = [text.replace("the", "that").replace("bridge", "crossing") for text in texts(FULL)[:3]]
    body = "".join(f"<p>{text}</p>" for text in edited)
    known = teaser(page(f"{body}{WALL}"), FULL)
    assert known is not None
    assert texts(known) == [*edited, *texts(FULL)[3:]]


def test_a_wall_without_a_word_of_the_article_is_not_heard_unless_it_is_stated_to_be_it() -> None:
    other = page(f"<p>Members read on.</p>{WALL}", title="Harbour bridge stays open")
    assert teaser(other, FULL) is None
    other = page(f"<p>Members read on.</p>{WALL}", title="Harbour bridge stays open", head=STATED)
    known = teaser(other, FULL)
    assert known is not None
    assert known.headline == "Harbour bridge stays open"
    assert texts(known) == texts(FULL)


def test_the_words_of_the_wall_are_no_headline_and_no_standfirst() -> None:
    walled = page(f"<p>{FIRST}</p>{WALL}", title="Subscribe to the Courier", head=STATED)
    assert teaser(walled, FULL) is None
    about = read(page(BODY + f"<p>{SECOND} Once more.</p>" * 9, title="Paper ends its abo"))
    same = teaser(page(f"<p>{FIRST}</p>{WALL}", title="Paper ends its abo"), about)
    assert same is not None
    assert same.headline == "Paper ends its abo"
    asks = '<p class="standfirst">Subscribe to read all about the bridge in the harbour now</p>'
    known = teaser(page(f"{asks}<p>{FIRST}</p>{WALL}", head=STATED), FULL)
    assert known is not None
    assert known.text == FULL.text


def test_a_title_told_to_search_engines_is_no_headline_where_the_page_shows_none() -> None:
    told = json.dumps({"@type": "NewsArticle", "headline": "Bridge: all that you need to know"})
    head = f'<script type="application/ld+json">{told}</script>'
    full = read(page(BODY + f"<p>{SECOND} Once more.</p>" * 9, head=head))
    assert full.title == "Bridge: all that you need to know"
    walled = bare(f"<main><p>{FIRST}</p></main>{WALL}", head=head, title="Courier")
    known = teaser(walled, full)
    assert known is not None
    assert (known.headline, known.title) == (full.headline, full.title)
    nameless = bare(f"<main><p>{FIRST}</p></main>{WALL}", title="")
    known = teaser(nameless, FULL)
    assert known is not None
    assert known.headline == FULL.headline


@pytest.mark.parametrize("said", ["", "<p>Subscribe to our letter on bridges.</p>"])
def test_an_article_that_shrinks_where_no_wall_stands_was_shortened(said: str) -> None:
    assert texts(read(page(f"<p>{FIRST}</p><p>{SECOND}</p>{said}"), previous=FULL))[0] == FIRST
