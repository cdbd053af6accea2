"""One run of a policy over a world's articles, and what it cost and caught."""

from __future__ import annotations

import bisect
import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.cadence.policies import Policy, Watched
from bench.cadence.worlds import MINUTE, Story

_LOOK, _HINT = 0, 1
_SHORTEST = MINUTE
"""No policy looks at an article more often than this, however it is scaled."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a run showed. `looks` are requests an article; delays are in seconds, one an edit."""

    looks: float
    delays: tuple[float, ...]
    missed: float
    """The share of versions that were overwritten before anyone looked."""
    scale: float
    """Of the policy."""

    @property
    def delay(self) -> float:
        return sum(self.delays) / max(len(self.delays), 1)

    @property
    def median(self) -> float:
        return sorted(self.delays)[len(self.delays) // 2]


def run(policy: Policy, stories: Sequence[Story]) -> Score:
    """Return what `policy` makes of `stories`.

    Looks at an article begin when it is found and end with a last one when it is 30 days old, so
    that each edit has a delay. What was edited before it was found is no version for anybody.
    """
    queue = [(story.found, _LOOK, number) for number, story in enumerate(stories)]
    if policy.hints:
        queue += [
            (max(at, story.found + 1), _HINT, number)
            for number, story in enumerate(stories)
            for at in story.hints
        ]
    heapq.heapify(queue)
    watched: dict[int, Watched] = {}
    planned = [story.found for story in stories]
    looks, missed, delays = 0, 0, []
    while queue:
        at, what, number = heapq.heappop(queue)
        story = stories[number]
        if what == _HINT:
            if at >= story.end or number not in watched:
                continue
            one = watched[number]
            one.hint = one.hint or at
            at = max(at, one.looked + _SHORTEST, policy.next_look(one))
            if at < planned[number]:
                planned[number] = at
                heapq.heappush(queue, (at, _LOOK, number))
            continue
        if at != planned[number]:
            continue
        looks += 1
        if number not in watched:
            watched[number] = Watched(story, at)
        else:
            new = _look(policy, watched[number], at)
            delays += [at - edit for edit in new]
            missed += max(len(new) - 1, 0)
        if at < story.end:
            planned[number] = min(max(policy.next_look(watched[number]), at + _SHORTEST), story.end)
            heapq.heappush(queue, (planned[number], _LOOK, number))
    return Score(looks / len(stories), tuple(delays), missed / max(len(delays), 1), policy.scale)


def _look(policy: Policy, one: Watched, at: float) -> tuple[float, ...]:
    """Look at an article; return the edits since the last look."""
    edits = one.story.edits
    new = edits[bisect.bisect_right(edits, one.looked) : bisect.bisect_right(edits, at)]
    before, one.looked = one.looked, at
    if new:
        one.changes.append(at)
    one.unchanged = 0 if new else one.unchanged + 1
    policy.looked(one, before, bool(new))
    one.hint = None
    return new


def at_budget(
    make: Callable[[float], Policy], stories: Sequence[Story], looks: float, scale: float = 1.0
) -> Score:
    """Return the run of a policy whose scale makes it spend `looks` an article, within 1 %.

    `scale` is where to begin trying.
    """
    score = run(make(scale), stories)
    before: Score | None = None
    for _ in range(12):
        if abs(score.looks / looks - 1) < 0.01:
            break
        slope = -0.5 if before is None else _slope(before, score)
        scale *= min(max((looks / score.looks) ** (1 / slope), 0.05), 20.0)
        before, score = score, run(make(scale), stories)
    return score


def _slope(one: Score, other: Score) -> float:
    """Return how looks follow the scale between two runs, both in logs: always downhill."""
    rise = math.log(other.looks / one.looks) / math.log(other.scale / one.scale)
    return min(max(rise, -2.0), -0.15)
