"""An alert counts only if it says what happened, under the right signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.demo.hook import Call
from monitor.demo.mail import Mail
from monitor.demo.steps import Step, edits, lacks

PUBLISHED = datetime(2023, 9, 12, 5, 40, tzinfo=UTC)
MAIL = Mail(
    sender="monitor@reader.example",
    recipients=("editor@reader.example",),
    subject="Edited",
    message_id="<1@x>",
    references=(),
    text="It said 270,000 and\nnow it says 370,000.",
    html="",
    raw=b"",
    at=PUBLISHED,
)
CALL = Call(
    id="1",
    verified=True,
    payload={"type": "article.changed", "edits": [{"before": "270,000", "after": "370,000"}]},
    headers={},
    body=b"",
    at=PUBLISHED,
    status=204,
)


@pytest.fixture
def silent() -> Step:
    return next(step for step in edits(PUBLISHED) if step.name == "silent")


def test_an_alert_that_says_it_all_lacks_nothing(silent: Step) -> None:
    assert lacks(silent, MAIL, CALL) == ()


def test_words_are_found_across_the_lines_of_a_mail(silent: Step) -> None:
    step = replace(silent, words=("270,000 and now",))
    call = replace(CALL, payload={"type": "article.changed", "text": "270,000 and now"})
    assert lacks(step, MAIL, call) == ()


def test_a_wrong_signature_spoils_everything(silent: Step) -> None:
    (complaint,) = lacks(silent, MAIL, replace(CALL, verified=False, payload=None))
    assert "signature" in complaint


def test_each_missing_word_is_named_for_each_channel(silent: Step) -> None:
    bare = replace(MAIL, text="Something changed.")
    empty = replace(CALL, payload={"type": "article.gone"})
    assert lacks(silent, bare, empty) == (
        "the webhook does not say “270,000”",
        "the webhook does not say “370,000”",
        "the e-mail does not say “270,000”",
        "the e-mail does not say “370,000”",
        "the webhook does not say that it is “changed”",
    )
