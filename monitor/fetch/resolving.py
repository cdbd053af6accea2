"""Names to addresses, in threads of their own: a resolver that hangs holds up its askers alone."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

_THREADS = 16
_LONGEST = 10.0
"""Seconds that a lookup may take."""
_KEEP_FAILURE = 30.0
"""Seconds for which a name that did not resolve is not asked for again."""
_MOST_FAILURES = 10_000


def system_lookup(host: str) -> tuple[str, ...]:
    """Resolve as this machine does. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


class Resolver:
    """Looks names up: each name once at a time, failures not again for a moment."""

    def __init__(
        self,
        lookup: Callable[[str], tuple[str, ...]] = system_lookup,
        *,
        longest: float = _LONGEST,
        time_of: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lookup = lookup
        self._longest = longest
        self._time = time_of
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")
        self._asked: dict[str, asyncio.Future[tuple[str, ...]]] = {}
        self._failed: dict[str, tuple[float, OSError]] = {}

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        """Return the addresses of `host`. Raises OSError; TimeoutError, which is one, when late."""
        until, error = self._failed.get(host, (0.0, None))
        if error is not None and self._time() < until:
            raise error
        asked = self._asked.get(host)
        if asked is None:
            loop = asyncio.get_running_loop()
            asked = self._asked[host] = loop.run_in_executor(self._threads, self._lookup, host)
            asked.add_done_callback(lambda found: self._answered(host, found))
        # Whoever gives up waiting does not end the lookup for the others who wait for it.
        return await asyncio.wait_for(asyncio.shield(asked), self._longest)

    def _answered(self, host: str, found: asyncio.Future[tuple[str, ...]]) -> None:
        del self._asked[host]
        self._failed.pop(host, None)
        error = None if found.cancelled() else found.exception()
        if isinstance(error, OSError):
            if len(self._failed) >= _MOST_FAILURES:
                self._failed.clear()
            self._failed[host] = (self._time() + _KEEP_FAILURE, error)
