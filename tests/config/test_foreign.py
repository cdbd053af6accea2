"""The YAML of other tools is data: no tag is followed, and nothing in it takes endless time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import foreign_documents
from monitor.errors import ConfigError


def read(text: str) -> tuple[Any, ...]:
    return foreign_documents(text, name="jobs.yaml")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", ()),
        ("url: x\n---\nurl: y\n", ({"url": "x"}, {"url": "y"})),
        ("---\n---\n", (None, None)),
        ("a: yes\nb: Off\nc: 7\nd: 1.5\ne: ~\nf: 'no'\ng: 2026-11-26", (
            {"a": True, "b": False, "c": 7, "d": "1.5", "e": None, "f": "no", "g": "2026-11-26"},
        )),
        ("- a\n- [b, {c: d}]", (["a", ["b", {"c": "d"}]],)),
        ("? [a, b]\n: c\nd: e", ({"d": "e"},)),
        ("base: &b {x: 1, y: 2}\njob:\n  <<: *b\n  y: 3", (
            {"base": {"x": 1, "y": 2}, "job": {"x": 1, "y": 3}},
        )),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b, 7]}", (
            {"a": {"x": 1}, "b": {"x": 2, "y": 2}, "c": {"x": 1, "y": 2}},
        )),
        ("a: &a [*a, 1]", ({"a": [None, 1]},)),
        (f"a: {'9' * 40}", ({"a": "9" * 40},)),
    ],
)  # fmt: skip
def test_documents_are_read_as_data(text: str, data: tuple[Any, ...]) -> None:
    assert read(text) == data


@pytest.mark.parametrize(
    "text",
    [
        "x: !!python/object/apply:os.system ['exit 1']",
        "x: !!python/name:os.system",
        "x: !custom {a: b}",
        "!x y: !z 1",
    ],
)
def test_no_tag_is_followed(text: str) -> None:
    (document,) = read(text)
    assert isinstance(document, dict)


def test_anchors_cannot_grow_without_end() -> None:
    lines = ["a0: &a0 [ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 26)]
    (document,) = read("\n".join(lines))
    assert len(document["a25"]) == 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "not YAML"),
        ("a: b\nc: *nobody", "jobs.yaml:2: not YAML"),
        ("a: \x01", "jobs.yaml: not YAML"),
        ("[" * 50 + "]" * 50, "nested too deeply"),
        ("- a\n" * 210_000, "too much to be a list of pages"),
        ("#" * 2_000_001, "larger than 2000 kB"),
    ],
)
def test_what_is_no_yaml_or_too_much_is_told(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read(text)


@given(st.text(alphabet="a:- \n[]{}&*!<>|'\"#%?,\ud800\x00\u2028~1"))
def test_no_other_error_is_raised(text: str) -> None:
    try:
        read(text)
    except ConfigError as error:
        assert "jobs.yaml" in str(error)
