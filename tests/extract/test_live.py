"""Live blogs: entries with their times, told from articles and from lists of teasers."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.model import ArticleKind, BlockKind
from tests.extract.pages import BODY, FIRST, SECOND, THIRD, page, read, texts

TIMES = ("2026-05-07T14:05:00+02:00", "2026-05-07T13:40:00+02:00", "2026-05-07T13:00:00+02:00")
TEXTS = (THIRD, SECOND, FIRST)


def entry(at: str, text: str, *, name: str = "live-entry", heading: str = "What is new") -> str:
    """Return the markup of an entry."""
    return (
        f'<div class="{name}"><header><time datetime="{at}">now</time></header>'
        f"<h3>{heading}</h3><p>{text}</p></div>"
    )


def blog(name: str = "live-entry") -> str:
    """Return the markup of a live blog with three entries."""
    return "".join(
        entry(at, text, name=name, heading=f"What is new ({at[11:16]})")
        for at, text in zip(TIMES, TEXTS, strict=True)
    )


def test_entries_of_a_live_blog_carry_their_times() -> None:
    article = read(page(blog()))
    entries = [one for one in article.blocks if one.kind is BlockKind.LIVE_ENTRY]
    assert article.kind is ArticleKind.LIVE_BLOG
    assert [one.text for one in entries] == [*TEXTS]
    assert [one.at for one in entries] == [datetime.fromisoformat(at) for at in TIMES]
    assert entries[0].at is not None
    assert entries[0].at.utcoffset() == UTC.utcoffset(None)


def test_a_subheading_in_an_entry_stays_one_and_knows_its_time() -> None:
    headings = [one for one in read(page(blog())).blocks if one.kind is BlockKind.HEADING]
    assert [one.text for one in headings] == [f"What is new ({at[11:16]})" for at in TIMES]
    assert [one.at for one in headings] == [datetime.fromisoformat(at) for at in TIMES]


def test_an_entry_stays_whatever_it_is_called() -> None:
    article = read(page(f"<p>{FIRST}</p>" + blog("widget share")))
    assert texts(article, BlockKind.LIVE_ENTRY)[-3:] == [*TEXTS]


def test_what_stands_before_the_entries_is_none() -> None:
    article = read(page(f"<p>{FIRST} This page is updated all day.</p>" + blog()))
    assert article.blocks[0].kind is BlockKind.PARAGRAPH
    assert article.blocks[0].at is None


def test_two_times_are_no_live_blog() -> None:
    two = "".join(entry(at, text) for at, text in zip(TIMES[:2], TEXTS[:2], strict=True))
    article = read(page(two + f"<p>{FIRST}</p>"))
    assert article.kind is ArticleKind.ARTICLE
    assert BlockKind.LIVE_ENTRY not in {one.kind for one in article.blocks}


def test_entries_whose_time_no_person_can_tell_are_paragraphs() -> None:
    article = read(page("".join(entry("soon", text) for text in TEXTS)))
    assert texts(article, BlockKind.PARAGRAPH) == [*TEXTS]


def test_dates_in_the_text_and_short_lists_are_no_entries() -> None:
    dates = "".join(f'<li><time datetime="{at}">7 May</time> Pier {at[14]}</li>' for at in TIMES)
    timeline = read(page(BODY + f"<ul>{dates}</ul>"))
    assert timeline.kind is ArticleKind.ARTICLE
    teasers = "".join(entry(at, "A bridge elsewhere was repaired in a week.") for at in TIMES)
    beside = read(page(BODY * 2 + f"<div>{teasers}</div>"))
    assert beside.kind is ArticleKind.ARTICLE


def test_a_page_cannot_say_itself_when_an_entry_was_written() -> None:
    said = BODY.replace("<p>", '<p data-entry-at="never">')
    assert {one.at for one in read(page(said)).blocks} == {None}
