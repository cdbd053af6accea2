"""What a line of versions tells: wordings that came back, pages that alternate, how long each
wording stood. Pure functions over digests and times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Return(StrEnum):
    """What it means that a wording came back."""

    NONE = "none"
    REVERSAL = "reversal"
    FLIP_FLOP = "flip_flop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How long one version was the one shown. `until` is None for the one that still is."""

    version: int
    digest: str
    since: datetime
    until: datetime | None
    stood: timedelta


def same_as(digests: Sequence[str]) -> int | None:
    """Return the newest earlier version (from 1) whose wording the last one returns to."""
    if not digests:
        return None
    earlier = range(len(digests) - 2, -1, -1)
    return next((k + 1 for k in earlier if digests[k] == digests[-1]), None)


def came_back(digests: Sequence[str]) -> Return:
    """Name what the last version is: new, a reversal (A B A), or a flip-flop (A B A B).

    A flip-flop is a page that shows two wordings in turn, as tests on readers do.
    """
    if same_as(digests) is None:
        return Return.NONE
    last = digests[-4:]
    alternates = len(last) == 4 and last[0] == last[2] != last[1] == last[3]
    return Return.FLIP_FLOP if alternates else Return.REVERSAL


def stays(versions: Sequence[tuple[str, datetime]], now: datetime) -> tuple[Stay, ...]:
    """Return how long each version stood, from (content digest, first seen), oldest first."""
    ends = [*(seen for _, seen in versions[1:]), None][: len(versions)]
    return tuple(
        Stay(
            version=number,
            digest=digest,
            since=since,
            until=until,
            stood=max(timedelta(0), (until or now) - since),
        )
        for number, ((digest, since), until) in enumerate(zip(versions, ends, strict=True), 1)
    )


def stood(versions: Sequence[tuple[str, datetime]], digest: str, now: datetime) -> timedelta:
    """Return how long a wording was shown in all, over every time it stood."""
    shown = (stay.stood for stay in stays(versions, now) if stay.digest == digest)
    return sum(shown, timedelta(0))
