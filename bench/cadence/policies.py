"""The policies that are compared. Each has one knob, `scale`, that buys fewer or more looks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bench.cadence.worlds import DAY, HOUR, LIFE, MINUTE, WORLDS, Pace, Story
from monitor.cadence import Beliefs, Past, beliefs, edited_between, learnt, worth_a_look
from monitor.cadence.threshold import LOST
from monitor.model import Habits, together

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Watched:
    """What a policy knows of an article."""

    story: Story
    looked: float
    changes: list[float] = field(default_factory=list)
    """When looks found it changed."""
    unchanged: int = 0
    """Looks since then that did not."""
    hint: float | None = None


class Policy:
    """Says when to look next; most need nothing but the article's own looks."""

    name: str
    hints = False
    """It hears what feeds and sitemaps tell."""
    published = False
    """At scale 1 it is as its authors run it."""
    ours = False

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def next_look(self, watched: Watched) -> float:
        raise NotImplementedError

    def looked(self, watched: Watched, before: float, changed: bool) -> None:
        """Learn from a look."""


class Fixed(Policy):
    name = "fixed interval"

    def next_look(self, watched: Watched) -> float:
        return watched.looked + self.scale * 8 * HOUR


class NewsDiffs(Policy):
    """15 min under 3 h since the last change, 60 min under a day, 3 h under 7 days, then 3 days."""

    name = "NewsDiffs' steps"
    published = True

    def next_look(self, watched: Watched) -> float:
        last = watched.changes[-1] if watched.changes else watched.story.published
        since = watched.looked - last
        steps = ((3 * HOUR, 15 * MINUTE), (DAY, HOUR), (7 * DAY, 3 * HOUR))
        step = next((step for limit, step in steps if since < limit), 3 * DAY)
        return watched.looked + self.scale * step


class NewsSniffer(Policy):
    """30 minutes, times 1.2 after each unchanged look, back on a change."""

    name = "News Sniffer's"
    published = True

    def next_look(self, watched: Watched) -> float:
        return watched.looked + self.scale * 30 * MINUTE * 1.2**watched.unchanged


class Diffengine(Policy):
    """Due when the time since the last look over the age is at least 0.2; run every 5 minutes."""

    name = "diffengine's"
    published = True

    def next_look(self, watched: Watched) -> float:
        age = watched.looked - watched.story.found
        return watched.looked + self.scale * max(0.25 * age, 5 * MINUTE)


class Ours(Policy):
    """`monitor.cadence`, at a price of `scale` edit minutes a look."""

    name = "ours"
    ours = True

    def __init__(self, scale: float) -> None:
        super().__init__(scale)
        self.everyone = self.told = Habits()
        self.told_at = 0.0
        self.hosts: dict[int, Habits] = {}
        self.known: dict[int, tuple[Habits, Habits, Beliefs]] = {}
        self.edited: dict[Story, tuple[datetime, ...]] = {}

    def next_look(self, watched: Watched) -> float:
        wait = worth_a_look(
            self._past(watched),
            self._beliefs(watched),
            self.scale * MINUTE,
            shortest=timedelta(minutes=1),
            longest=timedelta(days=3),
        )
        return watched.looked + wait.total_seconds()

    def looked(self, watched: Watched, before: float, changed: bool) -> None:
        story, earlier = watched.story, self._past(watched, before)
        if changed:
            edited = edited_between(_moment(before), _moment(watched.looked), None)
            self.edited[story] = (*earlier.edited_at, edited)
        later = self._past(watched)
        more = learnt(self._beliefs(watched), earlier, later)
        if more is not None:
            self.hosts[story.host] = together(self.hosts.get(story.host, Habits()), more)
            self.everyone = together(self.everyone, more)

    def _beliefs(self, watched: Watched) -> Beliefs:
        """What is known of all hosts may be some minutes old, as in production."""
        if watched.looked - self.told_at >= 10 * MINUTE:
            self.told, self.told_at = self.everyone, watched.looked
        host = self.hosts.get(watched.story.host, Habits())
        known = self.known.get(watched.story.host)
        if known is None or known[0] is not host or known[1] is not self.told:
            known = (host, self.told, beliefs(host, self.told))
            self.known[watched.story.host] = known
        return known[2]

    def _past(self, watched: Watched, looked: float | None = None) -> Past:
        story = watched.story
        at = watched.looked if looked is None else looked
        return Past(
            published_at=_moment(story.published),
            looked_at=_moment(at),
            edited_at=self.edited.get(story, ()),
            hinted_at=_moment(watched.hint) if self.hints and watched.hint else None,
            listed=self.hints and at < story.listed_until,
        )


