"""What a host, and all hosts together, have been seen to do, and what to believe from it.

Counts are kept (`Habits`), beliefs are worked out (`Beliefs`). Where little was seen, the beliefs
are those of published facts: about 35 % of articles are updated at all, those about twice; the
median gap is 24 minutes to 2 hours in breaking news, with a tail over days; more versions make
more likely. All hosts together move these, and a host's own record moves what is believed of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from monitor.cadence.hours import EVEN, paces_of_day
from monitor.model import Habits

MEDIANS = tuple(60.0 * 8 * 4**power for power in range(6))
"""Of the gaps of each pace, in seconds: 8 min, 32 min, 2 h, 8.5 h, 34 h and nearly 6 days."""
SHAPE = 1.5
"""Of the log-logistic gaps of one pace; as wide as a lognormal of sigma 1.2."""
SILENT = timedelta(days=3)
"""An article that was not edited for this long counts as finished, until it is edited after all."""

_SCALES = tuple(median**SHAPE for median in MEDIANS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """What to expect of an article of a host. The defaults are the published facts."""

    again: tuple[float, ...] = (0.35, 0.45, 0.5, 0.55, 0.65)
    """The chance that an article with 0, 1, 2, 3 and more edits is edited again."""
    paces: tuple[float, ...] = (0.10, 0.28, 0.26, 0.16, 0.12, 0.08)
    """The share of gaps of each pace."""
    hours: tuple[float, ...] = EVEN
    """How fast the newsroom's clock runs in each hour of the day, in UTC (`hours`)."""
    hint_right: float = 0.5
    """The chance that a hint means an edit."""
    hint_cover: float = 0.3
    """The share of edits that are hinted at, where a feed lists the article."""


PUBLISHED = Beliefs()
_FLEET, _HOST = 20.0, 10.0
"""How many observations weigh as much as what is believed beforehand."""


def beliefs(host: Habits, everyone: Habits) -> Beliefs:
    """Return what to expect of an article of `host`; `everyone` counts all hosts."""
    moved = _moved(_moved(PUBLISHED, everyone, _FLEET), host, _HOST)
    return replace(moved, hours=_hours(host, everyone))


def _hours(host: Habits, everyone: Habits) -> tuple[float, ...]:
    """Return how fast the clock of a host's newsroom runs in each hour."""
    others = _hours_of_all(everyone.hours, everyone.hours_expected)
    return paces_of_day(host.hours, host.hours_expected, others)


_hours_of_all = lru_cache(maxsize=8)(paces_of_day)


def _moved(before: Beliefs, seen: Habits, weight: float) -> Beliefs:
    """Return `before`, moved by what was seen: the mean of a beta or Dirichlet posterior."""
    pairs = zip(before.again, seen.edited, seen.finished, strict=True)
    gaps = sum(seen.paces)
    hints, edits = seen.hints_right + seen.hints_wrong, seen.edits_hinted + seen.edits_unhinted
    return Beliefs(
        again=tuple((weight * p + yes) / (weight + yes + no) for p, yes, no in pairs),
        paces=tuple(
            (weight * p + n) / (weight + gaps)
            for p, n in zip(before.paces, seen.paces, strict=True)
        ),
        hint_right=(weight * before.hint_right + seen.hints_right) / (weight + hints),
        hint_cover=(weight * before.hint_cover + seen.edits_hinted) / (weight + edits),
    )


def within(gap: float, paces: tuple[float, ...]) -> float:
    """Return the chance of a gap of at most `gap` seconds; `paces`: how likely each pace is."""
    if gap <= 0:
        return 0.0
    power = math.pow(gap, SHAPE)
    total = 0.0
    for weight, scale in zip(paces, _SCALES, strict=True):
        total += weight / (power + scale)
    return total * power


def shared(gap: float, paces: tuple[float, ...]) -> tuple[float, ...]:
    """Return how likely each pace is to have made a gap of `gap` seconds, where `paces` is
    how likely it was before."""
    power = max(gap, 1.0) ** SHAPE
    weights = [
        before * scale / (power + scale) ** 2 for before, scale in zip(paces, _SCALES, strict=True)
    ]
    total = sum(weights)
    return tuple(weight / total for weight in weights)
