"""The demo's servers, running, and a client to talk to them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from monitor.demo.site import Site

PUBLISHED = datetime(2023, 9, 12, 5, 40, tzinfo=UTC)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site(now=lambda: datetime(2023, 9, 12, 8, 0, tzinfo=UTC)) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as running:
        yield running
