"""The live status of `monitor run` in a terminal."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from monitor.cli.logs import configure_logs
from monitor.cli.output import ago, count, plain
from monitor.cli.watches import watch_table
from monitor.model import CheckOutcome, CheckStatus, Overview
from monitor.wiring import App

_REFRESH = 1.0
"""Seconds between drawings."""
_ROWS_BESIDES = 8
"""Lines of the screen that are not watches."""


class _LogToConsole:
    """A stream that puts log lines above the live status."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, text: str) -> int:
        if text.strip():
            self._console.print(Text(text.rstrip("\n")), soft_wrap=True)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False


class LiveStatus:
    """Counts what happens and draws it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._checks = 0
        self._edits = 0
        self._failed = 0
        self._news: deque[tuple[datetime, str, str]] = deque(maxlen=4)
        self._items: tuple[Overview, ...] = ()
        self._live: Live | None = None

    def on_check(self, outcome: CheckOutcome) -> None:
        """Take note of a check."""
        self._checks += 1
        self._edits += outcome.row.status is CheckStatus.CHANGED
        self._failed += outcome.row.status is CheckStatus.FAILED
        title = outcome.snapshot.article.headline if outcome.snapshot else outcome.watch.url
        for event in outcome.events:
            self._news.append((event.at, event.kind.replace("_", " "), f"{title}: {event.line}"))

    @contextmanager
    def shown(self, app: App) -> Iterator[None]:
        """Draw while the body runs."""
        configure_logs(level="warning", as_json=False, stream=_LogToConsole(self._console))  # type: ignore[arg-type]
        with Live(console=self._console, auto_refresh=False, transient=False) as live:
            self._live = live
            task = asyncio.get_running_loop().create_task(self._keep_drawing(app))
            try:
                yield
            finally:
                task.cancel()
                self._live = None
        configure_logs(level="info", as_json=False, stream=sys.stderr)

    async def refresh(self, app: App) -> None:
        """Draw what is true now."""
        self._items = await app.monitor.watches()
        if self._live is not None:
            self._live.update(self._picture(app), refresh=True)

    async def _keep_drawing(self, app: App) -> None:
        while True:
            await self.refresh(app)
            await asyncio.sleep(_REFRESH)

    def _picture(self, app: App) -> RenderableType:
        now = app.clock.now()
        room = max(self._console.height - _ROWS_BESIDES, 3)
        shown = sorted(self._items, key=lambda item: item.state.next_check_at)[:room]
        parts: list[RenderableType] = [Text.assemble(("article monitor", "bold"), self._counts())]
        if shown:
            parts += [Text(), watch_table(tuple(shown), now)]
        if len(self._items) > len(shown):
            parts.append(Text(f"… and {len(self._items) - len(shown)} more", style="dim"))
        if self._news:
            parts.append(Text())
        for at, kind, line in self._news:
            parts.append(Text(f"{ago(at, now):>10}  {kind}: {plain(line)}", overflow="ellipsis"))
        parts.append(Text("Ctrl-C stops", style="dim"))
        return Group(*parts)

    def _counts(self) -> Text:
        parts = ((len(self._items), "watch"), (self._checks, "look"), (self._edits, "edit"))
        text = "  " + " · ".join(count(number, word) for number, word in parts)
        failed = f" · {self._failed} failed" if self._failed else ""
        return Text(text + failed, style="dim")
