"""PURE: what a look means. One look and the memory of a watch in, all that is to be recorded out.

The rules: an unreadable page never touches the baseline; an error is cleared only by a successful
read; what is kept never depends on what is alerted; each state is told once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from monitor.cadence import BLOCKED_REASONS, GONE_REASONS, next_check
from monitor.check.alerting import alerts_for
from monitor.check.looking import Failed, Look, NewVersion, Unchanged
from monitor.check.policy import Policy
from monitor.diff import summary
from monitor.model import (
    Capture,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    CheckStatus,
    Due,
    Event,
    EventKind,
    Failure,
    Health,
    Line,
    Reason,
    Snapshot,
    WatchState,
    event_id,
)

_HEALTH = {
    EventKind.GONE: Health.GONE,
    EventKind.BLOCKED: Health.BLOCKED,
    EventKind.FAILING: Health.FAILING,
}
_CHALLENGE_PAUSE = timedelta(minutes=1)
_MOST_HELD_LOOKS = 16


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a look changes, before it is scheduled and alerted."""

    state: WatchState
    events: tuple[Event, ...] = ()
    snapshot: Snapshot | None = None
    summary: ChangeSummary | None = None
    lines: tuple[Line, ...] = ()


def decide(due: Due, look: Look, policy: Policy, now: datetime) -> CheckOutcome:
    """Return what the look at `due` wants recorded, as of `now`."""
    state = replace(
        due.state,
        revision=due.state.revision + 1,
        checks=due.state.checks + 1,
        last_checked_at=now,
    )
    verdict = _judge(due, state, look, policy, now)
    next_at = next_check(due.watch, verdict.state, policy.cadence, now)
    return CheckOutcome(
        watch=due.watch,
        state=replace(verdict.state, next_check_at=next_at),
        row=_row(verdict.state, look, now),
        pause=_pause(verdict.state, look),
        snapshot=verdict.snapshot,
        summary=verdict.summary,
        reread=look.reread,
        lines=verdict.lines,
        events=verdict.events,
        alerts=alerts_for(due.watch, verdict.events, policy),
    )


def _judge(due: Due, state: WatchState, look: Look, policy: Policy, now: datetime) -> _Verdict:
    match look.found:
        case Failed(failure=failure):
            return _failed(due, state, failure, policy, now)
        case Unchanged() as found:
            return _unchanged(due, state, found, now)
        case NewVersion() as found:
            return _new_version(due, state, found, now)
        case _:
            assert_never(look.found)


# --- a failed look ---------------------------------------------------------------------------


def _failed(
    due: Due, state: WatchState, failure: Failure, policy: Policy, now: datetime
) -> _Verdict:
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
    if kind is None or kind is before.told:
        return _Verdict(state)
    state = replace(state, told=kind, health=_HEALTH[kind])
    return _Verdict(state, (_event(state, kind, now, _FAILED_LINES[kind](failure)),))


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
    if state.failures >= policy.failing_after or unread >= policy.unread_limit:
        return EventKind.FAILING if sort is EventKind.GONE else sort
    return None


_FAILED_LINES = {
    EventKind.GONE: lambda failure: f"taken down: {failure.detail}",
    EventKind.BLOCKED: lambda failure: f"cannot be read: {failure.detail}",
    EventKind.FAILING: lambda failure: f"keeps failing: {failure.detail}",
}


# --- a successful look -----------------------------------------------------------------------


def _read(due: Due, state: WatchState, capture: Capture | None, now: datetime) -> _Verdict:
    """Return the state after the article was read, and the events that reading it brings."""
    state = replace(
        state,
        health=Health.OK,
        checks_ok=state.checks_ok + 1,
        last_read_at=now,
        failures=0,
        failing_since=None,
        reason=None,
        detail="",
        told=None,
    )
    events: tuple[Event, ...] = ()
    if due.state.told is EventKind.GONE:
        events = (_event(state, EventKind.RESTORED, now, "is back"),)
    elif due.state.told is not None:
        events = (_event(state, EventKind.RECOVERED, now, "can be read again"),)
    if capture is None:
        return _Verdict(replace(state, not_modified=state.not_modified + 1), events)
    if _moved(due, capture):
        line = f"moved to {capture.final_url}"
        events = (*events, _event(state, EventKind.MOVED, now, line))
    return _Verdict(
        replace(
            state,
            validators=capture.validators,
            capture_digest=capture.digest,
            final_url=capture.final_url,
            not_modified=0,
        ),
        events,
    )


