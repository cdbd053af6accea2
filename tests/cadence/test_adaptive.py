"""Looks where they pay: the estimate, the threshold, and what is learnt."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cadence import (
    PUBLISHED,
    CadenceSettings,
    Past,
    Terms,
    after_jump,
    beliefs,
    edited_between,
    hinted,
    learnt,
    next_check,
    remembered,
    worth_a_look,
)
from monitor.cadence.habits import MEDIANS
from monitor.cadence.likelihood import Outlook, after_one_more, outlook
from monitor.model import (
    Adaptive,
    Cron,
    Every,
    Habits,
    Health,
    Origin,
    Reason,
    Watch,
    WatchState,
    Windows,
    together,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
PRICE = 30.0


def past(age: timedelta, *edits: timedelta) -> Past:
    """Return the past of an article published `age` ago, edited so long ago, looked at now."""
    return Past(
        published_at=NOW - age, looked_at=NOW, edited_at=tuple(NOW - edit for edit in edits)
    )


def waits(one: Past, price: float = PRICE, told: float = 0.5) -> timedelta:
    believed = replace(PUBLISHED, hint_right=told)
    return worth_a_look(one, believed, price, timedelta(seconds=1), 30 * DAY)


def test_looks_thin_out_with_age() -> None:
    got = [waits(past(age)) for age in (MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY)]
    assert got == sorted(got)
    assert got[0] < 30 * MINUTE
    assert got[-1] > 8 * HOUR


def test_an_edit_brings_looks_back() -> None:
    assert waits(past(3 * DAY, 5 * MINUTE)) < waits(past(3 * DAY)) / 4


def test_more_versions_make_more_likely() -> None:
    gaps = [timedelta(hours=hours) for hours in (1, 2, 3, 4)]
    got = [waits(past(5 * HOUR, *reversed(gaps[:many]))) for many in (1, 2, 3, 4)]
    assert outlook(past(DAY, *gaps[:3]), PUBLISHED).again > PUBLISHED.again[0]
    assert got[3] < got[0]


def test_an_article_that_is_edited_fast_is_looked_at_more_than_one_edited_slowly() -> None:
    fast = past(40 * MINUTE, 30 * MINUTE, 20 * MINUTE, 10 * MINUTE)
    slow = past(6 * DAY + 10 * MINUTE, 4 * DAY, 2 * DAY, 10 * MINUTE)
    assert waits(fast) < waits(slow) / 2


@pytest.mark.parametrize("age", [MINUTE, 3 * HOUR, 2 * DAY])
def test_a_dearer_look_comes_later(age: timedelta) -> None:
    got = [waits(past(age), price) for price in (60.0, 600.0, 6000.0)]
    assert got == sorted(got)
    assert got[0] < got[2]


def test_the_shortest_and_the_longest_wait_are_kept() -> None:
    assert worth_a_look(past(MINUTE), PUBLISHED, 0.001, 5 * MINUTE, DAY) == 5 * MINUTE
    assert worth_a_look(past(90 * DAY), PUBLISHED, 1e9, 5 * MINUTE, DAY) == DAY


def test_with_a_constant_rate_looks_follow_the_square_root_rule() -> None:
    """An edit within a short wait is about rate * wait likely, where the price is small."""
    old, price = past(2 * DAY), 20.0
    ahead, since = outlook(old, PUBLISHED), 2 * 86400.0
    rate = (ahead.edited_by(since + 60) - ahead.edited_by(since)) / 60
    rate /= 1 - ahead.edited_by(since)
    assert waits(old, price).total_seconds() == pytest.approx(math.sqrt(2 * price / rate), rel=0.1)


def test_a_hint_brings_the_look_forward_by_how_often_hints_were_right() -> None:
    hinted = replace(past(10 * DAY), hinted_at=NOW + MINUTE)
    assert waits(hinted, 60, told=1.0) == 2 * MINUTE
    assert waits(hinted, 60, told=0.1) == 11 * MINUTE
    assert waits(hinted, 60, told=0.1) < waits(past(10 * DAY), 60)


def test_a_hint_from_before_the_look_counts_from_the_look() -> None:
    hinted = replace(past(10 * DAY), hinted_at=NOW - HOUR)
    assert waits(hinted, 60, told=1.0) == MINUTE


def test_where_a_feed_would_tell_silence_saves_looks() -> None:
    assert waits(replace(past(DAY), listed=True)) > waits(past(DAY))


def test_chances_are_chances() -> None:
    ahead = outlook(past(DAY, HOUR), PUBLISHED)
    chances = [ahead.edited_by(10.0**power) for power in range(-2, 12)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] <= chances[-1] <= ahead.again < 1
    assert ahead.edited_by(0) == ahead.edited_by(-5) == 0
    assert after_one_more(past(DAY), ahead, PUBLISHED).again == PUBLISHED.again[1]
    assert Outlook(1.0, (1.0, 0, 0, 0, 0, 0)).edited_by(MEDIANS[0]) == pytest.approx(0.5)


@given(
    age=st.timedeltas(-DAY, 400 * DAY),
    edits=st.lists(st.timedeltas(-DAY, 400 * DAY), max_size=12),
    price=st.floats(1e-3, 1e7),
    hinted=st.none() | st.timedeltas(-40 * DAY, 40 * DAY),
)
def test_whatever_the_past_the_wait_is_within_its_limits(
    age: timedelta, edits: list[timedelta], price: float, hinted: timedelta | None
) -> None:
    odd = replace(past(age, *edits), hinted_at=None if hinted is None else NOW + hinted)
    got = worth_a_look(odd, PUBLISHED, price, MINUTE, 3 * DAY)
    assert MINUTE <= got <= 3 * DAY


# --- what is learnt --------------------------------------------------------------------------


def test_an_edit_lies_midway_between_two_looks_unless_the_page_says_better() -> None:
    assert edited_between(NOW - HOUR, NOW, None) == NOW - HOUR / 2
    assert edited_between(NOW - HOUR, NOW, NOW - MINUTE) == NOW - MINUTE
    assert edited_between(NOW - HOUR, NOW, NOW - 2 * HOUR) == NOW - HOUR / 2
    assert edited_between(NOW - HOUR, NOW, NOW + MINUTE) == NOW - HOUR / 2


def test_without_observations_the_published_facts_are_believed() -> None:
    assert beliefs(Habits(), Habits()) == PUBLISHED


def test_a_host_that_never_updates_is_believed_and_so_is_one_that_always_does() -> None:
    never = Habits(finished=(200, 0, 0, 0, 0))
    always = Habits(edited=(200, 0, 0, 0, 0))
    assert beliefs(never, Habits()).again[0] < 0.05
    assert beliefs(always, Habits()).again[0] > 0.9
    assert beliefs(Habits(), never).again[0] < 0.05 < 0.9 < beliefs(always, never).again[0]


def test_an_edit_teaches_its_gap_and_that_articles_are_edited() -> None:
    before = past(HOUR)
    after = replace(before, edited_at=(NOW - 28 * MINUTE,))
    got = learnt(PUBLISHED, before, after)
    assert got is not None
    assert got.edited == (1, 0, 0, 0, 0)
    assert got.paces.index(max(got.paces)) == 1
    assert sum(got.paces) == pytest.approx(1)


def test_silence_teaches_once_and_an_edit_after_it_takes_that_back() -> None:
    looks = [past(age) for age in (DAY, 2 * DAY, 4 * DAY, 8 * DAY)]
    habits = Habits()
    for before, after in pairwise(looks):
        habits = together(habits, learnt(PUBLISHED, before, after) or Habits())
    assert habits.finished == (1, 0, 0, 0, 0)
    edited = replace(looks[-1], edited_at=(NOW - HOUR,))
    habits = together(habits, learnt(PUBLISHED, looks[-1], edited) or Habits())
    assert habits.finished == (0,) * 5
    assert habits.edited == (1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("hinted", "listed", "edited", "expected"),
    [
        (True, True, True, (1, 0, 1, 0)),
        (True, True, False, (0, 1, 0, 0)),
        (False, True, True, (0, 0, 0, 1)),
        (False, True, False, (0, 0, 0, 0)),
        (False, False, True, (0, 0, 0, 0)),
        (True, False, True, (1, 0, 0, 0)),
    ],
)
def test_hints_are_weighed_by_how_often_they_were_right(
    hinted: bool, listed: bool, edited: bool, expected: tuple[int, ...]
) -> None:
    before = replace(past(DAY), hinted_at=NOW if hinted else None, listed=listed)
    after = replace(before, hinted_at=None, edited_at=(NOW,) if edited else ())
    got = learnt(PUBLISHED, before, after) or Habits()
    counts = (got.hints_right, got.hints_wrong, got.edits_hinted, got.edits_unhinted)
    assert counts == expected
    if hinted and not edited:
        assert beliefs(got, Habits()).hint_right < PUBLISHED.hint_right
    elif hinted:
        assert beliefs(got, Habits()).hint_right > PUBLISHED.hint_right


# --- as a plan -------------------------------------------------------------------------------

WATCH = Watch(
    id="w1",
    url="https://news.example/a",
    host="news.example",
    origin=Origin.USER,
    added_at=NOW - DAY,
)
STATE = WatchState(
    watch_id="w1", health=Health.OK, next_check_at=NOW, latest_version=1, last_read_at=NOW
)
SETTINGS = CadenceSettings(jitter=0, longest=3 * DAY, price=timedelta(seconds=30))


def test_the_adaptive_plan_looks_where_it_pays_and_is_what_is_done_by_default() -> None:
    terms = Terms(price=timedelta(seconds=10))
    expected = worth_a_look(past(DAY), PUBLISHED, 10, 2 * MINUTE, 3 * DAY)
    assert next_check(WATCH, STATE, SETTINGS, NOW, terms) == NOW + expected
    assert next_check(WATCH, STATE, SETTINGS, NOW) > NOW + expected
    assert CadenceSettings().plan == Adaptive()


def test_an_outlet_that_never_edits_is_looked_at_less() -> None:
    never = Terms(beliefs=beliefs(Habits(finished=(200, 0, 0, 0, 0)), Habits()))
    assert next_check(WATCH, STATE, SETTINGS, NOW, never) > next_check(WATCH, STATE, SETTINGS, NOW)


def test_the_past_of_an_article_is_what_its_watch_remembers() -> None:
    assert remembered(WATCH, STATE, NOW) == past(DAY)
    told = replace(STATE, published_at=NOW - 2 * DAY, edited_at=(NOW - HOUR,), listed=True)
    assert remembered(WATCH, told, NOW) == replace(past(2 * DAY, HOUR), listed=True)
    assert next_check(WATCH, told, SETTINGS, NOW) < next_check(WATCH, STATE, SETTINGS, NOW)
    assert remembered(WATCH, replace(STATE, last_read_at=None), NOW).looked_at == NOW


@pytest.mark.parametrize("jitter", [0.0, 0.5])
@pytest.mark.parametrize("age", [timedelta(), DAY, 400 * DAY])
def test_the_guaranteed_waits_hold_whatever_the_jitter(age: timedelta, jitter: float) -> None:
    settings = CadenceSettings(jitter=jitter)
    for revision in range(40):
        state = replace(STATE, revision=revision, published_at=NOW - age)
        for price in (timedelta(microseconds=1), timedelta(days=300)):
            got = next_check(WATCH, state, settings, NOW, Terms(price=price)) - NOW
            assert 2 * MINUTE <= got <= DAY
    own = replace(WATCH, plan=Adaptive(shortest=HOUR, longest=2 * HOUR))
    assert HOUR <= next_check(own, STATE, settings, NOW) - NOW <= 2 * HOUR
    often = replace(WATCH, plan=Adaptive(longest=timedelta(seconds=30)))
    assert next_check(often, STATE, settings, NOW) - NOW == timedelta(seconds=30)


def test_a_hint_moves_a_planned_look_forward_but_never_into_the_past() -> None:
    quiet = replace(STATE, published_at=NOW - 9 * DAY, last_read_at=NOW - 5 * HOUR)
    planned = replace(quiet, next_check_at=next_check(WATCH, quiet, SETTINGS, NOW))
    assert planned.next_check_at > NOW + HOUR
    told = replace(planned, hinted_at=NOW - 4 * HOUR)
    assert NOW < hinted(WATCH, told, SETTINGS, NOW) <= NOW + MINUTE
    assert hinted(WATCH, replace(told, next_check_at=NOW), SETTINGS, NOW) == NOW


def test_at_a_fixed_interval_a_hint_brings_a_look_at_once_but_not_right_after_another() -> None:
    hourly = replace(WATCH, plan=Every(span=HOUR))
    planned = replace(STATE, next_check_at=NOW + HOUR, hinted_at=NOW)
    for looked, expected in ((NOW - HOUR, NOW), (NOW - MINUTE, NOW + 4 * MINUTE), (None, NOW)):
        state = replace(planned, last_checked_at=looked)
        assert hinted(hourly, state, SETTINGS, NOW) == expected
    ahead = replace(planned, last_checked_at=NOW + DAY)
    assert hinted(hourly, ahead, SETTINGS, NOW) == NOW + 5 * MINUTE


@pytest.mark.parametrize(
    "trouble", [{"failures": 1, "reason": Reason.CHALLENGE}, {"health": Health.GONE}]
)
def test_a_hint_does_not_hurry_what_cannot_be_read_nor_what_has_its_times(
    trouble: dict[str, Any],
) -> None:
    planned = replace(STATE, next_check_at=NOW + HOUR, hinted_at=NOW)
    assert hinted(WATCH, replace(planned, **trouble), SETTINGS, NOW) == NOW + HOUR
    timed = replace(WATCH, plan=Cron(expression="0 9 * * *"))
    assert hinted(timed, planned, SETTINGS, NOW) == NOW + HOUR


def test_a_hint_outside_of_the_daily_windows_waits_for_them() -> None:
    morning = replace(WATCH, plan=Windows(hours=((time(7), time(9)),), every=HOUR))
    planned = replace(STATE, next_check_at=NOW + 2 * DAY, hinted_at=NOW)
    assert hinted(morning, planned, SETTINGS, NOW) == datetime(2026, 6, 2, 7, tzinfo=UTC)


def test_a_past_from_the_future_does_not_stall_a_watch() -> None:
    an_hour_back = NOW - HOUR
    planned = replace(STATE, next_check_at=NOW + 4 * DAY, published_at=NOW - 60 * DAY)
    got = after_jump(WATCH, planned, SETTINGS, an_hour_back)
    assert an_hour_back < got <= an_hour_back + 3 * DAY


def test_failures_are_measured_by_a_quarter_of_an_hour_within_the_guaranteed_waits() -> None:
    failed = replace(STATE, failures=1, reason=Reason.CHALLENGE)
    assert next_check(WATCH, failed, SETTINGS, NOW) == NOW + 30 * MINUTE
    slow = replace(WATCH, plan=Adaptive(shortest=HOUR))
    assert next_check(slow, failed, SETTINGS, NOW) == NOW + 2 * HOUR
    quick = replace(WATCH, plan=Adaptive(longest=5 * MINUTE))
    assert next_check(quick, failed, SETTINGS, NOW) == NOW + 10 * MINUTE
