"""The operator's headers, cookies and certificates: they arrive, and go nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from monitor.errors import ConfigError
from monitor.fetch import Access, ClientCert, HostSettings, WebFetcher
from monitor.fetch.access import access_to
from monitor.model import Failure, Reason
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.town import Town
from tests.fetch.webs import SETTINGS, PatientClock, Web

PAGE = b"<html></html>"
TOKEN, KEY, SESSION, PARTNER = "Bearer t0p-secret", "k3y-to-it-all", "s3ssion-42", "p4rtner-77"
WATCH = Access(headers=(("authorization", TOKEN), ("x-key", KEY)), cookies=(("session", SESSION),))
HOST = HostSettings(
    access=Access(headers=(("x-partner", PARTNER),), cookies=(("consent", "yes-to-all"),))
)
SECRETS = (TOKEN, KEY, SESSION, PARTNER, "yes-to-all")
MINE = ("authorization", "x-key", "x-partner", "cookie")


def given(asked: Asked) -> set[str]:
    """Return which of the operator's headers a request brought."""
    return {name for name in MINE if name in asked.headers}


def a_web(town: Town, **settings: object) -> Web:
    web = town.web(hosts={"home.example": HOST}, **settings)
    web.fetcher.use({"w": WATCH})
    return web


async def test_headers_and_cookies_of_a_watch_and_of_its_host_arrive(town: Town) -> None:
    home = await town.build("home.example", tls=True)
    await a_web(town).get(home.answer("/a", PAGE), watch="w")
    headers = home.asked[0].headers
    assert (headers["authorization"], headers["x-key"]) == (TOKEN, KEY)
    assert headers["x-partner"] == PARTNER
    assert headers["cookie"] == f"consent=yes-to-all; session={SESSION}"


async def test_other_watches_of_the_host_get_what_is_the_hosts_alone(town: Town) -> None:
    home = await town.build("home.example", tls=True)
    await a_web(town).get(home.answer("/a", PAGE), watch="another")
    assert given(home.asked[0]) == {"x-partner", "cookie"}
    assert home.asked[0].headers["cookie"] == "consent=yes-to-all"


def test_what_a_watch_is_given_takes_the_place_of_what_its_host_is() -> None:
    host = Access(headers=(("x-key", "host"), ("x-b", "2")), cookies=(("a", "1"), ("b", "1")))
    own = Access(headers=(("x-key", "own"),), cookies=(("b", "2"),))
    sent = access_to(("https://h.example/",), {"h.example": host}, own).sent()
    assert sent == {"x-key": "own", "x-b": "2", "cookie": "a=1; b=2"}


async def test_nothing_goes_along_to_another_site_nor_to_where_that_leads(town: Town) -> None:
    home = await town.build("home.example", tls=True)
    spy, third = await town.build("spy.example", tls=True), await town.build("www.home.example")
    url = home.answer("/a", status="302 F", headers=f"location: {spy.origin}/b\r\n")
    spy.answer("/b", status="302 F", headers=f"location: {third.origin}/c\r\n")
    third.answer("/c", PAGE)
    await a_web(town).get(url, watch="w")
    assert given(home.asked[0]) == set(MINE)
    assert [given(one) for one in (*spy.asked, *third.asked)] == [set(), set()]


async def test_nothing_goes_from_https_to_http_also_on_the_way_back(town: Town) -> None:
    secure = await town.build("home.example", tls=True)
    plain = await town.build("home.example")
    url = secure.answer("/a", status="302 F", headers=f"location: {plain.origin}/b\r\n")
    plain.answer("/b", status="302 F", headers="location: /c\r\n")
    plain.answer("/c", status="302 F", headers=f"location: {secure.origin}/d\r\n")
    secure.answer("/d", PAGE)
    await a_web(town).get(url, watch="w")
    assert [given(one) for one in plain.asked] == [set(), set()]
    assert [given(one) for one in secure.asked] == [set(MINE), set(MINE)]


async def test_what_goes_to_http_goes_to_https_of_the_same_host(town: Town) -> None:
    secure = await town.build("home.example", tls=True)
    plain = await town.build("home.example")
    url = plain.answer("/a", status="301 M", headers=f"location: {secure.origin}/a\r\n")
    secure.answer("/a", PAGE)
    await a_web(town).get(url, watch="w")
    assert given(secure.asked[0]) == set(MINE)


