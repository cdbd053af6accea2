"""Articles as they really went: the histories in a data folder, as stories for the simulator.

An edit lies between the look that found it and the one before, here midway. So a history knows
no version that was missed, and no delay shorter than half of the wait between its own looks:
how policies compare is worth more than their figures.
"""

from __future__ import annotations

import asyncio
import bisect
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from bench.cadence.policies import START
from bench.cadence.worlds import BREAKING, LIFE, Story
from monitor.cadence import edited_between
from monitor.model import CheckStatus, Overview, Version
from monitor.store import SqliteStore
from monitor.wiring import SystemClock

_CHECKS = 100_000


def read(folder: Path) -> tuple[Story, ...]:
    """Return the articles of a data folder that were read at least twice, by when they came."""
    return asyncio.run(_read(folder))


async def _read(folder: Path) -> tuple[Story, ...]:
    store = SqliteStore.open(folder, SystemClock(), create=False, read_only=True)
    stories = []
    for item in await store.watches(removed=True):
        checks = await store.checks(item.watch.id, _CHECKS)
        looks = sorted(row.at for row in checks if row.status is not CheckStatus.FAILED)
        versions = await store.versions(item.watch.id)
        if versions and len(looks) > 1:
            stories.append(_story(item, looks, versions))
    await store.aclose()
    return tuple(sorted(stories, key=lambda story: story.found))


def _story(item: Overview, looks: list[datetime], versions: tuple[Version, ...]) -> Story:
    found = versions[0].fetched_at
    published = min(item.state.published_at or found, found)
    edits = tuple(_edited(version, looks) for version in versions[1:])
    return Story(
        host=zlib.crc32(item.watch.host.encode()),
        published=_seconds(published),
        found=_seconds(found),
        edits=edits,
        pace=BREAKING,
        weights=(),
        updated=0.0,
        life=(min(looks[-1], found + timedelta(seconds=LIFE)) - published).total_seconds(),
    )


def _edited(version: Version, looks: list[datetime]) -> float:
    """Return when an edit was made, as far as looks tell."""
    place = bisect.bisect_left(looks, version.fetched_at)
    before = looks[place - 1] if place else version.fetched_at
    return _seconds(edited_between(before, version.fetched_at, None))


def _seconds(at: datetime) -> float:
    return (at - START).total_seconds()
