"""kill -9 at random moments: nothing lost, nothing doubled, ids the same."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.wiring import open_monitor
from tests.faults.newsroom import Newsroom, Process

KILLS = 50
PATIENCE = 120.0
WAITING = "select count(*) from alert where status != 'delivered'"


@pytest_asyncio.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    room = Newsroom(tmp_path)
    await room.open()
    yield room
    await room.close()


async def _until_settled(newsroom: Newsroom) -> None:
    """Wait until every article was looked at a few times more, and all alerts are out."""
    enough = {number: hits + 3 for number, hits in newsroom.hits.items()}
    async with asyncio.timeout(PATIENCE):
        while newsroom.rows(WAITING) != [(0,)] or any(
            newsroom.hits[number] < hits for number, hits in enough.items()
        ):
            await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_fifty_kills_lose_nothing_and_double_nothing(newsroom: Newsroom) -> None:
    chance = random.Random(20260301)
    daemon = Process(newsroom)
    for _ in range(KILLS):
        await daemon.start()
        # A random moment is the point here: no barrier may choose it.
        await asyncio.sleep(chance.uniform(0.0, 2.5))
        newsroom.edit(chance.choice(list(newsroom.figures)))
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        daemon.send(signal.SIGKILL)
        await daemon.ended()
    await daemon.start()
    await _until_settled(newsroom)
    daemon.send(signal.SIGTERM)
    assert await daemon.ended() == 0
    _assert_whole(newsroom)
    await _assert_newest_is_served(newsroom)


async def _assert_newest_is_served(newsroom: Newsroom) -> None:
    async with open_monitor(newsroom.config) as monitor:
        for number, figure in newsroom.figures.items():
            snapshot = await monitor.snapshot(f"{newsroom.server.origin}/a/{number}")
            assert f"{figure} passengers" in snapshot.article.text


def _assert_whole(newsroom: Newsroom) -> None:
    assert newsroom.rows("pragma integrity_check") == [("ok",)]
    numbers: dict[object, list[object]] = {}
    for watch, version in newsroom.rows("select watch, version from version order by 1, 2"):
        numbers.setdefault(watch, []).append(version)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    repeated = "select watch, content_digest from version group by 1, 2 having count(*) > 1"
    assert newsroom.rows(repeated) == []
    edits = newsroom.rows("select count(*) from version where version > 1")
    alerts = newsroom.rows("select id from alert")
    changed = "select count(*) from event where kind = 'changed'"
    assert newsroom.rows(changed) == edits == [(len(alerts),)]
    assert {row[0] for row in alerts} == set(newsroom.told)
    for bodies in newsroom.told.values():
        assert len(set(bodies)) == 1
    named = {row[0] for row in newsroom.rows("select path from version")}
    folder = newsroom.folder / "snapshots"
    missing = [path for path in named if not (folder / str(path)).is_file()]
    assert missing == []
