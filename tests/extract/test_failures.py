"""A page for each reason why there is no article."""

from __future__ import annotations

import json

import pytest

from monitor.extract import extract
from monitor.model import Article, Reason
from tests.extract.pages import BODY, FIRST, HEADLINE, URL, fail, page, read

MENU = "".join(f'<a href="/n/{n}">A headline of some other article {n}</a>' for n in range(40))


def bare(body: str, *, title: str = "", head: str = "") -> bytes:
    """Return a page without an article."""
    return (f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>").encode()


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"%PDF-1.7 ...", "text/html", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", None, "a PNG image"),
        (b'{"headline": "Bridge"}', "application/json", "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "text/xml", "XML of the kind <rss>"),
        (b"a,b\n1,2\n", "text/csv", "of the type text/csv"),
    ],
)
def test_what_is_not_html_is_named(data: bytes, kind: str | None, said: str) -> None:
    found = fail(data, content_type=kind)
    assert found.reason is Reason.NOT_HTML
    assert said in found.detail


@pytest.mark.parametrize("data", [b"", b"   \n", b"\0\0"])
def test_nothing_is_empty(data: bytes) -> None:
    assert fail(data).reason is Reason.EMPTY


CASES = {
    "challenge": (
        bare("<h1>Checking your browser</h1><p>One more step.</p>", title="Just a moment..."),
        Reason.CHALLENGE,
    ),
    "challenge without words": (
        bare('<div class="g-recaptcha"></div><p>Please wait.</p>', title="courier.example"),
        Reason.CHALLENGE,
    ),
    "consent": (
        bare(
            "<h1>Your privacy</h1><p>We and our partners use cookies. Accept cookies?</p>"
            "<p>Consent to personalised advertising and tracking by partners.</p>"
        ),
        Reason.CONSENT,
    ),
    "log-in": (
        bare('<h1>Sign in</h1><form><input type="password"><button>Log in</button></form>'),
        Reason.LOGIN,
    ),
    "paywall without a teaser": (
        bare("<h1>Bridge</h1><p>Subscribe now.</p>"),
        Reason.PAYWALL,
    ),
    "paywall with a teaser": (
        page(
            '<p>The old harbour bridge will close on Monday for at least a year...</p>'
            '<div class="paywall-box"><p>Subscribe to continue reading this article.</p></div>'
        ),
        Reason.PAYWALL,
    ),
    "soft 404": (
        bare("<h1>Page not found</h1><p>We looked everywhere for it.</p>", title="Courier"),
        Reason.SOFT_404,
    ),
    "soft 404 in another language": (
        bare("<h1>Hoppla</h1>", title="Seite nicht gefunden"),
        Reason.SOFT_404,
    ),
    "error page": (
        bare("<h1>502 Bad Gateway</h1>", title="502 Bad Gateway"),
        Reason.ERROR_PAGE,
    ),
    "empty shell": (
        bare('<div id="root"></div><noscript>Turn on scripts.</noscript>', title="Courier"),
        Reason.EMPTY_SHELL,
    ),
    "section page": (bare(f"<main>{MENU}</main>", title="World news"), Reason.FRONT_PAGE),
    "home page that says so": (
        bare(
            f"<main>{MENU}</main><div><p>{FIRST}</p></div>",
            head='<meta property="og:type" content="website">',
        ),
        Reason.FRONT_PAGE,
    ),
    "small home page that says so": (
        bare(
            f"<main><div><p>{FIRST}</p>" + "<h2><a href='/n'>A headline of an article</a></h2>" * 4
            + "</div></main>",
            head='<meta property="og:type" content="website">',
        ),
        Reason.FRONT_PAGE,
    ),
    "a page of something else": (
        bare("<ul>" + "<li>Pier, nine yards</li>" * 30 + "</ul>", title="Pier sizes"),
        Reason.NOT_AN_ARTICLE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("html", "reason"), CASES.values(), ids=CASES)
def test_a_page_that_is_no_article_says_why(html: bytes, reason: Reason) -> None:
    found = fail(html, status=403)
    assert found.reason is reason
    assert found.detail
    assert found.status == 403


def test_a_redirect_to_the_front_page_is_one() -> None:
    assert fail(page(), final_url="https://courier.example/").reason is Reason.FRONT_PAGE


def test_an_address_that_cannot_be_parsed_breaks_nothing() -> None:
    assert isinstance(extract(page(), url="http://[bad"), Article)


@pytest.mark.parametrize(
    "sentence",
    [
        "The site asked visitors to prove that they were no robot with a captcha.",
        "The page was not found, and the site answered 502 Bad Gateway all day.",
        "Readers were told to subscribe, to log in and to accept all cookies.",
    ],
)
def test_an_article_about_walls_and_errors_is_an_article(sentence: str) -> None:
    assert sentence in read(page(f"{BODY}<p>{sentence} {FIRST}</p>")).text


def test_a_short_article_that_says_it_is_one_is_no_soft_404() -> None:
    body = (
        "<p>The missing ferry was not found on Monday, said the coast guard, which searches on.</p>"
    )
    head = '<meta property="og:type" content="article">'
    assert read(page(body, head=head)).headline == HEADLINE


def test_a_teaser_that_can_be_read_is_an_article_marked_as_locked() -> None:
    said = json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "isAccessibleForFree": False})
    head = f'<script type="application/ld+json">{said}</script>'
    article = read(page(f"{BODY}<p>Subscribe to continue reading.</p>", head=head))
    assert article.paywalled


def test_too_many_tags_are_refused_before_parsing() -> None:
    assert fail(b"<p>" + b"<i>x" * 160_000).reason is Reason.TOO_COMPLEX


def test_a_page_past_the_cap_is_refused_before_parsing() -> None:
    assert fail(b"<p>" + b"x" * 12_500_000).reason is Reason.TOO_COMPLEX


def test_tags_nested_without_end_are_refused() -> None:
    found = fail(b"<html><body>" + b"<div>" * 100_000 + b"hello")
    assert found.reason is Reason.TOO_COMPLEX
    assert found.url is None
    assert URL not in found.detail
