"""Connecting to the first of several addresses that answers (after RFC 8305, Happy Eyeballs)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, zip_longest

import httpcore

Connect = Callable[[str], Awaitable[httpcore.AsyncNetworkStream]]

_HEAD_START = 0.25
"""Seconds that an address gets before the next one is tried beside it (section 5)."""
_MOST = 6
"""Addresses that are tried; a name may have hundreds."""
_Attempt = asyncio.Task[httpcore.AsyncNetworkStream]


def in_turns(addresses: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses to try, the two families in turns, the preferred one first."""
    first = ":" in addresses[0]
    same = [one for one in addresses if (":" in one) is first]
    other = [one for one in addresses if (":" in one) is not first]
    mixed = chain.from_iterable(zip_longest(same, other))
    return tuple(one for one in mixed if one is not None)[:_MOST]


async def first_connected(
    addresses: Sequence[str], connect: Connect, head_start: float = _HEAD_START
) -> httpcore.AsyncNetworkStream:
    """Return the first connection that is made; the next address is tried as soon as one failed,
    or has not answered for `head_start` seconds. Raises httpcore's ConnectError, ConnectTimeout."""
    if len(addresses) == 1:
        return await connect(addresses[0])
    waiting = list(addresses)
    trying: set[_Attempt] = set()
    trouble: BaseException | None = None
    try:
        while waiting or trying:
            if waiting:
                trying.add(asyncio.ensure_future(connect(waiting.pop(0))))
            patience = head_start if waiting else None
            done, _ = await asyncio.wait(
                trying, timeout=patience, return_when=asyncio.FIRST_COMPLETED
            )
            for attempt in done:
                trying.remove(attempt)
                if (trouble := attempt.exception()) is None:
                    return attempt.result()
    finally:
        await _give_up(trying)
    raise trouble or httpcore.ConnectError("no address")


async def _give_up(trying: set[_Attempt]) -> None:
    """End attempts that nobody waits for any more, and close what they connected all the same."""
    for attempt in trying:
        attempt.cancel()
    for found in await asyncio.gather(*trying, return_exceptions=True):
        if isinstance(found, httpcore.AsyncNetworkStream):
            await found.aclose()
