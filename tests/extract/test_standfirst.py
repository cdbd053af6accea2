"""The standfirst between the headline and the text, where it stands apart from both."""

from __future__ import annotations

import pytest

from monitor.extract import extract
from monitor.extract.standfirst import find_standfirst
from monitor.extract.tree import parse
from monitor.model import Article, SiteRules
from tests.extract.pages import BODY, FIRST, URL, texts

SUMMARY = "Engineers say that the crossing is safe but that repairs cannot wait"


RULES = SiteRules(article=("div.story-text",))
"""The text stands here, and so its standfirst apart from it."""


def read(below: str, *, said: str = "", body: str = BODY) -> Article:
    """Return the article of a page with `below` between its headline and its text."""
    html = f"""<html><head><title>Bridge to close</title><meta name="description" content="{said}">
    </head><body><main><div class="head"><h1>Bridge to close for six weeks</h1>{below}</div>
    <div class="story-text">{body}</div></main></body></html>"""
    found = extract(html.encode(), url=URL, rules=RULES)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    "below",
    [
        f'<p class="lead">{SUMMARY}</p>',
        f'<h2 class="b-subheadline">{SUMMARY}</h2>',
        f'<div class="meta"><div class="field-name-field-intro">{SUMMARY}</div></div>',
    ],
)
def test_a_standfirst_that_is_named_as_one_is_read_where_it_stands(below: str) -> None:
    assert read(below).standfirst == SUMMARY


def test_a_standfirst_is_known_by_what_the_page_says_of_itself() -> None:
    assert read(f'<div class="x1">{SUMMARY}</div>', said=SUMMARY).standfirst == SUMMARY
    assert read(f'<div class="x1">{SUMMARY}</div>').standfirst is None


@pytest.mark.parametrize(
    "below",
    [
        '<p class="lead">Too short</p>',
        f'<p class="lead"><a href="/plan">{SUMMARY}</a></p>',
        f'<div class="lead-image"><img src="a.jpg">{SUMMARY}</div>',
        f'<label class="lead">{SUMMARY}</label>',
        f'<p class="note">{SUMMARY}</p>',
    ],
)
def test_what_else_stands_below_a_headline_is_no_standfirst(below: str) -> None:
    assert read(below).standfirst is None


def test_a_text_is_no_standfirst_however_its_box_is_named() -> None:
    root = parse(f'<main><h1>Bridge</h1><div class="lead">{BODY}{BODY}</div></main>'.encode())
    assert not isinstance(root, str)
    assert find_standfirst(root.find(".//h1"), "") is None
    assert find_standfirst(None, SUMMARY) is None


def test_a_standfirst_that_the_text_says_is_not_read_twice() -> None:
    for body in (f"<p>{SUMMARY}</p><p>{FIRST}</p>{BODY}", f"{BODY * 3}<p>{SUMMARY}.</p>{BODY}"):
        article = read(f'<p class="lead">{SUMMARY}</p>', body=body)
        assert sum(SUMMARY in text for text in (article.standfirst or "", *texts(article))) == 1


def test_a_longer_byline_does_not_take_the_standfirst_away() -> None:
    lead = f'<p class="lead">{SUMMARY}</p>'
    names = "By Ann Lee", "By Ann Lee and Bo Marsh, who both know the harbour well"
    assert {read(f"{lead}<div>{name}</div>").standfirst for name in names} == {SUMMARY}
