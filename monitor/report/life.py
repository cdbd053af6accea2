"""An article's whole life: when it was edited, under which headlines, and how."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.report.chart import NARROW, WIDTH, chart
from monitor.report.html import render
from monitor.report.phrases import Saying, Tone
from monitor.report.story import Story, count, duration
from monitor.report.view import CaptureView, View, view
from monitor.report.words import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A headline, since when it stood and for how long."""

    text: str
    since: str
    stood: str
    """Empty for the one that stands now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A whole life, ready to be written out."""

    newest: View
    """Its last chapter, which knows the list of versions."""
    chapters: tuple[View, ...]
    sayings: tuple[Saying, ...]
    headlines: tuple[Headline, ...]
    captures: tuple[CaptureView, ...]

    @property
    def verdict(self) -> str:
        """The verdict on the whole life in one line."""
        return " · ".join(part.text for part in self.sayings)


def lived(stories: tuple[Story, ...]) -> Life:
    """Return what the renderers show of a life: the stories of each change, oldest first."""
    last = stories[-1]
    views = tuple(view(story) for story in stories)
    return Life(
        newest=views[-1],
        chapters=views,
        sayings=_sayings(views, last),
        headlines=_headlines(last),
        captures=_captures(views),
    )


def life(stories: tuple[Story, ...]) -> str:
    """Return every version and every edit of an article as an HTML page that stands alone.

    `stories` are those of each change, oldest first; at least one.
    """
    charts = {name: chart(stories[-1], width) for name, width in _CHARTS.items()}
    return render("life.html", life=lived(stories), charts=charts)


_CHARTS = {"wide": WIDTH, "narrow": NARROW}
"""The same chart for screens and paper, and for phones."""


def _sayings(views: tuple[View, ...], story: Story) -> tuple[Saying, ...]:
    """Return the verdict on a whole life: how many versions in what time, how many edits."""
    versions, edits = story.versions, [edit for shown in views for edit in shown.edits]
    silent = sum(edit.said is not None and edit.said.tone is Tone.SILENT for edit in edits)
    span = duration(versions[-1].fetched_at - versions[0].fetched_at)
    found = (
        Saying(text=f"{count(len(versions), 'version')} in {span}"),
        Saying(text=count(len(edits), "edit")),
    )
    return (*found, Saying(text=f"{silent} silent", tone=Tone.SILENT)) if silent else found


def _headlines(story: Story) -> tuple[Headline, ...]:
    """Return each headline in turn; one that came back stands twice."""
    turns = [
        version
        for before, version in zip((None, *story.versions), story.versions, strict=False)
        if before is None or plain(before.headline) != plain(version.headline)
    ]
    ends = [version.fetched_at for version in turns[1:]]
    return tuple(
        Headline(
            text=plain(version.headline),
            since=story.time(version.fetched_at),
            stood=duration(ends[at] - version.fetched_at) if at < len(ends) else "",
        )
        for at, version in enumerate(turns)
    )


def _captures(views: tuple[View, ...]) -> tuple[CaptureView, ...]:
    found = {capture.number: capture for shown in views for capture in shown.captures}
    return tuple(found[number] for number in sorted(found))
