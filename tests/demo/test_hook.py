"""The receiver believes nothing without the right signature."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook

from monitor.demo.hook import Receiver, new_secret

BODY = json.dumps({"type": "article.changed", "headline": "Harl’s train"})


def _signed(secret: str, body: str, at: datetime) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", at, body),
    }


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[Receiver]:
    async with Receiver(new_secret(), tmp_path / "webhooks") as running:
        yield running


@pytest.fixture
def secret(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> str:
    secret = new_secret()
    monkeypatch.setattr(receiver, "_webhook", Webhook(secret))
    return secret


async def test_a_signed_call_is_verified_and_kept(
    receiver: Receiver, secret: str, client: httpx.AsyncClient
) -> None:
    headers = _signed(secret, BODY, datetime.now(UTC))
    answer = await client.post(receiver.url, content=BODY, headers=headers)
    (call,) = await receiver.calls.count(1, within=10)
    assert answer.status_code == call.status == 204
    assert (call.id, call.verified) == ("msg_1", True)
    assert call.path is not None
    assert json.loads(call.path.read_text("utf-8")) == call.payload == json.loads(BODY)


async def test_a_call_that_was_tampered_with_is_refused_and_not_kept(
    receiver: Receiver, secret: str, client: httpx.AsyncClient
) -> None:
    headers = _signed(secret, BODY, datetime.now(UTC))
    answer = await client.post(receiver.url, content=BODY + " ", headers=headers)
    assert answer.status_code == 401
    call = receiver.calls[0]
    assert (call.verified, call.payload, call.path) == (False, None, None)


@pytest.mark.parametrize(
    ("missing", "age"),
    [("webhook-id", 0), ("webhook-signature", 0), ("webhook-timestamp", 0), ("", 3600)],
)
async def test_unsigned_and_stale_calls_are_refused(
    receiver: Receiver, secret: str, client: httpx.AsyncClient, missing: str, age: int
) -> None:
    headers = _signed(secret, BODY, datetime.now(UTC) - timedelta(seconds=age))
    headers.pop(missing, None)
    assert (await client.post(receiver.url, content=BODY, headers=headers)).status_code == 401


async def test_a_call_can_be_refused_though_it_is_right(
    receiver: Receiver, secret: str, client: httpx.AsyncClient
) -> None:
    receiver.refuse_next(503)
    headers = _signed(secret, BODY, datetime.now(UTC))
    statuses = [
        (await client.post(receiver.url, content=BODY, headers=headers)).status_code
        for _ in range(2)
    ]
    assert statuses == [503, 204]


async def test_only_posts_to_its_own_path_are_calls(
    receiver: Receiver, client: httpx.AsyncClient
) -> None:
    assert (await client.get(receiver.url)).status_code == 405
    elsewhere = receiver.url.replace("/hooks/edits", "/other")
    assert (await client.post(elsewhere)).status_code == 404
    assert len(receiver.calls) == 0
