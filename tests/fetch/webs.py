"""A fetcher under test, its settings and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

from monitor.fetch import FetchSettings, WebFetcher
from monitor.model import Capture, Failure, Fetched, FetchRequest, NotModified, Validators

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
