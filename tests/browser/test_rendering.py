"""Pages that their scripts build, in a real browser: what they show is read, and they reach nothing
but what the gate lets them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.errors import ConfigError
from monitor.extract import extract
from monitor.fetch import (
    Access,
    BrowserFetcher,
    BrowserSettings,
    FetchSettings,
    Gate,
    HostSettings,
    Proxy,
    WebFetcher,
)
from monitor.fetch import check_browser as check
from monitor.model import Article, Capture, Failure, FetchRequest, Reason, Validators
from monitor.wiring import SystemClock

AGENT = "article-monitor (+mailto:tests@example.org)"
ARTICLE = """<article><h1>Ferries run again in the old harbour</h1>
<p>The port authority said that 120 passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for three weeks.</p></article>"""


def shell(script: str) -> str:
    return (
        f"<!doctype html><html><body><div id='root'></div><script>{script}</script></body></html>"
    )


SHOW = "document.getElementById('root').innerHTML = text;"
FETCHED = f"fetch('/api').then(answer => answer.text()).then(text => {{ {SHOW} }});"


@dataclass
class Site:
    """Answers by path; remembers what was asked for, with its headers."""

    port: int = 0
    pages: dict[str, str | bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ")[1]
                self.asked.append((path, head))
                page = self.pages.get(path, "")
                body = page if isinstance(page, bytes) else page.encode()
                status = 200 if path in self.pages else 404
                kind = "text/html; charset=utf-8"
                lines = f'HTTP/1.1 {status} .\r\ncontent-type: {kind}\r\netag: "1"\r\n'
                writer.write(f"{lines}content-length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    made = Site(pages={"/api": ARTICLE})
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


Open = Callable[..., BrowserFetcher]


@pytest_asyncio.fixture
async def opened() -> AsyncIterator[Open]:
    """Open a fetcher that renders all pages of 127.0.0.1, with settings of the test's own."""
    made: list[BrowserFetcher] = []

    def open_one(**settings: object) -> BrowserFetcher:
        allowed = (ip_network("127.0.0.1/32"),)
        gate = Gate(allowed)
        web = WebFetcher(
            FetchSettings(allow_private=allowed, delay=timedelta()), SystemClock(), gate=gate
        )
        base = BrowserSettings(hosts=frozenset({"127.0.0.1"}))
        made.append(BrowserFetcher(web, gate, replace(base, **settings), AGENT))  # type: ignore[arg-type]
        return made[-1]

    yield open_one
    for one in made:
        await one.aclose()


Opened = Callable[..., tuple[BrowserFetcher, WebFetcher]]


@pytest_asyncio.fixture
async def gated() -> AsyncIterator[Opened]:
    """Open a fetcher that renders all pages of 127.0.0.1, and what it fetches by."""
    made: list[BrowserFetcher] = []

    def open_one(network: str, **settings: object) -> tuple[BrowserFetcher, WebFetcher]:
        allowed = (ip_network(network),)
        gate = Gate(allowed)
        fetch = FetchSettings(allow_private=allowed, delay=timedelta(), **settings)  # type: ignore[arg-type]
        web = WebFetcher(fetch, SystemClock(), gate=gate)
        browser = BrowserSettings(hosts=frozenset({"127.0.0.1"}))
        made.append(BrowserFetcher(web, gate, browser, AGENT))
        return made[-1], web

    yield open_one
    for one in made:
        await one.aclose()


async def rendered(fetcher: BrowserFetcher, site: Site, path: str = "/story") -> Capture:
    result = (await fetcher.fetch(FetchRequest(url=site.url(path)))).result
    assert isinstance(result, Capture), result
    return result


async def failed(fetcher: BrowserFetcher, site: Site) -> Failure:
    result = (await fetcher.fetch(FetchRequest(url=site.url("/story")))).result
    assert isinstance(result, Failure), result
    return result


async def test_an_article_that_a_script_builds_is_read(site: Site, opened: Open) -> None:
    site.pages["/story"] = shell(FETCHED)
    capture = await rendered(opened(), site)
    article = extract(capture.body, url=capture.url, content_type=capture.header("content-type"))
    assert isinstance(article, Article)
    assert article.headline == "Ferries run again in the old harbour"
    assert "120 passengers" in article.text
    assert (capture.header("x-rendered-by") or "").startswith("chromium ")
    assert site.paths == ["/story", "/api"]
    assert f"User-Agent: {AGENT}" in dict(site.asked)["/api"]


