"""How long to wait until the next look, by how the last ones went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from monitor.cadence.habits import PUBLISHED, Beliefs
from monitor.cadence.likelihood import Past
from monitor.cadence.plans import after, inside
from monitor.cadence.settings import CadenceSettings
from monitor.cadence.spreading import jittered
from monitor.cadence.threshold import worth_a_look
from monitor.model import (
    Adaptive,
    Cron,
    Every,
    Health,
    Plan,
    Reason,
    Watch,
    WatchState,
    Windows,
)

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
class Terms:
    """What looks at the articles of a host are planned by, where they are placed where they pay."""

    beliefs: Beliefs = PUBLISHED
    price: timedelta | None = None
    """What a look has to be worth (`budget.price`); None: as the settings say."""


STANDARD = Terms()
"""Nothing was seen of the host yet, and no budget is short."""


def next_check(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    now: datetime,
    terms: Terms = STANDARD,
) -> datetime:
    """Return when to look at `watch` again; `state` is its memory after the look at `now`.

    Always later than `now`, by at least a tenth of a second.
    """
    plan = settings.plan_of(watch)
    if _trouble(state):
        at = now + wait(watch, state, settings, now)
        return inside(plan, at) if isinstance(plan, Windows) else at
    match plan:
        case Every():
            at = now + jittered(plan.span, settings.jitter, watch.id, state.revision)
        case Cron():
            at = after(plan, now)
        case Windows():
            step = jittered(plan.every, settings.jitter, watch.id, state.revision)
            at = inside(plan, now + step)
        case Adaptive():
            at = _where_it_pays(watch, state, settings, plan, now, terms)
        case _:
            assert_never(plan)
    return max(at, now + _FLOOR)


def hinted(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    now: datetime,
    terms: Terms = STANDARD,
) -> datetime:
    """Return when to look at `watch` once a source has hinted at it (`state.hinted_at`).

    Never later than planned. What is looked at where it pays is looked at when the hint makes that
    worth it; at a fixed interval, at once, but no sooner after a look than `hinted_after`. Times
    of a cron expression are kept, and a hint is no reason to hurry where a page cannot be read.
    """
    plan = settings.plan_of(watch)
    if _trouble(state) or isinstance(plan, Cron):
        return state.next_check_at
    if isinstance(plan, Adaptive):
        at = next_check(watch, state, settings, now, terms)
    else:
        looked = min(state.last_checked_at or now - settings.hinted_after, now)
        at = max(looked + settings.hinted_after, now)
    return min(inside(plan, at) if isinstance(plan, Windows) else at, state.next_check_at)


def after_jump(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    now: datetime,
    terms: Terms = STANDARD,
) -> datetime:
    """Return when to look, once the clock has jumped: as planned, or sooner if that is too far.

    A clock that was set back leaves plans in a future that nobody meant. What is planned stays
    unless it is further off than a look at `now` would have planned it.
    """
    return min(state.next_check_at, next_check(watch, state, settings, now, terms))


def wait(watch: Watch, state: WatchState, settings: CadenceSettings, now: datetime) -> timedelta:
    """Return how long to leave `watch` alone while its page cannot be read."""
    interval = _interval(settings.plan_of(watch), settings, now)
    if state.health is Health.GONE or state.reason is None:
        plain = _gone(state, interval, settings, now)
    elif state.reason in GONE_REASONS and state.latest_version:
        return max(_missing(state, interval, settings, now), _FLOOR)
    else:
        plain = _failing(state, state.reason, interval, settings)
    return max(jittered(plain, settings.jitter, watch.id, state.revision), _FLOOR)


def remembered(watch: Watch, state: WatchState, now: datetime) -> Past:
    """Return the past of an article, as the memory of its watch has it."""
    looked = min(state.last_read_at or now, now)
    return Past(
        published_at=min(state.published_at or watch.added_at, looked),
        looked_at=looked,
        edited_at=state.edited_at,
        hinted_at=state.hinted_at,
        listed=state.listed,
    )


def _trouble(state: WatchState) -> bool:
    return state.health is Health.GONE or (state.failures > 0 and state.reason is not None)


def _where_it_pays(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    plan: Adaptive,
    now: datetime,
    terms: Terms,
) -> datetime:
    past = remembered(watch, state, now)
    shortest, longest = bounds(plan, settings)
    price = (terms.price or settings.price).total_seconds()
    step = worth_a_look(past, terms.beliefs, price, shortest, longest)
    step = jittered(step, settings.jitter, watch.id, state.revision)
    return past.looked_at + min(max(step, shortest), longest)


def bounds(plan: Adaptive, settings: CadenceSettings) -> tuple[timedelta, timedelta]:
    """Return the shortest and the longest wait of a plan. The longest is the stronger promise."""
    longest = settings.longest if plan.longest is None else plan.longest
    shortest = settings.shortest if plan.shortest is None else plan.shortest
    return min(shortest, longest), longest


def _interval(plan: Plan, settings: CadenceSettings, now: datetime) -> timedelta:
    """Return the interval that failures are measured by."""
    match plan:
        case Every(span=span):
            return span
        case Cron():
            return after(plan, now) - now
        case Windows(every=every):
            return every
        case Adaptive():
            return min(max(settings.interval, bounds(plan, settings)[0]), bounds(plan, settings)[1])
        case _:
            assert_never(plan)


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
