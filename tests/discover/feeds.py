"""Feeds of our own making, and how tests read them."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.discover import read_feed
from monitor.model import Entry, Failure, Listing

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
URL = "https://www.example.org/feeds/all.xml"
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(items: str, channel: str = "<title>Harbour News</title>") -> bytes:
    """Return an RSS 2.0 feed."""
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}>'
    return f"{head}<channel>{channel}{items}</channel></rss>".encode()


def atom(entries: str, attributes: str = "") -> bytes:
    """Return an Atom feed."""
    head = f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Harbour</title>'
    return f"{head}{entries}</feed>".encode()


def item(fields: str, link: str = "https://www.example.org/a") -> str:
    """Return one item of RSS."""
    return f"<item><link>{link}</link>{fields}</item>"


def read(body: bytes, content_type: str | None = None) -> Listing:
    """Return what a feed lists; it must be one."""
    found = read_feed(body, URL, content_type, now=NOW)
    assert isinstance(found, Listing), found
    return found


def only(body: bytes) -> Entry:
    """Return the only entry of a feed."""
    (entry,) = read(body).entries
    return entry


def fail(body: bytes) -> Failure:
    """Return why `body` is no feed."""
    found = read_feed(body, URL, None, now=NOW)
    assert isinstance(found, Failure), found
    return found
