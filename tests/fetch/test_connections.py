"""Connections: found, tried side by side, kept, broken; each fault ends as a value."""

from __future__ import annotations

import asyncio
import gzip
import random
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import brotli
import httpcore
import pytest
import pytest_asyncio
import zstandard

from monitor.fetch.racing import first_connected, in_turns
from monitor.fetch.resolving import Resolver
from monitor.model import Capture, Failure, Reason
from tests.fetch.conftest import Opener
from tests.fetch.faultproxy import FaultProxy, Harm
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.webs import Web

PAGE = b"<html><body><p>" + b"The ferry left the harbour. " * 200 + b"</p></body></html>"


# --- names ----------------------------------------------------------------------------------------


class Names:
    """A resolver's lookups, which can be made to hang or to fail."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.at = 0.0

    def __call__(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        if host.startswith("hanging"):
            self.go_on.wait(30)
        if host.startswith("missing"):
            raise OSError("no such name")
        return ("127.0.0.1",)


@pytest.fixture
def names() -> Names:
    return Names()


async def test_a_lookup_that_hangs_ends_in_time_and_holds_up_no_other(names: Names) -> None:
    resolver = Resolver(names, longest=0.05)
    with pytest.raises(TimeoutError):
        await resolver("hanging.example", 80)
    assert await resolver("harbour.example", 80) == ("127.0.0.1",)
    assert await asyncio.to_thread(lambda: "the loop's own threads are free") != ""
    names.go_on.set()


async def test_one_name_is_looked_up_once_at_a_time(names: Names) -> None:
    """Else one hanging name would take all threads."""
    resolver = Resolver(names, longest=0.05)
    asking = [resolver("hanging.example", 80) for _ in range(50)]
    found = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(one, TimeoutError) for one in found)
    assert names.asked == ["hanging.example"]
    names.go_on.set()


async def test_a_name_that_does_not_resolve_is_not_asked_for_again_for_a_moment(
    names: Names,
) -> None:
    resolver = Resolver(names, time_of=lambda: names.at)
    for _ in range(3):
        with pytest.raises(OSError, match="no such name"):
            await resolver("missing.example", 80)
    assert len(names.asked) == 1
    names.at += 31
    with pytest.raises(OSError, match="no such name"):
        await resolver("missing.example", 80)
    assert len(names.asked) == 2


async def test_failures_are_not_remembered_without_end(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.fetch.resolving._MOST_FAILURES", 3)
    resolver = Resolver(names)
    for number in range(20):
        with pytest.raises(OSError, match="no such name"):
            await resolver(f"missing{number}.example", 80)
    assert len(resolver._failed) <= 3


# --- addresses ------------------------------------------------------------------------------------


class Streams:
    """Connects to addresses: at once, never, or with a failure."""

    def __init__(self, **ways: str) -> None:
        self.ways = ways
        self.tried: list[str] = []
        self.closed: list[str] = []
        self.connected = asyncio.Event()

    async def __call__(self, address: str) -> httpcore.AsyncNetworkStream:
        self.tried.append(address)
        way = self.ways[address]
        if way == "fails":
            raise httpcore.ConnectError(address)
        if way == "answers":
            return Stream(self, address)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if way == "hangs":
                self.closed.append(address)
                raise
        return Stream(self, address)


class Stream(httpcore.AsyncNetworkStream):
    def __init__(self, streams: Streams, address: str) -> None:
        self.streams, self.address = streams, address

    async def aclose(self) -> None:
        self.streams.closed.append(self.address)


async def _first(streams: Streams, head_start: float) -> str:
    found = await first_connected(tuple(streams.ways), streams, head_start)
    assert isinstance(found, Stream)
    return found.address


async def test_the_next_address_is_tried_at_once_where_one_fails() -> None:
    streams = Streams(a="fails", b="fails", c="answers", d="answers")
    assert await _first(streams, head_start=3_600) == "c"
    assert streams.tried == ["a", "b", "c"]


async def test_the_next_address_is_tried_beside_one_that_does_not_answer() -> None:
    streams = Streams(a="hangs", b="too late", c="answers")
    assert await _first(streams, head_start=0.01) == "c"
    assert sorted(streams.closed) == ["a", "b"]


async def test_the_first_address_gets_a_head_start() -> None:
    streams = Streams(a="answers", b="answers")
    assert await _first(streams, head_start=3_600) == "a"
    assert streams.tried == ["a"]


async def test_where_no_address_answers_the_last_failure_counts() -> None:
    with pytest.raises(httpcore.ConnectError):
        await _first(Streams(a="fails", b="fails"), head_start=0.01)


async def test_attempts_end_when_nobody_waits_any_more() -> None:
    streams = Streams(a="hangs", b="hangs")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await _first(streams, head_start=0.01)
    assert sorted(streams.closed) == ["a", "b"]


def test_the_families_of_addresses_take_turns() -> None:
    assert in_turns(["::1", "::2", "::3", "1.1.1.1"]) == ("::1", "1.1.1.1", "::2", "::3")
    assert in_turns(["1.1.1.1", "1.1.1.2", "::1"]) == ("1.1.1.1", "::1", "1.1.1.2")
    assert len(in_turns([f"1.1.1.{n}" for n in range(100)])) == 6


# --- faults of the line ---------------------------------------------------------------------------

Before = Callable[[Callable[[int], tuple[Harm, int]]], Awaitable[FaultProxy]]


@pytest_asyncio.fixture
async def before(server: RawServer) -> AsyncIterator[Before]:
    """Put a proxy that does harm before the server; its origin is then the proxy's."""
    made: list[FaultProxy] = []

    async def put(harm: Callable[[int], tuple[Harm, int]]) -> FaultProxy:
        proxy = FaultProxy(int(server.origin.rpartition(":")[2]), harm)
        made.append(proxy)
        server.origin = f"http://127.0.0.1:{await proxy.start()}"
        return proxy

    yield put
    for proxy in made:
        await proxy.stop()


