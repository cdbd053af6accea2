"""A Host has its own small client, its pace and its robots.txt.

One client for all hosts would scan all their connections at every request; one client a request
would cost a TLS handshake and 23 ms. So each host has one, and the least recently used are closed.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx
from protego import Protego

from monitor.errors import ConfigError
from monitor.fetch.gate import Gate
from monitor.fetch.settings import FetchSettings
from monitor.model import Failure, Reason
from monitor.ports import Clock

_KEEP_ALIVE = 75.0
_WORST = 10
"""Penalties at most: the pause is doubled no more often."""
_PENALTY_UNIT = timedelta(seconds=2)
PENALISED = frozenset(
    {
        Reason.RATE_LIMITED,
        Reason.UNAVAILABLE,
        Reason.CHALLENGE,
        Reason.TIMEOUT,
        Reason.CONNECT,
        Reason.DNS,
    }
)
"""The host says that it is too much, that it does not want us, or nothing at all."""


class GatedTransport(httpx.AsyncBaseTransport):
    """httpx over a connection pool whose connections go through the gate."""

    def __init__(self, gate: Gate, tls: ssl.SSLContext, connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_KEEP_ALIVE,
            http2=True,
            network_backend=gate,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises httpcore's exceptions and Refused."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    """The body of an answer, as it comes off the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


@dataclass(slots=True)
class Robots:
    """What a host's robots.txt says, until when."""

    rules: Protego | None
    """None: it allows all."""
    until: float
    failure: Failure | None = None
    """Why nobody may come now: it could not be read."""


class Host:
    """One origin: scheme, name and port. Its client comes and goes, its memory stays."""

    def __init__(
        self, key: str, connect: Callable[[], httpx.AsyncClient], delay: timedelta, many: int
    ) -> None:
        self.key = key
        self._connect = connect
        self._client: httpx.AsyncClient | None = None
        self.robots: Robots | None = None
        self.robots_lock = asyncio.Lock()
        self._delay = delay
        self._turns = asyncio.Semaphore(many)
        self._free_at = float("-inf")
        self._penalty = 0
        self.users = 0

    @property
    def client(self) -> httpx.AsyncClient:
        """Its client, made at the first use."""
        if self._client is None:
            self._client = self._connect()
        return self._client

    @property
    def is_open(self) -> bool:
        return self._client is not None

    async def aclose(self) -> None:
        """Close its connections; the next use makes new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    @asynccontextmanager
    async def turn(self, clock: Clock) -> AsyncIterator[None]:
        """Wait for a turn, and hold it; the pause begins when it is given back."""
        async with self._turns:
            while (wait := self._free_at - clock.monotonic()) > 0:
                await clock.sleep(wait)
            try:
                yield
            finally:
                later = clock.monotonic() + self._delay.total_seconds()
                self._free_at = max(self._free_at, later)

    def slow_down_to(self, delay: timedelta) -> None:
        """Leave at least `delay` between requests, as its robots.txt asks."""
        self._delay = max(self._delay, delay)

    def judge(
        self, failure: Failure | None, retry_after: timedelta | None, longest: timedelta
    ) -> timedelta:
        """Take note of how a request went; return how long the host wants to be left alone.

        Each refusal doubles the pause, each success takes back one doubling: slow to trust again.
        """
        bad = failure is not None and failure.reason in PENALISED
        self._penalty = min(self._penalty + 1, _WORST) if bad else max(self._penalty - 1, 0)
        asked = retry_after or timedelta()
        return min(max(self.pause, asked), max(longest, self._delay))

    @property
    def pause(self) -> timedelta:
        """How long it wants to be left alone after a request, as far as is known."""
        backed_off = _PENALTY_UNIT * (1 << self._penalty) if self._penalty else timedelta()
        return max(self._delay, backed_off)

    def rest(self, clock: Clock, pause: timedelta) -> None:
        """Start nothing before `pause` is over."""
        self._free_at = max(self._free_at, clock.monotonic() + pause.total_seconds())


class Hosts:
    """All hosts that are talked to, the least recently used one first."""

    def __init__(self, settings: FetchSettings, gate: Gate) -> None:
        self._settings = settings
        self._gate = gate
        self._known: OrderedDict[str, Host] = OrderedDict()
        self._tls = httpx.create_ssl_context()
        if settings.ca_file:
            try:
                self._tls.load_verify_locations(settings.ca_file)
            except OSError as error:  # ssl.SSLError is one
                message = f"fetch.ca_file: {settings.ca_file}: {error.strerror or error}"
                raise ConfigError(message) from error

    @asynccontextmanager
    async def use(self, url: httpx.URL, *, paced: bool = True) -> AsyncIterator[Host]:
        """Give the host of `url`, which is not closed meanwhile."""
        key = f"{url.scheme}://{url.netloc.decode('ascii')}" + ("" if paced else " (posts)")
        host = self._known.get(key)
        if host is None:
            host = self._known[key] = self._make(key, url.host, paced=paced)
        self._known.move_to_end(key)
        host.users += 1
        try:
            await self._close_spare()
            yield host
        finally:
            host.users -= 1

    def _make(self, key: str, name: str, *, paced: bool) -> Host:
        delay, many = self._settings.for_host(name) if paced else (timedelta(), 4)

        def connect() -> httpx.AsyncClient:
            return httpx.AsyncClient(
                transport=GatedTransport(self._gate, self._tls, many),
                headers={"user-agent": self._settings.full_user_agent},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                timeout=self._settings.timeout.total_seconds(),
                follow_redirects=False,
                trust_env=False,
            )

        return Host(key, connect, delay, many)

    async def _close_spare(self) -> None:
        opened = [host for host in self._known.values() if host.is_open]
        spare = len(opened) - self._settings.max_open_hosts
        for host in [host for host in opened if not host.users][: max(spare, 0)]:
            await host.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for host in self._known.values():
            await host.aclose()
