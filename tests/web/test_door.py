"""Strangers at the web's door: what is not a hub's call is 404, and nobody can hold it up."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from monitor.discover.subscribing import Subscriber
from monitor.errors import ConfigError, StoreBusy
from monitor.model import (
    Origin,
    PostAnswer,
    Source,
    SourceOverview,
    Subscription,
    SubscriptionStatus,
)
from monitor.store import SqliteStore
from monitor.web import Server
from tests.store.making import NOON, FakeClock

CALLBACK = "c" * 43
SECRET = "s" * 43
TOPIC = "https://news.example/feed"
PATIENCE = 20.0
FEED = Source(id="feed", url=TOPIC, host="news.example", origin=Origin.USER, added_at=NOON)
SUBSCRIPTION = Subscription(
    callback=CALLBACK,
    secret=SECRET,
    source_id="feed",
    hub="https://hub.example/",
    topic=TOPIC,
    next_at=NOON,
)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def parsed(raw: bytes) -> Reply:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    return Reply(int(first.split()[1]), headers, body)


@dataclass
class Door:
    """A web server over a store with one subscription, and raw connections to it."""

    store: SqliteStore
    clock: FakeClock
    deadline: timedelta = timedelta(seconds=PATIENCE)
    public_url: str = "https://monitor.example.org"
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        self.subscriber = Subscriber(
            store=self.store, post=nobody, clock=self.clock, public_url=self.public_url
        )
        self.server = Server(
            ("127.0.0.1", 0),
            public_url=self.public_url,
            subscriber=self.subscriber,
            monotonic=self.clock.monotonic,
            deadline=self.deadline,
        )

    async def raw(self, data: bytes) -> bytes:
        """Send bytes as they are; return all that comes until the other side closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            writer.write(data)
            async with asyncio.timeout(PATIENCE):
                return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.close()

    async def ask(
        self,
        path: str = f"/websub/{CALLBACK}",
        method: str = "GET",
        *,
        host: str = "monitor.example.org",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        given = {"host": host, **({"content-length": str(len(body))} if body else {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (given | (headers or {})).items())
        return parsed(
            await self.raw(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body)
        )

    async def verify(self, **fields: str) -> Reply:
        query = {
            "hub.mode": "subscribe",
            "hub.topic": TOPIC,
            "hub.challenge": "xyz",
            "hub.lease_seconds": "600",
        }
        query |= {name.replace("_", ".", 1): value for name, value in fields.items()}
        return await self.ask(f"/websub/{CALLBACK}?{urlencode(query)}")

    async def push(self, body: bytes = b"news") -> Reply:
        seal = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        return await self.ask(
            method="POST", headers={"x-hub-signature": f"sha256={seal}"}, body=body
        )

    async def source(self) -> SourceOverview:
        (found,) = await self.store.sources()
        return found

    async def become(self, status: SubscriptionStatus) -> None:
        known = await self.store.subscription(CALLBACK)
        assert known is not None
        assert await self.store.put_subscription(
            replace(known, status=status, revision=known.revision + 1)
        )


async def nobody(*_: object) -> PostAnswer:
    raise AssertionError("nobody is asked here")


@asynccontextmanager
async def opened(folder: Path, **settings: object) -> AsyncIterator[Door]:
    clock = FakeClock(NOON)
    store = SqliteStore.open(folder, clock)
    await store.put_source(FEED, NOON + timedelta(hours=1))
    await store.put_subscription(SUBSCRIPTION)
    door = Door(store, clock, **settings)  # type: ignore[arg-type]
    await door.server.start()
    try:
        yield door
    finally:
        await door.server.stop(timedelta(seconds=5))
        await store.aclose()


@pytest_asyncio.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with opened(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/websub",
        "/websub/",
        "/websub/" + "d" * 43,
        "/websub/" + "c" * 42,
        "/websub/" + "c" * 43 + "/",
        "/websub/" + "c" * 43 + "%0A",
        "/websub/" + "c" * 43 + "%00",
        "/websub/..%2f" + "c" * 43,
        "/websub/../websub/" + "d" * 43,
        "/websub/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "//websub/" + "c" * 43,
        "/WEBSUB/" + "c" * 43,
        "/websub/%ff%fe",
        "/.env",
        "/metrics",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_every_other_path_is_not_there(door: Door, path: str, method: str) -> None:
    reply = await door.ask(path, method)
    assert (reply.status, reply.body) in [(404, b""), (404, b"Not Found")]


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONE"])
@pytest.mark.parametrize("callback", [CALLBACK, "d" * 43])
async def test_other_methods_are_refused_alike_for_all(
    door: Door, method: str, callback: str
) -> None:
    reply = await door.ask(f"/websub/{callback}", method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("monitor.example.org", 404),
        ("MONITOR.example.org:443", 404),
        ("127.0.0.1:{port}", 404),
        ("127.0.0.1", 421),
        ("monitor.example.org:80", 421),
        ("evil.example", 421),
        ("evil.example:{port}", 421),
        ("monitor.example.org.", 421),
        ("", 421),
    ],
)
async def test_only_requests_to_our_own_names_are_served(
    door: Door, host: str, status: int
) -> None:
    reply = await door.ask("/", host=host.format(port=door.server.port))
    assert reply.status == status


async def test_a_public_address_with_a_port_is_a_name_with_that_port(tmp_path: Path) -> None:
    async with opened(tmp_path, public_url="http://monitor.example.org:8080") as door:
        assert (await door.ask("/", host="monitor.example.org:8080")).status == 404
        assert (await door.ask("/", host="monitor.example.org")).status == 421


async def test_answers_say_nothing_of_us_and_let_browsers_do_nothing(door: Door) -> None:
    for reply in (await door.ask("/"), await door.verify(), await door.ask(method="HEAD")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["connection"] == "close"
        assert "date" in reply.headers
        assert "server" not in reply.headers


async def test_a_challenge_is_given_back_as_plain_text(door: Door) -> None:
    reply = await door.verify(hub_challenge="<script>alert(1)</script>")
    assert (reply.status, reply.body) == (200, b"<script>alert(1)</script>")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hub_topic": "https://other.example/feed"},
        {"hub_mode": "unsubscribe"},
        {"hub_mode": "publish"},
        {"hub_challenge": ""},
        {"hub_challenge": "x" * 4001},
        {"hub_lease_seconds": "0"},
        {"hub_lease_seconds": "-5"},
        {"hub_lease_seconds": "soon"},
        {"hub_lease_seconds": "9" * 5000},
    ],
)
async def test_what_we_did_not_ask_for_is_not_confirmed(door: Door, wrong: dict[str, str]) -> None:
    assert (await door.verify(**wrong)).status == 404
    found = await door.store.subscription(CALLBACK)
    assert found == SUBSCRIPTION


@pytest.mark.parametrize("status", [SubscriptionStatus.DENIED, SubscriptionStatus.LEAVING])
async def test_what_is_over_is_not_confirmed_and_hubs_may_let_go(
    door: Door, status: SubscriptionStatus
) -> None:
    await door.become(status)
    assert (await door.verify()).status == 404
    assert (await door.push()).status == 410


async def test_a_message_makes_the_source_due(door: Door) -> None:
    assert (await door.push()).status == 204
    assert (await door.source()).state.next_poll_at == NOON


async def test_messages_that_come_side_by_side_ask_for_one_look_a_minute(door: Door) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.server.port)
    writer.write(sealed(b"news", "content-length: 4") + b"ne")
    await writer.drain()
    assert (await door.push()).status == 204
    writer.write(b"ws")
    async with asyncio.timeout(PATIENCE):
        assert parsed(await reader.read()).status == 204
    writer.close()
    found = await door.store.subscription(CALLBACK)
    assert found is not None
    assert found.told_at == NOON + timedelta(minutes=1)


def sealed(body: bytes, *framing: str) -> bytes:
    """Return the head of a message with the right signature for `body`."""
    seal = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    lines = ["host: monitor.example.org", f"x-hub-signature: sha256={seal}", *framing]
    head = "\r\n".join([f"POST /websub/{CALLBACK} HTTP/1.1", *lines])
    return f"{head}\r\n\r\n".encode()


async def test_a_message_past_the_cap_is_refused_before_it_is_there(door: Door) -> None:
    reply = parsed(await door.raw(sealed(b"", "content-length: 1000001")))
    assert reply.status == 413


async def test_a_message_that_does_not_say_how_long_it_is_is_cut_at_the_cap(door: Door) -> None:
    parts = [b"x" * 0x10000] * 17
    body = b"".join(b"10000\r\n" + part + b"\r\n" for part in parts) + b"0\r\n\r\n"
    answer = await door.raw(sealed(b"".join(parts), "transfer-encoding: chunked") + body)
    assert answer[:12] in (b"HTTP/1.1 413", b"")  # closed with bytes unread, it may be a reset
    assert (await door.source()).state.next_poll_at > NOON
    small = (b"3e8\r\n" + b"y" * 1000 + b"\r\n") * 900 + b"0\r\n\r\n"
    sent = sealed(b"y" * 900_000, "transfer-encoding: chunked") + small
    assert parsed(await door.raw(sent)).status == 204
    assert (await door.source()).state.next_poll_at == NOON


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nx: " + b"a" * 20_000,
    ],
)
async def test_what_is_no_request_is_refused(door: Door, junk: bytes) -> None:
    assert parsed(await door.raw(junk)).status == 400


