"""What the fields of an entry may hold: addresses, plain texts, languages, believable times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from monitor.extract.dates import parse
from monitor.model import Entry, Provenance, address_key

LONGEST_ADDRESS = 2_000
LONGEST_TEXT = 300
MOST_SECTIONS = 20
_LONGEST_TIME = 60
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Before that no newspaper had a site; most earlier times are zeros in somebody's database."""
_AHEAD = timedelta(days=1)
"""How far a clock may be ahead of ours."""
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]{1,200}(?:/[!-~]*)?")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_NO_WEEKDAY = re.compile(r"\d{1,2} [A-Za-z]{3} \d{2,4} \d")


def absolute(href: object, base: str) -> str | None:
    """Return the http(s) address that `href` means on the page `base`, or None."""
    if not isinstance(href, str) or not href.strip() or len(href) > LONGEST_ADDRESS:
        return None
    text = href.strip()
    if _WHOLE.fullmatch(text):
        return text
    text = _BLANK.sub("%20", text.encode("utf-8", "replace").decode())
    try:
        found = urljoin(base, text)
        parts = urlsplit(found)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return found if usable and len(found) <= LONGEST_ADDRESS else None


def base_of(root: _Element, url: str) -> str:
    """Return what the addresses on the page at `url` are relative to."""
    found = root.find(".//base")
    stated = None if found is None else absolute(found.get("href"), url)
    return stated or url


def plain(text: object) -> str:
    """Return `text` in one line, without tags and without characters that no line can show."""
    if not isinstance(text, str):
        return ""
    bare = html.unescape(_TAG.sub(" ", text[: LONGEST_TEXT * 10]))
    line = " ".join(_UNFIT.sub(" ", bare).split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1].rstrip()}…"


def language_tag(text: object) -> str | None:
    """Return a language tag in lower case, or None where `text` is none."""
    tag = text.strip().replace("_", "-").lower() if isinstance(text, str) else ""
    return tag if _LANGUAGE.fullmatch(tag) else None


def moment(text: object, now: datetime) -> datetime | None:
    """Return the time that `text` names where it is believable: it has a zone, or is a whole day,
    and lies between the first news sites and tomorrow."""
    if not isinstance(text, str) or not text.strip():
        return None
    said = text.strip()[:_LONGEST_TIME]
    stamp = parse(f"Mon, {said}" if _NO_WEEKDAY.match(said) else said, Provenance.META)
    if stamp is None or (stamp.offset_minutes is None and not stamp.day_only):
        return None
    return stamp.at if _EARLIEST <= stamp.at <= now + _AHEAD else None


def sections(names: Iterable[object]) -> tuple[str, ...]:
    """Return the names of sections, each once, as they are written."""
    found = dict.fromkeys(name for name in map(plain, names) if name)
    return tuple(found)[:MOST_SECTIONS]


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return one entry for each article, the newest first, then those without a time."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(address_key(entry.url), entry)
    return tuple(sorted(first.values(), key=_newest_first))


def _newest_first(entry: Entry) -> float:
    times = [at.timestamp() for at in (entry.published, entry.updated) if at is not None]
    return -max(times, default=0.0)
