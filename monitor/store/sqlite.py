"""The store over one SQLite file: what waits for writing is committed together, reads are inline.

Each verb keeps a promise of `monitor/ports.py`; the SQL is in the modules beside this one. Reads
take well under a millisecond and run where they are called, on a connection of their own; writes
go through the one `Writer` thread and return once they are on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from monitor.errors import StoreError
from monitor.model import (
    Alert,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    Due,
    DueSource,
    Event,
    Habits,
    HintedLook,
    HostRecord,
    KnownAddress,
    Lease,
    LineRecord,
    Neighbours,
    Overview,
    PollOutcome,
    Purse,
    Snapshot,
    Source,
    SourceOverview,
    Subscription,
    Version,
    Watch,
    Wish,
)
from monitor.ports import Clock
from monitor.store import (
    addresses,
    catalog,
    checking,
    inspection,
    memory,
    neighbours,
    outbox,
    planning,
    sources,
    subscriptions,
    versions,
)
from monitor.store.engine import sqlite3
from monitor.store.failures import translated
from monitor.store.mark import CommitMark
from monitor.store.opening import DATABASE, connect, open_database
from monitor.store.writing import Writer

_WATCHES_A_TIME = 500
"""Watches whose old checks are pruned in one transaction."""

Result = TypeVar("Result")
P = ParamSpec("P")


class SqliteStore:
    """All ports of the store, over `monitor.db` in the data folder."""

    def __init__(
        self, folder: Path, clock: Clock, reader: sqlite3.Connection, writer: Writer | None
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._reader = reader
        self._writer = writer

    @classmethod
    def open(
        cls, folder: Path, clock: Clock, *, create: bool = True, read_only: bool = False
    ) -> SqliteStore:
        """Open the data folder's database, or make a new one where there never was any.

        Raises StoreDamaged where it is not whole or is missing beside captures, StoreFull where
        it cannot be written, StoreError where it is not ours or a newer program's.
        """
        first = open_database(folder, create=create, read_only=read_only)
        if read_only:
            return cls(folder, clock, first, None)
        with ExitStack() as opened:
            opened.callback(first.close)
            reader = connect(folder / DATABASE)
            opened.callback(reader.close)
            writer = Writer(first, CommitMark(folder / DATABASE))
            opened.pop_all()
        return cls(folder, clock, reader, writer)

    def close(self) -> None:
        """Write what is queued and close the database."""
        if self._writer is not None:
            self._writer.close()
        self._reader.close()

    async def aclose(self) -> None:
        """Close, without holding up the event loop."""
        await asyncio.to_thread(self.close)

    # --- Store ---------------------------------------------------------------------------------

    async def acquire(self, bucket: int, holder: str, ttl: timedelta) -> Lease | None:
        now = self._clock.now()
        return await self._write(checking.acquire, bucket, holder, ttl, now)

    async def release(self, lease: Lease) -> None:
        await self._write(checking.release, lease)

    async def due(self, lease: Lease, busy: Collection[str], limit: int) -> tuple[Due, ...]:
        return self._read(checking.due, lease.bucket, busy, limit, self._clock.now())

    async def pick(self, watch_ids: Collection[str]) -> tuple[Due, ...]:
        return self._read(checking.pick, watch_ids)

    async def latest(self, watch_id: str) -> Snapshot | None:
        return self._read(versions.latest, watch_id)

    async def seen_before(self, watch_id: str, content_digest: str) -> tuple[int, ...]:
        return self._read(versions.seen_before, watch_id, content_digest)

    async def read_otherwise(
        self, watch_id: str, extractor: int, rules: str, newest: int
    ) -> tuple[Snapshot, ...]:
        return self._read(versions.read_otherwise, watch_id, extractor, rules, newest)

    async def neighbours(self, watch: Watch, changed_lines: Collection[str]) -> Neighbours:
        return self._read(neighbours.of, watch, changed_lines, self._clock.now())

    async def record(self, lease: Lease, outcome: CheckOutcome) -> bool:
        return await self._write(checking.record, lease, outcome, self._clock.now)

    async def outdated(self, extractor: int, after: int, limit: int) -> tuple[tuple[int, str], ...]:
        return self._read(versions.outdated, extractor, after, limit)

    async def replace(self, snapshot: Snapshot, summary: ChangeSummary | None = None) -> bool:
        return await self._write(versions.read_anew, snapshot, summary)

    # --- Planning ------------------------------------------------------------------------------

    async def habits(self, hosts: Collection[str]) -> Mapping[str, Habits]:
        return self._read(planning.habits, hosts)

    async def purses(self) -> Mapping[str, Purse]:
        return self._read(planning.purses)

    async def put_purses(self, purses: Mapping[str, Purse]) -> None:
        await self._write(planning.put_purses, purses)

    async def hint(self, looks: Collection[HintedLook]) -> None:
        await self._write(planning.hint, looks)

    async def planned(self, after: str, until: datetime, limit: int) -> tuple[Due, ...]:
        return self._read(planning.planned, after, until, limit)

    async def overdue(self) -> tuple[tuple[str, datetime], ...]:
        return self._read(planning.overdue, self._clock.now())

    async def reschedule(self, looks: Collection[tuple[str, datetime]]) -> None:
        await self._write(planning.reschedule, looks)

    async def set_back(self, by: timedelta) -> None:
        await self._write(planning.set_back, by, self._clock.now())

    # --- HostMemory ----------------------------------------------------------------------------

    async def remembered(self, host: str) -> frozenset[str]:
        return self._read(memory.remembered, host)

    async def remembered_hosts(self) -> tuple[HostRecord, ...]:
        return self._read(memory.hosts)

    async def remembered_lines(self, host: str) -> tuple[LineRecord, ...]:
        return self._read(memory.lines, host)

    async def forget(self, host: str) -> bool:
        return await self._write(memory.forget, host)

    # --- Catalog -------------------------------------------------------------------------------

    async def put_watch(self, watch: Watch, due_at: datetime) -> None:
        await self._write(catalog.put_watch, watch, checking.bucket_of(watch.host), due_at)

    async def delete_watch(self, watch_id: str) -> tuple[str, ...]:
        return await self._write(catalog.delete_watch, watch_id)

    async def watches(self, *, removed: bool = False) -> tuple[Overview, ...]:
        return self._read(catalog.watches, removed=removed)

    async def overview(self, watch_id: str) -> Overview | None:
        return self._read(catalog.overview, watch_id)

    async def versions(self, watch_id: str) -> tuple[Version, ...]:
        return self._read(versions.listing, watch_id)

    async def snapshot(self, watch_id: str, version: int) -> Snapshot | None:
        return self._read(versions.one, watch_id, version)

    async def events(self, watch_id: str | None, limit: int) -> tuple[Event, ...]:
        return self._read(catalog.events, watch_id, limit)

    async def checks(self, watch_id: str, limit: int) -> tuple[CheckRow, ...]:
        return self._read(catalog.checks, watch_id, limit)

    async def make_due(self, watch_ids: Collection[str], at: datetime) -> None:
        await self._write(catalog.make_due, watch_ids, at)

    async def capture_paths(self) -> frozenset[str]:
        return self._read(versions.capture_paths)

    # --- Outbox --------------------------------------------------------------------------------

    async def claim_alerts(
        self, limit: int, ttl: timedelta, skip: Collection[str]
    ) -> tuple[Alert, ...]:
        now = self._clock.now()
        if not self._read(outbox.anything_to_claim, now):
            return ()
        return await self._write(outbox.claim, limit, ttl, skip, now)

    async def settle(self, alert: Alert) -> None:
        await self._write(outbox.settle, alert)

    async def alerts(self, *, pending: bool, limit: int) -> tuple[Alert, ...]:
        return self._read(outbox.listing, pending=pending, limit=limit)

    async def alert(self, prefix: str) -> Alert | None:
        return self._read(outbox.by_prefix, prefix)

    async def resend(self, alert_id: str, at: datetime) -> None:
        await self._write(outbox.resend, alert_id, at)

    # --- Addresses -----------------------------------------------------------------------------

    async def known(self, keys: Collection[str]) -> Mapping[str, KnownAddress]:
        return self._read(addresses.known, keys)

    async def twin(self, watch_id: str, keys: Collection[str]) -> Snapshot | None:
        return self._read(addresses.twin, watch_id, keys)

    async def addresses_of(self, host: str, limit: int) -> tuple[str, ...]:
        return self._read(addresses.of_host, host, limit)

    # --- SourceStore ---------------------------------------------------------------------------

    async def put_source(self, source: Source, due_at: datetime) -> None:
        await self._write(sources.put, source, due_at)

    async def sources(self) -> tuple[SourceOverview, ...]:
        return self._read(sources.overviews)

    async def due_sources(self, limit: int) -> tuple[DueSource, ...]:
        return self._read(sources.due, limit, self._clock.now())

    async def make_source_due(self, source_id: str, at: datetime) -> None:
        await self._write(sources.make_due, source_id, at)

    async def record_poll(self, outcome: PollOutcome) -> bool:
        return await self._write(sources.record, outcome, self._clock.now(), checking.bucket_of)

    async def listed(self, source_id: str) -> tuple[str, ...]:
        return self._read(sources.listed, source_id)

    async def retire(self) -> int:
        return await self._write(sources.retire, self._clock.now())

    # --- SubscriptionStore ---------------------------------------------------------------------

    async def subscription(self, callback: str) -> Subscription | None:
        return self._read(subscriptions.one, callback)

    async def hub_wishes(self, limit: int) -> tuple[Wish, ...]:
        return self._read(subscriptions.wishes, limit)

    async def unwanted_subscriptions(self, limit: int) -> tuple[Subscription, ...]:
        return self._read(subscriptions.unwanted, limit)

    async def due_subscriptions(self, limit: int) -> tuple[Subscription, ...]:
        return self._read(subscriptions.due, limit, self._clock.now())

    async def put_subscription(self, subscription: Subscription) -> bool:
        return await self._write(subscriptions.put, subscription)

    async def end_subscription(self, callback: str) -> None:
        await self._write(subscriptions.end, callback)

    async def end_subscriptions(self) -> None:
        await self._write(subscriptions.end_all)

    async def hear_hub(self, callback: str, at: datetime) -> None:
        await self._write(subscriptions.hear, callback, at)

    # --- housekeeping --------------------------------------------------------------------------

    async def forget_changes(self, before: datetime) -> int:
        """Forget by which lines articles were changed before then; return how many."""
        return await self._write(neighbours.forget, before)

    async def prune_checks(self, before: datetime) -> int:
        """Turn traces of checks older than `before` into daily tallies; return how many."""
        pruned, last = 0, self._read(catalog.highest_number)
        for first in range(1, last + 1, _WATCHES_A_TIME):
            end = first + _WATCHES_A_TIME - 1
            pruned += await self._write(catalog.prune_checks, first, end, before)
        return pruned

    async def check(self) -> tuple[str, ...]:
        """Return what is wrong with the database or its captures, one line each."""
        return await asyncio.to_thread(inspection.inspect, self._folder)

    def _read(
        self,
        operation: Callable[Concatenate[sqlite3.Connection, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        with translated():
            return operation(self._reader, *args, **kwargs)

    async def _write(
        self,
        operation: Callable[Concatenate[sqlite3.Connection, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        if self._writer is None:
            raise StoreError("the store was opened for reading only")
        return await self._writer.do(lambda db: operation(db, *args, **kwargs))
