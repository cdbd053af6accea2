"""The background process: ready, progress, reload, stop; and only one of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from monitor.config import load
from monitor.daemon import Daemon, keep_memory_small, sd_notify
from monitor.errors import AlreadyRunning
from monitor.model import Overview
from monitor.wiring import App, open_app, open_monitor
from tests.faults.newsroom import Newsroom

PATIENCE = 30.0


async def until(holds: Callable[[], Any]) -> None:
    """Wait until something holds; fail if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    room = Newsroom(tmp_path, articles=2)
    await room.open()
    yield room
    await room.close()


@pytest_asyncio.fixture
async def app(newsroom: Newsroom) -> AsyncIterator[App]:
    async with open_app(load(newsroom.config, {}), path=newsroom.config) as opened:
        yield opened


class Running:
    """A daemon that runs in the background of a test."""

    def __init__(self, app: App) -> None:
        self.states: list[str] = []
        ready = asyncio.Event()
        self.daemon = Daemon(app, notify=self.states.append, on_ready=ready.set)
        self.ready = ready
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Running:
        self.task = asyncio.create_task(self.daemon.run())
        await asyncio.wait_for(self.ready.wait(), PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.task is not None
        self.daemon.stop()
        await asyncio.wait_for(self.task, PATIENCE)


async def test_it_looks_at_once_tells_an_edit_and_stops(newsroom: Newsroom, app: App) -> None:
    async with Running(app) as running:
        await until(lambda: len(newsroom.rows("select 1 from version")) == 2)
        newsroom.edit(0)
        await until(lambda: newsroom.told)
    assert running.states[0] == "READY=1"
    assert "WATCHDOG=1" in running.states
    assert running.states[-1] == "STOPPING=1"
    (bodies,) = newsroom.told.values()
    assert json.loads(bodies[0])["type"] == "article.changed"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_signals_stop_it(app: App, sign: signal.Signals) -> None:
    running = Running(app)
    async with running:
        os.kill(os.getpid(), sign)
        assert running.task is not None
        await asyncio.wait_for(running.task, PATIENCE)


async def test_a_second_one_on_the_folder_is_refused_and_the_first_is_named(app: App) -> None:
    async with Running(app):
        with pytest.raises(AlreadyRunning, match=f"monitor run.*{os.getpid()}|{os.getpid()}"):
            await Daemon(app).run()


async def test_a_check_beside_a_running_daemon_is_done_by_the_daemon(
    newsroom: Newsroom, app: App
) -> None:
    seen: list[Overview] = []
    async with Running(app), open_monitor(newsroom.config) as other:
        done = await other.check(seen=seen.append)
        assert {item.state.latest_version for item in done} == {1}
        assert len(seen) == len(done) == 2
        patience = timedelta()
        assert await other.check([newsroom.server.origin + "/a/1"], patience=patience)


async def test_overdue_looks_are_spread_at_the_start_and_budgets_settled(
    newsroom: Newsroom, app: App
) -> None:
    settings = json.loads(newsroom.config.read_text())
    settings["checks"]["budget"] = 5000
    newsroom.config.write_text(json.dumps(settings))
    await app.reload()
    async with Running(app):
        await until(lambda: len(newsroom.rows("select 1 from version")) == 2)
    assert newsroom.rows("select 1 from purse where name = 'all' and today >= 2")


async def test_a_shorter_interval_counts_from_its_reload_on(newsroom: Newsroom, app: App) -> None:
    settings = json.loads(newsroom.config.read_text())
    settings["checks"]["interval"] = "30d"
    newsroom.config.write_text(json.dumps(settings))
    await app.reload()
    async with Running(app):
        await until(lambda: len(newsroom.rows("select 1 from version")) == 2)
        settings["checks"]["interval"] = "1s"
        newsroom.config.write_text(json.dumps(settings))
        await app.reload()
        await until(lambda: len(newsroom.rows("select 1 from check_log")) > 2)


async def test_a_valid_configuration_is_taken_over_at_a_hangup(
    newsroom: Newsroom, app: App
) -> None:
    async with Running(app):
        settings = json.loads(newsroom.config.read_text())
        settings["watches"] = settings["watches"][:1]
        newsroom.config.write_text(json.dumps(settings))
        os.kill(os.getpid(), signal.SIGHUP)
        await until(lambda: newsroom.rows("select * from watch where origin = 'dropped'"))
        paused = newsroom.rows("select paused from watch where origin = 'dropped'")
    assert paused == [(1,)]


async def test_a_wrong_configuration_is_refused_at_a_hangup_and_the_old_one_stays(
    newsroom: Newsroom, app: App
) -> None:
    async with Running(app) as running:
        old = app.config
        newsroom.config.write_text("checks:\n  intervall: 5m\n")
        with capture_logs() as logs:
            await running.daemon.reload()
        assert app.config is old
    (entry,) = [item for item in logs if item["log_level"] == "error"]
    assert "config.yaml:2: checks.intervall" in entry["error"]


async def test_a_channel_that_cannot_be_made_leaves_the_old_configuration_whole(
    newsroom: Newsroom, app: App
) -> None:
    old = app.config
    settings = json.loads(newsroom.config.read_text())
    mail = {"type": "email", "to": ["a@b.example"], "from": "m@b.example", "host": "localhost"}
    settings["channels"]["desk"] = mail | {"ca_file": "/nowhere.pem"}
    newsroom.config.write_text(json.dumps(settings))
    with capture_logs() as logs:
        await Daemon(app).reload()
    assert "ca_file /nowhere.pem" in logs[0]["error"]
    assert app.config is old


async def test_what_cannot_change_while_it_runs_is_said(newsroom: Newsroom, app: App) -> None:
    settings = json.loads(newsroom.config.read_text())
    settings["data"] = "elsewhere"
    newsroom.config.write_text(json.dumps(settings))
    with capture_logs() as logs:
        await Daemon(app).reload()
    assert "cannot change while the monitor runs" in logs[0]["error"]


async def test_housekeeping_sweeps_what_a_crash_left_behind(app: App) -> None:
    leftover = app.folder / "news.example" / "story-w1" / "7-abcdef01.html.zst"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"x")
    os.utime(leftover, (0, 0))
    await app.keep_house()
    assert not leftover.exists()


def test_systemd_is_told_over_its_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(path)
        sd_notify(path)("READY=1")
        assert server.recv(100).startswith(b"READY=1")
    sd_notify(path)("WATCHDOG=1")
    sd_notify(None)("READY=1")


def test_systemd_may_name_an_abstract_socket() -> None:
    name = f"article-monitor-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind("\0" + name)
        sd_notify("@" + name)("READY=1")
        assert server.recv(100).startswith(b"READY=1")


def test_the_c_library_is_told_to_keep_memory_small() -> None:
    keep_memory_small()


@pytest.mark.parametrize(("contact", "said"), [(None, 1), ("mailto:tests@example.org", 0)])
async def test_it_says_once_that_sites_cannot_reach_us(
    newsroom: Newsroom, contact: str | None, said: int
) -> None:
    settings = json.loads(newsroom.config.read_text())
    settings["fetch"]["contact"] = contact
    newsroom.config.write_text(json.dumps(settings))
    async with open_app(load(newsroom.config, {}), path=newsroom.config) as app:
        with capture_logs() as logs:
            async with Running(app):
                pass
    assert len([line for line in logs if "sites cannot reach you" in line["event"]]) == said
