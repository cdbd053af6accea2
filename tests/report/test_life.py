"""A whole life on one page: every version, every edit, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from monitor.model import ChangeSummary, Disclosure
from monitor.report import Story, life
from monitor.report.chart import chart
from tests.report.making import BODY, NOW, article, changed, figure_changed, listed, snapshot, story

HEADLINES = ("One", "Two", "Two", "One")


def _life() -> tuple[Story, ...]:
    texts = [BODY, changed(BODY, old="270", new="370"), BODY[:-1], BODY[1:]]
    read = [article(text, headline=line) for text, line in zip(texts, HEADLINES, strict=True)]
    stories = [story(old, new) for old, new in pairwise(read)]
    shots = [snapshot(item, number) for number, item in enumerate(read, 1)]
    summaries = [None, *(one.versions[1].change for one in stories)]
    versions = tuple(map(listed, shots, summaries))
    return tuple(
        replace(one, versions=versions, old=shots[at], new=shots[at + 1])
        for at, one in enumerate(stories)
    )


def test_every_version_has_its_chapter_and_its_edits() -> None:
    stories = _life()
    found = BeautifulSoup(life(stories), "html.parser")
    chapters = [item.get_text(" ", strip=True) for item in found.select("h2[id^=v]")]
    assert [chapter[:9] for chapter in chapters] == ["Version 2", "Version 3", "Version 4"]
    edits = sum(len(one.change.edits) for one in stories if one.change)
    assert len(found.select(".edit")) == edits
    verdict = found.select_one(".verdict")
    assert verdict is not None
    assert verdict.get_text().startswith(f"4 versions in 72 minutes · {edits} edits")
    assert len(found.select("footer dl")) == 4


def test_each_headline_is_told_with_how_long_it_stood() -> None:
    found = BeautifulSoup(life(_life()), "html.parser")
    lines = [item.get_text(" ", strip=True) for item in found.select(".headlines li")]
    assert lines == [
        "One 1 March 2026, 10:30 CET, stood 24 minutes",
        "Two 1 March 2026, 10:54 CET, stood 48 minutes",
        "One 1 March 2026, 11:42 CET, stands now",
    ]


def test_a_life_under_one_headline_does_not_list_it() -> None:
    assert not BeautifulSoup(life((figure_changed(),)), "html.parser").select(".headlines")


def test_links_lead_to_what_is_there_and_nothing_is_loaded() -> None:
    found = BeautifulSoup(life(_life()), "html.parser")
    targets = [str(link["href"])[1:] for link in found.select("a[href^='#']")]
    assert targets and all(found.find(id=target) for target in targets)
    ids = [str(item["id"]) for item in found.select("[id]")]
    assert len(ids) == len(set(ids))
    assert not found.select("script, img, link, [src], [style]")


def test_a_life_without_silent_edits_does_not_speak_of_them() -> None:
    found = BeautifulSoup(life((figure_changed(Disclosure.DISCLOSED),)), "html.parser")
    verdict = found.select_one(".verdict")
    assert verdict is not None
    assert verdict.get_text() == "2 versions in 24 minutes · 1 edit"


# --- the chart -------------------------------------------------------------------------------


def _at(*minutes: float, significance: float = 0.5) -> Story:
    shown = figure_changed()
    summary = shown.versions[1].change
    assert summary is not None
    summaries: Sequence[ChangeSummary | None] = [
        None,
        *[replace(summary, significance=significance)] * (len(minutes) - 1),
    ]
    versions = tuple(
        replace(
            shown.versions[0], version=number, fetched_at=NOW + timedelta(minutes=at), change=one
        )
        for number, (at, one) in enumerate(zip(minutes, summaries, strict=True), 1)
    )
    return replace(shown, versions=versions)


def test_points_stand_in_time_and_as_high_as_they_weigh() -> None:
    drawn = chart(_at(0, 50, 100))
    first, middle, last = drawn.points
    assert not drawn.logarithmic
    assert middle.x == pytest.approx((first.x + last.x) / 2, abs=0.1)
    assert first.y == drawn.floor > middle.y == last.y
    assert chart(_at(0, 50, significance=1.0)).points[1].y < middle.y


def test_edits_that_crowd_at_the_beginning_are_drawn_on_a_logarithmic_scale() -> None:
    drawn = chart(_at(0, 3, 9, 20, 60, 40_000))
    assert drawn.logarithmic
    gaps = [b.x - a.x for a, b in pairwise(drawn.points)]
    assert min(gaps) > 30


@pytest.mark.parametrize("minutes", [1, 7, 90, 1_000, 5_000, 50_000, 800_000, 3_000_000])
@pytest.mark.parametrize("crowded", [True, False])
def test_the_words_under_the_axis_have_room(minutes: int, crowded: bool) -> None:
    inner = (1 / 9, 1 / 8, 1 / 7) if crowded else (minutes / 3, minutes / 2, minutes / 1.5)
    ticks = chart(_at(0, *inner, minutes)).ticks
    assert all(b.x - a.x >= 60 for a, b in pairwise(ticks))
    assert ticks[0].label == "first seen" and 2 <= len(ticks) <= 9


def test_a_life_of_one_moment_is_drawn_too() -> None:
    drawn = chart(_at(0))
    assert [point.x for point in drawn.points] == [14.0]
    assert "first version" in drawn.points[0].title
