"""A bucket's due watches, worked off host by host, each host at its own pace.

`next_check_at` lives in the store and nowhere else: there is no queue to lose or to overfill. The
drain holds the bucket's lease and writes with its token.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import groupby

import structlog

from monitor.check.checker import Checker
from monitor.check.spending import Spending
from monitor.errors import MonitorError, StoreError
from monitor.model import CheckOutcome, Due, Lease
from monitor.ports import Clock, Store

_LEASE = timedelta(seconds=60)
_PER_HOST = 50
"""Watches of one host that are taken at once; later ones may be due earlier by then."""
_LONG_PAUSE = timedelta(seconds=10)
"""A host that wants to rest for longer gives its place to others; its watches stay due."""
_STORE_TROUBLE = timedelta(seconds=30)
"""How long to wait after the store could not be written to."""

log = structlog.get_logger()


class Drain:
    """Looks at due watches, `hosts_at_once` hosts side by side."""

    def __init__(
        self,
        *,
        store: Store,
        checker: Checker,
        spending: Spending,
        clock: Clock,
        holder: str,
        bucket: int = 0,
        hosts_at_once: int = 32,
        on_check: Callable[[CheckOutcome], None] = lambda outcome: None,
        rests_for: Callable[[str], timedelta] = lambda url: timedelta(),
    ) -> None:
        self._store = store
        self._checker = checker
        self._spending = spending
        self._clock = clock
        self._holder = holder
        self._bucket = bucket
        self._hosts_at_once = hosts_at_once
        self._on_check = on_check
        self._rests_for = rests_for
        self._lease: Lease | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, float] = {}
        """Hosts whose site is left alone, on account of another host of it perhaps, until when."""
        self._resting_until = clock.monotonic()
        self._stopping = False
        self._filling = asyncio.Lock()

    @property
    def busy(self) -> int:
        """Hosts that are being looked at now."""
        return len(self._running)

    def use(self, checker: Checker) -> None:
        """Check with `checker` from now on."""
        self._checker = checker

    async def tick(self) -> None:
        """Start on whatever is due, as far as there is room. Never waits for a check."""
        if self._stopping or self._clock.monotonic() < self._resting_until:
            return
        async with self._filling:
            try:
                await self._fill()
            except StoreError as error:
                self._rest(error)

    async def run_dry(self) -> None:
        """Work until nothing is due and nothing is running."""
        await self.tick()
        while self._running:
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.tick()

    async def check_now(self, watch_ids: tuple[str, ...]) -> None:
        """Look at these watches now, due or not, at their hosts' pace."""
        async with self._filling:
            if await self._hold_lease() is None:
                return
            due = await self._store.pick(watch_ids)
            for host, watches in _by_host(due):
                self._running[host] = asyncio.create_task(self._work_off(host, watches, asked=True))
        while self._running:
            await asyncio.wait(self._running.values())

    async def stop(self, grace: timedelta) -> None:
        """Start nothing more, let running checks end within `grace`, give the lease back."""
        self._stopping = True
        await self._finish(grace)
        await self.release()

    async def release(self) -> None:
        """Keep what was spent and give the lease back; the next tick takes it again."""
        if self._lease:
            await self._spending.settle()
            await self._store.release(self._lease)
            self._lease = None

    async def _finish(self, grace: timedelta) -> None:
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=grace.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fill(self) -> None:
        lease = await self._hold_lease()
        while lease and (room := self._hosts_at_once - len(self._running)) > 0:
            if self._spending.exhausted():
                return
            busy = (*self._not_now(), *self._spending.exhausted_hosts())
            due = await self._store.due(lease, busy, room * _PER_HOST)
            groups = _by_host(due)
            for host, watches in groups[:room]:
                self._running[host] = asyncio.create_task(self._work_off(host, watches[:_PER_HOST]))
            if not groups:
                return

    def _not_now(self) -> tuple[str, ...]:
        now = self._clock.monotonic()
        self._resting = {host: until for host, until in self._resting.items() if until > now}
        return (*self._running, *self._resting)

    async def _hold_lease(self) -> Lease | None:
        now = self._clock.now()
        if self._lease is None or self._lease.until - now < _LEASE / 2:
            self._lease = await self._store.acquire(self._bucket, self._holder, _LEASE)
            if self._lease is None:
                log.warning("bucket is held by another process", bucket=self._bucket)
        return self._lease

    async def _work_off(self, host: str, watches: tuple[Due, ...], *, asked: bool = False) -> None:
        """Look at the watches of a host. What somebody `asked` for is paid, but never put off."""
        try:
            for due in watches:
                lease = self._lease
                if self._stopping or lease is None or self._is_resting(due):
                    return
                if not asked and self._spending.exhausted(host):
                    return
                if not asked and await self._spending.put_off(due.watch):
                    continue
                if await self._check(lease, due) > _LONG_PAUSE:
                    return
        except StoreError as error:
            self._rest(error)
        finally:
            del self._running[host]

    def _is_resting(self, due: Due) -> bool:
        """Return whether the site of a watch is left alone for long: then nothing is tried."""
        left = self._rests_for(due.watch.url)
        if left <= _LONG_PAUSE:
            return False
        self._resting[due.watch.host] = self._clock.monotonic() + left.total_seconds()
        return True

    async def _check(self, lease: Lease, due: Due) -> timedelta:
        """Look at a watch; return how long its host wants to be left alone."""
        try:
            outcome = await self._checker.check(lease, due)
        except StoreError:
            raise
        except Exception as error:
            # Whatever it is: a bug over one watch must not stop the others.
            log.exception("a check failed on a bug of ours", watch=due.watch.id, url=due.watch.url)
            outcome = await self._checker.give_up(lease, due, error)
        if outcome is None:
            log.info("check came too late and was dropped", watch=due.watch.id)
            return timedelta()
        self._on_check(outcome)
        return outcome.pause

    def _rest(self, error: MonitorError) -> None:
        """Leave everything due and come back later: a full disk must not become a hot loop."""
        self._resting_until = self._clock.monotonic() + _STORE_TROUBLE.total_seconds()
        log.error("cannot write; trying again soon", error=str(error), hint=error.hint)


def _by_host(due: Iterable[Due]) -> list[tuple[str, tuple[Due, ...]]]:
    """Return the watches of each host, the host with the longest overdue one first."""
    ordered = list(due)
    first = {item.watch.host: index for index, item in reversed(list(enumerate(ordered)))}
    ordered.sort(key=lambda item: first[item.watch.host])
    return [
        (host, tuple(group)) for host, group in groupby(ordered, key=lambda item: item.watch.host)
    ]
