"""A site's pace: what shares one, and when a site is left alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from monitor.fetch import FetchSettings, HostSettings
from monitor.fetch.pace import site_of
from monitor.model import Reason
from tests.fetch.conftest import Opener
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.town import Town
from tests.fetch.webs import Web

SECOND = timedelta(seconds=1)
PAGE = b"<html></html>"


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.harbour.example", "harbour.example"),
        ("m.harbour.example:8080", "harbour.example:8080"),
        ("harbour.example", "harbour.example"),
        ("news.harbour.example", "news.harbour.example"),
        ("www.example", "www.example"),
        ("127.0.0.1:80", "127.0.0.1:80"),
        ("[2606:4700::1111]", "[2606:4700::1111]"),
    ],
)
def test_the_fronts_of_a_site_are_one_site(host: str, site: str) -> None:
    assert site_of(host) == site


async def test_http_and_https_and_the_fronts_of_a_site_share_one_pace(town: Town) -> None:
    plain = await town.build("harbour.example")
    secure = await town.build("harbour.example", tls=True)
    mobile = await town.build("m.harbour.example")
    web = town.web(delay=3 * SECOND)
    for server in (plain, secure, mobile):
        await web.capture(server.answer("/a", PAGE))
    assert web.clock.slept == [3.0, 3.0]


async def test_sites_at_one_address_have_paces_of_their_own_unless_wished_otherwise(
    town: Town,
) -> None:
    ferry, harbour = await town.build("ferry.example"), await town.build("harbour.example")
    town.addresses["harbour.example"] = town.addresses["ferry.example"]
    town.streets.ports[town.addresses["ferry.example"], 80] = town.streets.ports["127.0.1.1", 80]
    ferry.answer("/a", PAGE)
    for wished, slept in ((False, []), (True, [3.0])):
        web = town.web(delay=3 * SECOND, share_pace_by_address=wished)
        await web.capture(ferry.origin + "/a")
        await web.capture(harbour.origin + "/a")
        assert web.clock.slept == slept


async def test_a_name_without_an_address_has_a_pace_all_the_same(town: Town) -> None:
    web = town.web(share_pace_by_address=True)
    assert (await web.failure("http://nowhere.example/")).reason is Reason.DNS


def test_the_strictest_setting_for_any_of_its_hosts_is_the_sites() -> None:
    settings = FetchSettings(
        delay=SECOND,
        hosts={
            "www.harbour.example": HostSettings(delay=9 * SECOND, concurrency=3),
            "m.harbour.example": HostSettings(delay=5 * SECOND, concurrency=2),
        },
    )
    assert settings.for_site("harbour.example:8080") == (9 * SECOND, 2)
    assert settings.for_site("ferry.example") == (SECOND, 1)


# --- a site that is broken ------------------------------------------------------------------------


async def _broken(server: RawServer, web: Web, status: str = "500 Oops") -> str:
    """Fail so often that the site is rested; return the address that failed."""
    url = server.answer("/bad", status=status)
    for _ in range(3):
        await web.failure(url)
    return url


async def test_a_site_that_keeps_failing_is_rested_and_not_even_asked(
    server: RawServer, open_web: Opener
) -> None:
    web = open_web(rest_after=3)
    with capture_logs() as logs:
        await _broken(server, web)
    assert [(line["event"], line["failures"], line["minutes"]) for line in logs] == [
        ("site rests", 3, 5)
    ]
    failure = await web.failure(server.answer("/good", PAGE))
    assert failure.reason is Reason.UNAVAILABLE
    assert "left alone for another 5 min; it was not asked" in failure.detail
    assert web.fetcher.rests_for(server.origin + "/good") == timedelta(minutes=5)
    assert len(server.asked) == 3


async def test_one_request_tries_a_rested_site_and_each_failure_doubles_the_rest(
    server: RawServer, open_web: Opener
) -> None:
    web = open_web(rest_after=3, concurrency=4)
    url = await _broken(server, web)
    rests = []
    for _ in range(5):
        web.clock.offset += web.fetcher.rests_for(url).total_seconds()
        await asyncio.gather(*(web.failure(url) for _ in range(4)))
        rests.append(web.fetcher.rests_for(url) / timedelta(minutes=1))
    assert rests == [10, 20, 40, 60, 60]
    assert len(server.asked) == 8
    assert server.most_at_once == 1


async def test_a_rested_site_that_answers_is_asked_as_before(
    server: RawServer, open_web: Opener
) -> None:
    web = open_web(rest_after=3)
    await _broken(server, web)
    web.clock.offset += 300
    with capture_logs() as logs:
        await web.capture(server.answer("/good", PAGE))
    assert [line["event"] for line in logs] == ["site answers again"]
    assert (await web.failure(server.origin + "/bad")).reason is Reason.SERVER_ERROR
    await web.capture(server.origin + "/good")


async def test_a_page_that_is_not_there_breaks_no_site(server: RawServer, open_web: Opener) -> None:
    web = open_web(rest_after=3)
    for number in range(6):
        await web.failure(server.origin + f"/missing/{number}")
    await web.capture(server.answer("/good", PAGE))


async def test_whoever_waits_for_a_turn_when_a_site_breaks_is_sent_away(
    server: RawServer, open_web: Opener
) -> None:
    web = open_web(rest_after=1)
    url = server.answer("/bad", status="500 Oops")
    failures = await asyncio.gather(*(web.failure(url) for _ in range(5)))
    assert len(server.asked) == 1
    assert [one.reason for one in failures].count(Reason.UNAVAILABLE) == 4


async def test_a_redirect_to_a_site_that_rests_is_not_followed_now(town: Town) -> None:
    web = town.web(rest_after=3)
    bad, good = await town.build("bad.example"), await town.build("good.example")
    await _broken(bad, web)
    url = good.answer("/a", status="302 Found", headers=f"location: {bad.origin}/x\r\n")
    failure = await web.failure(url)
    assert (failure.reason, failure.url) == (Reason.UNAVAILABLE, bad.origin + "/x")
    assert len(bad.asked) == 3


async def test_a_site_of_which_nothing_is_known_rests_for_no_time(web: Web) -> None:
    assert web.fetcher.rests_for("https://harbour.example/a") == timedelta()
    assert web.fetcher.rests_for("no address at all") == timedelta()


async def test_only_so_many_hosts_are_remembered(
    open_web: Opener, server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.fetch.hosts._MOST_KNOWN", 2)
    web = open_web(max_open_hosts=1)
    others = [RawServer() for _ in range(4)]
    for one in others:
        await one.start()
        await web.capture(one.answer("/a", PAGE))
    hosts = web.fetcher._hosts
    assert len(hosts._known) <= 3
    assert len(hosts._paces) <= 3
    for one in others:
        await one.stop()


async def test_a_redirect_elsewhere_waits_for_its_turn_there_and_asks_its_robots(
    town: Town,
) -> None:
    web = town.web(delay=3 * SECOND, obey_robots=True)
    first, second = await town.build("first.example"), await town.build("second.example")
    first.answer("/robots.txt", b"")
    second.answer("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    second.answer("/a", PAGE)
    second.answer("/private/a", PAGE)
    for path in ("/a", "/private/a"):
        first.answer(path, status="302 Found", headers=f"location: {second.origin}{path}\r\n")
    await web.capture(first.origin + "/a")
    assert web.clock.slept == [3.0, 3.0]
    failure = await web.failure(first.origin + "/private/a")
    assert (failure.reason, failure.url) == (Reason.ROBOTS, second.origin + "/private/a")
    assert [asked.path for asked in second.asked] == ["/robots.txt", "/a"]


async def test_requests_in_turns_do_not_overtake_a_pause(server: RawServer, web: Web) -> None:
    """The pause is in force before the next in line gets its turn."""

    async def limit(writer: asyncio.StreamWriter, _: Asked) -> None:
        head = b"HTTP/1.1 429 Slow\r\ncontent-length: 0\r\nretry-after: 30\r\n\r\n"
        writer.write(head)

    url = server.do("/a", limit)
    await asyncio.gather(web.failure(url), web.failure(url))
    assert web.clock.slept == [30.0]
