"""The proxy between a browser and the network, spoken to as a browser does."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import suppress
from ipaddress import ip_network

import pytest
import pytest_asyncio

from monitor.fetch import Gate
from monitor.fetch.filtering import FilteringProxy


class Origin:
    """A server that says what it got, and then a lot if it is asked for that."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heads.append(head)
            body = b"x" * (5_000_000 if "/big" in head else 2)
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def origin() -> AsyncIterator[Origin]:
    made = Origin()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[FilteringProxy]:
    made = FilteringProxy(Gate((ip_network("127.0.0.1/32"),)), timeout=5)
    await made.start()
    yield made
    await made.aclose()


async def said(proxy: FilteringProxy, *parts: str, word: str | None = None) -> str:
    """Return what the proxy answers to a request; its first line stands in the first part."""
    port = int(proxy.address.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    own = base64.b64encode(f"rendering:{word}".encode()).decode()
    lines = [*parts, *([f"Proxy-Authorization: Basic {own}"] if word else []), "", ""]
    writer.write("\r\n".join(lines).encode())
    try:
        async with asyncio.timeout(10):
            return (await reader.read(200)).decode()
    finally:
        writer.close()


async def test_a_request_goes_on_to_its_server_without_the_proxys_secrets(
    proxy: FilteringProxy, origin: Origin
) -> None:
    with proxy.passage(10_000) as passage:
        address = f"http://127.0.0.1:{origin.port}/a?b=c"
        answer = await said(proxy, f"GET {address} HTTP/1.1", "Host: x", word=passage.word)
    assert answer.startswith("HTTP/1.1 200")
    (head,) = origin.heads
    assert head.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert "proxy-" not in head.lower()
    assert "Connection: close" in head


async def test_a_tunnel_goes_through_the_gate_too(proxy: FilteringProxy, origin: Origin) -> None:
    with proxy.passage(10_000) as passage:
        answer = await said(proxy, f"CONNECT 127.0.0.1:{origin.port} HTTP/1.1", word=passage.word)
    assert answer.startswith("HTTP/1.1 200 Connection Established")


@pytest.mark.parametrize("word", [None, "guessed"])
async def test_nobody_else_is_let_in(
    proxy: FilteringProxy, origin: Origin, word: str | None
) -> None:
    with proxy.passage(10_000):
        answer = await said(proxy, f"GET http://127.0.0.1:{origin.port}/ HTTP/1.1", word=word)
    assert answer.startswith("HTTP/1.1 407")
    assert origin.heads == []


async def test_a_word_is_worth_nothing_once_its_rendering_is_over(
    proxy: FilteringProxy, origin: Origin
) -> None:
    with proxy.passage(10_000) as passage:
        pass
    address = f"http://127.0.0.1:{origin.port}/"
    answer = await said(proxy, f"GET {address} HTTP/1.1", word=passage.word)
    assert answer.startswith("HTTP/1.1 407")


@pytest.mark.parametrize(
    "request_line",
    [
        "GET http://127.0.0.2:{port}/ HTTP/1.1",
        "GET http://2130706434:{port}/ HTTP/1.1",
        "CONNECT 127.0.0.2:{port} HTTP/1.1",
        "CONNECT [::1]:{port} HTTP/1.1",
        "CONNECT 169.254.169.254:80 HTTP/1.1",
        "GET ftp://127.0.0.1:{port}/ HTTP/1.1",
        "GET /relative HTTP/1.1",
        "CONNECT :0 HTTP/1.1",
    ],
)
async def test_nothing_inside_is_reached(
    proxy: FilteringProxy, origin: Origin, request_line: str
) -> None:
    with proxy.passage(10_000) as passage:
        line = request_line.format(port=origin.port)
        answer = await said(proxy, line, word=passage.word)
        assert answer.startswith("HTTP/1.1 403")
        assert len(passage.refused) == 1
    assert origin.heads == []


async def test_a_server_that_is_not_there_is_a_bad_gateway(proxy: FilteringProxy) -> None:
    with proxy.passage(10_000) as passage:
        answer = await said(proxy, "CONNECT 127.0.0.1:9 HTTP/1.1", word=passage.word)
    assert answer.startswith("HTTP/1.1 502")


async def test_past_its_share_a_rendering_is_cut(proxy: FilteringProxy, origin: Origin) -> None:
    with proxy.passage(1_000_000) as passage:
        port = int(proxy.address.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        own = base64.b64encode(f"rendering:{passage.word}".encode()).decode()
        first = f"GET http://127.0.0.1:{origin.port}/big HTTP/1.1\r\n"
        writer.write(f"{first}Proxy-Authorization: Basic {own}\r\n\r\n".encode())
        async with asyncio.timeout(10):
            got = await reader.read()
        writer.close()
        assert len(got) < 5_000_000
        assert passage.left < 0


async def test_a_rendering_has_only_so_many_connections(
    proxy: FilteringProxy, origin: Origin
) -> None:
    with proxy.passage(10_000) as passage:
        loop = asyncio.get_running_loop()
        busy = {loop.create_task(asyncio.sleep(60), name=f"busy {n}") for n in range(64)}
        passage.tasks |= busy
        answer = await said(proxy, f"CONNECT 127.0.0.1:{origin.port} HTTP/1.1", word=passage.word)
    assert answer.startswith("HTTP/1.1 503")


async def test_rubbish_is_answered_by_an_end(proxy: FilteringProxy) -> None:
    assert await said(proxy, "x" * 100_000) == ""


async def test_what_is_reached_by_way_of_a_proxy_is_not_reached_around_it(origin: Origin) -> None:
    gate = Gate((ip_network("127.0.0.1/32"),))
    made = FilteringProxy(gate, timeout=5, is_proxied=lambda name: name == "127.0.0.1")
    await made.start()
    with made.passage(10_000) as passage:
        address = f"http://127.0.0.1:{origin.port}/a"
        answer = await said(made, f"GET {address} HTTP/1.1", "Host: x", word=passage.word)
        tunnel = await said(made, f"CONNECT 127.0.0.1:{origin.port} HTTP/1.1", word=passage.word)
    await made.aclose()
    assert (answer[:12], tunnel[:12]) == ("HTTP/1.1 403", "HTTP/1.1 403")
    assert origin.heads == []
