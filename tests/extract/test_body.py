"""What is the article's and what is not, and how its blocks are read."""

from __future__ import annotations

import pytest
from lxml import etree

from monitor.extract.soup import soup_of
from monitor.model import BlockKind, SpanKind
from tests.extract.pages import BODY, FIRST, SECOND, THIRD, block, page, read, texts

LINK = '<a href="/news/other-story">Council approves new housing plan after late vote</a>'


def test_the_body_is_read_in_order_and_nothing_else() -> None:
    article = read(page())
    assert texts(article) == [FIRST, SECOND, THIRD]
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="newsletter-signup"><h3>Morning briefing</h3><p>Sign up for our free daily '
        "newsletter and get the most important stories every weekday morning.</p></div>",
        f'<aside class="related-stories"><h4>Related</h4><ul><li>{LINK}<p>{"A teaser. " * 30}</p>'
        "</li></ul></aside>",
        '<div class="share-bar"><a href="#">Share</a><span>114 shares</span></div>',
        '<section class="donation-box"><div class="donate"><p>Support us from one dollar a month, '
        "since we depend on readers like you and on nobody else.</p></div></section>",
        '<p class="byline">By Ann Example</p>',
        "<p>By Ann Example</p>",
        '<div class="caption-date timestamp">7 May 2026</div>',
        '<nav><a href="/">Home</a><a href="/world">World</a></nav>',
        "<form><p>Write to us with what you have seen on the bridge today, please.</p></form>",
        '<div aria-hidden="true"><p>Shown to nobody, however long this sentence goes on here.</p>'
        "</div>",
        '<p style="display: none">Shown to nobody, however long this sentence goes on here.</p>',
        "<p hidden>Shown to nobody, however long this sentence goes on here.</p>",
        "<p>Advertisement</p>",
        "<p>https://courier.example/news/2026/harbour-bridge-closes</p>",
        '<p class="visually-hidden">A long sentence for screen readers about the page.</p>',
        "<p>I agree that external content is shown to me. Personal data goes to third parties, "
        "as the privacy policy says.</p>",
        '<ul class="comments"><li>I have lived here for years and nobody asked us.</li></ul>',
        "<script>var a = 'a long string of text that nobody reads at all, ever';</script>",
        "<template><p>A paragraph that is only made of when a script asks for it.</p></template>",
        "<svg><text>A line of text inside of a drawing, of some length too.</text></svg>",
    ],
)
def test_furniture_between_paragraphs_is_not_the_articles(furniture: str) -> None:
    article = read(page(f"<p>{FIRST}</p>{furniture}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"


@pytest.mark.parametrize(
    "line",
    [
        f"<p><strong>READ MORE: {LINK}</strong></p>",
        f"<p>{LINK}</p>",
        f"<p>Lesen Sie auch: {LINK}</p>",
        f"<h3>{LINK}</h3>",
        f"<ul><li>{LINK}</li><li>{LINK}</li></ul>",
        f"<ul>{f'<li>{LINK} The council voted late at night on the plan.</li>' * 3}</ul>",
        f"<ul><li>{LINK}<p>What the council has voted on, and why it did so now.</p></li></ul>",
        f"<ul><li>Live: {LINK}</li></ul>",
        '<a href="/news/x"><h4>Frontpage</h4><p>Council approves a new housing plan</p></a>',
    ],
)
def test_what_leads_to_other_articles_is_kept_apart_from_the_text(line: str) -> None:
    article = read(page(f"<p>{FIRST}</p>{line}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert texts(article, BlockKind.RELATED)


@pytest.mark.parametrize(
    ("markup", "kind", "text"),
    [
        ("<h2>What happens next</h2>", BlockKind.HEADING, "What happens next"),
        ("<ul><li>Monday: it closes.</li></ul>", BlockKind.LIST_ITEM, "Monday: it closes."),
        ("<blockquote>We were not asked.</blockquote>", BlockKind.QUOTATION, "We were not asked."),
        (
            "<table><tr><th>Pier</th><th>Cracks</th></tr></table>",
            BlockKind.TABLE_ROW,
            "Pier | Cracks",
        ),
        (
            "<p><em>Correction: An earlier version misstated the number of piers.</em></p>",
            BlockKind.NOTICE,
            "Correction: An earlier version misstated the number of piers.",
        ),
        (
            "<p>Updated with the mayor's remarks about the ferries.</p>",
            BlockKind.NOTICE,
            "Updated with the mayor's remarks about the ferries.",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_block_is_told_apart_and_part_of_the_text(
    markup: str, kind: BlockKind, text: str
) -> None:
    article = read(page(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert block(article, kind).text == text
    assert text in article.text


def test_a_correction_after_the_last_paragraph_is_kept() -> None:
    note = "Correction: An earlier version of this article misstated the number of permits."
    assert texts(read(page(f"{BODY}<p><em>{note}</em></p>")))[-1] == note


def test_a_date_of_an_update_is_no_note() -> None:
    assert read(page(f"{BODY}<p>Updated 7 May 2026, 14:05</p>")).text.endswith(THIRD)


def test_a_caption_keeps_its_picture_and_its_credit_and_is_not_text() -> None:
    figure = (
        '<figure><img src="/bridge.jpg"><figcaption>The bridge at dawn. '
        '<span class="credit">Bo Lens / Agency</span></figcaption></figure>'
    )
    caption = block(read(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>")), BlockKind.CAPTION)
    assert caption.text == "The bridge at dawn."
    assert caption.credit == "Bo Lens / Agency"
    assert caption.source == "https://courier.example/bridge.jpg"


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="wp-caption-text">The bridge at dawn</div>',
        "<p>The bridge at dawn (Image: Agency)</p>",
    ],
)
def test_a_caption_outside_of_a_figure_is_no_text_either(markup: str) -> None:
    article = read(page(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p><p>{THIRD}</p>"))
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert len(texts(article, BlockKind.CAPTION)) == 1


def test_a_figure_without_words_is_no_block() -> None:
    article = read(page(f'<p>{FIRST}</p><figure><img src="/a.jpg"></figure><p>{SECOND}</p>'))
    assert texts(article) == [FIRST, SECOND]


def test_a_tag_called_caption_that_holds_the_article_is_none() -> None:
    article = read(page(f'<div class="media-image">{BODY}</div>'))
    assert article.text == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_an_embedded_post_is_kept_with_its_address() -> None:
    post = (
        '<blockquote class="twitter-tweet"><p>The bridge is closed.</p>&mdash; Mayor '
        '<a href="https://social.example/mayor/1">May 7</a></blockquote>'
    )
    article = read(page(f"<p>{FIRST}</p>{post}<p>{SECOND}</p>"))
    quoted = [one for one in article.blocks if one.kind is BlockKind.QUOTATION]
    assert quoted[0].text == "The bridge is closed."
    assert quoted[0].source == "https://social.example/mayor/1"


def test_an_embed_without_text_is_kept_beside_the_text() -> None:
    frame = '<iframe src="https://video.example/7" title="The bridge"></iframe>'
    article = read(page(f"<p>{FIRST}</p>{frame}<iframe></iframe><p>{SECOND}</p>"))
    embed = block(article, BlockKind.EMBED)
    assert (embed.text, embed.source) == ("The bridge", "https://video.example/7")


def test_a_figure_around_a_quotation_or_a_frame_is_read_for_what_it_holds() -> None:
    figure = "<figure><blockquote>We were never asked about it.</blockquote></figure>"
    article = read(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>"))
    assert block(article, BlockKind.QUOTATION).text == "We were never asked about it."


@pytest.mark.parametrize(
    "box",
    [
        "<blockquote>{}</blockquote>",
        "<aside>{}</aside>",
        "<aside><q>{}</q></aside>",
        '<div class="pullquote"><blockquote>{}</blockquote></div>',
    ],
)
def test_a_quotation_pulled_out_of_the_text_is_read_where_it_stands(box: str) -> None:
    quote = "Ferries will run every ten minutes between the two banks"
    article = read(page(f"<p>{FIRST}</p>{box.format(quote)}<p>{SECOND}</p>"))
    assert texts(article) == [FIRST, quote, SECOND]


@pytest.mark.parametrize(
    "box",
    [
        "<aside>What the council has not said until today about the bridge</aside>",
        "<aside>Ten minutes</aside>",
        f"<aside>Ferries will run every ten minutes between the two banks {LINK}</aside>",
        '<div class="hidden">Ferries will run every ten minutes between the two banks</div>',
        "<aside hidden>Ferries will run every ten minutes between the two banks</aside>",
        '<aside style="display: none">Ferries will run every ten minutes between the two</aside>',
    ],
)
def test_a_box_that_says_something_else_is_no_pulled_quotation(box: str) -> None:
    article = read(page(f"<p>{FIRST}</p>{box}<p>{SECOND}</p>"))
    assert texts(article) == [FIRST, SECOND]


def test_double_breaks_part_paragraphs_and_single_ones_do_not() -> None:
    article = read(page(f"{FIRST}<br><br>{SECOND}<br>{THIRD}"))
    assert texts(article) == [FIRST, f"{SECOND} {THIRD}"]


def test_blank_lines_part_paragraphs_of_text_shown_as_it_was_typed() -> None:
    typed = f'<div style="white-space: pre-line">{FIRST}\n\n{SECOND}\n\n\n{THIRD}</div>'
    assert texts(read(page(typed))) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("text", ["{} Again,\n\nand again, {}", "{}\n\nIt is\n\nso. {}"])
def test_blank_lines_inside_of_sentences_part_nothing(text: str) -> None:
    said = text.format(FIRST, SECOND)
    assert texts(read(page(f"<p>{said}</p>"))) == [" ".join(said.split())]


def test_a_word_called_a_photo_in_the_middle_of_a_line_is_part_of_it() -> None:
    line = '<em class="photo">The photograph</em> shows the cracks in the bridge, says the council.'
    article = read(page(f"<p>{FIRST}</p><p>{line}</p><p>{SECOND}</p>"))
    said = "The photograph shows the cracks in the bridge, says the council."
    assert texts(article) == [FIRST, said, SECOND]


def test_links_and_emphasis_are_kept_as_spans() -> None:
    article = read(
        page(
            f'<p>See <a href="../map">the map</a>, <em>now</em> <b>and</b> then. {FIRST}</p>{BODY}'
        )
    )
    first = article.blocks[0]
    found = [(span.kind, first.text[span.start : span.end], span.href) for span in first.spans]
    assert found == [
        (SpanKind.LINK, "the map", "https://courier.example/news/map"),
        (SpanKind.EMPHASIS, "now", None),
        (SpanKind.STRONG, "and", None),
    ]


def test_a_link_within_the_page_or_without_an_address_is_plain_text() -> None:
    article = read(page(f'<h2><a href="#next">What next</a></h2>{BODY}'))
    assert article.blocks[0].text == "What next"
    assert article.blocks[0].spans == ()


def test_an_address_that_cannot_be_joined_is_left_out() -> None:
    article = read(page(f'<p>{FIRST} <a href="http://[bad">here</a></p>{BODY}'))
    assert article.blocks[0].spans[0].href is None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<span>T</span>he bridge", "The bridge"),
        ("<span class='dropcap'>N</span> ever", "Never"),
        ("<b>A</b> bridge", "A bridge"),
        ("<span></span>  The\n\n bridge", "The bridge"),
    ],
)
def test_drop_capitals_join_their_word(markup: str, text: str) -> None:
    article = read(page(f"<p>{markup} {FIRST}</p>{BODY}"))
    assert article.blocks[0].text == f"{text} {FIRST}"


def test_words_inside_a_link_called_like_furniture_stay() -> None:
    body = f'<p>{FIRST} It is <a class="text-tag" href="/t">deep water</a> there.</p>{BODY}'
    assert read(page(body)).blocks[0].text.endswith("It is deep water there.")


def test_hovering_cards_and_window_hints_inside_a_line_go() -> None:
    body = (
        f'<p>{FIRST} Said <a href="/m">the mayor</a><span class="tooltip">Mayor since 2019</span>'
        f' in <a href="/r">a report<span> (opens in new tab)</span></a>.</p>{BODY}'
    )
    assert read(page(body)).blocks[0].text.endswith("Said the mayor in a report.")


def test_lines_after_the_text_are_left_out() -> None:
    after = (
        "<p>Follow us on Chirp for more.</p><p>© 2026 The Courier. All rights reserved.</p>"
        "<p>Bo Writer contributed reporting from the mill.</p><div>Tags: bridge</div>"
    )
    assert read(page(BODY + after)).text.endswith(THIRD)


def test_short_lines_before_the_text_are_left_out() -> None:
    before = "<p>Harbour</p><div>7 May 2026</div><ul><li>Listen</li></ul><p>Published: today</p>"
    assert read(page(before + BODY)).text == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_labels_outside_of_paragraphs_are_left_out_where_the_text_has_paragraphs() -> None:
    body = f"<p>{FIRST}</p><div>People crossing the bridge</div><p>{SECOND}</p><p>{THIRD}</p>"
    assert texts(read(page(body))) == [FIRST, SECOND, THIRD]


def test_headings_with_nothing_under_them_are_left_out() -> None:
    assert texts(read(page(f"{BODY}<h2>More on this</h2><h3>___</h3>"))) == [FIRST, SECOND, THIRD]


def test_what_stands_above_the_headline_is_no_text() -> None:
    html = (
        f"<html><head><title>Bridge</title></head><body><div id='story'><p>{THIRD}</p>"
        f"<h1>Bridge closes for repairs</h1><p>{FIRST}</p><p>{SECOND}</p></div></body></html>"
    ).encode()
    assert texts(read(html)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "markup",
    [
        '<header><p>Engineers found cracks in two of the nine piers.</p></header>',
        '<div><p class="standfirst">Engineers found cracks in two of the nine piers.</p></div>',
        '<h2 class="subtitle">Engineers found cracks in two of the nine piers.</h2>',
    ],
)  # fmt: skip
def test_a_standfirst_is_a_field_and_part_of_the_text(markup: str) -> None:
    article = read(page(f"{markup}<div>{BODY}</div>"))
    assert article.standfirst == "Engineers found cracks in two of the nine piers."
    assert article.text.startswith(article.standfirst)
    assert texts(article) == [FIRST, SECOND, THIRD]


def test_a_standfirst_is_known_by_what_the_page_says_of_itself() -> None:
    said = "Engineers found cracks in two of the nine piers."
    head = f'<meta property="og:description" content="{said}">'
    assert read(page(f"<div><p>{said}</p></div><div>{BODY}</div>", head=head)).standfirst == said


def test_a_first_paragraph_is_no_standfirst_for_being_quoted() -> None:
    head = f'<meta property="og:description" content="{FIRST}">'
    assert read(page(head=head)).standfirst is None


def test_sections_of_one_article_are_all_read() -> None:
    sections = "".join(
        f'<section class="chunk"><p>{text}</p></section>' for text in (FIRST, SECOND, THIRD)
    )
    assert texts(read(page(sections))) == [FIRST, SECOND, THIRD]


def test_the_article_is_found_beside_longer_text_of_others() -> None:
    comments = "".join(
        f"<p>{THIRD} Comment {n}, at length, again and again.</p>" for n in range(20)
    )
    article = read(page(after=f'<section class="comments">{comments}</section>'))
    assert texts(article) == [FIRST, SECOND, THIRD]


def test_a_consent_text_of_great_length_is_never_the_article() -> None:
    html = page("", after=f'<div id="onetrust-banner"><div>{BODY * 3}</div></div>')
    html = html.replace(b"</h1>", f"</h1><p>{FIRST}</p>".encode())
    assert SECOND not in read(html).text


def test_a_body_called_like_furniture_is_read_where_it_holds_the_headline() -> None:
    html = (
        page()
        .replace(b"<main>", b'<div class="sidebar"><main>')
        .replace(b"</main>", b"</main></div>")
    )
    assert texts(read(html)) == [FIRST, SECOND, THIRD]


def test_text_told_elsewhere_on_the_page_leads_to_the_article() -> None:
    other = "".join(
        f"<p>{THIRD} Number {n} of some teasers, all of them long.</p>" for n in range(4)
    )
    said = f'{{"@type": "NewsArticle", "articleBody": "{FIRST} {SECOND}"}}'
    ld = f'<script type="application/ld+json">{said}</script>'
    html = (
        f"<html><head><title>Bridge</title>{ld}</head><body><div><div>{other}</div></div>"
        f"<div><div><p>{FIRST}</p><p>{SECOND}</p></div></div></body></html>"
    ).encode()
    assert texts(read(html)) == [FIRST, SECOND]


def test_names_of_style_tools_and_of_layout_say_nothing() -> None:
    body = f'<div class="css-ad4f2a has-sidebar sidebar-grid">{BODY}</div>'
    assert texts(read(page(body))) == [FIRST, SECOND, THIRD]


def test_text_marked_as_paid_is_still_text() -> None:
    assert texts(read(page(f'<div class="paywalled">{BODY}</div>'))) == [FIRST, SECOND, THIRD]


def test_the_article_may_stand_in_a_run_of_text_alone() -> None:
    found = soup_of(etree.fromstring(f"<span>{FIRST}</span>"), {}, {})
    assert found.get_text() == FIRST


def test_how_a_name_is_pronounced_is_read_in_a_paragraph_but_not_in_a_caption() -> None:
    ruby = "<ruby>Hafen<rt>harbour</rt></ruby>"
    figure = f"<figure><img src=/i.jpg><figcaption>At the {ruby}, at dawn</figcaption></figure>"
    article = read(page(f"{BODY}<p>They met at the {ruby}, as ever, and talked.</p>{figure}{BODY}"))
    assert texts(article)[3] == "They met at the Hafenharbour, as ever, and talked."
    assert block(article, BlockKind.CAPTION).text == "At the Hafen , at dawn"


def test_a_soup_can_be_navigated_in_all_directions() -> None:
    tree = etree.fromstring("<div><p>One <b>two</b> three</p><pre>  </pre><p>four</p></div>")
    soup = soup_of(tree, {}, {})
    bold = soup.find("b")
    assert bold is not None
    assert [str(one) for one in bold.next_siblings] == [" three"]
    assert [str(one) for one in bold.previous_siblings] == ["One "]
    assert [one.name for one in soup.find_all(True)] == ["div", "p", "b", "pre", "p"]
    bold.extract()
    assert soup.get_text("|") == "One | three|  |four"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://other.example:8080/a/../b?c=1", "https://other.example:8080/a/../b?c=1"),
        ("https://other.example/a#", "https://other.example/a"),
        ("https://other.example/a b;c", "https://other.example/a%20b;c"),
        ("/a/../b", "https://courier.example/b"),
        ("//other.example/a", "https://other.example/a"),
        ("https://[other.example/a", None),
    ],
)
def test_links_are_absolute_and_as_browsers_write_them(href: str, expected: str | None) -> None:
    article = read(page(f'{BODY}<p>The council <a href="{href}">said</a> so again today.</p>'))
    assert article.blocks[3].spans[0].href == expected


def test_what_is_bold_across_two_paragraphs_is_no_run_of_one() -> None:
    first, second = FIRST.rstrip("."), SECOND
    article = read(page(f"<p>{THIRD}</p><div><b>{first}.<br><br>{second}</b></div>"))
    assert texts(article) == [THIRD, FIRST, SECOND]
    assert all(not one.spans for one in article.blocks)


def test_a_row_of_a_table_is_one_line_with_all_that_its_cells_hold() -> None:
    table = "<table><tr><td>Pier <b>two</b></td><td>cracked</td></tr></table>"
    article = read(page(f"{BODY}{table}"))
    assert texts(article, BlockKind.TABLE_ROW) == ["Pier two | cracked"]
