"""A new design of a page is no edit of its article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.diff import compare
from monitor.model import Article, Block, BlockKind, EditKind, FindingKind
from tests.diff.articles import article

TEXT = ("The bridge will close on Monday.", "The ferries will sail as always.")
CAPTION = Block(kind=BlockKind.CAPTION, text="The bridge by night, from the mill")


def in_template(template: str, *blocks: str | Block, standfirst: str | None = None) -> Article:
    """Return an article as read from a page of that template."""
    return replace(article(*blocks), template=template, standfirst=standfirst)


OLD = in_template("story-body story__text wide", CAPTION, *TEXT)


def test_what_stands_beside_the_text_is_not_compared_across_designs() -> None:
    new = in_template("ArticleBody column Paragraph", *TEXT)
    change = compare(OLD, new)
    assert change.edits == ()
    assert FindingKind.REDESIGNED in [finding.kind for finding in change.findings]


def test_the_text_is_compared_across_designs() -> None:
    new = in_template("ArticleBody column Paragraph", TEXT[0], "No ferry will sail.")
    change = compare(OLD, new)
    assert [edit.after for edit in change.edits] == ["No ferry will sail."]


@pytest.mark.parametrize(
    "template", ["story-body story__text narrow", "", "column", "story-body story__text wide"]
)
def test_a_caption_that_goes_is_an_edit_where_the_design_stays_or_is_not_known(
    template: str,
) -> None:
    change = compare(OLD, in_template(template, *TEXT))
    assert [edit.kinds for edit in change.edits] == [(EditKind.CAPTION,)]
    assert FindingKind.REDESIGNED not in [finding.kind for finding in change.findings]


def test_a_standfirst_that_becomes_the_first_paragraph_is_no_edit() -> None:
    lead = "The council has decided at last."
    apart, among = in_template("", *TEXT, standfirst=lead), in_template("", lead, *TEXT)
    assert compare(apart, among).edits == ()
    assert compare(among, apart).edits == ()


def test_a_standfirst_that_goes_is_an_edit() -> None:
    apart = in_template("", *TEXT, standfirst="The council has decided at last.")
    change = compare(apart, in_template("", *TEXT))
    assert [edit.kinds for edit in change.edits] == [(EditKind.STANDFIRST,)]
    other = compare(apart, in_template("", "The mayor resigns today.", *TEXT))
    assert len(other.edits) == 2


def test_a_standfirst_that_is_cut_into_paragraphs_is_told_as_moved() -> None:
    lead = ("The council has decided this at last.", "The work on the bridge begins on Monday.")
    apart = in_template("", *TEXT, standfirst=" ".join(lead))
    change = compare(apart, in_template("", *lead, *TEXT))
    assert change.edits
    assert not change.material
