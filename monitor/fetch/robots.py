"""robots.txt after RFC 9309: who may come, and how fast."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from protego import Protego

from monitor.fetch.decoding import decode
from monitor.fetch.hosts import Host, Robots
from monitor.fetch.settings import FetchSettings
from monitor.model import Failure, Reason
from monitor.ports import Clock

_KEEP = timedelta(hours=24).total_seconds()
"""The RFC's limit (section 2.4)."""
_KEEP_TROUBLE = timedelta(minutes=10).total_seconds()
_MOST = 500 * 1024
"""At least this much must be read (section 2.5); what comes after it is not."""
_REDIRECTS = 5


class _Answer(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def wire(self) -> bytes: ...
    def header(self, name: str) -> str | None: ...


Ask = Callable[[Host, str, Mapping[str, str], int | None], Awaitable["_Answer | Failure"]]


class RobotsKeeper:
    """Reads each host's robots.txt, keeps it for a day, and says what it forbids."""

    def __init__(self, settings: FetchSettings, clock: Clock, ask: Ask) -> None:
        self._settings = settings
        self._clock = clock
        self._ask = ask

    async def refusal(self, host: Host, url: str) -> Failure | None:
        """Return why `url` may not be fetched now, or None where it may."""
        if not self._settings.obey_robots:
            return None
        async with host.robots_lock:
            if host.robots is None or self._clock.monotonic() >= host.robots.until:
                host.robots = await self._read(host)
        robots = host.robots
        if robots.failure is not None or robots.rules is None:
            return robots.failure
        if robots.rules.can_fetch(url, self._settings.user_agent):
            return None
        detail = f"{urlsplit(url).netloc}/robots.txt asks us not to fetch this page"
        return Failure(reason=Reason.ROBOTS, detail=detail)

    async def _read(self, host: Host) -> Robots:
        answer = await self._fetch(host)
        now = self._clock.monotonic()
        if isinstance(answer, Failure):
            return Robots(rules=None, until=now + _KEEP_TROUBLE, failure=answer)
        if answer.status == 429 or answer.status >= 500:
            detail = (
                f"its robots.txt answers {answer.status}; nothing is fetched until it can be read"
            )
            failure = Failure(reason=Reason.UNAVAILABLE, detail=detail, status=answer.status)
            return Robots(rules=None, until=now + _KEEP_TROUBLE, failure=failure)
        if answer.status != 200:
            return Robots(rules=None, until=now + _KEEP)
        rules = Protego.parse(_text(answer))
        self._slow_down(host, rules)
        return Robots(rules=rules, until=now + _KEEP)

    def _slow_down(self, host: Host, rules: Protego) -> None:
        wanted = rules.crawl_delay(self._settings.user_agent)
        if wanted:
            longest = self._settings.longest_crawl_delay
            host.slow_down_to(min(timedelta(seconds=float(min(wanted, 10**6))), longest))

    async def _fetch(self, host: Host) -> _Answer | Failure:
        """Read the file, following redirects on the same host (section 2.3.1.2)."""
        origin = host.key
        url = f"{origin}/robots.txt"
        headers = {"accept": "text/plain,*/*;q=0.5", "accept-encoding": "gzip, br, zstd"}
        for _ in range(_REDIRECTS):
            answer = await self._ask(host, url, headers, 2 * _MOST)
            location = None if isinstance(answer, Failure) else answer.header("location")
            if isinstance(answer, Failure):
                large = answer.reason in (Reason.TOO_LARGE, Reason.NOT_HTML)
                return _Nothing() if large else answer
            if answer.status // 100 != 3 or not location:
                return answer
            url = urljoin(url, location)
            if not url.startswith(f"{origin}/"):
                return _Nothing()
        return _Nothing()


class _Nothing:
    """As good as a 404: there are no rules to be had."""

    status = 404
    wire = b""

    def header(self, name: str) -> str | None:
        return None


def _text(answer: _Answer) -> str:
    body = decode(answer.wire, answer.header("content-encoding"), 4 * _MOST)
    return "" if isinstance(body, Failure) else body[:_MOST].decode("utf-8", "replace")
