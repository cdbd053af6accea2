"""Being a guest: pace, back-off, Retry-After, robots.txt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.fetch import HostSettings
from monitor.fetch.robots import our_rules
from monitor.model import Reason
from tests.fetch.conftest import Opener
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.webs import Web

SECOND = timedelta(seconds=1)


async def test_requests_to_a_host_keep_their_distance(server: RawServer, open_web: Opener) -> None:
    web = open_web(delay=3 * SECOND)
    url = server.answer("/a", b"<html></html>")
    for _ in range(3):
        await web.get(url)
    assert web.clock.slept == [3.0, 3.0]


async def test_redirects_keep_the_distance_too(server: RawServer, open_web: Opener) -> None:
    web = open_web(delay=3 * SECOND)
    url = server.answer("/a", status="302 Found", headers="location: /b\r\n")
    server.answer("/b", b"<html></html>")
    await web.get(url)
    assert web.clock.slept == [3.0]


async def test_a_host_can_have_a_pace_of_its_own(server: RawServer, open_web: Opener) -> None:
    web = open_web(hosts={"127.0.0.1": HostSettings(delay=7 * SECOND)})
    url = server.answer("/a", b"<html></html>")
    assert (await web.get(url)).pause == 7 * SECOND


@pytest.mark.parametrize(("many", "most"), [(1, 1), (3, 3)])
async def test_so_many_requests_at_a_time_and_no_more(
    server: RawServer, open_web: Opener, many: int, most: int
) -> None:
    web = open_web(concurrency=many)
    gate = asyncio.Event()

    async def wait(writer: asyncio.StreamWriter, _: Asked) -> None:
        if server.at_once == many:
            gate.set()
        await gate.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n<html></html>")

    url = server.do("/a", wait)
    await asyncio.gather(*(web.get(url) for _ in range(9)))
    assert server.most_at_once == most
    assert len(server.asked) == 9


async def test_a_refusal_doubles_the_pause_and_trust_comes_back_slowly(
    server: RawServer, web: Web
) -> None:
    bad = server.answer("/bad", status="429 Slow down")
    good = server.answer("/good", b"<html></html>")
    worse = [(await web.get(bad)).pause.total_seconds() for _ in range(3)]
    better = [(await web.get(good)).pause.total_seconds() for _ in range(4)]
    assert worse == [4, 8, 16]
    assert better == [8, 4, 0, 0]


async def test_retry_after_is_kept_but_not_for_ever(server: RawServer, open_web: Opener) -> None:
    web = open_web(longest_pause=timedelta(hours=2))
    url = server.answer("/a", status="503 Later", headers="retry-after: 600\r\n")
    assert (await web.get(url)).pause == timedelta(minutes=10)
    web.clock.offset += 600
    url = server.answer("/b", status="503 Later", headers="retry-after: 999999999\r\n")
    assert (await web.get(url)).pause == timedelta(hours=2)


async def test_one_host_that_wants_rest_does_not_hold_up_another(
    server: RawServer, web: Web
) -> None:
    other = RawServer()
    await other.start()
    await web.get(server.answer("/a", status="503 Later", headers="retry-after: 600\r\n"))
    await web.capture(other.answer("/a", b"<html></html>"))
    assert web.clock.slept == []
    await other.stop()


async def test_only_so_many_hosts_stay_open(open_web: Opener) -> None:
    web = open_web(max_open_hosts=2)
    servers = [RawServer() for _ in range(4)]
    for one in servers:
        await one.start()
        await web.capture(one.answer("/a", b"<html></html>"))
    await web.capture(servers[0].origin + "/a")
    await web.capture(servers[3].origin + "/a")
    assert [one.connections for one in servers] == [2, 1, 1, 1]
    for one in servers:
        await one.stop()


# --- robots.txt ----------------------------------------------------------------------------------

PAGE = b"<html></html>"


async def robots(server: RawServer, open_web: Opener, body: bytes, status: str = "200 OK") -> Web:
    server.answer("/robots.txt", body, status=status, headers="content-type: text/plain\r\n")
    server.answer("/news/a", PAGE)
    server.answer("/private/a", PAGE)
    return open_web(obey_robots=True)


async def test_what_robots_txt_forbids_is_not_fetched(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"User-agent: *\nDisallow: /private/\n")
    failure = await web.failure(server.origin + "/private/a")
    assert failure.reason is Reason.ROBOTS
    assert "/private/a" not in [asked.path for asked in server.asked]
    await web.capture(server.origin + "/news/a")


async def test_rules_for_us_by_name_count_more(server: RawServer, open_web: Opener) -> None:
    rules = b"User-agent: article-monitor-tests\nDisallow:\n\nUser-agent: *\nDisallow: /\n"
    web = await robots(server, open_web, rules)
    await web.capture(server.origin + "/news/a")


async def test_robots_txt_is_read_once_a_day(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"User-agent: *\nAllow: /\n")

    async def reads() -> int:
        await web.capture(server.origin + "/news/a")
        return [asked.path for asked in server.asked].count("/robots.txt")

    assert [await reads(), await reads()] == [1, 1]
    web.clock.offset += 25 * 3600
    assert await reads() == 2


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
async def test_no_robots_txt_allows_all(server: RawServer, open_web: Opener, status: str) -> None:
    web = await robots(server, open_web, b"", status)
    await web.capture(server.origin + "/news/a")


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "429 Slow down"])
async def test_a_robots_txt_that_cannot_be_read_holds_us_off_until_it_can(
    server: RawServer, open_web: Opener, status: str
) -> None:
    web = await robots(server, open_web, b"", status)
    assert (await web.failure(server.origin + "/news/a")).reason is Reason.UNAVAILABLE
    server.answer("/robots.txt", b"User-agent: *\nAllow: /\n")
    web.clock.offset += 3600
    await web.capture(server.origin + "/news/a")


async def test_a_host_that_is_not_there_says_that_and_not_robots(open_web: Opener) -> None:
    web = open_web(obey_robots=True)
    assert (await web.failure("http://127.0.0.1:9/a")).reason is Reason.CONNECT


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><html><body>Page not found</body></html>",
        b"User-agent: *\nAllow: /\n" + b"# " + b"x" * 900_000,
        b"\xff\xfe\x00garbage",
        b"",
    ],
    ids=["html", "large", "garbage", "empty"],
)
async def test_a_strange_robots_txt_forbids_nothing(
    server: RawServer, open_web: Opener, body: bytes
) -> None:
    web = await robots(server, open_web, body)
    await web.capture(server.origin + "/news/a")


async def test_a_crawl_delay_is_kept_up_to_a_cap(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"User-agent: *\nCrawl-delay: 20\n")
    assert (await web.get(server.origin + "/news/a")).pause == 20 * SECOND
    web = await robots(server, open_web, b"User-agent: *\nCrawl-delay: 86400\n")
    assert (await web.get(server.origin + "/news/a")).pause == 60 * SECOND


@pytest.mark.parametrize("hops", [1, 9])
async def test_a_robots_txt_that_moved_is_looked_for(
    server: RawServer, open_web: Opener, hops: int
) -> None:
    web = await robots(server, open_web, b"", "404 Not Found")
    for number in range(hops):
        path = f"/r{number}" if number else "/robots.txt"
        headers = f"location: /r{number + 1}\r\n"
        server.answer(path, status="301 Moved", headers=headers)
    server.answer(f"/r{hops}", b"User-agent: *\nDisallow: /news/\n")
    result = (await web.get(server.origin + "/news/a")).result
    assert getattr(result, "reason", None) == (Reason.ROBOTS if hops == 1 else None)


async def test_a_robots_txt_that_moved_to_another_site_is_read_there(
    server: RawServer, open_web: Opener
) -> None:
    web = await robots(server, open_web, b"", "404 Not Found")
    other = RawServer()
    await other.start()
    target = other.answer("/r", b"User-agent: *\nDisallow: /news/\n")
    server.answer("/robots.txt", status="301 Moved", headers=f"location: {target}\r\n")
    assert (await web.failure(server.origin + "/news/a")).reason is Reason.ROBOTS
    await other.stop()


async def test_a_robots_txt_that_leads_inside_is_none(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"", "404 Not Found")
    headers = "location: http://169.254.169.254/robots.txt\r\n"
    server.answer("/robots.txt", status="301 Moved", headers=headers)
    await web.capture(server.origin + "/news/a")


@pytest.mark.parametrize("kind", ["application/octet-stream", "image/png"])
async def test_a_robots_txt_is_read_whatever_its_type_and_however_long(
    server: RawServer, open_web: Opener, kind: str
) -> None:
    web = await robots(server, open_web, b"")
    rules = b"User-agent: *\nDisallow: /news/\n" + b"# padding\n" * 200_000
    server.answer("/robots.txt", rules, headers=f"content-type: {kind}\r\n")
    assert (await web.failure(server.origin + "/news/a")).reason is Reason.ROBOTS


async def test_one_unreadable_robots_txt_slows_its_host_once(
    server: RawServer, open_web: Opener
) -> None:
    web = await robots(server, open_web, b"", "503 Later")
    pauses = [(await web.get(server.origin + "/news/a")).pause for _ in range(4)]
    assert len(set(pauses)) == 1
    assert [asked.path for asked in server.asked] == ["/robots.txt"]


async def test_a_host_whose_connections_were_closed_keeps_its_robots_txt(
    server: RawServer, open_web: Opener
) -> None:
    await robots(server, open_web, b"User-agent: *\nAllow: /\n")
    web = open_web(obey_robots=True, max_open_hosts=1)
    other = RawServer()
    await other.start()
    for _ in range(3):
        await web.capture(server.origin + "/news/a")
        await web.capture(other.answer("/a", PAGE))
    assert [asked.path for asked in server.asked].count("/robots.txt") == 1
    await other.stop()


def test_only_the_rules_for_us_are_parsed() -> None:
    others = "".join(f"User-agent: bot{number}\n" for number in range(3_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(3_000))
    text = f"{others}{rules}\nUser-agent: x\nuser-agent: US # me\nDisallow: /a\nCrawl-delay: 2\n"
    assert our_rules(text, "us") == "User-agent: *\ndisallow: /a\ncrawl-delay: 2"


async def test_a_host_that_does_not_answer_is_left_alone_ever_longer(web: Web) -> None:
    pauses = [(await web.get("http://127.0.0.1:9/")).pause for _ in range(3)]
    assert pauses == sorted(set(pauses))
    assert pauses[0] > timedelta()
