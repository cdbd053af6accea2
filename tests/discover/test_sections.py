"""Which links of a page are articles: measured on pages of outlets of our own making."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.discover import read_section
from monitor.discover.shapes import is_telling, learn, likeness, shape_of
from monitor.model import Failure, Listing, Reason, SourceKind, address_key
from tests.discover.outlets import ENGLISH, OUTLETS, Outlet

URL = "https://www.harbour.example/politics/"


def read(body: bytes | str, url: str = URL, known: list[str] | None = None) -> Listing:
    data = body.encode() if isinstance(body, str) else body
    found = read_section(data, url, "text/html", known or ())
    assert isinstance(found, Listing), found
    return found


def fail(body: bytes, content_type: str | None = "text/html") -> Failure:
    found = read_section(body, URL, content_type)
    assert isinstance(found, Failure), found
    return found


def counts(outlet: Outlet, known: list[str]) -> tuple[int, int, int]:
    """Return how many articles were found and missed, and how much else was taken for one."""
    listing = read(outlet.page(), f"https://{outlet.host}/politics/", known)
    found = {address_key(entry.url) for entry in listing.entries}
    real = {address_key(url) for url in outlet.articles()}
    return len(found & real), len(real - found), len(found - real)


@pytest.mark.parametrize(("taught", "recall"), [(False, 0.95), (True, 0.97)])
def test_articles_are_told_from_the_rest_of_a_page(taught: bool, recall: float) -> None:
    results = [counts(outlet, outlet.known if taught else []) for outlet in OUTLETS]
    found, missed, wrong = map(sum, zip(*results, strict=True))
    assert (wrong, found / (found + missed) >= recall) == (0, True), results


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_no_outlet_is_read_badly(outlet: Outlet) -> None:
    found, missed, wrong = counts(outlet, [])
    assert (missed <= found / 3, wrong) == (True, 0)


def test_what_is_listed_has_the_order_and_the_words_of_the_page() -> None:
    outlet = OUTLETS[0]
    found = read(outlet.page(), f"https://{outlet.host}/")
    assert found.kind is SourceKind.SECTION
    assert found.title == "Harbour News: all of today"
    assert [entry.title for entry in found.entries] == list(ENGLISH)
    assert {entry.language for entry in found.entries} == {"en-gb"}


def test_a_short_headline_is_an_article_where_its_address_is_built_like_the_known_ones() -> None:
    page = (
        '<div><a href="/a/7310047">Mayor resigns</a><a href="/about/7310048">Who we are</a></div>'
    )
    known = [f"https://www.harbour.example/a/{n}" for n in range(7310000, 7310009)]
    assert isinstance(read_section(page.encode(), URL, None), Failure)
    (entry,) = read(page, known=known).entries
    assert entry.url == "https://www.harbour.example/a/7310047"


def test_addresses_built_otherwise_than_the_known_ones_count_for_less() -> None:
    page = '<p><a href="/best-deals-on-phones-now">The best deals on phones</a></p>'
    known = [f"https://www.harbour.example/2026/11/{n:02}/a-story-of-note" for n in range(1, 9)]
    assert len(read(page).entries) == 1
    assert isinstance(read_section(page.encode(), URL, None, known), Failure)


def test_articles_of_other_sites_teach_nothing() -> None:
    known = [f"https://other.example/a/{n}" for n in range(7310000, 7310009)]
    assert learn(known, "harbour.example").shapes == frozenset()


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://e.org/2026/11/26/old-bridge-closes/", ("day", "slug")),
        ("https://e.org/26/11/2026/x", ("day", "word")),
        ("https://e.org/world/2026/nov/26/old-bridge-closes", ("word", "day", "slug")),
        ("https://e.org/2026/11/old-bridge-closes", ("month", "slug")),
        ("https://e.org/2026/review", ("year", "word")),
        ("https://e.org/old-bridge-closes-104500.html", ("slug", "long", "page")),
        ("https://e.org/node/48210", ("word", "long")),
        ("https://e.org/node/482", ("word", "number")),
        ("https://e.org/20261126/x", ("date", "word")),
        ("https://e.org/2026-11-26", ("date",)),
        ("https://e.org/a/0f1e2d3c4b5a", ("word", "code")),
        ("https://e.org/a/x1234567y", ("word", "code")),
        ("https://e.org/a/Q123456789012345678901234567890", ("word", "long")),
        ("https://e.org/read.php?id=90210&utm_source=x", ("word", "page", "?id=long")),
        ("https://e.org/", ()),
        ("https://e.org/?" + "&".join(f"p{n}={n}" for n in range(50)), ()),
    ],
)
def test_an_addresss_shape_is_the_row_of_its_kinds(url: str, shape: tuple[str, ...]) -> None:
    assert shape_of(url) == shape


def test_a_shape_of_plain_words_tells_nothing() -> None:
    assert not is_telling(shape_of("https://e.org/politics/local"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/report-of-the-year-2025.pdf",
        "/tag/old-bridge-across-harbour",
        "/archive",
        "/newsletters/all-you-need-today",
        "/politics",
    ],
)
def test_what_cannot_be_an_article_is_far_from_one(path: str) -> None:
    nothing = learn([], "e.org")
    assert likeness(f"https://e.org{path}", nothing) < 0


def test_a_dated_list_is_not_ruled_out() -> None:
    nothing = learn([], "e.org")
    assert likeness("https://e.org/series/2026/11/26/the-long-way-to-the-sea", nothing) > 0


@pytest.mark.parametrize(
    "place",
    ["<nav>{}</nav>", "<footer>{}</footer>", "<header>{}</header>", "<aside>{}</aside>"],
)
def test_links_of_the_furniture_count_for_less(place: str) -> None:
    link = '<a href="/money-and-markets-explained">Money and markets today</a>'
    assert len(read(f"<p>{link}</p>").entries) == 1
    assert isinstance(read_section(place.format(link).encode(), URL, None), Failure)


def test_an_article_that_stands_in_a_menu_too_is_one() -> None:
    link = '<a href="/2026/11/26/old-bridge-closes">Old bridge</a>'
    found = read(f"<nav>{link}</nav><article><header><h2>{link}</h2></header></article>")
    assert len(found.entries) == 1


def test_the_words_of_a_heading_are_the_title() -> None:
    address = "/2026/11/26/old-bridge-closes-today"
    links = (
        f'<a href="{address}">Read on about the bridge and the many years before it closed</a>'
        f'<a href="{address}"><img><h3>Old bridge &lt;closes&gt;</h3><p>It is old.</p></a>'
        f'<a href="{address}"></a><a href="{address}" title="A bridge"><img></a>'
    )
    (entry,) = read(links).entries
    assert entry.title == "Old bridge closes>"


def test_a_link_without_words_has_those_of_its_title() -> None:
    link = '<a href="/2026/11/26/old-bridge-closes-today" title="Old bridge"><img></a>'
    assert read(link).entries[0].title == "Old bridge"


def test_links_are_relative_to_the_base_of_the_page() -> None:
    link = (
        '<base href="/news/"><h2><a href="old-bridge-closes-today">Old bridge closes today</a></h2>'
    )
    assert read(link).entries[0].url == "https://www.harbour.example/news/old-bridge-closes-today"


def test_a_base_that_is_none_is_ignored() -> None:
    link = '<base href="javascript:x"><h2><a href="/old-bridge-closes-today">Bridge closes</a></h2>'
    assert read(link).entries[0].url == "https://www.harbour.example/old-bridge-closes-today"


def test_the_page_itself_is_not_on_its_list() -> None:
    url = "https://harbour.example/2026/11/26/old-bridge-closes-today"
    body = f'<h1><a href="{url}?page=2">Old bridge closes</a><a href="{url}#x">More</a></h1>'
    assert [entry.url for entry in read(body, url).entries] == [f"{url}?page=2"]


def test_a_page_of_endless_links_is_read_in_part() -> None:
    body = "".join(
        f'<a href="/old-bridge-closes-today-{n}">A bridge</a>' for n in range(10_000, 19_000)
    )
    found = read(body)
    assert (len(found.entries), found.left_out) == (1_000, 4_000)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.NOT_A_SOURCE),
        (b"<html><body><p>Nothing here.</p></body></html>", Reason.NOT_A_SOURCE),
        (b"%PDF-1.7", Reason.NOT_A_SOURCE),
        (b"<rss></rss>", Reason.NOT_A_SOURCE),
        (b"<p>" * 50_000, Reason.TOO_COMPLEX),
        (b" " * 13_000_000, Reason.TOO_LARGE),
    ],
)
def test_what_is_no_section_is_told(body: bytes, reason: Reason) -> None:
    assert fail(body).reason is reason


PIECES = st.sampled_from([
    b"<a href='/old-bridge-closes-today'>", b"<a href=", b"</a>", b"<h2>", b"</h2>", b"<nav>",
    b"<p>", b"<!--", b"<?x?>", b"&#0;", b"<base href='http://['>", b"<svg><a>", b"\xff",
    b"<html lang=x>", b"<a href='//[/'>", b"<a href='?a=1&a'>", b"<title>", b"<a href='/%ff%fe'>",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=8), max_size=30))
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    known = ["", "http://[", "https://www.harbour.example/%ff"]
    found = read_section(b"".join(pieces), URL, None, known)
    assert isinstance(found, (Listing, Failure))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1-_./?&=%é漢", max_size=60))
def test_no_address_raises(text: str) -> None:
    likeness(f"https://e.org/{text}", learn([f"https://e.org/{text}"], "e.org"))
