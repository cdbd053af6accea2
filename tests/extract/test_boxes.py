"""What stands inside an article's element and goes, or stays, with all that it holds."""

from __future__ import annotations

import pytest

from monitor.model import BlockKind
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, block, page, read, texts

QUOTE = "Ferries will run every ten minutes between the two banks"
SHORT = "Readers wrote to us about this and about that, as they do in each week of the year."


def between(markup: str) -> bytes:
    return page(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p><p>{THIRD}</p>")


@pytest.mark.parametrize("name", ["comments", "related-stories"])
@pytest.mark.parametrize("count", [10, 60, 200])
def test_however_much_others_wrote_under_a_short_article_it_is_not_read(
    name: str, count: int
) -> None:
    much = "".join(f"<p>{SHORT} {n}</p>" for n in range(count))
    html = page(f'<p>{FIRST}</p><p>{SECOND}</p><div class="{name}">{much}</div>')
    assert texts(read(html)) == [FIRST, SECOND]


def test_a_body_that_holds_the_headline_is_read_whatever_it_is_called() -> None:
    html = (
        f"<title>{HEADLINE}</title><div><p>{SHORT}</p><div class='newsletter-issue'>"
        f"<h1>{HEADLINE}</h1>{BODY}{BODY.replace('The', 'Again the')}</div></div>"
    ).encode()
    assert FIRST in texts(read(html))


@pytest.mark.parametrize(
    "box",
    [
        '<footer class="quote"><p>{}.</p></footer>',
        '<div class="promo"><p>{}.</p></div>',
        '<aside><a href="/x">{}.</a></aside>',
        "<aside><form></form><p>{}.</p></aside>",
    ],
)
def test_a_box_with_words_of_the_text_that_is_no_quotation_goes(box: str) -> None:
    assert texts(read(between(box.format(QUOTE)))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        '<p>Before <span class="date">7 May</span>, and after: {}</p>',
        '<p><span class="date">7 May</span> was the day: {}</p>',
        '<p>{} It was the <span class="date">7 May</span></p>',
    ],
)
def test_a_word_in_the_middle_of_a_line_stays_whatever_it_is_called(line: str) -> None:
    assert "7 May" in read(between(line.format(SHORT))).text


@pytest.mark.parametrize(
    "line",
    ['<div><span class="date">7 May was the day</span></div>',
     '<p> <span class="date">7 May was the day</span> </p>'],
)  # fmt: skip
def test_a_word_that_stands_alone_goes_by_its_name(line: str) -> None:
    assert texts(read(between(line))) == [FIRST, SECOND, THIRD]


def test_a_cell_of_a_table_stays_whatever_it_is_called() -> None:
    table = '<table class="widget"><tr class="promo"><td class="date">7 May</td><td>9</td></table>'
    assert block(read(between(table)), BlockKind.TABLE_ROW).text == "7 May | 9"


def test_a_paragraph_called_a_subtitle_of_a_box_is_not_taken_for_a_heading() -> None:
    box = f'<div class="widget-title"><p>{SHORT}</p></div>'
    assert texts(read(between(box))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "teaser",
    [
        f'<div class="teaser"><p>{SHORT}</p><ul><li>And more of it.</li></ul></div>',
        '<div class="teaser"><p>Too short to be of any use.</p></div>',
        f'<div class="teaser"><p>{SHORT[:-1]} …and so on, without an end</p></div>',
    ],
)
def test_a_teaser_that_is_no_running_text_goes(teaser: str) -> None:
    assert texts(read(between(teaser))) == [FIRST, SECOND, THIRD]


def test_a_long_piece_called_like_a_byline_is_text() -> None:
    piece = f'<div class="source"><p>{SHORT} {SHORT} {SHORT}</p></div>'
    assert len(texts(read(between(piece)))) == 4
