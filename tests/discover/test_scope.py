"""Which entries a scope lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.discover import in_scope
from monitor.discover.scope import fits
from monitor.model import Entry, Scope

URL = "https://www.example.org/politics/2026/bridge"


def entry(url: str = URL, language: str | None = None, *sections: str) -> Entry:
    return Entry(url=url, language=language, sections=sections)


@pytest.mark.parametrize(
    ("given_entry", "scope", "within"),
    [
        (entry(), Scope(), True),
        (entry(), Scope(hosts=("www.example.org",)), True),
        (entry("https://WWW.Example.ORG./a"), Scope(hosts=("www.EXAMPLE.org.",)), True),
        (entry(), Scope(hosts=("example.org",)), False),
        (entry(), Scope(hosts=("*.example.org",)), True),
        (entry("https://example.org/a"), Scope(hosts=("*.example.org",)), False),
        (entry("https://evilexample.org/a"), Scope(hosts=("*.example.org",)), False),
        (entry(), Scope(hosts=("a.example", "www.example.org")), True),
        (entry(), Scope(include=("/politics/*",)), True),
        (entry(), Scope(include=("/sport/*", "/politics/*")), True),
        (entry(), Scope(include=("/sport/*",)), False),
        (entry(), Scope(include=("/politics",)), False),
        (entry(), Scope(include=("*/2026/*",)), True),
        (entry(), Scope(exclude=("/politics/*",)), False),
        (entry(), Scope(include=("/politics/*",), exclude=("*/bridge",)), False),
        (entry(), Scope(exclude=("/sport/*",)), True),
        (entry("https://example.org"), Scope(include=("/",)), True),
        (entry("https://example.org/%D0%BC%D0%BE/a"), Scope(include=("/мо/*",)), True),
        (entry("https://example.org/мо/a"), Scope(include=("/%D0%BC%D0%BE/*",)), True),
        (entry(URL, "de"), Scope(languages=("de",)), True),
        (entry(URL, "de-at"), Scope(languages=("de",)), True),
        (entry(URL, "de-at"), Scope(languages=("de_AT", "fr")), True),
        (entry(URL, "de"), Scope(languages=("de-at",)), False),
        (entry(URL, "den"), Scope(languages=("de",)), False),
        (entry(URL, None), Scope(languages=("de",)), True),
        (entry(URL, None, "Politics"), Scope(sections=("politics",)), True),
        (entry(URL, None, "World News"), Scope(sections=("world-news",)), True),
        (entry(URL, None, "STRASSE"), Scope(sections=("Straße",)), True),
        (entry(URL, None, "Sport"), Scope(sections=("politics",)), False),
        (entry(URL, None), Scope(sections=("politics",)), True),
        (entry("http://["), Scope(), False),
    ],
)
def test_an_entry_is_within_a_scope_or_not(given_entry: Entry, scope: Scope, within: bool) -> None:
    assert in_scope(given_entry, scope) is within


@pytest.mark.parametrize(
    ("path", "pattern", "whole"),
    [
        ("/a/b/c", "/a/*/c", True),
        ("/a/c", "/a/*/c", False),
        ("/a//c", "/a/*/c", True),
        ("/ab", "/a*b", True),
        ("/a", "/a*a", False),
        ("/aba", "/a*a", True),
        ("/a/x/b/y/c", "/a*b*c", True),
        ("/a/x/c/y/b", "/a*b*c", False),
        ("/a/x", "/a*q*x", False),
        ("/a[b]", "/a[b]", True),
        ("/a.b", "/a?b", False),
        ("anything", "*", True),
        ("", "**", True),
    ],
)
def test_a_star_stands_for_anything(path: str, pattern: str, whole: bool) -> None:
    assert fits(path, pattern) is whole


def test_no_pattern_takes_endless_time() -> None:
    assert not fits("/" + "a" * 100_000, "/" + "*a" * 30_000 + "b")


@given(st.text(), st.text(alphabet="*a/%5"), st.text())
def test_nothing_raises(url: str, pattern: str, section: str) -> None:
    scope = Scope(hosts=(pattern,), include=(pattern,), languages=(pattern,), sections=(section,))
    for one in (url, f"https://{url}", f"https://example.org/{url}"):
        in_scope(entry(one, section, section), scope)
