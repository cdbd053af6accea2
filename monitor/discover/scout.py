"""The shell: polls sources, at their hosts' pace. What a poll means is decided in `polling`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Protocol, TypeVar

import structlog

from monitor.discover.polling import Polled, poll_outcome
from monitor.discover.reading import read_listing
from monitor.discover.websub import with_link_headers
from monitor.errors import BadAddress, StoreError
from monitor.model import (
    NO_VALIDATORS,
    Capture,
    DueSource,
    Failure,
    Fetched,
    FetchRequest,
    Further,
    Hint,
    KnownAddress,
    Listing,
    NotModified,
    PollOutcome,
    Reason,
    Source,
    SourceState,
    Validators,
    address_key,
)
from monitor.ports import Addresses, Clock, Fetcher, SourceStore

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_AT_ONCE = 8
"""Sources that are polled side by side, each of another host."""
_MOST_FURTHER = 5
"""Sitemaps of an index that are read in one poll: the newest, and those for news."""
_MOST_KNOWN = 200
"""Addresses of a host from which a section page's links are learned."""
_STORE_TROUBLE = timedelta(seconds=30)

T = TypeVar("T")

log = structlog.get_logger()


class Purses(Protocol):
    """What requests are paid from."""

    def exhausted(self, host: str | None = None) -> bool:
        """Return whether no request at all can be paid now, or none to `host`."""

    def pay_poll(self, source: Source) -> None:
        """Take a request for a source out of the purses."""


class Run(Protocol):
    """Runs work where it can be killed; a crash, a hang or a hunger for memory is a Failure."""

    async def __call__(self, work: Callable[..., T], *args: object) -> T | Failure: ...