async def test_the_page_itself_is_fetched_once_and_never_conditionally(
    site: Site, opened: Open
) -> None:
    site.pages["/story"] = shell(FETCHED)
    request = FetchRequest(url=site.url("/story"), validators=Validators(etag='"1"'))
    result = (await opened().fetch(request)).result
    assert isinstance(result, Capture)
    assert site.paths.count("/story") == 1
    assert "if-none-match" not in dict(site.asked)["/story"].lower()
    assert result.validators == Validators()


async def test_what_needs_no_browser_gets_none(site: Site, opened: Open) -> None:
    site.pages["/story"] = shell(FETCHED)
    fetcher = opened(hosts=frozenset())
    capture = await rendered(fetcher, site)
    assert capture.header("x-rendered-by") is None
    fetcher.use(["w1"])
    request = FetchRequest(url=site.url("/story"), watch="w1")
    result = (await fetcher.fetch(request)).result
    assert isinstance(result, Capture)
    assert result.header("x-rendered-by") is not None


async def test_a_page_reaches_nothing_inside(site: Site, opened: Open) -> None:
    """By address, by name, by a frame, a window, a socket, and by asking the proxy twice."""
    other = await asyncio.start_server(site.serve, "127.0.0.2", 0)
    port = other.sockets[0].getsockname()[1]
    inside = f"http://127.0.0.2:{port}/secret"
    names = f"http://localhost:{port}/secret", f"http://0x7f.2:{port}/secret", inside
    script = "".join(f"fetch('{one}', {{mode: 'no-cors'}}).catch(() => 0);" for one in names)
    script += f"new WebSocket('ws://127.0.0.2:{port}/secret');"
    script += "document.body.append(Object.assign(document.createElement('iframe'),"
    script += f"{{src: '{inside}'}})); window.open('{inside}');" + FETCHED
    site.pages |= {"/story": shell(script), "/secret": "secret"}
    capture = await rendered(opened(), site)
    other.close()
    assert "/secret" not in site.paths
    assert b"120 passengers" in capture.body


class Listener(asyncio.DatagramProtocol):
    """Counts what comes by UDP."""

    def __init__(self) -> None:
        self.heard = 0

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard += 1


