"""How long to wait until the next look, by how the last ones went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from monitor.cadence.habits import PUBLISHED, Beliefs
from monitor.cadence.likelihood import Past
from monitor.cadence.plans import Adaptive, Cron, Windows
from monitor.cadence.settings import CadenceSettings
from monitor.cadence.spreading import jittered
from monitor.cadence.threshold import worth_a_look
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an adaptive plan goes by; without it, by the little that the watch's memory holds."""

    past: Past
    beliefs: Beliefs = PUBLISHED
    price: timedelta | None = None
    """What a look has to be worth (`budget.price`); None: as the plan says."""


def next_check(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    now: datetime,
    known: Known | None = None,
) -> datetime:
    """Return when to look at `watch` again; `state` is its memory after the look at `now`.

    Always later than `now`, by at least a tenth of a second. When a hint comes, the same call
    with the hint in `known.past` returns the earlier time.
    """
    plan = settings.plan if watch.interval is None else None
    if _trouble(state) or plan is None:
        at = now + wait(watch, state, settings, now)
        return plan.inside(at) if isinstance(plan, Windows) else at
    match plan:
        case Cron():
            at = plan.after(now)
        case Windows():
            step = jittered(plan.every, settings.jitter, watch.id, state.revision)
            at = plan.inside(now + step)
        case Adaptive():
            known = known or Known(past=remembered(watch, state, now))
            at = _where_it_pays(watch, state, settings, plan, known, now)
        case _:
            assert_never(plan)
    return max(at, now + _FLOOR)


def after_jump(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    now: datetime,
    known: Known | None = None,
) -> datetime:
    """Return when to look, once the clock has jumped: as planned, or sooner if that is too far.

    A clock that was set back leaves plans in a future that nobody meant. What is planned stays
    unless it is further off than a look at `now` would have planned it.
    """
    return min(state.next_check_at, next_check(watch, state, settings, now, known))


def wait(watch: Watch, state: WatchState, settings: CadenceSettings, now: datetime) -> timedelta:
    """Return how long to leave `watch` alone, where no plan says when to look."""
    interval = watch.interval or _interval(settings, now)
    if state.health is Health.GONE:
        plain = _gone(state, interval, settings, now)
    elif state.failures == 0 or state.reason is None:
        plain = interval
    elif state.reason in GONE_REASONS and state.latest_version:
        return max(_missing(state, interval, settings, now), _FLOOR)
    else:
        plain = _failing(state, state.reason, interval, settings)
    return max(jittered(plain, settings.jitter, watch.id, state.revision), _FLOOR)


def remembered(watch: Watch, state: WatchState, now: datetime) -> Past:
    """Return what a watch's memory holds of its past: its last edit, but not the ones before."""
    edited = () if state.last_changed_at is None else (state.last_changed_at,)
    looked = min(state.last_read_at or now, now)
    return Past(published_at=min(watch.added_at, looked), looked_at=looked, edited_at=edited)


def _trouble(state: WatchState) -> bool:
    return state.health is Health.GONE or (state.failures > 0 and state.reason is not None)


def _where_it_pays(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    plan: Adaptive,
    known: Known,
    now: datetime,
) -> datetime:
    past = replace(known.past, looked_at=min(known.past.looked_at, now))
    price = (known.price or plan.price).total_seconds()
    step = worth_a_look(past, known.beliefs, price, plan.shortest, plan.longest)
    return past.looked_at + jittered(step, settings.jitter, watch.id, state.revision)


def _interval(settings: CadenceSettings, now: datetime) -> timedelta:
    """Return the interval that failures are measured by."""
    match settings.plan:
        case Cron() as cron:
            return cron.after(now) - now
        case Windows() as windows:
            return windows.every
        case _:
            return settings.interval


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
