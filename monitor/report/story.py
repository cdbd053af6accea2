"""What a report is made of, and the words that all renderers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model import (
    Change,
    Disclosure,
    Edit,
    EditKind,
    Event,
    Snapshot,
    Version,
    Watch,
)

_WORDS: dict[EditKind, str] = {
    EditKind.HEADLINE: "headline changed",
    EditKind.STANDFIRST: "standfirst changed",
    EditKind.BYLINE: "byline changed",
    EditKind.NUMBER: "a figure changed",
    EditKind.DATE: "a date changed",
    EditKind.NAME: "a name changed",
    EditKind.NEGATION: "the sense changed",
    EditKind.ATTRIBUTION: "an attribution changed",
}


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

    @property
    def title(self) -> str:
        """The headline it is known by, or its address."""
        newest = self.new.article.headline if self.new else ""
        return newest or self.headline or self.watch.name or self.watch.url

    @property
    def url(self) -> str:
        """Where the article stands."""
        return self.new.url if self.new else self.watch.url

    def time(self, at: datetime) -> str:
        """Return a time as shown to people, with its zone."""
        return at.astimezone(self.zone).strftime("%-d %B %Y, %H:%M:%S %Z")


def kind_words(kind: EditKind) -> str:
    """Return a kind of edit in words."""
    return _WORDS.get(kind, kind.replace("_", " "))


def edit_title(edit: Edit) -> str:
    """Return what an edit is, in a few words: the weightiest kind first."""
    words = ", ".join(dict.fromkeys(kind_words(kind) for kind in edit.kinds))
    return words[:1].upper() + words[1:]


def said(edit: Edit) -> str:
    """Return whether the outlet said so, in a word; empty where it did not need to."""
    match edit.disclosure:
        case Disclosure.DISCLOSED | Disclosure.PARTLY:
            return "disclosed"
        case Disclosure.SILENT:
            return "silent"
        case Disclosure.NOT_NEEDED:
            return ""


def verdict(story: Story) -> str:
    """Return the change in one line: "3 edits in 24 minutes · 1 silent · a figure changed"."""
    change = story.change
    if change is None:
        return story.event.line if story.event else "no edit"
    if not change.edits:
        return "no edit"
    parts = [_count(len(change.edits), "edit") + _span(story)]
    silent = sum(edit.disclosure is Disclosure.SILENT for edit in change.edits)
    if silent:
        parts.append("silent" if silent == len(change.edits) else f"{silent} silent")
    elif change.disclosure is Disclosure.DISCLOSED:
        parts.append("disclosed")
    weightiest = max(change.edits, key=lambda edit: edit.significance)
    parts.append(kind_words(weightiest.kinds[0]))
    return " · ".join(parts)


def _span(story: Story) -> str:
    if not (story.old and story.new):
        return ""
    return f" in {_duration(story.new.fetched_at - story.old.fetched_at)}"


def _duration(span: timedelta) -> str:
    seconds = max(int(span.total_seconds()), 0)
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return _count(seconds // size, word)
    return _count(seconds, "second")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
