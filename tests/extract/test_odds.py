"""What is rare in pages, each told right: encodings that shift, captions in a line, no state."""

from __future__ import annotations

import json

import pytest

from monitor.extract.decoding import decode
from monitor.model import BlockKind, Reason
from tests.extract.pages import BODY, FIRST, HEADLINE, fail, page, read, texts


def test_a_page_in_an_encoding_that_shifts_is_read() -> None:
    text = "<p>港の橋は一年間閉鎖されると市が発表した。</p>"
    assert decode(text.encode("iso2022_jp"), None).decode() == text


def test_signs_that_would_shift_and_do_not_leave_the_page_as_it_is() -> None:
    assert (
        decode("<p>Price: \x1b$5 – more</p>".encode(), None).decode() == "<p>Price: $5 – more</p>"
    )


@pytest.mark.parametrize("between", ["<br>", " <br> ", "\n\n<br>\n"])
def test_a_line_called_a_caption_is_one_whatever_white_space_stands_around_it(
    between: str,
) -> None:
    line = f"<img src='/a.jpg'>{between}<em class='caption'>The old bridge.</em>"
    article = read(page(f"<div>{line}</div><p>{FIRST}</p>{BODY}"))
    assert "The old bridge." in texts(article, BlockKind.CAPTION)


@pytest.mark.parametrize("around", ["A view: {} as it was.", "{} as it was.", "A view: {}"])
def test_words_called_a_caption_inside_of_a_sentence_are_none(around: str) -> None:
    words = around.format("<span class='caption'>The old bridge</span>")
    article = read(page(f"{BODY}<p>{FIRST} {words}</p>"))
    assert texts(article, BlockKind.CAPTION) == []


def test_a_shell_whose_state_holds_nothing_but_labels_has_no_article() -> None:
    labels = "<p>Advertisement</p>" * 30
    said = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": labels}
    script = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    html = f"<!doctype html><html><head><title>{HEADLINE}</title>{script}</head><body></body>"
    assert fail(html.encode()).reason is Reason.EMPTY_SHELL
