"""Who an article says it is by: names told from labels, dates, roles and outlets."""

from __future__ import annotations

import json

import pytest

from tests.extract.pages import BODY, page, read


def by(line: str, head: str = "") -> tuple[str, ...]:
    """Return the authors of a page with `line` as its byline."""
    return read(page(f'<div class="byline">{line}</div>{BODY}', head=head)).authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee, Tom Reed, and Mia Day", ("Ann Lee", "Tom Reed", "Mia Day")),
        ("作者：林小明", ("林小明",)),
        ("记者: 林小明、陈大文", ("林小明", "陈大文")),
        ("文/林小明 责任编辑：陈大文", ("林小明",)),
        ("责任编辑：陈大文", ()),
        ("作者：未知", ()),
        ("김민수 기자", ("김민수",)),
        ("Nga Arta Hoxha", ("Arta Hoxha",)),
        ("Skrevet av Kari Lund", ("Kari Lund",)),
        ("Oleh Budi Santoso", ("Budi Santoso",)),
        ("Bởi Nguyễn An", ("Nguyễn An",)),
        ("Yazan: Ayşe Demir", ("Ayşe Demir",)),
        ("بقلم: ليلى حسن", ("ليلى حسن",)),
        ("Ann Lee - Apr 16, 2026", ("Ann Lee",)),
        ("Ann Lee · Posted: Jul 30, 2026", ("Ann Lee",)),
        ("Ann Lee, Last Updated: July 30", ("Ann Lee",)),
        ("Ann Lee, Aug. 23, 2026", ("Ann Lee",)),
        ("Ann Lee —", ("Ann Lee",)),
        ("Posted by: Ann Lee", ("Ann Lee",)),
        ("Ann Lee, 08, 01", ("Ann Lee",)),
        ("name", ()),
        ("www.courier.example", ()),
        ('<a href="/ann">Ann Lee</a> <a href="/x">@annlee</a>', ("Ann Lee",)),
    ],
)
def test_a_byline_names_people_and_nothing_else(line: str, names: tuple[str, ...]) -> None:
    assert by(line) == names


def test_the_outlet_beside_a_person_is_no_author() -> None:
    head = '<meta property="og:site_name" content="Courier">'
    assert by("By Ann Lee, Courier North", head) == ("Ann Lee",)
    assert by("By Courier North", head) == ("Courier North",)


def test_initials_and_agencies_in_a_byline_do_not_stand_against_a_stated_outlet() -> None:
    said = json.dumps({"@type": "NewsArticle", "author": {"name": "Courier"}})
    head = '<meta property="og:site_name" content="Courier">'
    head += f'<script type="application/ld+json">{said}</script>'
    assert by("red, Courier, Agencies", head) == ("Courier",)
    assert by("Ann Lee, Courier, Agencies", head) == ("Ann Lee", "Agencies")


def test_an_author_in_a_card_that_names_its_label_is_one() -> None:
    head = '<meta name="author" content="a.lee@courier.example">'
    head += '<meta name="twitter:misc:Est. reading time" content="3 minutes">'
    head += '<meta name="twitter:misc:Written by" content="Ann Lee">'
    assert read(page(head=head)).authors == ("Ann Lee",)


def test_a_byline_without_a_name_leaves_it_to_the_next_one() -> None:
    byline = '<div class="byline">7 May 2026</div><div class="author">Ann Lee</div>'
    assert read(page(byline + BODY)).authors == ("Ann Lee",)
