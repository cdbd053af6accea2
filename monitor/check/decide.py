"""PURE: what a look means. One look and the memory of a watch in, all that is to be recorded out.

The rules: an unreadable page never touches the baseline; an error is cleared only by a successful
read; what is kept never depends on what is alerted; each state is told once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from monitor.cadence import (
    STANDARD,
    Terms,
    edited_between,
    learnt,
    next_check,
    remembered,
)
from monitor.check.alerting import alerts_for
from monitor.check.failing import failed
from monitor.check.looking import Duplicate, Failed, Look, NewVersion, Unchanged
from monitor.check.policy import Policy
from monitor.check.sitewide import is_of_the_site
from monitor.check.verdict import Verdict, event
from monitor.diff import summary
from monitor.model import (
    EDITS_KEPT,
    Capture,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    CheckStatus,
    Due,
    Event,
    EventKind,
    Failure,
    FindingKind,
    Habits,
    Health,
    Neighbours,
    Reason,
    Retirement,
    Snapshot,
    Stamp,
    WatchState,
)

_CHALLENGE_PAUSE = timedelta(minutes=1)
_MOST_HELD_LOOKS = 16


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


def _judge(due: Due, state: WatchState, look: Look, policy: Policy, now: datetime) -> Verdict:
    match look.found:
        case Failed(failure=failure, teaser=teaser):
            verdict = failed(due, state, failure, look.neighbours, policy, now)
            return _with_version(due, verdict, teaser, now) if teaser else verdict
        case Unchanged() as found:
            return _unchanged(due, state, found, now)
        case NewVersion() as found:
            return _new_version(due, state, found, look.neighbours, policy, now)
        case Duplicate(of=twin, capture=capture):
            verdict = _read(due, state, capture, now)
            return replace(verdict, retire=Retirement.DUPLICATE, same_as=twin.watch_id)
        case _:
            assert_never(look.found)


# --- a successful look -----------------------------------------------------------------------


def _read(due: Due, state: WatchState, capture: Capture | None, now: datetime) -> Verdict:
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
        events = (*events, event(state, EventKind.MOVED, now, line))
    state = replace(
        state,
        validators=capture.validators,
        capture_digest=capture.digest,
        final_url=capture.final_url,
        not_modified=0,
    )
    return replace(verdict, state=state, events=events)


def _back(due: Due, state: WatchState, now: datetime) -> Verdict:
    """Return the event that being readable again is; untold where the trouble was."""
    if due.state.told is None:
        return Verdict(state)
    if due.state.told is EventKind.GONE:
        return Verdict(state, (event(state, EventKind.RESTORED, now, "is back"),))
    told = event(state, EventKind.RECOVERED, now, "can be read again")
    if due.state.told_quietly:
        return Verdict(state, untold=(told,))
    return Verdict(state, (told,))


def _moved(due: Due, capture: Capture) -> bool:
    known = due.state.final_url or due.watch.url
    return capture.final_url != known and any(hop.permanent for hop in capture.hops)


def _unchanged(due: Due, state: WatchState, found: Unchanged, now: datetime) -> Verdict:
    read = replace(_read(due, state, found.capture, now), addresses=found.addresses)
    held = read.state.held
    if held is None:
        return read
    state = replace(read.state, held_looks=read.state.held_looks + 1)
    if state.held_looks < min(2 ** (state.flips - 1), _MOST_HELD_LOOKS):
        return replace(read, state=state)
    line = "returned to an earlier wording"
    told = replace(
        event(state, EventKind.CHANGED, now, line),
        old_version=held - 1,
        new_version=held,
    )
    state = replace(state, held=None, held_looks=0, told_version=held)
    return replace(read, state=state, events=(*read.events, told))


def _new_version(
    due: Due,
    state: WatchState,
    found: NewVersion,
    neighbours: Neighbours,
    policy: Policy,
    now: datetime,
) -> Verdict:
    read = _read(due, state, found.capture, now)
    if is_of_the_site(found, neighbours, policy):
        return _site_changed(due, read, found, neighbours, now)
    verdict = _with_version(due, read, found, now)
    kinds = due.watch.kinds
    if _is_first_text(found) and kinds and found.article.kind not in kinds:
        return replace(verdict, events=read.events, retire=Retirement.KIND)
    return verdict


def _is_first_text(found: NewVersion) -> bool:
    """Tell whether the text is read for the first time: at all, or after the wall before it."""
    said = found.change.findings if found.change else ()
    return found.change is None or any(one.kind is FindingKind.OPENED for one in said)


def _with_version(due: Due, looked: Verdict, found: NewVersion, now: datetime) -> Verdict:
    """Return the verdict with a version that is kept, and what is told of that."""
    version = due.state.latest_version + 1
    same_as = max(found.same_as, default=None)
    alternates = looked.state.flips > 0
    change = summary(found.change, same_as=same_as, alternates=alternates) if found.change else None
    state = replace(looked.state, latest_version=version)
    edited = change is not None and change.edits > 0
    state = _edited(due, state, found, now) if edited else _first_read(due, state, found, now)
    state, told = _tell_version(due, state, found, change, now)
    return replace(
        looked,
        state=state,
        events=(*looked.events, *told),
        snapshot=_snapshot(state, found, version),
        summary=change,
        ballot=found.ballot,
        addresses=found.addresses,
    )


def _site_changed(
    due: Due, read: Verdict, found: NewVersion, neighbours: Neighbours, now: datetime
) -> Verdict:
    """Keep a version that the site's change made, and tell of the site, once.

    What people believe of the article is what they were told last: should the site's change be
    taken back, nothing happened.
    """
    version = due.state.latest_version + 1
    state = replace(read.state, latest_version=version)
    many = 1 + len(neighbours.alike)
    line = f"{due.watch.host}: {many} articles changed alike at once: the site, not the articles"
    told = replace(
        event(state, EventKind.SITE_CHANGED, now, line),
        headline=found.article.headline,
        old_version=version - 1,
        new_version=version,
    )
    return replace(
        read,
        state=state,
        events=read.events if neighbours.site_told else (*read.events, told),
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
    due: Due,
    state: WatchState,
    found: NewVersion,
    change: ChangeSummary | None,
    now: datetime,
) -> tuple[WatchState, tuple[Event, ...]]:
    """Return the event that a new version is, or hold it where it returns to an earlier one.

    A page that alternates between two wordings (an A/B test, two caches out of step) is told
    once: a return is told only when it has stayed for as many looks as it has flipped before.
    """
    version = state.latest_version
    if found.same_as:
        believed = state.told_version in found.same_as
        state = replace(state, flips=state.flips + 1, held_looks=0)
        if believed:
            return replace(state, held=None, told_version=version), ()
        return replace(state, held=version), ()
    state = replace(state, flips=0, held=None, held_looks=0, told_version=version)
    if change is None or not change.edits:
        return state, _first_seen(due, state, found, now)
    told = replace(
        event(state, EventKind.CHANGED, now, change.line),
        headline=found.article.headline,
        old_version=version - 1,
        change=change,
    )
    return state, (told,)


def _first_seen(due: Due, state: WatchState, found: NewVersion, now: datetime) -> tuple[Event, ...]:
    """Return the event that the first full text is. That of a wall before it is BLOCKED, and
    where that was told, it is RECOVERED once the wall has gone."""
    if found.article.is_teaser or due.state.told:
        return ()
    told = event(state, EventKind.FIRST_SEEN, now, "first version")
    return (replace(told, headline=found.article.headline),)


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