async def test_a_connection_carries_one_request(door: Door) -> None:
    one = b"GET / HTTP/1.1\r\nhost: monitor.example.org\r\n\r\n"
    assert (await door.raw(one * 3)).count(b"HTTP/1.1 404") == 1


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nx-slow: ",
        f"POST /websub/{CALLBACK} HTTP/1.1\r\nhost: monitor.example.org\r\n"
        "content-length: 10\r\n\r\nab".encode(),
    ],
    ids=["nothing", "half a header", "half a body"],
)
async def test_who_is_slow_is_cut_off_and_others_are_served_meanwhile(
    tmp_path: Path, begun: bytes
) -> None:
    async with opened(tmp_path, deadline=timedelta(seconds=0.5)) as door:
        slow = asyncio.gather(*(door.raw(begun) for _ in range(20)))
        assert (await door.push()).status == 204
        assert set(await slow) == {b""}


async def test_no_more_connections_are_held_than_can_be(door: Door) -> None:
    held = [await asyncio.open_connection("127.0.0.1", door.server.port) for _ in range(200)]
    assert await door.raw(b"GET / HTTP/1.1\r\nhost: monitor.example.org\r\n\r\n") == b""
    for _, writer in held:
        writer.close()
        await writer.wait_closed()
    async with asyncio.timeout(PATIENCE):
        while not await door.raw(b"GET / HTTP/1.1\r\nhost: monitor.example.org\r\n\r\n"):
            pass


