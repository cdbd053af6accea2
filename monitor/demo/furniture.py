"""What stands around the article on a news page, other at every request.

Counters, tickers, clocks, nonces, advertisements, lists that shuffle, boxes that wander between
the paragraphs: all that a monitor must not take for an edit.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

_TEASERS = (
    ("/world/oresku-invites-harl-a1038", "Oresku Invites Harl for “Full-Scale” Visit"),
    ("/business/velmar-dockers-end-strike-a1040", "Velmar’s Dockers End Strike After 11 Days"),
    ("/climate/sarn-valley-dams-at-a-third-a1029", "Sarn Valley Dams Down to a Third"),
    ("/sport/astrel-rovers-sack-third-coach-a1041", "Astrel Rovers Sack Third Coach This Year"),
    ("/science/vostra-probe-sends-first-pictures-a1025", "Vostra Probe Sends First Pictures"),
    ("/opinion/the-comfort-of-slow-trains-a1033", "The Comfort of Slow Trains"),
    ("/culture/a-festival-for-forgotten-organs-a1019", "A Festival for Forgotten Organs"),
    ("/health/ministry-counts-nurses-twice-a1036", "Ministry Counted 4,000 Nurses Twice"),
    ("/travel/48-hours-in-lodrava-a0990", "48 Hours in Lodrava"),
    ("/tech/coastal-league-fines-chirp-a1037", "Coastal League Fines Chirp 90 Million"),
)
_MARKETS = ("ASX Astrel", "Coastal 50", "Wheat", "Brent", "Velm/League", "Copper")
_ADVERTISERS = ("Tolland Pianos", "Northern Ferries", "Quill & Sons", "Bank of Tarn", "Peat Coffee")
_LETTERS = (
    ("Sign up for The Morning Tide", "The day’s five stories in your inbox by 7 a.m."),
    ("Get The Long Read", "One story worth your weekend, every Friday."),
    ("World in brief", "Our correspondents’ notes, twice a week. No spam, ever."),
)
_PLEAS = (
    "The Courier has no owner and no paywall. If our work matters to you, give what you can today.",
    "Reporting like this costs money. Join {} readers who keep it free for everyone.",
    "Only {} more gifts until midnight, and a friend of the paper doubles each of them.",
)
_COMMENTS = (
    ("lodrava_lad", "Nobody brings a munitions minister along for the brass band."),
    ("H. Quist", "My grandfather drove that line. 60 km/h is generous."),
    ("tarnreader", "Could the paper print a map of the route, please?"),
    ("Marisol P.", "Talks about talks about talks. Wake me when something is signed."),
    ("sceptic_77", "Harl and Oresku both know exactly who is watching."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """One request's worth of furniture: finished HTML, but for the plain words."""

    nonce: str
    request_id: str
    experiment: str
    clock: str
    ticker: str
    breaking: str
    plea: str
    newsletter: str
    advert: str
    box_after: int
    """The paragraph after which the newsletter box stands."""
    advert_after: int
    shares: str
    readers: str
    most_read: str
    related: str
    comments: str
    trending: str


def furniture(rng: random.Random, now: datetime) -> Furniture:
    """Return fresh furniture, as `rng` and the time will have it."""
    box_after = rng.randint(2, 4)
    return Furniture(
        nonce=_token(rng),
        request_id=_token(rng),
        experiment=rng.choice(("exp-a", "exp-b", "exp-c")),
        clock=now.astimezone(UTC).strftime("%A, %-d %B %Y, %H:%M:%S GMT"),
        ticker=_ticker(rng),
        breaking=rng.choice(_TEASERS)[1],
        plea=rng.choice(_PLEAS).format(f"{rng.randint(900, 48_000):,}"),
        newsletter=_newsletter(rng),
        advert=_advert(rng),
        box_after=box_after,
        advert_after=box_after + rng.randint(2, 3),
        shares=f"{rng.randint(120, 9_900):,}",
        readers=f"{rng.randint(400, 21_000):,}",
        most_read=_most_read(rng),
        related=_related(rng),
        comments=_comments(rng),
        trending=_trending(rng),
    )


def _token(rng: random.Random) -> str:
    return f"{rng.getrandbits(96):024x}"


def _ticker(rng: random.Random) -> str:
    cells = []
    for name in rng.sample(_MARKETS, 4):
        move = rng.uniform(-3, 3)
        way = "up" if move >= 0 else "down"
        value = f"{rng.uniform(40, 9_000):,.2f}"
        cells.append(f'<li class="{way}"><b>{escape(name)}</b> {value} <i>{move:+.2f}%</i></li>')
    return "".join(cells)


def _link(teaser: tuple[str, str]) -> str:
    path, title = teaser
    return f'<a href="{path}">{title}</a>'


def _most_read(rng: random.Random) -> str:
    picks = rng.sample(_TEASERS, 5)
    counts = sorted((rng.randint(300, 90_000) for _ in picks), reverse=True)
    return "".join(
        f'<li>{_link(pick)} <span class="count">{count:,} views</span></li>'
        for pick, count in zip(picks, counts, strict=True)
    )


def _related(rng: random.Random) -> str:
    cards = (
        f'<article class="card"><h3>{_link(pick)}</h3>'
        f"<time>{rng.randint(2, 59)} minutes ago</time></article>"
        for pick in rng.sample(_TEASERS, 3)
    )
    return "".join(cards)


def _newsletter(rng: random.Random) -> str:
    title, words = rng.choice(_LETTERS)
    return (
        '<aside class="newsletter" data-module="newsletter-signup">'
        f"<h4>{title}</h4><p>{words}</p>"
        f'<form action="/account/newsletter" method="post"><input type="hidden" name="csrf"'
        f' value="{_token(rng)}"><input type="email" name="email" placeholder="Your e-mail">'
        "<button>Sign up</button></form></aside>"
    )


def _advert(rng: random.Random) -> str:
    return (
        f'<div class="ad ad--inline" id="ad-slot-{rng.getrandbits(32):08x}" aria-hidden="true">'
        f"<span>Advertisement</span><p>{escape(rng.choice(_ADVERTISERS))}: offer ends in"
        f" {rng.randint(2, 59)} minutes</p></div>"
    )


def _comments(rng: random.Random) -> str:
    return "".join(
        f'<li class="comment"><b>{name}</b> <time>{rng.randint(1, 58)} min ago</time><p>{words}</p>'
        f'<button type="button">Like ({rng.randint(0, 240)})</button></li>'
        for name, words in rng.sample(_COMMENTS, 3)
    )


def _trending(rng: random.Random) -> str:
    topics = rng.sample(("Harl", "Wheat prices", "Chirp fine", "Sarn valley", "Eels", "Rovers"), 3)
    return "".join(f'<a href="/search">#{escape(topic)}</a>' for topic in topics)
