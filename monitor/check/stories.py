"""Put together what a report needs: the watch, its versions, and the change between two of them.

Both versions are read as today: what an older extractor made of one is never shown as an edit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from monitor.check.rereading import Rereading
from monitor.errors import UnknownVersion, UnknownWatch
from monitor.model import Event, Overview, Snapshot, before_opening
from monitor.report import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Where stories come from."""

    rereading: Rereading
    zone: ZoneInfo

    async def of_event(self, event: Event) -> Story:
        """Return the story of an event, as its versions stood then and as they are read today.

        The same whenever it is asked for, until the extractor or the rules change: it has neither
        later versions nor the number of checks, which grows.
        """
        story = await self._story(event.watch_id, event.old_version, event.new_version, event)
        known = tuple(item for item in story.versions if item.version <= (event.new_version or 0))
        headline = known[-1].headline if known else ""
        return replace(story, versions=known, headline=headline, checks=0, checks_ok=0)

    async def between(self, watch_id: str, old: int, new: int) -> Story:
        """Return the story of what changed from version `old` to version `new`.

        Raises UnknownWatch and UnknownVersion.
        """
        return await self._story(watch_id, old, new, None)

    async def _story(
        self, watch_id: str, old: int | None, new: int | None, event: Event | None
    ) -> Story:
        overview = await self.rereading.catalog.overview(watch_id)
        if overview is None:
            raise UnknownWatch(watch_id)
        before = await self._snapshot(overview, old) if old else None
        after = await self._snapshot(overview, new) if new else None
        change = None
        if before and after:
            article = before_opening(before.article, after.article)
            before = replace(before, article=article)
            reader = self.rereading.reader
            change = await reader.compare(before.article, after.article, after.url)
        return Story(
            watch=overview.watch,
            headline=overview.headline,
            versions=await self.rereading.catalog.versions(watch_id),
            old=before,
            new=after,
            change=change,
            event=event,
            checks=overview.state.checks,
            checks_ok=overview.state.checks_ok,
            zone=self.zone,
        )

    async def _snapshot(self, overview: Overview, version: int) -> Snapshot:
        found = await self.rereading.catalog.snapshot(overview.watch.id, version)
        if found is None:
            latest = overview.state.latest_version
            raise UnknownVersion(overview.watch.id, version, latest)
        return await self.rereading.today(found)
