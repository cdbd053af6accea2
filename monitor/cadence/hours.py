"""Hours of the day: newsrooms sleep, and what would have been edited then waits for the morning.

Edits are thought of as made by a clock of the newsroom's own, that runs slowly in hours in which
few edits are made and quickly in those with many. All else is reckoned by that clock: a gap over
night is short by it. The hours are those of UTC, since nobody knows where a newsroom is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from operator import mul

from monitor.model.habits import HOURS

EVEN = (1.0,) * HOURS
"""All hours are alike."""
_HOUR, _DAY = 3600.0, 86400.0
_NIGHT = 8
"""Hours that a newsroom sleeps, if it does."""
_DEPTH = 0.25
"""What share of its edits it makes at night all the same."""
_MORNING = (0.3, 0.5, 0.2)
"""How half of what waited over night is shared out over the first hours after it; the other half
comes over the day."""
_AS_OTHERS = 0.7
"""The chance that a newsroom keeps the hours of the others, before anything was seen of it."""
_WEIGHT = 20.0
"""How many edits of an hour weigh as much as what nights in general are like."""


def _night(begins: int) -> tuple[float, ...]:
    """Return how fast the clock runs if the night begins at an hour."""
    waited = _NIGHT * (1 - _DEPTH) / 2
    paces = [1 + waited / (HOURS - _NIGHT)] * HOURS
    for hour in range(_NIGHT):
        paces[(begins + hour) % HOURS] = _DEPTH
    for hour, share in enumerate(_MORNING):
        paces[(begins + _NIGHT + hour) % HOURS] += waited * share
    return tuple(paces)


_KINDS = (EVEN, *map(_night, range(HOURS)))
"""The days that newsrooms may have, all as likely."""


def paces_of_day(
    seen: tuple[float, ...], expected: tuple[float, ...], others: tuple[float, ...] = EVEN
) -> tuple[float, ...]:
    """Return how fast the clock runs in each hour, by the edits that were `seen`, of those that
    were `expected` if all hours were alike.

    The mean of what kinds of days there may be, and of the day that `others` have, each by how
    likely it makes what was seen (Poisson); and by and by what was seen itself.
    """
    if not any(expected):
        return others
    kinds = (*_KINDS, others)
    likely = [_likely(kind, seen, expected) for kind in kinds]
    most = max(likely)
    weights = [math.exp(one - most) for one in likely]
    weights[-1] *= _AS_OTHERS / (1 - _AS_OTHERS) * (len(kinds) - 1)
    total = sum(weights)
    columns = zip(*kinds, strict=True)
    believed = [sum(map(mul, weights, column)) / total for column in columns]
    return _moved(believed, seen, expected)


def _likely(kind: tuple[float, ...], seen: tuple[float, ...], expected: tuple[float, ...]) -> float:
    """Return the logarithm of how likely a day makes what was seen, up to a constant."""
    return float(sum(map(mul, seen, _logs(kind))) - sum(map(mul, expected, kind)))


@lru_cache(maxsize=1024)
def _logs(kind: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(map(math.log, kind))


def _moved(
    believed: list[float], seen: tuple[float, ...], expected: tuple[float, ...]
) -> tuple[float, ...]:
    triples = zip(believed, seen, expected, strict=True)
    paces = [(_WEIGHT * pace + yes) / (_WEIGHT + chances) for pace, yes, chances in triples]
    mean = sum(paces) / HOURS
    return tuple(pace / mean for pace in paces)


def shown(paces: tuple[float, ...], at: float) -> float:
    """Return what the newsroom's clock shows, in seconds, `at` seconds after 1970."""
    if paces is EVEN:
        return at
    begun = _begun(paces)
    days, rest = divmod(at, _DAY)
    hour = int(rest // _HOUR)
    return days * begun[HOURS] + begun[hour] + paces[hour] * (rest - hour * _HOUR)


@lru_cache(maxsize=1024)
def _begun(paces: tuple[float, ...]) -> tuple[float, ...]:
    """Return what the clock shows when each hour begins, and at the end of the day."""
    return tuple(accumulate((pace * _HOUR for pace in paces), initial=0.0))


def hours_between(start: datetime, end: datetime) -> Iterator[tuple[int, float, float]]:
    """Yield each hour from `start` to `end`, and from when to when in seconds after 1970."""
    at, last = start.timestamp(), end.timestamp()
    while at < last:
        following = min((at // _HOUR + 1) * _HOUR, last)
        yield int(at % _DAY // _HOUR), at, following
        at = following


def by_hour(parts: Iterator[tuple[int, float]]) -> tuple[float, ...]:
    """Return the sums of parts of hours."""
    sums = [0.0] * HOURS
    for hour, part in parts:
        sums[hour] += part
    return tuple(sums)
