"""Fetch a page: robots, turn, request, redirects, body. What the network did is a value."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from monitor.errors import BadAddress
from monitor.fetch.answers import failure_from, failure_of, not_a_page, retry_after
from monitor.fetch.decoding import ACCEPTED, decode
from monitor.fetch.gate import Gate, Refused
from monitor.fetch.hosts import Host, Hosts
from monitor.fetch.robots import RobotsKeeper
from monitor.fetch.settings import FetchSettings
from monitor.model import (
    Capture,
    Failure,
    Fetched,
    FetchRequest,
    Hop,
    NotModified,
    PostAnswer,
    Reason,
)
from monitor.ports import Clock

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NETWORK = (
    Refused,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    OSError,
)
_MOST_OF_A_POST = 65_536


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


class _Waiting:
    """What a request is waiting for, in words, for the message if it waits too long."""

    words = "the connection"


class WebFetcher:
    """The fetcher for the web; also posts webhooks, through the same gate."""

    def __init__(self, settings: FetchSettings, clock: Clock, *, gate: Gate | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._gate = gate or Gate(settings.allow_private)
        self._hosts = Hosts(settings, self._gate)
        self._robots = RobotsKeeper(settings, clock, self._ask)

    async def fetch(self, request: FetchRequest) -> Fetched:
        """Fetch a page at its host's pace, redirects included."""
        started = self._clock.monotonic()
        try:
            url = self._gate.check_url(request.url)
        except BadAddress as error:
            failure = Failure(reason=Reason.BAD_URL, detail=f"the address {error.reason}")
            return Fetched(result=failure, pause=self._settings.delay, elapsed=timedelta())
        result, pause = await self._follow(replace(request, url=url))
        elapsed = timedelta(seconds=self._clock.monotonic() - started)
        return Fetched(result=result, pause=pause, elapsed=elapsed)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._hosts.aclose()

    # --- redirects -----------------------------------------------------------------------------

    async def _follow(
        self, request: FetchRequest
    ) -> tuple[Capture | NotModified | Failure, timedelta]:
        """Return the result at the end of the redirects, and the pause the first host wants."""
        url = request.url
        hops: tuple[Hop, ...] = ()
        answer, pause = await self._visit(url, request)
        while isinstance(answer, Answer) and answer.status in _REDIRECTS:
            target = self._target(answer, url, hops)
            if isinstance(target, Failure):
                return target, pause
            hops = (*hops, Hop(url=url, status=answer.status, to=target))
            url = target
            answer, _ = await self._visit(url, request)
        if isinstance(answer, Failure):
            return replace(answer, url=url if hops else None), pause
        return self._result(request, answer, hops), pause

    def _target(self, answer: Answer, url: str, hops: tuple[Hop, ...]) -> str | Failure:
        """Return where a redirect leads, or why it is not followed."""
        location = answer.header("location")
        if not location:
            detail = f"{url} redirects to nowhere"
            return Failure(reason=Reason.BAD_REDIRECT, detail=detail, status=answer.status, url=url)
        try:
            target = self._gate.check_url(urljoin(url, location))
        except (BadAddress, ValueError) as error:
            why = error.reason if isinstance(error, BadAddress) else "is not a URL"
            detail = f"{url} redirects to an address that {why}"
            return Failure(reason=Reason.BAD_REDIRECT, detail=detail, status=answer.status, url=url)
        if target == url or any(target == hop.url for hop in hops):
            detail = f"redirects in a circle, at {url}"
            return Failure(
                reason=Reason.REDIRECT_LOOP, detail=detail, status=answer.status, url=url
            )
        if len(hops) >= self._settings.max_redirects:
            detail = f"more than {self._settings.max_redirects} redirects, the last at {url}"
            return Failure(reason=Reason.TOO_MANY_REDIRECTS, detail=detail, url=url)
        return target

    # --- one request ---------------------------------------------------------------------------

    async def _visit(self, url: str, request: FetchRequest) -> tuple[Answer | Failure, timedelta]:
        """Ask for `url` if its robots.txt lets us; return the answer and the pause it asks for."""
        async with self._hosts.use(httpx.URL(url)) as host:
            if (refusal := await self._robots.refusal(host, url)) is not None:
                pause = host.judge(refusal, None, self._settings.longest_pause)
                return refusal, pause
            answer = await self._ask(host, url, _headers(request))
            failure = answer if isinstance(answer, Failure) else None
            wish: timedelta | None = None
            if isinstance(answer, Answer):
                failure = failure_of(answer.status, dict(answer.headers), answer.wire)
                wish = retry_after(answer.header("retry-after"), self._clock.now())
                wish = wish if answer.status in (429, 503) else None
            pause = host.judge(failure, wish, self._settings.longest_pause)
            host.rest(self._clock, pause)
            return failure or answer, pause

    async def _ask(
        self, host: Host, url: str, headers: Mapping[str, str], cap: int | None = None
    ) -> Answer | Failure:
        """Wait for a turn and send a GET; the deadline counts from then on."""
        waiting = _Waiting()
        async with host.turn(self._clock):
            requested_at = self._clock.now()
            try:
                async with asyncio.timeout(self._settings.timeout.total_seconds()):
                    return await self._get(host, url, headers, cap, requested_at, waiting)
            except (TimeoutError, *_NETWORK) as error:
                return failure_from(error, urlsplit(url).netloc, waiting.words)

    async def _get(
        self,
        host: Host,
        url: str,
        headers: Mapping[str, str],
        cap: int | None,
        requested_at: datetime,
        waiting: _Waiting,
    ) -> Answer | Failure:
        async with host.client.stream("GET", url, headers=dict(headers)) as response:
            waiting.words = "the rest of the page"
            found = tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in response.headers.raw
            )
            if len(found) > self._settings.max_headers:
                detail = f"the answer has {len(found)} header lines"
                return Failure(reason=Reason.TOO_MANY_HEADERS, detail=detail)
            answer = Answer(
                url=url,
                status=response.status_code,
                headers=found,
                wire=b"",
                version=response.http_version,
                peer=_peer(response),
                requested_at=requested_at,
            )
            if answer.status == 200 and (other := not_a_page(answer.header("content-type"))):
                return other
            wire = await self._body(response, cap or self._settings.max_wire_bytes)
        return wire if isinstance(wire, Failure) else replace(answer, wire=wire)

    async def _body(self, response: httpx.Response, cap: int) -> bytes | Failure:
        parts: list[bytes] = []
        size = 0
        async for part in response.stream:  # type: ignore[union-attr]
            parts.append(part)
            size += len(part)
            if size > cap:
                detail = f"the page is larger than {cap / 1e6:g} MB"
                return Failure(reason=Reason.TOO_LARGE, detail=detail)
        return b"".join(parts)

    # --- the result ----------------------------------------------------------------------------

    def _result(
        self, request: FetchRequest, answer: Answer, hops: tuple[Hop, ...]
    ) -> Capture | NotModified | Failure:
        now = self._clock.now()
        if answer.status == 304:
            if request.validators.etag or request.validators.last_modified:
                return NotModified(url=request.url, final_url=answer.url, received_at=now)
            detail = "304: the server says that nothing changed, though nobody asked"
            return Failure(reason=Reason.HTTP_ERROR, detail=detail, status=304)
        if answer.status != 200:
            detail = f"{answer.status}: not an answer to a request for a page"
            return Failure(reason=Reason.HTTP_ERROR, detail=detail, status=answer.status)
        body = decode(answer.wire, answer.header("content-encoding"), self._settings.max_body_bytes)
        if isinstance(body, Failure):
            return replace(body, status=200)
        if not _ends(answer, body):
            detail = "the page was cut short: it has neither a length nor an end"
            return Failure(reason=Reason.TRUNCATED, detail=detail, status=200)
        return Capture(
            url=request.url,
            final_url=answer.url,
            requested_at=answer.requested_at,
            received_at=now,
            status=answer.status,
            headers=answer.headers,
            body=body,
            digest=hashlib.sha256(body).hexdigest(),
            wire_bytes=len(answer.wire),
            http_version=answer.version,
            peer=answer.peer,
            hops=hops,
        )

    # --- webhooks ------------------------------------------------------------------------------

    async def post(
        self, url: str, headers: Mapping[str, str], body: bytes, timeout: timedelta
    ) -> PostAnswer:
        """Post `body`, through the gate; no redirect is followed, what is answered is not kept."""
        try:
            address = self._gate.check_url(url)
        except BadAddress as error:
            failure = Failure(reason=Reason.BAD_URL, detail=f"the address {error.reason}")
            return PostAnswer(error=failure)
        waiting = _Waiting()
        try:
            async with (
                asyncio.timeout(timeout.total_seconds()),
                self._hosts.use(httpx.URL(address), paced=False) as host,
                host.client.stream("POST", address, headers=dict(headers), content=body) as answer,
            ):
                waiting.words = "the rest of the answer"
                await self._body(answer, _MOST_OF_A_POST)
                wish = retry_after(answer.headers.get("retry-after"), self._clock.now())
                return PostAnswer(status=answer.status_code, retry_after=wish)
        except (TimeoutError, *_NETWORK) as error:
            return PostAnswer(error=failure_from(error, urlsplit(address).netloc, waiting.words))


def _headers(request: FetchRequest) -> dict[str, str]:
    headers = {"accept": request.accept, "accept-encoding": ACCEPTED}
    if request.validators.etag:
        headers["if-none-match"] = request.validators.etag
    if request.validators.last_modified:
        headers["if-modified-since"] = request.validators.last_modified
    return headers


def _peer(response: httpx.Response) -> str:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream else None
    return str(address[0]) if address else ""


def _ends(answer: Answer, body: bytes) -> bool:
    """Return whether a page is whole that came with neither a length nor chunks nor frames.

    Where only the end of the connection ends the page, a cut looks just like an end; then the
    document itself has to say that it is over.
    """
    framed = answer.header("content-length") or answer.header("transfer-encoding")
    if framed or not answer.version.startswith("HTTP/1") or not body:
        return True
    return b"</html>" in body[-4096:].lower() or b"</body>" in body[-4096:].lower()
