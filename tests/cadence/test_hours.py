"""Hours of the day: a newsroom's clock, and how it is learnt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cadence import PUBLISHED, Past, beliefs, learnt, worth_a_look
from monitor.cadence.hours import EVEN, by_hour, hours_between, paces_of_day, shown
from monitor.model import Habits, together

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 6, 1, tzinfo=UTC)
NIGHT = (0.2,) * 7 + (1.0,) * 17


def edits_of_a_day_shift(count: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return what is seen of a newsroom that sleeps from 23 to 7, and what was expected."""
    seen = [0.0] * 24
    for number in range(count):
        seen[7 + number % 16] += 1
    return tuple(seen), (count / 24,) * 24


def test_where_nothing_was_seen_all_hours_are_alike_or_like_those_of_the_others() -> None:
    nothing = (0.0,) * 24
    assert paces_of_day(nothing, nothing) is EVEN
    assert paces_of_day(nothing, nothing, NIGHT) is NIGHT


def test_a_night_is_learnt_from_a_few_dozen_edits() -> None:
    paces = paces_of_day(*edits_of_a_day_shift(48))
    assert max(paces[:6]) < 0.5 < 0.9 < min(paces[10:22])
    assert sum(paces) == pytest.approx(24)


def test_as_many_edits_at_every_hour_are_no_night() -> None:
    paces = paces_of_day((4.0,) * 24, (4.0,) * 24)
    assert min(paces) > 0.9


def test_a_newsroom_that_is_little_known_keeps_the_hours_of_the_others() -> None:
    others = Habits(hours=edits_of_a_day_shift(400)[0], hours_expected=edits_of_a_day_shift(400)[1])
    assert beliefs(Habits(), others).hours[2] < 0.3
    seen = edits_of_a_day_shift(200)
    elsewhere = Habits(
        hours=seen[0][12:] + seen[0][:12], hours_expected=seen[1][12:] + seen[1][:12]
    )
    assert beliefs(elsewhere, others).hours[2] > 1 > beliefs(elsewhere, others).hours[14]


def test_the_newsrooms_clock_runs_slowly_at_night_and_keeps_the_length_of_a_day() -> None:
    paces = tuple(24 * pace / sum(NIGHT) for pace in NIGHT)
    at = MIDNIGHT.timestamp()
    times = [shown(paces, at + minutes * 60) for minutes in range(0, 3000, 7)]
    assert times == sorted(times)
    assert shown(paces, at + 86400) - shown(paces, at) == pytest.approx(86400)
    assert shown(paces, at + 5400) - shown(paces, at) == pytest.approx(5400 * paces[0])
    assert shown(EVEN, at) == at


def test_hours_between_two_times_are_cut_at_the_full_hour() -> None:
    start = MIDNIGHT + 22.5 * HOUR
    parts = list(hours_between(start, start + 2 * HOUR))
    assert [(hour, end - begin) for hour, begin, end in parts] == [
        (22, 1800),
        (23, 3600),
        (0, 1800),
    ]
    assert list(hours_between(start, start - HOUR)) == []
    assert by_hour(iter([(3, 1.0), (3, 2.0)]))[3] == 3.0


def test_an_edit_is_shared_out_over_the_hours_in_which_it_may_have_been_made() -> None:
    before = Past(published_at=MIDNIGHT - DAY, looked_at=MIDNIGHT)
    found = MIDNIGHT + 2 * HOUR
    after = Past(published_at=MIDNIGHT - DAY, looked_at=found, edited_at=(MIDNIGHT + HOUR,))
    seen = learnt(PUBLISHED, before, after)
    assert seen is not None
    assert seen.hours[:3] == (0.5, 0.5, 0.0)
    assert sum(seen.hours_expected) > 0
    at_once = replace(before, edited_at=(MIDNIGHT - HOUR,))
    same = learnt(PUBLISHED, before, at_once)
    assert same is not None
    assert sum(same.hours) == 0


def test_silence_counts_too_where_edits_were_to_be_expected() -> None:
    old = Past(published_at=MIDNIGHT - 4 * DAY, looked_at=MIDNIGHT - 2 * DAY)
    seen = learnt(PUBLISHED, old, Past(published_at=old.published_at, looked_at=MIDNIGHT))
    assert seen is not None
    assert sum(seen.hours) == 0
    assert all(seen.hours_expected)
    assert sum(together(seen, seen).hours_expected) == pytest.approx(2 * sum(seen.hours_expected))


def test_looks_are_rare_at_night_and_come_back_in_the_morning() -> None:
    others = Habits(hours=edits_of_a_day_shift(400)[0], hours_expected=edits_of_a_day_shift(400)[1])
    known = beliefs(Habits(), others)
    evening = Past(published_at=MIDNIGHT - 3 * HOUR, looked_at=MIDNIGHT)

    def wait(looked: timedelta) -> timedelta:
        past = Past(published_at=evening.published_at, looked_at=MIDNIGHT + looked)
        ours = worth_a_look(past, known, 5.0, MINUTE, DAY)
        return ours / worth_a_look(past, PUBLISHED, 5.0, MINUTE, DAY) * HOUR

    assert wait(timedelta()) > 1.3 * HOUR
    assert wait(7 * HOUR) < HOUR
