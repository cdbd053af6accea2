"""Wordings that come back, and how long they stood."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.diff import Return, came_back, same_as, stays, stood

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("digests", "meaning", "version"),
    [
        ("", Return.NONE, None),
        ("ab", Return.NONE, None),
        ("aba", Return.REVERSAL, 1),
        ("abca", Return.REVERSAL, 1),
        ("abab", Return.FLIP_FLOP, 2),
        ("aaaa", Return.REVERSAL, 3),
    ],
)
def test_a_wording_that_comes_back_is_named(
    digests: str, meaning: Return, version: int | None
) -> None:
    assert came_back(digests) is meaning
    assert same_as(digests) == version


def test_each_wording_stood_until_the_next() -> None:
    versions = [("a", NOON), ("b", NOON + HOUR), ("a", NOON + 3 * HOUR)]
    now = NOON + 4 * HOUR
    assert [stay.stood for stay in stays(versions, now)] == [HOUR, 2 * HOUR, HOUR]
    assert stays(versions, now)[-1].until is None
    assert stood(versions, "a", now) == 2 * HOUR
    assert stays([], now) == ()
