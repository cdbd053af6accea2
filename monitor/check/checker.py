"""ONE CHECK: the shell. I/O in a fixed order; what it means is decided in `decide`.

load, fetch, read, put the bytes, decide, record: bytes are on disk before any row names them, and
all rows of a check are written in one transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from monitor.check.decide import decide
from monitor.check.looking import Duplicate, Failed, Found, Look, NewVersion, Unchanged
from monitor.check.policy import Policy
from monitor.check.reading import Reader, Reading, page_of
from monitor.check.rereading import Rereading
from monitor.check.sitewide import changed_lines, is_same_article
from monitor.check.spending import Spending
from monitor.errors import StoreFull
from monitor.model import (
    NOBODY,
    Article,
    Capture,
    CheckOutcome,
    CheckStatus,
    Due,
    Failure,
    Fetched,
    FetchRequest,
    Lease,
    Neighbours,
    NotModified,
    Reason,
    Snapshot,
    Validators,
    address_key,
    is_opened,
    site_of,
)
from monitor.ports import Addresses, Captures, Clock, Fetcher, HostMemory, Store

T = TypeVar("T")

_ALTERNATING = 8
"""Versions among which a page that alternates is looked for, where they were read otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """All that one check needs."""

    fetcher: Fetcher
    store: Store
    memory: HostMemory
    addresses: Addresses
    captures: Captures
    reader: Reader
    rereading: Rereading
    spending: Spending
    clock: Clock
    policy: Policy
    disk: Executor
    """Where captures are written and read: one thread, since each more costs an arena of memory."""

    async def check(self, lease: Lease, due: Due) -> CheckOutcome | None:
        """Look at a watch and record what was found; None where that came too late.

        Raises StoreError where the outcome could not be written: the watch stays due.
        """
        self.spending.pay(due.watch)
        fetched = await self.fetcher.fetch(self._request(due))
        if isinstance(fetched.result, NotModified) and _elsewhere(due, fetched.result):
            again = FetchRequest(url=due.watch.url, watch=due.watch.id)
            fetched = await self.fetcher.fetch(again)
        found, reread = await self._find(due, fetched)
        neighbours = await self._neighbours(due, found)
        look = Look(fetched=fetched, found=found, reread=reread, neighbours=neighbours)
        return await self._record(lease, due, look)

    async def _neighbours(self, due: Due, found: Found) -> Neighbours:
        """Ask how the rest of the host is, where the look may say something about all of it."""
        match found:
            case Failed():
                return await self.store.neighbours(due.watch, ())
            case NewVersion(changed_lines=lines) if lines:
                return await self.store.neighbours(due.watch, lines)
            case _:
                return NOBODY

    async def give_up(self, lease: Lease, due: Due, error: Exception) -> CheckOutcome | None:
        """Record that a bug of ours ended the check: the watch says so, and is not rushed."""
        detail = f"a bug in the monitor: {type(error).__name__} (please report it)"
        failure = Failure(reason=Reason.EXTRACTOR_FAILED, detail=detail)
        fetched = Fetched(result=failure, pause=timedelta(), elapsed=timedelta())
        return await self._record(lease, due, Look(fetched=fetched, found=Failed(failure=failure)))

    async def _record(self, lease: Lease, due: Due, look: Look) -> CheckOutcome | None:
        terms = await self.spending.terms(due.watch)
        outcome = decide(due, look, self.policy, self.clock.now(), terms)
        return outcome if await self.store.record(lease, outcome) else None

    def _request(self, due: Due) -> FetchRequest:
        """Ask conditionally only while the last answer was the article, and not for ever."""
        state = due.state
        sure = not state.failures and state.not_modified < self.policy.full_fetch_every
        validators = state.validators if sure else Validators()
        return FetchRequest(url=due.watch.url, validators=validators, watch=due.watch.id)

    async def _find(self, due: Due, fetched: Fetched) -> tuple[Found, Snapshot | None]:
        """Return what was fetched means for the watch, and the baseline if it was read anew."""
        match fetched.result:
            case Failure() as failure:
                return Failed(failure=failure), None
            case NotModified():
                return Unchanged(status=CheckStatus.NOT_MODIFIED), None
            case Capture() as capture:
                return await self._read(due, capture)

    async def _read(self, due: Due, capture: Capture) -> tuple[Found, Snapshot | None]:
        if capture.digest == due.state.capture_digest:
            return Unchanged(status=CheckStatus.SAME_BYTES, capture=capture), None
        latest, reread = await self._baseline(due)
        baseline = latest.article if latest else None
        remembered = await self.memory.remembered(due.watch.host)
        page = page_of(capture, due.watch.id, remembered)
        reading = await self.reader.read(page, baseline)
        if isinstance(reading, Failure):
            return Failed(failure=reading), reread
        keys = _addresses(capture, reading.article)
        if latest and not _is_new(reading, latest):
            if reading.wall:
                return Failed(failure=reading.wall), reread
            status = CheckStatus.SAME_ARTICLE
            new = () if _stays(due, capture, reading.article, latest.article) else keys
            return Unchanged(status=status, capture=capture, addresses=new), reread
        if latest is None and (twin := await self._twin(due, reading, keys)):
            return Duplicate(of=twin, capture=capture), reread
        kept = await self._keep(due, capture, reading, latest, keys)
        if reading.wall and isinstance(kept, NewVersion):
            return Failed(failure=reading.wall, teaser=kept), reread
        return kept, reread

    async def _twin(self, due: Due, reading: Reading, keys: tuple[str, ...]) -> Snapshot | None:
        """Return the newest version of another watch if it is the same article.

        That both say to be at one address is not enough: some sites name their home page there,
        and the parts of a series their first one.
        """
        twin = await self.addresses.twin(due.watch.id, keys)
        if twin is None:
            return None
        same_text = twin.content_digest == reading.content_digest
        return twin if same_text or is_same_article(twin.article, reading.article) else None

    async def _baseline(self, due: Due) -> tuple[Snapshot | None, Snapshot | None]:
        """Return the latest version, and once more if it had to be read anew: a newer extractor
        or other rules of its site read it otherwise, which is no edit."""
        latest = await self.store.latest(due.watch.id) if due.state.latest_version else None
        if latest is None or self.reader.is_current(latest):
            return latest, None
        again = await self.rereading.anew(latest)
        return (latest, None) if isinstance(again, Failure) else (again, again)

    async def _keep(
        self,
        due: Due,
        capture: Capture,
        reading: Reading,
        latest: Snapshot | None,
        keys: tuple[str, ...],
    ) -> NewVersion | Failed:
        version = due.state.latest_version + 1
        base = latest.capture if latest else None
        headline = reading.article.headline
        try:
            ref = await self._on_disk(
                self.captures.put, due.watch, version, headline, capture.body, base
            )
        except StoreFull as error:
            return Failed(failure=Failure(reason=Reason.DISK, detail=str(error)))
        lines = changed_lines(reading.change, latest.article, reading.article) if latest else ()
        return NewVersion(
            capture=capture,
            ref=ref,
            article=reading.article,
            content_digest=reading.content_digest,
            change=reading.change,
            ballot=reading.ballot,
            changed_lines=lines,
            same_as=await self._seen_before(due.watch.id, reading),
            addresses=keys,
        )

    async def _seen_before(self, watch_id: str, reading: Reading) -> tuple[int, ...]:
        """Return the versions before the latest with the content of `reading`, as they would be
        read today: what an older extractor read of the same words may have another digest."""
        digest, article = reading.content_digest, reading.article
        known = await self.store.seen_before(watch_id, digest)
        old = await self.store.read_otherwise(
            watch_id, article.extractor, article.rules, _ALTERNATING
        )
        for version in old:
            if not self.reader.is_current(version):
                again = await self.rereading.anew(version)
                if isinstance(again, Snapshot) and again.content_digest == digest:
                    known = (*known, again.version)
        return known

    async def _on_disk(self, work: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.disk, work, *args)


def _is_new(reading: Reading, latest: Snapshot) -> bool:
    """Tell whether what was read is to be kept: it was edited, or a wall before it has gone."""
    edited = reading.change is not None and bool(reading.change.edits)
    return edited or is_opened(latest.article, reading.article)


def _elsewhere(due: Due, answer: NotModified) -> bool:
    """Return whether "not modified" was said of another page than the one that was read."""
    return due.state.final_url is not None and answer.final_url != due.state.final_url


def _stays(due: Due, capture: Capture, article: Article, before: Article) -> bool:
    """Tell whether the article stands, and says that it stands, where it did before."""
    same = capture.final_url == due.state.final_url
    return same and article.canonical_url == before.canonical_url


def _addresses(capture: Capture, article: Article) -> tuple[str, ...]:
    """Return the keys of the addresses at which the article stands: where redirects led, and the
    one that it says is its own, if that is of the same site."""
    own, said = capture.final_url, article.canonical_url or capture.final_url
    addresses = (own, said) if site_of(own) == site_of(said) else (own,)
    return tuple(dict.fromkeys(map(address_key, addresses)))
