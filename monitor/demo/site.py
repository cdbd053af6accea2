"""The newspaper's web server: publishes stories, changes them, fails and recovers on command."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

from monitor.demo import page
from monitor.demo.arrivals import Arrivals
from monitor.demo.furniture import Furniture, furniture
from monitor.demo.server import Answer, Request, Server
from monitor.demo.story import Edition

_HTML = ("Content-Type", "text/html; charset=utf-8")
_FRESH = ("Cache-Control", "private, no-cache")
_FILES = {
    "/photos/train.svg": "train.svg",
    "/photos/mill.svg": "mill.svg",
    "/favicon.svg": "favicon.svg",
    "/favicon.ico": "favicon.svg",
}
_ROBOTS = b"User-agent: *\nDisallow: /account/\nDisallow: /search\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request that was answered."""

    path: str
    method: str
    status: int
    at: datetime
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """What stands at a path, and what is wrong with it."""

    edition: Edition | None
    status: HTTPStatus = HTTPStatus.OK
    """Other than OK: what is answered instead of the story."""
    validators: bool = False
    changed_at: datetime


class Site:
    """A newspaper on loopback. Commands take effect with the next request.

    The furniture is other at every request, but the same again for the same `seed`.
    """

    def __init__(
        self,
        *,
        seed: int = 1871,
        host: str = "127.0.0.1",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.visits: Arrivals[Visit] = Arrivals()
        self._rng = random.Random(seed)
        self._now = now
        self._slots: dict[str, _Slot] = {}
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

    def url(self, path: str) -> str:
        """Return the address of `path`."""
        return f"{self._server.origin}{path}"

    def publish(self, path: str, edition: Edition) -> None:
        """Let `edition` stand at `path`, well again whatever was wrong with it."""
        self._slots[path] = self._slot(path, edition=edition, status=HTTPStatus.OK)

    def not_modified(self, path: str, on: bool = True) -> None:
        """Send ETag and Last-Modified with the story, and 304 to whoever names them.

        Without, the page comes as 200 each time, with other bytes.
        """
        self._slots[path] = replace(self._slots[path], validators=on)

    def fail(self, path: str, status: int) -> None:
        """Answer `path` with an error page of that status, until `mend` or `publish`."""
        self._slots[path] = self._slot(path, status=HTTPStatus(status))

    def take_down(self, path: str, status: int = 404) -> None:
        """Take the story off the site: its path is answered in the site's dress, 404 or 410."""
        self.fail(path, status)

    def mend(self, path: str) -> None:
        """Show the last edition at `path` again."""
        self._slots[path] = self._slot(path, status=HTTPStatus.OK)

    def page(self, path: str) -> bytes:
        """Return what a GET of `path` would answer now, without counting it as a visit."""
        request = Request(method="GET", path=path, headers={}, body=b"", at=self._now())
        return self._reply(request).body

    def _slot(self, path: str, *, status: HTTPStatus, edition: Edition | None = None) -> _Slot:
        old = self._slots.get(path)
        return _Slot(
            edition=edition or (old.edition if old else None),
            status=status,
            validators=old.validators if old else False,
            changed_at=self._now(),
        )

    def _answer(self, request: Request) -> Answer:
        answer = self._reply(request)
        agent = request.headers.get("user-agent", "")
        visit = Visit(
            path=request.path,
            method=request.method,
            status=answer.status,
            at=request.at,
            agent=agent,
        )
        self.visits.add(visit)
        return answer

    def _reply(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return Answer(status=HTTPStatus.METHOD_NOT_ALLOWED, headers=(("Allow", "GET, HEAD"),))
        if request.path == "/robots.txt":
            return Answer(status=200, body=_ROBOTS, headers=(("Content-Type", "text/plain"),))
        if request.path in _FILES:
            picture = page.file(_FILES[request.path]).encode()
            return Answer(status=200, body=picture, headers=(("Content-Type", "image/svg+xml"),))
        if request.path == "/":
            return self._html(page.front_page(self._stories(), self._around()))
        slot = self._slots.get(request.path)
        if slot is None or slot.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            status = slot.status if slot else HTTPStatus.NOT_FOUND
            return self._html(page.gone_page(self._around()), status=status)
        if slot.status is not HTTPStatus.OK or slot.edition is None:
            return self._html(page.error_page(slot.status, slot.status.phrase), status=slot.status)
        return self._story(request, slot, slot.edition)

    def _story(self, request: Request, slot: _Slot, edition: Edition) -> Answer:
        validators = _validators(slot, edition) if slot.validators else ()
        if validators and request.headers.get("if-none-match") == validators[0][1]:
            return Answer(status=HTTPStatus.NOT_MODIFIED, headers=validators)
        body = page.article_page(edition, self._around(), self.url(request.path))
        return self._html(body, validators=validators)

    def _html(
        self,
        body: bytes,
        *,
        status: int = 200,
        validators: tuple[tuple[str, str], ...] = (),
    ) -> Answer:
        return Answer(status=status, body=body, headers=(_HTML, _FRESH, *validators))

    def _stories(self) -> tuple[tuple[str, Edition], ...]:
        return tuple(
            (path, slot.edition)
            for path, slot in self._slots.items()
            if slot.edition and slot.status is HTTPStatus.OK
        )

    def _around(self) -> Furniture:
        return furniture(self._rng, self._now())


def _validators(slot: _Slot, edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return what names this edition. The ETag is weak: the furniture differs all the same."""
    digest = hashlib.sha256(repr(edition).encode()).hexdigest()[:16]
    return (
        ("ETag", f'W/"{digest}"'),
        ("Last-Modified", format_datetime(slot.changed_at, usegmt=True)),
    )
