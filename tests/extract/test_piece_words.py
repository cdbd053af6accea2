"""Each word by which pages mark posts, walls, pieces of rich text, and names that do not last."""

from __future__ import annotations

import json

import pytest

from monitor.extract.propose import is_lasting
from monitor.model import BlockKind, Reason
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, fail, page, read, texts

LONG = "Readers wrote to us about this and about that, as they do in each week of the year."


# --- posts, quotations, walls ------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "mastodon-embed"],
)
def test_a_post_inside_a_box_that_would_go_is_kept(name: str) -> None:
    post = f'<blockquote class="{name}"><p>We close at noon.</p></blockquote>'
    article = read(page(f'<p>{FIRST}</p><div class="social">{post}</div><p>{SECOND}</p>'))
    assert texts(article, BlockKind.QUOTATION) == ["We close at noon."]


@pytest.mark.parametrize(
    "name",
    ["twitter-tweet", "instagram-media", "tiktok-embed", "fb-post", "bluesky-embed",
     "twitter-video", "mastodon-embed", "reddit-embed"],
)  # fmt: skip
def test_a_post_keeps_where_it_stands(name: str) -> None:
    post = (
        f'<blockquote class="{name}"><p>We close at noon.</p>'
        '<a href="https://social.example/1">7 May</a></blockquote>'
    )
    article = read(page(f"<p>{FIRST}</p>{post}<p>{SECOND}</p>"))
    found = [one.source for one in article.blocks if one.kind is BlockKind.QUOTATION]
    assert found[0] == "https://social.example/1"


@pytest.mark.parametrize("name", ["pull-quote", "zitat-box", "cita-box", "highlight-box"])
def test_a_quotation_in_a_box_called_one_is_kept(name: str) -> None:
    quote = "Ferries will run every ten minutes between the two banks"
    box = f'<div class="{name} promo"><p>{quote}</p></div>'
    assert quote in texts(read(page(f"<p>{FIRST}</p>{box}<p>{SECOND}</p>")))


@pytest.mark.parametrize(
    "name",
    ["paywall", "pay-wall", "regwall", "subscriber-only", "meteredcontent", "premium-wall",
     "piano-offer", "tp-modal", "subscribe-wall"],
)  # fmt: skip
@pytest.mark.parametrize("attribute", ["class", "id"])
def test_a_wall_is_known_by_what_it_is_called(name: str, attribute: str) -> None:
    teaser = "<p>The old harbour bridge will close on Monday for at least a year...</p>"
    wall = f'<div {attribute}="{name}"><p>Subscribe to go on.</p></div>'
    assert fail(page(teaser + wall)).reason is Reason.PAYWALL


@pytest.mark.parametrize("root", ["rss", "feed", "rdf:RDF", "urlset", "sitemapindex", "svg"])
def test_xml_of_other_kinds_is_named(root: str) -> None:
    found = fail(f'<?xml version="1.0"?><{root} a="b"><p></p></{root}>'.encode())
    assert (found.reason, found.detail) == (
        Reason.NOT_HTML,
        f"not a page but XML of the kind <{root}>",
    )


@pytest.mark.parametrize(
    "tag",
    [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "div",
        "p",
        "article",
        "h1",
        "span",
        "table",
        "a",
    ],
)
def test_what_has_a_tag_is_a_page_whatever_the_header_says(tag: str) -> None:
    found = fail(f"<{tag}>Hello".encode(), content_type="application/x-unknown")
    assert found.reason is not Reason.NOT_HTML


# --- rich text ---------------------------------------------------------------------------------


def rich(kind: str, text: str) -> bytes:
    """Return an empty shell whose state has a piece of `kind` among its paragraphs."""
    pieces = [{"type": "text", "content": one} for one in (FIRST, SECOND, THIRD)]
    pieces.insert(1, {"type": kind, "content": text})
    said = json.dumps({"elements": pieces})
    return f"<title>{HEADLINE}</title><div></div><script>window.__S__={said}</script>".encode()


