"""PURE: when an alert that could not be delivered is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.model import Alert

_FIRST = timedelta(seconds=5)
_LONGEST = timedelta(hours=4)
_SPREAD = 0.2


def next_attempt(
    alert: Alert, now: datetime, after: timedelta | None, keep_trying: timedelta
) -> datetime | None:
    """Return when to try again, or None once `keep_trying` has passed since the event.

    5 s after the first attempt, then four times as long each time, up to 4 hours, a fifth more or
    less by the alert's id, so that alerts which failed together do not come back together. The
    other side's own wish (`after`, from Retry-After) is kept where it is later.
    """
    if now - alert.event.at >= keep_trying:
        return None
    doublings = min(2 * max(alert.attempts - 1, 0), 20)
    wait = min(_FIRST * (1 << doublings), _LONGEST)
    share = int(alert.id[:8], 16) / 0xFFFFFFFF
    wait *= 1 + _SPREAD * (2 * share - 1)
    return now + max(wait, min(after or timedelta(), keep_trying))
