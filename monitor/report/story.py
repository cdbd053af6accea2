"""What a report is made of, and how it tells times."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Block, Change, Event, Hunk, Snapshot, Version, Watch
from monitor.report.words import plain

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One change of one article, or an event about it, with its evidence."""

    watch: Watch
    headline: str
    versions: tuple[Version, ...]
    old: Snapshot | None
    new: Snapshot | None
    change: Change | None
    event: Event | None = None
    checks: int = 0
    checks_ok: int = 0
    zone: ZoneInfo
    """Times are shown in it, and always with it."""

    @property
    def title(self) -> str:
        """The headline it is known by, or its name, or its address; on one line."""
        newest = self.new.article.headline if self.new else ""
        named = (newest, self.headline, self.watch.name or "", self.watch.url)
        return next((line for line in map(plain, named) if line), "")

    @property
    def url(self) -> str:
        """Where the article stands."""
        return plain(self.new.url if self.new else self.watch.url)

    def time(self, at: datetime) -> str:
        """Return a time for people, to the minute: "24 November 2026, 05:10 MSK"."""
        local = at.astimezone(self.zone)
        return f"{local.day} {month_name[local.month]} {local:%Y, %H:%M} {_zone(local)}"

    def exact(self, at: datetime) -> str:
        """Return a time as evidence, to the second: "2026-11-24 05:10:22 MSK"."""
        local = at.astimezone(self.zone)
        return f"{local:%Y-%m-%d %H:%M:%S} {_zone(local)}"

    def block(self, hunk: Hunk) -> Block | None:
        """Return the block that a hunk of its change shows; None for a field."""
        if not (self.old and self.new):
            return None
        return block_of(hunk, self.old.article.blocks, self.new.article.blocks)

    def utc(self, at: datetime) -> str:
        """Return the same in UTC, or nothing where that is the zone shown."""
        local = at.astimezone(self.zone)
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if local.utcoffset() else ""


def block_of(hunk: Hunk, old: tuple[Block, ...], new: tuple[Block, ...]) -> Block | None:
    """Return the block that a hunk shows, the new one where there are two; None for a field."""
    if hunk.new is not None:
        return new[hunk.new]
    return None if hunk.old is None else old[hunk.old]


def _zone(local: datetime) -> str:
    """Return the zone's abbreviation, or its distance from UTC where it has none."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"


def machine_time(at: datetime) -> str:
    """Return a time for programs: RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def duration(span: timedelta) -> str:
    """Return a span in the largest unit of which it has two: "24 minutes", "36 hours"."""
    seconds = max(round(span.total_seconds()), 0)
    size, word = next((unit for unit in _UNITS if seconds >= 2 * unit[0]), _UNITS[-1])
    return count(seconds // size, word)


def count(number: int, word: str) -> str:
    """Return a number with its noun: "1 edit", "3 edits", "1,204 checks"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
