"""The only place that picks adapters from the configuration."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, AsyncExitStack, aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.check import (
    Checker,
    Deliveries,
    Drain,
    Replanning,
    Rereading,
    Spending,
    Stories,
)
from monitor.config import (
    Config,
    EmailChannel,
    WebhookChannel,
    budgets,
    environment,
    load,
)
from monitor.core import Monitor, Sources, Trial
from monitor.discover.scout import Scout
from monitor.discover.subscribing import Subscriber
from monitor.errors import ConfigError, StoreError
from monitor.fetch import Gate, WebFetcher, is_same_server
from monitor.model import (
    CheckOutcome,
    PollOutcome,
    Watch,
    address_key,
    new_id,
    source_budget,
)
from monitor.notify import (
    EmailNotifier,
    WebhookNotifier,
    WebhookSettings,
)
from monitor.ports import Clock, Notifier
from monitor.store import FileCaptures, FolderLock, SqliteStore
from monitor.wiring.translating import (
    cadence,
    email_settings,
    policy,
    reader_for,
    sites,
    source_wishes,
    watch_rules,
    wishes,
)
from monitor.wiring.ways import (
    browser_for,
    check_rendering,
    fetch_settings,
    rendered_watches,
    watch_access,
)

_LEASE_HOLDER = "this machine"
"""One name for all: the data folder's lock makes sure that only one works at a time, and the next
one may go on at once where a killed one left off."""
_KEEP_CHECKS = timedelta(days=90)
_KEEP_CHANGES = timedelta(days=2)
_LEFTOVERS = timedelta(hours=1)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class App:
    """Everything that runs on one data folder, put together from a Config."""

    def __init__(
        self,
        config: Config,
        *,
        store: SqliteStore,
        clock: Clock,
        path: Path | None = None,
        on_check: Callable[[CheckOutcome], None] = lambda outcome: None,
        on_poll: Callable[[PollOutcome], None] = lambda outcome: None,
    ) -> None:
        self.config = config
        self.clock = clock
        self.folder = config.data
        self.store = store
        self.captures = FileCaptures(config.data)
        self.path = path
        self._lock = FolderLock(config.data)
        self._gate = Gate(config.fetch.allow_private)
        self._fetcher = WebFetcher(fetch_settings(config), clock, gate=self._gate)
        self._pages = browser_for(config, self._fetcher, self._gate)
        self._reader = reader_for(config)
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="captures")
        self.rereading = Rereading(
            store=store, catalog=store, captures=self.captures, reader=self._reader, disk=self._disk
        )
        self.spending = Spending(store, clock)
        self.replanning = Replanning(
            store=store,
            planning=store,
            spending=self.spending,
            clock=clock,
            settings=cadence(config),
        )
        self._stories = Stories(rereading=self.rereading, zone=ZoneInfo(config.timezone))
        self.drain = Drain(
            store=store,
            checker=self._checker(config),
            spending=self.spending,
            clock=clock,
            holder=_LEASE_HOLDER,
            on_check=on_check,
            rests_for=self._fetcher.rests_for,
        )
        self.deliveries = Deliveries(
            outbox=store,
            stories=self._stories,
            notifiers=self._notifiers(config),
            clock=clock,
            keep_trying=config.alerts.keep_trying,
        )
        self.scout = Scout(
            store=store,
            addresses=store,
            fetcher=self._fetcher,
            run=self._reader.run,
            clock=clock,
            new_id=new_id,
            normalise=self._gate.check_url,
            purses=self.spending,
            hear=self.replanning.hear,
            on_poll=on_poll,
        )
        self.subscriber = self._subscriber(config)
        """None: hubs cannot reach us."""
        self.monitor = self._monitor(config)
        self.sources = self._sources(config)

    @property
    def watch_count(self) -> int:
        """Watches that the configuration declares."""
        return len(self.config.watches)

    def lock(self, role: str) -> AbstractContextManager[object]:
        """Take the data folder for `role`; raises AlreadyRunning."""
        return self._lock.hold(role)

    async def reconcile(self) -> None:
        """Bring the store in line with the watches that the configuration declares."""
        await self.monitor.reconcile(wishes(self.config))
        await self.sources.reconcile(source_wishes(self.config))
        await self.use_rules()
        await self.use_budgets()
        await self.use_access()

    async def use_rules(self) -> None:
        """Read pages by the rules that the configuration has for sites and for watches."""
        ruled = watch_rules(self.config, self._gate)
        known = await self._watches_at(ruled)
        self._reader.use(sites(self.config), {known[url].id: ruled[url] for url in known})

    async def use_access(self) -> None:
        """Fetch the pages of watches with the headers and cookies that they are given, and render
        those that need it. Raises ConfigError where that cannot be done here."""
        given = watch_access(self.config, self._gate)
        known = await self._watches_at(given)
        may = {url: watch for url, watch in known.items() if is_same_server(url, watch.url)}
        self._fetcher.use({may[url].id: given[url] for url in may})
        rendered = await self._watches_at(rendered_watches(self.config, self._gate))
        self._pages.use([watch.id for watch in rendered.values()])

    async def _watches_at(self, urls: Collection[str]) -> dict[str, Watch]:
        """Return the watches of the articles at `urls`, also of those first known elsewhere."""
        if not urls:
            return {}
        of = {item.watch.id: item.watch for item in await self.store.watches()}
        known = await self.store.known({address_key(url) for url in urls})
        ids = {url: known[key].watch_id for url in urls if (key := address_key(url)) in known}
        return {url: of[found] for url, found in ids.items() if found in of}

    async def use_budgets(self) -> None:
        """Pay looks out of the budgets that the configuration and the sources have."""
        found = (item.source for item in await self.store.sources())
        of_sources = {source_budget(one.id): float(one.budget) for one in found if one.budget}
        await self.spending.use(budgets(self.config) | of_sources, cadence(self.config).price)

    def check_rendering(self) -> None:
        """Raise ConfigError where pages are to be rendered and that cannot be done here."""
        check_rendering(self.config, self._gate)

    async def reload(self) -> None:
        """Read the configuration again and go on with it. Raises ConfigError; then nothing changed.

        What was opened at the start stays: data folder, network settings, web server.
        """
        if self.path is None:
            return
        config = load(self.path, environment())
        if _lasting(config) != _lasting(self.config):
            raise ConfigError(
                f"{self.path}: `data`, `fetch` and `web` cannot change while the monitor runs",
                hint="restart it",
            )
        check_rendering(config, self._gate)
        checker, notifiers = self._checker(config), self._notifiers(config)
        old, self.config = self.config, config
        self.drain.use(checker)
        self.deliveries.use(notifiers)
        self.replanning.use(cadence(config))
        self.monitor = self._monitor(config)
        self.sources = self._sources(config)
        await self.reconcile()
        if cadence(old) != cadence(config):
            await self.replanning.plan_anew()

    async def keep_house(self) -> None:
        """Fold old traces of checks into daily counts, let articles whose life is over rest, and
        sweep what a crash left behind."""
        now = self.clock.now()
        await self.store.prune_checks(now - _KEEP_CHECKS)
        await self.store.retire()
        await self.use_budgets()
        await self.store.forget_changes(now - _KEEP_CHANGES)
        named = await self.store.capture_paths()
        await asyncio.to_thread(self.captures.sweep, named, now - _LEFTOVERS)

    async def aclose(self) -> None:
        """Close connections and stop the workers; the store is closed by whoever opened it."""
        await self._pages.aclose()
        await self._reader.aclose()
        self._disk.shutdown()

    def _checker(self, config: Config) -> Checker:
        return Checker(
            fetcher=self._pages,
            store=self.store,
            memory=self.store,
            addresses=self.store,
            captures=self.captures,
            reader=self._reader,
            rereading=self.rereading,
            spending=self.spending,
            clock=self.clock,
            policy=policy(config),
            disk=self._disk,
        )

    def _notifiers(self, config: Config) -> Mapping[str, Notifier]:
        return {name: self._notifier(channel) for name, channel in config.channels.items()}

    def _notifier(self, channel: EmailChannel | WebhookChannel) -> Notifier:
        if isinstance(channel, EmailChannel):
            try:
                return EmailNotifier(email_settings(channel))
            except OSError as error:  # ssl.SSLError is one
                message = f"channels: ca_file {channel.ca_file}: {error.strerror or error}"
                raise ConfigError(message) from error
        return WebhookNotifier(
            WebhookSettings(
                url=channel.url,
                secret=channel.secret.get_secret_value(),
                headers={key: value.get_secret_value() for key, value in channel.headers.items()},
            ),
            partial(self._fetcher.post, timeout=channel.timeout),
            self.clock,
        )

    def _subscriber(self, config: Config) -> Subscriber | None:
        if config.web is None or config.web.public_url is None:
            return None
        return Subscriber(
            store=self.store,
            post=self._fetcher.post,
            clock=self.clock,
            public_url=config.web.public_url,
        )

    def _sources(self, config: Config) -> Sources:
        return Sources(
            store=self.store,
            scout=self.scout,
            clock=self.clock,
            normalise=self._gate.check_url,
            channels=frozenset(config.channels),
            lock=self.lock,
            holder=self._lock.holder,
        )

    def _monitor(self, config: Config) -> Monitor:
        return Monitor(
            catalog=self.store,
            addresses=self.store,
            memory=self.store,
            outbox=self.store,
            captures=self.captures,
            stories=self._stories,
            drain=self.drain,
            deliveries=self.deliveries,
            clock=self.clock,
            normalise=self._gate.check_url,
            reader=self._reader,
            rereading=self.rereading,
            replanning=self.replanning,
            channels=frozenset(config.channels),
            lock=self.lock,
            holder=self._lock.holder,
        )


def _lasting(config: Config) -> tuple[object, ...]:
    """Return the settings that stay as they were at the start."""
    return config.data, config.fetch, config.web


@asynccontextmanager
async def open_app(
    config: Config,
    *,
    path: Path | None = None,
    clock: Clock | None = None,
    on_check: Callable[[CheckOutcome], None] = lambda outcome: None,
    on_poll: Callable[[PollOutcome], None] = lambda outcome: None,
    create: bool = True,
    read_only: bool = False,
) -> AsyncIterator[App]:
    """Open all that `config` names; `path` is where it was read from, for a reload.

    With `read_only`, what is there can be looked at also where nothing can be written; without
    `create`, no data folder is made. Raises StoreError where it cannot be used.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        store = SqliteStore.open(config.data, clock, create=create, read_only=read_only)
        stack.push_async_callback(store.aclose)
        app = App(config, store=store, clock=clock, path=path, on_check=on_check, on_poll=on_poll)
        stack.push_async_callback(app.aclose)
        await app.use_rules()
        await app.use_budgets()
        await app.use_access()
        yield app


