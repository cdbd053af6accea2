"""The use case of taking over the watch list of another tool."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.monitor import Monitor, Wish
from monitor.core.sources import Sources, SourceWish
from monitor.errors import BadAddress
from monitor.model import (
    Every,
    Imported,
    ImportedSource,
    ImportedWatch,
    LeftBehind,
    Overview,
    SourceOverview,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What became of a list: what is watched and followed now, and what stayed behind."""

    tool: str
    watches: tuple[Overview, ...]
    sources: tuple[SourceOverview, ...]
    left_behind: tuple[LeftBehind, ...]


async def take_over(found: Imported, monitor: Monitor, sources: Sources) -> TakenOver:
    """Watch and follow what `found` lists. What is watched already stays as it is, but for a name;
    an address that the gate refuses stays behind."""
    watches, followed, behind = [], [], list(found.left_behind)
    for watch in found.watches:
        try:
            watches.append(await monitor.add(_wish(watch)))
        except BadAddress as error:
            behind.append(LeftBehind(what=watch.url, why=error.reason))
    for source in found.sources:
        try:
            followed.append(await sources.add(_source_wish(source)))
        except BadAddress as error:
            behind.append(LeftBehind(what=source.url, why=error.reason))
    return TakenOver(
        tool=found.tool,
        watches=tuple({item.watch.id: item for item in watches}.values()),
        sources=tuple(followed),
        left_behind=tuple(behind),
    )


def _wish(watch: ImportedWatch) -> Wish:
    plan = None if watch.interval is None else Every(span=watch.interval)
    return Wish(url=watch.url, name=watch.name or None, plan=plan, paused=watch.paused)


def _source_wish(source: ImportedSource) -> SourceWish:
    return SourceWish(url=source.url, name=source.name or None)
