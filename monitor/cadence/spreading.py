"""Where in a stretch of time a look falls: by the watch's own id, so that looks do not march."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.model import Watch


def share(*of: object) -> float:
    """Return a number from 0 up to 1 that looks like chance and is the same at every call."""
    text = "/".join(str(part) for part in of)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest()) / 2**48


def jittered(wait: timedelta, jitter: float, *of: object) -> timedelta:
    """Return `wait`, up to the share `jitter` longer or shorter, by what `of` names."""
    return wait * (1 + jitter * (2 * share(*of) - 1))


def first_check(watch: Watch, now: datetime, window: timedelta = timedelta()) -> datetime:
    """Return when to look at a new watch for the first time: at once, or somewhere in `window`.

    A window serves those who add many watches in one go.
    """
    return now + window * share(watch.id, "first")


def spread(
    due: Iterable[tuple[str, datetime]], now: datetime, window: timedelta
) -> tuple[tuple[str, datetime], ...]:
    """Return new times, within `window` from `now`, for those of `due` whose time has passed.

    `due` are watch ids with their `next_check_at`. After a long stop, or when the clock leapt
    forward, everything is overdue at once. The longest overdue come first, at even steps, so
    that whoever waited longest is served first and no moment carries more than its share.
    """
    late = sorted(((at, watch_id) for watch_id, at in due if at <= now))
    step = window / max(len(late), 1)
    return tuple((watch_id, now + step * place) for place, (_, watch_id) in enumerate(late))
