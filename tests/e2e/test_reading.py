"""The monitor's reading of the demo's newspaper: all of the story, and nothing around it."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest

from monitor.demo.site import Site
from monitor.demo.story import (
    MILL,
    TRAIN,
    Edition,
    disclosed_update,
    new_headline,
    quiet_story,
    report,
    silent_edit,
)
from monitor.diff import compare
from monitor.extract import extract
from monitor.model import (
    ASIDE_KINDS,
    Article,
    Block,
    BlockKind,
    Change,
    Disclosure,
    EditKind,
    Failure,
    NoticeKind,
    content_digest,
)
from tests.e2e.conftest import PUBLISHED

FIRST = report(PUBLISHED)
SECOND = disclosed_update(FIRST)
THIRD = silent_edit(SECOND)
FOURTH = new_headline(THIRD)
QUIET = quiet_story(PUBLISHED)
NOW = datetime(2023, 9, 12, 9, 0, tzinfo=UTC)


def _read(path: str, edition: Edition, seed: int = 1) -> Article:
    site = Site(seed=seed, now=lambda: NOW)
    site.publish(path, edition)
    found = extract(site.page(path), url=f"https://courier.example{path}")
    assert not isinstance(found, Failure), found
    return found


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize(
    ("path", "edition"),
    [(TRAIN, FIRST), (TRAIN, SECOND), (TRAIN, FOURTH), (MILL, QUIET)],
    ids=["report", "update", "headline", "quiet"],
)
def test_the_story_is_read_whole_and_nothing_else(path: str, edition: Edition) -> None:
    article = _read(path, edition)
    running = [block for block in article.blocks if block.kind not in ASIDE_KINDS]
    # Whether a post's signature belongs to it is a matter of taste; its words do.
    signatures = {f"— {item.by}" for item in edition.body if item.by}
    expected = [_plain(item.html) for item in edition.body if item.kind is not BlockKind.RELATED]
    if edition.note:
        expected.insert(0, edition.note)
    assert [block.text for block in running if block.text not in signatures] == expected


def test_the_photograph_keeps_its_caption_and_the_post_its_address() -> None:
    blocks = _read(TRAIN, FIRST).blocks
    (caption,) = [block for block in blocks if block.kind is BlockKind.CAPTION]
    assert caption.text == FIRST.photo.caption
    assert caption.source is not None and caption.source.endswith("/photos/train.svg")
    (post,) = [block for block in blocks if "Platform 1 closed since dawn" in block.text]
    assert post.source == "https://chirp.example/khavan_rail/status/170142"


def test_the_fields_are_those_of_the_story() -> None:
    article = _read(TRAIN, SECOND)
    assert (article.headline, article.standfirst) == (SECOND.headline, SECOND.standfirst)
    assert (article.authors, article.language) == (SECOND.authors, "en")
    assert article.published is not None and article.published.at == SECOND.published
    assert article.modified is not None and article.modified.at == SECOND.modified


def test_the_note_is_known_for_one() -> None:
    notes = [block.text for block in _read(TRAIN, SECOND).blocks if _is_note(block)]
    assert notes == [SECOND.note]


def _is_note(block: Block) -> bool:
    return block.kind is BlockKind.NOTICE


@pytest.mark.parametrize(("path", "edition"), [(TRAIN, SECOND), (MILL, QUIET)])
def test_whatever_furniture_stands_around_it_the_article_is_the_same(
    path: str, edition: Edition
) -> None:
    readings = {content_digest(_read(path, edition, seed)) for seed in range(40)}
    assert len(readings) == 1


def _change(old: Edition, new: Edition) -> Change:
    return compare(_read(TRAIN, old, seed=1), _read(TRAIN, new, seed=2))


def test_the_update_is_a_note_a_paragraph_and_a_quotation_and_disclosed() -> None:
    change = _change(FIRST, SECOND)
    kinds = {kind for edit in change.edits for kind in edit.kinds}
    assert {EditKind.PARAGRAPH_ADDED, EditKind.QUOTATION_ADDED, EditKind.NOTE_ADDED} <= kinds
    assert [notice.kind for notice in change.notices] == [NoticeKind.UPDATE]
    added = [edit.after for edit in change.edits if EditKind.PARAGRAPH_ADDED in edit.kinds]
    assert len(added) == 2
    assert change.disclosure is Disclosure.DISCLOSED


def test_the_figure_is_one_silent_material_edit() -> None:
    change = _change(SECOND, THIRD)
    (edit,) = change.edits
    assert EditKind.NUMBER in edit.kinds
    assert "270,000" in edit.before
    assert "370,000" in edit.after
    assert (change.disclosure, change.material) == (Disclosure.SILENT, True)


def test_the_headline_is_the_only_edit_of_the_last_version() -> None:
    (edit,) = _change(THIRD, FOURTH).edits
    assert edit.kinds == (EditKind.HEADLINE,)
    assert (edit.before, edit.after) == (THIRD.headline, FOURTH.headline)


def test_the_page_in_place_of_a_missing_one_is_no_article() -> None:
    site = Site(now=lambda: NOW)
    found = extract(site.page(TRAIN), url=f"https://courier.example{TRAIN}")
    assert isinstance(found, Failure)
