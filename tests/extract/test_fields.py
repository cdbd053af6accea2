"""What the page says of its article: titles, people, dates and the rest."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from monitor.model import Article, ArticleKind, Provenance
from tests.extract.pages import BODY, HEADLINE, page, read


def linked(**said: object) -> str:
    """Return a script with JSON-LD about the article."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **said}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} | The Courier",
        f"{HEADLINE} - Courier.example",
        f"{HEADLINE} – The Courier",
    ],
)
def test_the_outlets_name_is_no_part_of_the_title(title: str) -> None:
    head = (
        '<meta property="og:site_name" content="The Courier">'
        f'<meta property="og:title" content="{title}">'
    )
    article = read(page(head=head))
    assert article.headline == HEADLINE
    assert article.title is None


def test_the_headline_is_the_one_shown_and_the_title_the_one_told_elsewhere() -> None:
    article = read(page(head=linked(headline="Why the harbour bridge has to close")))
    assert article.headline == HEADLINE
    assert article.title == "Why the harbour bridge has to close"


def test_a_title_made_for_networks_is_kept() -> None:
    head = '<meta property="og:title" content="Harbour bridge to close for a year, and why">'
    article = read(page(head=head + linked(headline=HEADLINE)))
    assert article.title == "Harbour bridge to close for a year, and why"


def test_the_headline_is_found_among_several_large_headings() -> None:
    html = page().replace(b"<main>", b"<h1>The Courier</h1><main>")
    assert read(html).headline == HEADLINE


def test_the_headline_is_found_in_a_lower_heading() -> None:
    html = page().replace(b"<h1>", b"<h2>").replace(b"</h1>", b"</h2>")
    assert read(html).headline == HEADLINE
    assert HEADLINE not in read(html).text


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ({"name": "Ann Example"}, ("Ann Example",)),
        ([{"name": "Ann Example"}, {"name": "Bo Writer"}], ("Ann Example", "Bo Writer")),
        ("Ann Example and Bo Writer", ("Ann Example", "Bo Writer")),
        ("By Ann Example, Bo Writer", ("Ann Example", "Bo Writer")),
        ({"name": ["Ann Example", "Ann Example"]}, ("Ann Example",)),
        ({"name": "Ann Example (aex)"}, ("Ann Example",)),
        ({"name": "Ann O&#039;Neil"}, ("Ann O'Neil",)),
        ({"@id": "#ann"}, ("Ann Example",)),
        (7, ()),
        ("https://courier.example/ann", ()),
    ],
)
def test_authors_are_people_each_once(said: object, people: tuple[str, ...]) -> None:
    person = '<script type="application/ld+json">{"@id": "#ann", "name": "Ann Example"}</script>'
    assert read(page(head=linked(author=said) + person)).authors == people


def test_authors_are_read_from_meta_tags_and_from_the_byline() -> None:
    head = (
        '<meta name="author" content="https://x.example"><meta name="author" content="Ann Example">'
    )
    assert read(page(head=head)).authors == ("Ann Example",)
    assert read(page('<p class="byline">By Bo Writer</p>' + BODY)).authors == ("Bo Writer",)


def test_commenters_are_no_authors() -> None:
    comment = '<div class="comments"><span class="comment-author">user7</span></div>'
    assert read(page(after=comment)).authors == ()


@pytest.mark.parametrize(
    ("said", "at", "offset"),
    [
        ("2026-05-07T14:05:09Z", datetime(2026, 5, 7, 14, 5, 9, tzinfo=UTC), 0),
        ("2026-05-07T14:05:09.123+02:00", datetime(2026, 5, 7, 12, 5, 9, tzinfo=UTC), 120),
        ("2026-05-07 14:05", datetime(2026, 5, 7, 14, 5, tzinfo=UTC), None),
        ("20260507T140509-0530", datetime(2026, 5, 7, 19, 35, 9, tzinfo=UTC), -330),
        ("2026-05-07T14:05:09+9900", datetime(2026, 5, 7, 14, 5, 9, tzinfo=UTC), None),
        ("Thu, 07 May 2026 14:05:09 +0200", datetime(2026, 5, 7, 12, 5, 9, tzinfo=UTC), 120),
        ("Thu, 07 May 2026 14:05:09", datetime(2026, 5, 7, 14, 5, 9, tzinfo=UTC), None),
        ("1778162709", datetime(2026, 5, 7, 14, 5, 9, tzinfo=UTC), 0),
        ("1778162709000", datetime(2026, 5, 7, 14, 5, 9, tzinfo=UTC), 0),
        ("2026-05-07", datetime(2026, 5, 7, tzinfo=UTC), None),
        ("2026/5/7", datetime(2026, 5, 7, tzinfo=UTC), None),
        ("07.05.2026", datetime(2026, 5, 7, tzinfo=UTC), None),
        ("05/27/2026", datetime(2026, 5, 27, tzinfo=UTC), None),
        ("7 May 2026", datetime(2026, 5, 7, tzinfo=UTC), None),
        ("May 7th, 2026", datetime(2026, 5, 7, tzinfo=UTC), None),
        ("7. März 2026", datetime(2026, 3, 7, tzinfo=UTC), None),
        ("7 de enero de 2026", datetime(2026, 1, 7, tzinfo=UTC), None),
        ("2026年5月7日", datetime(2026, 5, 7, tzinfo=UTC), None),
    ],
)
def test_a_date_is_read_with_its_zone(said: str, at: datetime, offset: int | None) -> None:
    published = read(page(head=linked(datePublished=said))).published
    assert published is not None
    assert (published.at, published.offset_minutes) == (at, offset)
    assert published.source is Provenance.JSON_LD


