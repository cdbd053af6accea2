"""Cron expressions, daily windows and clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cadence import CadenceSettings, checked, next_check
from monitor.cadence.plans import after, inside
from monitor.errors import ConfigError
from monitor.model import Adaptive, Cron, Every, Health, Origin, Reason, Watch, WatchState, Windows

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
WATCH = Watch(
    id="w1", url="https://news.example/a", host="news.example", origin=Origin.USER, added_at=NOW
)
STATE = WatchState(watch_id="w1", health=Health.OK, next_check_at=NOW, latest_version=1)
BERLIN_DAY = Windows(hours=((time(8), time(10)),), every=30 * MINUTE, zone="Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_a_cron_expression_is_read_after_the_clock_of_its_zone() -> None:
    cron = Cron(expression="30 9 * * *", zone="Europe/Berlin")
    assert after(cron, NOW) == utc(2026, 6, 2, 7, 30)
    assert after(cron, utc(2026, 12, 1, 0)) == utc(2026, 12, 1, 8, 30)


def test_a_cron_time_that_is_now_is_the_next_one() -> None:
    assert after(Cron(expression="0 * * * *"), NOW) == NOW + HOUR


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2026, 3, 28, 12), (2026, 3, 29, 1, 0)),  # 02:30 does not exist: just after the leap
        ((2026, 10, 24, 12), (2026, 10, 25, 0, 30)),  # 02:30 comes twice: the first
    ],
)
def test_a_cron_time_in_a_clock_change_comes_once(
    day: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    cron = Cron(expression="30 2 * * *", zone="Europe/Berlin")
    first = after(cron, utc(*day))
    assert first == utc(*expected)
    assert after(cron, first) - first > 20 * HOUR


@pytest.mark.parametrize("expression", ["", "* * *", "61 * * * *", "0 0 30 2 *", "whenever"])
def test_what_is_no_cron_expression_is_refused_by_name(expression: str) -> None:
    with pytest.raises(ConfigError, match="cron expression"):
        checked(Cron(expression=expression))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused_by_name(zone: str) -> None:
    with pytest.raises(ConfigError, match="time zone"):
        checked(Cron(expression="0 * * * *", zone=zone))
    with pytest.raises(ConfigError, match="time zone"):
        checked(replace(BERLIN_DAY, zone=zone))


def test_a_zone_that_is_no_longer_known_does_not_stop_a_watch() -> None:
    assert after(Cron(expression="30 9 * * *", zone="Mars/Olympus"), NOW) == utc(2026, 6, 2, 9, 30)
    assert inside(replace(BERLIN_DAY, zone="Mars/Olympus"), NOW) == utc(2026, 6, 2, 8)


def test_a_plan_that_can_be_kept_is_accepted() -> None:
    plans = (Every(span=HOUR), BERLIN_DAY, Cron(expression="0 * * * *"), Adaptive(longest=HOUR))
    for plan in (*plans, Adaptive(shortest=MINUTE, longest=HOUR)):
        assert checked(plan) is plan
    with pytest.raises(ConfigError, match="longer than the longest"):
        checked(Adaptive(shortest=DAY, longest=HOUR))


def test_windows_without_hours_are_refused() -> None:
    with pytest.raises(ConfigError, match="windows"):
        checked(Windows(hours=(), every=HOUR))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((2026, 6, 1, 6, 0), (2026, 6, 1, 6, 0)),
        ((2026, 6, 1, 7, 59), (2026, 6, 1, 7, 59)),
        ((2026, 6, 1, 8, 0), (2026, 6, 2, 6, 0)),
        ((2026, 6, 1, 3, 0), (2026, 6, 1, 6, 0)),
        ((2026, 10, 25, 3, 0), (2026, 10, 25, 7, 0)),
    ],
)
def test_a_window_opens_and_closes_by_its_zones_clock(
    at: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert inside(BERLIN_DAY, utc(*at)) == utc(*expected)


def test_a_window_can_go_past_midnight() -> None:
    night = Windows(hours=((time(22), time(2)),), every=HOUR)
    assert inside(night, utc(2026, 6, 1, 1, 30)) == utc(2026, 6, 1, 1, 30)
    assert inside(night, utc(2026, 6, 1, 2, 0)) == utc(2026, 6, 1, 22, 0)


@given(
    since=st.timedeltas(timedelta(), 700 * DAY),
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"]),
)
def test_the_next_window_is_never_behind_and_at_most_two_days_ahead(
    since: timedelta, start: time, end: time, zone: str
) -> None:
    moment = NOW + since
    got = inside(Windows(hours=((start, end),), every=HOUR, zone=zone), moment)
    assert moment <= got <= moment + 2 * DAY


def test_a_plan_goes_before_the_interval_and_a_watchs_own_interval_before_the_plan() -> None:
    settings = CadenceSettings(jitter=0, plan=Cron(expression="0 0 * * *"))
    assert next_check(WATCH, STATE, settings, NOW) == utc(2026, 6, 2)
    own = replace(WATCH, plan=Every(span=HOUR))
    assert next_check(own, STATE, settings, NOW) == NOW + HOUR


def test_looks_within_a_window_keep_their_interval_and_then_wait_for_the_next() -> None:
    settings = CadenceSettings(jitter=0, plan=BERLIN_DAY)
    assert next_check(WATCH, STATE, settings, utc(2026, 6, 1, 6, 10)) == utc(2026, 6, 1, 6, 40)
    assert next_check(WATCH, STATE, settings, utc(2026, 6, 1, 7, 45)) == utc(2026, 6, 2, 6, 0)


def test_a_failure_is_retried_within_the_windows_only() -> None:
    settings = CadenceSettings(jitter=0, plan=BERLIN_DAY)
    failed = replace(STATE, failures=1, failing_since=NOW, reason=Reason.TIMEOUT)
    assert next_check(WATCH, failed, settings, utc(2026, 6, 1, 6, 10)) == utc(2026, 6, 1, 6, 15)
    assert next_check(WATCH, failed, settings, utc(2026, 6, 1, 7, 58)) == utc(2026, 6, 2, 6, 0)


def test_a_failure_under_a_cron_plan_is_retried_before_the_next_time() -> None:
    settings = CadenceSettings(jitter=0, plan=Cron(expression="0 0 * * *"))
    failed = replace(STATE, failures=1, failing_since=NOW, reason=Reason.TIMEOUT)
    assert next_check(WATCH, failed, settings, NOW) == NOW + 5 * MINUTE
    assert next_check(WATCH, replace(failed, failures=99), settings, NOW) == NOW + 12 * HOUR
