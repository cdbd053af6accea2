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
    """Return when to try again, or None once the attempts have spanned `keep_trying`.

    What counts is the time of trying: an alert that nobody tried to send, because nothing was
    running, is not late.

    5 s after the first attempt, then four times as long each time, up to 4 hours, a fifth more or
    less by the alert's id, so that alerts which failed together do not come back together. The
    other side's own wish (`after`, from Retry-After) is kept where it is later.
    """
    if _tried_for(alert) >= keep_trying:
        return None
    wait = _wait(alert.attempts)
    share = int(alert.id[:8], 16) / 0xFFFFFFFF
    wait *= 1 + _SPREAD * (2 * share - 1)
    return now + max(wait, min(after or timedelta(), keep_trying))


def _wait(attempts: int) -> timedelta:
    """Return the wait after so many attempts, before it is spread."""
    doublings = min(2 * max(attempts - 1, 0), 20)
    return min(_FIRST * (1 << doublings), _LONGEST)


def _tried_for(alert: Alert) -> timedelta:
    """Return the time that the waits between the attempts so far have taken at least."""
    return sum((_wait(attempts) for attempts in range(1, alert.attempts)), timedelta())
