"""Encodings that lie, pages built to break parsers, and what only scripts would show."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract import extract
from monitor.model import Article, Failure, Provenance, Reason
from tests.extract.pages import BODY, FIRST, SECOND, THIRD, URL, fail, page, read, texts

RUSSIAN = "Старый мост через гавань закроют в понедельник как минимум на год, сообщил совет города."
JAPANESE = (
    "古い港の橋は月曜日から少なくとも一年間閉鎖されると市議会が発表した。検査で亀裂が見つかったためである。"
    * 2
)


def plain(text: str, meta: str = "") -> str:
    """Return a page that says only `meta` about its encoding."""
    head = f'<meta charset="{meta}">' if meta else ""
    article = f"<article><p>{text}</p><p>{text}</p></article>"
    return f"<html><head>{head}<title>Bridge</title></head><body>{article}</body></html>"


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (plain(RUSSIAN).encode("utf-8"), "text/html; charset=iso-8859-1", RUSSIAN),
        (plain(RUSSIAN).encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN),
        (plain(RUSSIAN, "windows-1251").encode("cp1251"), None, RUSSIAN),
        (plain(RUSSIAN, "utf-8").encode("cp1251"), "text/html; charset=utf-8", RUSSIAN),
        (plain(RUSSIAN, "nonsense").encode("koi8-r"), "text/html; charset=koi8-r", RUSSIAN),
        (codecs.BOM_UTF8 + plain(RUSSIAN).encode(), "text/html; charset=koi8-r", RUSSIAN),
        (codecs.BOM_UTF16_LE + plain(RUSSIAN).encode("utf-16-le"), None, RUSSIAN),
        (plain(RUSSIAN).encode("utf-16-le"), None, RUSSIAN),
        (plain(RUSSIAN).encode("utf-16-be"), None, RUSSIAN),
        (plain(JAPANESE, "shift_jis").encode("cp932"), None, JAPANESE),
        (plain(JAPANESE).encode("iso2022_jp"), None, JAPANESE),
        (plain(RUSSIAN * 9).encode()[:-90] + b"\xd0</p>", "text/html; charset=utf-7", RUSSIAN),
    ],
)
def test_no_encoding_makes_mojibake(data: bytes, kind: str | None, text: str) -> None:
    assert text in read(data, content_type=kind).text


def test_bytes_that_a_label_cannot_mean_are_read_by_the_next_one() -> None:
    data = plain(RUSSIAN, "koi8-r").encode("koi8-r")
    assert RUSSIAN in read(data, content_type="text/html; charset=ascii-nonsense").text


@pytest.mark.parametrize(
    "data",
    [
        page()[: len(page()) // 2],
        page().replace(b"<p>", b"<p"),
        page().replace(b"closes", b"cl\0oses"),
        page(f"<p>{FIRST} \ud800</p>".encode("utf-8", "surrogatepass").decode("utf-8", "replace")),
        page(f"<p>{FIRST} &#xD800; &#0; &#x110000;</p>"),
        page(head='<base href="javascript:alert(1)"><base href="http://[">'),
        page('<p onclick="</p><p>x">' + FIRST + "</p>"),
        page(f"<p>{FIRST}</p>" + "<b><i>" * 60 + SECOND),
        page(f"<p>{FIRST}<nav></nav>\x0c\uffff after the menu</p>"),
        page("<p>" + "word " * 400_000 + "</p>"),
        b"<html><body><frameset><frame src='/article'></frameset></body></html>",
        page(f"<template>{BODY}</template>"),
        b"<html></html>",
        b"<!-- -->",
        b"<",
        b"\xff\xfe",
    ],
)  # fmt: skip
def test_broken_pages_give_an_article_or_a_reason(data: bytes) -> None:
    assert isinstance(extract(data, url=URL), (Article, Failure))


def test_an_article_in_a_template_or_in_a_frame_is_not_there() -> None:
    frame = "<html><body><iframe src='/article'></iframe></body></html>"
    assert fail(frame.encode()).reason is Reason.EMPTY_SHELL
    assert fail(page(f"<template>{BODY}</template>")).reason is Reason.EMPTY_SHELL


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class='share'>",
                "</div>",
                "<a href='/x'>",
                "</a>",
                "<ul><li>",
                "<br>",
                "<table><tr><td>",
                "</table>",
                "<figure>",
                "<figcaption>",
                "<blockquote>",
                "<h1>",
                "<h2>",
                "<!--",
                "<script type='application/ld+json'>",
                "</script>",
                "<iframe src='http://a/b'>",
                "<img src=x>",
                "<time datetime='2026'>",
                "<meta charset=utf-16>",
                "&#",
                "\x00",
                FIRST,
                SECOND,
                "<title>",
            ]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
)


@given(FRAGMENTS)
@settings(max_examples=150, deadline=None)
def test_no_broken_html_raises(parts: list[str]) -> None:
    data = ("<html><body>" + "".join(parts)).encode("utf-8", "replace")
    assert isinstance(extract(data, url=URL), (Article, Failure))


@given(st.binary(max_size=300), st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(data: bytes, kind: str) -> None:
    assert isinstance(extract(data, url=URL, content_type=kind), (Article, Failure))


def shell(script: str) -> bytes:
    """Return a page that is empty without its scripts."""
    head = f"<title>Bridge</title>{script}"
    return f"<html><head>{head}</head><body><div id=root></div></body></html>".encode()


def test_an_empty_shell_is_read_from_its_linked_data_and_says_so() -> None:
    said = json.dumps({"@type": "NewsArticle", "articleBody": f"{FIRST}\n\n{SECOND}"})
    article = read(shell(f'<script type="application/ld+json">{said}</script>'))
    assert texts(article) == [FIRST, SECOND]
    assert article.source is Provenance.JSON_LD


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__INITIAL_STATE__ = {};var x = 1;</script>",
    ],
)
def test_an_empty_shell_is_read_from_its_state_and_says_so(script: str) -> None:
    said = json.dumps({"props": [{"body": f"<p>{FIRST}</p><p>{THIRD}</p>", "text": 7}]})
    article = read(shell(script.replace("{}", said, 1)))
    assert texts(article) == [FIRST, THIRD]
    assert article.source is Provenance.EMBEDDED_STATE


@pytest.mark.parametrize("state", ["{", "{}", json.dumps([[0]] * 30_000)])
def test_state_without_an_article_leaves_the_shell_empty(state: str) -> None:
    script = f'<script type="application/json">{state}</script>'
    assert fail(shell(script)).reason is Reason.EMPTY_SHELL


def test_an_article_that_shrinks_to_a_teaser_is_walled_and_not_edited() -> None:
    long = page(BODY + f"<p>{SECOND} Once more.</p>" * 9)
    before = read(long)
    wall = f'<p>{FIRST}</p><p>{SECOND}</p><div class="paywall-box">Subscribe to go on.</div>'
    assert fail(page(wall), previous=before).reason is Reason.PAYWALL
    assert read(page(wall)).blocks


@pytest.mark.parametrize("body", [BODY, f"<p>{FIRST}</p><p>{SECOND}</p>"])
def test_an_article_that_merely_shrinks_is_an_article(body: str) -> None:
    before = read(page(BODY + f"<p>{SECOND} Once more.</p>" * 9))
    assert read(page(body), previous=before).blocks
