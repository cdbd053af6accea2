"""Each word by which pages mark who wrote an article, when, and of what type it is."""

from __future__ import annotations

import json

import pytest

from monitor.extract import dates
from monitor.model import Provenance
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, THIRD, page, read, texts

LONG = "Readers wrote to us about this and about that, as they do in each week of the year."


def linked(kind: str = "NewsArticle", **said: object) -> str:
    node = {"@context": "https://schema.org", "@type": kind, **said}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


# --- people ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "by",
    [
        "Written by",
        "Story by",
        "Reported by",
        "By",
        "Von",
        "Par",
        "Por",
        "Di",
        "Da",
        "Door",
        "Av",
        "Af",
        "Przez",
        "От",
        "Автор",
        "Авторы",
        "Автора",
        "Text:",
        "Texte",
        "Autor",
        "Autora",
        "Autores",
        "Autoren",
        "Author",
    ],
)
def test_the_word_before_a_name_is_none_of_it(by: str) -> None:
    assert read(page(f'<p class="byline">{by} Ann Lee</p>{BODY}')).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "between", [", ", "; ", " | ", " / ", " • ", " and ", " und ", " et ", " y ", " e ", " en ",
                " och ", " og ", " и ", " i ", " & "],
)  # fmt: skip
def test_joined_names_are_told_apart(between: str) -> None:
    head = f'<meta name="author" content="Ann Lee{between}Bo Ray">'
    assert read(page(head=head)).authors == ("Ann Lee", "Bo Ray")


@pytest.mark.parametrize(
    "said",
    ["Ann Lee (Agency)", "(Agency) Ann Lee", "Ann Lee in Zorya", "Ann Lee for Agency",
     "Ann Lee für Agency", "Ann Lee at Agency", "Ann Lee bei Agency", "Ann Lee pour Agency",
     "Ann Lee para Agency", "Ann Lee per Agency"],
)  # fmt: skip
def test_where_somebody_is_and_for_whom_is_no_part_of_the_name(said: str) -> None:
    assert read(page(head=f'<meta name="author" content="{said}">')).authors == ("Ann Lee",)


@pytest.mark.parametrize("said", ["Powered by Press", "Lee)", "Image: Bo", "@annlee", "Staff 2026"])
def test_what_no_name_looks_like_is_none(said: str) -> None:
    assert read(page(head=f'<meta name="author" content="{said}">')).authors == ()


@pytest.mark.parametrize("said", ["https://courier.example/ann", "/ann", "@ann", "a@b.example"])
def test_an_address_in_place_of_a_name_leaves_it_to_the_next_field(said: str) -> None:
    head = f'<meta name="author" content="{said}"><meta name="byl" content="By Ann Lee">'
    assert read(page(head=head)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "field",
    ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl",
     "dcterms.creator", "og:article:author", "cxenseparse:author", "article.author"],
)  # fmt: skip
def test_each_field_that_names_authors_is_known(field: str) -> None:
    assert read(page(head=f'<meta name="{field}" content="Ann Lee">')).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "label",
    [
        "Written by",
        "by",
        "Author",
        "Verfasst von",
        "Geschrieben von",
        "Écrit par",
        "Escrito por",
        "Scritto da",
        "Geschreven door",
        "Skrevet av",
        "Skriven av",
        "Napisane przez",
        "Автор",
        "Написано",
    ],
)
def test_the_card_for_networks_names_the_author_in_many_languages(label: str) -> None:
    head = (
        f'<meta name="twitter:label1" content="{label}">'
        '<meta name="twitter:data1" content="Ann Lee">'
    )
    assert read(page(head=head)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "name",
    ["author", "authors", "authoren", "authores", "author-name", "author-link", "author_links",
     "byline", "by-line", "auteur", "autor", "autore", "writer"],
)  # fmt: skip
def test_an_element_called_a_byline_names_the_author(name: str) -> None:
    html = page().replace(b"</h1>", f'</h1><div class="{name}">Ann Lee</div>'.encode())
    assert read(html).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "name", ["comment", "reply", "respondent", "related", "teaser", "promo", "card"]
)
def test_the_author_of_something_else_is_not_the_articles(name: str) -> None:
    box = f'<div class="{name} author">Bo Ray</div>'
    assert read(page(before=box)).authors == ()


