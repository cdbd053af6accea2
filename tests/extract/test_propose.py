"""Site rules that are proposed: selectors that find what they should, and are likely to last."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html as parser
from lxml.etree import _Element

from monitor.extract.propose import is_lasting, propose, snippet
from monitor.model import SiteField, SiteRules


def elements(body: str) -> list[_Element]:
    found = parser.document_fromstring(f"<html><body>{body}</body></html>").find("body")
    assert found is not None
    return list(found.iter())


def number(listed: list[_Element], mark: str) -> int:
    """Return the number of the element that carries `data-n=mark`."""
    return next(n for n, one in enumerate(listed, 1) if one.get("data-n") == mark)


def article(body: str) -> str | None:
    """Return the selector proposed for the element that carries `data-n=it`."""
    listed = elements(body)
    found = propose(listed, number(listed, "it"), (), ())
    return found.article[0] if found else None


@pytest.mark.parametrize(
    ("body", "selector"),
    [
        ('<div id="story" class="article-body" data-n=it></div>', "div#story"),
        ('<div itemprop="text articleBody" id=x data-n=it></div>', 'div[itemprop~="articleBody"]'),
        ('<div class="fancy article-body" data-n=it></div>', "div.article-body"),
        ('<div class="fancy" data-n=it></div>', "div.fancy"),
        ('<article class="tech" data-n=it></article>', "article"),
        ('<article class="tech" data-n=it></article><article></article>', "article.tech"),
        (
            '<div class="news story" data-n=it></div><p class=news></p><div class=news></div>'
            "<div class=story></div>",
            "div.news.story",
        ),
        ('<main><div class="x1"></div><div data-n=it></div></main>', None),
        ('<main><div><section data-n=it></section></div></main><section></section>',
         "main > div > section"),
        ('<div id="lead"><div class="news" data-n=it></div></div><div class="news"></div>',
         "div#lead div.news"),
        ('<div id="post-48213" class="css-1q2w3e sc-dyVSIs row" data-n=it></div>', None),
        ('<article class="category-floods" data-n=it></article><article></article>', None),
        ('<div><div><div><div><div><p data-n=it></p></div></div></div></div></div><p></p>', None),
        ('<x:story class="story" data-n=it></x:story>', None),
    ],
)  # fmt: skip
def test_the_article_gets_the_selector_that_says_most(body: str, selector: str | None) -> None:
    assert article(body) == selector


@pytest.mark.parametrize("name", ["article-body", "articleBody", "story__text", "Artikeltext"])
def test_names_that_somebody_gave_last(name: str) -> None:
    assert is_lasting(name)


@pytest.mark.parametrize(
    "name",
    ["", "ad", "post-1", "css-abcde", "is-open", "kXyZpQ", "fZMMVO", "story_bxqkz", "mx-auto",
     "row", "hidden", "d-print-none", "größe", "a:b"],
)  # fmt: skip
def test_names_that_are_made_up_or_say_how_it_looks_do_not(name: str) -> None:
    assert not is_lasting(name)


def removed(body: str, *furniture: str, kept: str = "kept") -> tuple[str, ...]:
    listed = elements(f"<article data-n=it>{body}</article>")
    boxes = [number(listed, mark) for mark in furniture]
    texts = [n for n, one in enumerate(listed, 1) if one.get("data-n") == kept]
    found = propose(listed, number(listed, "it"), texts, boxes)
    assert found is not None
    return found.remove


def test_furniture_inside_is_removed_by_its_name() -> None:
    body = (
        '<p data-n=kept>Text</p><div class="share-bar" data-n=a></div>'
        '<div id="newsletter" data-n=b></div><p class="mood" data-n=c></p><nav data-n=d></nav>'
        '<x:y class="share" data-n=e></x:y>'
    )
    assert removed(body, *"bacde") == ("div.share-bar", "div#newsletter")


def test_one_selector_is_enough_for_boxes_of_one_name() -> None:
    body = '<div class="share" data-n=a></div><div class="share" data-n=b></div>'
    assert removed(body, "a", "b") == ("div.share",)


def test_a_selector_that_would_find_text_is_no_selector() -> None:
    box = '<div class="share" data-n=a></div>'
    assert removed(box + '<div class="share"><p data-n=kept>Text</p></div>', "a") == ()
    holds_text = '<div class="share" data-n=a><p data-n=kept>Text</p></div>'
    assert removed(holds_text, "a") == ()


def test_a_selector_that_would_find_what_is_around_the_article_is_none() -> None:
    listed = elements("<div class=share><article data-n=it><div class=share data-n=a></div></div>")
    found = propose(listed, number(listed, "it"), (), (number(listed, "a"),))
    assert found == SiteRules(article=("article",))


def test_what_is_outside_may_go_by_the_same_name() -> None:
    listed = elements(
        "<article data-n=it><div class=share data-n=a></div></article><div class=share></div>"
    )
    found = propose(listed, number(listed, "it"), (), (number(listed, "a"),))
    assert found and found.remove == ("div.share",)


def test_a_rule_has_a_dozen_removals_at_most() -> None:
    letters = "abcdefghijklmno"
    body = "".join(f'<div class="share-{x * 2}ox" data-n={x}></div>' for x in letters)
    assert len(removed(body, *letters)) == 12


def test_only_so_many_selectors_are_tried() -> None:
    def body(names: str) -> str:
        inner = f'<div class="{names}"><div class="{names}" {{}}></div></div>'
        return f'<div id="only">{inner.format("data-n=it")}</div>{inner.format("")}'

    assert article(body("alpha")) == "div#only > div > div"
    assert article(body("alpha betas gamma delta")) is None


def test_rules_are_written_as_the_configuration_has_them() -> None:
    rules = SiteRules(
        article=("div.story", 'div[itemprop~="articleBody"]'),
        remove=(".quiz",),
        fields=((SiteField.HEADLINE, "h1.title"),),
        until=date(2026, 5, 1),
    )
    assert snippet("www.example.org", rules) == (
        "sites:\n"
        "  www.example.org:\n"
        '    - article: ["div.story", "div[itemprop~=\\"articleBody\\"]"]\n'
        "      remove:\n"
        '        - ".quiz"\n'
        "      fields:\n"
        '        headline: "h1.title"\n'
        '      until: "2026-05-01"\n'
    )
    assert snippet("127.0.0.1", SiteRules(article=("article",))) == (
        'sites:\n  "127.0.0.1":\n    - article: ["article"]\n'
    )
