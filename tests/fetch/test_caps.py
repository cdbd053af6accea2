"""Each cap has a failure of its own that says so, and holds before memory or time are spent."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from datetime import timedelta

import brotli
import pytest
import zstandard

from monitor.fetch.decoding import decode
from monitor.model import Failure, Reason
from tests.fetch.conftest import Opener
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.webs import Web

PAGE = b"<html></html>"
CAP = 1_000_000


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=5))


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=9).compress(data)


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", _brotli),
        ("zstd", _zstd),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ("br, zstd", lambda data: _zstd(_brotli(data))),
    ],
)
def test_a_bomb_is_stopped_with_bounded_memory(coding: str, pack) -> None:  # type: ignore[no-untyped-def]
    """200 MB of nothing; what is allocated on the way stays near the cap."""
    bomb = pack(bytes(200_000_000))
    tracemalloc.start()
    found = decode(bomb, coding, CAP)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, Failure)
    assert found.reason is Reason.TOO_LARGE
    assert "1 MB when unpacked" in found.detail
    assert peak < 30 * CAP


def test_a_zstd_stream_may_not_ask_for_more_than_8_mb_of_memory() -> None:
    """RFC 9659: on the web, a window is no larger."""
    page = b"The ferry left the harbour. " * 100

    def packed(window: int) -> bytes:
        parameters = zstandard.ZstdCompressionParameters(window_log=window)
        stream = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
        return stream.compress(page) + stream.flush()

    assert decode(packed(23), "zstd", CAP) == page
    found = decode(packed(24), "zstd", CAP)
    assert isinstance(found, Failure)
    assert found.reason is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["x-1: y\r\n"] * 3_000, "3001 header lines, more than 200"),
        ([f"x-{n}: {'y' * 7_000}\r\n" for n in range(10)], "header is larger than 65 kB"),
        ([f"x-1: {'y' * 90_000}\r\n"], "header is larger than 65 kB"),
        ([f"x-{n}: {'y' * 9_000}\r\n" for n in range(100)], "header is too large"),
        ([f"x-1: {'y' * 2_000_000}\r\n"], "header is too large"),
    ],
    ids=["many", "large", "one line", "larger", "one endless line"],
)
async def test_a_header_has_a_number_of_lines_and_a_size(
    server: RawServer, web: Web, lines: list[str], words: str
) -> None:
    failure = await web.failure(server.answer("/a", PAGE, headers="".join(lines)))
    assert failure.reason is Reason.TOO_MANY_HEADERS
    assert words in failure.detail


async def test_an_answer_has_to_begin_in_time(server: RawServer, open_web: Opener) -> None:
    """A header that comes drop by drop has not begun."""
    web = open_web(first_byte=timedelta(milliseconds=150), timeout=timedelta(hours=1))

    async def drops(writer: asyncio.StreamWriter, _: Asked) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"x: y\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    for url in (server.do("/drops", drops), server.say("/silent", b"", close=False)):
        failure = await web.failure(url)
        assert failure.reason is Reason.TIMEOUT
        assert "waiting for its answer to begin" in failure.detail


async def test_a_page_has_to_end_in_time(server: RawServer, open_web: Opener) -> None:
    web = open_web(timeout=timedelta(milliseconds=300))

    async def drops(writer: asyncio.StreamWriter, _: Asked) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    failure = await web.failure(server.do("/a", drops))
    assert failure.reason is Reason.TIMEOUT
    assert "waiting for the rest of the page" in failure.detail


async def test_an_endless_robots_txt_is_read_to_its_cap_and_no_further(
    server: RawServer, open_web: Opener
) -> None:
    web = open_web(obey_robots=True)
    sent = 0

    async def endless(writer: asyncio.StreamWriter, _: Asked) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nUser-agent: *\nDisallow: /b\n")
        while True:
            writer.write(b"# padding\n" * 1_000)
            sent += 10_000
            await writer.drain()

    server.do("/robots.txt", endless)
    await web.capture(server.answer("/a", PAGE))
    assert (await web.failure(server.answer("/b", PAGE))).reason is Reason.ROBOTS
    assert sent < 20_000_000
