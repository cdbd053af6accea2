"""kill -9 at random moments: nothing lost, nothing doubled, ids the same."""

from __future__ import annotations

import asyncio
import json
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.newsroom import Newsroom, Process

KILLS = 50
PATIENCE = 120.0
WHOLE = "select count(*) from alert where status != 'delivered'"


@pytest_asyncio.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    room = Newsroom(tmp_path)
    await room.open()
    yield room
    await room.close()


async def _until_settled(newsroom: Newsroom) -> None:
    """Wait until the newest version of every article is the one that is served, and is told."""
    async with asyncio.timeout(PATIENCE):
        while not _settled(newsroom):
            await asyncio.sleep(0.2)


def _settled(newsroom: Newsroom) -> bool:
    looked = newsroom.rows("select min(checks_ok) from state where failures = 0")
    waiting = newsroom.rows(WHOLE)
    return (
        bool(looked)
        and bool(waiting)
        and waiting[0][0] == 0
        and _told_figures(newsroom) == newsroom.figures
    )


def _told_figures(newsroom: Newsroom) -> dict[int, int]:
    """Return the newest figure of each article, as the webhooks told it."""
    newest = dict.fromkeys(newsroom.figures, 1000)
    for bodies in newsroom.told.values():
        text = json.loads(bodies[0])["data"]["text"]
        number = int(json.loads(bodies[0])["data"]["watch"]["url"].rpartition("/")[2])
        newest[number] = max(newest[number], *_figures(text))
    return newest


def _figures(text: str) -> list[int]:
    return [int(word) for word in text.replace(",", " ").split() if word.isdecimal()] or [0]


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
