"""After an upgrade: read the stored captures anew, so that our new reading is nobody's edit.

A page that has not changed since is answered with 304 or the same bytes, and would keep its old
reading for ever. So the latest version of each watch is read again from its capture, one at a
time, in the background; the whole history where somebody asks for it. What is left is what the
store still names, so a stop loses nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from itertools import chain

import structlog

from monitor.check.reading import Reader, stored_page
from monitor.diff import summary
from monitor.errors import CaptureError, StoreError
from monitor.extract import EXTRACTOR_VERSION
from monitor.model import Article, ChangeSummary, Failure, Reason, Reread, Snapshot, Version
from monitor.ports import Captures, Catalog, Store

_BATCH = 100
_NO_TEASER = Failure(reason=Reason.PAYWALL, detail="more than a teaser of it would be read today")

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Rereading:
    """Brings stored versions up to today's extractor and today's rules."""

    store: Store
    catalog: Catalog
    captures: Captures
    reader: Reader
    disk: Executor
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """End `run` after the version that it is at."""
        self._stopping.set()

    async def run(self) -> int:
        """Read the latest version of each watch that an older extractor has read; return how many.

        What cannot be read anew (its capture is damaged, or it would be no article today) keeps
        its reading.
        """
        done, after = 0, 0
        while not self._stopping.is_set():
            found = await self.store.outdated(EXTRACTOR_VERSION, after, _BATCH)
            if not found:
                break
            if not after:
                log.info("reading stored pages anew, as the extractor is a newer one")
            for place, watch_id in found:
                if self._stopping.is_set():
                    break
                done += await self._one(watch_id)
                after = place
        if after:
            log.info("stored pages read anew", versions=done)
        return done

    async def _one(self, watch_id: str) -> bool:
        latest = await self.store.latest(watch_id)
        if latest is None or self.reader.is_current(latest):
            return False
        again = await self.anew(latest)
        try:
            return isinstance(again, Snapshot) and await self.store.replace(again)
        except StoreError as error:
            log.warning("not read anew", watch=watch_id, error=str(error))
            return False

    async def anew(
        self, version: Snapshot, before: Snapshot | None = None, reader: Reader | None = None
    ) -> Snapshot | Failure:
        """Read the stored bytes of a version anew; `reader` does it, or the room's own.

        A teaser is laid over the version before once more: `before`, as it is read today, or what
        the catalog has. A teaser stays one, and what is none becomes none.
        """
        loop = asyncio.get_running_loop()
        try:
            body = await loop.run_in_executor(self.disk, self.captures.get, version.capture)
        except CaptureError as error:
            return Failure(reason=Reason.DISK, detail=str(error))
        below = (before or await self._below(version)) if version.article.is_teaser else None
        page = stored_page(version, body)
        reading = await (reader or self.reader).read(page, below.article if below else None)
        if isinstance(reading, Failure):
            return reading
        if not _is_alike(version.article, reading.article):
            return reading.wall or _NO_TEASER
        return replace(
            version,
            article=reading.article,
            content_digest=reading.content_digest,
            extractor=EXTRACTOR_VERSION,
        )

    async def _below(self, version: Snapshot) -> Snapshot | None:
        """Return the version before, as it is read today; None where that cannot be done."""
        found = await self.catalog.snapshot(version.watch_id, version.version - 1)
        today = await self.today(found) if found else None
        return today if today and self.reader.is_current(today) else None

    async def today(self, version: Snapshot) -> Snapshot:
        """Return a version as it is read today; as it is stored where that cannot be done.

        Two versions are comparable only if they were read alike.
        """
        if self.reader.is_current(version):
            return version
        again = await self.anew(version)
        return version if isinstance(again, Failure) else again

    async def stale(self, watch_ids: Iterable[str]) -> tuple[Version, ...]:
        """Return the versions that an older extractor or other rules have read."""
        found = [await self.catalog.versions(watch_id) for watch_id in watch_ids]
        return tuple(one for one in chain(*found) if not self.reader.is_current(one))

    async def history(
        self, watch_ids: Iterable[str], seen: Callable[[Reread], None]
    ) -> tuple[Reread, ...]:
        """Read all stale versions of these watches anew, with a worker on each core.

        `seen` is called for each version once it is done. Also what a version changed is worked
        out anew, where both it and the one before are up to date. Nobody is told anything.
        """
        waiting = iter(watch_ids)
        cores = os.cpu_count() or 1
        async with aclosing(self.reader.alike(cores)) as reader:
            works = [_History(self, reader, seen) for _ in range(cores)]
            await asyncio.gather(*(work.read(waiting) for work in works))
        return tuple(one for work in works for one in work.done)


@dataclass(slots=True)
class _History:
    """One of those who read histories anew side by side."""

    room: Rereading
    reader: Reader
    seen: Callable[[Reread], None]
    done: list[Reread] = field(default_factory=list)

    async def read(self, waiting: Iterator[str]) -> None:
        for watch_id in waiting:
            before: Snapshot | None = None
            for version in await self.room.catalog.versions(watch_id):
                before = await self._version(version, before)

    async def _version(self, version: Version, before: Snapshot | None) -> Snapshot | None:
        """Bring a version up to date; return it where the next one is to be compared anew."""
        stale = not self.reader.is_current(version)
        if not stale and before is None:
            return None
        known = await self.room.catalog.snapshot(version.watch_id, version.version)
        if known is None:
            return None
        again: Snapshot | Failure = known
        if stale:
            again = await self.room.anew(known, before, self.reader)
            self.done.append(_outcome(known, again))
            self.seen(self.done[-1])
        if isinstance(again, Failure):
            return None
        await self.room.store.replace(again, await self._summary(version, before, again))
        return again if stale else None

    async def _summary(
        self, version: Version, before: Snapshot | None, again: Snapshot
    ) -> ChangeSummary | None:
        """Return what the version changed as both are read today; None where that is not known."""
        before = before or await self._before(version)
        if before is None:
            return None
        change = await self.reader.compare(before.article, again.article, again.url)
        if not change.edits:
            return summary(change)
        same = await self.room.store.seen_before(version.watch_id, again.content_digest)
        earlier = [number for number in same if number < version.version]
        return summary(change, same_as=max(earlier, default=None))

    async def _before(self, version: Version) -> Snapshot | None:
        """Return the version before, where it is up to date."""
        found = await self.room.catalog.snapshot(version.watch_id, version.version - 1)
        return found if found and self.reader.is_current(found) else None


def _is_alike(known: Article, again: Article) -> bool:
    """Tell whether as much of the article was read anew as is known: a teaser, or all of it."""
    if known.is_teaser or again.is_teaser:
        return known.source is again.source
    return True


def _outcome(known: Snapshot, again: Snapshot | Failure) -> Reread:
    failure = again if isinstance(again, Failure) else None
    return Reread(
        watch_id=known.watch_id,
        version=known.version,
        differs=isinstance(again, Snapshot) and again.content_digest != known.content_digest,
        failure=failure,
    )
