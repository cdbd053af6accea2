"""Conditions of single rules, each on the page that needs it."""

from __future__ import annotations

import codecs
import json

import pytest
from lxml import etree

from monitor.model import BlockKind, Provenance, Reason, SiteRules
from tests.extract.pages import (
    BODY,
    FIRST,
    HEADLINE,
    SECOND,
    THIRD,
    block,
    fail,
    page,
    read,
    texts,
)


def linked(**said: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **said}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


# --- dates -------------------------------------------------------------------------------------


def test_a_date_that_says_nothing_gives_way_to_the_next_one() -> None:
    head = '<meta name="date" content="soon"><meta name="pubdate" content="2026-05-07">'
    published = read(page(head=head)).published
    assert published is not None and published.source is Provenance.META
    head = '<meta name="date" content="soon">' + linked(dateCreated="2026-05-08")
    published = read(page(head=head)).published
    assert published is not None and (published.at.day, published.source) == (
        8,
        Provenance.JSON_LD,
    )


def test_a_date_in_the_address_counts_where_no_tag_has_one() -> None:
    article = read(page(), final_url="https://courier.example/2026/05/07/bridge")
    assert article.published is not None
    assert (article.published.at.day, article.published.source) == (7, Provenance.URL)


def test_a_date_beyond_all_years_is_none() -> None:
    head = '<meta name="date" content="Fri, 31 Dec 9999 23:59:59 -1200">'
    assert read(page(head=head)).published is None


# --- text and tree -----------------------------------------------------------------------------


def test_a_second_byte_order_mark_is_no_text() -> None:
    article = codecs.BOM_UTF8 * 2 + f"{HEADLINE}<p>{FIRST}<p>{SECOND}".encode()
    assert not read(article).text.startswith("\ufeff")


def test_bytes_that_the_headers_label_cannot_mean_are_read_by_the_pages_own() -> None:
    text = "Старый мост через гавань закроют в понедельник как минимум на год."
    html = page(f"<p>{text}</p><p>{text}</p>").decode().replace("utf-8", "koi8-r").encode("koi8-r")
    assert text in read(html, content_type="text/html; charset=big5").text


@pytest.mark.parametrize("html", [b"\x01\x02", b"\xef\xbb\xbf", b"<!doctype html>"])
def test_a_page_of_which_nothing_can_be_built_is_an_empty_shell(html: bytes) -> None:
    assert fail(html).reason is Reason.EMPTY_SHELL


