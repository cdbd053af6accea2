"""The price that a look has to be worth, so that looks fit a number of requests a day.

Each budget (all requests, those to a host, those for a source) has a purse. What may be spent
flows in evenly, and what was spent goes out. The price follows: it rises while more is spent than
flows in, falls while less is. A watch pays the prices of all budgets that it belongs to, since each
of them is the worth of what its request displaces there. An empty purse stops looks until it has
filled again, so that a budget holds even when everything happens at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model import Purse

_DAY = timedelta(days=1)
_SLOW = timedelta(hours=3)
"""In which the price makes up for what is spent too much or too little."""
_ROOM = 1 / 12
"""The most that a purse holds, as a share of a day's requests: what two hours bring."""
_CHEAPEST, _DEAREST = timedelta(milliseconds=100), timedelta(days=1)
_ONCE = 8.0
"""How much too much, or too little, is believed of one stretch."""


def new_purse(a_day: float, now: datetime, price: timedelta = _CHEAPEST) -> Purse:
    """Return a full purse for `a_day` requests a day. Raises ValueError where that is none."""
    if a_day <= 0:
        raise ValueError("a budget needs at least some requests a day")
    return Purse(a_day=a_day, left=max(a_day * _ROOM, 1.0), price=price, at=now)


def resized(purse: Purse, a_day: float) -> Purse:
    """Return `purse` for another budget; what was saved is no more than the new one holds."""
    return replace(purse, a_day=a_day, left=min(purse.left, max(a_day * _ROOM, 1.0)))


def paid(purse: Purse, now: datetime, requests: int = 1) -> Purse:
    """Return `purse` after some requests were made."""
    before = purse.today if purse.day == now.date() else 0
    return replace(purse, spent=purse.spent + requests, day=now.date(), today=before + requests)


def settled(purse: Purse, now: datetime) -> Purse:
    """Return `purse` with its price moved by what was spent since `purse.at`.

    Wants to be called every ten minutes or so: the price then says what the last hours were like.
    Looks grow like one over the square root of the price, so a price that is to bring half as
    many must be four times as high; it gets there over hours, since looks come in bursts. A clock
    that was set back lets nothing flow in, and one that leapt forward no more than the purse holds.
    """
    passed = min(max(now - purse.at, timedelta()), _DAY)
    flowed = purse.a_day * (passed / _DAY)
    over = min(max((purse.spent + 1) / (flowed + 1), 1 / _ONCE), _ONCE)
    price = purse.price * over ** (2 * min(passed / _SLOW, 1.0))
    price = min(max(price, _CHEAPEST), _DEAREST)
    return replace(purse, left=_left(purse, now), price=price, at=now, spent=0)


def price(purses: Iterable[Purse], before: timedelta = timedelta()) -> timedelta:
    """Return what a look has to be worth that spends from all of `purses`; `before`: and if there
    were none."""
    return sum((purse.price for purse in purses), before)


def affordable_at(purses: Iterable[Purse], now: datetime) -> datetime:
    """Return when the next request can be paid from all of `purses`: `now`, or later."""
    missing = max(((1 - _left(purse, now)) / purse.a_day for purse in purses), default=0.0)
    return now + _DAY * max(missing, 0.0)


def _left(purse: Purse, now: datetime) -> float:
    """Return what a purse holds: what was left less what was spent, and what flowed in since."""
    flowed = purse.a_day * (max(now - purse.at, timedelta()) / _DAY)
    return min(purse.left - purse.spent + flowed, max(purse.a_day * _ROOM, 1.0))