@pytest.mark.parametrize(
    "said",
    ["9" * 5000, "²³", "", "soon", "2026-99-99", "2026-05-07T99:00:00Z", "99.99.2026", "12",
     "7 Blurb 2026", "a, b:c",
     "0001-01-01T00:00:00+14:00", "Thu, 99 May 2026 14:05:09 +0200"],
)  # fmt: skip
def test_what_is_no_date_is_none(said: str) -> None:
    assert read(page(head=linked(datePublished=said))).published is None


@pytest.mark.parametrize(
    ("body", "head", "source"),
    [
        ("", '<meta property="article:published_time" content="2026-05-07">', Provenance.META),
        ('<time datetime="2026-05-07">today</time>', "", Provenance.TIME_TAG),
        (
            '<time class="updated" datetime="2026-05-09"></time><p>7 May 2026</p>',
            "",
            Provenance.TEXT,
        ),
    ],
)
def test_a_date_says_where_it_was_read(body: str, head: str, source: Provenance) -> None:
    published = read(page(body + BODY, head=head)).published
    assert published is not None
    assert published.source is source
    assert published.at == datetime(2026, 5, 7, tzinfo=UTC)


def test_the_other_fields_are_read() -> None:
    head = (
        linked(dateModified="2026-05-08", articleSection="Harbour", correction="The mill has nine.")
        + '<link rel="canonical" href="/bridge"><meta property="article:tag" content="Bridges">'
        '<meta property="og:image" content="/b.jpg">'
    )
    article = read(page(head=head))
    assert article.modified is not None
    assert article.section == "Harbour"
    assert article.tags == ("Bridges",)
    assert article.image == "https://courier.example/b.jpg"
    assert article.canonical_url == "https://courier.example/bridge"
    assert article.language == "en"
    assert article.corrections == ("The mill has nine.",)


def test_a_canonical_address_that_cannot_be_joined_is_none() -> None:
    assert read(page(head='<link rel="canonical" href="http://[bad">')).canonical_url is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("LiveBlogPosting", ArticleKind.LIVE_BLOG), ("Review", ArticleKind.REVIEW)],
)
def test_the_kind_of_piece_is_as_stated(kind: str, expected: ArticleKind) -> None:
    assert read(page(head=linked(**{"@type": kind}))).kind is expected


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "author": "Ann Example"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "author": "Ann Example"}\n//]]>',
        '{"@type": "NewsArticle", "author": "Ann Example",}',
        '{"@type": "NewsArticle", "author": "Ann Example"}\nvar token = "7f3a";',
        '[{"@graph": [{"@type": ["NewsArticle"], "author": "Ann Example"}]}]',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "author": "Ann Example"}}',
    ],
)
def test_linked_data_is_read_through_what_pages_do_to_it(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert read(page(head=head)).authors == ("Ann Example",)


@pytest.mark.parametrize("script", ["{", "[" * 100_000, "null", '{"@type": null}'])
def test_linked_data_that_is_broken_is_passed_over(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert read(page(head=head)).headline == HEADLINE


def told(shown: str, linked: str, network: str, browser: str, twitter: str = "") -> Article:
    """Return the article of a page that calls it all of these."""
    head = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{linked}"}}'
        f'</script><meta property="og:title" content="{network}">'
    )
    if twitter:
        head += f'<meta name="twitter:title" content="{twitter}">'
    html = page(head=head, title=browser).replace(
        b"<h1>" + browser.encode(), b"<h1>" + shown.encode()
    )
    return read(html)


BRIDGE, NETWORK = "Harbour bridge closes for a year", "Why the old bridge closes for a year"


def test_the_title_made_for_networks_is_kept_beside_the_headline() -> None:
    article = told(BRIDGE, BRIDGE, NETWORK, BRIDGE)
    assert (article.headline, article.title) == (BRIDGE, NETWORK)


def test_a_title_that_networks_disagree_about_is_not_kept() -> None:
    assert told(BRIDGE, BRIDGE, NETWORK, BRIDGE, twitter=BRIDGE).title is None


def test_a_title_made_for_search_engines_is_not_kept_where_the_page_states_its_headline() -> None:
    assert told(BRIDGE, BRIDGE, NETWORK, NETWORK).title is None


@pytest.mark.parametrize(
    "author",
    [
        '{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}',
        '[{"@type": "Person", "name": "Ann Lee"}]',
        '[[{"@type": "Person", "name": "Ann Lee"}]]',
        '"By Ann Lee"',
    ],
)
def test_an_author_is_named_in_one_of_many_shapes(author: str) -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", '
        f'"author": {author}}}</script>'
    )
    assert read(page(head=head)).authors == ("Ann Lee",)


