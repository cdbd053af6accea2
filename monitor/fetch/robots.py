"""robots.txt after RFC 9309: who may come, and how fast."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from protego import Protego

from monitor.errors import BadAddress
from monitor.fetch.hosts import Host, Robots
from monitor.fetch.settings import FetchSettings
from monitor.model import Failure, Reason
from monitor.ports import Clock

_KEEP = timedelta(hours=24).total_seconds()
"""The RFC's limit (section 2.4)."""
_KEEP_TROUBLE = timedelta(minutes=10).total_seconds()
MOST_OF_ROBOTS = 500 * 1024
"""At least this much must be read (section 2.5); what comes after it is not."""
_MOST_LINES = 20_000
_REDIRECTS = 5


class _Answer(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def wire(self) -> bytes: ...
    def header(self, name: str) -> str | None: ...


Ask = Callable[[Host, str], Awaitable["_Answer | Failure"]]
"""Asks a host for a robots.txt."""


class RobotsKeeper:
    """Reads each host's robots.txt, keeps it for a day, and says what it forbids."""

    def __init__(
        self, settings: FetchSettings, clock: Clock, normalise: Callable[[str], str], ask: Ask
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._normalise = normalise
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
        text = answer.wire.decode("utf-8", "replace")
        rules = Protego.parse(relevant(text, self._settings.user_agent))
        self._slow_down(host, rules)
        return Robots(rules=rules, until=now + _KEEP)

    def _slow_down(self, host: Host, rules: Protego) -> None:
        wanted = rules.crawl_delay(self._settings.user_agent)
        if wanted:
            longest = self._settings.longest_crawl_delay
            host.slow_down_to(min(timedelta(seconds=float(min(wanted, 10**6))), longest))

    async def _fetch(self, host: Host) -> _Answer | Failure:
        """Read the file, following redirects, also to other hosts (section 2.3.1.2)."""
        url = f"{host.key}/robots.txt"
        for _ in range(_REDIRECTS):
            answer = await self._ask(host, url)
            location = None if isinstance(answer, Failure) else answer.header("location")
            if isinstance(answer, Failure) or answer.status // 100 != 3 or not location:
                return answer
            try:
                url = self._normalise(urljoin(url, location))
            except (BadAddress, ValueError):
                return _Nothing()
        return _Nothing()


class _Nothing:
    """As good as a 404: there are no rules to be had."""

    status = 404
    wire = b""

    def header(self, name: str) -> str | None:
        return None


def relevant(text: str, agent: str) -> str:
    """Return the groups of a robots.txt that are for all or for us.

    Parsing takes the product of agents and rules, so a file with thousands of both would hold up
    everything else.
    """
    names = {"*", agent.lower()}
    kept: list[str] = []
    mine, heading = False, False
    for line in text.splitlines()[:_MOST_LINES]:
        key, _, value = line.partition("#")[0].partition(":")
        if key.strip().lower() == "user-agent":
            ours = value.strip().lower() in names
            mine = ours or (mine and heading)
            heading = True
            kept += [line] if ours else []
        elif key.strip():
            heading = False
            kept += [line] if mine else []
    return "\n".join(kept)
