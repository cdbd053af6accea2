"""PURE: what a look means. One look and the memory of a watch in, all that is to be recorded out.

The rules: an unreadable page never touches the baseline; an error is cleared only by a successful
read; what is kept never depends on what is alerted; each state is told once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from monitor.cadence import (
    BLOCKED_REASONS,
    GONE_REASONS,
    LASTING_REASONS,
    STANDARD,
    Terms,
    edited_between,
    learnt,
    next_check,
    remembered,
)
from monitor.check.alerting import alerts_for
from monitor.check.looking import Duplicate, Failed, Look, NewVersion, Unchanged
from monitor.check.policy import Policy
from monitor.check.sitewide import is_of_the_site, is_told_already
from monitor.diff import summary
from monitor.model import (
    EDITS_KEPT,
    Ballot,
    Capture,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    CheckStatus,
    Due,
    Event,
    EventKind,
    Failure,
    Habits,
    Health,
    Neighbours,
    Origin,
    Reason,
    Retirement,
    Snapshot,
    Stamp,
    WatchState,
    event_id,
)

_HEALTH = {
    EventKind.GONE: Health.GONE,
    EventKind.BLOCKED: Health.BLOCKED,
    EventKind.FAILING: Health.FAILING,
}
_NO_ARTICLE = GONE_REASONS | LASTING_REASONS
"""What a source listed and nobody has ever read: no article, as far as can be known."""
_CHALLENGE_PAUSE = timedelta(minutes=1)
_MOST_HELD_LOOKS = 16


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a look changes, before it is scheduled and alerted."""

    state: WatchState
    events: tuple[Event, ...] = ()
    snapshot: Snapshot | None = None
    summary: ChangeSummary | None = None
    ballot: Ballot | None = None
    addresses: tuple[str, ...] = ()
    untold: tuple[Event, ...] = ()
    """Events that are kept, but that nobody is alerted to."""
    withdraw: bool = False
    """The edits of neighbours that were changed alike are taken back."""
    retire: Retirement | None = None
    same_as: str | None = None


def decide(
    due: Due, look: Look, policy: Policy, now: datetime, terms: Terms = STANDARD
) -> CheckOutcome:
    """Return what the look at `due` wants recorded, as of `now`; `terms` are those of its host."""
    state = replace(
        due.state,
        revision=due.state.revision + 1,
        checks=due.state.checks + 1,
        last_checked_at=now,
    )
    verdict = _judge(due, state, look, policy, now)
    next_at = next_check(due.watch, verdict.state, policy.cadence, now, terms)
    return CheckOutcome(
        watch=due.watch,
        state=replace(verdict.state, next_check_at=next_at),
        row=_row(verdict.state, look, now),
        pause=_pause(verdict.state, look),
        snapshot=verdict.snapshot,
        summary=verdict.summary,
        reread=look.reread,
        ballot=verdict.ballot,
        learnt=_learnt(due, verdict.state, terms),
        events=(*verdict.events, *verdict.untold),
        alerts=alerts_for(due.watch, verdict.events, policy),
        addresses=verdict.addresses,
        retire=verdict.retire,
        same_as=verdict.same_as,
        changed_lines=look.found.changed_lines if isinstance(look.found, NewVersion) else (),
        withdraw=look.neighbours.alike if verdict.withdraw else (),
        withdraw_since=look.neighbours.first_at if verdict.withdraw else None,
    )


def _judge(due: Due, state: WatchState, look: Look, policy: Policy, now: datetime) -> _Verdict:
    match look.found:
        case Failed(failure=failure):
            return _failed(due, state, failure, look.neighbours, policy, now)
        case Unchanged() as found:
            return _unchanged(due, state, found, now)
        case NewVersion() as found:
            return _new_version(due, state, found, look.neighbours, policy, now)
        case Duplicate(of=twin, capture=capture):
            verdict = _read(due, state, capture, now)
            return replace(verdict, retire=Retirement.DUPLICATE, same_as=twin.watch_id)
        case _:
            assert_never(look.found)


# --- a failed look ---------------------------------------------------------------------------


