"""What a page says is made harmless before it is put anywhere."""

from __future__ import annotations

import pytest

from monitor.report.words import (
    bounded,
    clean,
    markdown_safe,
    plain,
    pointed,
    spreadsheet_safe,
    web_link,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("red\x1b[31m alert", "red[31m alert"),
        ("bell\x07 and null\x00", "bell and null"),
        ("safe\u202eexe.txt", "safeexe.txt"),
        ("iso\u2066lated\u2069", "isolated"),
        ("C1 \x9b31m", "C1 31m"),
        ("tag\U000e0041s", "tags"),
        ("one\ttwo\nthree\u2028four\x85five", "one two three four five"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
    ],
)
def test_what_hides_moves_or_reorders_is_dropped(text: str, left: str) -> None:
    assert clean(text) == left


def test_joiners_and_marks_of_direction_stay_since_words_need_them() -> None:
    words = "می\u200cخواهم क्\u200dष 👨\u200d👩 a\u200f"
    assert clean(words) == words


def test_clean_keeps_spaces_and_plain_folds_them() -> None:
    assert clean("  a   b ") == "  a   b "
    assert plain("  a \n  b ") == "a b"


def test_a_long_line_is_cut_at_a_word() -> None:
    assert bounded("one two three four", 40) == "one two three four"
    assert bounded("one two three, four five", 16) == "one two three…"
    assert bounded("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    "text",
    ["# no heading", "1. no list", "- no list", "+ none", "> no quotation", "= none", "2) none"],
)
def test_nothing_at_the_start_of_a_line_is_markdown(text: str) -> None:
    assert "\\" in markdown_safe(text)


def test_no_character_of_markdown_or_html_is_left_bare() -> None:
    assert markdown_safe("*a* _b_ [c](d) <e> `f` ~g~ |h| &amp; $i$") == (
        "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\~g\\~ \\|h\\| \\&amp; \\$i\\$"
    )


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        " \x01javascript:alert(1)",
        "//courier.example/x",
        "https:",
        "http://[broken",
        "/path",
    ],
)
def test_only_whole_web_addresses_become_links(url: str | None) -> None:
    assert web_link(url) is None


def test_a_link_cannot_end_the_attribute_it_stands_in() -> None:
    link = web_link('https://courier.example/a"onload=x (y) <z> %20')
    assert link == "https://courier.example/a%22onload=x%20%28y%29%20%3Cz%3E%20%20"


def test_an_arrow_between_words_from_right_to_left_still_points_to_the_new_one() -> None:
    assert pointed("number changed 270 → 370") == "number changed 270 → 370"
    assert pointed("reworded הגשר → המעבר") == "reworded הגשר\u200e → \u200eהמעבר"


@pytest.mark.parametrize("formula", ["=1+1", " \t=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\u200b=1"])
def test_no_text_is_a_formula_in_a_spreadsheet(formula: str) -> None:
    assert spreadsheet_safe(formula).startswith("'")
    assert spreadsheet_safe("3 = 2 + 1") == "3 = 2 + 1"
