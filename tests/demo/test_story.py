"""Each edition differs from the one before in what the demo says, and in nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

from monitor.demo.furniture import furniture
from monitor.demo.page import article_page
from monitor.demo.story import Item, disclosed_update, new_headline, report, silent_edit
from monitor.model import BlockKind

PUBLISHED = datetime(2023, 9, 12, 5, 40, tzinfo=UTC)
FIRST = report(PUBLISHED)
SECOND = disclosed_update(FIRST)
THIRD = silent_edit(SECOND)
FOURTH = new_headline(THIRD)


def test_the_update_adds_two_paragraphs_and_a_note_and_moves_the_date() -> None:
    added = [item for item in SECOND.body if item not in FIRST.body]
    assert [item.kind for item in added] == [BlockKind.PARAGRAPH] * 2
    assert [item for item in SECOND.body if item in FIRST.body] == list(FIRST.body)
    assert SECOND.note
    assert SECOND.modified > FIRST.modified


def test_the_silent_edit_changes_one_figure_and_not_the_date() -> None:
    pairs = [(a, b) for a, b in zip(SECOND.body, THIRD.body, strict=True) if a != b]
    ((old, new),) = pairs
    assert old.html.replace("270,000", "370,000") == new.html
    assert replace(THIRD, body=SECOND.body) == SECOND


def test_the_headline_is_all_that_the_last_edition_changes() -> None:
    assert FOURTH.headline != THIRD.headline
    assert replace(FOURTH, headline=THIRD.headline) == THIRD


def test_a_list_at_the_end_of_a_story_is_closed() -> None:
    ends = replace(FIRST, body=(Item(kind=BlockKind.LIST_ITEM, html="last"),), contributed="")
    around = furniture(random.Random(1), PUBLISHED)
    page = article_page(ends, around, "http://x/y").decode()
    assert "<ul>\n<li>last</li>\n</ul>" in page