async def test_more_requests_than_can_be_are_refused_until_there_is_room(door: Door) -> None:
    statuses = [(await door.ask("/")).status for _ in range(201)]
    assert set(statuses[:200]) == {404}
    assert statuses[200] == 429
    door.clock.at += timedelta(seconds=1)
    assert (await door.ask("/")).status == 404


async def test_a_store_that_cannot_be_written_is_said_without_a_reason(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise StoreBusy("the database is locked: /secret/place")

    monkeypatch.setattr(door.store, "hear_hub", busy)
    with capture_logs() as logs:
        reply = await door.push()
    assert (reply.status, reply.body) == (503, b"")
    assert "/secret/place" in logs[-1]["error"]


async def test_a_bug_of_ours_is_said_without_a_trace(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(door.subscriber, "known", broken)
    with capture_logs() as logs:
        reply = await door.ask()
    assert (reply.status, reply.body) == (500, b"")
    assert logs[-1]["log_level"] == "error"
    assert (await door.ask("/")).status == 404


async def test_a_port_that_is_taken_is_a_fault_of_the_configuration(door: Door) -> None:
    other = Server(
        ("127.0.0.1", door.server.port),
        public_url=None,
        subscriber=None,
        monotonic=door.clock.monotonic,
    )
    with pytest.raises(ConfigError, match=r"web\.listen: cannot listen at 127\.0\.0\.1:\d+"):
        await other.start()
    await other.stop(timedelta())


async def test_without_a_public_address_nothing_is_there(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    server = Server(("::1", 0), public_url=None, subscriber=None, monotonic=clock.monotonic)
    await server.start()
    reader, writer = await asyncio.open_connection("::1", server.port)
    writer.write(f"GET /websub/{CALLBACK} HTTP/1.1\r\nhost: [::1]:{server.port}\r\n\r\n".encode())
    assert parsed(await reader.read()).status == 404
    writer.close()
    await server.stop(timedelta(seconds=5))


async def test_a_stop_lets_requests_end_but_waits_for_no_slow_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        waiting = asyncio.create_task(
            door.raw(
                f"POST /websub/{CALLBACK} HTTP/1.1\r\nhost: monitor.example.org\r\n"
                "content-length: 10\r\n\r\nab".encode()
            )
        )
        idle = asyncio.create_task(door.raw(b""))
        assert (await door.push()).status == 204
        await door.server.stop(timedelta(seconds=0.05))
        assert [await waiting, await idle] == [b"", b""]
