"""A whole life on one page: every version, every edit, and when."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from monitor.model import ChangeSummary, Disclosure
from monitor.report import Story, life, life_csv, life_markdown, life_terminal
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
    chapters = [item.get_text(" ", strip=True) for item in found.select("h2[id^=v]")][1:]
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


def test_the_list_of_versions_leads_to_the_chapters() -> None:
    found = BeautifulSoup(life(_life()), "html.parser")
    lines = found.select("#versions ~ .versions li")
    assert len(lines) == 4 and "first version" in lines[0].get_text()
    assert [str(link["href"]) for link in found.select(".when a")] == ["#v2", "#v3", "#v4"]


def test_a_life_in_markdown_has_its_versions_in_a_table_and_all_edits() -> None:
    stories = _life()
    written = life_markdown(stories)
    assert written.startswith("# One\n\n**4 versions in 72 minutes · ")
    table = [line for line in written.splitlines() if re.match(r"\| \d \| \d+ March", line)]
    assert len(table) == 4 and table[0].endswith("| first version | One |")
    assert written.count("### ") == sum(len(one.change.edits) for one in stories if one.change)
    assert [line[:12] for line in written.splitlines() if line.startswith("## ")] == [
        "## Version 2", "## Version 3", "## Version 4",
    ]  # fmt: skip
    assert written.count("`") == 8, "the digest of each of the four captures"


def test_a_life_in_a_terminal_has_a_bar_for_each_version_and_all_edits() -> None:
    stories = _life()
    written = life_terminal(stories, colour=False, width=80)
    assert written.startswith("One\n4 versions in 72 minutes · ")
    lines = [line for line in written.splitlines() if re.match(r"\d  \d+ March", line)]
    assert "·" in lines[0] and "first version" in lines[0]
    weights = [one.change.significance for one in stories if one.change]
    assert [line.count("█") for line in lines[1:]] == [round(weight * 16) for weight in weights]
    assert "[-270-] {+370+}" in written and "24 minutes later" in written
    assert max(map(len, written.splitlines())) <= 80
    assert "monitor report" not in written, "it is one"


def test_a_life_as_a_table_has_a_row_for_each_edit() -> None:
    stories = _life()
    rows = list(csv.DictReader(io.StringIO(life_csv(stories))))
    assert len(rows) == sum(len(one.change.edits) for one in stories if one.change)
    figure = next(row for row in rows if row["kinds"] == "number")
    assert (figure["version"], figure["fetched_at"]) == ("2", "2026-03-01T09:54:00Z")
    assert "270" in figure["before"] and "370" in figure["after"]
    assert (figure["what"], figure["material"]) == ("A figure changed", "yes")
    assert figure["reasons"] == "number changed 270 → 370"
    assert stories[0].new and figure["sha256"] == stories[0].new.capture.digest


def test_a_life_without_a_change_is_a_table_without_rows() -> None:
    bare = replace(figure_changed(), change=None)
    assert life_csv((bare,)).count("\n") == 1


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


def test_a_narrow_chart_has_the_same_points_and_names_those_that_have_room() -> None:
    shown = _at(0, 10, 100, 200, 300)
    wide, narrow = chart(shown), chart(shown, 300)
    assert [point.number for point in narrow.points] == [point.number for point in wide.points]
    assert max(point.x for point in narrow.points) < 300
    assert [point.number for point in narrow.points if point.named] == [1, 3, 4, 5]
