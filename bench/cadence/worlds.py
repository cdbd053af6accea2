"""The worlds that policies are tried in: labelled distributions, drawn from a seed.

PUBLISHED: 35 % of articles are updated at all, updated ones about twice; the median gap to an edit
in breaking news is 24 minutes to 2 hours, with a long tail over days; more versions make more
likely. ASSUMED: all else, and each world that is not `mixed` changes what is assumed, so that a
policy cannot win by knowing the distribution that it is tried in. No family of distributions
here is the one that `monitor.cadence` believes in.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
LIFE = 30 * DAY
"""How long each article is watched, from its publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast an article is edited: gaps are lognormal, `median` seconds, `sigma` in logs."""

    weight: float
    median: float
    sigma: float


BREAKING = Pace(weight=0.45, median=40 * MINUTE, sigma=1.0)
DEVELOPING = Pace(weight=0.35, median=2 * HOUR, sigma=1.2)
CORRECTED = Pace(weight=0.20, median=1 * DAY, sigma=1.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a world's articles are drawn from. Times in seconds."""

    name: str
    says: str
    updated: float = 0.35
    """PUBLISHED. The share of articles that are updated."""
    first_again: float = 0.42
    """PUBLISHED (about two edits each): the chance of a second edit; each further one adds 0.05."""
    most_again: float = 0.75
    paces: tuple[Pace, ...] = (BREAKING, DEVELOPING, CORRECTED)
    """PUBLISHED in its medians, ASSUMED in its weights."""
    host_spread: float = 6.0
    """ASSUMED. Weight of the beta distribution of `updated` over hosts: smaller, more unlike."""
    own_pace: float | None = None
    """ASSUMED. Weight of the Dirichlet distribution of paces over hosts: smaller, more unlike;
    None: all hosts are alike."""
    night: float = 1.0
    """ASSUMED. The share of edits that are made at once when they fall between 23 and 7 o'clock;
    the others wait for the morning."""
    hosts: int = 12
    stories: int = 250
    span: float = 20 * DAY
    """Over which articles are published."""
    hinting: float = 0.0
    """ASSUMED. The share of hosts whose feed or sitemap tells of edits."""
    recall: tuple[float, float] = (0.5, 0.95)
    """ASSUMED. The share of edits that such a host tells of, from .. to."""
    precision: tuple[float, float] = (0.3, 0.95)
    """ASSUMED. The share of what it tells that is an edit, from .. to."""
    hint_delay: float = 5 * MINUTE
    """ASSUMED. The mean wait for the feed to be written and then polled."""
    listed: float = 2 * DAY
    """ASSUMED (news sitemaps list two days): how long a feed lists an article."""


WORLDS = (
    World(name="mixed", says="the published facts, no feed tells anything"),
    World(
        name="breaking",
        says="all of it breaking news, gaps of 24 minutes",
        paces=(Pace(weight=1, median=24 * MINUTE, sigma=1.0),),
    ),
    World(
        name="slow",
        says="half the edits are corrections after a day",
        paces=(
            Pace(weight=0.5, median=2 * HOUR, sigma=1.0),
            Pace(weight=0.5, median=1 * DAY, sigma=1.5),
        ),
    ),
    World(name="outlets", says="mixed, and each outlet has a pace that it prefers", own_pace=1.5),
    World(name="nights", says="mixed, and most newsrooms sleep at night", night=0.2),
    World(name="hints", says="mixed, and feeds of 70 % of hosts tell of edits", hinting=0.7),
    World(name="all", says="hints and outlets together", hinting=0.7, own_pace=1.5),
)


@dataclass(frozen=True, slots=True)
class Story:
    """One article's true life, which no policy sees but by looking."""

    host: int
    published: float
    found: float
    edits: tuple[float, ...]
    pace: Pace
    weights: tuple[float, ...]
    """How often its host's articles are of each pace."""
    updated: float
    """The chance that it is edited at all: its host's."""
    hints: tuple[float, ...] = ()
    listed_until: float = 0.0
    life: float = LIFE
    """How long it is watched, from its publication."""

    @property
    def end(self) -> float:
        return self.published + self.life


@dataclass(frozen=True, slots=True)
class _Host:
    updated: float
    weights: tuple[float, ...]
    recall: float = 0.0
    precision: float = 1.0
    hinting: bool = field(default=False)


def draw(world: World, seed: int) -> tuple[Story, ...]:
    """Return the articles of `world` for `seed`, by the time when they are found."""
    chance = random.Random(f"{world.name}/{seed}")
    hosts = [_host(world, chance) for _ in range(world.hosts)]
    stories = [_story(world, hosts, chance) for _ in range(world.stories)]
    return tuple(sorted(stories, key=lambda story: story.found))


def _host(world: World, chance: random.Random) -> _Host:
    spread = world.host_spread
    updated = chance.betavariate(spread * world.updated, spread * (1 - world.updated))
    weights = tuple(pace.weight for pace in world.paces)
    if world.own_pace is not None:
        weights = tuple(chance.gammavariate(world.own_pace * one, 1) for one in weights)
    if chance.random() >= world.hinting:
        return _Host(updated, weights)
    return _Host(
        updated, weights, chance.uniform(*world.recall), chance.uniform(*world.precision), True
    )


def _story(world: World, hosts: list[_Host], chance: random.Random) -> Story:
    number = chance.randrange(len(hosts))
    host = hosts[number]
    published = chance.uniform(0, world.span)
    (pace,) = chance.choices(world.paces, host.weights)
    edits = tuple(_edits(world, host, pace, published, chance))
    found = published + chance.uniform(1 * MINUTE, 10 * MINUTE)
    if not host.hinting:
        return Story(number, published, found, edits, pace, host.weights, host.updated)
    until = published + world.listed
    hints = _hints(world, host, (published, until), edits, chance)
    return Story(number, published, found, edits, pace, host.weights, host.updated, hints, until)


def _edits(world: World, host: _Host, pace: Pace, at: float, chance: random.Random) -> list[float]:
    edits: list[float] = []
    end = at + LIFE
    again = host.updated
    while chance.random() < again:
        at += chance.lognormvariate(math.log(pace.median), pace.sigma)
        at = _morning(at, world, chance)
        if at >= end:
            break
        edits.append(at)
        again = min(world.first_again + 0.05 * (len(edits) - 1), world.most_again)
    return edits


def _morning(at: float, world: World, chance: random.Random) -> float:
    hour = at % DAY / HOUR
    if 7 <= hour < 23 or chance.random() < world.night:
        return at
    return at + (7 - hour) % 24 * HOUR + chance.uniform(0, 2 * HOUR)


def _hints(
    world: World,
    host: _Host,
    listed: tuple[float, float],
    edits: tuple[float, ...],
    chance: random.Random,
) -> tuple[float, ...]:
    told = [at for at in edits if at < listed[1] and chance.random() < host.recall]
    wrong = len(told) * (1 / host.precision - 1)
    wrong += 0.1 * (1 - host.precision)
    count = int(wrong) + (chance.random() < wrong % 1)
    noise = [chance.uniform(*listed) for _ in range(count)]
    return tuple(sorted(at + chance.expovariate(1 / world.hint_delay) for at in told + noise))
