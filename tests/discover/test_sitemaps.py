"""What sitemaps list, and what no sitemap can do to us."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.discover import read_sitemap, sitemaps_in
from monitor.discover.cutting import ready
from monitor.model import Entry, Failure, Listing, Reason, SourceKind
from tests.discover.feeds import NOW

URL = "https://www.example.org/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)


def urlset(urls: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{urls}</urlset>'.encode()


def index(*sitemaps: tuple[str, str]) -> bytes:
    each = "".join(
        f"<sitemap><loc>{loc}</loc><lastmod>{lastmod}</lastmod></sitemap>"
        for loc, lastmod in sitemaps
    )
    return f"<sitemapindex {SPACES}>{each}</sitemapindex>".encode()


def read(body: bytes, content_type: str | None = None) -> Listing:
    found = read_sitemap(body, URL, content_type, now=NOW)
    assert isinstance(found, Listing), found
    return found


def fail(body: bytes) -> Failure:
    found = read_sitemap(body, URL, None, now=NOW)
    assert isinstance(found, Failure), found
    return found


def urls(found: Listing) -> list[str]:
    return [entry.url for entry in found.entries]


def test_a_sitemap_for_news_is_read() -> None:
    found = read(
        urlset(
            "<url><loc> https://www.example.org/a?x=1&amp;y=2 </loc>"
            "<image:image><image:loc>https://img.example.org/1.jpg</image:loc>"
            "<image:title>Photo</image:title></image:image>"
            "<video:video><video:title>Film</video:title></video:video>"
            "<lastmod>2026-11-25T12:00:00+01:00</lastmod>"
            "<news:news><news:publication><news:name>Harbour</news:name>"
            "<news:language>pt-BR</news:language></news:publication>"
            "<news:publication_date>2026-11-25T09:00:00Z</news:publication_date>"
            "<news:title>Bridge &amp; port</news:title>"
            "<news:keywords>Politics, Harbour,</news:keywords></news:news></url>"
        )
    )
    assert found.kind is SourceKind.SITEMAP
    assert found.entries == (
        Entry(
            url="https://www.example.org/a?x=1&y=2",
            title="Bridge & port",
            published=datetime(2026, 11, 25, 9, tzinfo=UTC),
            updated=datetime(2026, 11, 25, 11, tzinfo=UTC),
            language="pt-br",
            sections=("Politics", "Harbour"),
        ),
    )


def test_a_plain_sitemap_is_read_with_its_newest_first() -> None:
    found = read(
        urlset(
            "<url><loc>/undated</loc></url>"
            "<url><loc>/old</loc><lastmod>2026-11-01</lastmod></url>"
            "<url><loc>/new</loc><lastmod>2026-11-20</lastmod></url>"
            "<url><loc>/future</loc><lastmod>3000-01-01</lastmod></url>"
        )
    )
    assert [url.rpartition("/")[2] for url in urls(found)] == ["new", "old", "undated", "future"]
    assert found.entries[3].updated is None


def test_the_newest_of_many_entries_are_kept() -> None:
    each = (
        f"<url><loc>/{n}</loc><lastmod>{2000 + n % 25}-01-01</lastmod></url>" for n in range(2_500)
    )
    found = read(urlset("".join(each)))
    assert (len(found.entries), found.left_out) == (2_000, 500)
    years = [entry.updated.year for entry in found.entries if entry.updated]
    assert (max(years), min(years), len(years)) == (2024, 2005, 2_000)


def test_more_entries_than_the_protocol_allows_are_only_counted() -> None:
    found = read(urlset("<url><loc>/a</loc></url>" * 50_010))
    assert (len(found.entries), found.left_out) == (1, 48_010)


@pytest.mark.parametrize(
    "loc",
    ["", "mailto:editor@example.org", "javascript:alert(1)", "http://[", "<b/>"],
)
def test_entries_without_an_address_are_left_out(loc: str) -> None:
    found = read(urlset(f"<url><loc>{loc}</loc></url><url><loc>/a</loc></url>"))
    assert (urls(found), found.left_out) == (["https://www.example.org/a"], 1)


def test_the_sitemaps_for_news_and_the_newest_of_an_index_come_first() -> None:
    found = read(
        index(
            ("https://news.example.org/posts-2023-04.xml", ""),
            ("https://news.example.org/pages.xml", ""),
            ("https://news.example.org/posts-1.xml", "2026-11-20"),
            ("https://news.example.org/posts-2.xml", "2026-11-24"),
            ("https://news.example.org/archive/2025.xml", ""),
            ("https://news.example.org/news-sitemap.xml", ""),
        )
    )
    assert [one.url.rpartition("/")[2] for one in found.further] == [
        "news-sitemap.xml",
        "posts-2.xml",
        "posts-1.xml",
        "2025.xml",
        "posts-2023-04.xml",
        "pages.xml",
    ]
    assert found.entries == ()


def test_an_index_does_not_lead_to_itself() -> None:
    found = read(index((URL, ""), ("http://example.org/sitemap.xml", ""), ("/b.xml", "")))
    assert [one.url for one in found.further] == ["https://www.example.org/b.xml"]


def test_an_endless_index_is_cut_off() -> None:
    found = read(index(*((f"/{n}.xml", "") for n in range(1_000))))
    assert (len(found.further), found.left_out) == (200, 800)


def test_a_packed_sitemap_is_unpacked() -> None:
    body = gzip.compress(urlset("<url><loc>/a</loc></url>"), mtime=0)
    assert urls(read(body, "application/x-gzip")) == ["https://www.example.org/a"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(b" " * 60_000_000, mtime=0), Reason.TOO_LARGE),
        (b" " * 60_000_000, Reason.TOO_LARGE),
        (gzip.compress(urlset(""), mtime=0)[:-9], Reason.TRUNCATED),
        (b"\x1f\x8bnonsense", Reason.BAD_ENCODING),
        (b"", Reason.NOT_A_SOURCE),
        (b"hello\nworld", Reason.NOT_A_SOURCE),
        (b"<html><body>Sitemap</body></html>", Reason.NOT_A_SOURCE),
        (b"<rss><channel/></rss>", Reason.NOT_A_SOURCE),
        (b"<", Reason.NOT_A_SOURCE),
        (b"<!DOCTYPE urlset [", Reason.NOT_A_SOURCE),
    ],
)
def test_what_is_no_sitemap_is_told(body: bytes, reason: Reason) -> None:
    assert fail(body).reason is reason


def test_a_text_lists_one_address_a_line() -> None:
    body = "\ufeffhttps://example.org/a\r\n\r\n/b\nhttps://example.org/c\n".encode()
    found = read(body)
    assert urls(found) == ["https://example.org/a", "https://example.org/c"]
    assert found.left_out == 1


def test_an_endless_text_is_cut_off() -> None:
    found = read(b"".join(b"https://example.org/%d\n" % n for n in range(60_000)))
    assert (len(found.entries), found.left_out) == (2_000, 58_000)


@pytest.mark.parametrize(
    "body",
    [
        urlset("<url><loc>/a?b=1&c=2&copy=3</loc></url>"),
        urlset("<url><loc><![CDATA[/a?b=1&c=2&copy=3]]></loc></url>"),
        urlset("<url><loc>/a?b=1&c=2&copy=3</loc></url><url><loc>/b"),
        urlset("<url><loc>/a?b=1&c=2&copy=3</loc></url>").replace(b"UTF-8", b"utf-16"),
        urlset("<url><undeclared:title>x</undeclared:title><loc>/a?b=1&c=2&copy=3</loc></url>"),
        urlset("<url><loc>/a?b=1&c=2&copy=3</loc></url>").replace(SPACES.encode(), b""),
        urlset("<b x=1/><url><loc>/a?b=1&amp;c=2&amp;copy=3</loc></url>"),
        b"\n<!DOCTYPE x>" + urlset("<url><loc>/a?b=1&c=2&copy=3</loc></url>"),
    ],
)  # fmt: skip
def test_broken_sitemaps_are_read_as_far_as_they_go(body: bytes) -> None:
    assert urls(read(body)) == ["https://www.example.org/a?b=1&c=2&copy=3"]


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;',
    ],
)
@pytest.mark.parametrize("loc", ["/a&x;y", "<![CDATA[/a]]>&x;y"])
def test_no_entity_is_expanded(subset: str, loc: str) -> None:
    body = f"<!DOCTYPE urlset [{subset}]><urlset><url><loc>{loc}</loc></url></urlset>".encode()
    (url,) = urls(read(body))
    assert url in ("https://www.example.org/a&x;y", "https://www.example.org/a")


def test_nothing_is_included() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>'
    assert read(urlset(f"<url><loc>{include}</loc></url>")).entries == ()


@pytest.mark.parametrize("piece", ["<a/>", "<url>", "x" * 3, "<a>"])
def test_an_entry_without_end_does_not_fill_memory(piece: str) -> None:
    end = "</url><url><loc>/b</loc></url>"
    body = urlset("<url><loc>/a</loc></url><url>" + piece * 1_000_000 + end)
    assert urls(read(body)) == ["https://www.example.org/a"]


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE urlset>",
        "\n<!doctype urlset [<!ENTITY x 'y'> <!ENTITY z \"]\">] >",
        '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:1/x">',
        "<!DOCTYPE a><!DOCTYPE b [<!ENTITY x 'y'>]>",
    ],
)
@pytest.mark.parametrize("content", ["<a>&z;</a>", "<a><![CDATA[&z;]]></a>"])
def test_no_document_type_reaches_a_parser(doctype: str, content: str) -> None:
    text = ready(f'<?xml version="1.0"?>{doctype}{content}'.encode())
    assert b"doctype" not in text.lower()
    assert b"ENTITY" not in text


def test_endless_ampersands_are_not_mended() -> None:
    assert ready(b"<a>&</a>") == b"<a>&#38;</a>"
    assert ready(b"&" * 500_001) == b"&" * 500_001


def test_a_document_type_without_end_is_all_there_is() -> None:
    assert ready(b"<!DOCTYPE urlset [<a>") == b""


def test_robots_names_sitemaps() -> None:
    robots = (
        "User-agent: *\nDisallow: /x\nSitemap: https://example.org/a.xml\n"
        "sitemap : https://example.org/b.xml\nSITEMAP: /c.xml\nSitemap:\n"
        "Sitemap: https://example.org/a.xml\n# Sitemap: https://example.org/d.xml\n"
    )
    assert sitemaps_in(robots) == ("https://example.org/a.xml", "https://example.org/b.xml")


def test_robots_without_end_names_no_more_than_a_few() -> None:
    robots = "".join(f"Sitemap: https://example.org/{n}.xml\n" for n in range(100_000))
    assert len(sitemaps_in(robots)) == 50


PIECES = st.sampled_from([
    b"<urlset>", b"<sitemapindex>", b"<url>", b"</url>", b"<sitemap>", b"</sitemap>", b"<loc>",
    b"</loc>", b"/a", b"http://[", b"&", b"<lastmod>", b"</lastmod>", b"9999-99-99",
    b"<!DOCTYPE x [", b"<!ENTITY x 'y'>", b"]>", b"&x;", b"<?xml?>", b"<!--", b"-->", b"<![CDATA[",
    b"]]>", b"\x00",
    b"<news:title>", b"https://example.org/\n", b"\xff", b"\x1f\x8b",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=8), max_size=40), st.booleans())
def test_no_bytes_raise(pieces: list[bytes], framed: bool) -> None:
    body = b"".join(pieces)
    found = read_sitemap(b"<urlset><url>" + body if framed else body, URL, None, now=NOW)
    assert isinstance(found, (Listing, Failure))
