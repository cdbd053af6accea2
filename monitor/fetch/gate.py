"""The gate: every connection to an address that a user, a page or a feed can influence.

A name is resolved once, every address is judged, and the connection goes to an address that was
judged; TLS still checks the name. It sits below the HTTP client, as its network backend, so no call
site can forget it and no redirect or retry goes around it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address

import httpcore

from monitor.fetch.addresses import Network, normalise, refusal
from monitor.model import Failure, Reason

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Host and port to addresses; raises OSError where the name does not resolve."""


class Refused(Exception):
    """The gate did not let a connection through; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


async def system_resolve(host: str, port: int) -> tuple[str, ...]:
    """Resolve as this machine does."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


class Gate(httpcore.AsyncNetworkBackend):
    """Resolves once, judges every address, connects to one that was judged."""

    def __init__(
        self,
        allow_private: tuple[Network, ...] = (),
        *,
        resolve: Resolve = system_resolve,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowed = allow_private
        self._resolve = resolve
        self._backend = backend or httpcore.AnyIOBackend()

    def check_url(self, url: str) -> str:
        """Return the one spelling of `url`; raises BadAddress where it may not be fetched."""
        return normalise(url, self._allowed)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to `host`. Raises Refused, and httpcore's ConnectError and ConnectTimeout."""
        trouble: Exception | None = None
        for address in await self.judged(host, port):
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble or httpcore.ConnectError(f"no address for {host}")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: nothing on this machine is a news site."""
        detail = "a local socket is no web address"
        raise Refused(Failure(reason=Reason.FORBIDDEN_ADDRESS, detail=detail))

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks its backend to between retries."""
        await asyncio.sleep(seconds)

    async def judged(self, host: str, port: int) -> tuple[str, ...]:
        """Return the addresses of `host`, all of which may be talked to. Raises Refused.

        One that may not is enough to refuse them all: a name that mixes public and private
        addresses is a trap.
        """
        try:
            addresses = await self._resolve(host.rstrip("."), port)
        except (OSError, UnicodeError) as error:
            detail = f"{host}: no such host (check the spelling, or the network)"
            raise Refused(Failure(reason=Reason.DNS, detail=detail, evidence=str(error))) from error
        if not addresses:
            raise Refused(Failure(reason=Reason.DNS, detail=f"{host}: has no address"))
        for text in addresses:
            why = refusal(ip_address(text.partition("%")[0]), self._allowed)
            if why is not None:
                detail = f"{host} points inside ({why}); fetch.allow_private can open that network"
                raise Refused(Failure(reason=Reason.FORBIDDEN_ADDRESS, detail=detail))
        return addresses
