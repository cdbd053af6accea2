"""What feeds of every kind list, and what no feed can do to us."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.discover import read_feed
from monitor.model import Failure, Listing, Reason, SourceKind
from tests.discover.feeds import NOW, URL, atom, fail, item, only, read, rss


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute, tzinfo=UTC)


def test_rss_is_read_with_its_hub_and_topic() -> None:
    found = read(
        rss(
            item(
                "<title>Old bridge closes</title>"
                "<pubDate>Wed, 25 Nov 2026 10:00:00 +0100</pubDate>"
                "<dcterms:modified>2026-11-25T12:30:00Z</dcterms:modified>"
                "<category>Politics</category><category> Harbour </category>"
            ),
            "<title>Harbour News</title><language>en_GB</language>"
            '<atom:link rel="hub" href="https://hub.example/"/>'
            '<atom:link rel="self" href="/feeds/self.xml"/>',
        )
    )
    assert found.kind is SourceKind.FEED
    assert (found.title, found.hub) == ("Harbour News", "https://hub.example/")
    assert found.topic == "https://www.example.org/feeds/self.xml"
    (entry,) = found.entries
    assert entry.url == "https://www.example.org/a"
    assert entry.title == "Old bridge closes"
    assert (entry.published, entry.updated) == (at(9), at(12, 30))
    assert (entry.language, entry.sections) == ("en-gb", ("Politics", "Harbour"))


def test_a_hub_without_a_topic_is_subscribed_for_the_feeds_own_address() -> None:
    found = read(rss("", '<atom:link rel="hub" href="https://hub.example/"/>'))
    assert (found.hub, found.topic) == ("https://hub.example/", URL)


def test_a_topic_without_a_hub_is_nothing() -> None:
    found = read(rss("", '<atom:link rel="self" href="https://example.org/f"/>'))
    assert (found.hub, found.topic) == (None, None)


def test_atom_is_read() -> None:
    entry = only(
        atom(
            '<entry xml:lang="de"><title type="html">Br&amp;uuml;cke &lt;b>zu&lt;/b></title>'
            '<link rel="self" href="https://api.example.org/7"/>'
            '<link rel="alternate" type="application/json" href="https://api.example.org/7.json"/>'
            '<link rel="alternate" type="text/html" href="/a"/>'
            "<published>2026-11-25T09:00:00Z</published><updated>2026-11-25T10:00:00Z</updated>"
            '<category term="pol" label="Politik"/></entry>',
            'xml:lang="fr"',
        )
    )
    assert entry.url == "https://www.example.org/a"
    assert (entry.language, entry.sections) == ("de", ("Politik",))
    assert (entry.published, entry.updated) == (at(9), at(10))
    assert entry.title == "Brücke zu"


def test_atom_that_says_only_when_it_was_updated_says_nothing_of_its_publication() -> None:
    entry = only(
        atom('<entry><link href="/a"/><updated>2026-11-25T10:00:00Z</updated></entry>'),
    )
    assert (entry.published, entry.updated) == (None, at(10))


def test_rdf_is_read_and_its_date_is_the_one_of_publication() -> None:
    body = (
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b'<channel rdf:about="https://example.org/"><title>Harbour</title><items><rdf:Seq>'
        b'<rdf:li resource="https://example.org/a"/></rdf:Seq></items></channel>'
        b'<item rdf:about="https://example.org/a"><title>Bridge</title>'
        b"<link>https://example.org/a</link><dc:date>2026-11-25T09:00:00Z</dc:date>"
        b"<dc:subject>Politics</dc:subject></item></rdf:RDF>"
    )
    entry = only(body)
    assert (entry.published, entry.updated, entry.sections) == (at(9), None, ("Politics",))


def test_rss_of_the_nineties_is_read() -> None:
    body = '<rss version="0.91"><channel>' + item("", "http://example.org/a") + "</channel></rss>"
    assert only(body.encode()).url == "http://example.org/a"


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ("<link>https://example.org/a</link>", "https://example.org/a"),
        ("<link>\n  /a b\n</link>", "https://www.example.org/a%20b"),
        ("<link>https://example.org/?a=1&b=2&copy=3</link>", "https://example.org/?a=1&b=2&copy=3"),
        ("<link><![CDATA[https://example.org/?a=1&b=2]]></link>", "https://example.org/?a=1&b=2"),
        ("<guid>https://example.org/g</guid>", "https://example.org/g"),
        ('<guid isPermaLink="true">https://example.org/g</guid>', "https://example.org/g"),
        ('<atom:link rel="alternate" href="https://example.org/t"/>', "https://example.org/t"),
        (
            "<link>https://count.example/x</link>"
            "<feedburner:origLink>https://example.org/o</feedburner:origLink>",
            "https://example.org/o",
        ),
        (
            '<link>https://example.org/a</link><media:link href="https://example.org/m"/>'
            "<enclosure url='https://example.org/e.mp3'/>"
            "<source url='https://example.org/s'>S</source>",
            "https://example.org/a",
        ),
    ],
)
def test_an_entrys_address_is_its_page_for_people(fields: str, url: str) -> None:
    assert only(rss(f"<item>{fields}</item>")).url == url


@pytest.mark.parametrize(
    "fields",
    [
        "<title>No address</title>",
        "<link></link>",
        "<link/>",
        '<guid isPermaLink="false">https://example.org/?p=7</guid>',
        "<guid>7f-99</guid>",
        "<link>javascript:alert(1)</link>",
        "<link>mailto:editor@example.org</link>",
        "<link>http://[</link>",
        "<link>http://</link>",
        "<link>https://example.org:0/</link>",
        f"<link>https://example.org/{'a' * 2_001}</link>",
        '<link>https://example.org/<!ENTITY x "y"></link>',
    ],
)
def test_entries_without_an_address_are_counted_and_left_out(fields: str) -> None:
    found = read(rss(f"<item>{fields}</item>{item('<title>Bridge</title>')}"))
    assert ([entry.title for entry in found.entries], found.left_out) == (["Bridge"], 1)


def test_the_identifier_of_an_atom_entry_is_no_address() -> None:
    assert read(atom("<entry><id>https://example.org/7</id></entry>")).left_out == 1


def test_relative_addresses_stand_below_xml_base() -> None:
    body = atom('<entry><link href="b"/></entry>', 'xml:base="https://base.example/a/"')
    assert only(body).url == "https://base.example/a/b"


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("Wed, 25 Nov 2026 09:00:00 GMT", 9),
        ("25 Nov 2026 09:00 EST", 14),
        ("2026-11-25T09:00:00-02:00", 11),
        ("2026-11-25", 0),
        ("3000-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("2026-11-28T09:00:00Z", None),
        ("2026-11-25T09:00:00", None),
        ("mercredi 25 novembre à 9 heures", None),
        ("0000-00-00T00:00:00Z", None),
        ("Wed, 99 Nov 99999999 09:00:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_only_times_that_can_be_are_believed(said: str, hour: int | None) -> None:
    entry = only(rss(item(f"<pubDate>{said}</pubDate>")))
    assert entry.published == (None if hour is None else at(hour))


def test_a_clock_that_is_a_little_ahead_is_believed() -> None:
    entry = only(rss(item("<pubDate>Thu, 26 Nov 2026 15:00:00 GMT</pubDate>")))
    assert entry.published == datetime(2026, 11, 26, 15, tzinfo=UTC)


def test_an_update_at_the_time_of_publication_is_none() -> None:
    fields = (
        "<pubDate>Wed, 25 Nov 2026 09:00:00 GMT</pubDate><dc:date>2026-11-25T09:00:00Z</dc:date>"
    )
    assert only(rss(item(fields))).updated is None


def test_the_newest_entry_comes_first_and_one_without_a_time_last() -> None:
    dated = [
        item(f"<title>{hour}</title><pubDate>2026-11-25T{hour}:00:00Z</pubDate>", f"/{hour}")
        for hour in ("07", "11", "09")
    ]
    body = rss(item("<title>x</title>", "/x") + "".join(dated))
    assert [entry.title for entry in read(body).entries] == ["11", "09", "07", "x"]


def test_one_article_under_two_addresses_is_one_entry() -> None:
    body = rss(item("", "https://example.org/a") + item("", "http://m.example.org/a/?utm_source=x"))
    assert [entry.url for entry in read(body).entries] == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Bridge &amp;amp; port", "Bridge & port"),
        ("Bridge & port", "Bridge & port"),
        ("Bridge &nbsp; port&hellip;", "Bridge port…"),
        ("<![CDATA[<b>Bridge</b> & port]]>", "Bridge & port"),
        ("Bridge <b>closes</b>", "Bridge closes"),
        ("Bridge <b>closes", "Bridge closes"),
        ("5 < 6", "5 < 6"),
        ("a\u2028b&#127;", "a b"),
        ("word " * 100, ("word " * 60)[:299].rstrip() + "…"),
    ],
)
def test_titles_are_plain_lines(title: str, shown: str) -> None:
    assert only(rss(item(f"<title>{title}</title>"))).title == shown


def test_fields_of_media_are_not_the_entrys() -> None:
    media = "<media:title>Photo</media:title><media:group><title>Video</title></media:group>"
    assert only(rss(item(f"<title>Bridge</title>{media}"))).title == "Bridge"


def test_a_feed_in_another_encoding_is_read() -> None:
    body = (
        '<?xml version="1.0" encoding="windows-1251"?>'
        + rss(item("<title>Мост</title>")).decode().split("?>")[1]
    )
    assert only(body.encode("cp1251")).title == "Мост"


@pytest.mark.parametrize(
    "body",
    [
        rss(item("<title>Bridge</title>"))[:-20],
        rss(item("<title>Bridge</title>")).replace(b"</item>", b""),
        rss(item("<title>Bridge</title><description>unclosed")),
        rss(item("<title>Bridge</title><nons:date>x</nons:date>")),
        rss(item('<title>Bridge</title><x y="1>')),
        rss(item(f'<title>Bridge</title><x y="{"z" * 5_000}"/>')),
        rss(item("<title>Bridge</title>") + "<!-- unclosed"),
        rss(item("<title>Bridge</title>") + "<!ELEMENT unclosed"),
        rss(item("<title>Bridge</title>") + "<item/></nothing></entry>"),
        rss("<channel>" * 20 + item("<title>Bridge</title>")),
        rss(item("<title>Bridge</title><link/><item/>")),
        rss(item("<title>Bridge</title>") + "<item><title>No address").replace(b"</item>", b"", 1),
        b"\n\n <!-- hello --><?php ?>" + rss(item("<title>Bridge</title>")),
    ],
)  # fmt: skip
def test_broken_feeds_are_read_as_far_as_they_go(body: bytes) -> None:
    assert only(body).title == "Bridge"


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {"abcdefghij"[n]} "{("&" + "abcdefghij"[n - 1] + ";") * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


def test_a_billion_laughs_are_not_expanded() -> None:
    body = LAUGHS.encode() + rss(item("<title>Bridge &j;</title>")).partition(b"?>")[2]
    assert only(body).title == "Bridge &j;"


@pytest.mark.parametrize(
    "trick",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/evil.dtd">',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p; ]  >',
        '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>',
    ],
)
def test_nothing_outside_is_read_into_a_feed(trick: str) -> None:
    body = trick.encode() + rss(item("<title>Bridge &x;</title>")).partition(b"?>")[2]
    assert only(body).title == "Bridge &x;"


def test_nothing_is_included() -> None:
    namespace = "http://www.w3.org/2001/XInclude"
    include = f'<xi:include xmlns:xi="{namespace}" href="file:///etc/hostname" parse="text"/>'
    assert only(rss(item(f"<title>Bridge {include}</title>"))).title == "Bridge"


def test_of_a_feed_that_lists_the_whole_web_a_thousand_entries_are_read() -> None:
    found = read(rss("".join(item("", f"/{n}") for n in range(3_000))))
    assert (len(found.entries), found.left_out) == (1_000, 2_000)


def test_a_feed_of_a_hundred_megabytes_is_too_large() -> None:
    assert fail(b" " * 100_000_000).reason is Reason.TOO_LARGE


def test_long_texts_of_articles_are_not_read() -> None:
    text = f"<content:encoded><![CDATA[{'<p>words</p>' * 2_000_000}]]></content:encoded>"
    assert only(rss(item(f"<title>Bridge</title>{text}"))).title == "Bridge"


def test_of_a_feed_whose_fields_would_take_minutes_a_part_is_read() -> None:
    long = f"<category>{'a &lt;b> ' * 250}</category>" * 40
    found = read(rss("".join(item(long, f"/{n}") for n in range(100))))
    assert (len(found.entries), found.left_out) == (35, 65)


def test_endless_markup_is_cut_off_and_what_follows_counted() -> None:
    body = rss(item("<title>Bridge</title>") + "<x>" * 500_000 + item("") * 3)
    found = read(body)
    assert ([entry.title for entry in found.entries], found.left_out) == (["Bridge"], 3)


def test_fields_without_end_are_not_all_kept() -> None:
    body = rss(f"<item>{'<category>a</category>' * 100}<link>/z</link></item>")
    assert read(body).left_out == 1


def test_a_field_that_is_longer_than_any_title_is_not_kept() -> None:
    assert only(rss(item(f"<title>{'x' * 3_000}</title>"))).title == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html><body><h1>Harbour</h1></body></html>",
        b"<opml><outline/></opml>",
        b"<!DOCTYPE rss",
        b"[1, 2]",
        b"{",
        b'{"a":' * 100_000,
        b'{"items": []}',
        b'{"version": "https://jsonfeed.org/version/1"}',
        b'{"version": "https://jsonfeed.org/version/1", "items": {}}',
        b'{"n": 1' + b"0" * 5_000 + b"}",
    ],
)
def test_what_is_no_feed_is_told(body: bytes) -> None:
    assert fail(body).reason is Reason.NOT_A_SOURCE


def test_a_parser_that_falls_is_a_broken_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    def falls(*_: object, **__: object) -> None:
        raise AttributeError("no such handler")

    monkeypatch.setattr(feedparser, "parse", falls)
    assert "AttributeError" in fail(rss("")).detail


def json_feed(*items: object, **more: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": items}
    return json.dumps({**feed, **more}).encode()


def test_a_json_feed_is_read() -> None:
    one: dict[str, Any] = {
        "id": "7",
        "url": "/a",
        "title": "Bridge <b>closes</b>",
        "date_published": "2026-11-25T09:00:00Z",
        "date_modified": "2026-11-25T10:00:00Z",
        "tags": ["Politics", 7],
    }
    found = read(
        json_feed(
            one,
            language="en-GB",
            feed_url="https://example.org/self.json",
            hubs=[
                {"type": "rssCloud", "url": "/c"},
                {"type": "WebSub", "url": "https://h.example"},
                1,
            ],
        ),
        "application/feed+json",
    )
    assert (found.title, found.hub) == ("Harbour", "https://h.example")
    assert found.topic == "https://example.org/self.json"
    (entry,) = found.entries
    assert (entry.url, entry.title) == ("https://www.example.org/a", "Bridge closes")
    assert (entry.published, entry.updated) == (at(9), at(10))
    assert (entry.language, entry.sections) == ("en-gb", ("Politics",))


def test_a_json_entry_may_be_named_by_what_it_links_to_or_by_its_id() -> None:
    found = read(json_feed({"external_url": "/x"}, {"id": "https://example.org/i", "tags": 7}))
    assert {entry.url for entry in found.entries} == {
        "https://www.example.org/x",
        "https://example.org/i",
    }


def test_json_entries_without_an_address_are_left_out() -> None:
    found = read(
        json_feed({"id": "7"}, {"id": 7}, "x", None, {"url": ["/a"]}, {"url": "http://["}, hubs=7)
    )
    assert (found.entries, found.left_out, found.hub) == ((), 6, None)


def test_a_json_feed_of_the_whole_web_is_read_in_part() -> None:
    found = read(json_feed(*({"url": f"/{n}"} for n in range(1_500))))
    assert (len(found.entries), found.left_out) == (1_000, 500)


def test_a_json_feed_that_would_fill_memory_is_too_large() -> None:
    assert fail(b"{" + b'"a":[[[[]]]],' * 1_000_000 + b"}").reason is Reason.TOO_LARGE


PIECES = st.sampled_from([
    b"<rss>", b"<feed>", b"<channel>", b"<item>", b"</item>", b"<entry>", b"<link>", b"</link>",
    b'<link href="x', b"<title>", b"</title>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE",
    b"&", b"&#x110000;", b"&lt;", b"http://[", b"/a", b"<guid>", b"</guid>", b"<id>", b"<updated>",
    b'<title type="xhtml">', b'<title type="base64">', b"<div>", b"<rdf:RDF", b">", b"\xff",
    b"<svg>", b"<category/>", b"<dc:date>", b"<language>", b' xml:base="http://["', b"{",
    b'"items"', b"\x00",
    b"</svg>", b"<xhtml:math>", b'xmlns:x="">',
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=8), max_size=40), st.booleans())
def test_no_bytes_raise(pieces: list[bytes], framed: bool) -> None:
    body = b"".join(pieces)
    found = read_feed(b"<rss><channel>" + body if framed else body, URL, None, now=NOW)
    assert isinstance(found, (Listing, Failure))
