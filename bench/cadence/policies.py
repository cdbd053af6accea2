"""The policies that are compared. Each has one knob, `scale`, that buys fewer or more looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bench.cadence.worlds import DAY, HOUR, MINUTE, Story
from monitor.cadence import Habits, Past, learnt, worth_a_look

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

    def next_look(self, watched: Watched) -> float:
        last = watched.changes[-1] if watched.changes else watched.story.published
        since = watched.looked - last
        steps = ((3 * HOUR, 15 * MINUTE), (DAY, HOUR), (7 * DAY, 3 * HOUR))
        step = next((step for limit, step in steps if since < limit), 3 * DAY)
        return watched.looked + self.scale * step


class NewsSniffer(Policy):
    """30 minutes, times 1.2 after each unchanged look, back on a change."""

    name = "News Sniffer's"

    def next_look(self, watched: Watched) -> float:
        return watched.looked + self.scale * 30 * MINUTE * 1.2**watched.unchanged


class Diffengine(Policy):
    """Due when the time since the last look over the age is at least 0.2; run every 5 minutes."""

    name = "diffengine's"

    def next_look(self, watched: Watched) -> float:
        age = watched.looked - watched.story.found
        return watched.looked + self.scale * max(0.25 * age, 5 * MINUTE)


class Ours(Policy):
    """`monitor.cadence`, at a price of `scale` edit minutes a look."""

    name = "ours"

    def __init__(self, scale: float) -> None:
        super().__init__(scale)
        self.habits: dict[int, Habits] = {}

    def next_look(self, watched: Watched) -> float:
        wait = worth_a_look(
            self._past(watched),
            self.scale * MINUTE,
            shortest=timedelta(minutes=1),
            longest=timedelta(days=7),
        )
        return watched.looked + wait.total_seconds()

    def looked(self, watched: Watched, before: float, changed: bool) -> None:
        story = watched.story
        habits = self.habits.get(story.host, Habits())
        if changed:
            last = watched.changes[-2] if len(watched.changes) > 1 else story.published
            habits = learnt(habits, timedelta(seconds=watched.looked - last))
            first = len(watched.changes) == 1
            habits = replace(habits, updated=habits.updated + first)
            if self.hints and watched.looked < story.listed_until:
                told = watched.hint is not None
                habits = replace(
                    habits,
                    edits_hinted=habits.edits_hinted + told,
                    edits_unhinted=habits.edits_unhinted + (not told),
                )
        if self.hints and watched.hint is not None:
            habits = replace(
                habits,
                hints_right=habits.hints_right + changed,
                hints_wrong=habits.hints_wrong + (not changed),
            )
        if before - story.published < DAY <= watched.looked - story.published:
            habits = replace(habits, articles=habits.articles + 1)
        self.habits[story.host] = habits

    def _past(self, watched: Watched) -> Past:
        story = watched.story
        hinted = self.hints and watched.hint is not None
        return Past(
            published_at=_moment(story.published),
            looked_at=_moment(watched.looked),
            edited_at=tuple(_moment(at) for at in watched.changes),
            habits=self.habits.get(story.host, Habits()),
            hinted_at=_moment(watched.hint or 0) if hinted else None,
            covered=self.hints and watched.looked < story.listed_until,
        )


class OursHinted(Ours):
    """Ours, with the hints of feeds and sitemaps that are polled anyway to find articles."""

    name = "ours, with hints"
    hints = True


RIVALS: tuple[Callable[[float], Policy], ...] = (Fixed, NewsDiffs, NewsSniffer, Diffengine)
OURS: tuple[Callable[[float], Policy], ...] = (Ours, OursHinted)


def _moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)
