"""POST a message to a webhook. What the other side did is a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from monitor.fetch.answers import failure_from, retry_after
from monitor.fetch.asking import TROUBLE, Patience, body_of
from monitor.model import Failure, PostAnswer, Reason
from monitor.ports import Clock

_MOST_OF_AN_ANSWER = 65_536


async def post(
    client: httpx.AsyncClient,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    timeout: timedelta,
    clock: Clock,
) -> PostAnswer:
    """Post `body`; no redirect is followed. What is answered counts by its status alone."""
    if any("\n" in value or "\r" in value for value in headers.values()):
        detail = "a header of this webhook has a line break in it"
        return PostAnswer(error=Failure(reason=Reason.PROTOCOL, detail=detail))
    patience = Patience(timeout)
    answer = PostAnswer()
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    try:
        async with (
            patience.spent(),
            client.stream("POST", url, headers=sent, content=body) as response,
        ):
            wish = retry_after(response.headers.get("retry-after"), clock.now())
            location = response.headers.get("location")
            answer = PostAnswer(status=response.status_code, retry_after=wish, location=location)
            await body_of(response, _MOST_OF_AN_ANSWER)
    except TROUBLE as error:
        if answer.status is None:
            failure = failure_from(error, urlsplit(url).netloc, patience.waiting_for)
            return PostAnswer(error=failure)
    # Once the status is here the message has arrived, whatever becomes of the rest.
    return answer
