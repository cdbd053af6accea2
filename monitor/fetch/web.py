"""Fetch a page: robots, requests, redirects, result. What the network did is a value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urljoin

from monitor.errors import BadAddress
from monitor.fetch.access import NO_ACCESS, Access, access_to
from monitor.fetch.asking import Answer, Asker, Patience, Question
from monitor.fetch.conditional import condition, contradicts
from monitor.fetch.decoding import ACCEPTED, decode
from monitor.fetch.gate import Gate
from monitor.fetch.hosts import Hosts
from monitor.fetch.pace import Resting
from monitor.fetch.posting import post
from monitor.fetch.robots import RobotsKeeper
from monitor.fetch.settings import FetchSettings
from monitor.model import (
    NO_VALIDATORS,
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
Result = Capture | NotModified | Failure


class WebFetcher:
    """The fetcher for the web; also posts webhooks, through the same gate."""

    def __init__(self, settings: FetchSettings, clock: Clock, *, gate: Gate | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._gate = gate or Gate(settings.allow_private)
        self._hosts = Hosts(settings, self._gate)
        self._asker = Asker(settings, clock)
        self._robots = RobotsKeeper(settings, clock, self._gate.check_url, self._ask_robots)
        self._host_access = settings.accesses
        self._watch_access: Mapping[str, Access] = {}

    def use(self, access: Mapping[str, Access]) -> None:
        """From now on, ask for these watches' pages with headers and cookies of their own."""
        self._watch_access = access

    def rests_for(self, url: str) -> timedelta:
        """Return how long the site of `url` wants to be left alone, as far as is known here."""
        pace = self._hosts.known_pace(url)
        return pace.rests_for(self._clock) if pace else timedelta()

    async def fetch(self, request: FetchRequest) -> Fetched:
        """Fetch a page at its site's pace, redirects included."""
        started = self._clock.monotonic()
        try:
            url = self._gate.check_url(request.url)
        except BadAddress as error:
            failure = Failure(reason=Reason.BAD_URL, detail=f"the address {error.reason}")
            return Fetched(result=failure, pause=self._settings.delay, elapsed=timedelta())
        result, pause = await self._follow(replace(request, url=url))
        elapsed = timedelta(seconds=self._clock.monotonic() - started)
        return Fetched(result=result, pause=pause, elapsed=elapsed)

    def is_proxied(self, name: str) -> bool:
        """Tell whether the host of that name is reached by way of a proxy."""
        return self._settings.proxy_for(name) is not None

    def access_of(self, capture: Capture, watch: str) -> Access:
        """Return what the page of a capture, at the end of its redirects, was asked for with."""
        visited = (capture.url, *(hop.to for hop in capture.hops))
        own = self._watch_access.get(watch, NO_ACCESS)
        return access_to(visited, self._host_access, own)

    async def post(
        self, url: str, headers: Mapping[str, str], body: bytes, timeout: timedelta
    ) -> PostAnswer:
        """Post `body`, through the gate; no redirect is followed, what is answered is not kept."""
        try:
            address = self._gate.check_url(url)
        except BadAddress as error:
            failure = Failure(reason=Reason.BAD_URL, detail=f"the address {error.reason}")
            return PostAnswer(error=failure)
        async with self._hosts.use(address, paced=False) as host:
            client = host.client(self._settings)
            return await post(client, address, headers, body, timeout, self._clock)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._hosts.aclose()

    # --- redirects -----------------------------------------------------------------------------

    async def _follow(self, request: FetchRequest) -> tuple[Result, timedelta]:
        """Return the result at the end of the redirects, and the pause the first host wants."""
        visited: tuple[str, ...] = (request.url,)
        hops: tuple[Hop, ...] = ()
        patience = Patience(self._settings.timeout)
        answer, pause = await self._visit(visited, request, patience)
        while isinstance(answer, Answer) and answer.status in _REDIRECTS:
            target = self._target(answer, visited[-1], hops)
            if isinstance(target, Failure):
                return target, pause
            hops = (*hops, Hop(url=visited[-1], status=answer.status, to=target))
            visited = (*visited, target)
            answer, _ = await self._visit(visited, request, patience)
        if isinstance(answer, Failure):
            return replace(answer, url=visited[-1] if hops else None), pause
        if answer.status == 304 and _is_of_another_page(answer, request):
            return await self._follow(replace(request, validators=NO_VALIDATORS))
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

    async def _visit(
        self, visited: tuple[str, ...], request: FetchRequest, patience: Patience
    ) -> tuple[Answer | Failure, timedelta]:
        """Ask for the last of `visited` if its site wants us; return the answer, and the pause."""
        url = visited[-1]
        async with self._hosts.use(url) as host:
            try:
                host.pace.refuse_long_wait(self._clock)
            except Resting as resting:
                return resting.failure, host.pace.rests_for(self._clock)
            if (refusal := await self._robots.refusal(host, url)) is not None:
                return refusal, max(host.pace.pause, self._robots.holds_off_for(host))
            own = self._watch_access.get(request.watch, NO_ACCESS)
            question = Question(
                url=url,
                headers=_headers(request),
                access=access_to(visited, self._host_access, own),
                page=request.page,
            )
            return await self._asker.ask(host, question, patience)

    async def _ask_robots(self, url: str) -> Answer | Failure:
        """Ask for a robots.txt, of which the first part is enough; a failure slows the host."""
        headers = {"accept": "text/plain,*/*;q=0.5", "accept-encoding": "identity"}
        question = Question(url=url, headers=headers, robots=True)
        async with self._hosts.use(url) as host:
            answer, _ = await self._asker.ask(host, question, Patience(self._settings.timeout))
        return answer

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


def _headers(request: FetchRequest) -> dict[str, str]:
    headers = {"accept": request.accept, "accept-encoding": ACCEPTED}
    return headers | condition(request.validators)


def _is_of_another_page(answer: Answer, request: FetchRequest) -> bool:
    etag, date = answer.header("etag"), answer.header("last-modified")
    return contradicts(request.validators, etag, date)


def _ends(answer: Answer, body: bytes) -> bool:
    """Return whether a page is whole that came with neither a length nor chunks nor frames.

    Where only the end of the connection ends the page, a cut looks just like an end; then the
    document itself has to say that it is over.
    """
    framed = answer.header("content-length") or answer.header("transfer-encoding")
    if framed or not answer.version.startswith("HTTP/1") or not body:
        return True
    return b"</html>" in body[-4096:].lower() or b"</body>" in body[-4096:].lower()