def _moved(due: Due, capture: Capture) -> bool:
    known = due.state.final_url or due.watch.url
    return capture.final_url != known and any(hop.permanent for hop in capture.hops)


def _unchanged(due: Due, state: WatchState, found: Unchanged, now: datetime) -> _Verdict:
    read = _read(due, state, found.capture, now)
    held = read.state.held
    if held is None:
        return read
    state = replace(read.state, held_looks=read.state.held_looks + 1)
    if state.held_looks < min(2 ** (state.flips - 1), _MOST_HELD_LOOKS):
        return replace(read, state=state)
    line = "returned to an earlier wording"
    event = replace(
        _event(state, EventKind.CHANGED, now, line),
        old_version=held - 1,
        new_version=held,
    )
    state = replace(state, held=None, held_looks=0, told_version=held)
    return replace(read, state=state, events=(*read.events, event))


def _new_version(due: Due, state: WatchState, found: NewVersion, now: datetime) -> _Verdict:
    read = _read(due, state, found.capture, now)
    version = due.state.latest_version + 1
    same_as = max(found.same_as, default=None)
    alternates = read.state.flips > 0
    change = summary(found.change, same_as=same_as, alternates=alternates) if found.change else None
    state = replace(read.state, latest_version=version)
    state = replace(state, last_changed_at=now) if change else state
    state, told = _tell_version(state, found, version, change, now)
    snapshot = _snapshot(state, found, version)
    return _Verdict(state, (*read.events, *told), snapshot, change, found.lines)


def _tell_version(
    state: WatchState,
    found: NewVersion,
    version: int,
    change: ChangeSummary | None,
    now: datetime,
) -> tuple[WatchState, tuple[Event, ...]]:
    """Return the event that a new version is, or hold it where it returns to an earlier one.

    A page that alternates between two wordings (an A/B test, two caches out of step) is told
    once: a return is told only when it has stayed for as many looks as it has flipped before.
    """
    if found.same_as:
        believed = state.told_version in found.same_as
        state = replace(state, flips=state.flips + 1, held_looks=0)
        if believed:
            return replace(state, held=None, told_version=version), ()
        return replace(state, held=version), ()
    kind = EventKind.CHANGED if change else EventKind.FIRST_SEEN
    event = replace(
        _event(state, kind, now, change.line if change else "first version"),
        headline=found.article.headline,
        old_version=version - 1 if change else None,
        new_version=version,
        change=change,
    )
    state = replace(state, flips=0, held=None, held_looks=0, told_version=version)
    return state, (event,)


def _snapshot(state: WatchState, found: NewVersion, version: int) -> Snapshot:
    return Snapshot(
        watch_id=state.watch_id,
        version=version,
        article=found.article,
        capture=found.ref,
        fetched_at=found.capture.received_at,
        url=found.capture.final_url,
        status=found.capture.status,
        headers=found.capture.headers,
        content_digest=found.content_digest,
        extractor=found.article.extractor,
    )


# --- what every look leaves ------------------------------------------------------------------


def _event(state: WatchState, kind: EventKind, now: datetime, line: str) -> Event:
    return Event(
        id=event_id(state.watch_id, state.revision, kind),
        watch_id=state.watch_id,
        revision=state.revision,
        kind=kind,
        at=now,
        line=line,
        new_version=state.latest_version or None,
        reason=state.reason,
    )


def _row(state: WatchState, look: Look, now: datetime) -> CheckRow:
    result = look.fetched.result
    match result:
        case Capture(status=status, wire_bytes=wire_bytes):
            http_status: int | None = status
        case Failure(status=http_status):
            wire_bytes = 0
        case _:
            http_status, wire_bytes = 304, 0
    return CheckRow(
        watch_id=state.watch_id,
        revision=state.revision,
        at=now,
        status=look.found.status,
        http_status=http_status,
        elapsed=look.fetched.elapsed,
        wire_bytes=wire_bytes,
        reason=state.reason if look.found.status is CheckStatus.FAILED else None,
    )


def _pause(state: WatchState, look: Look) -> timedelta:
    """Return how long the host is left alone: longer where it challenges us."""
    if state.reason is not Reason.CHALLENGE:
        return look.fetched.pause
    doublings = min(state.failures, 6)
    return max(look.fetched.pause, _CHALLENGE_PAUSE * (1 << doublings))
