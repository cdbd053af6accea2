"""The newspaper answers as a news site does, and obeys its commands."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime

import httpx
import pytest

from monitor.demo.server import Answer, Request, Server
from monitor.demo.site import Site
from monitor.demo.story import MILL, TRAIN, disclosed_update, quiet_story, report

PUBLISHED = datetime(2023, 9, 12, 5, 40, tzinfo=UTC)


async def test_the_page_is_other_at_every_request_and_the_story_is_not(
    site: Site, client: httpx.AsyncClient
) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    pages = [(await client.get(site.url(TRAIN))).text for _ in range(3)]
    assert len(set(pages)) == 3
    for item in report(PUBLISHED).body:
        assert all(item.html in page for page in pages)


async def test_the_same_seed_gives_the_same_furniture_again() -> None:
    def now() -> datetime:
        return PUBLISHED

    pages = []
    for seed in (7, 7, 8):
        site = Site(seed=seed, now=now)
        site.publish(TRAIN, report(PUBLISHED))
        pages.append(site.page(TRAIN))
    assert pages[0] == pages[1] != pages[2]


async def test_an_edition_replaces_the_one_before(site: Site, client: httpx.AsyncClient) -> None:
    first = report(PUBLISHED)
    site.publish(TRAIN, first)
    assert "Updated" not in (await client.get(site.url(TRAIN))).text
    site.publish(TRAIN, disclosed_update(first))
    page = (await client.get(site.url(TRAIN))).text
    assert "Updated with Pell’s remarks about Vosk." in page
    assert "Updated: <time" in page


async def test_the_metadata_of_a_story_are_well_formed(
    site: Site, client: httpx.AsyncClient
) -> None:
    edition = disclosed_update(report(PUBLISHED))
    site.publish(TRAIN, edition)
    page = (await client.get(site.url(TRAIN))).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["headline"] == edition.headline
    assert data["mainEntityOfPage"] == site.url(TRAIN)
    assert datetime.fromisoformat(data["dateModified"]) == edition.modified > edition.published
    assert data["image"] == [site.url("/photos/train.svg")]


async def test_without_validators_nothing_is_ever_not_modified(
    site: Site, client: httpx.AsyncClient
) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    answer = await client.get(site.url(TRAIN), headers={"If-None-Match": "*"})
    assert answer.status_code == 200
    assert "etag" not in answer.headers


async def test_validators_name_the_edition_however_the_furniture_turns(
    site: Site, client: httpx.AsyncClient
) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    site.not_modified(TRAIN)
    first = await client.get(site.url(TRAIN))
    named = {"If-None-Match": first.headers["etag"]}
    again = await client.get(site.url(TRAIN), headers=named)
    assert (again.status_code, again.content) == (304, b"")
    site.publish(TRAIN, disclosed_update(report(PUBLISHED)))
    assert (await client.get(site.url(TRAIN), headers=named)).status_code == 200
    site.not_modified(TRAIN, on=False)
    assert "etag" not in (await client.get(site.url(TRAIN))).headers


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_a_page_fails_until_it_is_mended(
    site: Site, client: httpx.AsyncClient, status: int
) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    site.fail(TRAIN, status)
    answer = await client.get(site.url(TRAIN))
    assert answer.status_code == status
    assert "armoured" not in answer.text
    site.mend(TRAIN)
    assert (await client.get(site.url(TRAIN))).status_code == 200


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_taken_down_is_missing_in_the_dress_of_the_site(
    site: Site, client: httpx.AsyncClient, status: int
) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    site.take_down(TRAIN, status)
    answer = await client.get(site.url(TRAIN))
    assert answer.status_code == status
    assert "The Meridian Courier" in answer.text
    assert "This page is not here" in answer.text
    site.publish(TRAIN, report(PUBLISHED))
    assert (await client.get(site.url(TRAIN))).status_code == 200


async def test_the_front_page_leads_to_what_is_published(
    site: Site, client: httpx.AsyncClient
) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    site.publish(MILL, quiet_story(PUBLISHED))
    site.take_down(TRAIN)
    page = (await client.get(site.url("/"))).text
    assert MILL in page
    assert TRAIN not in page


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/robots.txt", 200, "text/plain"),
        ("/favicon.ico", 200, "image/svg+xml"),
        ("/photos/train.svg", 200, "image/svg+xml"),
        ("/photos/mill.svg", 200, "image/svg+xml"),
        ("/nowhere?x=1", 404, "text/html; charset=utf-8"),
    ],
)
async def test_a_site_has_more_than_stories(
    site: Site, client: httpx.AsyncClient, path: str, status: int, kind: str
) -> None:
    answer = await client.get(site.url(path))
    assert (answer.status_code, answer.headers["content-type"]) == (status, kind)


async def test_head_has_the_headers_and_no_body(site: Site, client: httpx.AsyncClient) -> None:
    site.publish(TRAIN, report(PUBLISHED))
    answer = await client.head(site.url(TRAIN))
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 10_000


async def test_what_only_reads_cannot_be_written(site: Site, client: httpx.AsyncClient) -> None:
    answer = await client.post(site.url("/"), content=b"x")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_every_visit_is_noted(site: Site, client: httpx.AsyncClient) -> None:
    await client.get(site.url(MILL), headers={"User-Agent": "reader/1"})
    visit = await site.visits.first(lambda visit: visit.path == MILL, within=5)
    assert (visit.method, visit.status, visit.agent) == ("GET", 404, "reader/1")
    assert visit.at.tzinfo is UTC


async def _raw(server: Server, sent: bytes) -> bytes:
    host, _, port = server.origin.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(sent)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b""),
        (b"what is this\r\n\r\n", b"HTTP/1.1 400 Bad Request"),
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n" + b"x" * 1_048_577,
            b"HTTP/1.1 413 ",
        ),
        (b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.1 204 No Content"),
    ],
    ids=["nothing", "half a request", "no HTTP", "too much", "an old client"],
)
async def test_odd_clients_get_a_clear_answer_or_none(sent: bytes, answered: bytes) -> None:
    server = Server(lambda request: Answer(status=204))
    await server.start()
    try:
        assert (await _raw(server, sent)).startswith(answered)
    finally:
        await server.stop()


async def test_a_connection_carries_many_requests_and_bodies() -> None:
    seen: list[bytes] = []

    def answer(request: Request) -> Answer:
        seen.append(request.body)
        return Answer(status=204)

    server = Server(answer)
    await server.start()
    two = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" * 2
    assert (await _raw(server, two)).count(b"HTTP/1.1 204") == 2
    await server.stop()
    await server.stop()
    assert seen == [b"abc", b"abc"]
