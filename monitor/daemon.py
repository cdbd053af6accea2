"""Front door: the background process. APScheduler is its clock, and nothing else.

One tick asks the store what is due; there is no job per watch, so 100,000 watches cost as much
scheduling as one. What is due, when and in which order is the store's business.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.config import listen_address
from monitor.errors import ConfigError, MonitorError
from monitor.web import Server
from monitor.wiring import App

_TICK = 1.0
"""Seconds between looks at what is due."""
_HOUSEKEEPING = timedelta(hours=1)
_SETTLING = timedelta(minutes=10)
"""Between two moves of the price of a look, where there are budgets."""
_GRACE = timedelta(seconds=12)
"""For running checks; with as much again for alerts a stop stays within 20 seconds."""
_LAST_ALERTS = timedelta(seconds=5)
_LAST_REQUESTS = timedelta(seconds=2)

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3
"""As malloc.h has them."""

log = structlog.get_logger()


def keep_memory_small() -> None:
    """Tell the C library to use one heap, and to give large blocks back (mallopt(3)).

    By default glibc makes a heap for each thread and keeps what pages of many sizes left behind:
    180 MB after two thousand pages, where 100 do. Elsewhere this does nothing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, 256 * 1024)


class Daemon:
    """Runs an app until it is told to stop."""

    def __init__(
        self,
        app: App,
        *,
        notify: Callable[[str], None] = lambda state: None,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._app = app
        self._notify = notify
        self._on_ready = on_ready
        self._stop = asyncio.Event()
        self._web = web_server(app)
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    async def run(self) -> None:
        """Watch until SIGTERM, SIGINT or `stop`. Raises AlreadyRunning where another one does."""
        with self._app.lock("monitor run"):
            self._app.check_rendering()
            await self._app.reconcile()
            await self._app.replanning.after_stop()
            await self._open_web()
            self._listen()
            self._start()
            self._notify("READY=1")
            self._on_ready()
            await self._stop.wait()
            await self._wind_down()

    def stop(self) -> None:
        """End `run` soon: running checks finish, nothing new begins."""
        self._stop.set()

    async def _open_web(self) -> None:
        """Let hubs reach us; where they are not to, forget what was subscribed at them."""
        if self._app.subscriber is None:
            await self._app.store.end_subscriptions()
        if self._web is not None:
            await self._web.start()
            log.info("listening for hubs", port=self._web.port)

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self.stop)
        tasks: set[asyncio.Task[None]] = set()

        def on_hangup() -> None:
            task = loop.create_task(self.reload())
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        loop.add_signal_handler(signal.SIGHUP, on_hangup)

    def _start(self) -> None:
        self._every(timedelta(seconds=_TICK), self._tick)
        self._every(_SETTLING, self._app.spending.settle)
        self._every(_HOUSEKEEPING, self._app.keep_house)
        self._scheduler.add_job(self._app.rereading.run)
        self._scheduler.start()
        app = self._app
        log.info("watching", data=str(app.folder), watches=app.watch_count)
        if app.config.fetch.contact is None:
            log.warning("sites cannot reach you: name a contact (fetch.contact in config.yaml)")

    def _every(self, period: timedelta, job: Callable[[], Coroutine[Any, Any, None]]) -> None:
        first = self._app.clock.now()
        self._scheduler.add_job(
            job, "interval", seconds=period.total_seconds(), next_run_time=first
        )

    async def _tick(self) -> None:
        await self._app.replanning.watch_clock()
        await self._app.scout.tick()
        if self._app.subscriber is not None:
            await self._app.subscriber.tick()
        await self._app.drain.tick()
        await self._app.deliveries.tick()
        self._notify("WATCHDOG=1")

    async def reload(self) -> None:
        """Read the configuration again; where it is wrong, say so and keep the old one."""
        try:
            await self._app.reload()
            log.info("configuration reloaded")
        except ConfigError as error:
            log.error("configuration not reloaded; the old one stays", error=str(error))
        except MonitorError as error:
            log.error("reload failed", error=str(error), hint=error.hint)
        self._notify("READY=1")

    async def _wind_down(self) -> None:
        log.info("stopping")
        self._notify("STOPPING=1")
        self._scheduler.shutdown(wait=False)
        self._app.rereading.stop()
        if self._web is not None:
            await self._web.stop(_LAST_REQUESTS)
        if self._app.subscriber is not None:
            await self._app.subscriber.stop()
        await asyncio.gather(self._app.scout.stop(_GRACE), self._app.drain.stop(_GRACE))
        await self._app.deliveries.stop(_LAST_ALERTS)


def web_server(app: App) -> Server | None:
    """Return the web server that the configuration wants."""
    web = app.config.web
    if web is None:
        return None
    return Server(
        listen_address(web.listen),
        public_url=web.public_url,
        subscriber=app.subscriber,
        monotonic=app.clock.monotonic,
    )


def sd_notify(address: str | None) -> Callable[[str], None]:
    """Return a function that tells systemd a state (sd_notify(3)); one that does nothing without
    `address`, the value of NOTIFY_SOCKET."""
    if not address:
        return lambda state: None
    target = "\0" + address[1:] if address.startswith("@") else address

    def send(state: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock, suppress(OSError):
            sock.connect(target)
            sock.sendall(f"{state}\nMAINPID={os.getpid()}".encode())

    return send
