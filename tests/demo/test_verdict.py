"""The verdict is good only where everything was told once, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.demo import process
from monitor.demo.verdict import outbox, silence, tally
from tests.demo.test_steps import CALL, MAIL

CONFIG = Path("config.yaml")


def _answers(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    async def ask(config: Path, *arguments: str) -> Any:
        return answer

    monkeypatch.setattr(process, "ask", ask)


def _history(**state: int) -> dict[str, Any]:
    told: dict[str, Any] = {"latest_version": 1, "checks": 9, "checks_ok": 9, **state}
    event = {"kind": "first_seen", "line": "first version"}
    return {"overview": {"state": told}, "events": [event]}


async def test_a_story_that_was_always_read_and_never_told_was_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _answers(monkeypatch, _history())
    assert await silence(CONFIG, "url") == (9, ())


@pytest.mark.parametrize(
    ("history", "complaint"),
    [
        (_history(latest_version=2), "the story that nobody edited has 2 versions"),
        (_history(checks_ok=8), "1 looks at it did not read it"),
        (
            _history() | {"events": [{"kind": "changed", "line": "1 edit"}]},
            "told of the story that nobody edited: 1 edit",
        ),
    ],
)
async def test_noise_about_the_quiet_story_is_a_complaint(
    monkeypatch: pytest.MonkeyPatch, history: dict[str, Any], complaint: str
) -> None:
    _answers(monkeypatch, history)
    assert (await silence(CONFIG, "url"))[1] == (complaint,)


async def test_the_outbox_has_each_alert_once_and_delivered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = {"id": "a", "status": "delivered", "error": ""}
    late = {"id": "b", "status": "pending", "error": "connection refused"}
    _answers(monkeypatch, [good, good])
    assert await outbox(CONFIG, 2) == ()
    _answers(monkeypatch, [good, late])
    assert await outbox(CONFIG, 4) == (
        "alert b is pending: connection refused",
        "2 alerts in the outbox, not 4",
    )


def test_what_arrived_is_counted_in_each_channel() -> None:
    other = replace(CALL, id="2")
    assert tally([MAIL], [CALL], 1) == ()
    assert tally([], [CALL, other], 1) == (
        "0 e-mails arrived, not 1",
        "2 webhooks arrived, not 1",
    )
    assert tally([MAIL, MAIL], [CALL, other], 2) == ("e-mails arrived twice under the same id",)