def test_a_parser_that_refuses_a_page_without_anything_in_it_is_no_end_of_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Releases of lxml up to 5 do so, where later ones return nothing."""

    def refuse(text: bytes, parser: etree.HTMLParser) -> None:
        raise etree.XMLSyntaxError("Document is empty", 4, 1, 1)  # type: ignore[call-arg, arg-type]

    monkeypatch.setattr(etree, "fromstring", refuse)
    assert fail(b"<!-- -->").reason is Reason.EMPTY_SHELL


def test_tags_nested_past_the_parsers_bounds_are_refused() -> None:
    assert fail(b"<div>" * 19_000 + FIRST.encode()).reason is Reason.TOO_COMPLEX


def test_what_lies_deeper_than_browsers_go_is_left_out_and_what_follows_is_read() -> None:
    for levels, read_too in ((245, True), (251, False)):
        deep = f"{'<i>' * levels}deep{'</i>' * levels}"
        html = f"<title>Bridge</title><p>{FIRST} {deep} afterwards.</p><p>{SECOND}</p>"
        text = read(html.encode()).text
        assert ("deep" in text) is read_too
        assert "afterwards." in text


def test_a_rule_that_would_remove_the_whole_page_leaves_it() -> None:
    assert fail(b"<!-- -->", rules=SiteRules(remove=("html",))).reason is Reason.EMPTY_SHELL
    assert texts(read(page(), rules=SiteRules(remove=("body",)))) == [FIRST, SECOND, THIRD]


# --- where the article stands ------------------------------------------------------------------


def test_the_element_that_says_it_is_the_body_wins_over_a_longer_one() -> None:
    other = "".join(f"<p>{text}</p>" for text in (THIRD, SECOND))
    html = (
        f'<title>Bridge</title><div><div itemprop="articleBody"><p>{FIRST}</p>'
        f"<p>{THIRD}</p></div></div><div><div>{other}</div></div>"
    ).encode()
    assert texts(read(html))[0] == FIRST


def test_space_is_no_text() -> None:
    spaces = f"<div><p>Pier{' ' * 40}</p></div>" * 30
    assert texts(read(page(after=spaces))) == [FIRST, SECOND, THIRD]


def test_an_article_called_like_furniture_is_read() -> None:
    html = page().replace(b"<article>", b'<article class="related">')
    assert texts(read(html)) == [FIRST, SECOND, THIRD]


def test_a_second_article_beside_the_first_is_not_read() -> None:
    other = f"<article><h2>Mill</h2><p>{THIRD} Elsewhere.</p></article>"
    html = f"<title>{HEADLINE}</title><div><article>{BODY}</article>{other}</div>"
    assert texts(read(html.encode())) == [FIRST, SECOND, THIRD]


# --- headline ----------------------------------------------------------------------------------


def test_a_part_of_the_headline_that_is_set_apart_is_no_kicker() -> None:
    shown = HEADLINE.replace("Harbour", '<span class="wide">Harbour</span>')
    html = page().decode().replace(f"<h1>{HEADLINE}", f"<h1>{shown}").encode()
    assert read(html).headline == HEADLINE
    title = f"<title>{HEADLINE} and more of it"
    assert read(html.replace(f"<title>{HEADLINE}".encode(), title.encode())).headline == HEADLINE


def test_in_a_title_without_end_no_outlet_is_looked_for() -> None:
    title = "Harbour bridge closes " * 60 + "| The Courier"
    html = f"<title>{title}</title><main>{BODY}</main>".encode()
    assert read(html).headline.endswith("The Courier")


@pytest.mark.parametrize("end", [" | The Courier", " – Courier", " | www.courier.news", " | ***"])
def test_the_outlets_name_goes_from_a_title_that_stands_nowhere_on_the_page(end: str) -> None:
    head = '<meta property="og:site_name" content="The Courier">'
    html = f"<title>{HEADLINE}{end}</title>{head}<main>{BODY}</main>".encode()
    assert read(html).headline == HEADLINE


def test_a_title_without_a_letter_is_none() -> None:
    article = read(page().replace(f"<title>{HEADLINE}".encode(), b"<title>***"))
    assert (article.headline, article.title) == (HEADLINE, None)


def test_what_follows_a_dash_and_is_no_outlet_stays() -> None:
    head = '<meta property="og:site_name" content="The Courier">'
    title = f"{HEADLINE} – what we know"
    html = f"<title>{title}</title>{head}<main>{BODY}</main>".encode()
    assert read(html).headline == title


# --- people and metadata -----------------------------------------------------------------------


def test_each_link_of_a_byline_is_an_author() -> None:
    byline = '<p class="byline">By <a href="/a">Ann Lee</a> and <a href="/b">Bo Ray</a></p>'
    assert read(page(byline + BODY)).authors == ("Ann Lee", "Bo Ray")


def test_what_is_no_name_is_no_author() -> None:
    head = '<meta name="author" content="Ann Lee, a, ann@courier.example, Staff 2026">'
    assert read(page(head=head)).authors == ("Ann Lee",)


def test_the_first_of_several_values_is_the_pages() -> None:
    article = read(page(head=linked(headline=["Why the bridge has to close", "B"], author=[])))
    assert (article.title, article.authors) == ("Why the bridge has to close", ())


def test_links_without_an_address_and_values_without_text_say_nothing() -> None:
    head = '<link rel="canonical">' + linked(
        headline=None, articleSection={"@value": "Harbour"}, inLanguage={"name": "en"}
    )
    article = read(page(head=head))
    assert (article.canonical_url, article.section) == (None, "Harbour")


# --- blocks ------------------------------------------------------------------------------------


def test_a_list_before_the_text_is_no_standfirst() -> None:
    item = "The bridge closes on Monday, for a year at the least."
    head = f'<meta name="description" content="{item}">'
    article = read(page(f"<ul><li>{item}</li></ul>{BODY}", head=head))
    assert article.standfirst is None
    assert block(article, BlockKind.LIST_ITEM).text == item


@pytest.mark.parametrize(
    ("table", "kind", "expected"),
    [
        ("<tr><td>Pier <b>1</b></td><td>Safe</td></tr>", BlockKind.TABLE_ROW, ["Pier 1 | Safe"]),
        (f"<tr><td>{SECOND}</td></tr>", BlockKind.PARAGRAPH, [FIRST, SECOND, THIRD]),
        (
            f"<tr><td><p>{SECOND}</p></td><td><p>Safe, all of it.</p></td></tr>",
            BlockKind.PARAGRAPH,
            [FIRST, SECOND, "Safe, all of it.", THIRD],
        ),
    ],
)  # fmt: skip
def test_a_table_is_read_by_rows_unless_it_only_sets_out_the_page(
    table: str, kind: BlockKind, expected: list[str]
) -> None:
    article = read(page(f"<p>{FIRST}</p><table>{table}</table><p>{THIRD}</p>"))
    assert texts(article, kind) == expected


def test_words_set_apart_in_a_caption_are_no_credit() -> None:
    caption = '<figcaption><span class="lead">At dawn:</span> the bridge.</figcaption>'
    figure = block(read(page(f"<figure>{caption}</figure>{BODY}")), BlockKind.CAPTION)
    assert (figure.text, figure.credit) == ("At dawn: the bridge.", None)


def test_a_link_without_words_is_no_span() -> None:
    article = read(page(f'<p>{FIRST}<a href="/x"> </a></p><p>{SECOND}</p>'))
    assert article.blocks[0].spans == ()


def test_of_quotations_pulled_out_without_end_only_so_many_are_looked_for() -> None:
    quote = "Ferries will run every ten minutes between the two banks"
    asides = "".join(
        f"<aside>Nothing like number {n} stands anywhere in this text</aside>" for n in range(100)
    )
    article = read(page(f"{BODY}<aside>{quote}</aside><aside>{FIRST[:60]}</aside>"))
    assert texts(article)[3:] == [quote, FIRST[:60]]
    assert texts(read(page(f"<aside>{quote}</aside>{BODY}{asides}"))) == [FIRST, SECOND, THIRD]


def test_a_list_with_times_inside_an_article_makes_it_no_live_blog() -> None:
    times = "".join(
        f'<li><time datetime="2026-05-0{n}">May {n}</time> The council looked at the bridge for '
        "the first time since it was built.</li>"
        for n in (1, 2, 3)
    )
    article = read(page(f"{BODY}{BODY.replace('The', 'Again the')}<ul>{times}</ul>"))
    assert BlockKind.LIVE_ENTRY not in {one.kind for one in article.blocks}


# --- walls -------------------------------------------------------------------------------------


_ANOTHER = (
    "Three fishermen were saved by a tug when their boat ran aground on the bar at low tide.",
    "None of them was hurt, said a spokeswoman of the coastguard, who praised the tug’s master.",
    "It is not known how the boat came so close to the shore in fair weather and good light.",
)


def test_an_article_rewritten_behind_a_wall_is_an_edit_and_not_a_teaser() -> None:
    before = read(page(BODY + f"<p>{SECOND} Once more.</p>" * 9))
    other = "".join(f"<p>{text}</p>" for text in _ANOTHER)
    wall = f'{other}<div class="paywall-box">Subscribe to go on.</div>'
    assert read(page(wall), previous=before).blocks


def test_what_is_stated_to_be_locked_and_was_read_all_the_same_shrinks_to_a_teaser() -> None:
    head = linked(isAccessibleForFree=False)
    wall = '<div class="paywall-box">Subscribe to go on.</div>'
    long = read(page(BODY + f"<p>{SECOND} Once more.</p>" * 9 + wall, head=head))
    assert long.paywalled
    shrunk = fail(page(f"<p>{FIRST}</p><p>{SECOND}</p>{wall}", head=head), previous=long)
    assert shrunk.reason is Reason.PAYWALL
    short = read(page(f"<p>{FIRST}</p><p>{SECOND}</p>{wall}", head=head))
    assert read(page(f"<p>{FIRST}</p><p>{SECOND}</p>{wall}", head=head), previous=short).blocks


def test_a_page_of_nothing_but_words_of_consent_is_a_consent_wall() -> None:
    words = "<button>Cookies</button><button>Consent</button><a>Privacy</a><a>Partners</a>"
    found = fail(f"<title>Courier</title><body>{words}".encode())
    assert found.reason is Reason.CONSENT
