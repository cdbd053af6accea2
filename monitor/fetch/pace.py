"""A site's pace: how many requests at a time, how far apart, and when to leave it alone.

Everything that is one site to its readers (http and https, `www.` and `m.`) has one pace, whatever
is asked there and on whose behalf.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog

from monitor.model import Failure, Reason
from monitor.ports import Clock

_FRONTS = frozenset({"www", "m", "mobile", "amp"})
"""First labels of names under which one site is shown in several ways."""
_WORST = 10
"""Penalties at most: the pause is doubled no more often."""
_PENALTY_UNIT = timedelta(seconds=2)
_REST_UNIT = timedelta(minutes=5)
_LONGEST_REST = timedelta(hours=1)
"""It may be our own line that is down, and an edit is waiting behind it."""
_MOST_DOUBLINGS = 12
_LONGEST_WAIT = timedelta(seconds=60)
"""Whoever would have to wait for longer is sent away instead."""
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
BROKEN = frozenset(
    {
        Reason.DNS,
        Reason.CONNECT,
        Reason.TLS,
        Reason.TIMEOUT,
        Reason.PROTOCOL,
        Reason.TRUNCATED,
        Reason.SERVER_ERROR,
        Reason.UNAVAILABLE,
    }
)
"""The host is not well: so many of these in a row, and it is rested."""

log = structlog.get_logger()


def site_of(netloc: str) -> str:
    """Return the site that a host (and port) belongs to, by its name alone."""
    first, _, rest = netloc.partition(".")
    return rest if first in _FRONTS and "." in rest else netloc


class Resting(Exception):
    """The site is left alone for too long to wait for it."""

    def __init__(self, site: str, left: timedelta) -> None:
        super().__init__(site)
        self.failure = Failure(
            reason=Reason.UNAVAILABLE,
            detail=f"{site} is left alone for another {_roughly(left)}; it was not asked",
        )


def _roughly(span: timedelta) -> str:
    minutes = max(round(span / timedelta(minutes=1)), 1)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceSettings:
    """What a pace goes by."""

    delay: timedelta
    concurrency: int
    longest: timedelta
    """However long a server wants to be left alone."""
    rest_after: int
    """Failures in a row after which it is rested."""


class Pace:
    """The pace of one site."""

    def __init__(self, site: str, settings: PaceSettings) -> None:
        self.site = site
        self._settings = settings
        self._turns = asyncio.Semaphore(settings.concurrency)
        self._wishes: dict[str, timedelta] = {}
        self._free_at = float("-inf")
        self._penalty = 0
        self._failures = 0
        self._probe = asyncio.Lock()

    @property
    def concurrency(self) -> int:
        """Requests at a time."""
        return self._settings.concurrency

    @property
    def delay(self) -> timedelta:
        """From the end of a request to the start of the next, while all is well."""
        return max(self._settings.delay, *self._wishes.values(), timedelta())

    @property
    def is_broken(self) -> bool:
        """Whether it failed so often in a row that only one request at a time may try it."""
        return self._failures >= self._settings.rest_after

    @property
    def pause(self) -> timedelta:
        """How long it wants to be left alone after a request, as far as is known."""
        backed_off = _PENALTY_UNIT * (1 << self._penalty) if self._penalty else timedelta()
        return max(self.delay, backed_off)

    def wish(self, origin: str, delay: timedelta) -> None:
        """Keep the distance that an origin's robots.txt asks for; none where `delay` is 0."""
        self._wishes[origin] = delay

    def rests_for(self, clock: Clock) -> timedelta:
        """Return how long nothing may be started."""
        return timedelta(seconds=max(self._free_at - clock.monotonic(), 0.0))

    def refuse_long_wait(self, clock: Clock) -> None:
        """Raise Resting where it is left alone for longer than anybody should wait."""
        left = self.rests_for(clock)
        if left > max(_LONGEST_WAIT, self.delay):
            raise Resting(self.site, left)

    @asynccontextmanager
    async def turn(self, clock: Clock) -> AsyncIterator[None]:
        """Wait for a turn, and hold it; the pause begins when it is given back.

        Raises Resting. While the site is broken, there is one turn at a time.
        """
        async with self._turns:
            if not self.is_broken:
                async with self._free(clock):
                    yield
                return
            async with self._probe, self._free(clock):
                yield

    @asynccontextmanager
    async def _free(self, clock: Clock) -> AsyncIterator[None]:
        while (wait := self._free_at - clock.monotonic()) > 0:
            self.refuse_long_wait(clock)
            await clock.sleep(wait)
        try:
            yield
        finally:
            self._free_at = max(self._free_at, clock.monotonic() + self.delay.total_seconds())

    def judge(
        self, failure: Failure | None, retry_after: timedelta | None, clock: Clock
    ) -> timedelta:
        """Take note of how a request went; return how long to leave the site alone from now on.

        Each refusal doubles the pause, each success takes back one doubling: slow to trust again.
        After so many failures in a row it is rested, for longer each time one request finds it
        broken still.
        """
        bad = failure is not None and failure.reason in PENALISED
        self._penalty = min(self._penalty + 1, _WORST) if bad else max(self._penalty - 1, 0)
        rest = self._count(failure)
        wanted = max(self.pause, rest, retry_after or timedelta())
        pause = min(wanted, max(self._settings.longest, self.delay))
        self._free_at = max(self._free_at, clock.monotonic() + pause.total_seconds())
        if rest:
            minutes = round(pause / timedelta(minutes=1))
            log.warning("site rests", site=self.site, failures=self._failures, minutes=minutes)
        return pause

    def _count(self, failure: Failure | None) -> timedelta:
        """Count failures in a row; return the rest that they call for."""
        if failure is not None and failure.reason in BROKEN:
            self._failures += 1
        elif failure is None or failure.status is not None:
            if self.is_broken:
                log.info("site answers again", site=self.site)
            self._failures = 0
        if not self.is_broken:
            return timedelta()
        doublings = min(self._failures - self._settings.rest_after, _MOST_DOUBLINGS)
        return min(_REST_UNIT * (1 << doublings), _LONGEST_REST)
