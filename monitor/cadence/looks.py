"""How long to wait until the next look, by how the last ones went."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.cadence.settings import CadenceSettings
from monitor.cadence.spreading import jittered
from monitor.model import Health, Reason, Watch, WatchState

GONE_REASONS = frozenset({Reason.NOT_FOUND, Reason.GONE, Reason.SOFT_404, Reason.FRONT_PAGE})
"""The page is missing: it may have been taken down."""
BLOCKED_REASONS = frozenset(
    {
        Reason.ROBOTS,
        Reason.FORBIDDEN,
        Reason.RATE_LIMITED,
        Reason.CHALLENGE,
        Reason.CONSENT,
        Reason.LOGIN,
        Reason.PAYWALL,
    }
)
"""Somebody does not want us there: asking sooner would be rude, and would not help."""
LASTING_REASONS = frozenset(
    {
        Reason.BAD_URL,
        Reason.FORBIDDEN_ADDRESS,
        Reason.NOT_HTML,
        Reason.NOT_AN_ARTICLE,
        Reason.TOO_LARGE,
        Reason.TOO_MANY_HEADERS,
        Reason.TOO_COMPLEX,
        Reason.REDIRECT_LOOP,
        Reason.TOO_MANY_REDIRECTS,
        Reason.BAD_REDIRECT,
        Reason.EMPTY_SHELL,
    }
)
"""A minute more will not heal it."""
OUR_REASONS = frozenset({Reason.DISK, Reason.EXTRACTOR_FAILED})
"""The fault is on this side: the site is not to be left alone for it."""

_FLOOR = timedelta(milliseconds=100)
_MOST_DOUBLINGS = 16


def next_check(
    watch: Watch, state: WatchState, settings: CadenceSettings, now: datetime
) -> datetime:
    """Return when to look at `watch` again; `state` is its memory after the look at `now`.

    Always later than `now`, by at least a tenth of a second.
    """
    return now + wait(watch, state, settings, now)


def after_jump(
    watch: Watch, state: WatchState, settings: CadenceSettings, now: datetime
) -> datetime:
    """Return when to look, once the clock has jumped: as planned, or sooner if that is too far.

    A clock that was set back leaves plans in a future that nobody meant. What is planned stays
    unless it is further off than a look at `now` would have planned it.
    """
    return min(state.next_check_at, next_check(watch, state, settings, now))


def wait(watch: Watch, state: WatchState, settings: CadenceSettings, now: datetime) -> timedelta:
    """Return how long to leave `watch` alone."""
    interval = watch.interval or settings.interval
    if state.health is Health.GONE:
        plain = _gone(state, interval, settings, now)
    elif state.failures == 0 or state.reason is None:
        plain = interval
    elif state.reason in GONE_REASONS and state.latest_version:
        return max(_missing(state, interval, settings, now), _FLOOR)
    else:
        plain = _failing(state, state.reason, interval, settings)
    return max(jittered(plain, settings.jitter, watch.id, state.revision), _FLOOR)


def _missing(
    state: WatchState, interval: timedelta, settings: CadenceSettings, now: datetime
) -> timedelta:
    """Return the wait for a page that may be gone: what is left of the time, by looks left.

    Not jittered, since a last look that came a moment too early would have to be repeated.
    """
    looks, over = settings.gone_needs(state.reason)
    if state.failing_since is None or now < state.failing_since:
        elapsed = timedelta()
    else:
        elapsed = now - state.failing_since
    left = over - elapsed if elapsed < over else over / looks
    return min(interval, left / max(looks - state.failures, 1))


def _gone(
    state: WatchState, interval: timedelta, settings: CadenceSettings, now: datetime
) -> timedelta:
    """Return the wait for a page that is gone: a quarter of the time that it has been missing."""
    missing = now - (state.last_read_at or now)
    return max(interval, min(missing / 4, settings.gone_longest))


def _failing(
    state: WatchState, reason: Reason, interval: timedelta, settings: CadenceSettings
) -> timedelta:
    """Return the wait for a page that cannot be read: twice as long with each failure, capped."""
    if reason in OUR_REASONS:
        return interval
    doublings = min(state.failures - 1, _MOST_DOUBLINGS)
    if reason in BLOCKED_REASONS:
        first = interval * 2
    elif reason in LASTING_REASONS:
        first = interval
    else:
        first = min(interval, settings.retry_first)
    return min(first * (1 << doublings), max(interval, settings.failure_longest))
