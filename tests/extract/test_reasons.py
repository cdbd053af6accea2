"""No reason that the extractor can give is without its page, nor without a way back from it."""

from __future__ import annotations

import inspect
import re
import sys

import pytest

from monitor.extract import extract
from monitor.model import Article, Failure, Reason
from tests.extract.pages import BODY, FIRST, URL, page

LINKS = "".join(f'<a href="/n/{n}">A headline of some other article {n}</a>' for n in range(40))
PAGES: dict[Reason, bytes] = {
    Reason.EMPTY: b" \n",
    Reason.NOT_HTML: b"%PDF-1.7",
    Reason.TOO_COMPLEX: b"<i>" * 50_000,
    Reason.CHALLENGE: b"<title>Just a moment...</title><p>One more step.</p>",
    Reason.SOFT_404: b"<title>Page not found</title><p>We looked for it.</p>",
    Reason.ERROR_PAGE: b"<title>502 Bad Gateway</title><p>nginx</p>",
    Reason.CONSENT: b"<p>We and our partners use cookies and tracking, if you consent.</p>",
    Reason.LOGIN: b"<h1>Log in</h1><form><input type=password></form>",
    Reason.PAYWALL: b"<h1>Bridge</h1><p>Subscribe now.</p>",
    Reason.EMPTY_SHELL: b"<title>Courier</title><div id=root></div>",
    Reason.FRONT_PAGE: f"<title>World</title><main>{LINKS}</main>".encode(),
    Reason.NOT_AN_ARTICLE: b"<ul>" + b"<li>Pier, nine yards</li>" * 30 + b"</ul>",
}


def test_no_reason_of_the_extractors_is_without_a_page() -> None:
    room = [one for name, one in sys.modules.items() if name.startswith("monitor.extract")]
    named = {name for one in room for name in re.findall(r"Reason\.([A-Z_0-9]+)", _source(one))}
    assert named == {reason.name for reason in PAGES}


def _source(module: object) -> str:
    return inspect.getsource(module) if inspect.ismodule(module) else ""


@pytest.mark.parametrize("reason", PAGES)
def test_each_reason_comes_with_its_page_and_says_what_was_seen(reason: Reason) -> None:
    found = extract(PAGES[reason], url=URL, status=203)
    assert isinstance(found, Failure)
    assert (found.reason, found.status) == (reason, 203)
    assert found.detail


@pytest.mark.parametrize("reason", PAGES)
def test_a_page_that_comes_instead_of_an_article_is_never_an_edit_of_it(reason: Reason) -> None:
    before = extract(page(), url=URL)
    assert isinstance(before, Article)
    assert isinstance(extract(PAGES[reason], url=URL, previous=before), Failure)
    assert extract(page(), url=URL, previous=before) == before


@pytest.mark.parametrize(
    "end",
    [
        "",
        "/",
        "/index.html",
        "/home",
        "/?",
        "/?utm_source=gone&utm_medium=404",
        "/de/",
        "/en-gb/home",
    ],
)
def test_an_address_that_leads_to_the_front_page_is_no_article(end: str) -> None:
    found = extract(page(), url=URL, final_url=f"https://courier.example{end}")
    assert isinstance(found, Failure) and found.reason is Reason.FRONT_PAGE


@pytest.mark.parametrize("end", ["/?p=1234", "/index.php?id=77", "/de/harbour", "/a-1"])
def test_an_address_that_leads_below_the_front_page_is_an_article_s(end: str) -> None:
    assert isinstance(extract(page(), url=URL, final_url=f"https://courier.example{end}"), Article)


def test_a_front_page_that_is_watched_as_such_is_read_for_what_it_is() -> None:
    assert isinstance(
        extract(page(f"{BODY}<p>{FIRST}</p>"), url="https://courier.example/"), Article
    )
