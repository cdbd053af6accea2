"""What reading a page decided, and why."""

from __future__ import annotations

import pytest

from monitor.extract import explain, extract
from monitor.model import Article, BlockKind, Failure, SiteRules, Why
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, URL, page


def why(html: bytes, rules: SiteRules | None = None) -> dict[str, Why]:
    """Return the reason for each piece of a page."""
    return {one.text: one.why for one in explain(html, url=URL, rules=rules).decisions}


def test_what_was_kept_is_told_with_its_kind_in_reading_order() -> None:
    figure = "<figure><img src=/i.jpg><figcaption>The bridge by night</figcaption></figure>"
    found = explain(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>"), url=URL)
    assert [(one.text, one.why, one.kind) for one in found.decisions[:3]] == [
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
    assert HEADLINE not in found


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
