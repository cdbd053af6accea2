"""The gate: every connection to an address that a user, a page or a feed can influence.

A name is resolved once, every address is judged, and the connection goes to an address that was
judged; TLS still checks the name. It sits below the HTTP client, as its network backend, so no call
site can forget it and no redirect or retry goes around it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from ipaddress import ip_address

import httpcore

from monitor.fetch.addresses import Network, normalise, refusal
from monitor.fetch.racing import first_connected, in_turns
from monitor.fetch.resolving import Resolver
from monitor.model import Failure, Reason

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Host and port to addresses; raises OSError where the name does not resolve."""


class Refused(Exception):
    """The gate did not let a connection through; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class Gate(httpcore.AsyncNetworkBackend):
    """Resolves once, judges every address, connects to one that was judged."""

    def __init__(
        self,
        allow_private: tuple[Network, ...] = (),
        *,
        resolve: Resolve | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allowed = allow_private
        self._resolve = resolve or Resolver()
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
        connect = partial(
            self._backend.connect_tcp,
            port=port,
            timeout=timeout,
            local_address=local_address,
            socket_options=socket_options,
        )
        return await first_connected(in_turns(await self.judged(host, port)), connect)

    async def connect_to_proxy(
        self, host: str, port: int, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a proxy, inside or outside: whoever configured it has vouched for it."""
        connect = partial(self._backend.connect_tcp, port=port, timeout=timeout)
        return await first_connected(in_turns(await self._addresses(host, port)), connect)

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
        addresses = await self._addresses(host, port)
        for text in addresses:
            why = refusal(ip_address(text.partition("%")[0]), self._allowed)
            if why is not None:
                detail = f"{host} points inside ({why}); fetch.allow_private can open that network"
                raise Refused(Failure(reason=Reason.FORBIDDEN_ADDRESS, detail=detail))
        return addresses

    async def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        try:
            addresses = await self._resolve(host.rstrip("."), port)
        except TimeoutError as error:
            detail = f"{host}: its name was not resolved in time"
            raise Refused(Failure(reason=Reason.DNS, detail=detail)) from error
        except (OSError, UnicodeError) as error:
            detail = f"{host}: no such host (check the spelling, or the network)"
            raise Refused(Failure(reason=Reason.DNS, detail=detail, evidence=str(error))) from error
        if not addresses:
            raise Refused(Failure(reason=Reason.DNS, detail=f"{host}: has no address"))
        return addresses
