"""A server that misbehaves on loopback, and a fetcher that may go there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio

from monitor.fetch import WebFetcher
from tests.fetch.rawserver import RawServer
from tests.fetch.town import Town
from tests.fetch.webs import SETTINGS, PatientClock, Web


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


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    built = Town(tmp_path)
    yield built
    await built.close()
