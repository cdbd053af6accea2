"""Take alerts from the outbox to their channels. Never inside a check.

Each channel has its own queue, so one that is dead delays only its own alerts. An alert is written
out when it is sent, from the stored versions, and always says the same under the same id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import assert_never

import structlog

from monitor.check.schedule import next_attempt
from monitor.check.stories import Stories
from monitor.errors import StoreError
from monitor.model import Alert, AlertStatus, Delivered, Delivery, GiveUp, TryAgain
from monitor.ports import Clock, Notifier, Outbox
from monitor.report import message

_CLAIM = timedelta(minutes=1)
"""What a killed process had claimed is free again after it. A living one does not claim twice,
however long it takes, since it skips the channels at which it is busy."""
_AT_ONCE = 100

log = structlog.get_logger()


class Deliveries:
    """The way from the outbox to the channels."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        stories: Stories,
        notifiers: Mapping[str, Notifier],
        clock: Clock,
        keep_trying: timedelta = timedelta(days=3),
    ) -> None:
        self._outbox = outbox
        self._stories = stories
        self._notifiers = dict(notifiers)
        self._clock = clock
        self._keep_trying = keep_trying
        self._running: dict[str, asyncio.Task[None]] = {}
        self._disabled: set[str] = set()

    def use(self, notifiers: Mapping[str, Notifier]) -> None:
        """Send through these channels from now on."""
        self._notifiers = dict(notifiers)
        self._disabled.clear()

    async def tick(self) -> None:
        """Start sending what is due, one task a channel. Never waits for a channel."""
        try:
            alerts = await self._outbox.claim_alerts(_AT_ONCE, _CLAIM, tuple(self._running))
        except StoreError as error:
            log.error("cannot read the outbox", error=str(error), hint=error.hint)
            return
        ordered = sorted(alerts, key=lambda alert: alert.channel)
        for channel, queue in groupby(ordered, key=lambda alert: alert.channel):
            task = asyncio.create_task(self._send_all(channel, tuple(queue)))
            self._running[channel] = task

    async def run_dry(self) -> None:
        """Send until nothing is due and nothing is being sent."""
        await self.tick()
        while self._running:
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.tick()

    async def stop(self, grace: timedelta) -> None:
        """Let what is being sent end within `grace`; the rest stays in the outbox."""
        running = list(self._running.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=grace.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _send_all(self, channel: str, alerts: tuple[Alert, ...]) -> None:
        try:
            for alert in alerts:
                delivery = await self._send(channel, alert)
                await self._outbox.settle(self._after(alert, delivery))
        except StoreError as error:
            log.error("cannot write to the outbox", error=str(error), hint=error.hint)
        finally:
            del self._running[channel]

    async def _send(self, channel: str, alert: Alert) -> Delivery:
        notifier = self._notifiers.get(channel)
        if notifier is None:
            return GiveUp(error=f"no channel {channel!r} is configured any more")
        if channel in self._disabled:
            return GiveUp(error=f"{channel} has asked for no more messages (410 Gone)")
        try:
            story = await self._stories.of_event(alert.event)
            return await notifier.send(message(alert, story))
        except StoreError:
            raise
        except Exception as error:
            # Whatever it is: a bug over one alert must not hold up the rest.
            log.exception("an alert could not be sent", alert=alert.id, channel=channel)
            return TryAgain(error=f"a bug in the monitor: {type(error).__name__}")

    def _after(self, alert: Alert, delivery: Delivery) -> Alert:
        """Return the alert as it stands after an attempt."""
        now = self._clock.now()
        tried = replace(alert, attempts=alert.attempts + 1)
        match delivery:
            case Delivered():
                log.info("alert delivered", alert=alert.id, channel=alert.channel)
                return replace(
                    tried, status=AlertStatus.DELIVERED, delivered_at=now, next_attempt_at=None
                )
            case TryAgain(error=error, after=after):
                at = next_attempt(tried, now, after, self._keep_trying)
                log.warning("alert not delivered", alert=alert.id, channel=alert.channel, why=error)
                if at is not None:
                    return replace(tried, next_attempt_at=at, error=error)
                return _given_up(tried, f"given up after {tried.attempts} attempts: {error}")
            case GiveUp(error=error, disable=disable):
                if disable:
                    self._disabled.add(alert.channel)
                log.error("alert given up", alert=alert.id, channel=alert.channel, why=error)
                return _given_up(tried, error)
            case _:
                assert_never(delivery)


def _given_up(alert: Alert, error: str) -> Alert:
    return replace(alert, status=AlertStatus.GIVEN_UP, next_attempt_at=None, error=error)
