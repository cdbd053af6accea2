"""Validators, past what servers and CDNs do to them."""

from __future__ import annotations

import asyncio

import pytest

from monitor.fetch.conditional import condition, contradicts
from monitor.model import Capture, NotModified, Validators
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.webs import Web

OLD, NEW = "Sun, 01 Mar 2026 10:00:00 GMT", "Sun, 01 Mar 2026 11:00:00 GMT"


@pytest.mark.parametrize(
    ("etag", "sent"),
    [
        ('"abc"', '"abc"'),
        ('W/"abc"', 'W/"abc"'),
        ('"abc-gzip"', '"abc-gzip", "abc"'),
        ('"abc--gzip"', '"abc--gzip", "abc"'),
        ('W/"abc-br"', 'W/"abc-br", W/"abc"'),
        ('"abc;br"', '"abc;br", "abc"'),
        ('"abc:zstd"', '"abc:zstd", "abc"'),
        ('"abc+gzip"', '"abc+gzip", "abc"'),
        ('"gzip"', '"gzip"'),
        ("abc-gzip", "abc-gzip"),
        ('"é"', None),
        (None, None),
        ("", None),
    ],
)
def test_an_etag_of_one_coding_is_sent_with_the_one_it_was_made_from(
    etag: str | None, sent: str | None
) -> None:
    assert condition(Validators(etag=etag)).get("if-none-match") == sent


@pytest.mark.parametrize(
    ("ours", "theirs", "other"),
    [
        ('"abc"', '"abc"', False),
        ('"abc"', 'W/"abc"', False),
        ('W/"abc-gzip"', '"abc;br"', False),
        ('"abc"', '"abd"', True),
        ('"abc-gzip"', '"abd-gzip"', True),
        ('"abc"', None, False),
        (None, '"abc"', False),
    ],
)
def test_not_modified_names_the_page_that_we_have(
    ours: str | None, theirs: str | None, other: bool
) -> None:
    assert contradicts(Validators(etag=ours), theirs, None) is other


@pytest.mark.parametrize(
    ("ours", "theirs", "other"),
    [
        (OLD, OLD, False),
        (OLD, NEW, True),
        (NEW, OLD, False),
        (OLD, "yesterday", False),
        (OLD, None, False),
        (OLD, "Sun, 01 Mar 2026 11:00:00", False),
    ],
)
def test_not_modified_is_no_younger_than_the_page_that_we_have(
    ours: str, theirs: str | None, other: bool
) -> None:
    assert contradicts(Validators(last_modified=ours), None, theirs) is other


def _apache(server: RawServer, etags: list[str]) -> str:
    """Serve as mod_deflate does: it adds a suffix on the way out and knows it not on the way in."""

    async def script(writer: asyncio.StreamWriter, asked: Asked) -> None:
        etag = etags[-1]
        if f'"{etag}"' in asked.headers.get("if-none-match", "").split(", "):
            writer.write(f'HTTP/1.1 304 Not Modified\r\netag: "{etag}"\r\n\r\n'.encode())
            return
        head = f'HTTP/1.1 200 OK\r\netag: "{etag}-gzip"\r\ncontent-length: 13\r\n\r\n'
        writer.write(head.encode() + b"<html></html>")

    return server.do("/a", script)


async def test_a_server_that_appends_the_coding_still_says_not_modified(
    server: RawServer, web: Web
) -> None:
    etags = ["v1"]
    url = _apache(server, etags)
    first = await web.capture(url)
    assert isinstance((await web.get(url, first.validators)).result, NotModified)
    etags.append("v2")
    assert isinstance((await web.get(url, first.validators)).result, Capture)


@pytest.mark.parametrize("lie", ['etag: "v2"', f"last-modified: {NEW}"])
async def test_a_304_that_names_another_page_is_not_believed(
    server: RawServer, web: Web, lie: str
) -> None:
    """A cache answers 304 to whatever it is asked: the edit behind it must not be hidden."""

    async def script(writer: asyncio.StreamWriter, asked: Asked) -> None:
        if asked.headers.keys() & {"if-none-match", "if-modified-since"}:
            writer.write(f"HTTP/1.1 304 Not Modified\r\n{lie}\r\n\r\n".encode())
            return
        writer.write(f"HTTP/1.1 200 OK\r\n{lie}\r\ncontent-length: 6\r\n\r\nedited".encode())

    known = Validators(etag='"v1"' if "etag" in lie else None, last_modified=OLD)
    found = (await web.get(server.do("/a", script), known)).result
    assert isinstance(found, Capture)
    assert found.body == b"edited"
    assert len(server.asked) == 2
