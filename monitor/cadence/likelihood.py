"""How likely an edit is, from what a watch and its host have done so far.

The estimate is a renewal process that may end. After its publication, and after each edit, an
article is edited once more with a chance that grows with its edits; if it is, the gap is of one
of a few paces, from minutes to days. Which of them suits the article is learnt from its gaps so
far. Each hour without an edit makes the quick paces unlikelier, and likelier that no edit will
follow at all: that is what lets looks thin out by themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from monitor.cadence.habits import SILENT, Beliefs, shared, within
from monitor.cadence.hours import by_hour, hours_between, shown
from monitor.model import Habits
from monitor.model.habits import STAGES

_CHANGE_OF_PACE = 0.15
"""The chance that a gap has nothing to do with the article's earlier ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of an article when its next look is planned."""

    published_at: datetime
    """As the page says, where that is believable; otherwise when it was first seen."""
    looked_at: datetime
    """The last look that could read it."""
    edited_at: tuple[datetime, ...] = ()
    """When its edits were made, as far as known (`edited_between`). Oldest first."""
    hinted_at: datetime | None = None
    """When a feed or sitemap said that it was updated, if nobody has looked since."""
    listed: bool = False
    """A feed or sitemap that dates its entries lists it now, so that silence means something."""

    @property
    def renewed_at(self) -> datetime:
        """When it was published or last edited, and never after the last look."""
        last = self.edited_at[-1] if self.edited_at else self.published_at
        return min(last, self.looked_at)

    @property
    def stage(self) -> int:
        """How many edits it has, as `Habits` counts them."""
        return min(len(self.edited_at), STAGES - 1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How likely the next edit is, as a function of the seconds since the last one.

    `again`: the chance that one follows at all. `paces`: how likely each pace is. `untold`: the
    share of edits that no hint will tell of.
    """

    again: float
    paces: tuple[float, ...]
    untold: float = 1.0

    def edited_by(self, gap: float) -> float:
        """Return the chance that the next edit comes within `gap` seconds."""
        return self.again * within(gap, self.paces)


def outlook(past: Past, beliefs: Beliefs) -> Outlook:
    """Return how likely the next edit of an article is."""
    paces = beliefs.paces
    for gap in _gaps(past, beliefs)[-8:]:
        learnt = shared(gap, paces)
        paces = tuple(
            (1 - _CHANGE_OF_PACE) * after + _CHANGE_OF_PACE * before
            for after, before in zip(learnt, beliefs.paces, strict=True)
        )
    untold = 1 - beliefs.hint_cover if past.listed else 1.0
    return Outlook(beliefs.again[past.stage], paces, untold)


def after_one_more(past: Past, ahead: Outlook, beliefs: Beliefs) -> Outlook:
    """Return the outlook if the article was edited just now."""
    since = passed(past, beliefs)
    again = beliefs.again[min(past.stage + 1, STAGES - 1)]
    return Outlook(again, shared(since, ahead.paces))


def edited_between(before: datetime, found: datetime, stated: datetime | None) -> datetime:
    """Return when an edit was made that a look found, and the look `before` did not.

    What the page states about itself (`stated`) is believed where it can be true.
    """
    if stated is not None and before < stated <= found:
        return stated
    return before + (found - before) / 2


def learnt(beliefs: Beliefs, before: Past, after: Past) -> Habits | None:
    """Return what a look adds to the habits of its host, that turned what was known of an article
    from `before` into `after`; None where it adds nothing."""
    edited = after.edited_at != before.edited_at
    seen = _hinted(before, edited)
    if edited:
        return _edited(seen, beliefs, before, after)
    if _silent(after) and not _silent(before):
        expected = _expected(beliefs, after, after.looked_at)
        return replace(seen, finished=_one(after.stage), hours_expected=expected)
    return None if seen == Habits() else seen


def _edited(seen: Habits, beliefs: Beliefs, before: Past, after: Past) -> Habits:
    """An edit after a long silence takes back that the article was finished."""
    gap = _by_clock(beliefs, before.renewed_at, after.renewed_at)
    return replace(
        seen,
        edited=_one(before.stage),
        finished=_one(before.stage, -1) if _silent(before) else seen.finished,
        paces=shared(gap, beliefs.paces),
        hours=_when(beliefs, before, after),
        hours_expected=_expected(beliefs, before, after.renewed_at),
    )


def _when(beliefs: Beliefs, before: Past, after: Past) -> tuple[float, ...]:
    """Return in which hour an edit was made that a look found: shared out over the hours since the
    look before, by how fast their clock runs."""
    hours = hours_between(before.looked_at, after.looked_at)
    parts = by_hour((hour, beliefs.hours[hour] * (end - start)) for hour, start, end in hours)
    total = sum(parts)
    return tuple(part / total for part in parts) if total else parts


def _expected(beliefs: Beliefs, past: Past, until: datetime) -> tuple[float, ...]:
    """Return how many edits were to be expected in each hour since the last, if all were alike."""
    ahead, renewed = outlook(past, beliefs), past.renewed_at.timestamp()

    def hazard(start: float, end: float) -> float:
        return math.log(
            (1 - ahead.edited_by(start - renewed)) / (1 - ahead.edited_by(end - renewed))
        )

    hours = hours_between(past.renewed_at, min(until, past.renewed_at + SILENT))
    return by_hour((hour, hazard(start, end)) for hour, start, end in hours)


def _hinted(before: Past, edited: bool) -> Habits:
    hinted, counted = before.hinted_at is not None, edited and before.listed
    return Habits(
        hints_right=int(hinted and edited),
        hints_wrong=int(hinted and not edited),
        edits_hinted=int(counted and hinted),
        edits_unhinted=int(counted and not hinted),
    )


def passed(past: Past, beliefs: Beliefs) -> float:
    """Return the seconds from the last edit to the last look, by the newsroom's clock."""
    return _by_clock(beliefs, past.renewed_at, past.looked_at)


def _gaps(past: Past, beliefs: Beliefs) -> list[float]:
    """Return the gaps from publication and between edits so far, by the newsroom's clock."""
    pairs = pairwise((past.published_at, *past.edited_at))
    return [_by_clock(beliefs, before, after) for before, after in pairs if after > before]


def _by_clock(beliefs: Beliefs, start: datetime, end: datetime) -> float:
    return shown(beliefs.hours, end.timestamp()) - shown(beliefs.hours, start.timestamp())


def _silent(past: Past) -> bool:
    return past.looked_at - past.renewed_at >= SILENT


def _one(stage: int, count: int = 1) -> tuple[int, ...]:
    return tuple(count if at == stage else 0 for at in range(STAGES))
