"""A news site whose articles are edited while the daemon that watches it is treated badly."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from standardwebhooks import Webhook

from monitor.demo.server import Answer, Request, Server
from monitor.store.engine import sqlite3

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ROOT = Path(__file__).parents[2]

_PAGE = """<!doctype html><html lang="en"><head><title>Harbour report {number}</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>Harbour report {number}: ferries run again</h1>
<p>The port authority said that {figure} passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
<p>Officials expect the full timetable to return before the end of the month, they added.</p>
</article><footer><p>Seen {hits} times</p></footer></body></html>"""


class Newsroom:
    """Serves articles, edits them, and receives the webhooks about the edits."""

    def __init__(self, folder: Path, articles: int = 4) -> None:
        self.folder = folder
        self.figures = dict.fromkeys(range(articles), 1000)
        self.told: dict[str, list[bytes]] = defaultdict(list)
        """The bodies received, by webhook id."""
        self.down = False
        self.hits = dict.fromkeys(range(articles), 0)
        self.server = Server(self._answer)

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    async def open(self) -> None:
        await self.server.start()
        self.config.write_text(
            json.dumps(
                {
                    "data": "snapshots",
                    "fetch": {
                        "delay": "0s",
                        "allow_private": ["127.0.0.0/8"],
                        "contact": "mailto:tests@example.org",
                    },
                    "checks": {"interval": "1s"},
                    "channels": {
                        "hook": {
                            "type": "webhook",
                            "url": f"{self.server.origin}/hook",
                            "secret": SECRET,
                        }
                    },
                    "watches": [{"url": f"{self.server.origin}/a/{n}"} for n in self.figures],
                }
            )
        )

    async def close(self) -> None:
        await self.server.stop()

    def edit(self, number: int) -> None:
        """Change the figure in an article; it never has the same one twice."""
        self.figures[number] += 7

    def _answer(self, request: Request) -> Answer:
        if request.path == "/hook":
            Webhook(SECRET).verify(request.body, request.headers)
            self.told[request.headers["webhook-id"]].append(request.body)
            return Answer(status=204)
        if not request.path.startswith("/a/") or self.down:
            return Answer(status=404 if not self.down else 503)
        number = int(request.path.rpartition("/")[2])
        self.hits[number] += 1
        hits = self.hits[number]
        page = _PAGE.format(number=number, figure=self.figures[number], hits=hits)
        kind = ("Content-Type", "text/html; charset=utf-8")
        return Answer(status=200, body=page.encode(), headers=(kind,))

    # --- the store, looked at from outside -----------------------------------------------------

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Return what a query on the store gives; nothing while there is no store yet.

        With the store's own SQLite: two of them on one file in one process lose their locks.
        """
        path = self.folder / "snapshots" / "monitor.db"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            try:
                return connection.execute(sql).fetchall()
            except sqlite3.OperationalError:
                return []


class Process:
    """The daemon as users start it."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._process: asyncio.subprocess.Process | None = None
        self.log = newsroom.folder / "daemon.log"

    async def start(self) -> None:
        command = [sys.executable, "-m", "monitor", "--config", str(self._newsroom.config)]
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, "run", "--plain", stdout=log, stderr=log, cwd=ROOT, env=dict(os.environ)
            )

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def ended(self) -> int:
        """Wait for its end and return its exit code."""
        assert self._process is not None
        return await self._process.wait()
