"""A monitor in small: real store, files and reader; the network and the clock are fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from monitor.check import Checker, Deliveries, Drain, Policy, Reader, Rereading, Spending, Stories
from monitor.model import (
    Capture,
    CheckOutcome,
    Delivered,
    Delivery,
    Failure,
    Fetched,
    FetchRequest,
    Message,
    NotModified,
    Watch,
)
from monitor.store import FileCaptures, SqliteStore
from tests.check import worlds
from tests.check.worlds import FakeClock

_PAGE = """<!doctype html><html lang="en"><head><title>Ferries run again</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Ferries run again in the old harbour</h1>
<p>The port authority said that {} passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
<p>Officials expect the full timetable to return before the end of the month, they added.</p>
</article><footer>{}</footer></body></html>"""


def page(figure: int, furniture: str = "", etag: str | None = None) -> Capture:
    """Return a capture of the article with `figure` in it, and `furniture` around it."""
    return replace(
        worlds.capture(_PAGE.format(figure, furniture).encode()),
        headers=(("content-type", "text/html"), ("etag", etag or f'"{figure}"')),
    )


@dataclass
class FakeWeb:
    """Answers as it is told to; remembers what it was asked."""

    answers: dict[str, Capture | NotModified | Failure] = field(default_factory=dict)
    asked: list[FetchRequest] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    async def fetch(self, request: FetchRequest) -> Fetched:
        self.asked.append(request)
        self.before()
        answer = self.answers[request.url]
        if not isinstance(answer, Failure) and answer.final_url == worlds.URL:
            answer = replace(answer, url=request.url, final_url=request.url)
        return worlds.fetched(answer)

    async def aclose(self) -> None:
        """Nothing is open."""


@dataclass
class FakeChannel:
    """Takes messages, or does what it is told to."""

    answers: list[Delivery] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> Delivery:
        self.messages.append(message)
        return self.answers.pop(0) if self.answers else Delivered()


@dataclass
class World:
    """All of it."""

    store: SqliteStore
    captures: FileCaptures
    web: FakeWeb
    clock: FakeClock
    reader: Reader
    policy: Policy
    channels: dict[str, FakeChannel]
    disk: ThreadPoolExecutor
    seen: list[CheckOutcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.spending = Spending(self.store, self.clock)
        self.drain = Drain(
            store=self.store,
            checker=self.checker(),
            spending=self.spending,
            clock=self.clock,
            holder="tests",
            on_check=self.seen.append,
        )
        self.deliveries = Deliveries(
            outbox=self.store,
            stories=Stories(rereading=self.rereading(), zone=ZoneInfo("UTC")),
            notifiers=self.channels,
            clock=self.clock,
        )

    def checker(self) -> Checker:
        return Checker(
            fetcher=self.web,
            store=self.store,
            memory=self.store,
            addresses=self.store,
            captures=self.captures,
            reader=self.reader,
            rereading=self.rereading(),
            spending=self.spending,
            clock=self.clock,
            policy=self.policy,
            disk=self.disk,
        )

    def rereading(self) -> Rereading:
        return Rereading(
            store=self.store,
            catalog=self.store,
            captures=self.captures,
            reader=self.reader,
            disk=self.disk,
        )

    async def add(self, number: int = 1, host: str = "news.example") -> Watch:
        watch = worlds.watch(id=f"w{number}", url=f"https://{host}/{number}", host=host)
        await self.store.put_watch(watch, self.clock.now())
        return watch

    async def look(self, answer: Capture | NotModified | Failure, watch: Watch) -> CheckOutcome:
        """Let the site answer like this, an hour later, and look."""
        self.clock.at += timedelta(days=1)
        self.web.answers[watch.url] = answer
        self.seen.clear()
        await self.drain.run_dry()
        return self.seen[-1]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest_asyncio.fixture
async def world(tmp_path: Path, clock: FakeClock) -> AsyncIterator[World]:
    store = SqliteStore.open(tmp_path, clock)
    reader = Reader(limit=timedelta(seconds=20))
    made = World(
        store=store,
        captures=FileCaptures(tmp_path),
        web=FakeWeb(),
        clock=clock,
        reader=reader,
        policy=Policy(channels=("hook", "mail")),
        channels={"hook": FakeChannel(), "mail": FakeChannel()},
        disk=ThreadPoolExecutor(max_workers=1),
    )
    yield made
    await made.drain.stop(timedelta(seconds=1))
    await reader.aclose()
    made.disk.shutdown()
    await store.aclose()
