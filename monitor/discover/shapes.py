"""What the addresses of a site's articles look like, and how much one looks like an article's.

A path is a row of segments, each of a kind: a year, a short or a long number, a slug of many words,
a code, a plain word. The kinds, not the words, are what the articles of a site have in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from monitor.model import address_key, site_of

Shape = tuple[str, ...]

_MOST_KNOWN = 2_000
_MOST_SEGMENTS = 12
_ENOUGH = 5
"""Known articles from which on another shape counts against a link."""
_COMMON = 0.05
"""The share of the known articles that makes a shape one of the site's."""
_TELLING = frozenset({"slug", "long", "code", "day", "date"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
_CODE = re.compile(
    r"(?=.*\d)(?=.*[a-f])[\da-f-]{8,40}|(?=.*\d)(?=.*[A-Z])[A-Za-z\d]{6,24}"
    r"|(?=(?:\D*\d){3})[a-z\d]{8,24}"
)
_LONG = re.compile(r"\d{5,}")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put no spaces, or few, between words."""
_BETWEEN = re.compile(r"[-_+.,\s]+")
_PAGE = re.compile(
    r"\.(?:x?html?|shtml|php\d?|aspx?|jspx?|ece|stm|story|cms|dhtml|do|article)$", re.I
)
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|avif|ico|css|js|json|xml|rss|atom|zip|gz|mp[34]|m4a|ogg|wav|mov"
    r"|webm|avi|docx?|xlsx?|pptx?|csv|txt|ics|apk|exe|dmg|epub)$",
    re.I,
)
_LISTS = frozenset({
    "archiv", "archive", "archives", "auteur", "author", "authors", "autor", "autore", "autoren",
    "autores", "buscar", "by", "byline", "categoria", "categorie", "categories", "category",
    "collection", "collections", "companies", "company", "contributor", "contributors", "hub",
    "journalist", "kategorie", "keyword", "keywords", "label", "labels", "organisation", "page",
    "people", "person", "place", "places", "profile", "profiles", "recherche", "rubrik",
    "rubrique", "search", "section", "sections", "seite", "series", "staff", "suche", "tag",
    "tags", "team", "tema", "temas", "temi", "thema", "theme", "themen", "themes", "topic",
    "topics", "user", "users",
})  # fmt: skip
"""Segments after which stands the name of a list."""
_SERVICE = frozenset({
    "abo", "about", "about-us", "account", "accounts", "advertise", "advertising", "agb",
    "amp-consent", "app", "apps", "auth", "calendar", "careers", "cdn-cgi", "checkout", "comments",
    "contact", "contact-us", "contacto", "contacts", "cookie-policy", "cookies",
    "corrections-policy", "crossword", "crosswords", "datenschutz", "donate", "e-paper", "epaper",
    "events", "faq", "feed", "feeds", "forum", "forums", "games", "help", "hilfe", "horoscope",
    "impressum", "imprint", "info", "jobs", "kontakt", "legal", "login", "logout", "mailto",
    "membership", "newsletter", "newsletter-signup", "newsletters", "password", "podcasts",
    "polls", "print", "privacy", "privacy-policy", "puzzles", "quiz", "quizzes", "redaktion",
    "register", "rss", "share", "shop", "sign-in", "sign-up", "signin", "signup", "sitemap",
    "store", "subscribe", "subscription", "subscriptions", "support", "terms", "terms-of-service",
    "terms-of-use", "tickets", "tv-guide", "weather", "wetter", "widget", "wp-admin", "wp-content",
    "wp-json", "wp-login.php",
})  # fmt: skip
"""Segments of what no newsroom edits."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of the articles that are known of one site."""

    shapes: frozenset[Shape]
    enough: bool


def learn(known: Collection[str], site: str) -> Shapes:
    """Return the shapes that articles of `site` have among the addresses `known`."""
    own = [url for url in list(known)[:_MOST_KNOWN] if site_of(url) == site]
    counted = Counter(shape for url in own if is_telling(shape := shape_of(url)))
    least = max(1, len(own) * _COMMON)
    shapes = frozenset(shape for shape, count in counted.items() if count >= least)
    return Shapes(shapes, enough=len(own) >= _ENOUGH and bool(shapes))


def shape_of(url: str) -> Shape:
    """Return the kinds of the parts of an address that may name an article."""
    parts = _bare(url)
    *folders, last = segments_of(parts) or [""]
    kinds = [*map(_kind, folders), *_kinds(last)] if last else []
    query = (f"?{name}={_kind(value)}" for name, value in _parameters(parts))
    return (*_dated(kinds), *query)


def is_telling(shape: Shape) -> bool:
    """Tell whether a shape says more than "a page": it has a slug, a date or a number."""
    return any(kind in _TELLING or kind.startswith("?") for kind in shape)


def _bare(url: str) -> SplitResult:
    """Return the parts of an address without what only says how a reader came."""
    return urlsplit(f"//{address_key(url)}")


def segments_of(parts: SplitResult) -> list[str]:
    """Return the segments of a path as text."""
    found = [unquote(segment) for segment in parts.path.split("/") if segment]
    return found[:_MOST_SEGMENTS]


def likeness(url: str, shapes: Shapes) -> float:
    """Return how much an address looks like that of an article: about -6 to 8."""
    parts = _bare(url)
    segments = segments_of(parts)
    if (not segments and not parts.query) or _FILE.search(parts.path):
        return -9.0
    shape = shape_of(url)
    score = _of_traits(shape, segments, parts)
    if shape in shapes.shapes:
        return score + 3
    return score - 3 if shapes.enough else score


def _of_traits(shape: Shape, segments: list[str], parts: SplitResult) -> float:
    last = _PAGE.sub("", segments[-1]) if segments else ""
    score = float(min(3, max(0, words_in(last) - 1)))
    kinds = set(shape)
    if kinds & {"day", "date"}:
        score += 3
    elif "month" in kinds:
        score += 2
    if kinds & {"long", "code"}:
        score += 2
    if any(kind.startswith("?") and kind.endswith(("=long", "=number")) for kind in shape):
        score += 2
    score += bool(_PAGE.search(parts.path)) - (len(segments) < 2 and score < 2)
    return score + _of_names([segment.lower() for segment in segments], shape)


def _of_names(segments: list[str], shape: Shape) -> float:
    if any(segment in _SERVICE for segment in segments):
        return -5.0
    if any(segment in _LISTS for segment in segments[:-1]) or segments[-1:] == ["archive"]:
        return -2.0 if "date" in shape or "day" in shape else -5.0
    return 0.0


def _parameters(parts: SplitResult) -> Iterable[tuple[str, str]]:
    try:
        return sorted(parse_qsl(parts.query[:500], max_num_fields=20))
    except ValueError:
        return []


def _dated(kinds: list[str]) -> list[str]:
    """Return `kinds` with the folders of a day or a month as one."""
    for at, kind in enumerate(kinds):
        if kinds[at : at + 3] in (["year", "two", "two"], ["two", "two", "year"]):
            return [*kinds[:at], "day", *kinds[at + 3 :]]
        if kind == "year" and kinds[at + 1 : at + 2] == ["two"]:
            return [*kinds[:at], "month", *kinds[at + 2 :]]
    return kinds


def _kinds(last: str) -> list[str]:
    """Return what the last segment is made of: its slug and its number stand apart."""
    bare = _PAGE.sub("", last)
    kinds = [_kind(bare)]
    if kinds == ["slug"] and _LONG.search(bare):
        kinds.append("long")
    return [*kinds, "page"] if bare != last else kinds


def _kind(segment: str) -> str:
    if segment.isdecimal():
        return _number(segment)
    if _MONTH.fullmatch(segment):
        return "two"
    if _DATE.match(segment) and words_in(segment) < 2:
        return "date"
    if words_in(segment) >= 3:
        return "slug"
    if _CODE.fullmatch(segment):
        return "code"
    return "long" if _LONG.search(segment) else "word"


def _number(segment: str) -> str:
    if _YEAR.fullmatch(segment):
        return "year"
    if len(segment) <= 2:
        return "two"
    if _DATE.fullmatch(segment):
        return "date"
    return "long" if len(segment) >= 5 else "number"


def words_in(text: str) -> int:
    """Return about how many words a slug or a line has; numbers are none."""
    wide = len(_WIDE.findall(text))
    words = sum(len(word) > 1 and not word.isdecimal() for word in _BETWEEN.split(text))
    return words + wide // 3
