"""A WebSub hub on loopback, a feed that names it, and the address under which it reaches us."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import httpx

from monitor.config import load
from monitor.demo.server import Answer, Request, Server
from monitor.model import SourceOverview
from monitor.wiring import App, open_app
from monitor.wiring.app import SystemClock

_ARTICLE = """<!doctype html><html lang="en"><head><title>Harbour report {n}</title></head><body>
<article><h1>Harbour report {n}: ferries run again</h1>
<p>The port authority said that {n} passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
<p>Officials expect the full timetable to return before the end of the month, they added.</p>
</article></body></html>"""


class Paper:
    """Serves a feed of articles, which names a hub."""

    def __init__(self) -> None:
        self.server = Server(self._answer)
        self.hub = ""
        self.in_header = False
        self.articles = 1
        self.polls = 0

    @property
    def feed(self) -> str:
        return f"{self.server.origin}/feed"

    @property
    def topic(self) -> str:
        return f"{self.server.origin}/feed?as=topic"

    def _answer(self, request: Request) -> Answer:
        if request.path.startswith("/a/"):
            page = _ARTICLE.format(n=request.path.removeprefix("/a/")).encode()
            return Answer(status=200, body=page, headers=(("content-type", "text/html"),))
        if request.path != "/feed":
            return Answer(status=404)
        self.polls += 1
        links = f'<{self.hub}>; rel="hub", <{self.topic}>; rel="self"'
        inside = (
            f'<atom:link rel="hub" href="{self.hub}"/><atom:link rel="self" href="{self.topic}"/>'
        )
        items = "".join(
            f"<item><title>Report {n}</title><link>{self.server.origin}/a/{n}</link></item>"
            for n in range(self.articles)
        )
        feed = (
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
            f"<title>Harbour</title>{'' if self.in_header else inside}{items}</channel></rss>"
        )
        more = (("link", links),) if self.in_header else ()
        kind = ("content-type", "application/rss+xml")
        return Answer(status=200, body=feed.encode(), headers=(kind, *more))


@dataclass
class Hub:
    """Takes subscriptions, and asks back in its own time, as real hubs do."""

    verifies: bool = True
    denies: bool = False
    status: int = 202
    lease: int = 864_000
    moved_to: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    verified: list[tuple[str, int]] = field(default_factory=list)
    """Mode, and what we answered."""
    subscribed: dict[str, dict[str, str]] = field(default_factory=dict)
    """By callback."""
    _calls: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.server = Server(self._answer)

    def _answer(self, request: Request) -> Answer:
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        if self.moved_to and request.path == "/":
            return Answer(status=308, headers=(("location", self.moved_to),))
        form = {name: value[0] for name, value in parse_qs(request.body.decode()).items()}
        self.asked.append(form)
        if self.status == 202 and (self.verifies or self.denies):
            task = asyncio.get_running_loop().create_task(self._ask_back(form))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
        return Answer(status=self.status)

    async def _ask_back(self, form: dict[str, str]) -> None:
        mode = "denied" if self.denies else form["hub.mode"]
        query = {"hub.mode": mode, "hub.topic": form["hub.topic"]}
        if self.denies:
            query["hub.reason"] = "this feed is for subscribers"
        else:
            query |= {"hub.challenge": "a <b>&challenge", "hub.lease_seconds": str(self.lease)}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(form["hub.callback"], params=query)
        if not self.denies and answer.status_code == 200:
            assert answer.text == "a <b>&challenge"
            assert answer.headers["content-type"].startswith("text/plain")
            if mode == "subscribe":
                self.subscribed[form["hub.callback"]] = form
            else:
                del self.subscribed[form["hub.callback"]]
        self.verified.append((mode, answer.status_code))

    async def push(
        self,
        *,
        body: bytes = b"<rss/>",
        method: str = "sha256",
        signature: str | None = None,
    ) -> int:
        """Send a message to the one subscriber; return what it answers."""
        ((callback, form),) = self.subscribed.items()
        key = form["hub.secret"].encode()
        if signature is None:
            signature = f"{method}={hmac.new(key, body, getattr(hashlib, method)).hexdigest()}"
        headers = {b"x-hub-signature": signature.encode("latin-1")} if signature else {}
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.post(callback, content=body, headers=headers)).status_code

    async def settle(self) -> None:
        """Wait until it has asked back whatever it wanted to."""
        await asyncio.gather(*self._calls)


class ShiftedClock(SystemClock):
    """The machine's clock, set forward at will."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()


async def free_port() -> int:
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


@dataclass
class World:
    """A paper, its hub, and a monitor that follows the paper's feed."""

    folder: Path
    paper: Paper
    hub: Hub
    port: int
    clock: ShiftedClock = field(default_factory=ShiftedClock)

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def configure(self, **web: str) -> None:
        settings: dict[str, object] = {
            "data": "snapshots",
            "fetch": {
                "delay": "0s",
                "allow_private": ["127.0.0.0/8"],
                "contact": "mailto:tests@example.org",
                "obey_robots": False,
            },
            "checks": {"interval": "30d"},
            "sources": [{"url": self.paper.feed, "kind": "feed", "interval": "10m"}],
        }
        self.config.write_text(json.dumps(settings | ({"web": web} if web else {})))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[App]:
        async with open_app(load(self.config, {}), path=self.config, clock=self.clock) as app:
            yield app

    async def source(self, app: App) -> SourceOverview:
        (found,) = await app.store.sources()
        return found


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """Open a world whose monitor is configured to be reached by hubs."""
    made = World(folder, Paper(), Hub(), await free_port())
    await made.paper.server.start()
    await made.hub.server.start()
    made.paper.hub = f"{made.hub.server.origin}/"
    made.configure(listen=f"127.0.0.1:{made.port}", public_url=made.public)
    yield made
    await made.hub.settle()
    await made.paper.server.stop()
    await made.hub.server.stop()
