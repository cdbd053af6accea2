"""A server that misbehaves on loopback, and a fetcher that may go there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest_asyncio

from monitor.fetch import FetchSettings, WebFetcher
from monitor.model import Capture, Failure, Fetched, FetchRequest, NotModified, Validators
from tests.fetch.rawserver import RawServer

LOOPBACK = (ip_network("127.0.0.0/8"),)
SETTINGS = FetchSettings(
    user_agent="article-monitor-tests",
    contact="mailto:tests@example.org",
    delay=timedelta(),
    allow_private=LOOPBACK,
    obey_robots=False,
)


class PatientClock:
    """Real time for deadlines; sleeping is written down and takes none."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.offset = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=self.offset)

    def monotonic(self) -> float:
        return self.offset

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.offset += seconds


@dataclass
class Web:
    """A fetcher under test."""

    fetcher: WebFetcher
    clock: PatientClock

    async def get(self, url: str, validators: Validators | None = None, watch: str = "") -> Fetched:
        return await self.fetcher.fetch(
            FetchRequest(url=url, validators=validators or Validators(), watch=watch)
        )

    async def failure(self, url: str) -> Failure:
        result = (await self.get(url)).result
        assert isinstance(result, Failure), result
        return result

    async def capture(self, url: str) -> Capture:
        result = (await self.get(url)).result
        assert isinstance(result, Capture), result
        return result

    async def not_modified(self, url: str, etag: str) -> NotModified:
        result = (await self.get(url, Validators(etag=etag))).result
        assert isinstance(result, NotModified), result
        return result


@pytest_asyncio.fixture
async def server() -> AsyncIterator[RawServer]:
    raw = RawServer()
    await raw.start()
    yield raw
    await raw.stop()


class Opener:
    """Opens fetchers with settings of their own, and closes them."""

    def __init__(self) -> None:
        self._open: list[WebFetcher] = []

    def __call__(self, **changes: object) -> Web:
        clock = PatientClock()
        fetcher = WebFetcher(replace(SETTINGS, **changes), clock)  # type: ignore[arg-type]
        self._open.append(fetcher)
        return Web(fetcher=fetcher, clock=clock)

    async def close(self) -> None:
        for fetcher in self._open:
            await fetcher.aclose()


@pytest_asyncio.fixture
async def open_web() -> AsyncIterator[Opener]:
    opener = Opener()
    yield opener
    await opener.close()


@pytest_asyncio.fixture
async def web(open_web: Opener) -> Web:
    return open_web()
