"""Where hubs of feeds call: their questions (GET) and their messages (POST)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from monitor.discover.subscribing import Subscriber
from monitor.discover.websub import seal_of
from monitor.model import Subscription, SubscriptionStatus
from monitor.web.limits import Allowance

_MOST_BYTES = 1_000_000
"""Of a message; it is not read, but its signature is over all of it."""
_CALLBACK = re.compile(r"[A-Za-z0-9_-]{43}")
_LETS_GO = (SubscriptionStatus.LEAVING, SubscriptionStatus.DENIED)
_MOST_KNOWN = 20_000
"""Subscriptions of which the allowance is kept."""


class Hubs:
    """The ASGI endpoint that takes the calls of hubs."""

    def __init__(self, subscriber: Subscriber, monotonic: Callable[[], float]) -> None:
        self._subscriber = subscriber
        self._fresh = partial(Allowance, a_second=1.0, burst=30.0, monotonic=monotonic)
        self._allowances: dict[str, Allowance] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "POST"):
            return Response(status_code=405, headers={"allow": "GET, POST"})
        callback = request.path_params["callback"]
        known = _CALLBACK.fullmatch(callback) and await self._subscriber.known(callback)
        if not known:
            return Response(status_code=404)
        if not self._allowance(callback).take():
            return Response(status_code=429, headers={"retry-after": "60"})
        if request.method == "GET":
            return await self._confirm(known, request)
        return await self._hear(known, request)

    def _allowance(self, callback: str) -> Allowance:
        if len(self._allowances) > _MOST_KNOWN:
            self._allowances.clear()
        return self._allowances.setdefault(callback, self._fresh())

    async def _confirm(self, subscription: Subscription, request: Request) -> Response:
        echo = await self._subscriber.confirm(subscription, request.query_params.multi_items())
        return Response(status_code=404) if echo is None else PlainTextResponse(echo)

    async def _hear(self, subscription: Subscription, request: Request) -> Response:
        """Take a message in. One whose signature does not fit is taken in all the same, since the
        specification wants forgers to learn nothing (section 8), but nothing comes of it."""
        if subscription.status in _LETS_GO:
            return Response(status_code=410)
        if _stated_size(request) > _MOST_BYTES:
            return Response(status_code=413)
        seal = seal_of(request.headers.get("x-hub-signature"), subscription)
        size = 0
        try:
            async for part in request.stream():
                size += len(part)
                if size > _MOST_BYTES:
                    return Response(status_code=413)
                if seal is not None:
                    seal.update(part)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is left to read it
        if seal is not None and seal.fits():
            await self._subscriber.hear(subscription.callback)
        return Response(status_code=204)


def _stated_size(request: Request) -> int:
    """Return the length that a message says it has: h11 has let no other text through."""
    return int(request.headers.get("content-length", "0"))
