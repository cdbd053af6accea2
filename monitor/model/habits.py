"""What hosts, and all hosts together, have been seen to do: counts, from which looks are planned.

What they mean is said in `cadence.habits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

N = TypeVar("N", int, float)

STAGES = 5
"""Edits are counted up to four; an article with more is in the last stage."""
PACES = 6
"""Gaps between edits are told apart by so many paces, the quickest first."""
HOURS = 24
"""Of the day, in UTC."""

EVERYONE = ""
"""The name under which the habits of all hosts together are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What was seen of one host, or of all; or what a single look adds to that."""

    edited: tuple[int, ...] = (0,) * STAGES
    """How many articles with 0, 1, 2, 3 and more edits were edited again."""
    finished: tuple[int, ...] = (0,) * STAGES
    """How many were not: they have been silent for long."""
    paces: tuple[float, ...] = (0.0,) * PACES
    """How many gaps were of each pace; a gap between two is shared out."""
    hours: tuple[float, ...] = (0.0,) * HOURS
    """How many edits were made in each hour of the day."""
    hours_expected: tuple[float, ...] = (0.0,) * HOURS
    """How many would have been, if all hours were alike."""
    hints_right: int = 0
    """Hints of feeds and sitemaps after which the next look found an edit."""
    hints_wrong: int = 0
    edits_hinted: int = 0
    """Edits, of articles that a feed listed, that it had hinted at before they were seen."""
    edits_unhinted: int = 0


def together(one: Habits, more: Habits) -> Habits:
    """Return two records as one. What takes something back takes no more than there is."""
    return Habits(
        edited=_sums(one.edited, more.edited),
        finished=tuple(max(count, 0) for count in _sums(one.finished, more.finished)),
        paces=_sums(one.paces, more.paces),
        hours=_sums(one.hours, more.hours),
        hours_expected=_sums(one.hours_expected, more.hours_expected),
        hints_right=one.hints_right + more.hints_right,
        hints_wrong=one.hints_wrong + more.hints_wrong,
        edits_hinted=one.edits_hinted + more.edits_hinted,
        edits_unhinted=one.edits_unhinted + more.edits_unhinted,
    )


def _sums(one: tuple[N, ...], more: tuple[N, ...]) -> tuple[N, ...]:
    return tuple(a + b for a, b in zip(one, more, strict=True))