def test_lists_of_authors_are_followed_only_so_deep() -> None:
    deep = "[" * 50 + '"Ann Lee"' + "]" * 50
    head = f'<script type="application/ld+json">{{"@type": "Article", "author": {deep}}}</script>'
    assert read(page(head=head)).authors == ()


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Écrit par", "Escrito por"])
def test_the_author_on_the_card_for_networks_counts_where_the_field_holds_an_address(
    label: str,
) -> None:
    head = (
        '<meta name="author" content="a.lee@courier.example">'
        f'<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" '
        'content="Ann Lee"><meta name="twitter:label2" content="Reading time">'
        '<meta name="twitter:data2" content="4 minutes">'
    )
    assert read(page(head=head)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="article-kicker">Floods</p>',
        '<div><span class="overline">Floods |</span></div>',
        '<a class="c-eyebrow" href="/floods">Floods</a><p class="date">7 May 2026</p>',
    ],
)
def test_the_line_above_the_headline_that_names_its_subject_is_the_kicker(markup: str) -> None:
    html = page().replace(b"<h1>", markup.encode() + b"<h1>")
    assert read(html).kicker == "Floods"
    assert read(html).headline == HEADLINE


def test_a_kicker_inside_the_headline_is_none_of_it() -> None:
    inside = b'<h1><span class="headline__dachzeile">Floods</span> '
    article = read(page(title=HEADLINE).replace(b"<h1>", inside))
    assert (article.kicker, article.headline) == ("Floods", HEADLINE)


def test_a_headline_stated_with_its_kicker_stays_whole() -> None:
    whole = f"Floods: {HEADLINE}"
    shown = f'<span class="kicker">Floods:</span> {HEADLINE}'
    html = page(title=whole).replace(f"<h1>{whole}".encode(), f"<h1>{shown}".encode())
    article = read(html)
    assert (article.kicker, article.headline) == ("Floods", whole)


@pytest.mark.parametrize(
    "markup",
    [
        f'<p class="kicker">{"A long teaser of another article. " * 4}</p>',
        '<p class="kicker"> | </p>',
        f'<p class="kicker">{HEADLINE}</p>',
        "<p>Floods</p>",
    ],
)
def test_what_stands_above_the_headline_is_no_kicker_for_that_alone(markup: str) -> None:
    assert read(page().replace(b"<h1>", markup.encode() + b"<h1>")).kicker is None


def test_what_stands_outside_of_the_article_is_no_kicker() -> None:
    assert read(page(before='<p class="kicker">Floods</p>')).kicker is None


def test_a_page_without_a_headline_of_its_own_has_no_kicker() -> None:
    html = page(title="").replace(b"<h1></h1>", b'<p class="kicker">Floods</p>')
    assert read(html).kicker is None


def test_many_pictures_with_little_text_are_a_gallery() -> None:
    figure = '<figure><img src="/{0}.jpg"><figcaption>Pier {0} of the bridge.</figcaption></figure>'
    figures = "".join(figure.format(n) for n in range(6))
    assert read(page(BODY + figures)).kind is ArticleKind.GALLERY
    assert read(page(BODY * 2 + figures)).kind is ArticleKind.ARTICLE
    assert read(page(head=linked(**{"@type": "ImageGallery"}))).kind is ArticleKind.GALLERY


def test_a_page_about_a_video_is_a_video() -> None:
    og = '<meta property="og:type" content="video.other">'
    assert read(page(head=og)).kind is ArticleKind.VIDEO
    assert read(page(head=linked(**{"@type": "VideoObject"}))).kind is ArticleKind.VIDEO
    both = linked(**{"@type": "VideoObject"}) + linked(**{"@type": "NewsArticle"})
    assert read(page(head=both)).kind is ArticleKind.ARTICLE
