"""The promises of the port Outbox."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import UnknownAlert
from monitor.model import Alert, AlertStatus, Due, Lease
from monitor.store import SqliteStore
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock


@pytest.fixture
async def three(store: SqliteStore, lease: Lease, due: Due) -> tuple[Alert, ...]:
    """Three alerts, oldest first: to mail, to a hook, to mail."""
    first = making.changed(due, "First.", channels=("mail", "hook"))
    await store.record(lease, first)
    (item,) = await store.pick(["one"])
    second = making.changed(item, "Second.")
    await store.record(lease, second)
    return first.alerts + second.alerts


def _delivered(alert: Alert) -> Alert:
    return replace(
        alert,
        status=AlertStatus.DELIVERED,
        attempts=alert.attempts + 1,
        next_attempt_at=None,
        delivered_at=NOON,
    )


def _later(alert: Alert, error: str = "451 try later") -> Alert:
    return replace(alert, attempts=alert.attempts + 1, next_attempt_at=NOON + MINUTE, error=error)


async def test_alerts_are_taken_oldest_first(store: SqliteStore, three: tuple[Alert, ...]) -> None:
    assert await store.claim_alerts(2, MINUTE, ()) == three[:2]
    assert await store.claim_alerts(2, MINUTE, ()) == three[2:]
    assert await store.claim_alerts(2, MINUTE, ()) == ()


async def test_a_channel_can_be_left_out(store: SqliteStore, three: tuple[Alert, ...]) -> None:
    assert await store.claim_alerts(9, MINUTE, ["mail"]) == three[1:2]


async def test_an_alert_waits_for_its_time(
    store: SqliteStore, three: tuple[Alert, ...], clock: FakeClock
) -> None:
    (taken,) = await store.claim_alerts(1, timedelta(hours=1), ())
    await store.settle(_later(taken))
    assert taken not in await store.claim_alerts(9, MINUTE, ())
    clock.at += MINUTE
    assert (await store.claim_alerts(1, MINUTE, ()))[0] == _later(taken)


async def test_what_is_not_settled_in_time_is_taken_again(
    store: SqliteStore, three: tuple[Alert, ...], clock: FakeClock
) -> None:
    await store.claim_alerts(9, MINUTE, ())
    clock.at += MINUTE
    assert await store.claim_alerts(9, MINUTE, ()) == three


async def test_two_senders_never_take_the_same_alert(
    store: SqliteStore, three: tuple[Alert, ...], tmp_path: Path, clock: FakeClock
) -> None:
    other = SqliteStore.open(tmp_path, clock)
    claims = [one.claim_alerts(1, MINUTE, ()) for one in (store, other, store, other)]
    taken = [alert.id for some in await asyncio.gather(*claims) for alert in some]
    await other.aclose()
    assert sorted(taken) == sorted(alert.id for alert in three)


async def test_a_delivered_alert_is_never_taken_again(
    store: SqliteStore, three: tuple[Alert, ...], clock: FakeClock
) -> None:
    await store.settle(_delivered(three[0]))
    clock.at += timedelta(days=1)
    assert await store.claim_alerts(9, MINUTE, ()) == three[1:]
    assert await store.alert(three[0].id) == _delivered(three[0])


async def test_a_late_failure_does_not_undo_a_delivery(
    store: SqliteStore, three: tuple[Alert, ...]
) -> None:
    await store.settle(_delivered(three[0]))
    await store.settle(_later(three[0]))
    assert await store.alert(three[0].id) == _delivered(three[0])


async def test_a_late_delivery_counts_although_another_attempt_failed(
    store: SqliteStore, three: tuple[Alert, ...]
) -> None:
    await store.settle(_later(three[0]))
    await store.settle(_delivered(three[0]))
    assert await store.alert(three[0].id) == _delivered(three[0])


async def test_of_two_failures_of_the_same_attempt_the_first_stands(
    store: SqliteStore, three: tuple[Alert, ...]
) -> None:
    await store.settle(_later(three[0], "first"))
    await store.settle(_later(three[0], "second"))
    settled = await store.alert(three[0].id)
    assert settled is not None
    assert (settled.error, settled.attempts) == ("first", 1)


async def test_an_alert_that_was_given_up_is_no_longer_pending(
    store: SqliteStore, three: tuple[Alert, ...]
) -> None:
    await store.settle(
        replace(three[0], status=AlertStatus.GIVEN_UP, attempts=1, next_attempt_at=None)
    )
    assert await store.alerts(pending=True, limit=9) == three[:0:-1]
    assert len(await store.alerts(pending=False, limit=9)) == 3
    assert await store.alerts(pending=False, limit=1) == three[2:]


async def test_an_alert_goes_by_the_beginning_of_its_id(
    store: SqliteStore, three: tuple[Alert, ...]
) -> None:
    assert await store.alert(three[1].id[:12]) == three[1]
    assert await store.alert("") is None, "it is the beginning of several"
    assert await store.alert("%") is None
    assert await store.alert("\ud800") is None


async def test_an_alert_sent_again_starts_over_with_its_id(
    store: SqliteStore, three: tuple[Alert, ...]
) -> None:
    await store.settle(_delivered(three[0]))
    await store.resend(three[0].id, NOON)
    assert (await store.claim_alerts(1, MINUTE, ())) == three[:1]


async def test_an_unknown_alert_cannot_be_sent_again(store: SqliteStore) -> None:
    with pytest.raises(UnknownAlert):
        await store.resend("unknown", NOON)
