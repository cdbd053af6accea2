"""The doors between the check and the world. Each has two implementations or a written promise.

Promises that every implementation keeps are in the docstrings; `tests/` hold one suite a port.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from monitor.model import (
    Alert,
    CaptureRef,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    Delivery,
    Due,
    DueSource,
    Event,
    Fetched,
    FetchRequest,
    Habits,
    HintedLook,
    HostRecord,
    KnownAddress,
    Lease,
    LineRecord,
    Message,
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


class Clock(Protocol):
    """The time, and waiting for it."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class Fetcher(Protocol):
    """The only door to the network for pages."""

    async def fetch(self, request: FetchRequest) -> Fetched:
        """Fetch a page at its host's pace. What the network did is a value, never an exception."""

    async def aclose(self) -> None:
        """Close all connections."""


class Captures(Protocol):
    """The bytes behind each version."""

    def put(
        self, watch: Watch, version: int, headline: str, body: bytes, base: CaptureRef | None
    ) -> CaptureRef:
        """Store `body`; once this returns it survives a power cut.

        `base` is the capture of the version before, which may serve as a dictionary.
        Raises StoreFull where there is no room, no permission or no file descriptor.
        """

    def get(self, ref: CaptureRef) -> bytes:
        """Return the bytes. Raises CaptureMissing or CaptureDamaged, never other bytes."""

    def sweep(self, keep: Collection[str], older_than: datetime) -> int:
        """Remove files that no version names (`keep`: the paths named); return how many."""

    def remove(self, paths: Collection[str]) -> None:
        """Remove the captures of a watch that is deleted for good."""


class Store(Protocol):
    """What checks need: leases, what is due, and one transaction for each outcome."""

    async def acquire(self, bucket: int, holder: str, ttl: timedelta) -> Lease | None:
        """Take the bucket's lease, or extend one's own; None while another holder has it."""

    async def release(self, lease: Lease) -> None:
        """Give the lease back; its token stays used."""

    async def due(self, lease: Lease, busy: Collection[str], limit: int) -> tuple[Due, ...]:
        """Return watches whose time has come, oldest first, of hosts that are free.

        Leaves out paused and removed watches, hosts in `busy`, and hosts whose pause is not over.
        """

    async def pick(self, watch_ids: Collection[str]) -> tuple[Due, ...]:
        """Return these watches as if their time had come."""

    async def latest(self, watch_id: str) -> Snapshot | None:
        """Return the newest version."""

    async def seen_before(self, watch_id: str, content_digest: str) -> tuple[int, ...]:
        """Return the versions with this content, oldest first."""

    async def read_otherwise(
        self, watch_id: str, extractor: int, rules: str, newest: int
    ) -> tuple[Snapshot, ...]:
        """Return those of the `newest` versions that another extractor has read or that were read
        by other rules of their site, oldest first."""

    async def neighbours(self, watch: Watch, changed_lines: Collection[str]) -> Neighbours:
        """Return how the other articles of the watch's host are; see `Neighbours`."""

    async def record(self, lease: Lease, outcome: CheckOutcome) -> bool:
        """Write all of `outcome` in one transaction, or nothing and return False.

        Nothing where the lease's token is no longer the bucket's newest, the state's revision is
        not one more than the stored one, or the watch is gone. Raises StoreFull, StoreError.
        """

    async def outdated(self, extractor: int, after: int, limit: int) -> tuple[tuple[int, str], ...]:
        """Return watches whose newest version another extractor has read, in a fixed order.

        Each with its place in that order; only those whose place is past `after`.
        """

    async def replace(self, snapshot: Snapshot, summary: ChangeSummary | None = None) -> bool:
        """Put a new reading, and with `summary` what it changed, in the place of a version's old.

        Nothing and False where the version was read from other bytes, or has that reading
        already and no `summary` is given. Raises StoreFull, StoreError.
        """


class Planning(Protocol):
    """What looks are planned by. Habits come in through `record`."""

    async def habits(self, hosts: Collection[str]) -> Mapping[str, Habits]:
        """Return what was seen of these hosts, as far as anything was; `EVERYONE` is all hosts."""

    async def purses(self) -> Mapping[str, Purse]:
        """Return the purses of budgets, by name, as they were last kept."""

    async def put_purses(self, purses: Mapping[str, Purse]) -> None:
        """Keep these purses, and no others."""

    async def hint(self, looks: Collection[HintedLook]) -> None:
        """Write down what sources said, and bring looks forward; a check under way now does not
        put them off again."""

    async def planned(self, after: str, until: datetime, limit: int) -> tuple[Due, ...]:
        """Return watches whose next look is planned for later than `until`, in the order of their
        ids, only those past `after`; no paused or removed ones."""

    async def overdue(self) -> tuple[tuple[str, datetime], ...]:
        """Return the ids of watches whose time has come, with that time; no paused ones."""

    async def reschedule(self, looks: Collection[tuple[str, datetime]]) -> None:
        """Plan the next look at these watches anew."""

    async def set_back(self, by: timedelta) -> None:
        """Take `by` off all pauses of hosts, and off the waits of alerts: the clock went back."""


class HostMemory(Protocol):
    """What is remembered of the lines of each host's articles. Votes come in through `record`."""

    async def remembered(self, host: str) -> frozenset[str]:
        """Return the digests of the lines that new articles of `host` are read without."""

    async def remembered_hosts(self) -> tuple[HostRecord, ...]:
        """Return the hosts of which something is remembered, in figures."""

    async def remembered_lines(self, host: str) -> tuple[LineRecord, ...]:
        """Return the lines of a host that more than one article had, the most common first."""

    async def forget(self, host: str) -> bool:
        """Forget all lines of a host; False where there were none."""


