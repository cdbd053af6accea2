"""Proxies: pages come by way of them, their log-in goes to them alone, and they evade no gate."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from monitor.fetch import Access, HostSettings
from monitor.fetch import Proxy as ProxySettings
from monitor.model import Failure, Reason
from tests.fetch.proxies import Proxy
from tests.fetch.rawserver import RawServer
from tests.fetch.town import Town
from tests.fetch.webs import Web

PAGE = b"<html></html>"
LOGIN = ("me", "pr0xy-s3cret")


class Office:
    """A town with a proxy in front of it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.proxy = Proxy(self._route, login=LOGIN)
        self.settings: ProxySettings | None = None

    def _route(self, host: str, port: int) -> int:
        address = self.town.addresses.get(host, host)
        return self.town.streets.ports.get((address, port), 0)

    async def open(self, scheme: str, *, login: tuple[str, str] = LOGIN) -> ProxySettings:
        tls = self.town.context("proxy.example") if scheme == "https" else None
        await self.proxy.start(socks=scheme.startswith("socks"), tls=tls)
        self.town.put("proxy.example", 3128, self.proxy.port)
        return ProxySettings(
            scheme=scheme, host="proxy.example", port=3128, username=login[0], password=login[1]
        )


@pytest_asyncio.fixture
async def office(town: Town) -> AsyncIterator[Office]:
    made = Office(town)
    yield made
    await made.proxy.stop()


SCHEMES = ["http", "https", "socks5", "socks5h"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_pages_come_by_way_of_the_proxy(office: Office, scheme: str, tls: bool) -> None:
    home = await office.town.build("home.example", tls=tls)
    web = office.town.web(proxy=await office.open(scheme))
    assert (await web.capture(home.answer("/a", PAGE))).body == PAGE
    assert office.proxy.logins == [LOGIN]
    assert home.asked[0].headers["host"] == "home.example"
    assert [name for name in home.asked[0].headers if name.startswith("proxy")] == []
    known = office.town.addresses["home.example"] if scheme == "socks5" else "home.example"
    assert office.proxy.asked == [(known, 443 if tls else 80)]


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_name_that_leads_inside_is_not_given_to_the_proxy(
    office: Office, scheme: str
) -> None:
    web = office.town.web(proxy=await office.open(scheme))
    office.town.addresses["trap.example"] = "10.0.0.5"
    assert (await web.failure("http://trap.example/")).reason is Reason.FORBIDDEN_ADDRESS
    assert (await web.failure("http://nowhere.example/")).reason is Reason.DNS
    assert (await web.failure("http://10.0.0.5/")).reason is Reason.BAD_URL
    assert (office.proxy.asked, office.proxy.heads) == ([], [])


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
async def test_the_operator_can_leave_names_to_the_proxy(office: Office, scheme: str) -> None:
    home = await office.town.build("home.example")
    proxy = await office.open(scheme)
    web = office.town.web(proxy=proxy, proxy_resolves=True)
    office.town.asked_for.clear()
    await web.capture(home.answer("/a", PAGE))
    assert office.town.asked_for == ["proxy.example"]


async def test_the_proxy_may_stand_inside_and_only_the_proxy(office: Office) -> None:
    """Nothing is opened by naming it: what a page links to there is refused as ever."""
    home = await office.town.build("home.example")
    proxy = await office.open("http")
    office.town.addresses["home.example"] = "8.8.8.8"
    office.town.streets.ports["8.8.8.8", 80] = office.town.streets.ports["127.0.1.1", 80]
    web = office.town.web(proxy=proxy, allow_private=())
    web.fetcher._gate._allowed = ()
    await web.capture(home.answer("/a", PAGE))
    assert (await web.failure("http://proxy.example:3128/")).reason is Reason.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_a_wrong_log_in_is_a_failure_that_does_not_show_it(
    office: Office, scheme: str, tls: bool
) -> None:
    home = await office.town.build("home.example", tls=tls)
    wrong = ("me", "wr0ng-s3cret")
    web = office.town.web(proxy=await office.open(scheme, login=wrong))
    failure = await web.failure(home.answer("/a", PAGE))
    assert failure.reason is Reason.CONNECT
    assert "proxy" in failure.detail
    assert wrong[1] not in repr(failure)
    assert home.asked == []


async def test_a_proxy_that_cannot_connect_is_a_failure(office: Office) -> None:
    office.town.addresses["away.example"] = "127.0.1.99"
    web = office.town.web(proxy=await office.open("socks5"))
    failure = await web.failure("http://away.example/")
    assert failure.reason is Reason.CONNECT
    assert "proxy" in failure.detail


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 What\r\n\r\n", b"\x05\xff", b"\x04\x00", b""])
async def test_a_proxy_that_speaks_no_socks_is_a_failure(
    town: Town, server: RawServer, said: bytes
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(3)
        writer.write(said)
        writer.close()

    odd = await asyncio.start_server(talk, "127.0.0.1", 0)
    town.put("proxy.example", 1080, odd.sockets[0].getsockname()[1])
    town.addresses["home.example"] = "127.0.1.50"
    web = town.web(proxy=ProxySettings(scheme="socks5", host="proxy.example", port=1080))
    assert (await web.failure("http://home.example/")).reason in (Reason.CONNECT, Reason.PROTOCOL)
    odd.close()


async def test_a_proxy_that_is_not_there_is_named(town: Town) -> None:
    town.addresses["home.example"] = "127.0.1.50"
    web = town.web(proxy=ProxySettings(scheme="http", host="gone.example", port=3128))
    failure = await web.failure("http://home.example/")
    assert failure.reason is Reason.CONNECT
    assert "the proxy cannot be reached: gone.example" in failure.detail


async def test_a_host_can_have_a_way_of_its_own(office: Office) -> None:
    home, away = await office.town.build("home.example"), await office.town.build("away.example")
    proxy = await office.open("http")
    direct = HostSettings(proxy="direct")
    own = HostSettings(proxy=proxy)
    for web in (
        office.town.web(proxy=proxy, hosts={"home.example": direct}),
        office.town.web(hosts={"away.example": own}),
    ):
        office.proxy.asked.clear()
        await web.capture(home.answer("/a", PAGE))
        await web.capture(away.answer("/a", PAGE))
        assert office.proxy.asked == [("away.example", 80)]


async def test_a_redirect_to_another_host_takes_no_proxy_along(office: Office) -> None:
    home, spy = await office.town.build("home.example"), await office.town.build("spy.example")
    web: Web = office.town.web(
        hosts={
            "home.example": HostSettings(
                proxy=await office.open("http"), access=Access(cookies=(("session", "s3ssion"),))
            )
        }
    )
    url = home.answer("/a", status="302 F", headers=f"location: {spy.origin}/b\r\n")
    spy.answer("/b", PAGE)
    await web.capture(url)
    assert office.proxy.asked == [("home.example", 80)]
    assert "s3ssion" in office.proxy.heads[0].decode()
    assert spy.asked[0].headers.keys() & {"cookie", "proxy-authorization"} == set()


async def test_posts_go_by_way_of_the_proxy_too(office: Office) -> None:
    home = await office.town.build("home.example", tls=True)
    web = office.town.web(proxy=await office.open("http"))
    url = home.answer("/hook", status="204 No Content")
    answer = await web.fetcher.post(url, {}, b"{}", web.fetcher._settings.timeout)
    assert (answer.status, office.proxy.asked) == (204, [("home.example", 443)])
    assert not isinstance(answer.error, Failure)
