"""Webhooks: signed, repeated under the same id, and what answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from monitor.model import (
    Delivered,
    Delivery,
    Failure,
    GiveUp,
    Message,
    PostAnswer,
    Reason,
    TryAgain,
)
from monitor.notify import WebhookNotifier, WebhookSettings
from monitor.notify.webhook import judge

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = Message(
    id="a1b2c3",
    thread="w1",
    subject="s",
    text="t",
    html="h",
    payload='{"type":"article.changed","text":"Песков"}',
    at=datetime(2026, 3, 1, tzinfo=UTC),
)


class RealTime:
    """The verifier looks at the real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a webhook does not wait")


class Wire:
    """Keeps what is posted."""

    def __init__(self, answer: PostAnswer) -> None:
        self.answer = answer
        self.posts: list[tuple[str, Mapping[str, str], bytes]] = []

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        self.posts.append((url, headers, body))
        return self.answer


def notifier(wire: Wire, secret: str = SECRET) -> WebhookNotifier:
    settings = WebhookSettings(
        url="https://hooks.example/edits", secret=secret, headers={"authorization": "Bearer x"}
    )
    return WebhookNotifier(settings, wire, RealTime())


async def test_what_is_posted_verifies_with_the_specifications_own_library() -> None:
    wire = Wire(PostAnswer(status=204))
    assert await notifier(wire).send(MESSAGE) == Delivered(detail="204")
    url, headers, body = wire.posts[0]
    assert url == "https://hooks.example/edits"
    assert headers["webhook-id"] == "a1b2c3"
    assert headers["authorization"] == "Bearer x"
    assert Webhook(SECRET).verify(body, dict(headers))["text"] == "Песков"


async def test_a_body_or_an_id_that_was_changed_does_not_verify() -> None:
    wire = Wire(PostAnswer(status=204))
    await notifier(wire).send(MESSAGE)
    _, headers, body = wire.posts[0]
    for changed, headers_then in ((body + b" ", headers), (body, {**headers, "webhook-id": "b"})):
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(changed, dict(headers_then))


async def test_any_long_string_can_be_the_secret() -> None:
    wire = Wire(PostAnswer(status=200))
    await notifier(wire, secret="a plain secret of some length").send(MESSAGE)
    assert wire.posts[0][1]["webhook-signature"].startswith("v1,")


async def test_a_second_attempt_has_the_same_id_and_body() -> None:
    wire = Wire(PostAnswer(status=500))
    channel = notifier(wire)
    await channel.send(MESSAGE)
    await channel.send(MESSAGE)
    one, other = wire.posts
    assert one[1]["webhook-id"] == other[1]["webhook-id"]
    assert one[2] == other[2]


FAILURE = Failure(reason=Reason.TIMEOUT, detail="hooks.example did not answer in time")


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        (PostAnswer(status=200), Delivered(detail="200")),
        (PostAnswer(status=299), Delivered(detail="299")),
        (PostAnswer(status=500), TryAgain(error="the receiver answered 500")),
        (PostAnswer(status=400), TryAgain(error="the receiver answered 400")),
        (
            PostAnswer(status=503, retry_after=timedelta(minutes=5)),
            TryAgain(error="the receiver answered 503", after=timedelta(minutes=5)),
        ),
        (
            PostAnswer(status=302),
            TryAgain(error="the receiver redirects (302); redirects are not followed"),
        ),
        (
            PostAnswer(status=410),
            GiveUp(error="the receiver wants no more messages (410 Gone)", disable=True),
        ),
        (PostAnswer(error=FAILURE), TryAgain(error=FAILURE.detail)),
    ],
)
def test_each_answer_has_its_meaning(answer: PostAnswer, delivery: Delivery) -> None:
    assert judge(answer) == delivery


def test_a_secret_is_not_shown() -> None:
    settings = WebhookSettings(url="u", secret=SECRET, headers={"authorization": "Bearer x"})
    assert SECRET not in repr(settings)
    assert "Bearer" not in repr(settings)