HEAD = 38
CODINGS = {
    "identity": lambda data: data,
    "gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("harm", [Harm.CUT, Harm.RESET, Harm.STALL])
async def test_an_answer_that_breaks_off_is_never_a_page(
    server: RawServer, open_web: Opener, before: Before, coding: str, harm: Harm
) -> None:
    """At any byte of it: of the header, between header and body, in the body, at its last."""
    body = CODINGS[coding](PAGE)
    headers = f"content-encoding: {coding}\r\n"
    whole = len(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n{headers}\r\n") + len(body)
    at = [0, 1, HEAD, whole - len(body), whole - len(body) + 1, whole - len(body) // 2, whole - 1]
    await before(lambda number: (harm, at[number - 1]))
    web = open_web(timeout=timedelta(milliseconds=300), longest_pause=timedelta())
    url = server.answer("/a", body, headers=headers)
    early = {Reason.PROTOCOL, Reason.TIMEOUT}
    for cut in at:
        reason = (await web.failure(url)).reason
        late = {Reason.TIMEOUT} if harm is Harm.STALL else {Reason.TRUNCATED}
        assert reason in (early if cut < whole - len(body) else late), (cut, reason)


async def test_a_whole_answer_passes_the_same_proxy(
    server: RawServer, web: Web, before: Before
) -> None:
    await before(lambda number: (Harm.NONE, 0))
    assert (await web.capture(server.answer("/a", PAGE))).body == PAGE


# --- connections that are kept --------------------------------------------------------------------


async def _keep_then(server: RawServer, web: Web, said: bytes) -> str:
    """Keep a connection on which the next request is answered with `said` and an end."""
    calls = 0

    async def script(writer: asyncio.StreamWriter, _: Asked) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            writer.write(said)
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(PAGE) + PAGE)

    url = server.do("/a", script)
    await web.capture(url)
    return url


async def test_a_kept_connection_that_closes_just_then_is_tried_once_more(
    server: RawServer, web: Web
) -> None:
    url = await _keep_then(server, web, b"")
    assert (await web.capture(url)).body == PAGE
    assert (server.connections, len(server.asked)) == (2, 3)


async def test_not_once_a_byte_of_an_answer_has_come(server: RawServer, web: Web) -> None:
    url = await _keep_then(server, web, b"HTTP/1.1 200 OK\r\nx")
    assert (await web.failure(url)).reason is Reason.PROTOCOL
    assert len(server.asked) == 2


async def test_not_on_a_new_connection_and_not_twice(server: RawServer, web: Web) -> None:
    assert (await web.failure(server.say("/b", b""))).reason is Reason.PROTOCOL
    assert len(server.asked) == 1
    url = await _keep_then(server, web, b"")
    server.say("/a", b"")
    assert (await web.failure(url)).reason is Reason.PROTOCOL
    assert len(server.asked) == 4


async def test_a_post_is_never_sent_twice_by_itself(server: RawServer, web: Web) -> None:
    url = await _keep_then(server, web, b"")
    minute = timedelta(minutes=1)
    server.answer("/hook", status="204 No Content")
    hook = server.origin + "/hook"
    assert (await web.fetcher.post(hook, {}, b"1", minute)).status == 204
    server.say("/hook", b"")
    assert (await web.fetcher.post(hook, {}, b"2", minute)).status is None
    assert [asked.body for asked in server.asked if asked.path == "/hook"] == [b"1", b"2"]
    assert url


async def test_a_post_whose_status_has_come_has_arrived(server: RawServer, web: Web) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n"
    hook = server.say("/hook", head, close=False)
    answer = await web.fetcher.post(hook, {}, b"1", timedelta(milliseconds=200))
    assert (answer.status, answer.error) == (200, None)


async def test_whatever_a_server_says_is_a_value(server: RawServer, open_web: Opener) -> None:
    """Answers with bytes that were changed, dropped and doubled at random, from a seed."""
    chance = random.Random(9309)
    web = open_web(timeout=timedelta(seconds=5), longest_pause=timedelta())
    head = b'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\netag: "1"\r\ncontent-length: %d\r\n\r\n'
    body = gzip.compress(PAGE)
    for number in range(300):
        wire = bytearray(head % len(body) + body)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(wire))
            wire[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))
        result = (await web.get(server.say(f"/{number}", bytes(wire)))).result
        assert isinstance(result, (Failure, Capture)), result
        if isinstance(result, Capture) and result.header("content-encoding") == "gzip":
            assert result.body == PAGE
