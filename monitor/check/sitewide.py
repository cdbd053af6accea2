"""PURE: what belongs to a whole site and not to one article of it.

A redesign or a broken template changes many articles alike at once: the same lines come to them
or go from them, or their pages are suddenly built in another way. That is told once, of the site;
the versions are kept, and people go on believing what they were told of each article last. A site
that is out of reach, or does not want us, is told of once too, not once for each article.
"""

from __future__ import annotations

from monitor.check.looking import NewVersion
from monitor.check.policy import Policy
from monitor.model import (
    ASIDE_KINDS,
    Article,
    Change,
    EventKind,
    FindingKind,
    Neighbours,
    Reason,
    Subject,
    comparable,
    line_digest,
)

_OF_THE_SITE = frozenset(
    {
        Reason.ROBOTS,
        Reason.FORBIDDEN_ADDRESS,
        Reason.DNS,
        Reason.CONNECT,
        Reason.TLS,
        Reason.TIMEOUT,
        Reason.PROTOCOL,
        Reason.TRUNCATED,
        Reason.FORBIDDEN,
        Reason.RATE_LIMITED,
        Reason.UNAVAILABLE,
        Reason.SERVER_ERROR,
        Reason.HTTP_ERROR,
        Reason.CHALLENGE,
        Reason.CONSENT,
        Reason.ERROR_PAGE,
        Reason.DISK,
    }
)
"""Reasons that a site has for all its articles. The others say something of one article: that it
was taken down, or stands behind a paywall, or is a file now."""
_ANOTHER_TEMPLATE = line_digest("\0another template")
_MOST_LINES = 200
_HALF = 0.5


def changed_lines(change: Change, old: Article, new: Article) -> tuple[str, ...]:
    """Return the digests by which changes of a whole site are known: of lines of the running text
    that came or went, and of a new template.

    A line that speaks of its article's subject is no other article's, even if the same one stands
    there: one piece of news may be added to several reports.
    """
    before, after = _lines(old), _lines(new)
    turned = after.keys() ^ before.keys()
    head = (new.headline, new.standfirst or "", *new.authors)
    strange = set(Subject(new.url, head, before | after).strangers(turned))
    own = (line if line in strange else f"{new.url}\0{line}" for line in turned)
    digests = sorted(map(line_digest, own))
    redesigned = any(one.kind is FindingKind.REDESIGNED for one in change.findings)
    template = (_ANOTHER_TEMPLATE,) if redesigned else ()
    return tuple(dict.fromkeys((*template, *digests)))[:_MOST_LINES]


def is_same_article(one: Article, other: Article) -> bool:
    """Tell whether two pages show one article: its headline, and half of the shorter one's text."""
    lines, others = _lines(one).keys(), _lines(other).keys()
    shorter = min(len(lines), len(others))
    same_headline = comparable(one.headline) == comparable(other.headline)
    return same_headline and len(lines & others) >= _HALF * shorter


def _lines(article: Article) -> dict[str, None]:
    blocks = (block.text for block in article.blocks if block.kind not in ASIDE_KINDS)
    return dict.fromkeys(map(comparable, blocks))


def is_of_the_site(found: NewVersion, neighbours: Neighbours, policy: Policy) -> bool:
    """Tell whether a new version is a change of its site: many others were changed alike.

    Alike is what shares half of its lines with others, so that a standard note or one line that
    several articles quote does not hide an edit.
    """
    own = len(found.changed_lines)
    if not own or neighbours.shared < _HALF * own:
        return False
    many = 1 + len(neighbours.alike)
    return many >= policy.site_articles and many >= policy.site_share * (1 + neighbours.looked)


def is_told_already(kind: EventKind, reason: Reason | None, neighbours: Neighbours) -> bool:
    """Tell whether the same trouble of the site is told of another of its articles now."""
    told = {one for one, why in neighbours.told if why in _OF_THE_SITE}
    return kind in told and reason in _OF_THE_SITE
