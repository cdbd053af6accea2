"""The use cases about watches, versions and alerts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.cadence import checked
from monitor.check import (
    Deliveries,
    Drain,
    Reader,
    Replanning,
    Rereading,
    Rhythm,
    Stories,
    stored_page,
)
from monitor.errors import (
    AmbiguousWatch,
    BadAddress,
    UnknownAlert,
    UnknownVersion,
    UnknownWatch,
    UsageError,
)
from monitor.model import (
    Alert,
    CheckRow,
    Event,
    EventKind,
    Explanation,
    Origin,
    Overview,
    Plan,
    Reread,
    Snapshot,
    Version,
    Watch,
    address_key,
    new_id,
)
from monitor.ports import Addresses, Captures, Catalog, Clock, HostMemory, Outbox
from monitor.report import Story

_POLL = 0.2
"""Seconds between looks at whether a running daemon has done what it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A watch as somebody asks for it, before it has an id."""

    url: str
    name: str | None = None
    plan: Plan | None = None
    channels: tuple[str, ...] | None = None
    alert_on: tuple[EventKind, ...] | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of a watch, newest first but for the versions."""

    overview: Overview
    rhythm: Rhythm
    versions: tuple[Version, ...]
    events: tuple[Event, ...]
    checks: tuple[CheckRow, ...]
    left_out: tuple[str, ...] = ()
    """Lines that the newest version was read without, as the site's articles share them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """The article monitor on one data folder."""

    catalog: Catalog
    addresses: Addresses
    memory: HostMemory
    outbox: Outbox
    captures: Captures
    stories: Stories
    drain: Drain
    deliveries: Deliveries
    clock: Clock
    normalise: Callable[[str], str]
    """The gate's judgement on an address: the address to use; raises BadAddress."""
    channels: frozenset[str]
    """The names of the channels that are configured."""
    lock: Callable[[str], AbstractContextManager[object]]
    """The data folder's lock, taken in a role; raises AlreadyRunning."""
    holder: Callable[[], str | None]
    """Who holds that lock now."""
    reader: Reader
    rereading: Rereading
    replanning: Replanning

    async def explain(self, name: str, version: int | None = None) -> Explanation:
        """Say what is read from the capture of a version, by default the newest, and why.

        Read by today's extractor and the site's rules of the version's day. Raises UnknownVersion,
        CaptureMissing, CaptureDamaged.
        """
        found = await self.snapshot(name, version)
        body = await asyncio.to_thread(self.captures.get, found.capture)
        return await self.reader.explain(stored_page(found, body))

    # --- watches -------------------------------------------------------------------------------

    async def add(self, wish: Wish, *, origin: Origin = Origin.USER) -> Overview:
        """Watch an article; the same address twice is one watch, one that was removed comes back.

        Raises BadAddress, ConfigError for a plan that cannot be kept, and UsageError for a channel
        that is not configured.
        """
        url = self.normalise(wish.url)
        if wish.plan is not None:
            checked(wish.plan)
        self._refuse_unknown_channels(wish)
        known = await self._known(url)
        watch = self._wanted(replace(wish, url=url), origin, known)
        if watch != known:
            await self.catalog.put_watch(watch, self.clock.now())
        return await self._overview(watch.id)

    async def _known(self, url: str) -> Watch | None:
        """Return the watch of the article at `url`, also where it has another address there."""
        key = address_key(url)
        found = (await self.addresses.known((key,))).get(key)
        return None if found is None else (await self._overview(found.watch_id)).watch

    def _wanted(self, wish: Wish, origin: Origin, known: Watch | None) -> Watch:
        if known is None:
            known = Watch(
                id=new_id(),
                url=wish.url,
                host=urlsplit(wish.url).netloc,
                origin=origin,
                added_at=self.clock.now(),
                paused=wish.paused,
            )
        listed, declared = known.origin is Origin.SOURCE, origin is Origin.CONFIG
        asleep = known.removed_at is not None or known.retired is not None
        comes_back = asleep or known.origin is Origin.DROPPED
        return replace(
            known,
            origin=origin if declared or comes_back or listed else known.origin,
            retired=None,
            same_as=None,
            kinds=(),
            name=wish.name if declared or wish.name else known.name,
            plan=wish.plan if declared or wish.plan else known.plan,
            channels=wish.channels if declared or wish.channels is not None else known.channels,
            alert_on=wish.alert_on if declared or wish.alert_on is not None else known.alert_on,
            paused=wish.paused or (known.paused and not comes_back),
            removed_at=None,
        )

    def _refuse_unknown_channels(self, wish: Wish) -> None:
        unknown = sorted(set(wish.channels or ()) - self.channels)
        if unknown:
            raise UsageError(
                f"no channel {unknown[0]!r} is configured",
                hint="channels: " + (", ".join(sorted(self.channels)) or "none"),
            )

    async def reconcile(self, declared: Iterable[Wish]) -> None:
        """Bring the store in line with the watches that the configuration declares.

        Declared ones are added or updated; one that is declared no more is paused, never deleted.
        An address that is refused is kept as it stands, so that its state can say why.
        """
        items = await self.catalog.watches(removed=True)
        known = {item.watch.url: item.watch for item in items}
        of = {item.watch.id: item.watch for item in items}
        asked = [replace(wish, url=self._normalised_or_as_is(wish.url)) for wish in declared]
        found = await self.addresses.known({address_key(wish.url) for wish in asked})
        wanted: dict[str, Watch] = {}
        for wish in asked:
            key = address_key(wish.url)
            before = of.get(found[key].watch_id) if key in found else None
            watch = self._wanted(wish, Origin.CONFIG, before or known.get(wish.url))
            wanted[watch.url] = watch
        changed = [watch for watch in wanted.values() if watch != known.get(watch.url)]
        changed += [
            replace(watch, origin=Origin.DROPPED, paused=True)
            for url, watch in known.items()
            if watch.origin is Origin.CONFIG and url not in wanted and watch.removed_at is None
        ]
        now = self.clock.now()
        await asyncio.gather(*(self.catalog.put_watch(watch, now) for watch in changed))

    def _normalised_or_as_is(self, url: str) -> str:
        try:
            return self.normalise(url)
        except BadAddress:
            return url

    async def watches(self) -> tuple[Overview, ...]:
        """Return all watches, in the order they were added."""
        return await self.catalog.watches()

    async def find(self, name: str) -> Overview:
        """Return the watch that goes by its id, its URL, or a unique part of URL or headline.

        Raises UnknownWatch and AmbiguousWatch.
        """
        items = await self.catalog.watches()
        exact = [item for item in items if name in (item.watch.id, item.watch.url, item.watch.name)]
        part = name.casefold()
        found = exact or [item for item in items if part and part in _searchable(item)]
        if not found:
            raise UnknownWatch(name)
        if len(found) > 1:
            shown = (f"{item.watch.id} ({item.headline or item.watch.url})" for item in found)
            raise AmbiguousWatch(name, tuple(shown))
        return found[0]

    async def remove(self, name: str, *, purge: bool = False) -> Watch:
        """Stop watching. What was kept stays, and comes back with the watch, unless `purge`."""
        watch = (await self.find(name)).watch
        if purge:
            paths = await self.catalog.delete_watch(watch.id)
            await asyncio.to_thread(self.captures.remove, paths)
        else:
            gone = replace(watch, removed_at=self.clock.now())
            await self.catalog.put_watch(gone, self.clock.now())
        return watch

    async def pause(self, name: str, *, paused: bool) -> Watch:
        """Pause a watch, or let it go on at once."""
        watch = replace((await self.find(name)).watch, paused=paused)
        await self.catalog.put_watch(watch, self.clock.now())
        return watch

    # --- checks --------------------------------------------------------------------------------

    async def check(
        self,
        names: Iterable[str] = (),
        *,
        patience: timedelta = timedelta(minutes=2),
        seen: Callable[[Overview], None] = lambda overview: None,
    ) -> tuple[Overview, ...]:
        """Look at watches now (without names: at all that are not paused) and send the alerts.

        Where a daemon is at work on the folder it is asked to, and waited for up to `patience`;
        `seen` is called for each watch as it is done. Returns the watches as they then are.
        """
        items = [await self.find(name) for name in names] or [
            item for item in await self.catalog.watches() if not item.watch.paused
        ]
        if self.holder() is None:
            with self.lock("monitor check"):
                await self.drain.check_now(tuple(item.watch.id for item in items))
                await self.drain.release()
                await self.deliveries.run_dry()
            done = tuple([await self._overview(item.watch.id) for item in items])
            for overview in done:
                seen(overview)
            return done
        return await self._ask_daemon(items, patience, seen)

    async def _ask_daemon(
        self, items: list[Overview], patience: timedelta, seen: Callable[[Overview], None]
    ) -> tuple[Overview, ...]:
        await self.catalog.make_due([item.watch.id for item in items], self.clock.now())
        waiting = {item.watch.id: item.state.revision for item in items}
        until = self.clock.monotonic() + patience.total_seconds()
        while waiting and self.clock.monotonic() < until:
            await self.clock.sleep(_POLL)
            for watch_id, revision in tuple(waiting.items()):
                overview = await self._overview(watch_id)
                if overview.state.revision > revision:
                    del waiting[watch_id]
                    seen(overview)
        return tuple([await self._overview(item.watch.id) for item in items])

    # --- what was seen -------------------------------------------------------------------------

    async def history(self, name: str, *, limit: int = 20) -> History:
        """Return all that is known of a watch, with its last `limit` events and checks."""
        overview = await self.find(name)
        newest = await self.catalog.snapshot(overview.watch.id, overview.state.latest_version)
        return History(
            overview=overview,
            rhythm=await self.replanning.rhythm(overview),
            left_out=newest.article.left_out if newest else (),
            versions=await self.catalog.versions(overview.watch.id),
            events=await self.catalog.events(overview.watch.id, limit),
            checks=await self.catalog.checks(overview.watch.id, limit),
        )

    async def diff(self, name: str, old: int | None = None, new: int | None = None) -> Story:
        """Return what changed from version `old` to `new`; by default in the last edit.

        With `old` alone: from that version to the newest. Raises UnknownVersion, and UsageError
        while there is but one version.
        """
        overview = await self.find(name)
        latest = overview.state.latest_version
        new = latest if new is None else new
        old = new - 1 if old is None else old
        if latest < 2:
            raise UsageError(
                f"{overview.headline or overview.watch.url} has "
                + ("one version: nothing was edited yet" if latest else "not been read yet"),
                hint=overview.state.detail or "`monitor show` tells how its checks went",
            )
        for version in (old, new):
            if not 1 <= version <= latest:
                raise UnknownVersion(overview.watch.id, version, latest)
        return await self.stories.between(overview.watch.id, old, new)

    async def life(self, name: str) -> tuple[Story, ...]:
        """Return the story of each change in a watch's life, oldest first."""
        overview = await self.find(name)
        last = overview.state.latest_version
        pairs = zip(range(1, last), range(2, last + 1), strict=True)
        return tuple([await self.stories.between(overview.watch.id, a, b) for a, b in pairs])

    async def snapshot(self, name: str, version: int | None = None) -> Snapshot:
        """Return a version of a watch, by default the newest. Raises UnknownVersion."""
        overview = await self.find(name)
        latest = overview.state.latest_version
        wanted = latest if version is None else version
        found = await self.catalog.snapshot(overview.watch.id, wanted) if wanted else None
        if found is None:
            raise UnknownVersion(overview.watch.id, wanted, latest)
        return found

    async def raw(self, name: str, version: int | None = None) -> bytes:
        """Return the bytes that a version was read from, checked against their hash.

        Raises UnknownVersion, CaptureMissing, CaptureDamaged.
        """
        found = await self.snapshot(name, version)
        return await asyncio.to_thread(self.captures.get, found.capture)

    async def reextract(
        self,
        names: Iterable[str] = (),
        *,
        only_list: bool = False,
        begun: Callable[[tuple[Version, ...]], None] = lambda versions: None,
        seen: Callable[[Reread], None] = lambda reread: None,
    ) -> tuple[Reread, ...]:
        """Read anew all versions that an older extractor or other rules have read; nobody is told.

        Of these watches; without names of all, removed ones too. `begun` is called with the
        versions in question, `seen` with each as it is done; with `only_list` none is read. A
        running daemon may go on meanwhile.
        """
        named = [await self.find(name) for name in names]
        items = named or await self.catalog.watches(removed=True)
        ids = tuple(dict.fromkeys(item.watch.id for item in items))
        begun(await self.rereading.stale(ids))
        return () if only_list else await self.rereading.history(ids, seen)

    # --- alerts --------------------------------------------------------------------------------

    async def alerts(self, *, pending: bool = False, limit: int = 50) -> tuple[Alert, ...]:
        """Return alerts, newest first; with `pending`, only those on their way."""
        return await self.outbox.alerts(pending=pending, limit=limit)

    async def alert(self, prefix: str) -> tuple[Alert, Story]:
        """Return the alert whose id begins with `prefix`, and what it tells."""
        found = await self.outbox.alert(prefix)
        if found is None:
            raise UnknownAlert(prefix)
        return found, await self.stories.of_event(found.event)

    async def resend(self, prefix: str) -> Alert:
        """Put an alert on its way again, under the same id."""
        found, _ = await self.alert(prefix)
        await self.outbox.resend(found.id, self.clock.now())
        if self.holder() is None:
            await self.deliveries.run_dry()
        return await self.outbox.alert(found.id) or found

    async def _overview(self, watch_id: str) -> Overview:
        overview = await self.catalog.overview(watch_id)
        if overview is None:
            raise UnknownWatch(watch_id)
        return overview


def _searchable(item: Overview) -> str:
    return "\n".join((item.watch.url, item.headline, item.watch.name or "")).casefold()
