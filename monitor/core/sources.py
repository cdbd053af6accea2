"""The use cases about sources: what lists articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.discover import in_scope, links_to_sources, sitemaps_in
from monitor.discover.scout import Scout
from monitor.errors import AmbiguousSource, BadAddress, UnknownSource, UsageError
from monitor.model import (
    ArticleKind,
    Capture,
    DueSource,
    Entry,
    EventKind,
    Failure,
    FetchRequest,
    Listing,
    Origin,
    Plan,
    Reason,
    Scope,
    Source,
    SourceKind,
    SourceLink,
    SourceOverview,
    SourceState,
    new_id,
)
from monitor.ports import Clock, SourceStore

_POLL = 0.2
"""Seconds between looks at whether a running daemon has done what it was asked."""
_MOST_SITEMAPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWish:
    """A source as somebody asks for it, before it has an id. None: as it is, or the default."""

    url: str
    name: str | None = None
    kind: SourceKind | None = None
    scope: Scope | None = None
    interval: timedelta | None = None
    limit: int | None = None
    life: timedelta | None = None
    kinds: tuple[ArticleKind, ...] | None = None
    plan: Plan | None = None
    budget: int | None = None
    channels: tuple[str, ...] | None = None
    alert_on: tuple[EventKind, ...] | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A look at an address that may be a source, or lead to some."""

    url: str
    result: Listing | Failure
    in_scope: tuple[Entry, ...] = ()
    links: tuple[SourceLink, ...] = ()
    """Sources that it points to, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The sources of one data folder."""

    store: SourceStore
    scout: Scout
    clock: Clock
    normalise: Callable[[str], str]
    """The gate's judgement on an address: the address to use; raises BadAddress."""
    channels: frozenset[str]
    lock: Callable[[str], AbstractContextManager[object]]
    holder: Callable[[], str | None]

    async def all(self) -> tuple[SourceOverview, ...]:
        """Return all sources, in the order they were added."""
        found = await self.store.sources()
        return tuple(item for item in found if item.source.removed_at is None)

    async def find(self, name: str) -> SourceOverview:
        """Return the source that goes by its id, its URL, or a unique part of URL, name or title.

        Raises UnknownSource and AmbiguousSource.
        """
        items = await self.all()
        exact = [item for item in items if name in (item.source.id, item.source.url)]
        part = name.casefold()
        found = exact or [item for item in items if part and part in _searchable(item)]
        if not found:
            raise UnknownSource(name)
        if len(found) > 1:
            raise AmbiguousSource(
                name, tuple(f"{one.source.id} ({one.source.url})" for one in found)
            )
        return found[0]

    async def add(self, wish: SourceWish, *, origin: Origin = Origin.USER) -> SourceOverview:
        """Poll a source from now on; the same address twice is one, a removed one comes back.

        Raises BadAddress, and UsageError for a channel that is not configured.
        """
        url = self.normalise(wish.url)
        unknown = sorted(set(wish.channels or ()) - self.channels)
        if unknown:
            raise UsageError(
                f"no channel {unknown[0]!r} is configured",
                hint="channels: " + (", ".join(sorted(self.channels)) or "none"),
            )
        known = {item.source.url: item.source for item in await self.store.sources()}
        source = self._wanted(replace(wish, url=url), origin, known.get(url))
        if source != known.get(url):
            await self.store.put_source(source, self.clock.now())
        return await self.find(source.id)

    def _wanted(self, wish: SourceWish, origin: Origin, known: Source | None) -> Source:
        base = known or Source(
            id=new_id(),
            url=wish.url,
            host=urlsplit(wish.url).netloc,
            origin=origin,
            added_at=self.clock.now(),
        )
        comes_back = base.removed_at is not None or base.origin is Origin.DROPPED
        return replace(
            base,
            **_asked(wish),
            origin=origin if origin is Origin.CONFIG or comes_back else base.origin,
            paused=wish.paused or (base.paused and not comes_back),
            removed_at=None,
        )

    async def reconcile(self, declared: Iterable[SourceWish]) -> None:
        """Bring the store in line with the sources that the configuration declares.

        As with watches: one that is declared no more is paused, never deleted, and an address
        that is refused is kept as it stands, so that its state can say why.
        """
        known = {item.source.url: item.source for item in await self.store.sources()}
        wanted: dict[str, Source] = {}
        for wish in declared:
            url = self._normalised_or_as_is(wish.url)
            wanted[url] = self._wanted(replace(wish, url=url), Origin.CONFIG, known.get(url))
        changed = [source for source in wanted.values() if source != known.get(source.url)]
        changed += [
            replace(source, origin=Origin.DROPPED, paused=True)
            for url, source in known.items()
            if source.origin is Origin.CONFIG and url not in wanted and source.removed_at is None
        ]
        for source in changed:
            await self.store.put_source(source, self.clock.now())

    def _normalised_or_as_is(self, url: str) -> str:
        try:
            return self.normalise(url)
        except BadAddress:
            return url

    async def remove(self, name: str) -> Source:
        """Poll a source no longer. Its articles go on being watched; it can come back."""
        source = replace((await self.find(name)).source, removed_at=self.clock.now())
        await self.store.put_source(source, self.clock.now())
        return source

    async def pause(self, name: str, *, paused: bool) -> Source:
        """Pause a source, or let it go on at once."""
        source = replace((await self.find(name)).source, paused=paused)
        await self.store.put_source(source, self.clock.now())
        return source

    async def poll(
        self,
        names: Iterable[str] = (),
        *,
        patience: timedelta = timedelta(minutes=2),
        seen: Callable[[SourceOverview], None] = lambda overview: None,
    ) -> tuple[SourceOverview, ...]:
        """Poll sources now (without names: all that are not paused), at their hosts' pace.

        Where a daemon is at work on the folder it is asked to, and waited for up to `patience`.
        """
        items = [await self.find(name) for name in names] or [
            item for item in await self.all() if not item.source.paused
        ]
        if self.holder() is None:
            with self.lock("monitor source poll"):
                for item in items:
                    due = DueSource(source=item.source, state=item.state, told=item.told)
                    await self.scout.poll(due)
                    seen(await self.find(item.source.id))
        else:
            await self._ask_daemon(items, patience, seen)
        return tuple([await self.find(item.source.id) for item in items])

    async def _ask_daemon(
        self,
        items: list[SourceOverview],
        patience: timedelta,
        seen: Callable[[SourceOverview], None],
    ) -> None:
        for item in items:
            await self.store.make_source_due(item.source.id, self.clock.now())
        waiting = {item.source.id: item.state.revision for item in items}
        until = self.clock.monotonic() + patience.total_seconds()
        while waiting and self.clock.monotonic() < until:
            await self.clock.sleep(_POLL)
            for overview in await self.all():
                source_id = overview.source.id
                if overview.state.revision > waiting.get(source_id, overview.state.revision):
                    del waiting[source_id]
                    seen(overview)

    # --- a look, without keeping anything ------------------------------------------------------

    async def preview(self, wish: SourceWish) -> Preview:
        """Fetch an address once and say what it lists, and which sources it points to.

        Raises BadAddress.
        """
        due = self._as_if_added(wish)
        fetched = (await self.scout.fetch(due)).result
        if not isinstance(fetched, Capture):
            failure = fetched if isinstance(fetched, Failure) else _NOTHING
            return Preview(url=due.source.url, result=failure)
        polled = await self.scout.read(fetched, due)
        listing = polled.result
        links = await self._links(fetched) if _is_page(listing) else ()
        entries = listing.entries if isinstance(listing, Listing) else ()
        wanted = tuple(entry for entry in entries if in_scope(entry, due.source.scope))
        return Preview(url=due.source.url, result=listing or _NOTHING, in_scope=wanted, links=links)

    def _as_if_added(self, wish: SourceWish) -> DueSource:
        url = self.normalise(wish.url)
        source = self._wanted(replace(wish, url=url), Origin.USER, None)
        state = SourceState(source_id=source.id, next_poll_at=self.clock.now())
        return DueSource(source=source, state=state)

    async def _links(self, page: Capture) -> tuple[SourceLink, ...]:
        """Return the sources that a page points to, and then those of its host's robots.txt."""
        found = await self.scout.run(links_to_sources, page.body, page.final_url)
        links = () if isinstance(found, Failure) else found
        url = urljoin(page.final_url, "/robots.txt")
        answer = (
            await self.scout.fetcher.fetch(FetchRequest(url=url, accept="text/plain", page=False))
        ).result
        if not isinstance(answer, Capture):
            return links
        named = sitemaps_in(answer.body.decode("utf-8", "replace"))[:_MOST_SITEMAPS]
        return (*links, *(SourceLink(url=one, kind=SourceKind.SITEMAP) for one in named))


_SETTINGS = (
    "name",
    "kind",
    "scope",
    "interval",
    "limit",
    "life",
    "kinds",
    "plan",
    "budget",
    "channels",
    "alert_on",
)


def _asked(wish: SourceWish) -> dict[str, Any]:
    """Return the settings that somebody asked for."""
    wanted = {name: getattr(wish, name) for name in _SETTINGS}
    return {name: value for name, value in wanted.items() if value is not None}


_NOTHING = Failure(reason=Reason.PROTOCOL, detail="the site answers without a page")


def _is_page(result: Listing | Failure | None) -> bool:
    """Return whether what was read is a page for people, which may point to sources."""
    if isinstance(result, Listing):
        return result.kind is SourceKind.SECTION
    return isinstance(result, Failure) and result.reason is Reason.NOT_A_SOURCE


def _searchable(item: SourceOverview) -> str:
    return "\n".join((item.source.url, item.source.name or "", item.state.title)).casefold()
