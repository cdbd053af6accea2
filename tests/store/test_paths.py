"""No path is built from remote text except here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import CaptureDamaged
from monitor.store import paths
from tests.store import making

DIGEST = "0123456789abcdef" * 4
HOSTILE = (
    "../../etc/passwd",
    "..",
    ".",
    "/",
    "",
    "a/../b",
    "a\\..\\b",
    "a\x00b",
    "-rf",
    ".hidden",
    "con ",
    "[::1]:8080",
    "ПОЕЗД",
    "\u202egnp.exe",
    "a" * 5000,
    "%2e%2e%2f",
    "$(id)",
    "\ud800",
)
text = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=300))


def _of(host: str, name: str, headline: str, version: int = 3) -> str:
    watch = replace(making.watch(), id=name, host=host)
    return paths.capture_path(watch, version, headline, DIGEST)


def test_a_path_says_what_it_holds() -> None:
    path = _of("www.News.example", "k3f9x2ab", "N. Korea's Kim arrives — in Rússia!")
    assert path == ("www.news.example/n-korea-s-kim-arrives-in-russia-k3f9x2ab/3-01234567.html.zst")


@given(host=text, name=text, headline=text)
def test_a_path_stays_inside_and_short_whatever_it_is_made_of(
    host: str, name: str, headline: str
) -> None:
    path = _of(host, name, headline)
    root = Path("/data")
    assert paths.inside(root, path).resolve().parents[2] == root
    assert set(path) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-/")
    assert all(0 < len(part) <= 200 and part[0] not in ".-" for part in path.split("/"))
    assert paths.version_of(path) == 3


@given(one=text, other=text)
def test_two_watches_never_share_a_folder(one: str, other: str) -> None:
    same = _of("h", one, "x").rpartition("/")[0] == _of("h", other, "x").rpartition("/")[0]
    assert same == (one == other)


@pytest.mark.parametrize(
    "path",
    [
        "../monitor.db",
        "/etc/passwd",
        "a/b/1-01234567.html.zst/..",
        "a/../1-01234567.html.zst",
        "a/b/../1-01234567.html.zst",
        "a/b/1-01234567.html.zst\n",
        "a/b/1-01234567.html",
        "monitor.db",
        "",
    ],
)
def test_a_path_of_another_form_is_refused(path: str) -> None:
    with pytest.raises(CaptureDamaged):
        paths.inside(Path("/data"), path)
    assert paths.version_of(path) is None


def test_an_article_keeps_its_folder_when_its_headline_changes() -> None:
    watch = making.watch()
    first = paths.capture_path(watch, 1, "Old headline", DIGEST)
    assert (
        paths.beside(first, watch, 2, DIGEST) == "news.example/old-headline-one/2-01234567.html.zst"
    )


def test_another_watchs_folder_is_not_used() -> None:
    first = paths.capture_path(making.watch("other"), 1, "Old headline", DIGEST)
    assert paths.beside(first, making.watch(), 2, DIGEST) is None
    assert paths.beside("../../x", making.watch(), 2, DIGEST) is None
