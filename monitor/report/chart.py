"""When an article was edited, as points on a line: what the chart of its life draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log1p

from monitor.model import Disclosure, Version
from monitor.report.phrases import Tone
from monitor.report.story import Story, duration
from monitor.report.words import plain

WIDTH, NARROW, HEIGHT = 688, 300, 164
_EDGE, _FLOOR, _CEILING = 14, 126, 26
_CROWDED = 0.12
"""Where half of all versions came within this share of the whole time, the axis is logarithmic."""
_TICKS = tuple(
    timedelta(seconds=seconds)
    for minutes in (
        1,
        5,
        15,
        60,
        180,
        720,
        1_440,
        4_320,
        10_080,
        43_200,
        129_600,
        525_600,
        2_628_000,
    )
    for seconds in (60 * minutes,)
)
_ROOM = 70
"""Units that the words under a tick need."""
_APART = 24
"""Units that the number above a point needs."""
_TONES = {
    Disclosure.SILENT: Tone.SILENT,
    Disclosure.DISCLOSED: Tone.DISCLOSED,
    Disclosure.PARTLY: Tone.DISCLOSED,
    Disclosure.NOT_NEEDED: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One version: where it stands, how high (its significance), and what it says."""

    number: int
    x: float
    y: float
    named: bool
    """Whether there is room for its number above it."""
    tone: Tone
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Points over an axis of time since the first version."""

    width: int
    height: int
    floor: int
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    logarithmic: bool


def chart(story: Story, width: int = WIDTH) -> Chart:
    """Return when each version of a story's article came, and how much it changed."""
    versions = story.versions
    after = [version.fetched_at - versions[0].fetched_at for version in versions]
    whole = max([*after, timedelta(seconds=1)])
    crowded = sorted(after)[len(after) // 2] < whole * _CROWDED if len(after) > 3 else False
    scale = _Scale(whole=whole, logarithmic=crowded, width=width)
    points = (
        _point(version, scale.x(span), story) for version, span in zip(versions, after, strict=True)
    )
    return Chart(
        width=width,
        height=HEIGHT,
        floor=_FLOOR,
        points=tuple(_named(points)),
        ticks=_ticks(scale),
        logarithmic=crowded,
    )


def _named(points: Iterable[Point]) -> Iterator[Point]:
    """Yield points, named where the name before leaves room."""
    last = -float(_APART)
    for point in points:
        named = point.x - last >= _APART
        last = point.x if named else last
        yield replace(point, named=named)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    whole: timedelta
    logarithmic: bool
    width: int

    @property
    def end(self) -> int:
        """Where the newest version stands."""
        return self.width - _EDGE

    def x(self, span: timedelta) -> float:
        """Return where a time since the first version stands."""
        minutes, whole = span.total_seconds() / 60, self.whole.total_seconds() / 60
        share = log1p(minutes) / log1p(whole) if self.logarithmic else minutes / whole
        return round(_EDGE + share * (self.end - _EDGE), 1)


def _point(version: Version, x: float, story: Story) -> Point:
    change = version.change
    share = change.significance if change else 0.0
    line = plain(change.line) if change else "first version"
    return Point(
        number=version.version,
        x=x,
        named=True,
        y=round(_FLOOR - share * (_FLOOR - _CEILING), 1),
        tone=_TONES[change.disclosure] if change else Tone.PLAIN,
        title=f"Version {version.version}, {story.time(version.fetched_at)}: {line}",
    )


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """Return marks at round times, as many as there is room for, and the two ends."""
    end = Tick(x=scale.x(scale.whole), label=duration(scale.whole))
    found = [Tick(x=_EDGE, label="first seen")]
    for span in _TICKS:
        x = scale.x(span) if span < scale.whole else scale.end
        if found[-1].x + _ROOM <= x <= end.x - _ROOM:
            found.append(Tick(x=x, label=_since(span)))
    return (*found, end)


def _since(span: timedelta) -> str:
    for size, word in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        if span.days >= size:
            many = span.days // size
            return f"{many} {word}{'s' if many > 1 else ''}"
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"