@pytest.mark.parametrize(
    "kind",
    ["image", "photo", "video", "gallery", "figure", "embed", "advert", "ad", "ads", "promo",
     "related", "newsletter", "interstitial", "divider", "widget", "media"],
)  # fmt: skip
def test_a_piece_that_is_no_text_is_left_out(kind: str) -> None:
    assert texts(read(rich(kind, LONG))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        *((name, BlockKind.HEADING) for name in ("h2", "h5", "header", "heading", "headline",
                                                 "head", "subhead", "subtitle", "heading-2")),
        *((name, BlockKind.LIST_ITEM) for name in ("list-item", "listItem", "li", "bullet")),
        *((name, BlockKind.QUOTATION) for name in ("quote", "blockquote", "cite")),
    ],
)  # fmt: skip
def test_a_piece_is_what_its_type_says(kind: str, expected: BlockKind) -> None:
    assert texts(read(rich(kind, LONG)), expected) == [LONG]


@pytest.mark.parametrize("name", ["list", "ordered-list", "ul", "ol"])
def test_what_stands_in_a_list_is_its_item(name: str) -> None:
    pieces = [{"type": "text", "content": FIRST}, {"type": name, "items": [SECOND, THIRD]}]
    said = json.dumps({"elements": [*pieces, {"type": "p", "content": LONG}]})
    html = f"<title>{HEADLINE}</title><div></div><script>window.__S__={said}</script>"
    assert texts(read(html.encode()), BlockKind.LIST_ITEM) == [SECOND, THIRD]


@pytest.mark.parametrize(
    "assigned",
    ["window.__STATE__", "self.__STATE__", "globalThis.__STATE__", "__STATE__",
     "Fusion.globalContent", "Fusion.contentCache"],
)  # fmt: skip
def test_a_state_is_found_wherever_it_is_put(assigned: str) -> None:
    said = json.dumps({"body": BODY})
    html = f"<title>{HEADLINE}</title><div></div><script>{assigned} = {said}</script>"
    assert texts(read(html.encode())) == [FIRST, SECOND, THIRD]


# --- names that last ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "css-article",
        "sc-article",
        "jsx-article",
        "svelte-article",
        "emotion-article",
        "is-article",
        "has-article",
        "js-article",
        "no-article",
        "row",
        "rows",
        "container",
        "wrap",
        "wrapper",
        "inner",
        "outer",
        "grid",
        "flex",
        "block",
        "inline",
        "relative",
        "absolute",
        "sticky",
        "fixed",
        "clearfix",
        "column",
        "columns",
        "left",
        "right",
        "center",
        "centre",
        "section",
        "module",
        "full",
        "box",
        "row-article",
        "m-article",
        "px-article",
        "bg-article",
        "text-article",
        "font-article",
        "col-article",
        "d-article",
        "u-article",
        "w-article",
        "h-article",
        "lg-article",
        "md-article",
        "sm-article",
        "hidden",
        "hidden-article",
        "hide-article",
        "show-article",
        "visible-article",
        "visually-article",
        "sr-article",
        "article7",
        "bxqkz",
        "kXyZpQ",
        "a",
    ],
)
def test_a_name_that_tools_make_up_or_that_says_where_something_stands_does_not_last(
    name: str,
) -> None:
    assert not is_lasting(name)


@pytest.mark.parametrize("name", ["article", "story-text", "articleBody", "rowan", "boxing"])
def test_a_name_that_somebody_gave_lasts(name: str) -> None:
    assert is_lasting(name)


@pytest.mark.parametrize(
    "name", ["css-share", "sc-share", "jss-share", "jsx-share", "style-share", "svelte-share",
             "emotion-share", "hyperion-css-share"],
)  # fmt: skip
def test_a_name_of_a_style_tool_says_nothing(name: str) -> None:
    box = f'<div class="{name}"><p>{LONG}</p></div>'
    assert LONG in texts(read(page(f"<p>{FIRST}</p>{box}<p>{SECOND}</p>")))
