"""What there is in the small web: hosts, articles, and when each is edited. From a seed.

Every address of a host is one of 127/8, so each is a host of its own to the daemon.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

_TOWNS = (
    "Aberwen",
    "Brillham",
    "Corvane",
    "Duskmoor",
    "Elderby",
    "Fennick",
    "Garlow",
    "Hexley",
    "Ingram",
    "Jarwick",
    "Kelbourne",
    "Lowmere",
    "Marrick",
    "Norwell",
    "Oakhurst",
    "Penrose",
)
_THINGS = ("ferries", "bridges", "schools", "markets", "mills", "libraries", "quarries", "trains")
_PEOPLE = ("Anna Weller", "Boris Klein", "Clara Dumont", "Daniel Novak", "Edith Larsen")


class Trait(StrEnum):
    """How a host treats its guests."""

    FINE = "fine"
    SLOW = "slow"
    """Answers after a while."""
    FAILING = "failing"
    """Its articles answer 500."""
    LIMITING = "limiting"
    """Answers 429 with Retry-After to whoever comes too often."""
    BLOCKING = "blocking"
    """Its articles answer 403."""


class Robots(StrEnum):
    """What a host's robots.txt is like."""

    NONE = "none"
    OPEN = "open"
    DELAY = "delay"
    """Asks for a second between requests."""
    PRIVATE = "private"
    """Forbids some of what the host lists."""
    CLOSED = "closed"
    """Forbids all."""
    BROKEN = "broken"
    """Answers 500: nobody may come."""
    PAGE = "page"
    """A web page that is no robots.txt."""


class Lists(StrEnum):
    """How a host lists its articles."""

    RSS = "rss"
    ATOM = "atom"
    SITEMAP = "sitemap"
    INDEX = "index"
    SECTION = "section"


class Sort(StrEnum):
    """What an edit changes."""

    FIGURE = "figure"
    ADDED = "added"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit, `at` seconds after the start."""

    at: float
    sort: Sort


@dataclass(frozen=True, slots=True)
class Story:
    """One article of a host, listed from `listed` seconds after the start on."""

    host: str
    number: int
    path: str
    listed: float
    edits: tuple[Edit, ...]

    @property
    def private(self) -> bool:
        return self.path.startswith("/private/")

    def edited_by(self, now: float) -> tuple[Edit, ...]:
        return tuple(edit for edit in self.edits if edit.at <= now)


@dataclass(frozen=True, slots=True)
class Host:
    """One site. `noisy`: no validators, and other furniture at each answer."""

    address: str
    trait: Trait
    robots: Robots
    lists: Lists
    noisy: bool
    stories: tuple[Story, ...]


def draw(seed: int, *, hosts: int, stories: int, seconds: float) -> tuple[Host, ...]:
    """Return `hosts` hosts with `stories` articles in all; edits fall within `seconds`.

    About 5 % of the hosts are slow, failing, limiting or blocking, at least one of each.
    """
    chance = random.Random(seed)
    traits = chance.sample(_traits(hosts), hosts)
    robots = chance.sample([kind for _ in range(hosts) for kind in Robots][:hosts], hosts)
    each = stories // hosts
    return tuple(
        _host(chance, number, traits[number], robots[number], each, seconds)
        for number in range(hosts)
    )


def _traits(hosts: int) -> list[Trait]:
    odd = [trait for trait in Trait if trait is not Trait.FINE]
    return (odd * max(hosts // 80, 1) + [Trait.FINE] * hosts)[:hosts]


def _host(
    chance: random.Random, number: int, trait: Trait, robots: Robots, each: int, seconds: float
) -> Host:
    address = f"127.{1 + number // 200}.0.{1 + number % 200}"
    if trait is not Trait.FINE:
        robots = Robots.OPEN
    stories = tuple(_story(chance, address, robots, n, seconds) for n in range(each))
    lists = chance.choice(tuple(Lists))
    return Host(address, trait, robots, lists, chance.random() < 0.2, stories)


def _story(
    chance: random.Random, address: str, robots: Robots, number: int, seconds: float
) -> Story:
    private = robots is Robots.PRIVATE and chance.random() < 0.3
    folder = "private" if private else chance.choice(("news", "politics", "sport"))
    slug = f"{chance.choice(_TOWNS)}-counts-its-{chance.choice(_THINGS)}-again".lower()
    late = chance.random() < 0.2
    listed = chance.uniform(0.1, 0.4) * seconds if late else 0.0
    edits = _edits(chance, listed, seconds) if chance.random() < 0.35 else ()
    return Story(address, number, f"/{folder}/{slug}-{number + 1000}", listed, edits)


def _edits(chance: random.Random, listed: float, seconds: float) -> tuple[Edit, ...]:
    """Return one or two edits, so far apart that each can be seen by itself."""
    first = chance.uniform(listed + 0.35 * seconds, 0.75 * seconds)
    times = [first]
    if chance.random() < 0.3 and first < 0.5 * seconds:
        times.append(first + 0.25 * seconds)
    return tuple(Edit(at, chance.choice(tuple(Sort))) for at in times)


@dataclass(frozen=True, slots=True)
class Text:
    """An article as it stands after some edits."""

    headline: str
    paragraphs: tuple[str, ...]


def text(story: Story, edits: tuple[Edit, ...]) -> Text:
    """Return what a story says after `edits`."""
    chance = random.Random(f"{story.host}{story.path}")
    town, thing = chance.choice(_TOWNS), chance.choice(_THINGS)
    person, figure = chance.choice(_PEOPLE), chance.randrange(100, 900)
    headline = f"{town} counts its {thing} for the {chance.randrange(3, 40)}th time"
    lines = [
        f"The council of {town} has counted its {thing} and found {figure} of them, it said.",
        f"{person}, who led the count, called the result of case {story.number} a surprise.",
        f"A year ago there had been {figure + chance.randrange(5, 90)} {thing} in {town}.",
        f"The next count of the {thing} is planned for the autumn, when the roads are dry.",
    ]
    for number, edit in enumerate(edits, 1):
        headline, lines = _edited(headline, lines, edit, number, chance.randrange(1000, 9999))
    return Text(headline, tuple(lines))


def _edited(
    headline: str, lines: list[str], edit: Edit, number: int, figure: int
) -> tuple[str, list[str]]:
    match edit.sort:
        case Sort.HEADLINE:
            return f"{headline}, and finds {figure}", lines
        case Sort.ADDED:
            more = f"Another {figure} were found on the day after, in part {number}."
            return headline, [*lines, more]
        case Sort.FIGURE:
            other = f"The count had taken {figure} hours, it was learned."
            return headline, [*lines[:2], other, *lines[3:]]