@dataclass(kw_only=True)
class Scout:
    """Finds articles: polls what is due, and adds what is new."""

    store: SourceStore
    addresses: Addresses
    fetcher: Fetcher
    run: Run
    clock: Clock
    new_id: Callable[[], str]
    normalise: Callable[[str], str]
    """The gate's judgement on an address; raises BadAddress."""
    purses: Purses
    hear: Callable[[tuple[Hint, ...]], Awaitable[None]]
    """Looks earlier where that is worth it, by what sources say."""
    on_poll: Callable[[PollOutcome], None] = lambda outcome: None
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _stopping: bool = False
    _resting_until: float = float("-inf")

    async def tick(self) -> None:
        """Start on sources that are due, one of a host at a time. Never waits for a poll."""
        if self._stopping or self.clock.monotonic() < self._resting_until:
            return
        room = _AT_ONCE - len(self._running)
        for due in await self.store.due_sources(_AT_ONCE * 8) if room > 0 else ():
            host = due.source.host
            free = host not in self._running and not self.purses.exhausted(host)
            if free and len(self._running) < _AT_ONCE:
                self._running[host] = asyncio.create_task(self._poll_safely(host, due))

    async def run_dry(self) -> None:
        """Poll until nothing is due and nothing is running."""
        await self.tick()
        while self._running:
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await self.tick()

    async def stop(self, grace: timedelta) -> None:
        """Start nothing more, let running polls end within `grace`."""
        self._stopping = True
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=grace.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def poll(self, due: DueSource) -> PollOutcome | None:
        """Poll a source and record what was found; None where that came too late."""
        began_at = self.clock.now()
        polled = await self.look(due)
        known = await self._known(polled)
        polled = replace(polled, dropped=await self._dropped(due, polled, known))
        outcome = poll_outcome(due, polled, known, self.clock.now(), self.new_id)
        outcome = replace(outcome, began_at=began_at)
        if outcome.hints:
            # First: what was recorded is not read again, and an unheard hint would be lost.
            await self.hear(outcome.hints)
        if not await self.store.record_poll(outcome):
            return None
        self.on_poll(outcome)
        return outcome

    async def look(self, due: DueSource) -> Polled:
        """Fetch and read a source, and what it names if it is an index of sitemaps."""
        state = due.state
        match (await self.fetch(due)).result:
            case Failure() as failure:
                return Polled(result=failure)
            case NotModified():
                return Polled(result=None, validators=state.validators, digest=state.digest)
            case Capture(digest=digest, validators=validators) if digest == state.digest:
                return Polled(result=None, validators=validators, digest=digest)
            case Capture() as capture:
                return await self.read(capture, due)

    async def fetch(self, due: DueSource) -> Fetched:
        """Ask for a source, conditionally only while the last answer was a listing."""
        self.purses.pay_poll(due.source)
        validators = NO_VALIDATORS if due.state.failures else due.state.validators
        return await self.fetcher.fetch(_request(due.source.url, validators))

    async def read(self, capture: Capture, due: DueSource) -> Polled:
        """Read what a source answered, and what that names if it is an index of sitemaps."""
        listing = await self._read(capture, due)
        polled = Polled(result=listing, validators=capture.validators, digest=capture.digest)
        return await self._whole(polled, due)

    async def _read(self, capture: Capture, due: DueSource) -> Listing | Failure:
        known = await self.addresses.addresses_of(due.source.host, _MOST_KNOWN)
        read = partial(read_listing, kind=due.source.kind, known=known, now=self.clock.now())
        listing = await self.run(
            read, capture.body, capture.final_url, capture.header("content-type")
        )
        if isinstance(listing, Failure):
            return listing
        return with_link_headers(self._in_reach(listing), capture)

    def _in_reach(self, listing: Listing) -> Listing:
        """Return `listing` with each address in its one spelling, those left out that are none."""
        entries = []
        for entry in listing.entries:
            with suppress(BadAddress):
                entries.append(replace(entry, url=self.normalise(entry.url)))
        left_out = listing.left_out + len(listing.entries) - len(entries)
        return replace(listing, entries=tuple(entries), left_out=left_out)

    async def _whole(self, polled: Polled, due: DueSource) -> Polled:
        """Return what was polled with the entries of the sitemaps that it names.

        One level deep: an index that an index names is not followed, so that none is endless. An
        index is read at each poll, since those that it names may change while it does not.
        """
        listing = polled.result
        if not isinstance(listing, Listing) or not listing.further:
            return polled
        parts = [await self._further(one, due) for one in _fresh(listing.further, due.state)]
        failures = [part for part in parts if isinstance(part, Failure)]
        entries = [entry for part in parts if isinstance(part, Listing) for entry in part.entries]
        whole = replace(listing, entries=(*listing.entries, *entries), further=())
        result = failures[0] if failures and not whole.entries else whole
        return Polled(result=result, whole=not failures)

    async def _further(self, further: Further, due: DueSource) -> Listing | Failure:
        self.purses.pay_poll(due.source)
        fetched = await self.fetcher.fetch(_request(further.url))
        match fetched.result:
            case Capture() as capture:
                return await self._read(capture, due)
            case Failure() as failure:
                return failure
            case NotModified():
                detail = f"{further.url} says that nothing has changed, though nobody asked"
                return Failure(reason=Reason.PROTOCOL, detail=detail)

    async def _known(self, polled: Polled) -> Mapping[str, KnownAddress]:
        if not isinstance(polled.result, Listing):
            return {}
        keys = {address_key(entry.url) for entry in polled.result.entries}
        return await self.addresses.known(keys)

    async def _dropped(
        self, due: DueSource, polled: Polled, known: Mapping[str, KnownAddress]
    ) -> tuple[str, ...]:
        """Return the watches that the source listed at the last poll and no longer does."""
        if not isinstance(polled.result, Listing):
            return ()
        now = {watch.watch_id for watch in known.values()}
        before = await self.store.listed(due.source.id)
        return tuple(one for one in before if one not in now)

    async def _poll_safely(self, host: str, due: DueSource) -> None:
        try:
            if await self.poll(due) is None:
                log.info("poll came too late and was dropped", source=due.source.id)
        except StoreError as error:
            self._rest(error)
        except Exception as error:
            # Whatever it is: a bug over one source must not stop the others.
            log.exception("a poll failed on a bug of ours", source=due.source.id)
            await self._give_up(due, error)
        finally:
            del self._running[host]

    async def _give_up(self, due: DueSource, error: Exception) -> None:
        """Record that a bug of ours ended the poll: the source says so, and is not rushed."""
        detail = f"a bug in the monitor: {type(error).__name__} (please report it)"
        polled = Polled(result=Failure(reason=Reason.EXTRACTOR_FAILED, detail=detail))
        outcome = poll_outcome(due, polled, {}, self.clock.now(), self.new_id)
        try:
            await self.store.record_poll(outcome)
        except StoreError as trouble:
            self._rest(trouble)

    def _rest(self, error: StoreError) -> None:
        """Leave everything due and come back later."""
        self._resting_until = self.clock.monotonic() + _STORE_TROUBLE.total_seconds()
        log.error("cannot write; trying again soon", error=str(error), hint=error.hint)


def _request(url: str, validators: Validators = NO_VALIDATORS) -> FetchRequest:
    return FetchRequest(url=url, accept=ACCEPT, validators=validators, page=False)


def _fresh(further: tuple[Further, ...], state: SourceState) -> tuple[Further, ...]:
    """Return the sitemaps that may have changed since the last poll, as many as are read in one."""
    since = state.last_read_at
    changed = (one for one in further if not since or not one.updated or one.updated > since)
    return tuple(islice(changed, _MOST_FURTHER))