def _failed(
    due: Due,
    state: WatchState,
    failure: Failure,
    neighbours: Neighbours,
    policy: Policy,
    now: datetime,
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
    if kind is None or (kind is before.told and not before.told_quietly):
        return _Verdict(state)
    listed = due.watch.origin is Origin.SOURCE and not state.latest_version
    if listed and failure.reason in _NO_ARTICLE:
        return _Verdict(state, retire=Retirement.NO_ARTICLE)
    quietly = is_told_already(kind, failure.reason, neighbours)
    if quietly and kind is before.told:
        return _Verdict(state)
    state = replace(state, told=kind, told_quietly=quietly, health=_HEALTH[kind])
    event = _event(state, kind, now, _FAILED_LINES[kind](failure))
    return _Verdict(state, untold=(event,)) if quietly else _Verdict(state, (event,))


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
        told_quietly=False,
        hinted_at=None,
    )
    verdict = _back(due, state, now)
    state, events = verdict.state, verdict.events
    if capture is None:
        return replace(verdict, state=replace(state, not_modified=state.not_modified + 1))
    if _moved(due, capture):
        line = f"moved to {capture.final_url}"
        events = (*events, _event(state, EventKind.MOVED, now, line))
    state = replace(
        state,
        validators=capture.validators,
        capture_digest=capture.digest,
        final_url=capture.final_url,
        not_modified=0,
    )
    return replace(verdict, state=state, events=events)


def _back(due: Due, state: WatchState, now: datetime) -> _Verdict:
    """Return the event that being readable again is; untold where the trouble was."""
    if due.state.told is None:
        return _Verdict(state)
    if due.state.told is EventKind.GONE:
        return _Verdict(state, (_event(state, EventKind.RESTORED, now, "is back"),))
    event = _event(state, EventKind.RECOVERED, now, "can be read again")
    if due.state.told_quietly:
        return _Verdict(state, untold=(event,))
    return _Verdict(state, (event,))


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


def _new_version(
    due: Due,
    state: WatchState,
    found: NewVersion,
    neighbours: Neighbours,
    policy: Policy,
    now: datetime,
) -> _Verdict:
    read = _read(due, state, found.capture, now)
    if is_of_the_site(found, neighbours, policy):
        return _site_changed(due, read, found, neighbours, now)
    version = due.state.latest_version + 1
    same_as = max(found.same_as, default=None)
    alternates = read.state.flips > 0
    change = summary(found.change, same_as=same_as, alternates=alternates) if found.change else None
    state = replace(read.state, latest_version=version)
    state = _edited(due, state, found, now) if change else _first_read(due, state, found, now)
    state, told = _tell_version(state, found, version, change, now)
    verdict = replace(
        read,
        state=state,
        events=(*read.events, *told),
        snapshot=_snapshot(state, found, version),
        summary=change,
        ballot=found.ballot,
        addresses=found.addresses,
    )
    kinds = due.watch.kinds
    if version == 1 and kinds and found.article.kind not in kinds:
        return replace(verdict, events=read.events, retire=Retirement.KIND)
    return verdict


def _site_changed(
    due: Due, read: _Verdict, found: NewVersion, neighbours: Neighbours, now: datetime
) -> _Verdict:
    """Keep a version that the site's change made, and tell of the site, once.

    What people believe of the article is what they were told last: should the site's change be
    taken back, nothing happened.
    """
    version = due.state.latest_version + 1
    state = replace(read.state, latest_version=version)
    many = 1 + len(neighbours.alike)
    line = f"{due.watch.host}: {many} articles changed alike at once: the site, not the articles"
    event = replace(
        _event(state, EventKind.SITE_CHANGED, now, line),
        headline=found.article.headline,
        old_version=version - 1,
        new_version=version,
    )
    told = () if neighbours.site_told else (event,)
    return replace(
        read,
        state=state,
        events=(*read.events, *told),
        snapshot=_snapshot(state, found, version),
        summary=summary(found.change) if found.change else None,
        ballot=found.ballot,
        addresses=found.addresses,
        withdraw=True,
    )


def _edited(due: Due, state: WatchState, found: NewVersion, now: datetime) -> WatchState:
    """Return the state with the time of an edit. A return to an earlier wording is none: a page
    that alternates is not looked at more often for that."""
    state = replace(state, last_changed_at=now)
    if found.same_as:
        return state
    stated = _moment(found.article.modified)
    at = edited_between(due.state.last_read_at or due.watch.added_at, now, stated)
    return replace(state, edited_at=(*state.edited_at, at)[-EDITS_KEPT:])


def _first_read(due: Due, state: WatchState, found: NewVersion, now: datetime) -> WatchState:
    """Return the state with the time of publication, if the page says one that can be true."""
    stated = _moment(found.article.published)
    if stated is None or stated > now:
        stated = due.watch.added_at
    return replace(state, published_at=stated)


def _moment(stamp: Stamp | None) -> datetime | None:
    return None if stamp is None or stamp.day_only else stamp.at


def _learnt(due: Due, state: WatchState, terms: Terms) -> Habits | None:
    """Return what a look adds to what is known of the host; a first or failed one adds nothing."""
    read_at, before = state.last_read_at, due.state.last_read_at
    if read_at is None or before is None or before == read_at:
        return None
    past = remembered(due.watch, due.state, before)
    return learnt(terms.beliefs, past, remembered(due.watch, state, read_at))


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