async def test_a_page_sends_nothing_past_the_gate_by_udp(site: Site, opened: Open) -> None:
    loop = asyncio.get_running_loop()
    transport, listener = await loop.create_datagram_endpoint(Listener, ("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    script = (
        f"const call = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});"
    )
    script += "call.createDataChannel('x');"
    script += "call.createOffer().then(offer => call.setLocalDescription(offer));"
    site.pages["/story"] = shell(script + FETCHED)
    capture = await rendered(opened(), site)
    transport.close()
    assert b"120 passengers" in capture.body
    assert listener.heard == 0


async def test_what_scripts_fetch_of_the_page_s_own_host_brings_the_cookies_of_the_watch(
    site: Site, gated: Opened
) -> None:
    other = await asyncio.start_server(site.serve, "127.0.0.2", 0)
    elsewhere = f"http://127.0.0.2:{other.sockets[0].getsockname()[1]}/elsewhere"
    script = "document.body.dataset.read = document.cookie;"
    script += f"fetch('{elsewhere}', {{mode: 'no-cors', credentials: 'include'}});" + FETCHED
    site.pages |= {"/story": shell(script), "/elsewhere": "x"}
    fetcher, web = gated("127.0.0.0/8")
    web.use({"w1": Access(cookies=(("consent", "given-2026"),))})
    request = FetchRequest(url=site.url("/story"), watch="w1")
    result = (await fetcher.fetch(request)).result
    other.close()
    assert isinstance(result, Capture)
    heads = dict(site.asked)
    assert "consent=given-2026" in heads["/story"]
    assert "consent=given-2026" in heads["/api"]
    assert "given-2026" not in heads["/elsewhere"]
    assert b'data-read=""' in result.body


async def test_what_scripts_fetch_goes_around_no_proxy(site: Site, gated: Opened) -> None:
    other = await asyncio.start_server(site.serve, "127.0.0.2", 0)
    elsewhere = f"http://127.0.0.2:{other.sockets[0].getsockname()[1]}/elsewhere"
    script = f"fetch('{elsewhere}', {{mode: 'no-cors'}}).catch(() => 0);" + FETCHED
    site.pages |= {"/story": shell(script), "/elsewhere": "x"}
    proxy = Proxy(scheme="http", host="127.0.0.1", port=9)
    fetcher, _ = gated("127.0.0.0/8", hosts={"127.0.0.2": HostSettings(proxy=proxy)})
    capture = await rendered(fetcher, site)
    other.close()
    assert b"120 passengers" in capture.body
    assert "/elsewhere" not in site.paths


async def test_a_page_cannot_lead_elsewhere(site: Site, opened: Open) -> None:
    script = "setTimeout(() => { location.href = '/elsewhere' }, 100); window.open('/window');"
    site.pages |= {"/story": shell(script + FETCHED), "/elsewhere": "no", "/window": "no"}
    capture = await rendered(opened(), site)
    assert b"120 passengers" in capture.body
    assert site.paths == ["/story", "/api"]


async def test_pictures_films_and_files_are_not_fetched(site: Site, opened: Open) -> None:
    media = "<img src='/a.png'><video src='/b.mp4'></video><a id='file' download href='/c'>c</a>"
    script = f"document.body.insertAdjacentHTML('beforeend', `{media}`);"
    script += "document.getElementById('file').click();" + FETCHED
    site.pages |= {"/story": shell(script), "/a.png": b"", "/b.mp4": b"", "/c": b"c"}
    await rendered(opened(), site)
    assert not {"/a.png", "/b.mp4"} & set(site.paths)


async def test_a_page_knows_nothing_of_the_one_before(site: Site, opened: Open) -> None:
    remember = "localStorage.x = document.cookie = 'x=1';"
    tell = "document.body.dataset.known = (localStorage.x || '') + document.cookie;"
    site.pages |= {"/first": shell(remember + FETCHED), "/story": shell(tell + FETCHED)}
    fetcher = opened()
    await rendered(fetcher, site, "/first")
    capture = await rendered(fetcher, site)
    assert b'data-known=""' in capture.body


async def test_a_script_without_end_is_ended_and_the_next_page_is_shown(
    site: Site, opened: Open
) -> None:
    site.pages |= {"/story": shell("for (;;) {}"), "/next": shell(FETCHED)}
    fetcher = opened(timeout=timedelta(seconds=6))
    failure = await failed(fetcher, site)
    assert failure.reason is Reason.TIMEOUT
    assert b"120 passengers" in (await rendered(fetcher, site, "/next")).body


async def test_a_page_that_never_comes_to_rest_is_read_as_it_is(site: Site, opened: Open) -> None:
    clock = "setInterval(() => { document.title = Math.random() }, 50);"
    site.pages["/story"] = shell(clock + FETCHED)
    capture = await rendered(opened(timeout=timedelta(seconds=8)), site)
    assert b"120 passengers" in capture.body


async def test_a_script_that_fetches_too_much_is_stopped(site: Site, opened: Open) -> None:
    site.pages |= {"/story": shell("fetch('/big').then(a => a.text());"), "/big": b"x" * 3_000_000}
    failure = await failed(opened(most_bytes=1_000_000), site)
    assert failure.reason is Reason.TOO_LARGE


async def test_a_script_that_takes_too_much_memory_is_stopped(site: Site, opened: Open) -> None:
    grow = "const held = []; setInterval(() => held.push(new Uint8Array(2e7).fill(1)), 10);"
    grow += "setInterval(() => { document.title = held.length }, 50);"
    site.pages["/story"] = shell(grow)
    failure = await failed(opened(most_memory=700_000_000), site)
    assert failure.reason in (Reason.TOO_COMPLEX, Reason.PROTOCOL)


async def test_a_page_that_cannot_be_fetched_starts_no_browser(site: Site, opened: Open) -> None:
    fetcher = opened(path=Path("/nowhere/chromium"))
    failure = await failed(fetcher, site)
    assert failure.reason is Reason.NOT_FOUND


async def test_without_a_browser_the_failure_is_ours(site: Site, opened: Open) -> None:
    site.pages["/story"] = shell(FETCHED)
    failure = await failed(opened(path=Path("/nowhere/chromium")), site)
    assert failure.reason is Reason.EXTRACTOR_FAILED
    assert "no browser" in failure.detail
    with pytest.raises(ConfigError, match="no browser at /nowhere/chromium"):
        check(BrowserSettings(path=Path("/nowhere/chromium")))


async def test_what_is_no_browser_is_a_failure_too(site: Site, opened: Open) -> None:
    site.pages["/story"] = shell(FETCHED)
    failure = await failed(opened(path=Path("/bin/false")), site)
    assert failure.reason is Reason.EXTRACTOR_FAILED
