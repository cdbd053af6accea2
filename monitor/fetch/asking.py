"""One request: a turn, the way there, the answer's header and body, each under its cap."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpcore
import httpx
from h2.exceptions import H2Error

from monitor.fetch.access import NO_ACCESS, Access
from monitor.fetch.answers import failure_from, failure_of, not_a_page, retry_after
from monitor.fetch.decoding import decode
from monitor.fetch.gate import Refused
from monitor.fetch.hosts import Host
from monitor.fetch.pace import Resting
from monitor.fetch.robots import MOST_OF_ROBOTS
from monitor.fetch.settings import FetchSettings
from monitor.model import Failure, Reason
from monitor.ports import Clock

TROUBLE = (
    Refused,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    H2Error,
    httpx.HTTPError,
    httpx.InvalidURL,
    TimeoutError,
    OSError,
    UnicodeError,
)
_BROKEN = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)
_MOST_OF_AN_ERROR = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, its body as it came off the wire."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    wire: bytes
    version: str
    peer: str
    requested_at: datetime

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


class Patience:
    """The time that is left for a page, and in words what it is spent on."""

    def __init__(self, total: timedelta) -> None:
        self.left = total.total_seconds()
        self.waiting_for = "the connection"

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Raise TimeoutError once the time is up; what waiting for a turn takes is not counted."""
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(max(self.left, 0)):
                yield
        finally:
            self.left -= clock() - start


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for, and with what."""

    url: str
    headers: Mapping[str, str]
    access: Access = NO_ACCESS
    page: bool = True
    """What can be no page by its declared type is not read."""
    robots: bool = False
    """It is a robots.txt: whatever its type, and only its beginning."""


class Asker:
    """Sends GETs, each in its turn."""

    def __init__(self, settings: FetchSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    async def ask(
        self, host: Host, question: Question, patience: Patience
    ) -> tuple[Answer | Failure, timedelta]:
        """Wait for a turn and send a GET; the deadline counts from then on.

        Returns the answer, or what it means where it is none, and how long to leave the site alone.
        """
        try:
            async with host.pace.turn(self._clock):
                answer = await self._sent(host, question, patience)
                failure, wish = self._meaning(answer)
                pause = host.pace.judge(failure, wish, self._clock)
        except Resting as resting:
            return resting.failure, host.pace.rests_for(self._clock)
        return answer if question.robots else failure or answer, pause

    async def _sent(self, host: Host, question: Question, patience: Patience) -> Answer | Failure:
        requested_at = self._clock.now()
        written, patience.waiting_for = host.traffic.sent, "the connection"
        try:
            async with patience.spent():
                answer = await self._get(host, question, patience)
        except TROUBLE as error:
            if patience.waiting_for == "the connection" and host.traffic.sent > written:
                patience.waiting_for = "its answer to begin"
            return failure_from(error, urlsplit(question.url).netloc, patience.waiting_for)
        if isinstance(answer, Failure):
            return answer
        return replace(answer, requested_at=requested_at)

    def _meaning(self, answer: Answer | Failure) -> tuple[Failure | None, timedelta | None]:
        """Return what an answer means if it is an error, and the rest that the host asks for."""
        if isinstance(answer, Failure):
            return answer, None
        if answer.status < 400:
            return None, None
        body = decode(answer.wire, answer.header("content-encoding"), _MOST_OF_AN_ERROR)
        shown = b"" if isinstance(body, Failure) else body
        failure = failure_of(answer.status, dict(answer.headers), shown)
        wish = retry_after(answer.header("retry-after"), self._clock.now())
        return failure, wish if answer.status in (429, 503) else None

    async def _get(self, host: Host, question: Question, patience: Patience) -> Answer | Failure:
        async with asyncio.timeout(self._settings.first_byte.total_seconds()):
            response = await self._response(host, question)
        try:
            patience.waiting_for = "the rest of the page"
            answer = _answer(response, question, self._clock.now())
            if (much := self._too_much(answer)) is not None:
                return much
            if question.robots:
                return replace(answer, wire=await _start_of(response, MOST_OF_ROBOTS))
            other = not_a_page(answer.header("content-type")) if question.page else None
            if other is not None and answer.status == 200:
                return replace(other, status=200)
            wire = await body_of(response, self._settings.max_wire_bytes)
        finally:
            await response.aclose()
        return wire if isinstance(wire, Failure) else replace(answer, wire=wire)

    async def _response(self, host: Host, question: Question) -> httpx.Response:
        """Send the request; once more where a kept connection turns out to be closed.

        Its server may have closed it just as we sent. A GET does no harm twice, and not one byte
        of an answer had come.
        """
        client = host.client(self._settings)
        headers = dict(question.headers) | question.access.sent()
        opened, received = host.traffic.opened, host.traffic.received
        try:
            request = client.build_request("GET", question.url, headers=headers)
            return await client.send(request, stream=True)
        except _BROKEN:
            if (host.traffic.opened, host.traffic.received) != (opened, received):
                raise
        request = client.build_request("GET", question.url, headers=headers)
        return await client.send(request, stream=True)

    def _too_much(self, answer: Answer) -> Failure | None:
        most, size = self._settings.max_headers, sum(len(k) + len(v) for k, v in answer.headers)
        if len(answer.headers) > most:
            detail = f"the answer has {len(answer.headers)} header lines, more than {most}"
        elif size > self._settings.max_header_bytes:
            detail = (
                f"the answer's header is larger than {self._settings.max_header_bytes // 1000} kB"
            )
        else:
            return None
        return Failure(reason=Reason.TOO_MANY_HEADERS, detail=detail)


async def body_of(response: httpx.Response, cap: int) -> bytes | Failure:
    """Return a body as it comes off the wire, or a failure where there is more than `cap`."""
    parts: list[bytes] = []
    size = 0
    async for part in response.stream:  # type: ignore[union-attr]
        parts.append(part)
        size += len(part)
        if size > cap:
            detail = f"the page is larger than {cap / 1e6:g} MB"
            return Failure(reason=Reason.TOO_LARGE, detail=detail)
    return b"".join(parts)


async def _start_of(response: httpx.Response, most: int) -> bytes:
    """Return the first lines of a body, `most` bytes; what comes after them is left unread."""
    found = bytearray()
    async for part in response.stream:  # type: ignore[union-attr]
        found += part
        if len(found) > most:
            # Half a line may mean the opposite of the whole one.
            return bytes(found[: max(found.rfind(b"\n", 0, most), 0)])
    return bytes(found)


def _answer(response: httpx.Response, question: Question, now: datetime) -> Answer:
    """Return the head of an answer, its body still to come."""
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in response.headers.raw
    )
    if question.access is not NO_ACCESS:
        headers = tuple((name, _shown(name, value, question.access)) for name, value in headers)
    return Answer(
        url=question.url,
        status=response.status_code,
        headers=headers,
        wire=b"",
        version=response.http_version,
        peer=_peer(response),
        requested_at=now,
    )


def _shown(name: str, value: str, access: Access) -> str:
    """Return a header of an answer as it may be kept; where it leads has to stay as it is."""
    return value if name == "location" else access.hidden(value)


def _peer(response: httpx.Response) -> str:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream else None
    return str(address[0]) if address else ""
