"""Alerts on their way to the channels."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.check.schedule import next_attempt
from monitor.model import Alert, AlertStatus, Event, EventKind, GiveUp, TryAgain
from tests.check.conftest import World, page
from tests.check.worlds import NOW


async def _edited(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    await world.look(page(150), watch)


async def _statuses(world: World) -> dict[str, AlertStatus]:
    found = await world.store.alerts(pending=False, limit=10)
    return {alert.channel: alert.status for alert in found}


async def test_an_alert_goes_to_each_channel_once(world: World) -> None:
    await _edited(world)
    await world.deliveries.run_dry()
    await world.deliveries.run_dry()
    (hook,) = world.channels["hook"].messages
    (mail,) = world.channels["mail"].messages
    assert hook.id != mail.id
    assert hook.thread == mail.thread
    assert "150" in mail.text
    assert "150" in mail.html
    assert await _statuses(world) == {
        "hook": AlertStatus.DELIVERED,
        "mail": AlertStatus.DELIVERED,
    }


async def test_a_failed_attempt_is_repeated_under_the_same_id_and_with_the_same_words(
    world: World,
) -> None:
    await _edited(world)
    world.channels["hook"].answers = [TryAgain(error="503"), TryAgain(error="503")]
    await world.deliveries.run_dry()
    for _ in range(2):
        world.clock.at += timedelta(minutes=5)
        await world.deliveries.run_dry()
    messages = world.channels["hook"].messages
    assert len(messages) == 3
    assert len({message.id for message in messages}) == 1
    assert len({message.payload for message in messages}) == 1
    assert len(world.channels["mail"].messages) == 1


async def test_an_alert_is_given_up_after_days_with_a_visible_reason(world: World) -> None:
    await _edited(world)
    world.channels["hook"].answers = [TryAgain(error="connection refused")] * 200
    for _ in range(200):
        await world.deliveries.run_dry()
        world.clock.at += timedelta(hours=1)
    alerts = {alert.channel: alert for alert in await world.store.alerts(pending=False, limit=9)}
    assert alerts["hook"].status is AlertStatus.GIVEN_UP
    assert "connection refused" in alerts["hook"].error


async def test_a_channel_that_wants_no_more_gets_no_more(world: World) -> None:
    await _edited(world)
    world.channels["hook"].answers = [GiveUp(error="410", disable=True)]
    await world.deliveries.run_dry()
    watch = (await world.store.watches())[0].watch
    await world.look(page(190), watch)
    await world.deliveries.run_dry()
    assert len(world.channels["hook"].messages) == 1
    assert len(world.channels["mail"].messages) == 2


async def test_an_alert_for_a_channel_that_is_configured_no_more_is_given_up(world: World) -> None:
    await _edited(world)
    world.deliveries.use({"mail": world.channels["mail"]})
    await world.deliveries.run_dry()
    assert await _statuses(world) == {"hook": AlertStatus.GIVEN_UP, "mail": AlertStatus.DELIVERED}


async def test_a_bug_over_one_alert_does_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _edited(world)

    async def stumble(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(world.channels["hook"], "send", stumble)
    await world.deliveries.run_dry()
    assert await _statuses(world) == {"hook": AlertStatus.PENDING, "mail": AlertStatus.DELIVERED}


def _alert(attempts: int, alert_id: str = "0123456789abcdef") -> Alert:
    event = Event(id="e", watch_id="w", revision=1, kind=EventKind.GONE, at=NOW, line="gone")
    return Alert(id=alert_id, event=event, channel="hook", attempts=attempts)


def test_attempts_come_ever_more_rarely_and_end() -> None:
    days = timedelta(days=3)
    waits = []
    for attempts in range(1, 12):
        at = next_attempt(_alert(attempts), NOW, None, days)
        assert at is not None
        waits.append(at - NOW)
    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=10)
    assert waits[-1] < timedelta(hours=5)
    assert next_attempt(_alert(30), NOW, None, days) is None


def test_an_alert_that_nobody_could_try_to_send_is_not_late() -> None:
    days = timedelta(days=3)
    assert next_attempt(_alert(1), NOW + 9 * days, None, days) is not None


def test_the_other_sides_wish_is_kept_within_reason() -> None:
    days = timedelta(days=3)
    hour = timedelta(hours=1)
    assert next_attempt(_alert(1), NOW, hour, days) == NOW + hour
    assert next_attempt(_alert(1), NOW, timedelta(days=900), days) == NOW + days


def test_alerts_that_failed_together_do_not_come_back_together() -> None:
    days = timedelta(days=3)
    one = next_attempt(_alert(4, "00000000ffff"), NOW, None, days)
    other = next_attempt(_alert(4, "ffffffff0000"), NOW, None, days)
    assert one != other
