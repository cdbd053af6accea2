"""After an upgrade: read the stored captures anew, so that our new reading is nobody's edit.

A page that has not changed since is answered with 304 or the same bytes, and would keep its old
reading for ever. So the latest version of each watch is read again from its capture, one at a
time; what is left is what the store still names, so a stop loses nothing.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import structlog

from monitor.check.reading import Reader, Reading, stored_page
from monitor.errors import CaptureError, StoreError
from monitor.extract import EXTRACTOR_VERSION
from monitor.model import Snapshot
from monitor.ports import Captures, Store

_BATCH = 100

log = structlog.get_logger()


async def read_anew(
    latest: Snapshot, captures: Captures, reader: Reader, disk: Executor
) -> Snapshot | None:
    """Read the stored bytes of a version anew; None where that cannot be done."""
    loop = asyncio.get_running_loop()
    try:
        body = await loop.run_in_executor(disk, captures.get, latest.capture)
    except CaptureError:
        return None
    reading = await reader.read(stored_page(latest, body), None)
    if not isinstance(reading, Reading):
        return None
    return replace(
        latest,
        article=reading.article,
        content_digest=reading.content_digest,
        extractor=EXTRACTOR_VERSION,
    )


@dataclass(slots=True, kw_only=True)
class Rereading:
    """Brings the latest version of each watch up to today's extractor."""

    store: Store
    captures: Captures
    reader: Reader
    disk: Executor
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """End `run` after the version that it is at."""
        self._stopping.set()

    async def run(self) -> int:
        """Read all that an older extractor has read; return how many versions were.

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
        again = await read_anew(latest, self.captures, self.reader, self.disk)
        try:
            return again is not None and await self.store.replace(again)
        except StoreError as error:
            log.warning("not read anew", watch=watch_id, error=str(error))
            return False
