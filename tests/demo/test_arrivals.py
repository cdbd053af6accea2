"""Arrivals can be waited on, whether they are there already or not."""

from __future__ import annotations

import asyncio

import pytest

from monitor.demo.arrivals import Arrivals


async def test_what_is_there_already_is_found_at_once() -> None:
    arrivals: Arrivals[int] = Arrivals()
    arrivals.add(1)
    arrivals.add(2)
    assert await arrivals.first(lambda item: item == 2, within=5) == 2


async def test_what_comes_later_wakes_who_waits() -> None:
    arrivals: Arrivals[int] = Arrivals()
    waiting = asyncio.create_task(arrivals.first(lambda item: item > 1, within=5))
    for number in (0, 1, 2, 3):
        await asyncio.sleep(0)
        arrivals.add(number)
    assert await waiting == 2


async def test_waiting_ends_when_its_time_is_over() -> None:
    arrivals: Arrivals[int] = Arrivals()
    arrivals.add(1)
    with pytest.raises(TimeoutError):
        await arrivals.first(lambda item: item == 2, within=0.01)
    with pytest.raises(TimeoutError):
        await arrivals.count(2, within=0.01)


async def test_a_number_of_arrivals_can_be_waited_for() -> None:
    arrivals: Arrivals[str] = Arrivals()
    waiting = asyncio.create_task(arrivals.count(2, within=5))
    for letter in "abc":
        arrivals.add(letter)
    assert await waiting == ("a", "b")
    assert (len(arrivals), arrivals[2], list(arrivals)) == (3, "c", ["a", "b", "c"])
