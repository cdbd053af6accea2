"""The server: uvicorn's HTTP/1.1 on the daemon's own loop, one request a connection, in time.

Uvicorn has no deadline for a request that comes in drop by drop, and ends the process where it
cannot listen; so its protocol is used here, and not its server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from monitor.discover.subscribing import Subscriber
from monitor.errors import ConfigError
from monitor.web.door import FrontDoor

_DEADLINE = timedelta(seconds=20)
"""For one connection, from its beginning to its end."""
_MOST_CONNECTIONS = 200
_MOST_HEADER = 16_384
_PORTS = {"http": 80, "https": 443}


class _Brief(H11Protocol):
    """A connection that is over in time, whatever the other side does."""

    def __init__(self, config: Config, state: ServerState, deadline: float) -> None:
        super().__init__(config, state, {})
        self._deadline = deadline
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > _MOST_CONNECTIONS:
            transport.abort()
        self._end = self.loop.call_later(self._deadline, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)


class Server:
    """Listens from `start` to `stop`."""

    def __init__(
        self,
        listen: tuple[str, int],
        *,
        public_url: str | None,
        subscriber: Subscriber | None,
        monotonic: Callable[[], float],
        deadline: timedelta = _DEADLINE,
    ) -> None:
        self._host, self._port = listen
        self._public = frozenset(_names(public_url) if public_url else ())
        self._deadline = deadline.total_seconds()
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._config = Config(
            FrontDoor(subscriber, self._names, monotonic),
            http="h11",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=_MOST_HEADER,
        )

    @property
    def port(self) -> int:
        """The port that is listened at."""
        return self._port

    async def start(self) -> None:
        """Begin to listen. Raises ConfigError where that cannot be done."""
        self._config.load()
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._accept, self._host, self._port)
        except OSError as error:
            where = f"{self._host}:{self._port}"
            message = f"web.listen: cannot listen at {where}: {error.strerror or error}"
            raise ConfigError(message) from error
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self, grace: timedelta) -> None:
        """Take no more requests, let those under way end within `grace`."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            await asyncio.wait(set(self._state.tasks), timeout=grace.total_seconds())
        for connection in list(self._state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        self._server = None

    def _accept(self) -> _Brief:
        return _Brief(self._config, self._state, self._deadline)

    def _names(self) -> frozenset[str]:
        """Return what a request may call us: where we listen, and what the public calls us."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return self._public | {f"{host}:{self._port}"}


def _names(url: str) -> tuple[str, ...]:
    """Return the Host headers that requests for `url` may have."""
    parts = urlsplit(url.lower())
    default = _PORTS[parts.scheme]
    if parts.port in (None, default):
        bare = parts.netloc.removesuffix(f":{default}")
        return bare, f"{bare}:{default}"
    return (parts.netloc,)
