"""Where on a page its article stands, and how far it goes."""

from __future__ import annotations

import pytest

from monitor.model import BlockKind, Reason
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, fail, page, read, texts

MENU = "".join(f"<a href='/{n}'>A headline of another article, {n}</a>" for n in range(60))
OTHERS = (
    "Our readers wrote to us about the long winter, the price of fish, and the new timetable.",
    "All you need to know about the summer festival: how to get tickets, and where to park.",
    "The paper looks back at a hundred years of ferries between the two banks of the river.",
    "These are the gardens that are open to visitors this month, and what grows in them now.",
)


def bare(body: str, *, head: str = "") -> bytes:
    """Return a page with nothing around `body`."""
    html = f'<html lang="en"><head><title>{HEADLINE}</title>{head}</head><body>{body}</body></html>'
    return html.encode()


def test_what_follows_an_end_of_the_document_that_comes_too_early_is_read() -> None:
    early = page().replace(b"<main>", b"</html>\n<main>")
    assert texts(read(early)) == [FIRST, SECOND, THIRD]
    bodiless = (
        f"<html></html><html><body><article><h1>{HEADLINE}</h1>{BODY}</article></body></html>"
    )
    assert texts(read(bodiless.encode())) == [FIRST, SECOND, THIRD]


def test_a_short_article_on_a_page_full_of_links_is_one_whatever_the_page_calls_itself() -> None:
    head = '<meta property="og:type" content="website">'
    assert texts(read(page(head=head, before=f"<div>{MENU}</div>"))) == [FIRST, SECOND, THIRD]


def test_a_menu_that_names_partners_again_and_again_is_no_consent_wall() -> None:
    menu = "".join(f"<li><a href='/p{n}'>Partners in country {n}</a></li>" for n in range(20))
    assert fail(bare(f"<ul>{menu}</ul>")).reason is Reason.NOT_AN_ARTICLE


def row(inside: str) -> str:
    return f'<div class="row wide">{inside}</div>'


@pytest.mark.parametrize(
    ("beside", "read_too"),
    [
        (row(f"<div><p>{THIRD}</p></div>"), True),
        (row(f"<div><h2>Ferries</h2><p>{THIRD}</p></div>"), False),
        (f'<div class="wide row"><div><p>{THIRD}</p></div></div>', False),
        (f'<section class="row wide"><div><p>{THIRD}</p></div></section>', False),
        (row(f'<div><p class="c2">{THIRD}</p></div>'), False),
    ],
)
def test_an_article_cut_into_pieces_that_are_built_alike_is_read_whole(
    beside: str, read_too: bool
) -> None:
    first = row(f"<div><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{SECOND}</p></div>")
    html = bare(f'<main><div class="page">{first}<div>Advert</div>{beside}</div></main>')
    assert texts(read(html)) == [FIRST, SECOND, *([THIRD] if read_too else [])]


def test_a_short_article_is_found_by_its_headline_beside_longer_text() -> None:
    side = "".join(f"<div><p>{text}</p></div>" for text in OTHERS[:3])
    post = f'<div class="post"><h1>{HEADLINE}</h1><div class="entry"><p>{FIRST}</p></div></div>'
    html = bare(f"<div><div>{post}</div><div><div>{side}</div></div></div>")
    assert texts(read(html)) == [FIRST]


@pytest.mark.parametrize("folded", [THIRD, f"{THIRD}</p><p>{SECOND}</p><p>{THIRD} {SECOND}"])
def test_paragraphs_that_are_folded_away_until_somebody_reads_more_are_read(folded: str) -> None:
    html = page(f'<p>{FIRST}</p><p>{SECOND}</p><div class="read-more"><p>{folded}</p></div>')
    assert THIRD in read(html).text


def test_a_box_that_offers_to_read_more_is_none_of_the_text() -> None:
    link = '<a href="/more">More about the bridge, its piers and its past</a>'
    box = f'<div class="read-more">{link}</div>'
    assert texts(read(page(BODY + box))) == [FIRST, SECOND, THIRD]


def card(n: int, text: str) -> str:
    return f'<h4><a href="/{n}">Another article, number {n}</a></h4><p>{text}</p>'


def test_summaries_under_linked_headings_at_the_end_lead_to_other_articles() -> None:
    cards = "".join(card(n, text[:60] + ".") for n, text in enumerate(OTHERS))
    article = read(page(f"<p>{FIRST} {SECOND}</p>" + BODY + cards))
    assert texts(article, BlockKind.PARAGRAPH) == [f"{FIRST} {SECOND}", FIRST, SECOND, THIRD]


@pytest.mark.parametrize(("first", "count"), [(BODY, 2), (f"<p>{FIRST}</p>", 4)])
def test_a_list_under_linked_headings_is_the_articles_where_it_is_short_or_much_of_it(
    first: str, count: int
) -> None:
    listed = "".join(card(n, text) for n, text in enumerate(OTHERS[:count]))
    article = read(page(first + listed))
    assert texts(article, BlockKind.PARAGRAPH)[-count:] == list(OTHERS[:count])


def test_a_name_made_up_by_a_tool_says_nothing_by_how_it_begins() -> None:
    side = "".join(f"<p>{text}</p>" for text in OTHERS)
    html = page(after=f"<div>{side}</div>")
    assert texts(read(html.replace(b"article-body", b"text--c-cmpvrW"))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("name", ["right-bar", "leftbar", "textwidget"])
def test_what_is_called_a_bar_or_a_widget_beside_the_text_is_none_of_it(name: str) -> None:
    html = page(BODY + f'<div class="{name}"><p>{OTHERS[0]}</p></div>')
    assert texts(read(html)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("name", ["field--label-hidden", "field--label-visually_hidden"])
def test_a_field_whose_label_is_hidden_is_none_of_what_is_hidden(name: str) -> None:
    field = f'<div class="field {name}"><p>{FIRST}</p></div>'
    side = "".join(f"<p>{text}</p>" for text in OTHERS)
    html = bare(f"<div><h1>{HEADLINE}</h1></div><div>{field}</div><nav>{MENU}{side}</nav>")
    assert texts(read(html)) == [FIRST]


def test_a_page_without_a_path_that_leads_to_articles_is_the_home_page() -> None:
    html = bare(f"<div><p>{FIRST}</p></div><div>{MENU}</div>")
    assert fail(html, url="https://courier.example/").reason is Reason.FRONT_PAGE
    assert texts(read(html))[0] == FIRST