# --- what a page states about itself -----------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    ["NewsArticle", "BlogPosting", "Report", "LiveBlogPosting", "Review", "Recipe", "ClaimReview",
     "SocialMediaPosting", "ImageGallery", "MediaGallery"],
)  # fmt: skip
def test_each_type_of_article_is_the_articles_node(kind: str) -> None:
    both = linked("WebPage", author="Bo Ray") + linked(kind, author="Ann Lee")
    assert read(page(head=both)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "kind",
    ["WebPage", "VideoObject", "ItemPage", "CreativeWork", "MediaObject", "PodcastEpisode"],
)
def test_each_type_of_page_speaks_where_no_article_does(kind: str) -> None:
    assert read(page(head=linked(kind, author="Ann Lee"))).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/* <![CDATA[ */", "/* ]]> */"),
     ("<![CDATA[", "]]>;")],
)  # fmt: skip
def test_linked_data_is_read_out_of_what_hid_it_from_old_browsers(before: str, after: str) -> None:
    said = json.dumps({"@type": "NewsArticle", "author": "Ann Lee"})
    head = f'<script type="application/ld+json">{before}\n{said}\n{after}</script>'
    assert read(page(head=head)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "name", ["headline", "head-line", "title", "titel", "titulo", "titre", "titolo", "heading"]
)
def test_the_headline_is_found_in_what_is_called_one(name: str) -> None:
    shown = f'<div class="{name}">{HEADLINE}</div>'
    html = page().decode().replace(f"<h1>{HEADLINE}</h1>", "").replace("<main>", f"<main>{shown}")
    head = '<meta property="og:title" content="Bridge">'
    other = html.replace(f"<title>{HEADLINE}", f"{head}<title>{HEADLINE} | Courier")
    assert read(other.encode()).headline in (HEADLINE, "Bridge")
    assert read(html.encode()).headline == HEADLINE


# --- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    ["May 1st, 1998", "May 1, 1998", "1st May 1998", "1 May 1998", "1er mai 1998", "1. Mai 1998",
     "1º de mayo de 1998", "1ª maggio 1998", "1998/05/01", "01.05.1998", "1998年5月1日",
     "1998년 5월 1일", "1998-05-01", "19980501"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(said: str) -> None:
    stamp = dates.parse(said, Provenance.TEXT)
    assert stamp is not None and stamp.at.date().isoformat() == "1998-05-01"


@pytest.mark.parametrize(("said", "day"), [("May 2nd 2026", 2), ("3rd May 2026", 3),
                                           ("May 3rd 2026", 3), ("2nd May 2026", 2),
                                           ("4th May 2026", 4), ("May 4th 2026", 4)])  # fmt: skip
def test_a_day_is_read_with_its_ending(said: str, day: int) -> None:
    stamp = dates.parse(said, Provenance.TEXT)
    assert stamp is not None and stamp.at.day == day


MONTHS = (
    "january ene genn janvier янв січ sty ocak", "february fév févr febbr февр лют lut şub",
    "march mar märz mrt mars март бер", "april abr avr apr апр кві kwi nis",
    "may mai maggio maj mei май мая тра", "june jun juin giugno июнь чер cze haz",
    "july juil luglio июль лип lip tem", "august août ago авг сер sie ağu",
    "september settembre сент вер wrz eyl", "october okt ottobre outubro окт жов paź eki",
    "november ноябрь лис kas", "december dezember dicembre décembre desember дек гру gru ara",
)  # fmt: skip


@pytest.mark.parametrize(
    ("number", "name"),
    [(number, name) for number, names in enumerate(MONTHS, 1) for name in names.split()],
)
def test_a_month_is_known_in_many_languages(number: int, name: str) -> None:
    stamp = dates.parse(f"7 {name} 2026", Provenance.TEXT)
    assert stamp is not None and stamp.at.month == number


@pytest.mark.parametrize(("zone", "hour"), [("Z", 9), ("UTC", 9), ("GMT", 9), ("+02:00", 7)])
def test_a_zone_is_read(zone: str, hour: int) -> None:
    stamp = dates.parse(f"2026-05-07T09:00:00 {zone}", Provenance.META)
    assert stamp is not None and (stamp.at.hour, stamp.offset_minutes is None) == (hour, False)


@pytest.mark.parametrize(
    "name",
    ["updated", "modified", "edited", "aktualisiert", "mise-a-jour", "aggiornato", "actualizado",
     "atualizado", "обновлено"],
)  # fmt: skip
def test_the_time_of_an_update_is_not_that_of_publication(name: str) -> None:
    times = (
        f'<time class="{name}" datetime="2026-05-09">9 May</time>'
        '<time datetime="2026-05-07">7 May</time>'
    )
    published = read(page(times + BODY)).published
    assert published is not None and published.at.day == 7


@pytest.mark.parametrize(
    "name", [*dates._PUBLISHED, *dates._MODIFIED]
)  # the fields themselves are the list
def test_each_field_with_a_date_is_known(name: str) -> None:
    article = read(page(head=f'<meta name="{name}" content="2026-05-07T09:00:00Z">'))
    stamp = article.published if name in dates._PUBLISHED else article.modified
    assert stamp is not None and stamp.source is Provenance.META


@pytest.mark.parametrize("line", ["7.5.26", "2026-05-07", "14:05", "7 May 2026", "May 7, 2026",
                                  "2026年5月7日"])  # fmt: skip
def test_a_line_before_the_text_that_tells_a_date_is_none_of_it(line: str) -> None:
    words = f"As we said on the pages of this paper and on its radio on {line}"
    assert texts(read(page(f"<p>{words}</p>{BODY}"))) == [FIRST, SECOND, THIRD]