class OursHinted(Ours):
    """Ours, with the hints of feeds and sitemaps that are polled anyway to find articles."""

    name = "ours, with hints"
    hints = True


class KnowsTheLaw(Policy):
    """A bound: the same threshold, but it is told the true law that edits are drawn from, and the
    habits of each host. It cannot know the pace of an article but from its gaps."""

    name = "(told the law)"
    world = WORLDS[0]
    lost = LOST
    """What a version costs that is overwritten before anybody looked, in seconds of delay."""

    def next_look(self, watched: Watched) -> float:
        story, price = watched.story, self.scale * MINUTE
        done = [at for at in story.edits if at <= watched.looked]
        again = story.updated if not done else self._again(len(done) - 1)
        weights, since = (
            self._weights(story, done),
            watched.looked - (done or [story.published])[-1],
        )
        then = _after_one_more(weights, since)
        before = again * _mixed(since, weights)
        step, at, area, chance, cost = MINUTE / 4, 0.0, 0.0, 0.0, 0.0
        while at < LIFE:
            further = (again * _mixed(since + at + step, weights) - before) / (1 - before)
            area += step * (chance + further) / 2
            second = self._again(len(done)) * _mixed((at + step) / 2, then)
            more = area + self.lost * further * second
            if more >= price:
                return watched.looked + at + step * (price - cost) / (more - cost)
            cost, at, chance, step = more, at + step, further, step * 1.5
        return watched.looked + at

    def _again(self, further: int) -> float:
        return min(self.world.first_again + 0.05 * further, self.world.most_again)

    def _weights(self, story: Story, done: list[float]) -> list[tuple[float, Pace]]:
        times = (story.published, *done)
        weights = list(story.weights)
        for before, after in pairwise(times):
            pairs = zip(weights, self.world.paces, strict=True)
            weights = [weight * _density(after - before, pace) for weight, pace in pairs]
        total = sum(weights)
        return [(w / total, pace) for w, pace in zip(weights, self.world.paces, strict=True)]


class FearsLoss(KnowsTheLaw):
    """A bound: told the law, and to miss as few versions as it can."""

    name = "(told the law, misses least)"
    lost = 48 * HOUR


class KnowsThePace(KnowsTheLaw):
    """A bound that nobody can reach: told the law, and each article's pace besides."""

    name = "(told the pace)"

    def _weights(self, story: Story, done: list[float]) -> list[tuple[float, Pace]]:
        return [(1.0, story.pace)]


def _after_one_more(weights: list[tuple[float, Pace]], since: float) -> list[tuple[float, Pace]]:
    """Return how likely each pace is if an edit is made now."""
    seen = [(weight * _density(max(since, MINUTE), pace), pace) for weight, pace in weights]
    total = sum(weight for weight, _ in seen)
    return [(weight / total, pace) for weight, pace in seen] if total else weights


def _mixed(gap: float, weights: list[tuple[float, Pace]]) -> float:
    return sum(weight * _within(gap, pace) for weight, pace in weights)


def _within(gap: float, pace: Pace) -> float:
    if gap <= 0:
        return 0.0
    return 0.5 * math.erfc(-math.log(gap / pace.median) / pace.sigma / math.sqrt(2))


def _density(gap: float, pace: Pace) -> float:
    """Of the logarithm of a gap, up to a factor."""
    return math.exp(-0.5 * (math.log(gap / pace.median) / pace.sigma) ** 2) / pace.sigma


RIVALS: tuple[type[Policy], ...] = (Fixed, NewsDiffs, NewsSniffer, Diffengine)
OURS: tuple[type[Policy], ...] = (Ours, OursHinted)
BOUNDS: tuple[type[KnowsTheLaw], ...] = (KnowsTheLaw, FearsLoss, KnowsThePace)
POLICIES: tuple[type[Policy], ...] = (*RIVALS, *OURS, *BOUNDS)


def _moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)
