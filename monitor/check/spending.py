"""The budgets while the monitor runs: what looks are paid from, and the terms they are planned by.

What is spent is counted here and settled every ten minutes; purses are kept in the store, so that
a restart does not fill them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache

from monitor.cadence import (
    Terms,
    affordable_at,
    beliefs,
    new_purse,
    paid,
    price,
    resized,
    settled,
)
from monitor.model import (
    ALL,
    EVERYONE,
    Habits,
    Purse,
    Source,
    Watch,
    budgets_of,
    host_budget,
    source_budget,
)
from monitor.ports import Clock, Planning

_OLD = timedelta(minutes=10)
"""How old the habits of all hosts together may be."""

_beliefs = lru_cache(maxsize=1024)(beliefs)


class Spending:
    """Budgets of requests a day, each under a name (`cadence.budgets_of`)."""

    def __init__(
        self,
        planning: Planning,
        clock: Clock,
        names_of: Callable[[Watch], tuple[str, ...]] = budgets_of,
    ) -> None:
        self._planning = planning
        self._names_of = names_of
        self._clock = clock
        self._price = timedelta()
        self._purses: dict[str, Purse] = {}
        self._everyone = Habits()
        self._read_at: float | None = None

    async def use(self, a_day: Mapping[str, float], price: timedelta) -> None:
        """Go on with these budgets, and with what was left in them; `price` is what a look has to
        be worth anyway."""
        now = self._clock.now()
        kept = dict(await self._planning.purses()) | self._purses
        self._price = price
        self._purses = {
            name: resized(kept[name], budget) if name in kept else new_purse(budget, now)
            for name, budget in a_day.items()
        }

    async def terms(self, watch: Watch) -> Terms:
        """Return what looks at the articles of a watch's host are planned by."""
        seen = await self._planning.habits((watch.host,))
        believed = _beliefs(seen.get(watch.host, Habits()), await self._all())
        return Terms(beliefs=believed, price=price(self._of(watch), self._price))

    async def _all(self) -> Habits:
        """Return the habits of all hosts, as they were a few minutes ago: they change with each
        edit anywhere, and what is believed of every host would have to be worked out anew."""
        read_at, now = self._read_at, self._clock.monotonic()
        if read_at is None or now - read_at >= _OLD.total_seconds():
            seen = await self._planning.habits((EVERYONE,))
            self._everyone, self._read_at = seen.get(EVERYONE, Habits()), now
        return self._everyone

    def pay(self, watch: Watch) -> None:
        """Take the request of a look out of the purses."""
        now = self._clock.now()
        for name in self._paid_from(watch):
            self._purses[name] = paid(self._purses[name], now)

    def pay_poll(self, source: Source) -> None:
        """Take a request for a source itself out of the purses."""
        now = self._clock.now()
        for name in (ALL, host_budget(source.host), source_budget(source.id)):
            if name in self._purses:
                self._purses[name] = paid(self._purses[name], now)

    async def put_off(self, watch: Watch) -> bool:
        """Put a look at `watch` off until it can be paid, if that is not now."""
        now = self._clock.now()
        at = affordable_at(self._of(watch), now)
        if at <= now:
            return False
        await self._planning.reschedule(((watch.id, at),))
        return True

    def exhausted(self, host: str | None = None) -> bool:
        """Return whether no request at all can be paid now, or none to `host`."""
        names = (ALL,) if host is None else (ALL, host_budget(host))
        return any(self._short(name) for name in names)

    def exhausted_hosts(self) -> tuple[str, ...]:
        """Return the hosts whose budget does not allow a request now."""
        prefix = host_budget("")
        hosts = (name for name in self._purses if name.startswith(prefix))
        return tuple(name.removeprefix(prefix) for name in hosts if self._short(name))

    async def settle(self) -> None:
        """Move the prices by what was spent since the last time, and keep the purses."""
        now = self._clock.now()
        self._purses = {name: settled(purse, now) for name, purse in self._purses.items()}
        if self._purses:
            await self._planning.put_purses(self._purses)

    def _of(self, watch: Watch) -> tuple[Purse, ...]:
        return tuple(self._purses[name] for name in self._paid_from(watch))

    def _paid_from(self, watch: Watch) -> tuple[str, ...]:
        return tuple(name for name in self._names_of(watch) if name in self._purses)

    def _short(self, name: str) -> bool:
        now = self._clock.now()
        return name in self._purses and affordable_at((self._purses[name],), now) > now
