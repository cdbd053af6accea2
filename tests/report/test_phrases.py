"""Verdicts, edits and events in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model import (
    Change,
    Disclosure,
    Edit,
    EditKind,
    EventKind,
    FindingKind,
    NoticeKind,
    Op,
    Part,
)
from monitor.report import Story, verdict
from monitor.report.phrases import (
    EVENTS,
    FINDINGS,
    KINDS,
    Tone,
    edit_title,
    meaning,
    notice_title,
    said,
    sayings,
)
from monitor.report.story import duration
from tests.report.making import NOW, article, event, figure_changed, story, told


def edit(
    kind: EditKind, disclosure: Disclosure = Disclosure.NOT_NEEDED, weight: float = 0.1
) -> Edit:
    return Edit(
        kinds=(kind,), part=Part.BODY, before="a", after="b", hunk=None,
        significance=weight, disclosure=disclosure,
    )  # fmt: skip


def of(*edits: Edit, disclosure: Disclosure = Disclosure.NOT_NEEDED) -> Story:
    return story(article(), article(), Change(edits=edits, hunks=(), disclosure=disclosure))


def test_the_verdict_says_how_much_how_fast_whether_it_was_said_and_what() -> None:
    shown = of(
        edit(EditKind.NUMBER, Disclosure.SILENT, 0.4),
        edit(EditKind.PARAGRAPH_ADDED, Disclosure.DISCLOSED, 0.3),
        edit(EditKind.SPELLING),
        disclosure=Disclosure.PARTLY,
    )
    assert verdict(shown) == "3 edits in 24 minutes · 1 silent · a figure changed"
    assert [part.tone for part in sayings(shown)] == [Tone.PLAIN, Tone.SILENT, Tone.PLAIN]


def test_a_change_that_is_all_silent_is_called_so() -> None:
    assert verdict(figure_changed()) == "1 edit in 24 minutes · silent · a figure changed"


def test_a_disclosed_change_is_called_so() -> None:
    shown = of(edit(EditKind.NUMBER, Disclosure.DISCLOSED, 0.4), disclosure=Disclosure.DISCLOSED)
    assert verdict(shown) == "1 edit in 24 minutes · disclosed · a figure changed"


def test_what_needed_no_telling_is_not_called_silent() -> None:
    shown = of(edit(EditKind.SPELLING), edit(EditKind.SPELLING))
    assert verdict(shown) == "2 edits in 24 minutes · 2 spellings mended"


def test_a_return_to_an_earlier_wording_is_named() -> None:
    shown = figure_changed()
    summary = shown.versions[1].change
    assert summary is not None
    returned = replace(shown.versions[1], change=replace(summary, same_as=1))
    shown = replace(shown, versions=(shown.versions[0], returned))
    assert verdict(shown).endswith(" · back to the wording of version 1")


def test_two_versions_that_say_the_same_have_no_edit() -> None:
    assert verdict(of()) == "no edit in 24 minutes"


def test_an_edit_that_todays_rules_do_not_find_is_told_as_it_was_recorded() -> None:
    shown = replace(of(), event=event(line="1 edit · punctuation"))
    assert verdict(shown) == "1 edit · punctuation"


def test_a_single_version_has_no_span() -> None:
    assert verdict(replace(of(), old=None)) == "no edit"
    assert verdict(replace(of(), new=None)) == "no edit"


@pytest.mark.parametrize(
    ("kind", "line", "words"),
    [
        (EventKind.GONE, "taken down: 404 Not Found", "taken down: 404 Not Found"),
        (EventKind.RESTORED, "is back", "back at its address"),
        (EventKind.RECOVERED, "can be read again", "can be read again"),
        (EventKind.FIRST_SEEN, "first version", "seen for the first time"),
    ],
)
def test_an_event_without_a_change_says_what_happened(
    kind: EventKind, line: str, words: str
) -> None:
    assert verdict(told(kind, line)) == words


def test_without_event_or_change_nothing_is_claimed() -> None:
    assert verdict(replace(told(EventKind.GONE, ""), event=None)) == "no change to show"


def test_every_kind_has_its_words() -> None:
    assert set(KINDS) == set(EditKind)
    assert set(FINDINGS) == set(FindingKind)
    assert set(EVENTS) == set(EventKind)
    assert all(meaning(kind).endswith(".") for kind in EventKind)
    assert all("{}" in many and "{}" not in one for one, many in KINDS.values())
    assert [notice_title(kind, Op.INSERT) for kind in NoticeKind][1] == "Correction added"
    assert [said(way) for way in Disclosure].count(None) == 1


def test_an_edit_of_several_kinds_names_three_the_weightiest_first() -> None:
    kinds = (EditKind.NUMBER, EditKind.NAME, EditKind.NUMBER, EditKind.DATE, EditKind.LINK)
    many = replace(edit(EditKind.NUMBER), kinds=kinds)
    assert edit_title(many) == "A figure changed, a name changed, a date or time changed"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (24 * 60, "24 minutes"),
        (36 * 3600, "36 hours"),
        (90 * 86_400, "90 days"),
        (-5, "0 seconds"),
    ],
)
def test_spans_are_told_in_the_largest_unit_of_which_there_are_two(
    seconds: int, words: str
) -> None:
    assert duration(timedelta(seconds=seconds)) == words


def test_times_always_show_their_zone() -> None:
    shown = figure_changed()
    assert shown.time(NOW) == "1 March 2026, 10:30 CET"
    nameless = replace(shown, zone=ZoneInfo("America/Sao_Paulo"))
    assert nameless.time(NOW) == "1 March 2026, 06:30 UTC-0300"
    assert nameless.exact(NOW) == "2026-03-01 06:30:00 UTC-0300"


def test_a_story_goes_by_its_headline_else_its_name_else_its_address() -> None:
    shown = figure_changed()
    assert shown.title == "Harbour bridge to close for a year"
    bare = replace(shown, new=None, headline="")
    assert bare.title == "Harbour"
    assert bare.url == "https://courier.example/world/harbour"
    assert replace(bare, watch=replace(bare.watch, name=None)).title == bare.url
    assert replace(bare, watch=replace(bare.watch, name=None, url="")).title == ""
