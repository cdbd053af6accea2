"""Webhooks: JSON by POST, signed after Standard Webhooks (https://www.standardwebhooks.com/)."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from standardwebhooks import Webhook

from monitor.model import Delivered, Delivery, GiveUp, Message, PostAnswer, TryAgain
from monitor.ports import Clock

Post = Callable[[str, Mapping[str, str], bytes], Awaitable[PostAnswer]]
"""Address, headers, body: a POST through the gate, which follows no redirect."""

_GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """Where a webhook goes, and what it is signed with."""

    url: str
    secret: str = field(repr=False)
    """`whsec_` and base64, as the specification has it, or any other string of 24 or more."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class WebhookNotifier:
    """Posts messages to one address."""

    def __init__(self, settings: WebhookSettings, post: Post, clock: Clock) -> None:
        self._settings = settings
        self._post = post
        self._clock = clock
        self._signer = Webhook(_key(settings.secret))

    async def send(self, message: Message) -> Delivery:
        """Post the message's payload, signed as of now."""
        now = self._clock.now()
        headers = {
            **self._settings.headers,
            "content-type": "application/json",
            "webhook-id": message.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(message.id, now, message.payload),
        }
        answer = await self._post(self._settings.url, headers, message.payload.encode())
        return judge(answer)


def judge(answer: PostAnswer) -> Delivery:
    """Return what an answer means: any 2xx is taken, 410 is a wish for no more."""
    if answer.error is not None:
        return TryAgain(error=answer.error.detail)
    status = answer.status or 0
    if 200 <= status < 300:
        return Delivered(detail=str(status))
    if status == _GONE:
        return GiveUp(error="the receiver wants no more messages (410 Gone)", disable=True)
    if 300 <= status < 400:
        return TryAgain(error=f"the receiver redirects ({status}); redirects are not followed")
    return TryAgain(error=f"the receiver answered {status}", after=answer.retry_after)


def _key(secret: str) -> str:
    """Return `secret` in the form the library takes: base64, with or without its prefix."""
    if secret.startswith("whsec_"):
        return secret
    return base64.b64encode(secret.encode()).decode()
