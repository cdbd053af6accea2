"""Which of the titles of a page is its headline, and what it tells search engines and networks."""

from __future__ import annotations

import json

import pytest

from monitor.model import Article
from tests.extract.pages import BODY, HEADLINE, read

SEARCHED = "Bridge repairs: what drivers have to know"
TRAILS = [
    '<nav><a href="/">Home</a> {}</nav>',
    '<div class="c-Breadcrumb_list"><span>Local</span>{}</div>',
    '<div><a href="/">Home</a><a href="/local">Local</a>{}</div>',
]


def named(before: str, headline: str, browser: str, **stated: str) -> Article:
    """Return the article of a page with `headline` as its markup and titles stated elsewhere."""
    keys = {"linked": "headline", "alternative": "alternativeHeadline"}
    node = {keys[key]: text for key, text in stated.items() if key in keys}
    metas = {"network": "og:title", "twitter": "twitter:title", "site": "og:site_name"}
    head = "".join(
        f'<meta property="{metas[key]}" content="{text}">'
        for key, text in stated.items()
        if key in metas
    )
    if node:
        said = json.dumps({"@type": "NewsArticle", **node})
        head += f'<script type="application/ld+json">{said}</script>'
    return read(
        f'<html lang="en"><head><title>{browser}</title>{head}</head><body>{before}<main>'
        f"<article>{headline}<div>{BODY}</div></article></main></body></html>".encode()
    )


@pytest.mark.parametrize("trail", TRAILS)
def test_the_headline_is_what_stands_above_the_text_and_not_at_the_end_of_a_trail(
    trail: str,
) -> None:
    before = trail.format(f"<h1>{SEARCHED}</h1>")
    article = named(before, f"<h2>{HEADLINE}</h2>", SEARCHED, linked=SEARCHED, network=HEADLINE)
    assert (article.headline, article.title) == (HEADLINE, None)


def test_a_headline_that_only_a_network_or_an_alternative_names_is_found_below_a_trail() -> None:
    before = TRAILS[0].format(f"<h1>{SEARCHED}</h1>")
    article = named(before, f"<h2>{HEADLINE}</h2>", SEARCHED, linked=SEARCHED, alternative=HEADLINE)
    assert (article.headline, article.title) == (HEADLINE, SEARCHED)


@pytest.mark.parametrize("trail", TRAILS)
def test_a_heading_at_the_end_of_a_trail_is_the_headline_where_there_is_no_other(
    trail: str,
) -> None:
    before = trail.format(f"<h1>{HEADLINE}</h1>")
    assert named(before, "", HEADLINE, linked=HEADLINE).headline == HEADLINE


def test_a_part_of_the_page_that_is_called_after_a_trail_is_none() -> None:
    shown = f'<div class="has-breadcrumbs"><h1>{HEADLINE}</h1>{BODY}<h3>{SEARCHED}</h3></div>'
    article = named("", shown, SEARCHED, linked=HEADLINE, network=SEARCHED)
    assert article.headline == HEADLINE


def test_a_link_above_the_headline_makes_no_trail() -> None:
    shown = f'<div><a href="/local">Local</a><h1>{HEADLINE}</h1></div>'
    article = named("", f"{shown}<h2>{SEARCHED}</h2>", HEADLINE, network=SEARCHED)
    assert (article.headline, article.title) == (HEADLINE, SEARCHED)


def test_a_title_of_which_nothing_else_on_the_page_knows_is_not_kept() -> None:
    article = named(
        "", f"<h1>{HEADLINE}</h1>", HEADLINE, linked=SEARCHED, network=HEADLINE, twitter=HEADLINE
    )
    assert (article.headline, article.title) == (HEADLINE, None)


@pytest.mark.parametrize("more", [{"alternative": SEARCHED, "twitter": HEADLINE}, {}])
def test_a_title_that_is_stated_twice_is_kept_and_so_is_one_with_few_against_it(
    more: dict[str, str],
) -> None:
    shown = f"<h1>{HEADLINE}</h1>"
    article = named("", shown, HEADLINE, linked=SEARCHED, network=HEADLINE, **more)
    assert (article.headline, article.title) == (HEADLINE, SEARCHED)


def test_only_the_outlets_name_is_taken_off_what_is_stated_of_the_article_itself() -> None:
    whole = f"{HEADLINE} - Local guide"
    shown = f"<h1>{HEADLINE}</h1>"
    article = named("", shown, whole, linked=whole, network=whole)
    assert (article.headline, article.title) == (HEADLINE, whole)
    article = named("", shown, whole, linked=f"{HEADLINE} | Courier", network=HEADLINE)
    assert (article.headline, article.title) == (HEADLINE, None)
    more = {"network": HEADLINE + " | The Courier", "site": "The Courier"}
    article = named("", shown, whole, linked=f"{HEADLINE} | The Courier", **more)
    assert (article.headline, article.title) == (HEADLINE, None)


@pytest.mark.parametrize("mark", ["-", "_"])
def test_the_outlets_name_is_set_off_without_spaces_in_scripts_that_use_none(mark: str) -> None:
    headline = "港口大桥因检修关闭一年"
    shown = f"<h1>{headline}</h1>"
    article = named("", shown, f"{headline}{mark}信使报", network=f"{headline}{mark}信使报")
    assert (article.headline, article.title) == (headline, None)


@pytest.mark.parametrize("rest", ["--文化--信使网", "_2026年第9号公报_信使网", "-Courier.NET"])
def test_a_lower_heading_is_the_headline_that_the_browsers_title_opens_with(rest: str) -> None:
    headline = "港口大桥因检修关闭一年，轮渡加开班次"
    article = named("", f"<h2>{headline}</h2>", headline + rest)
    assert (article.headline, article.title) == (headline, None)


def test_in_a_title_of_great_length_no_outlets_name_is_looked_for() -> None:
    long = f"{HEADLINE} " * 40 + "| Courier"
    assert named("", f"<h2>{HEADLINE}</h2>", long).headline == long
    assert named("", f"<h1>{HEADLINE}</h1>", long).headline == HEADLINE


def test_an_h1_that_names_the_outlet_is_no_headline() -> None:
    article = named("<h1>Courier</h1>", f"<h3>{HEADLINE}</h3>", f"Courier: {HEADLINE}")
    assert (article.headline, article.title) == (HEADLINE, None)


def test_the_name_of_the_outlets_section_goes_with_the_outlets() -> None:
    shown, said = f"<h1>{SEARCHED}</h1>", f"{HEADLINE} | Courier City News"
    assert named("", shown, said, network=said, site="Courier").title == HEADLINE
    whole = f"{HEADLINE} | Courier readers ask what comes next"
    assert named("", shown, whole, network=whole, site="Courier").title == whole