@asynccontextmanager
async def open_trial(config: Config) -> AsyncIterator[Trial]:
    """Open what it takes to look at how a page is read: no data folder is made or written to."""
    gate = Gate(config.fetch.allow_private)
    fetcher = WebFetcher(fetch_settings(config), SystemClock(), gate=gate)
    pages = browser_for(config, fetcher, gate)
    async with aclosing(pages), aclosing(reader_for(config)) as reader:
        reader.use(sites(config), watch_rules(config, gate))
        fetcher.use(watch_access(config, gate))
        pages.use(rendered_watches(config, gate))
        yield Trial(
            fetcher=pages,
            reader=reader,
            normalise=gate.check_url,
            remembered=partial(_remembered, config),
        )


async def _remembered(config: Config, host: str) -> frozenset[str]:
    """Return what is remembered of a host; nothing where there is no data folder to look into."""
    try:
        store = SqliteStore.open(config.data, SystemClock(), create=False, read_only=True)
        async with aclosing(store):
            return await store.remembered(host)
    except StoreError:
        return frozenset()


@asynccontextmanager
async def open_monitor(config: Path | str | Config = "config.yaml") -> AsyncIterator[Monitor]:
    """Open the monitor that a configuration (a file or a Config) describes, for use from Python.

    Declared watches are there, as after a start. Raises ConfigError and StoreError.
    """
    path = None if isinstance(config, Config) else Path(config)
    settings = config if isinstance(config, Config) else load(Path(config), environment())
    async with open_app(settings, path=path) as app:
        await app.reconcile()
        yield app.monitor
