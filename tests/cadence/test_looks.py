"""When a watch is looked at again, by how its last looks went."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cadence import CadenceSettings, after_jump, next_check
from monitor.model import Every, Health, Origin, Reason, Watch, WatchState

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PLAIN = CadenceSettings(jitter=0, plan=Every(span=15 * MINUTE))
WATCH = Watch(
    id="w1", url="https://news.example/a", host="news.example", origin=Origin.USER, added_at=NOW
)
STATE = WatchState(
    watch_id="w1",
    revision=7,
    health=Health.OK,
    next_check_at=NOW,
    latest_version=1,
    last_checked_at=NOW,
    last_read_at=NOW,
)


def failed(
    reason: Reason, failures: int = 1, since: timedelta = timedelta(), **more: object
) -> WatchState:
    state = replace(STATE, reason=reason, failures=failures, failing_since=NOW - since)
    return replace(state, **more)  # type: ignore[arg-type]


def waits(state: WatchState, settings: CadenceSettings = PLAIN, watch: Watch = WATCH) -> timedelta:
    return next_check(watch, state, settings, NOW) - NOW


def test_a_page_that_was_read_is_looked_at_after_the_interval() -> None:
    assert waits(STATE) == 15 * MINUTE


def test_the_interval_of_the_watch_goes_before_that_of_the_settings() -> None:
    assert waits(STATE, watch=replace(WATCH, plan=Every(span=HOUR))) == HOUR


def test_jitter_moves_looks_apart_but_is_the_same_at_every_call() -> None:
    settings = CadenceSettings(jitter=0.1, plan=PLAIN.plan)
    seen = {waits(replace(STATE, revision=n), settings) for n in range(200)}
    assert len(seen) == 200
    assert min(seen) >= 13.5 * MINUTE
    assert max(seen) <= 16.5 * MINUTE
    assert max(seen) - min(seen) > 2.5 * MINUTE
    assert waits(STATE, settings) == waits(STATE, settings)


def test_a_failure_that_time_heals_is_tried_again_sooner_then_ever_later_up_to_a_cap() -> None:
    got = [waits(failed(Reason.TIMEOUT, n)) / MINUTE for n in range(1, 10)]
    assert got == [5, 10, 20, 40, 80, 160, 320, 360, 360]


def test_a_retry_is_never_later_than_the_interval_at_first_nor_sooner_than_it_at_last() -> None:
    quick = replace(WATCH, plan=Every(span=timedelta(seconds=2)))
    slow = replace(WATCH, plan=Every(span=2 * DAY))
    assert waits(failed(Reason.DNS), watch=quick) == timedelta(seconds=2)
    assert waits(failed(Reason.DNS, 500), watch=slow) == 2 * DAY


@pytest.mark.parametrize("reason", [Reason.CHALLENGE, Reason.RATE_LIMITED, Reason.ROBOTS])
def test_a_wall_slows_looks_down_at_once(reason: Reason) -> None:
    got = [waits(failed(reason, n)) / MINUTE for n in range(1, 7)]
    assert got == [30, 60, 120, 240, 360, 360]


def test_what_time_alone_does_not_heal_is_not_hurried() -> None:
    assert waits(failed(Reason.NOT_HTML)) == 15 * MINUTE
    assert waits(failed(Reason.NOT_HTML, 3)) == HOUR


@pytest.mark.parametrize("reason", [Reason.DISK, Reason.EXTRACTOR_FAILED])
def test_a_fault_of_ours_does_not_slow_looks_down(reason: Reason) -> None:
    assert waits(failed(reason, 40)) == 15 * MINUTE


def test_a_missing_page_that_was_never_read_is_an_ordinary_failure() -> None:
    assert waits(failed(Reason.NOT_FOUND, 4, latest_version=0)) == 40 * MINUTE


def looks_until_sure(
    reason: Reason, settings: CadenceSettings, interval: timedelta
) -> list[timedelta]:
    """Return when, after the first miss, a page that stays missing is looked at until it is gone,
    as `check` judges it."""
    watch = replace(WATCH, plan=Every(span=interval))
    looks, over = settings.gone_needs(reason)
    state, now, at = failed(reason), NOW, [timedelta()]
    while not (state.failures >= looks and now - NOW >= over):
        now = next_check(watch, state, settings, now)
        state = replace(state, failures=state.failures + 1, revision=state.revision + 1)
        at.append(now - NOW)
        assert len(at) < 1000
    return at


@pytest.mark.parametrize("interval", [MINUTE, 15 * MINUTE, 7 * MINUTE, DAY])
def test_a_missing_page_is_confirmed_gone_after_just_the_time_it_takes(interval: timedelta) -> None:
    settings = CadenceSettings()
    at = looks_until_sure(Reason.NOT_FOUND, settings, interval)
    assert len(at) >= 3
    assert at[-1] == HOUR


def test_a_slow_watch_spends_only_the_looks_that_confirming_needs() -> None:
    assert looks_until_sure(Reason.NOT_FOUND, PLAIN, DAY) == [timedelta(), HOUR / 2, HOUR]


def test_a_410_is_confirmed_sooner() -> None:
    assert looks_until_sure(Reason.GONE, PLAIN, DAY) == [timedelta(), HOUR / 4]


def test_a_span_of_seconds_is_confirmed_in_seconds() -> None:
    settings = CadenceSettings(gone_over=timedelta(seconds=3))
    at = looks_until_sure(Reason.SOFT_404, settings, timedelta(seconds=2))
    assert at[-1] == timedelta(seconds=3)


def test_looks_that_came_too_late_do_not_make_the_missing_ones_rush() -> None:
    settings = CadenceSettings()
    late = failed(Reason.NOT_FOUND, 2, since=5 * HOUR)
    assert waits(late, settings, replace(WATCH, plan=Every(span=DAY))) == 20 * MINUTE


def test_a_clock_set_back_during_confirmation_starts_the_span_anew() -> None:
    back = failed(Reason.NOT_FOUND, 2, since=-HOUR)
    assert waits(back, PLAIN, replace(WATCH, plan=Every(span=DAY))) == HOUR
    assert (
        waits(replace(back, failing_since=None), PLAIN, replace(WATCH, plan=Every(span=DAY)))
        == HOUR
    )


@pytest.mark.parametrize(
    ("missing", "hours"), [(MINUTE, 0.25), (4 * HOUR, 1), (2 * DAY, 12), (90 * DAY, 24)]
)
def test_a_page_that_is_gone_is_looked_at_ever_more_rarely(
    missing: timedelta, hours: float
) -> None:
    state = failed(Reason.NOT_FOUND, 3, health=Health.GONE, last_read_at=NOW - missing)
    assert waits(state) == hours * HOUR
    assert waits(replace(state, reason=Reason.TIMEOUT, failures=1)) == hours * HOUR


def test_a_gone_page_with_no_time_of_reading_is_looked_at_after_the_interval() -> None:
    state = failed(Reason.NOT_FOUND, 3, health=Health.GONE, last_read_at=None)
    assert waits(state) == 15 * MINUTE


def test_after_a_clock_was_set_back_the_look_comes_no_later_than_one_wait_from_now() -> None:
    planned = replace(STATE, next_check_at=NOW + 15 * MINUTE)
    an_hour_back = NOW - HOUR
    assert after_jump(WATCH, planned, PLAIN, an_hour_back) == an_hour_back + 15 * MINUTE


def test_after_a_clock_leapt_forward_the_plan_stays() -> None:
    planned = replace(STATE, next_check_at=NOW + 15 * MINUTE)
    assert after_jump(WATCH, planned, PLAIN, NOW + DAY) == NOW + 15 * MINUTE


@given(
    reason=st.none() | st.sampled_from(Reason),
    health=st.sampled_from(Health),
    failures=st.integers(0, 10**9),
    version=st.integers(0, 3),
    since=st.timedeltas(-400 * DAY, 400 * DAY),
    read=st.timedeltas(-400 * DAY, 400 * DAY),
    interval=st.timedeltas(timedelta(milliseconds=1), 30 * DAY),
)
def test_the_next_look_is_always_ahead_and_never_further_than_the_longest_wait(
    reason: Reason | None,
    health: Health,
    failures: int,
    version: int,
    since: timedelta,
    read: timedelta,
    interval: timedelta,
) -> None:
    state = replace(
        STATE,
        reason=reason,
        health=health,
        failures=failures,
        latest_version=version,
        failing_since=NOW - since,
        last_read_at=NOW - read,
    )
    got = waits(state, CadenceSettings(), replace(WATCH, plan=Every(span=interval)))
    assert timedelta(milliseconds=100) <= got
    assert got <= max(1.1 * max(interval * 2, DAY), timedelta(milliseconds=100))
