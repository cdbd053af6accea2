"""The table of sentence pairs: kinds and materiality, in seven languages above all.

A line of sentences.jsonl is one pair; "" is a paragraph that is not there. The kinds are those
that must be among the edit's; without any, there must be no edit. Those of "not" must be none of
them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.diff import compare
from tests.diff.articles import around

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "sentences.jsonl").read_text("utf-8").splitlines()
]
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "ru")


def _miss(row: dict[str, Any]) -> str | None:
    change = compare(around(row["before"], row["language"]), around(row["after"], row["language"]))
    kinds = {kind.value for edit in change.edits for kind in edit.kinds}
    right = set(row["kinds"]) <= kinds if row["kinds"] else not kinds
    right = right and kinds.isdisjoint(row.get("not", ()))
    if right and change.material is row["material"]:
        return None
    reasons = [because.text for edit in change.edits for because in edit.because]
    return f"{row} got {sorted(kinds)}, material {change.material}: {reasons}"


def test_nearly_all_pairs_are_understood() -> None:
    misses = [miss for row in ROWS if (miss := _miss(row))]
    assert len(ROWS) >= 400
    assert len(misses) <= 0.03 * len(ROWS), "\n".join(misses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_in_the_table(language: str) -> None:
    assert sum(row["language"] == language for row in ROWS) >= 20
