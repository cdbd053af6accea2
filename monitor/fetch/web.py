"""Fetch a page: robots, turn, request, redirects, body. What the network did is a value."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
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
from monitor.fetch.robots import MOST_OF_ROBOTS, RobotsKeeper
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
_TROUBLE = (
    Refused,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpx.HTTPError,
    httpx.InvalidURL,
    OSError,
    UnicodeError,
)
_MOST_OF_A_POST = 65_536
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


class _Patience:
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


class WebFetcher:
    """The fetcher for the web; also posts webhooks, through the same gate."""

    def __init__(self, settings: FetchSettings, clock: Clock, *, gate: Gate | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._gate = gate or Gate(settings.allow_private)
        self._hosts = Hosts(settings, self._gate)
        self._robots = RobotsKeeper(settings, clock, self._gate.check_url, self._ask_robots)

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
        patience = _Patience(self._settings.timeout)
        answer, pause = await self._visit(url, request, patience)
        while isinstance(answer, Answer) and answer.status in _REDIRECTS:
            target = self._target(answer, url, hops)
            if isinstance(target, Failure):
                return target, pause
            hops = (*hops, Hop(url=url, status=answer.status, to=target))
            url = target
            answer, _ = await self._visit(url, request, patience)
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
            # A space is no part of a URL, but browsers take it for %20.
            target = self._gate.check_url(urljoin(url, location.strip().replace(" ", "%20")))
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

    async def _visit(
        self, url: str, request: FetchRequest, patience: _Patience
    ) -> tuple[Answer | Failure, timedelta]:
        """Ask for `url` if its robots.txt lets us; return the answer and the pause it asks for."""
        async with self._hosts.use(httpx.URL(url)) as host:
            if (refusal := await self._robots.refusal(host, url)) is not None:
                return refusal, host.pause
            answer = await self._ask(host, url, _headers(request), patience)
            failure, wish = self._meaning(answer)
            pause = host.judge(failure, wish, self._settings.longest_pause)
            host.rest(self._clock, pause)
            return failure or answer, pause

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

    async def _ask(
        self,
        host: Host,
        url: str,
        headers: Mapping[str, str],
        patience: _Patience,
        *,
        robots: bool = False,
    ) -> Answer | Failure:
        """Wait for a turn and send a GET; the deadline counts from then on."""
        async with host.turn(self._clock):
            requested_at = self._clock.now()
            try:
                async with patience.spent():
                    answer = await self._get(host, url, headers, patience, robots=robots)
            except (TimeoutError, *_TROUBLE) as error:
                return failure_from(error, urlsplit(url).netloc, patience.waiting_for)
        if isinstance(answer, Failure):
            return answer
        return replace(answer, requested_at=requested_at)

    async def _ask_robots(self, host: Host, url: str) -> Answer | Failure:
        """Ask for a robots.txt, of which the first part is enough; a failure slows the host."""
        headers = {"accept": "text/plain,*/*;q=0.5", "accept-encoding": "identity"}
        patience = _Patience(self._settings.timeout)
        answer = await self._ask(host, url, headers, patience, robots=True)
        failure, wish = self._meaning(answer)
        host.rest(self._clock, host.judge(failure, wish, self._settings.longest_pause))
        return answer

    async def _get(
        self,
        host: Host,
        url: str,
        headers: Mapping[str, str],
        patience: _Patience,
        *,
        robots: bool,
    ) -> Answer | Failure:
        async with host.client.stream("GET", url, headers=dict(headers)) as response:
            patience.waiting_for = "the rest of the page"
            answer = _answer(response, url, self._clock.now())
            if len(answer.headers) > self._settings.max_headers:
                detail = f"the answer has {len(answer.headers)} header lines"
                return Failure(reason=Reason.TOO_MANY_HEADERS, detail=detail)
            if robots:
                return replace(answer, wire=await _start_of(response, MOST_OF_ROBOTS))
            if answer.status == 200 and (other := not_a_page(answer.header("content-type"))):
                return other
            wire = await self._body(response, self._settings.max_wire_bytes)
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
        if any("\n" in value or "\r" in value for value in headers.values()):
            detail = "a header of this webhook has a line break in it"
            return PostAnswer(error=Failure(reason=Reason.PROTOCOL, detail=detail))
        patience = _Patience(timeout)
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        try:
            async with (
                patience.spent(),
                self._hosts.use(httpx.URL(address), paced=False) as host,
                host.client.stream("POST", address, headers=sent, content=body) as answer,
            ):
                patience.waiting_for = "the rest of the answer"
                await self._body(answer, _MOST_OF_A_POST)
                wish = retry_after(answer.headers.get("retry-after"), self._clock.now())
                return PostAnswer(status=answer.status_code, retry_after=wish)
        except (TimeoutError, *_TROUBLE) as error:
            where = urlsplit(address).netloc
            return PostAnswer(error=failure_from(error, where, patience.waiting_for))


def _headers(request: FetchRequest) -> dict[str, str]:
    headers = {"accept": request.accept, "accept-encoding": ACCEPTED}
    pairs = (
        ("if-none-match", request.validators.etag),
        ("if-modified-since", request.validators.last_modified),
    )
    # What is not plain ASCII can be stored as it came, but not be sent back.
    return headers | {name: value for name, value in pairs if value and value.isascii()}


def _answer(response: httpx.Response, url: str, now: datetime) -> Answer:
    """Return the head of an answer, its body still to come."""
    return Answer(
        url=url,
        status=response.status_code,
        headers=tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, value in response.headers.raw
        ),
        wire=b"",
        version=response.http_version,
        peer=_peer(response),
        requested_at=now,
    )


async def _start_of(response: httpx.Response, most: int) -> bytes:
    """Return the first bytes of a body; what comes after them is left unread."""
    found = b""
    async for part in response.stream:  # type: ignore[union-attr]
        found += part
        if len(found) >= most:
            break
    return found[:most]


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
