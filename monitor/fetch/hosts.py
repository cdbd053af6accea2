"""A Host has its own small client and its robots.txt, and shares its site's pace.

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
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from protego import Protego

from monitor.errors import ConfigError
from monitor.fetch.gate import Gate, Refused
from monitor.fetch.pace import Pace, PaceSettings, site_of
from monitor.fetch.settings import ClientCert, FetchSettings
from monitor.fetch.transport import GatedTransport, Traffic, Way
from monitor.model import Failure

_MOST_KNOWN = 20_000
"""Hosts of which robots.txt and pace are remembered; pages can name any number."""
_POSTS_AT_ONCE = 4


@dataclass(slots=True)
class Robots:
    """What a host's robots.txt says, until when."""

    rules: Protego | None
    """None: it allows all."""
    until: float
    failure: Failure | None = None
    """Why nobody may come now: it could not be read."""
    read_at: float = 0.0
    """When the rules were last known for sure; for a failure, when it began."""


class Host:
    """One origin: scheme, name and port. Its client comes and goes, its memory stays."""

    def __init__(self, key: str, pace: Pace, connect: Callable[[], GatedTransport]) -> None:
        self.key = key
        self.pace = pace
        self._connect = connect
        self._client: httpx.AsyncClient | None = None
        self.traffic = Traffic()
        self.robots: Robots | None = None
        self.robots_lock = asyncio.Lock()
        self.users = 0

    def client(self, settings: FetchSettings) -> httpx.AsyncClient:
        """Its client, made at the first use."""
        if self._client is None:
            transport = self._connect()
            self.traffic = transport.traffic
            self._client = httpx.AsyncClient(
                transport=transport,
                headers={"user-agent": settings.full_user_agent},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                timeout=settings.timeout.total_seconds(),
                follow_redirects=False,
                trust_env=False,
            )
        return self._client

    async def aclose(self) -> None:
        """Close its connections; the next use makes new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()


class Hosts:
    """All hosts that are talked to, the least recently used one first."""

    def __init__(self, settings: FetchSettings, gate: Gate) -> None:
        self._settings = settings
        self._gate = gate
        self._known: OrderedDict[str, Host] = OrderedDict()
        self._opened: OrderedDict[str, Host] = OrderedDict()
        """Those of the known that may have connections."""
        self._paces: dict[str, Pace] = {}
        self._tls = _context(settings)
        self._proxy_tls = _context(settings)
        self._own_tls = {
            name: _with_certificate(_context(settings), name, host.client_cert)
            for name, host in settings.hosts.items()
            if host.client_cert is not None
        }

    @asynccontextmanager
    async def use(self, url: str, *, paced: bool = True) -> AsyncIterator[Host]:
        """Give the host of `url` (in its one spelling), which is not closed meanwhile."""
        origin = _origin(url)
        key = origin if paced else f"{origin} (posts)"
        host = self._known.get(key)
        if host is None:
            pace = await self._pace(origin) if paced else self._posting()
            host = self._known.setdefault(key, self._make(key, origin, pace))
        self._known.move_to_end(key)
        self._opened[key] = host
        self._opened.move_to_end(key)
        host.users += 1
        try:
            await self._close_spare()
            yield host
        finally:
            host.users -= 1

    def known_pace(self, url: str) -> Pace | None:
        """Return the pace of a site that was asked before."""
        origin = _origin(url)
        host = self._known.get(origin)
        return host.pace if host else self._paces.get(site_of(_netloc(origin)))

    async def _pace(self, origin: str) -> Pace:
        site = site_of(_netloc(origin))
        delay, many = self._settings.for_site(site)
        if self._settings.share_pace_by_address:
            site = await self._address(origin) or site
        pace = self._paces.get(site)
        if pace is None:
            pace = self._paces[site] = Pace(site, self._pace_settings(delay, many))
        return pace

    async def _address(self, origin: str) -> str | None:
        """Return the address that stands for all hosts at it: the first in order, of several."""
        parts = urlsplit(origin)
        try:
            return min(await self._gate.judged(parts.hostname or "", parts.port or 0))
        except Refused:
            return None

    def _posting(self) -> Pace:
        return Pace("", self._pace_settings(timedelta(), _POSTS_AT_ONCE))

    def _pace_settings(self, delay: timedelta, many: int) -> PaceSettings:
        return PaceSettings(
            delay=delay,
            concurrency=many,
            longest=self._settings.longest_pause,
            rest_after=self._settings.rest_after,
        )

    def _make(self, key: str, origin: str, pace: Pace) -> Host:
        name = urlsplit(origin).hostname or ""
        way = Way(
            tls=self._own_tls.get(name, self._tls),
            proxy=self._settings.proxy_for(name),
            proxy_tls=self._proxy_tls,
            proxy_resolves=self._settings.proxy_resolves,
        )
        return Host(key, pace, lambda: GatedTransport(self._gate, way, pace.concurrency))

    async def _close_spare(self) -> None:
        spare = len(self._opened) - self._settings.max_open_hosts
        if spare > 0:
            for host in [host for host in self._opened.values() if not host.users][:spare]:
                del self._opened[host.key]
                await host.aclose()
        if len(self._known) > _MOST_KNOWN:
            self._forget()

    def _forget(self) -> None:
        """Forget the least recently used host that has no connections, and its pace with it."""
        oldest = next((key for key in self._known if key not in self._opened), None)
        if oldest is not None:
            pace = self._known.pop(oldest).pace
            if all(host.pace is not pace for host in self._known.values()):
                self._paces.pop(pace.site, None)

    async def aclose(self) -> None:
        """Close all connections."""
        for host in self._known.values():
            await host.aclose()
        self._opened.clear()


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def _netloc(origin: str) -> str:
    return origin.partition("://")[2]


def _context(settings: FetchSettings) -> ssl.SSLContext:
    found = httpx.create_ssl_context()
    if settings.ca_file:
        _load(settings.ca_file, "fetch.ca_file", lambda path: found.load_verify_locations(path))
    return found


def _with_certificate(context: ssl.SSLContext, name: str, own: ClientCert) -> ssl.SSLContext:
    key = f"fetch.hosts.{name}.client_cert"
    # Without a password given, OpenSSL would ask for one at the terminal.
    password = own.password or ""
    _load(own.cert, key, lambda path: context.load_cert_chain(path, own.key, password))
    return context


def _load(path: Path, key: str, load: Callable[[Path], None]) -> None:
    try:
        load(path)
    except OSError as error:  # ssl.SSLError is one
        raise ConfigError(f"{key}: {path}: {error.strerror or error}") from error
