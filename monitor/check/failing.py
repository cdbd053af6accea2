"""PURE: what a look means that found no article: too early to say, or told, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.cadence import BLOCKED_REASONS, GONE_REASONS, LASTING_REASONS
from monitor.check.policy import Policy
from monitor.check.sitewide import is_told_already
from monitor.check.verdict import Verdict, event
from monitor.model import (
    Due,
    EventKind,
    Failure,
    Health,
    Neighbours,
    Origin,
    Reason,
    Retirement,
    WatchState,
)

_HEALTH = {
    EventKind.GONE: Health.GONE,
    EventKind.BLOCKED: Health.BLOCKED,
    EventKind.FAILING: Health.FAILING,
}
_NO_ARTICLE = GONE_REASONS | LASTING_REASONS
"""What a source listed and nobody has ever read: no article, as far as can be known."""


def failed(
    due: Due,
    state: WatchState,
    failure: Failure,
    neighbours: Neighbours,
    policy: Policy,
    now: datetime,
) -> Verdict:
    """Return what a failed look at `due` changes, and what is to be told of it."""
    before = due.state
    same_sort = before.failures > 0 and _sort(before.reason) is _sort(failure.reason)
    state = replace(
        state,
        failures=before.failures + 1 if same_sort else 1,
        failing_since=before.failing_since if same_sort else now,
        reason=failure.reason,
        detail=failure.detail,
    )
    kind = _sure(state, policy, now)
    if kind is None or (kind is before.told and not before.told_quietly):
        return Verdict(state)
    listed = due.watch.origin is Origin.SOURCE and not state.latest_version
    if listed and failure.reason in _NO_ARTICLE:
        return Verdict(state, retire=Retirement.NO_ARTICLE)
    quietly = is_told_already(kind, failure.reason, neighbours)
    if quietly and kind is before.told:
        return Verdict(state)
    state = replace(state, told=kind, told_quietly=quietly, health=_HEALTH[kind])
    told = event(state, kind, now, _FAILED_LINES[kind](failure))
    return Verdict(state, untold=(told,)) if quietly else Verdict(state, (told,))


def _sort(reason: Reason | None) -> EventKind:
    if reason in GONE_REASONS:
        return EventKind.GONE
    return EventKind.BLOCKED if reason in BLOCKED_REASONS else EventKind.FAILING


def _sure(state: WatchState, policy: Policy, now: datetime) -> EventKind | None:
    """Return the state that these failures amount to, or None while it is too early to say."""
    sort = _sort(state.reason)
    if sort is EventKind.GONE and state.latest_version:
        looks, over = policy.cadence.gone_needs(state.reason)
        long_enough = state.failing_since is not None and now - state.failing_since >= over
        if state.failures >= looks and long_enough:
            return EventKind.GONE
        return EventKind.GONE if state.told is EventKind.GONE else None
    if sort is EventKind.BLOCKED and state.failures >= policy.blocked_after:
        return EventKind.BLOCKED
    unread = now - (state.last_read_at or state.failing_since or now)
    if state.failures >= policy.failing_after or (
        unread >= policy.unread_limit and not _may_be_metered(state)
    ):
        return EventKind.FAILING if sort is EventKind.GONE else sort
    return None


def _may_be_metered(state: WatchState) -> bool:
    """Tell whether the next look may find the whole article again: some paywalls let a reader
    see so many, and who looks once a day would be told each day that one is there, or is not."""
    return state.reason is Reason.PAYWALL and state.latest_version > 0


_FAILED_LINES = {
    EventKind.GONE: lambda failure: f"taken down: {failure.detail}",
    EventKind.BLOCKED: lambda failure: f"cannot be read: {failure.detail}",
    EventKind.FAILING: lambda failure: f"keeps failing: {failure.detail}",
}
