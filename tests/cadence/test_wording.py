"""How a watch is looked at and why then, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from monitor.cadence import PUBLISHED, CadenceSettings, Terms, in_words, reason
from monitor.model import (
    Adaptive,
    Cron,
    Every,
    Health,
    Origin,
    Plan,
    Reason,
    Watch,
    WatchState,
    Windows,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SETTINGS = CadenceSettings()
WATCH = Watch(
    id="w1", url="https://news.example/a", host="news.example", origin=Origin.USER, added_at=NOW
)
STATE = WatchState(
    watch_id="w1",
    health=Health.OK,
    next_check_at=NOW,
    latest_version=1,
    last_read_at=NOW,
    published_at=NOW - 3 * HOUR,
)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Every(span=15 * MINUTE), "every 15 min"),
        (Every(span=45 * MINUTE / 60), "every 45 s"),
        (Cron(expression="0 9 * * *", zone="Europe/Berlin"), "at 0 9 * * * (Europe/Berlin)"),
        (
            Windows(hours=((time(6), time(9)), (time(22), time(1))), every=HOUR),
            "every 1 h, 06:00 to 09:00, 22:00 to 01:00 (UTC)",
        ),
        (Adaptive(), "when an edit is likely: after 2 min at least, 1 d at most"),
        (Adaptive(longest=HOUR), "when an edit is likely: after 2 min at least, 1 h at most"),
    ],
)
def test_a_plan_is_said_in_words(plan: Plan, words: str) -> None:
    assert in_words(plan, SETTINGS) == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "new for 3 h, this outlet edits in 4 of 10 cases"),
        (
            {"edited_at": (NOW - HOUR, NOW - 40 * MINUTE)},
            "edited 40 min ago, this outlet edits again in 6 of 10 cases",
        ),
        ({"hinted_at": NOW}, "a source says that it was updated, which is right in 5 of 10 cases"),
        ({"last_read_at": None}, "it has not been read yet"),
        ({"health": Health.GONE}, "it is gone; looks grow rarer the longer that lasts"),
        (
            {"failures": 1, "reason": Reason.NOT_FOUND},
            "it is missing; the next looks tell whether it is gone",
        ),
        (
            {"failures": 1, "reason": Reason.NOT_FOUND, "latest_version": 0},
            "it could not be read; looks grow rarer while that lasts",
        ),
        (
            {"failures": 1, "reason": Reason.CHALLENGE},
            "the site does not want us to read it; looks grow rarer while that lasts",
        ),
    ],
)
def test_the_next_look_says_why_it_is_then(change: dict[str, Any], words: str) -> None:
    believed = replace(PUBLISHED, again=(0.4, 0.5, 0.6, 0.6, 0.6))
    state = replace(STATE, **change)
    assert reason(WATCH, state, SETTINGS, NOW, Terms(beliefs=believed)) == words


def test_a_fixed_plan_needs_no_reason() -> None:
    hourly = replace(WATCH, plan=Every(span=HOUR))
    assert reason(hourly, STATE, SETTINGS, NOW) == ""
