"""A store and captures in a new folder, and time that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.model import Due, Lease
from monitor.store import FileCaptures, SqliteStore
from tests.store import making
from tests.store.making import MINUTE, FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest_asyncio.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore.open(tmp_path, clock)
    yield opened
    await opened.aclose()


@pytest.fixture
def captures(tmp_path: Path) -> FileCaptures:
    return FileCaptures(tmp_path)


@pytest_asyncio.fixture
async def lease(store: SqliteStore) -> Lease:
    taken = await store.acquire(0, "tests", MINUTE)
    assert taken is not None
    return taken


@pytest_asyncio.fixture
async def due(store: SqliteStore) -> Due:
    """The one watch there is, never looked at."""
    await store.put_watch(making.watch(), making.NOON)
    (found,) = await store.pick(["one"])
    return found
