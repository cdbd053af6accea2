"""PURE: what the daemon did wrong, by what the servers wrote down and what it told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bench.web.server import RETRY_AFTER, Site, Visit
from bench.web.world import Host, Robots, Story, Trait

_TOLERANCE = 0.02
"""Seconds by which two processes on a busy machine may see a pause differently."""


@dataclass(frozen=True, slots=True)
class Told:
    """One alert: its kind, the article, and when it came, in seconds after the start."""

    kind: str
    url: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was counted, and every fault in words."""

    requests: int
    edits: int
    seen: int
    delays: tuple[float, ...]
    """From each edit to its alert, in seconds."""
    faults: tuple[str, ...]


def judge(sites: Iterable[Site], told: Iterable[Told], delay: float) -> Verdict:
    """Return what was counted and every fault; `delay` is the pause that was configured."""
    told = tuple(told)
    faults: list[str] = []
    edits, delays, requests = 0, [], 0
    for site in sites:
        base = f"http://{site.host.address}:{site.port}"
        own = [one for one in told if one.url.startswith(f"{base}/")]
        requests += len(site.visits)
        faults += _manners(site, delay)
        faults += _walls(site, own)
        faults += _strange(site.host, base, own)
        for story in site.host.stories:
            here = [one for one in own if one.url == base + story.path and one.kind == "changed"]
            edits += _expected(site.host, story)
            found, wrong = _edits(site.host, story, here)
            delays += found
            faults += wrong
    return Verdict(
        requests=requests,
        edits=edits,
        seen=len(delays),
        delays=tuple(sorted(delays)),
        faults=tuple(faults),
    )


def readable(host: Host, story: Story) -> bool:
    """Tell whether the daemon may, and can, read a story."""
    closed = host.robots in (Robots.CLOSED, Robots.BROKEN)
    walled = host.trait in (Trait.FAILING, Trait.BLOCKING)
    return not (closed or walled or (host.robots is Robots.PRIVATE and story.private))


def _expected(host: Host, story: Story) -> int:
    return len(story.edits) if readable(host, story) else 0


def _edits(host: Host, story: Story, told: list[Told]) -> tuple[list[float], list[str]]:
    """Return the delay of each edit that was told, and what was missed or made up."""
    where = f"{host.address}{story.path}"
    if not readable(host, story):
        return [], [f"{where}: an edit was told of what cannot be read"] if told else []
    delays: list[float] = []
    waiting = sorted(told, key=lambda one: one.at)
    for edit in story.edits:
        later = next((one for one in waiting if one.at >= edit.at), None)
        if later is None:
            return delays, [f"{where}: the edit at {edit.at:.0f} s was missed"]
        waiting.remove(later)
        delays.append(later.at - edit.at)
    return delays, [f"{where}: told at {one.at:.0f} s, where nothing was edited" for one in waiting]


_WALLS = ("blocked", "failing", "gone")
_SURE = 3
"""Failed looks at an article until it is told (`checks.failing_after`)."""


def _strange(host: Host, base: str, told: list[Told]) -> Iterator[str]:
    """Nothing comes back, moves or is rebuilt here, and only stories are edited."""
    stories = {base + story.path for story in host.stories}
    for one in told:
        if one.kind not in ("changed", *_WALLS) or one.url not in stories:
            yield f"{one.url}: {one.kind} was told at {one.at:.0f} s"


def _walls(site: Site, told: list[Told]) -> Iterator[str]:
    """A host that blocks or fails is told of once, and no other host is."""
    host = site.host
    kinds = Counter(one.kind for one in told if one.kind in _WALLS)
    wanted: Counter[str] = Counter()
    if host.trait is Trait.BLOCKING or host.robots in (Robots.PRIVATE,):
        wanted["blocked"] = 1
    # A site that keeps failing rests: in a short run no article may be asked for often enough.
    failed = Counter(visit.path for visit in site.visits if visit.status == 500)
    tries = max((many for path, many in failed.items() if path != "/robots.txt"), default=0)
    if host.trait is Trait.FAILING and (tries >= _SURE or kinds["failing"]):
        wanted["failing"] = 1
    private = host.robots is Robots.PRIVATE and not any(one.private for one in host.stories)
    if kinds != wanted and not private:
        yield f"{host.address} ({host.trait}, robots {host.robots}): told {dict(kinds)}"


# --- manners -----------------------------------------------------------------------------------


def _manners(site: Site, delay: float) -> Iterator[str]:
    yield from _robots(site)
    pause = 1.0 if site.host.robots is Robots.DELAY else delay
    after_robots = next((visit.ended for visit in site.visits if _is_robots(visit)), 0.0)
    visits = sorted(site.visits, key=lambda visit: visit.begun)
    for before, after in pairwise(visits):
        gap = after.begun - before.ended
        if before.begun < after_robots or gap >= pause - _TOLERANCE:
            continue
        yield f"{site.host.address}: {gap:.2f} s after {before.path}, not {pause:g} s"
    yield from _retry_after(site, visits)


def _is_robots(visit: Visit) -> bool:
    return visit.path == "/robots.txt"


def _robots(site: Site) -> Iterator[str]:
    asked = [visit.path for visit in site.visits if not _is_robots(visit)]
    match site.host.robots:
        case Robots.CLOSED | Robots.BROKEN:
            broken = asked
        case Robots.PRIVATE:
            broken = [path for path in asked if path.startswith("/private/")]
        case _:
            broken = []
    for path in broken:
        yield f"{site.host.address}{path}: fetched, against its robots.txt"
    if asked and site.visits and not _is_robots(site.visits[0]):
        yield f"{site.host.address}: the first request was not for robots.txt"


def _retry_after(site: Site, visits: list[Visit]) -> Iterator[str]:
    for before, after in pairwise(visits):
        if before.status == 429 and after.begun - before.ended < RETRY_AFTER - _TOLERANCE:
            yield f"{site.host.address}: came back before Retry-After was over"
