"""PURE: what a poll of a source means: new articles, hints of edits, and when to poll next.

An entry is a new article where its address is unknown and it is in the source's scope; an entry
that says that it was changed after our last look is a hint. A source brings no more new articles
a day than it may; those that have to wait are taken on the next day, while it lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from monitor.discover.scope import in_scope
from monitor.discover.websub import interval_of
from monitor.model import (
    NO_VALIDATORS,
    DueSource,
    Entry,
    Failure,
    Hint,
    KnownAddress,
    Listing,
    Origin,
    PollOutcome,
    Source,
    SourceState,
    Validators,
    Watch,
    address_key,
)

_LONGEST = timedelta(hours=6)
"""The longest wait while a source cannot be read, where its interval is not longer."""
_MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What was fetched of a source."""

    result: Listing | Failure | None
    """None: the same as last time."""
    dropped: tuple[str, ...] = ()
    """Watches that it listed at the last poll, with dates, and no longer does."""
    validators: Validators = NO_VALIDATORS
    digest: str | None = None
    """Of the bytes of the listing."""
    whole: bool = True
    """False: some of the sitemaps that it names could not be read; they are still to be."""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A listing's entries, by what becomes of them."""

    new: tuple[Entry, ...]
    hints: tuple[Hint, ...]
    back: tuple[str, ...]
    out_of_scope: int


def poll_outcome(
    due: DueSource,
    polled: Polled,
    known: Mapping[str, KnownAddress],
    now: datetime,
    new_id: Callable[[], str],
) -> PollOutcome:
    """Return what the poll of `due` wants recorded; `known` are the watches of listed addresses."""
    source = due.source
    state = replace(
        due.state, revision=due.state.revision + 1, polls=due.state.polls + 1, last_polled_at=now
    )
    match polled.result:
        case Failure() as failure:
            return PollOutcome(source=source, state=_failed(source, state, failure, now))
        case None:
            return PollOutcome(source=source, state=_read(_unsettled(due), state, polled, now))
        case Listing() as listing:
            return _listed(due, state, polled, listing, known, now, new_id)


def _failed(source: Source, state: SourceState, failure: Failure, now: datetime) -> SourceState:
    doublings = min(state.failures, _MOST_DOUBLINGS)
    wait = min(source.interval * (1 << doublings), max(source.interval, _LONGEST))
    return replace(
        state,
        failures=state.failures + 1,
        reason=failure.reason,
        detail=failure.detail,
        validators=NO_VALIDATORS,
        digest=None,
        next_poll_at=now + wait,
    )


def _unsettled(due: DueSource) -> DueSource:
    """Return an unchanged source as one that no hub tells of where its hub just did: a cache may
    be behind, and then the news comes with the next poll."""
    told_at = due.told.told_at if due.told else None
    before = due.state.last_polled_at
    return replace(due, told=None) if told_at and before and told_at > before else due


def _read(due: DueSource, state: SourceState, polled: Polled, now: datetime) -> SourceState:
    """Return the state after a poll that went well."""
    return replace(
        state,
        polls_ok=state.polls_ok + 1,
        last_read_at=now if polled.whole else state.last_read_at,
        failures=0,
        reason=None,
        detail="",
        validators=polled.validators,
        digest=polled.digest,
        next_poll_at=now + interval_of(due.source.interval, due.told, now),
    )


def _listed(
    due: DueSource,
    state: SourceState,
    polled: Polled,
    listing: Listing,
    known: Mapping[str, KnownAddress],
    now: datetime,
    new_id: Callable[[], str],
) -> PollOutcome:
    source = due.source
    found = _sort(source, listing, known, now)
    today = now.astimezone(UTC).date()
    taken = state.taken if state.day == today else 0
    room = max(source.limit - taken, 0)
    watches = tuple(_watch(source, entry, now, new_id()) for entry in found.new[:room])
    waiting = len(found.new) - len(watches)
    state = replace(
        _read(due, state, polled, now),
        kind=listing.kind,
        title=listing.title,
        listed=len(listing.entries),
        out_of_scope=found.out_of_scope,
        waiting=waiting,
        day=today,
        taken=taken + len(watches),
        hub=listing.hub,
        topic=listing.topic,
    )
    if waiting:  # It is to be read again although it stays the same.
        state = replace(state, validators=NO_VALIDATORS, digest=None)
    dropped = tuple(Hint(watch_id=one, listed=False) for one in polled.dropped)
    return PollOutcome(
        source=source,
        state=state,
        watches=watches,
        back=found.back,
        hints=(*found.hints, *dropped),
    )


def _sort(
    source: Source, listing: Listing, known: Mapping[str, KnownAddress], now: datetime
) -> _Sorted:
    new: dict[str, Entry] = {}
    hints: dict[str, Hint] = {}
    back: dict[str, None] = {}
    outside = 0
    for entry in listing.entries:
        key = address_key(entry.url)
        watch = known.get(key)
        if not in_scope(entry, source.scope):
            outside += 1
        elif watch is not None:
            hint = _hint(entry, watch)
            hints |= {} if hint is None else {watch.watch_id: hint}
            back |= {watch.watch_id: None} if watch.retired and _is_news(entry, watch) else {}
        elif not _too_old(entry, source, now):
            new.setdefault(key, entry)
    return _Sorted(tuple(new.values()), tuple(hints.values()), tuple(back), outside)


def _hint(entry: Entry, watch: KnownAddress) -> Hint | None:
    """Return the hint that an entry gives, if it says anything that is not known."""
    if entry.updated is None or watch.removed:
        return None
    if _is_news(entry, watch):
        return Hint(watch_id=watch.watch_id, updated_at=entry.updated)
    return None if watch.listed else Hint(watch_id=watch.watch_id)


def _is_news(entry: Entry, watch: KnownAddress) -> bool:
    """Return whether an entry says that an article was updated after the last look at it."""
    if entry.updated is None or watch.looked_at is None or watch.removed:
        return False
    return entry.updated > watch.looked_at


def _too_old(entry: Entry, source: Source, now: datetime) -> bool:
    """Return whether an article's life was over before anybody found it."""
    last = max(filter(None, (entry.published, entry.updated)), default=None)
    return last is not None and now - last > source.life


def _watch(source: Source, entry: Entry, now: datetime, new_id: str) -> Watch:
    return Watch(
        id=new_id,
        url=entry.url,
        host=urlsplit(entry.url).netloc,
        origin=Origin.SOURCE,
        added_at=now,
        source=source.id,
        kinds=source.kinds,
        channels=source.channels,
        alert_on=source.alert_on,
        plan=source.plan,
    )
