"""The newsroom's webhook receiver: verifies each signature as the specification says, and keeps
what it got."""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from standardwebhooks import Webhook, WebhookVerificationError

from monitor.demo.arrivals import Arrivals
from monitor.demo.server import Answer, Request, Server

PATH = "/hooks/edits"


def new_secret() -> str:
    """Return a fresh secret in the specification's form."""
    return f"whsec_{b64encode(secrets.token_bytes(24)).decode('ascii')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A webhook as it arrived."""

    id: str
    verified: bool
    payload: Any
    """The decoded JSON; None where the signature was wrong."""
    headers: dict[str, str]
    body: bytes
    at: datetime
    status: int
    """What it was answered."""
    path: Path | None = None


class Receiver:
    """An HTTP server on loopback that takes signed webhooks; `folder` keeps each as JSON."""

    def __init__(self, secret: str, folder: Path | None = None, *, host: str = "127.0.0.1") -> None:
        self.calls: Arrivals[Call] = Arrivals()
        self._webhook = Webhook(secret)
        self._folder = folder
        self._refusals: deque[int] = deque()
        self._server = Server(self._answer, host=host)

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._server.stop()

    @property
    def url(self) -> str:
        """The address to send to."""
        return f"{self._server.origin}{PATH}"

    def refuse_next(self, *statuses: int) -> None:
        """Answer the next calls with these statuses, though they are recorded."""
        self._refusals.extend(statuses)

    def _answer(self, request: Request) -> Answer:
        if request.path != PATH:
            return Answer(status=HTTPStatus.NOT_FOUND)
        if request.method != "POST":
            return Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, headers=(("Allow", "POST"),))
        call = self._judge(request)
        self.calls.add(call)
        return Answer(status=call.status)

    def _judge(self, request: Request) -> Call:
        try:
            payload, verified = self._webhook.verify(request.body, request.headers), True
        except (WebhookVerificationError, ValueError):
            payload, verified = None, False
        status = HTTPStatus.NO_CONTENT if verified else HTTPStatus.UNAUTHORIZED
        return Call(
            id=request.headers.get("webhook-id", ""),
            verified=verified,
            payload=payload,
            headers=request.headers,
            body=request.body,
            at=request.at,
            status=self._refusals.popleft() if self._refusals else status,
            path=self._keep(payload) if verified else None,
        )

    def _keep(self, payload: Any) -> Path | None:
        if self._folder is None:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{len(self.calls) + 1:02}.json"
        path.write_text(json.dumps(payload, indent=2, ensure_ascii=False) + "\n", "utf-8")
        return path