async def test_another_port_of_the_host_is_another_server(town: Town) -> None:
    home = await town.build("home.example")
    other = RawServer()
    await other.start()
    town.put("home.example", 8080, int(other.origin.rpartition(":")[2]))
    target = "http://home.example:8080/b"
    other.answer("/b", PAGE)
    url = home.answer("/a", status="302 F", headers=f"location: {target}\r\n")
    await a_web(town).get(url, watch="w")
    assert given(other.asked[0]) == {"x-partner", "cookie"}
    assert TOKEN not in str(other.asked[0].headers)
    assert SESSION not in str(other.asked[0].headers)
    await other.stop()


async def test_robots_txt_is_read_without_them(town: Town) -> None:
    home = await town.build("home.example")
    home.answer("/a", PAGE)
    await a_web(town, obey_robots=True).get(home.origin + "/a", watch="w")
    assert [(one.path, given(one)) for one in home.asked] == [
        ("/robots.txt", set()),
        ("/a", set(MINE)),
    ]


async def test_a_webhook_is_posted_without_them(town: Town) -> None:
    home = await town.build("home.example")
    web = a_web(town)
    url = home.answer("/hook", status="204 No Content")
    await web.fetcher.post(url, {}, b"{}", SETTINGS.timeout)
    assert given(home.asked[0]) == set()


async def test_what_a_server_sends_back_of_them_is_hidden(town: Town) -> None:
    home = await town.build("home.example")
    echo = f"set-cookie: session={SESSION}\r\nx-you-sent: {TOKEN}\r\n"
    found = await a_web(town).get(home.answer("/a", PAGE, headers=echo), watch="w")
    assert "session=…" in repr(found)
    assert [secret for secret in SECRETS if secret in repr(found)] == []


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 403 " + TOKEN.encode() + b"\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 banana\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nx",
    ],
)
async def test_no_failure_shows_them(town: Town, wire: bytes) -> None:
    home = await town.build("home.example")
    found = await a_web(town).get(home.say("/a", wire), watch="w")
    assert isinstance(found.result, Failure)
    assert [secret for secret in SECRETS if secret in repr(found)] == []


def test_they_show_in_no_representation_of_the_settings() -> None:
    shown = repr((WATCH, HOST, ClientCert(cert=Path("a"), password=KEY)))
    assert [secret for secret in SECRETS if secret in shown] == []


# --- certificates ---------------------------------------------------------------------------------


async def test_a_client_certificate_is_shown_to_its_host_alone(town: Town, tmp_path: Path) -> None:
    me = town.authority.issue_cert("me.example")
    me.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "me.pem"))
    own = HostSettings(client_cert=ClientCert(cert=tmp_path / "me.pem"))
    web = town.web(hosts={"home.example": own})
    home = await town.build("home.example", tls=True, clients=True)
    spy = await town.build("spy.example", tls=True, clients=True)
    await web.capture(home.answer("/a", PAGE))
    url = home.answer("/b", status="302 F", headers=f"location: {spy.origin}/b\r\n")
    spy.answer("/b", PAGE)
    failure = await web.failure(url)
    assert failure.reason in (Reason.TLS, Reason.PROTOCOL)
    assert spy.asked == []


def _open(home: HostSettings) -> WebFetcher:
    return WebFetcher(replace(SETTINGS, hosts={"home.example": home}), PatientClock())


@pytest.mark.parametrize("content", [None, b"no certificate", b""])
def test_a_certificate_that_cannot_be_used_is_a_mistake_in_the_configuration(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "me.pem"
    if content is not None:
        path.write_bytes(content)
    own = HostSettings(client_cert=ClientCert(cert=path, key=path))
    with pytest.raises(ConfigError, match=r"fetch\.hosts\.home\.example\.client_cert"):
        _open(own)


def test_a_key_with_a_password_is_opened_with_it_and_never_asks(tmp_path: Path) -> None:
    pem = trustme.CA().issue_cert("me.example")
    path = tmp_path / "me.pem"
    key = serialization.load_pem_private_key(pem.private_key_pem.bytes(), None)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(KEY.encode()),
    )
    path.write_bytes(locked + pem.cert_chain_pems[0].bytes())
    _open(HostSettings(client_cert=ClientCert(cert=path, password=KEY)))
    with pytest.raises(ConfigError, match="client_cert") as caught:
        _open(HostSettings(client_cert=ClientCert(cert=path)))
    assert KEY not in str(caught.value)
