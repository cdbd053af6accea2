"""A page takes no more than its share of memory, and leaves nothing behind."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

from monitor.extract import extract
from tests.extract.giants import GIANTS
from tests.extract.pages import BODY, FIRST, URL, page

MOST = 300 * 1024**2
"""Bytes that a page may take."""


def test_a_giant_page_gives_an_answer_and_takes_no_more_than_300_mb() -> None:
    command = [sys.executable, "-m", "tests.extract.giants"]
    said = subprocess.run(command, capture_output=True, check=True, text=True)
    report = json.loads(said.stdout)
    assert report["results"].keys() == GIANTS.keys()
    assert report["grown"] < MOST, report
    assert report["results"]["100,000 nested tags"] == "too_complex"
    assert report["results"]["tags nested up to the cap"] == "too_complex"
    assert report["results"]["9 MB of one line"] == "article"
    assert report["results"]["UTF-16 without a mark"] == "article"
    assert report["results"]["cut in the middle of a tag"] == "article"


def test_nothing_of_a_page_is_left_behind_or_changes_the_next_one() -> None:
    pages = [
        page(BODY + f"<div class='box-{n}'><p>{FIRST} And {n} more.</p></div>") for n in range(40)
    ]
    first = [extract(one, url=URL) for one in pages]
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(5):
        assert [extract(one, url=URL) for one in reversed(pages)] == first[::-1]
    gc.collect()
    assert len(gc.get_objects()) - before < 100
