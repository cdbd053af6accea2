"""How a page was read, as a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from monitor.model import (
    ArticleKind,
    BlockKind,
    Decision,
    Explanation,
    Failure,
    Proposal,
    Provenance,
    Reason,
    SiteRules,
    Stamp,
    Why,
)
from monitor.report import REASONS, article_fields, tried
from tests.report.making import URL, article

AT = datetime(2026, 5, 7, 14, 5, tzinfo=UTC)
RULE = 'sites:\n  courier.example:\n    - article: ["div.story"]\n'


def outside(text: str) -> Decision:
    return Decision(why=Why.OUTSIDE, text=text, place="body > nav")


def explanation(*decisions: Decision) -> Explanation:
    return Explanation(
        result=article(headline="Ferry leaves harbour", authors=("Ann Lee",)),
        decisions=decisions
        or (
            Decision(why=Why.HEADLINE, text="Ferry leaves harbour"),
            Decision(why=Why.KEPT, text="It left.", kind=BlockKind.LIST_ITEM, place="li"),
            Decision(why=Why.NAME, text="114 shares", place="div.share"),
            Decision(why=Why.BESIDE, text="The ferry", kind=BlockKind.CAPTION),
        ),
        place="div#story",
        proposal=Proposal(
            host="courier.example", rules=SiteRules(article=("div.story",)), snippet=RULE
        ),
    )


def soup(found: Explanation, url: str = URL) -> BeautifulSoup:
    return BeautifulSoup(tried(found, url), "html.parser")


def test_pieces_stand_in_the_order_given_each_with_its_fate_in_words() -> None:
    page = soup(explanation())
    pieces = [" ".join(piece.get_text(" ").split()) for piece in page.select(".piece")]
    assert pieces == [
        "✓ headline Ferry leaves harbour",
        "✓ list item It left.",
        f"✗ left out : {REASONS[Why.NAME]} 114 shares Its place: div.share",
        "◆ caption The ferry",
    ]
    assert [piece["class"][2] for piece in page.select(".piece")] == [
        "kept", "kept", "dropped", "beside",
    ]  # fmt: skip
    assert page.select_one(".piece.dropped s")


def test_each_fate_can_be_hidden_by_its_mark_without_a_script() -> None:
    page = soup(explanation())
    assert not page.select("script")
    boxes = page.select("input[type=checkbox][checked]")
    assert [box["id"] for box in boxes] == ["show-kept", "show-beside", "show-dropped"]
    labels = [" ".join(label.get_text(" ").split()) for label in page.select("label")]
    assert labels == ["✓ the article's text 2", "◆ kept beside the text 1", "✗ left out 1"]
    assert [label["for"] for label in page.select("label")] == [box["id"] for box in boxes]


@pytest.mark.parametrize(("number", "folded"), [(1, False), (2, False), (3, True)])
def test_many_pieces_outside_in_a_row_are_folded(number: int, folded: bool) -> None:
    found = explanation(*[outside(f"Menu {n}") for n in range(number)])
    summaries = [one.get_text() for one in soup(found).select("summary")]
    assert summaries == ([f"{number} pieces outside of the article"] if folded else [])


def test_the_verdict_the_place_and_the_rule_are_told() -> None:
    page = soup(explanation())
    verdict = page.select_one(".verdict")
    assert verdict
    assert verdict.get_text() == "Read as an article · 3 pieces kept · 1 left out inside it"
    rule = page.select_one("pre")
    assert rule and rule.get_text().strip() == RULE.strip()
    assert "div#story" in page.get_text()


def test_without_a_rule_or_pieces_nothing_is_said_of_them() -> None:
    found = replace(explanation(), decisions=(), proposal=None, place="")
    page = soup(found, "a saved page")
    assert not page.select("pre, .piece, label, a")
    assert "stands in" not in page.get_text()
    assert "a saved page" in page.get_text()


def test_what_is_no_article_says_why_and_what_was_seen() -> None:
    failure = Failure(reason=Reason.EMPTY_SHELL, detail="no text", evidence="<div id=root>")
    page = soup(Explanation(result=failure, decisions=(outside("Menu"),)))
    heading = page.select_one("h1")
    assert heading and heading.get_text() == "No article"
    text = page.get_text()
    assert "no text · empty shell" in text
    assert "<div id=root>" in text


def test_fields_say_where_they_were_read() -> None:
    found = replace(
        article(headline=" ", authors=("Ann Lee", "Bo Ek"), standfirst="A standfirst"),
        published=Stamp(at=AT, source=Provenance.JSON_LD),
        modified=Stamp(at=AT, source=Provenance.URL, day_only=True),
        kind=ArticleKind.LIVE_BLOG,
        kicker="Ports",
        section="News",
        language="en",
    )
    assert [(one.name, one.text, one.source) for one in article_fields(found)] == [
        ("standfirst", "A standfirst", ""),
        ("kicker", "Ports", ""),
        ("by", "Ann Lee, Bo Ek", ""),
        ("published", "2026-05-07 14:05 UTC", "its JSON-LD"),
        ("modified", "2026-05-07", "its address"),
        ("kind", "live blog", ""),
        ("section", "News", ""),
        ("language", "en", ""),
        ("text from", "the text of the page", ""),
    ]
    page = soup(replace(explanation(), result=found))
    assert "(no headline)" in page.get_text()


def test_every_reason_and_every_source_has_its_words() -> None:
    told = {Why.KEPT, Why.BESIDE, Why.HEADLINE, Why.STANDFIRST}
    assert set(REASONS) == set(Why) - told
    for source in Provenance:
        assert article_fields(replace(article(), source=source))[-1].name == "text from"
