"""Budgets: the price follows what is spent, and an empty purse stops looks."""

from __future__ import annotations

import heapq
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cadence import (
    PUBLISHED,
    Past,
    affordable_at,
    new_purse,
    paid,
    price,
    resized,
    settled,
    worth_a_look,
)
from monitor.model import ALL, Origin, Watch, budgets_of, host_budget

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)


def test_spending_as_planned_leaves_the_price_alone() -> None:
    purse = new_purse(2400, NOW, HALF)
    assert settled(paid(purse, NOW, 100), NOW + HOUR).price == HALF


def test_spending_too_much_makes_looks_dearer_and_too_little_cheaper() -> None:
    purse = new_purse(2400, NOW, HALF)
    assert settled(paid(purse, NOW, 200), NOW + HOUR).price > HALF
    assert settled(paid(purse, NOW, 20), NOW + HOUR).price < HALF


def test_a_budget_without_requests_is_refused() -> None:
    with pytest.raises(ValueError, match="requests"):
        new_purse(0, NOW, HALF)


def test_a_clock_that_jumps_neither_fills_the_purse_nor_empties_it() -> None:
    purse = new_purse(2400, NOW, HALF)
    back = settled(purse, NOW - HOUR)
    assert (back.left, back.price) == (purse.left, HALF)
    ahead = settled(replace(purse, left=0.0), NOW + 400 * DAY)
    assert ahead.left == 200
    assert ahead.price > timedelta()


def test_an_empty_purse_says_when_the_next_request_can_be_paid() -> None:
    full = new_purse(1440, NOW, HALF)
    spent = paid(full, NOW, 125)
    empty = replace(full, left=-4.0)
    assert affordable_at([full], NOW) == NOW
    assert affordable_at([full, empty], NOW) == NOW + 5 * MINUTE
    assert affordable_at([full, spent], NOW) == NOW + 6 * MINUTE
    assert affordable_at([full, spent], NOW + 6 * MINUTE) == NOW + 6 * MINUTE
    assert affordable_at([], NOW) == NOW


def test_a_watch_pays_the_prices_of_all_its_budgets() -> None:
    assert price([new_purse(10, NOW, HALF), new_purse(5, NOW, HOUR)]) == HALF + HOUR
    assert price([]) == timedelta()
    assert price([new_purse(10, NOW, HALF)], MINUTE) == HALF + MINUTE


def test_what_was_spent_today_is_counted_by_the_day() -> None:
    purse = paid(paid(new_purse(100, NOW), NOW, 3), NOW + HOUR)
    assert purse.today == 4
    assert settled(purse, NOW + 2 * HOUR).today == 4
    assert paid(purse, NOW + DAY).today == 1


def test_a_smaller_budget_keeps_no_more_than_it_holds_and_a_larger_one_gives_nothing() -> None:
    purse = new_purse(2400, NOW)
    assert resized(purse, 240) == replace(purse, a_day=240, left=20)
    assert resized(purse, 4800).left == purse.left == 200


def test_a_look_is_paid_from_the_budgets_of_all_and_of_its_host() -> None:
    watch = Watch(id="w", url="", host="news.example", origin=Origin.USER, added_at=NOW)
    assert budgets_of(watch) == (ALL, "host:news.example") == (ALL, host_budget(watch.host))


def spend(a_day: float, days: int, start: timedelta) -> list[int]:
    """Return what 60 articles of all ages spend a day, looked at by the price that follows."""
    purse, a_days = new_purse(a_day, NOW, start), [0] * days
    queue = [(NOW + number * MINUTE, number) for number in range(60)]
    published = [NOW - timedelta(hours=9 * number) for number in range(60)]
    while queue:
        at, number = heapq.heappop(queue)
        if at - NOW >= days * DAY:
            break
        if at - purse.at >= 10 * MINUTE:
            purse = settled(purse, at)
        if affordable_at([purse], at) > at:
            heapq.heappush(queue, (affordable_at([purse], at) + MINUTE, number))
            continue
        purse = paid(purse, at)
        a_days[(at - NOW) // DAY] += 1
        past = Past(published_at=published[number], looked_at=at)
        wait = worth_a_look(past, PUBLISHED, purse.price.total_seconds(), MINUTE, 3 * DAY)
        heapq.heappush(queue, (at + wait, number))
    return a_days


@pytest.mark.parametrize("start", [timedelta(seconds=10), HOUR])
def test_the_price_finds_the_budget_from_either_side(start: timedelta) -> None:
    a_days = spend(300, 4, start)
    assert all(day <= 300 * 1.1 for day in a_days)
    assert all(day >= 300 * 0.9 for day in a_days[1:])
