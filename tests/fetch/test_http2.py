"""HTTP/2 over TLS: the same promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from monitor.model import Capture, Reason
from tests.fetch.h2server import H2Server
from tests.fetch.town import Town
from tests.fetch.webs import Web

PAGE = b"<html><body><p>" + b"The ferry left the harbour. " * 1_000 + b"</p></body></html>"
URL = "https://home.example/a"


@pytest_asyncio.fixture
async def home(town: Town) -> AsyncIterator[H2Server]:
    server = H2Server()
    await server.start(town.context("home.example"))
    town.put("home.example", 443, server.port)
    server.answers["/a"] = ([(":status", "200"), ("content-type", "text/html")], PAGE)
    yield server
    await server.stop()


async def _capture(web: Web, url: str = URL) -> Capture:
    return await web.capture(url)


async def test_a_page_comes_over_http_2_on_one_connection(town: Town, home: H2Server) -> None:
    web = town.web(concurrency=4)
    found = await asyncio.gather(*(_capture(web) for _ in range(6)))
    assert {(one.http_version, one.body) for one in found} == {("HTTP/2", PAGE)}
    assert home.connections == 1
    assert home.asked[0][":authority"] == "home.example"
    assert home.asked[0]["user-agent"].startswith("article-monitor-tests")


async def test_a_conditional_request_works_too(town: Town, home: H2Server) -> None:
    home.answers["/a"] = ([(":status", "304"), ("etag", '"7"')], b"")
    await town.web().not_modified(URL, '"7"')
    assert home.asked[0]["if-none-match"] == '"7"'


async def test_an_answer_that_breaks_off_is_never_a_page(town: Town, home: H2Server) -> None:
    home.cut_after = 1_000
    assert (await town.web().failure(URL)).reason is Reason.TRUNCATED


async def test_a_body_shorter_than_it_was_said_to_be_is_never_a_page(
    town: Town, home: H2Server
) -> None:
    headers = [(":status", "200"), ("content-length", "99999")]
    home.answers["/a"] = (headers, PAGE)
    failure = await town.web().failure(URL)
    assert failure.reason in (Reason.TRUNCATED, Reason.PROTOCOL)


async def test_caps_hold(town: Town, home: H2Server) -> None:
    assert (await town.web(max_wire_bytes=5_000).failure(URL)).reason is Reason.TOO_LARGE
    many = [(":status", "200"), *((f"x-{number}", "y") for number in range(300))]
    home.answers["/many"] = (many, PAGE)
    failure = await town.web().failure("https://home.example/many")
    assert failure.reason is Reason.TOO_MANY_HEADERS
    large = [(":status", "200"), *((f"x-{number}", "y" * 7_000) for number in range(8))]
    home.answers["/large"] = (large, PAGE)
    web = town.web(max_header_bytes=50_000)
    failure = await web.failure("https://home.example/large")
    assert failure.reason is Reason.TOO_MANY_HEADERS


async def test_a_header_without_end_is_refused(town: Town, home: H2Server) -> None:
    huge = [(":status", "200"), *((f"x-{number}", "y" * 9_000) for number in range(20))]
    home.answers["/a"] = (huge, PAGE)
    assert (await town.web().failure(URL)).reason is Reason.TOO_MANY_HEADERS
