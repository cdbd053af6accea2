"""What a person says about a site goes before what we judge by structure."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from monitor.extract import rules_for
from monitor.model import Provenance, SiteField, SiteRules
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, page, read, texts

OTHER = (
    "The weather will stay fair for the whole of the week, the office said on Sunday night, and "
    "the wind will turn to the west before it rains."
)


def test_the_article_is_where_the_rules_say() -> None:
    html = page(BODY, after=f'<div class="weather"><p>{OTHER}</p></div>')
    assert texts(read(html, rules=SiteRules(article=("div.weather",)))) == [OTHER]
    assert texts(read(html, rules=SiteRules(article=("div.none", "div.weather")))) == [OTHER]


def test_a_rule_that_finds_nothing_changes_nothing() -> None:
    rules = SiteRules(article=("div.none",), remove=("p.none",), fields=((SiteField.KICKER, "u"),))
    article = read(page(), rules=rules)
    assert texts(article) == [FIRST, SECOND, THIRD]
    assert article.rules == rules.digest


def test_furniture_inside_the_named_element_is_dropped_as_ever() -> None:
    html = page(BODY + '<div class="newsletter-signup"><p>Sign up for more letters.</p></div>')
    article = read(html, rules=SiteRules(article=("div.article-body",)))
    assert texts(article) == [FIRST, SECOND, THIRD]


def test_what_the_rules_remove_is_gone_with_all_that_it_holds() -> None:
    html = page(f'<p>{FIRST}</p><div class="quiz"><p>{SECOND}</p></div><p>{THIRD}</p>')
    assert texts(read(html, rules=SiteRules(remove=("div.quiz",)))) == [FIRST, THIRD]


def test_what_the_rules_say_of_headline_and_authors_is_known_when_the_text_is_judged() -> None:
    named = '<p class="h">Bridge closes</p><p class="by">Ann Lee</p>'
    html = page(f"<p>{FIRST}</p>{named}<p>{SECOND}</p>")
    rules = SiteRules(fields=((SiteField.HEADLINE, "p.h"), (SiteField.AUTHORS, "p.by")))
    assert texts(read(html)) == [FIRST, "Bridge closes", "Ann Lee", SECOND]
    article = read(html, rules=rules)
    assert texts(article) == [FIRST, SECOND]
    assert (article.headline, article.authors) == ("Bridge closes", ("Ann Lee",))


def test_the_headline_above_the_text_is_none_of_it_though_the_rules_name_another() -> None:
    head = '<meta name="real" content="Bridge closes">'
    rules = SiteRules(fields=((SiteField.HEADLINE, "meta[name=real]@content"),))
    article = read(page(f"<h2>{HEADLINE}</h2>{BODY}", head=head), rules=rules)
    assert texts(article) == [FIRST, SECOND, THIRD]
    assert article.headline == "Bridge closes"


def test_fields_hold_where_a_page_is_read_from_what_it_carries_for_its_scripts() -> None:
    said = json.dumps({"@type": "NewsArticle", "articleBody": f"{FIRST}\n\n{SECOND}\n\n{THIRD}"})
    head = f'<meta name="who" content="Ann Lee"><script type="application/ld+json">{said}</script>'
    rules = SiteRules(fields=((SiteField.AUTHORS, "meta[name=who]@content"),))
    article = read(page("", head=head), rules=rules)
    assert article.source is Provenance.JSON_LD
    assert article.authors == ("Ann Lee",)


def test_fields_are_read_where_the_rules_say() -> None:
    html = page(
        '<h2 class="real">Bridge closes</h2><b class="by">Ann Lee</b><b class="by">Bo Ek</b>'
        '<b class="by">Ann Lee</b><time class="t" datetime="2026-05-07T14:05:00+02:00">now</time>'
        f'<u class="s">City</u><img class="i" src="/bridge.jpg">{BODY}'
    )
    rules = SiteRules(
        fields=(
            (SiteField.HEADLINE, "h2.real"),
            (SiteField.AUTHORS, "b.by"),
            (SiteField.PUBLISHED, "time.t@datetime"),
            (SiteField.MODIFIED, "u.s"),
            (SiteField.SECTION, "u.s"),
            (SiteField.IMAGE, "img.i@src"),
        )
    )
    article = read(html, rules=rules)
    assert article.headline == "Bridge closes"
    assert article.authors == ("Ann Lee", "Bo Ek")
    assert article.published is not None
    assert article.published.at == datetime(2026, 5, 7, 12, 5, tzinfo=UTC)
    assert article.modified is None, "what is no date changes nothing"
    assert article.section == "City"
    assert article.image == "https://courier.example/bridge.jpg"


def test_an_at_sign_inside_a_selector_names_no_attribute() -> None:
    html = page(f'<a href="mailto:ann@x.example">Ann Lee</a>{BODY}')
    rules = SiteRules(fields=((SiteField.AUTHORS, 'a[href*="@x"]'),))
    assert read(html, rules=rules).authors == ("Ann Lee",)


OLD = SiteRules(article=("div.old",), until=date(2026, 5, 1))
OLDER = SiteRules(article=("div.older",), until=date(2025, 5, 1))
NOW = SiteRules(article=("div.now",))
SITES = {"www.courier.example": (NOW, OLD, OLDER), "*.courier.example": (OLD,)}


@pytest.mark.parametrize(
    ("url", "day", "rules"),
    [
        ("https://www.courier.example/a", date(2026, 5, 1), NOW),
        ("https://www.courier.example/a", date(2026, 4, 30), OLD),
        ("https://www.courier.example/a", date(2025, 4, 30), OLDER),
        ("https://WWW.courier.example:8443/a", date(2026, 5, 1), NOW),
        ("https://blog.courier.example/a", date(2026, 4, 30), OLD),
        ("https://blog.courier.example/a", date(2026, 5, 1), None),
        ("https://courier.example/a", date(2026, 4, 30), None),
        ("https://[broken/a", date(2026, 4, 30), None),
        ("mailto:ann@courier.example", date(2026, 4, 30), None),
    ],
)
def test_a_page_is_read_by_the_rules_of_its_host_and_day(
    url: str, day: date, rules: SiteRules | None
) -> None:
    assert rules_for(SITES, url, day) == rules


def test_rules_are_named_by_what_they_say_and_not_by_when_they_end() -> None:
    assert OLD.digest == SiteRules(article=("div.old",)).digest != NOW.digest
