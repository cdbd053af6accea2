"""PURE: what a look changes, and the event that it brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model import (
    Ballot,
    ChangeSummary,
    Event,
    EventKind,
    Retirement,
    Snapshot,
    WatchState,
    event_id,
)


@dataclass(frozen=True, slots=True)
class Verdict:
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


def event(state: WatchState, kind: EventKind, now: datetime, line: str) -> Event:
    """Return what is worth telling of a watch, as it is in `state`."""
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
