"""The only place that picks adapters from the configuration."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.cadence import CadenceSettings
from monitor.check import Checker, Deliveries, Drain, Policy, Reader, Rereading, Stories
from monitor.config import Config, EmailChannel, SiteConfig, WebhookChannel, environment, load
from monitor.core import Monitor, Trial, Wish
from monitor.diff import Settings as DiffSettings
from monitor.errors import ConfigError
from monitor.extract import Sites
from monitor.fetch import FetchSettings, Gate, HostSettings, WebFetcher
from monitor.model import CheckOutcome, SiteRules
from monitor.notify import (
    EmailNotifier,
    EmailSettings,
    Encryption,
    WebhookNotifier,
    WebhookSettings,
)
from monitor.ports import Clock, Notifier
from monitor.store import FileCaptures, FolderLock, SqliteStore

_LEASE_HOLDER = "this machine"
"""One name for all: the data folder's lock makes sure that only one works at a time, and the next
one may go on at once where a killed one left off."""
_KEEP_CHECKS = timedelta(days=90)
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
    ) -> None:
        self.config = config
        self.clock = clock
        self.folder = config.data
        self.store = store
        self.captures = FileCaptures(config.data)
        self.path = path
        self._lock = FolderLock(config.data)
        self._gate = Gate(config.fetch.allow_private)
        self._fetcher = WebFetcher(_fetch_settings(config), clock, gate=self._gate)
        self._reader = _reader(config)
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="captures")
        self.rereading = Rereading(
            store=store, catalog=store, captures=self.captures, reader=self._reader, disk=self._disk
        )
        self._stories = Stories(rereading=self.rereading, zone=ZoneInfo(config.timezone))
        self.drain = Drain(
            store=store,
            checker=self._checker(config),
            clock=clock,
            holder=_LEASE_HOLDER,
            on_check=on_check,
        )
        self.deliveries = Deliveries(
            outbox=store,
            stories=self._stories,
            notifiers=self._notifiers(config),
            clock=clock,
            keep_trying=config.alerts.keep_trying,
        )
        self.monitor = self._monitor(config)

    @property
    def watch_count(self) -> int:
        """Watches that the configuration declares."""
        return len(self.config.watches)

    def lock(self, role: str) -> AbstractContextManager[object]:
        """Take the data folder for `role`; raises AlreadyRunning."""
        return self._lock.hold(role)

    async def reconcile(self) -> None:
        """Bring the store in line with the watches that the configuration declares."""
        await self.monitor.reconcile(_wishes(self.config))
        await self.use_rules()

    async def use_rules(self) -> None:
        """Read pages by the rules that the configuration has for sites and for watches."""
        ruled = _watch_rules(self.config, self._gate)
        known = await self.store.watches() if ruled else ()
        watches = (item.watch for item in known if item.watch.url in ruled)
        self._reader.use(_sites(self.config), {one.id: ruled[one.url] for one in watches})

    async def reload(self) -> None:
        """Read the configuration again and go on with it. Raises ConfigError; then nothing changed.

        What was opened at the start stays: the data folder and the network settings.
        """
        if self.path is None:
            return
        config = load(self.path, environment())
        if (config.data, config.fetch) != (self.config.data, self.config.fetch):
            raise ConfigError(
                f"{self.path}: `data` and `fetch` cannot change while the monitor runs",
                hint="restart it",
            )
        checker, notifiers = self._checker(config), self._notifiers(config)
        self.config = config
        self.drain.use(checker)
        self.deliveries.use(notifiers)
        self.monitor = self._monitor(config)
        await self.reconcile()

    async def keep_house(self) -> None:
        """Fold old traces of checks into daily counts, and sweep what a crash left behind."""
        now = self.clock.now()
        await self.store.prune_checks(now - _KEEP_CHECKS)
        named = await self.store.capture_paths()
        await asyncio.to_thread(self.captures.sweep, named, now - _LEFTOVERS)

    async def aclose(self) -> None:
        """Close connections and stop the workers; the store is closed by whoever opened it."""
        await self._fetcher.aclose()
        await self._reader.aclose()
        self._disk.shutdown()

    def _checker(self, config: Config) -> Checker:
        return Checker(
            fetcher=self._fetcher,
            store=self.store,
            memory=self.store,
            captures=self.captures,
            reader=self._reader,
            clock=self.clock,
            policy=_policy(config),
            disk=self._disk,
        )

    def _notifiers(self, config: Config) -> Mapping[str, Notifier]:
        return {name: self._notifier(channel) for name, channel in config.channels.items()}

    def _notifier(self, channel: EmailChannel | WebhookChannel) -> Notifier:
        if isinstance(channel, EmailChannel):
            try:
                return EmailNotifier(_email_settings(channel))
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

    def _monitor(self, config: Config) -> Monitor:
        return Monitor(
            catalog=self.store,
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
            channels=frozenset(config.channels),
            lock=self.lock,
            holder=self._lock.holder,
        )


@asynccontextmanager
async def open_app(
    config: Config,
    *,
    path: Path | None = None,
    clock: Clock | None = None,
    on_check: Callable[[CheckOutcome], None] = lambda outcome: None,
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
        app = App(config, store=store, clock=clock, path=path, on_check=on_check)
        stack.push_async_callback(app.aclose)
        await app.use_rules()
        yield app


@asynccontextmanager
async def open_trial(config: Config) -> AsyncIterator[Trial]:
    """Open what it takes to look at how a page is read: no data folder is made or opened."""
    gate = Gate(config.fetch.allow_private)
    fetcher = WebFetcher(_fetch_settings(config), SystemClock(), gate=gate)
    async with aclosing(fetcher), aclosing(_reader(config)) as reader:
        reader.use(_sites(config), _watch_rules(config, gate))
        yield Trial(fetcher=fetcher, reader=reader, normalise=gate.check_url)


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


def _wishes(config: Config) -> tuple[Wish, ...]:
    return tuple(
        Wish(
            url=watch.url,
            name=watch.name,
            interval=watch.interval,
            channels=watch.channels,
            alert_on=watch.alert_on,
            paused=watch.paused,
        )
        for watch in config.watches
    )


def _fetch_settings(config: Config) -> FetchSettings:
    fetch = config.fetch
    return FetchSettings(
        user_agent=fetch.user_agent,
        contact=fetch.contact,
        delay=fetch.delay,
        concurrency=fetch.concurrency,
        hosts={
            name: HostSettings(delay=host.delay, concurrency=host.concurrency)
            for name, host in fetch.hosts.items()
        },
        allow_private=fetch.allow_private,
        timeout=fetch.timeout,
        max_wire_bytes=fetch.max_bytes,
        max_body_bytes=fetch.max_page,
        max_redirects=fetch.max_redirects,
        obey_robots=fetch.obey_robots,
        ca_file=fetch.ca_file,
    )


def _reader(config: Config) -> Reader:
    return Reader(
        limit=config.checks.extraction_timeout,
        workers=config.checks.workers,
        diff=_diff_settings(config),
        sites=_sites(config),
    )


def _diff_settings(config: Config) -> DiffSettings:
    told = config.alerts
    return replace(DiffSettings(), material=told.material_threshold, unworded=told.unworded)


def _sites(config: Config) -> Sites:
    """Return the rules of all sites that the configuration has rules for."""
    return {host.lower(): _rules(listed) for host, listed in config.sites.items()}


def _watch_rules(config: Config, gate: Gate) -> Sites:
    """Return the rules of single watches, by their address. Raises BadAddress."""
    return {gate.check_url(one.url): _rules(one.rules) for one in config.watches if one.rules}


def _rules(listed: tuple[SiteConfig, ...]) -> tuple[SiteRules, ...]:
    return tuple(
        SiteRules(
            article=one.article,
            remove=one.remove,
            fields=tuple(sorted(one.fields.items())),
            until=one.until,
        )
        for one in listed
    )


def _policy(config: Config) -> Policy:
    checks = config.checks
    return Policy(
        cadence=CadenceSettings(
            interval=checks.interval,
            jitter=checks.jitter,
            gone_looks=checks.gone.looks,
            gone_over=checks.gone.over,
        ),
        diff=_diff_settings(config),
        failing_after=checks.failing_after,
        blocked_after=checks.blocked_after,
        full_fetch_every=checks.full_fetch_every,
        alert_on=frozenset(config.alerts.on),
        channels=tuple(config.channels),
        min_significance=config.alerts.min_significance,
    )


def _email_settings(channel: EmailChannel) -> EmailSettings:
    return EmailSettings(
        host=channel.host,
        port=channel.port,
        sender=channel.sender,
        to=channel.to,
        encryption=Encryption(channel.security),
        username=channel.username,
        password=channel.password.get_secret_value() if channel.password else None,
        timeout=channel.timeout,
        ca_file=channel.ca_file,
    )
