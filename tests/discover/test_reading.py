"""A source is what it holds, not what it is called; and what a page points to."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.discover import links_to_sources, read_listing
from monitor.model import Failure, Listing, Reason, SourceKind
from tests.discover.feeds import NOW, atom, item, rss

URL = "https://www.example.org/news/"
FEED = rss(item("<title>Bridge</title>"))
SITEMAP = b"<urlset><url><loc>https://www.example.org/a</loc></url></urlset>"
PAGE = (
    b'<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/rss">'
    b'</head><body><h2><a href="/2026/11/26/old-bridge-closes">Bridge closes</a></h2></body></html>'
)
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}'


def read(
    body: bytes, content_type: str | None = "text/html", kind: SourceKind | None = None
) -> Listing | Failure:
    return read_listing(body, URL, content_type, kind=kind, now=NOW)


@pytest.mark.parametrize("asked", [None, *SourceKind])
@pytest.mark.parametrize("content_type", [None, "text/html", "text/plain", "application/rss+xml"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (FEED, SourceKind.FEED),
        (b"\xef\xbb\xbf\n" + FEED, SourceKind.FEED),
        (b"<!-- hello -->\n<!DOCTYPE rss [<!ENTITY x 'y'>]>" + FEED[38:], SourceKind.FEED),
        (atom('<entry><link href="/a"/></entry>'), SourceKind.FEED),
        (JSON, SourceKind.FEED),
        (SITEMAP, SourceKind.SITEMAP),
        (gzip.compress(SITEMAP, mtime=0), SourceKind.SITEMAP),
        (b"https://www.example.org/a\n", SourceKind.SITEMAP),
        (SITEMAP.decode().encode("utf-16"), SourceKind.SITEMAP),
    ],
)
def test_a_source_is_told_by_its_content(
    body: bytes, kind: SourceKind, content_type: str | None, asked: SourceKind | None
) -> None:
    found = read(body, content_type, asked)
    assert isinstance(found, Listing), found
    assert (found.kind, len(found.entries)) == (kind, 1)


@pytest.mark.parametrize("asked", [None, SourceKind.SECTION])
def test_a_page_is_a_section(asked: SourceKind | None) -> None:
    found = read(PAGE, kind=asked)
    assert isinstance(found, Listing), found
    assert found.kind is SourceKind.SECTION


def test_a_page_given_as_a_feed_says_where_the_feed_is() -> None:
    found = read(PAGE, kind=SourceKind.FEED)
    assert isinstance(found, Failure)
    assert found.reason is Reason.NOT_A_SOURCE
    assert found.detail == "this is a page, not a feed; it points to https://www.example.org/rss"


def test_a_page_given_as_a_sitemap_is_none() -> None:
    found = read(PAGE, kind=SourceKind.SITEMAP)
    assert isinstance(found, Failure)
    assert found.detail == "this is a page, not a sitemap"


@pytest.mark.parametrize("asked", [None, *SourceKind])
@pytest.mark.parametrize("body", [b"", b"   ", b"%PDF-1.7", b"\x89PNG\r\n", b"[1, 2]"])
def test_what_is_no_source_is_told(body: bytes, asked: SourceKind | None) -> None:
    found = read(body, None, asked)
    assert isinstance(found, Failure)
    assert found.reason is Reason.NOT_A_SOURCE


def test_known_articles_help_to_read_a_section() -> None:
    body = b"<p><a href='/a/7310047'>Mayor resigns</a></p>"
    known = [f"https://www.example.org/a/{n}" for n in range(7310000, 7310009)]
    found = read_listing(body, URL, None, known=known, now=NOW)
    assert isinstance(found, Listing), found
    assert isinstance(read_listing(body, URL, None, now=NOW), Failure)


def links(body: str) -> list[tuple[str, SourceKind]]:
    return [(link.url, link.kind) for link in links_to_sources(body.encode(), URL)]


@pytest.mark.parametrize(
    "attributes",
    [
        'rel="alternate" type="application/rss+xml"',
        'rel="ALTERNATE home" type="Application/Atom+XML; charset=utf-8"',
        'rel="alternate" type="application/feed+json"',
        'rel="alternate" type="application/json"',
        'rel="alternate" type="text/xml"',
        'rel="feed"',
        'rel="feed" type="application/rss+xml"',
    ],
)
@pytest.mark.parametrize("tag", ["link", "a"])
@pytest.mark.parametrize("place", ["<head>{}</head>", "<body><div>{}</div></body>"])
def test_a_page_points_to_its_feeds(attributes: str, tag: str, place: str) -> None:
    body = place.format(f'<{tag} {attributes} href="/feed.json">')
    assert links(body) == [("https://www.example.org/feed.json", SourceKind.FEED)]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" hreflang="de" href="/de/feed">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:x">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<link rel="feed" type="text/html" href="/about-feeds">',
        '<a href="/feedback">Feedback</a>',
        '<a href="https://other.example/feed">Another feed</a>',
    ],
)
def test_other_links_are_no_sources(link: str) -> None:
    assert links(link) == []


def test_a_page_points_to_its_sitemap() -> None:
    body = '<base href="/x/"><link rel="sitemap" type="application/xml" href="sitemap.xml">'
    assert links(body) == [("https://www.example.org/x/sitemap.xml", SourceKind.SITEMAP)]


def test_feeds_of_comments_come_last_and_each_feed_once() -> None:
    each = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'
        for title, href in (
            ("Bridge » Comments", "/a/feed"),
            ("", "/comments/feed/"),
            ("All", "/feed"),
            ("Again", "http://example.org/feed/"),
            ("Sport", "/sport/feed"),
        )
    )
    found = links_to_sources(each.encode(), URL)
    assert [link.title for link in found] == ["All", "Sport", "Bridge » Comments", ""]


def test_where_no_feed_is_named_those_that_people_see_count() -> None:
    shown = '<a href="/rss/all.xml"> All of <b>it</b></a><a href="/news">News</a>'
    (link,) = links_to_sources(shown.encode(), URL)
    assert (link.url, link.title) == ("https://www.example.org/rss/all.xml", "All of it")
    named = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    assert links(shown + named) == [("https://www.example.org/feed", SourceKind.FEED)]


def test_a_page_that_points_to_endless_feeds_is_read_in_part() -> None:
    each = "".join(f'<link rel="feed" href="/{n}">' for n in range(1_000))
    assert len(links(each)) == 30


@pytest.mark.parametrize("body", [b"", b"<a>" * 50_000, b" " * 13_000_000])
def test_a_page_that_cannot_be_read_points_nowhere(body: bytes) -> None:
    assert links_to_sources(body, URL) == ()


PIECES = st.sampled_from([
    b"<?xml?>", b"<!--", b"-->", b"<!DOCTYPE [", b"]>", b"<rss>", b"<urlset>", b"<html>", b"{",
    b"<x:feed ", b"\x1f\x8b", b"http://", b"<link rel=feed href=/a>", b"<a href='//['>", b"\x00",
    b"\xff\xfe", b"<?", b" ", b"[",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=6), max_size=20), st.sampled_from([None, *SourceKind]))
def test_no_bytes_raise(pieces: list[bytes], kind: SourceKind | None) -> None:
    body = b"".join(pieces)
    assert isinstance(read(body, None, kind), (Listing, Failure))
    links_to_sources(body, URL)
