"""The live status of `monitor run`, drawn on a console that is no screen."""

from __future__ import annotations

import io

from rich.console import Console

from monitor.cli.live import LiveStatus
from monitor.config import load
from monitor.wiring import open_app
from tests.cli.conftest import NewsSite, Terminal


async def test_it_shows_watches_counts_and_what_happened(
    site: NewsSite, terminal: Terminal
) -> None:
    terminal.configure(watches=[{"url": site.url()}, {"url": site.url("/nothing")}])
    console = Console(file=io.StringIO(), width=100, height=30, force_terminal=True)
    status = LiveStatus(console)
    async with open_app(load(terminal.config, {}), on_check=status.on_check) as app:
        with status.shown(app):
            await app.reconcile()
            await app.monitor.check()
            await status.refresh(app)
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    assert "2 watches · 2 looks · 0 edits · 1 failed" in drawn
    assert "Ferries run again" in drawn
    assert "first seen: Ferries run again in the old harbour: first version" in drawn
    assert "not found" in drawn
    assert "Ctrl-C stops" in drawn


async def test_many_watches_leave_room_on_the_screen(site: NewsSite, terminal: Terminal) -> None:
    watches = [{"url": site.url(f"/{number}")} for number in range(40)]
    terminal.configure(watches=watches)
    console = Console(file=io.StringIO(), width=100, height=20, force_terminal=True)
    status = LiveStatus(console)
    async with open_app(load(terminal.config, {})) as app:
        await app.reconcile()
        with status.shown(app):
            await status.refresh(app)
    assert "… and 28 more" in console.file.getvalue()  # type: ignore[attr-defined]
