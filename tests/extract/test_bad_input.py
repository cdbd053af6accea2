"""Pages that are broken, or built to break something: what is read of them all the same."""

from __future__ import annotations

import pytest

from monitor.model import BlockKind, Reason, SpanKind
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, fail, page, read, texts


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (SECOND, [FIRST, SECOND]),
        (f"{SECOND}</p", [FIRST, SECOND]),
        (f"{SECOND}</p><div class='sha", [FIRST, SECOND]),
        (f"{SECOND}<a href='/x", [FIRST, SECOND]),
        (f"{SECOND}<!-- {THIRD}", [FIRST, SECOND]),
        (f"{SECOND}</p><script>{THIRD}", [FIRST, SECOND]),
        (f"{SECOND}&am", [FIRST, f"{SECOND}&am"]),
    ],
)
def test_a_page_that_is_cut_off_is_read_up_to_there(end: str, last: list[str]) -> None:
    html = page().partition(b"<p>")[0] + f"<p>{FIRST}</p><p>{end}".encode()
    assert texts(read(html)) == last


@pytest.mark.parametrize("markup", ["<p>{}<p>{}<p>{}", "<p>{}</div></p></b><p>{}</i><p>{}</main>"])
def test_tags_that_are_never_closed_or_never_opened_change_nothing(markup: str) -> None:
    assert texts(read(page(markup.format(FIRST, SECOND, THIRD)))) == [FIRST, SECOND, THIRD]


def test_a_letter_cut_in_two_by_the_end_is_not_the_end_of_the_rest() -> None:
    html = page(f"<p>{FIRST}</p><p>{SECOND} Ünd sö weiter, ühm ").partition(b"</div>")[0]
    text = read(html + "ß".encode()[:1]).text
    assert "Ünd sö weiter, ühm" in text


@pytest.mark.parametrize(
    ("made", "seen"),
    [
        (b"cl\x00oses", "closes"),
        (b"cl\x08os\x1bes", "closes"),
        (b"closes\xed\xa0\x80", "closes"),
        (b"closes&#xD800;", "closes"),
        (b"closes&#0;", "closes"),
        (b"closes&#x110000;", "closes"),
    ],
)
def test_characters_that_no_page_can_show_are_never_in_an_article(made: bytes, seen: str) -> None:
    html = page(f"<p>The bridge closes. {FIRST}</p><p>{SECOND}</p>")
    article = read(html.replace(b"closes", made))
    assert seen in article.headline and seen in article.text
    everything = article.headline + article.text
    everything.encode("utf-8")
    assert not any(ord(one) < 32 and one != "\n" for one in everything)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding: str) -> None:
    assert texts(read(page().decode().encode(encoding))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "base",
    ["javascript:alert(1)//", "https://other.example/", "http://[", "data:text/html,", "//other/"],
)
def test_no_base_tag_moves_the_articles_links(base: str) -> None:
    article = read(page(f'<p>{FIRST} <a href="/map">A map</a></p>{BODY}',
                        head=f'<base href="{base}"><base target=x>'))  # fmt: skip
    (span,) = article.blocks[0].spans
    assert span.href == "https://courier.example/map"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", " JaVaScript:alert(1)", "&#x6a;avascript:alert(1)", "vbscript:x",
     "java&#115;cript&colon;alert(1)", "&#1;javascript:x"],
)  # fmt: skip
def test_a_script_in_place_of_an_address_is_none(href: str) -> None:
    article = read(
        page(
            f'<p>{FIRST} <a href="{href}">A map</a></p>'
            f'<figure><img src="{href}"><figcaption>At dawn.</figcaption></figure>'
            f'<blockquote cite="{href}">We were not asked.</blockquote>'
            f'<iframe src="{href}" title="A film"></iframe>{BODY}',
            head=f'<link rel="canonical" href="{href}">',
        )
    )
    (span,) = article.blocks[0].spans
    assert (span.kind, span.href) == (SpanKind.LINK, None)
    assert {one.source for one in article.blocks} == {None}
    assert BlockKind.EMBED not in {one.kind for one in article.blocks}
    assert article.canonical_url is None


def test_scripts_in_attributes_are_no_text_and_hide_none() -> None:
    article = read(
        page(
            f"<p onclick=\"this.innerHTML='</p><p>{THIRD}</p>'\">{FIRST}</p>"
            f"<img src=x onerror=\"document.write('<p>{THIRD}</p>')\">"
            f"<p title=\"{THIRD}\" style='background:url(javascript:x)'>{SECOND}</p>"
        )
    )
    assert texts(article) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "holder",
    [
        "<template>{}</template>",
        "<iframe srcdoc='{}'></iframe>",
        "<iframe src='/article'></iframe>",
        "<object>{}</object>",
        "<noscript>{}</noscript>",
        "<!-- {} -->",
        "<textarea>{}</textarea>",
        "<svg><foreignObject>{}</foreignObject></svg>",
    ],
)
def test_an_article_that_no_reader_sees_is_not_there(holder: str) -> None:
    html = f"<title>{HEADLINE}</title><body>{holder.format(BODY)}</body>"
    assert fail(html.encode()).reason is Reason.EMPTY_SHELL


def test_a_frameset_is_an_empty_shell() -> None:
    html = b"<html><head><title>x</title></head><frameset><frame src='/article'></frameset></html>"
    assert fail(html).reason is Reason.EMPTY_SHELL


def test_one_line_without_end_is_one_block_up_to_what_a_parser_takes() -> None:
    article = read(page("<p>" + "word and more, " * 600_000 + "</p>"))
    assert [len(one) for one in texts(article)] == [15 * 600_000 - 1]
    longer = page("<p>" + "word and more, " * 700_000 + "</p>")
    assert fail(longer).reason is Reason.TOO_COMPLEX
