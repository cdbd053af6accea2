"""Plans that something outside of a look moves: hints, a long stop, a clock that leaps.

Each next look is worked out by the pure `cadence`; here it is only fetched and written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from monitor.cadence import CadenceSettings, after_jump, hinted, in_words, reason, spread
from monitor.check.spending import Spending
from monitor.model import Due, Hint, HintedLook, Overview
from monitor.ports import Clock, Planning, Store

_LEAP = timedelta(seconds=30)
"""A clock that is off by this much was set, or the machine slept."""
_EACH = timedelta(milliseconds=50)
"""Between two overdue looks, after a long stop."""
_WITHIN = timedelta(minutes=15)
"""In which all that is overdue is looked at after a long stop, as far as that can be done."""
_AT_ONCE = 200
"""Watches that are planned anew before others get their turn."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """In words: how a watch is looked at, and why its next look is when it is."""

    how: str
    why: str


class Replanning:
    """Moves next looks."""

    def __init__(
        self,
        *,
        store: Store,
        planning: Planning,
        spending: Spending,
        clock: Clock,
        settings: CadenceSettings,
    ) -> None:
        self._store = store
        self._planning = planning
        self._spending = spending
        self._clock = clock
        self._settings = settings
        self._offset = self._measure()

    def use(self, settings: CadenceSettings) -> None:
        """Plan by `settings` from now on."""
        self._settings = settings

    async def hear(self, told: Iterable[Hint]) -> None:
        """Take note of what sources say, and look earlier where that is worth it."""
        by_watch = {one.watch_id: one for one in told}
        found = await self._store.pick(tuple(by_watch))
        looks = [await self._hinted(due, by_watch[due.watch.id]) for due in found]
        if looks:
            await self._planning.hint(looks)

    async def _hinted(self, due: Due, told: Hint) -> HintedLook:
        look = HintedLook(
            watch_id=due.watch.id, hinted_at=_news(due, told, self._clock.now()), listed=told.listed
        )
        if look.hinted_at is None:
            return look
        state = replace(due.state, hinted_at=due.state.hinted_at or look.hinted_at, listed=True)
        terms = await self._spending.terms(due.watch)
        at = hinted(due.watch, state, self._settings, self._clock.now(), terms)
        return replace(look, next_check_at=at)

    async def rhythm(self, item: Overview) -> Rhythm:
        """Return, in words, how a watch is looked at and why its next look is when it is."""
        terms = await self._spending.terms(item.watch)
        plan = self._settings.plan_of(item.watch)
        why = reason(item.watch, item.state, self._settings, self._clock.now(), terms)
        return Rhythm(how=in_words(plan, self._settings), why=why)

    async def after_stop(self) -> None:
        """Spread what is overdue, and plan anew what is planned for later than any plan of today
        would: the clock may have been set back meanwhile."""
        await self._spread()
        await self._plan_anew(self._clock.now() + self._settings.longest * 1.5)

    async def watch_clock(self) -> None:
        """Put plans right if the clock has leapt since the last call."""
        offset = self._measure()
        leap, self._offset = offset - self._offset, offset
        if abs(leap) < _LEAP:
            return
        log.warning("the clock has leapt", seconds=leap.total_seconds())
        if leap > timedelta():
            await self._spread()
        else:
            await self._planning.set_back(-leap)
            await self._plan_anew(self._clock.now())

    async def plan_anew(self) -> None:
        """Bring forward what today's settings would have planned for earlier."""
        await self._plan_anew(self._clock.now())

    async def _spread(self) -> None:
        due = await self._planning.overdue()
        now = self._clock.now()
        looks = spread(due, now, min(_EACH * len(due), _WITHIN))
        for first in range(0, len(looks), _AT_ONCE):
            await self._planning.reschedule(looks[first : first + _AT_ONCE])

    async def _plan_anew(self, until: datetime) -> None:
        last = ""
        while found := await self._planning.planned(last, until, _AT_ONCE):
            moved = [(due.watch.id, await self._sooner(due)) for due in found]
            before = {due.watch.id: due.state.next_check_at for due in found}
            await self._planning.reschedule([one for one in moved if one[1] < before[one[0]]])
            last = found[-1].watch.id
            await asyncio.sleep(0)

    async def _sooner(self, due: Due) -> datetime:
        terms = await self._spending.terms(due.watch)
        return after_jump(due.watch, due.state, self._settings, self._clock.now(), terms)

    def _measure(self) -> timedelta:
        """Return how far the clock is ahead of one that is never set."""
        return timedelta(seconds=self._clock.now().timestamp() - self._clock.monotonic())


def _news(due: Due, told: Hint, now: datetime) -> datetime | None:
    """Return when an article was updated, if nobody has read it since; never in the future."""
    if told.updated_at is None:
        return None
    at, read = min(told.updated_at, now), due.state.last_read_at
    return at if read is None or at > read else None
