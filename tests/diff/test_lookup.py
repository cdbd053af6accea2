"""What is found sooner is what would be found."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.diff.lookup import Hints, beginning
from monitor.diff.names import Names
from monitor.diff.tokens import near
from monitor.diff.vocabulary import LANGUAGES, vocabulary
from tests.diff.articles import article

TEXTS = st.lists(
    st.sampled_from(
        [
            "not", "Didn’t", "n’a", "plus", "at", "least", "a", "handful", "Nie", "kein", "может",
            "быть", "по-видимому", "according", "to", "mutmaßliche", "selon", "MAY", "May", "no",
        ]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(text=TEXTS | st.text(max_size=40))
def test_a_lookup_finds_what_its_pattern_finds(language: str, text: str) -> None:
    words = vocabulary(language)
    for one in (words.negation, words.attribution, words.sense):
        found = [match.span() for match in one.matches(text)]
        assert found == [match.span() for match in one.pattern.finditer(text)]


def test_a_test_asks_only_for_words_that_an_expression_begins_with() -> None:
    begins = beginning(["not?", "a few", "all*", "(?-i:May)"])
    assert all(map(begins, ("no", "NOT", "a", "all", "allow", "Mayor")))
    assert not any(map(begins, ("an", "few", "ny", "am")))
    assert beginning(["(?:x|y)z"])("anything")


def test_hints_tell_several_tests_of_a_text_at_once() -> None:
    hints = Hints.by([str.isupper, str.isdecimal, str.islower])
    assert [hints.of(text) for text in ("A b", "7", "…")] == [0b101, 0b010, 0]


def test_texts_that_share_their_ends_are_near() -> None:
    text = "The pilots found a drifting trawler off the cape at dawn on Monday."
    assert near(text, text.replace("drifting", "burning"))
    assert not near(text, text[:40])
    assert not near(text, text[::-1])


_TIES = """
from monitor.diff import compare
from tests.diff.articles import article
words = "harbour pilots found drifting trawler northern cape dawn".split()
old = [" ".join([*words[k:], *words[:k]][:6] + [f"first{k} second{k}"]) for k in range(8)]
change = compare(article("A.", *old), article(" ".join(words), "A."))
print([(hunk.old, hunk.new) for hunk in change.hunks])
"""


def test_every_process_pairs_the_same_blocks() -> None:
    seen = {
        subprocess.run(
            [sys.executable, "-c", _TIES],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in range(4)
    }
    assert len(seen) == 1


def test_a_name_is_one_however_many_were_looked_up_before() -> None:
    text = "Yesterday Mira Tallis spoke. The harbour was full, and Vosk was there."
    one = article(text, "the ship", *(f"Near w{k}x it rained." for k in range(150)))
    names = Names(one, one, vocabulary("en"))
    before = [names.among(word) for word in ("Vosk sank.", "The port.", "Tallis left.")]
    for k in range(150):
        names.among(f"Qx{'abcdefghij'[k % 10]}{'klmnopqrst'[k // 10 % 10]}{k} sank.")
    after = [names.among(word) for word in ("Vosk sank.", "The port.", "Tallis left.")]
    assert before == after == [["Vosk"], [], ["Tallis"]]


def test_in_a_line_in_which_most_words_have_capitals_names_are_those_of_the_text() -> None:
    """Titles are written so: there a capital says nothing by itself."""
    text = "On Monday the mayor thanked Mira Tallis of NATO for the new harbour bridge."
    one = article(text, "the ship")
    names = Names(one, one, vocabulary("en"))
    assert names.among("New Bridge Of Mira Tallis And NATO Opens") == ["Mira", "Tallis", "NATO"]
