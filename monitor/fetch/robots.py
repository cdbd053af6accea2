"""robots.txt after RFC 9309: who may come, and how fast."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol
from urllib.parse import quote, urljoin, urlsplit

from protego import Protego

from monitor.errors import BadAddress
from monitor.fetch.hosts import Host, Robots
from monitor.fetch.settings import FetchSettings
from monitor.model import Failure, Reason
from monitor.ports import Clock

_KEEP = timedelta(hours=24).total_seconds()
"""The RFC's limit (section 2.4)."""
_KEEP_TROUBLE = timedelta(minutes=10).total_seconds()
_UNREACHABLE = timedelta(days=30).total_seconds()
"""After so long without an answer there counts as none (section 2.3.1.4)."""
MOST_OF_ROBOTS = 500 * 1024
"""At least this much must be read (section 2.5); what comes after it is not."""
_MOST_LINES = 20_000
_REDIRECTS = 5
_LINE_END = re.compile(r"\r\n|\r|\n")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)
_AGENT = frozenset({"user-agent", "useragent", "user agent"})
_RULES = frozenset({"allow", "disallow", "crawl-delay", "crawl delay"}) | {
    "dissallow",
    "dissalow",
    "disalow",
    "diasllow",
    "disallaw",
}
"""Directives that count, some of them as they are often misspelled."""


class _Answer(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def wire(self) -> bytes: ...
    def header(self, name: str) -> str | None: ...


Ask = Callable[[str], Awaitable["_Answer | Failure"]]
"""Asks for a robots.txt, at the pace of whatever host it stands on."""


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
                host.robots = await self._read(host, host.robots)
        robots = host.robots
        if robots.failure is not None or robots.rules is None:
            return robots.failure
        if robots.rules.can_fetch(url, "*"):
            return None
        detail = f"{urlsplit(url).netloc}/robots.txt asks us not to fetch this page"
        return Failure(reason=Reason.ROBOTS, detail=detail)

    def holds_off_for(self, host: Host) -> timedelta:
        """Return for how long nobody may come because its robots.txt could not be read."""
        if host.robots is None or host.robots.failure is None:
            return timedelta()
        return timedelta(seconds=max(host.robots.until - self._clock.monotonic(), 0.0))

    async def _read(self, host: Host, known: Robots | None) -> Robots:
        answer = await self._fetch(host)
        now = self._clock.monotonic()
        if (failure := _unreachable(answer)) is not None:
            return _kept(known, failure, now)
        rules = None
        if not isinstance(answer, Failure) and answer.status == 200:
            text = answer.wire.decode("utf-8-sig", "replace")
            rules = Protego.parse(our_rules(text, self._settings.product_token))
        host.pace.wish(host.key, self._delay(rules))
        return Robots(rules=rules, until=now + _KEEP, read_at=now)

    def _delay(self, rules: Protego | None) -> timedelta:
        wanted = float((rules and rules.crawl_delay("*")) or 0.0)
        return min(timedelta(seconds=min(wanted, 10**6)), self._settings.longest_crawl_delay)

    async def _fetch(self, host: Host) -> _Answer | Failure:
        """Read the file, following redirects, also to other hosts (section 2.3.1.2)."""
        url = f"{host.key}/robots.txt"
        for _ in range(_REDIRECTS + 1):
            answer = await self._ask(url)
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


def _unreachable(answer: _Answer | Failure) -> Failure | None:
    """Return why there is no telling what a robots.txt says; 429 asks for patience, as 5xx does."""
    if isinstance(answer, Failure):
        return answer
    if answer.status != 429 and answer.status < 500:
        return None
    detail = f"its robots.txt answers {answer.status}; nothing is fetched until it can be read"
    return Failure(reason=Reason.UNAVAILABLE, detail=detail, status=answer.status)


def _kept(known: Robots | None, failure: Failure, now: float) -> Robots:
    """Return what holds while a robots.txt cannot be read.

    What it said last (section 2.4), or that nobody may come; after a month, that there is none.
    """
    since = now if known is None else known.read_at
    if now - since >= _UNREACHABLE:
        return Robots(rules=None, until=now + _KEEP_TROUBLE, read_at=since)
    if known is not None and known.failure is None:
        return Robots(rules=known.rules, until=now + _KEEP_TROUBLE, read_at=since)
    return Robots(rules=None, until=now + _KEEP_TROUBLE, failure=failure, read_at=since)


def our_rules(text: str, token: str) -> str:
    """Return the rules of a robots.txt that are for us, as one group for all.

    Those of all groups that name our product token (section 2.2.1), else of all groups for `*`.
    Only they are parsed: a file with thousands of groups and rules would hold up everything else.
    """
    ours: list[str] = []
    for_all: list[str] = []
    named = False
    agents: set[str] = set()
    in_heading = False
    for line in _LINE_END.split(text)[:_MOST_LINES]:
        key, colon, value = line.partition("#")[0].partition(":")
        key = key.strip().lower()
        if colon and key in _AGENT:
            agents = {_agent(value)} | (agents if in_heading else set())
            in_heading = True
            named = named or token in agents
        elif colon and key in _RULES:
            in_heading = False
            rule = f"{key}: {quote(value.strip(), safe=_ASCII)}"
            ours += [rule] if token in agents else []
            for_all += [rule] if "*" in agents else []
    return "\n".join(["User-agent: *", *(ours if named else for_all)])


def _agent(value: str) -> str:
    """Return whom a `User-agent` line means: `*`, or a product token without its version."""
    text = value.strip()
    if text.startswith("*"):
        return "*"
    found = _TOKEN.match(text)
    return found[0].lower() if found else ""