class Addresses(Protocol):
    """Under which addresses articles are known (`model.address_key`): one article, one watch.

    New ones come in through `record` and with each watch; the first watch to have one keeps it.
    """

    async def known(self, keys: Collection[str]) -> Mapping[str, KnownAddress]:
        """Return the watches, removed ones too, that have these keys, by key."""

    async def twin(self, watch_id: str, keys: Collection[str]) -> Snapshot | None:
        """Return the newest version of another watch, not removed, that has one of these keys."""

    async def addresses_of(self, host: str, limit: int) -> tuple[str, ...]:
        """Return addresses of a host that were read as articles, the newest watches first."""


class SourceStore(Protocol):
    """What lists articles."""

    async def put_source(self, source: Source, due_at: datetime) -> None:
        """Add a source, or replace the settings of the one with its id, and of its articles."""

    async def sources(self) -> tuple[SourceOverview, ...]:
        """Return all sources, removed ones too, in the order they were added."""

    async def due_sources(self, limit: int) -> tuple[DueSource, ...]:
        """Return sources whose time has come, oldest first, no paused or removed ones."""

    async def make_source_due(self, source_id: str, at: datetime) -> None:
        """Let the daemon look at a source at `at` or earlier."""

    async def record_poll(self, outcome: PollOutcome) -> bool:
        """Write all of `outcome` in one transaction, or nothing and return False.

        Nothing where the state's revision is not one more than the stored one. A new watch whose
        address is known by then is left out. Raises StoreFull, StoreError.
        """

    async def listed(self, source_id: str) -> tuple[str, ...]:
        """Return the watches that a source listed, with dates, as far as `Planning.hint` says."""

    async def retire(self) -> int:
        """Let watches rest that no edit was seen of for their source's `life`; return how many."""


class SubscriptionStore(Protocol):
    """Subscriptions at the hubs of feeds. A source has one at most that is not being left."""

    async def subscription(self, callback: str) -> Subscription | None:
        """Return the one that a hub calls by `callback`."""

    async def hub_wishes(self, limit: int) -> tuple[Wish, ...]:
        """Return sources, no paused or removed ones, that name a hub and are not subscribed to."""

    async def unwanted_subscriptions(self, limit: int) -> tuple[Subscription, ...]:
        """Return those of sources that are paused, removed, or name another hub or topic by now;
        not those that are being left already."""

    async def due_subscriptions(self, limit: int) -> tuple[Subscription, ...]:
        """Return those whose hub is to be asked, the longest due first."""

    async def put_subscription(self, subscription: Subscription) -> bool:
        """Add one of revision 0, or change the one whose revision is one less; else False.

        A change leaves `told_at` as it is.
        """

    async def end_subscription(self, callback: str) -> None:
        """Forget one."""

    async def end_subscriptions(self) -> None:
        """Forget all."""

    async def hear_hub(self, callback: str, at: datetime) -> None:
        """Write down that a hub asks for a look at `at`, and let the source be due by then; a poll
        under way now does not put it off again."""


class Catalog(Protocol):
    """What people ask of the store and do to watches."""

    async def put_watch(self, watch: Watch, due_at: datetime) -> None:
        """Add a watch, or replace the settings of the one with its id."""

    async def delete_watch(self, watch_id: str) -> tuple[str, ...]:
        """Forget a watch and its versions for good; return the paths of its captures."""

    async def watches(self, *, removed: bool = False) -> tuple[Overview, ...]:
        """Return all watches (with `removed`, also those), in the order they were added."""

    async def overview(self, watch_id: str) -> Overview | None:
        """Return one watch, removed or not."""

    async def versions(self, watch_id: str) -> tuple[Version, ...]:
        """Return a watch's versions, oldest first."""

    async def snapshot(self, watch_id: str, version: int) -> Snapshot | None:
        """Return one version."""

    async def events(self, watch_id: str | None, limit: int) -> tuple[Event, ...]:
        """Return events, newest first, of one watch or of all."""

    async def checks(self, watch_id: str, limit: int) -> tuple[CheckRow, ...]:
        """Return the traces of a watch's checks, newest first."""

    async def make_due(self, watch_ids: Collection[str], at: datetime) -> None:
        """Let the daemon look at these watches at `at` or earlier."""

    async def capture_paths(self) -> frozenset[str]:
        """Return the paths of all captures that versions name."""


class Outbox(Protocol):
    """Alerts on their way. They come in through `Store.record`."""

    async def claim_alerts(
        self, limit: int, ttl: timedelta, skip: Collection[str]
    ) -> tuple[Alert, ...]:
        """Take pending alerts whose time has come, oldest first, for `ttl`, but not of channels
        in `skip`. One that is not settled by then can be claimed again: at least once."""

    async def settle(self, alert: Alert) -> None:
        """Write how an attempt went: status, attempts, next attempt, error."""

    async def alerts(self, *, pending: bool, limit: int) -> tuple[Alert, ...]:
        """Return alerts, newest first; with `pending`, only those on their way."""

    async def alert(self, prefix: str) -> Alert | None:
        """Return the alert whose id begins with `prefix`, where there is exactly one."""

    async def resend(self, alert_id: str, at: datetime) -> None:
        """Put an alert on its way again, with the same id."""


class Notifier(Protocol):
    """A channel that carries messages to people or machines."""

    async def send(self, message: Message) -> Delivery:
        """Send the message. What the other side did is a value, never an exception."""
