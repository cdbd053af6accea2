"""What reading a page decided, and why."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml.etree import Element

from monitor.extract import explain, extract
from monitor.extract.trace import selector
from monitor.model import Article, BlockKind, Failure, Provenance, SiteRules, Why
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, URL, page


def why(html: bytes, rules: SiteRules | None = None) -> dict[str, Why]:
    """Return the reason for each piece of a page."""
    return {one.text: one.why for one in explain(html, url=URL, rules=rules).decisions}


def test_what_was_kept_is_told_with_its_kind_in_reading_order() -> None:
    figure = "<figure><img src=/i.jpg><figcaption>The bridge by night</figcaption></figure>"
    found = explain(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>"), url=URL)
    assert [(one.text, one.why, one.kind) for one in found.decisions[1:]] == [
        (FIRST, Why.KEPT, BlockKind.PARAGRAPH),
        ("The bridge by night", Why.BESIDE, BlockKind.CAPTION),
        (SECOND, Why.KEPT, BlockKind.PARAGRAPH),
    ]


@pytest.mark.parametrize(
    ("markup", "text", "reason"),
    [
        ('<div class="share-bar">114 shares</div>', "114 shares", Why.NAME),
        ("<p>Advertisement</p>", "Advertisement", Why.LINE),
        ("<div>Live from the mill</div>", "Live from the mill", Why.LABEL),
        ("<h3>What comes next</h3>", "What comes next", Why.EMPTY_HEADING),
        ("<p>Additional reporting by Bo Ek</p>", "Additional reporting by Bo Ek", Why.SIGN_OFF),
        ('<div class="quiz">Know your bridges?</div>', "Know your bridges?", Why.RULE),
    ],
)
def test_what_was_left_out_says_why(markup: str, text: str, reason: Why) -> None:
    rules = SiteRules(remove=(".quiz",))
    assert why(page(BODY + markup), rules)[text] is reason


def test_what_stands_above_the_headline_and_outside_says_so() -> None:
    html = page(before="<p>Weather: fair</p>", after="<footer>Imprint</footer>")
    found = why(html.replace(b"<article>", b"<article><p>City and region</p>"))
    assert found["Weather: fair"] is found["Imprint"] is Why.OUTSIDE
    assert found["City and region"] is Why.ABOVE_HEADLINE
    assert found[HEADLINE] is Why.HEADLINE


def test_long_pieces_are_cut_short() -> None:
    long = "A long story about ferries. " * 12
    found = why(page(BODY + f'<div class="newsletter">{long}</div>'))
    assert [len(text) for text, reason in found.items() if reason is Why.NAME] == [301]


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ('<div id="story">', "div#story"),
        ('<div id="4 5" class="story -2 big wide">', "body > div > section > div.story.big"),
    ],
)
def test_the_place_of_the_article_is_a_selector_that_finds_it(opening: str, place: str) -> None:
    html = f"<html><body><div><section>{opening}{BODY}</div></section></div></body></html>"
    assert explain(html.encode(), url=URL).place == place


def test_reading_with_reasons_reads_the_same() -> None:
    html = page(BODY + '<div class="share-bar">114 shares</div>')
    found = explain(html, url=URL)
    assert found.result == extract(html, url=URL)
    assert isinstance(found.result, Article)


def test_what_is_no_article_has_no_kept_blocks() -> None:
    found = explain(b"<html><body><div id=root></div></body></html>", url=URL)
    assert isinstance(found.result, Failure)
    assert [one for one in found.decisions if one.kind] == []


def test_pieces_stand_in_the_order_of_the_page() -> None:
    aside = '<div class="share-bar">114 shares</div>'
    lines = f"<div>Photo: Ann Lee<br><br>{SECOND}<br><br>Advertisement<br><br>{THIRD}</div>"
    html = page(
        f"<p>{FIRST}</p>{aside}{lines}", before="<p>Weather: fair</p>", after="<p>Imprint</p>"
    )
    found = explain(html, url=URL)
    assert [one.text for one in found.decisions] == [
        "Weather: fair",
        HEADLINE,
        FIRST,
        "114 shares",
        "Photo: Ann Lee",
        SECOND,
        "Advertisement",
        THIRD,
        "Imprint",
    ]


def test_each_piece_says_where_it_stands() -> None:
    html = page(BODY + '<p class="ad">Advertisement</p>')
    places = {one.text: one.place for one in explain(html, url=URL).decisions}
    assert places[FIRST] == "main > article > div.article-body > p"
    assert places["Advertisement"].endswith("div.article-body > p.ad")


def test_headline_and_standfirst_are_told_as_such() -> None:
    html = page(f'<p class="standfirst">{SECOND}</p><div>{BODY}</div>')
    found = why(html.replace(b"<h1>", b'<h1 class="share">'))
    assert found[HEADLINE] is Why.HEADLINE
    assert found[SECOND] is Why.STANDFIRST


def test_an_article_from_data_in_the_page_stands_first_and_nowhere() -> None:
    data = json.dumps(
        {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": f"{FIRST}\n{SECOND}\n{THIRD}"}
    )
    html = f'<script type="application/ld+json">{data}</script><body><div>Menu</div></body>'
    found = explain(html.encode(), url=URL)
    assert isinstance(found.result, Article)
    assert found.result.source is not Provenance.HTML
    assert [(one.why, one.place) for one in found.decisions[:2]] == [(Why.KEPT, "")] * 2
    assert found.proposal is None


def test_a_rule_is_proposed_that_reads_the_page_the_same() -> None:
    html = page(BODY + '<div class="share-bar">114 shares</div>')
    found = explain(html, url=URL)
    assert found.proposal is not None
    assert found.proposal.rules == SiteRules(article=("article",), remove=("div.share-bar",))
    again = explain(html, url=URL, rules=found.proposal.rules)
    assert isinstance(found.result, Article) and isinstance(again.result, Article)
    assert again.result.blocks == found.result.blocks
    assert again.proposal is None, "nothing is left to judgement"


def test_a_rule_keeps_what_the_ones_that_hold_say() -> None:
    rules = SiteRules(article=(".gone",), remove=(".quiz",), until=date(2030, 1, 1))
    found = explain(page(), url=URL, rules=rules)
    assert found.proposal is not None
    assert found.proposal.rules == SiteRules(
        article=("article", ".gone"), remove=(".quiz",), until=date(2030, 1, 1)
    )


@pytest.mark.parametrize("url", ["/no/host", "http://[::1", ""])
def test_without_a_host_there_is_no_rule(url: str) -> None:
    assert explain(page(), url=url).proposal is None


def test_a_rule_whose_removals_would_change_the_article_comes_without_them() -> None:
    said = "We shall miss the old bridge every single morning of that year"
    quote = f'<p>{said}.</p><aside class="quote"><p>{said}</p></aside>'
    once = f'<div class="share">{said}</div><aside class="quote"><p>{said}</p></aside>'
    found = explain(page(f"{BODY}{quote}" + '<div class="share">Share</div>'), url=URL)
    assert found.proposal and found.proposal.rules.remove == ("div.share",)
    found = explain(page(f"{BODY}{once}"), url=URL)
    assert isinstance(found.result, Article)
    assert found.result.blocks[-1].text == said, "as it stands in the page twice"
    assert found.proposal and found.proposal.rules == SiteRules(article=("article",))


def test_boxes_without_words_are_not_told() -> None:
    found = explain(page(BODY + '<div class="share-bar"></div>'), url=URL)
    assert [one.why for one in found.decisions] == [Why.HEADLINE, *[Why.KEPT] * 3]


def test_where_all_names_are_made_up_there_is_no_rule() -> None:
    html = f"<html><body><div><div class=css-1q2w3e><h1>{HEADLINE}</h1>{BODY}</div></div></body>"
    found = explain(html.encode(), url=URL)
    assert isinstance(found.result, Article)
    assert found.proposal is None


def test_an_element_that_stands_in_no_body_has_a_selector_too() -> None:
    assert selector(Element("div", {"class": "story"})) == "div.story"


def test_text_that_stands_right_in_the_body_is_explained_as_any_other() -> None:
    html = f"<title>Bridge</title><article></article>{FIRST} {SECOND}".encode()
    found = explain(html, url=URL)
    assert isinstance(found.result, Article)
    assert found.result == extract(html, url=URL)
    assert [one.text for one in found.decisions if one.why is Why.KEPT] == [f"{FIRST} {SECOND}"]
