"""Grouped alternatives match what they did one by one."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.branches import branched
from monitor.extract.headline import fingerprint
from monitor.extract.words import count_words, letters

_PARTS = ("a", "b", "ab", "[ab]", "a?", "b+", "(?:a|b)", "(?:ab|c)?", "(?:a)*", r"\(", r"\w", " ")
_ALTERNATIVES = st.lists(st.lists(st.sampled_from(_PARTS), min_size=1, max_size=4).map("".join))


@given(_ALTERNATIVES, st.text("abcAB( ", max_size=6))
def test_grouped_alternatives_match_where_a_plain_list_does(listed: list[str], text: str) -> None:
    plain, grouped = "|".join(listed), branched("|".join(listed))
    for anchor in ("", "^", r"\b"):
        one = re.search(f"{anchor}(?:{plain})$", text, re.I)
        other = re.search(f"{anchor}{grouped}$", text, re.I)
        assert bool(one) == bool(other)


def test_alternatives_with_one_opening_are_tried_together() -> None:
    assert branched("share|sharp|ship|on") == "(?=[os])(?:s(?:hare|harp|hip)|on)"


def test_an_optional_opening_gives_two_alternatives() -> None:
    assert branched("(?:re)?open|x") == "(?=[orx])(?:reopen|open|x)"


def test_a_group_that_does_not_end_is_refused() -> None:
    with pytest.raises(ValueError, match="does not end"):
        branched("(?:ab")


def test_an_opening_that_varies_is_tried_everywhere() -> None:
    assert branched("a?b|c") == "(?:a?b|c)"


def test_a_long_text_is_reduced_piece_by_piece() -> None:
    assert fingerprint("Über, " * 20_000) == "über" * 20_000


_SAMPLES = (
    "",
    "a",
    "don’t stop",
    "Straße_1 «über»",
    "日本語、本",
    "\ud800x",
    "a\u2028b",
    "½ x²",
    "a→b—".join(map(chr, range(0x2190, 0x21B0))),
)


@pytest.mark.parametrize("text", _SAMPLES)
def test_words_are_those_of_a_regular_expression(text: str) -> None:
    words = re.findall(r"\w+", text)
    assert (letters(text), count_words(text)) == ("".join(words), len(words))


def test_each_character_is_part_of_a_word_or_stands_between_two() -> None:
    wrong = [
        code
        for code in range(sys.maxunicode + 1)
        if letters(f"a{chr(code)}b") != "".join(words := re.findall(r"\w+", f"a{chr(code)}b"))
        or count_words(f"a{chr(code)}b") != len(words)
    ]
    assert wrong == []
