"""What holds for every request: who is asked for, how often, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Message, Receive, Scope, Send

from monitor.discover.subscribing import PATH, Subscriber
from monitor.errors import StoreError
from monitor.web.hubs import Hubs
from monitor.web.limits import Allowance

_HEADERS = {
    "cache-control": "no-store",
    "connection": "close",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

log = structlog.get_logger()


class FrontDoor:
    """The ASGI application."""

    def __init__(
        self,
        subscriber: Subscriber | None,
        hosts: Callable[[], frozenset[str]],
        monotonic: Callable[[], float],
    ) -> None:
        self._hosts = hosts
        self._allowance = Allowance(a_second=100.0, burst=200.0, monotonic=monotonic)
        routes = [Route(PATH + "{callback}", Hubs(subscriber, monotonic))] if subscriber else []
        self._router = Router(routes, redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = False

        async def answer(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                headers = MutableHeaders(scope=message)
                headers.update({**_HEADERS, "date": formatdate(usegmt=True)})
            await send(message)

        try:
            await self._respond(scope, receive, answer)
        except StoreError as error:
            log.error("a request could not be served", error=str(error), hint=error.hint)
            await Response(status_code=503, headers={"retry-after": "60"})(scope, receive, answer)
        except Exception:
            # Whatever it is: a bug over one request must not stop the others.
            log.exception("a request failed on a bug of ours")
            if not began:
                await Response(status_code=500)(scope, receive, answer)

    async def _respond(self, scope: Scope, receive: Receive, answer: Send) -> None:
        host = Headers(scope=scope).get("host", "").lower()
        if not self._allowance.take():
            refusal = Response(status_code=429, headers={"retry-after": "1"})
            await refusal(scope, receive, answer)
        elif host not in self._hosts():
            await Response(status_code=421)(scope, receive, answer)
        else:
            await self._router(scope, receive, answer)
