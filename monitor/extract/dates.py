"""When an article says it was published and modified, with its zone and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from lxml.etree import _Element

from monitor.extract.metadata import Metadata, string
from monitor.extract.tree import names, raw_text, text_of
from monitor.model import Provenance, Stamp

_ISO = re.compile(
    r"(?P<y>(?:19|20)\d\d)-?(?P<m>\d\d)-?(?P<d>\d\d)"
    r"(?:[T\s]\s*(?P<H>\d\d?):?(?P<M>\d\d)(?::?(?P<S>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<z>Z|UTC|GMT|[+-]\d\d?:?\d?\d?)?)?",
    re.I,
)
_SLASHED = re.compile(r"\b((?:19|20)\d\d)[/.](\d\d?)[/.](\d\d?)\b")
_DOTTED = re.compile(r"\b(\d\d?)[./-](\d\d?)[./-]((?:19|20)\d\d)\b")
_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)")
_MONTHS = (
    "jan|ene|gen|janv|янв|січ|sty|oca",
    "feb|fév|fev|févr|фев|лют|lut|şub",
    "mar|mär|märz|mrt|mars|мар|бер|mac",
    "apr|abr|avr|апр|кві|kwi|nis",
    "may|mai|mag|maj|mei|май|мая|тра",
    "jun|juin|giu|июн|чер|cze|haz",
    "jul|juil|lug|июл|лип|lip|tem",
    "aug|aoû|ago|авг|сер|sie|ağu",
    "sep|set|сен|вер|wrz|eyl",
    "oct|okt|ott|out|окт|жов|paź|eki",
    "nov|ноя|лис|kas",
    "dec|dez|dic|déc|des|дек|гру|gru|ara",
)
_MONTH = {name: at for at, group in enumerate(_MONTHS, 1) for name in group.split("|")}
_WORDY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)\b"
    r"|\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b"
)
_CJK = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "dc.date.issued", "dc.date", "dcterms.created",
    "dc.date.created", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "article:published", "published_at", "publication_date", "last-modified-", "datecreated",
    "og:article:published_time", "rnews:datepublished", "article.published", "dcterms.date",
    "citation_publication_date", "article_date_original", "date.release",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "last-modified",
    "lastmod", "dcterms.modified", "dc.date.modified", "revision_date", "og:modified_time",
)  # fmt: skip
_OTHER_TAGS = ("h2", "h3", "h4", "h5", "h6", "dd", "em", "small", "font")
_DATE_NAME = re.compile(r"date|time|publish", re.I)
"""What other tags must be called for a date in them to be the article's."""
_UPDATED = re.compile(r"updat|modif|edited|aktualis|mise|aggiorn|actuali|atuali|обнов", re.I)


def published(page: Metadata, root: _Element, url: str) -> Stamp | None:
    """Return when the page says the article was published."""
    return next(
        _found(page, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED), None
    ) or next(_shown(root, url), None)


def modified(page: Metadata) -> Stamp | None:
    """Return when the page says the article was last modified."""
    return next(_found(page, ("dateModified",), _MODIFIED), None)


def _found(page: Metadata, keys: tuple[str, ...], fields: tuple[str, ...]) -> Iterator[Stamp]:
    for key in keys[:1]:
        if stamp := parse(string(page.article.get(key)), Provenance.JSON_LD):
            yield stamp
    for name in fields:
        for value in page.meta.get(name, ()):
            if stamp := parse(value, Provenance.META):
                yield stamp
    for key in keys:
        if stamp := parse(string(page.article.get(key) or page.page.get(key)), Provenance.JSON_LD):
            yield stamp


def _shown(root: _Element, url: str) -> Iterator[Stamp]:
    for tag in root.iter("time", "span", "abbr", "div", "p", "li"):
        if tag.tag == "time" or tag.get("itemprop") == "datePublished":
            said = tag.get("datetime") or tag.get("content") or tag.get("title") or text_of(tag)
            if not _UPDATED.search(names(tag)) and (stamp := parse(said, Provenance.TIME_TAG)):
                yield stamp
    if (match := _IN_URL.search(url)) and (stamp := _day(*match.groups(), source=Provenance.URL)):
        yield stamp
    for tag in root.iter("span", "div", "p", "li", "td", "a", *_OTHER_TAGS):
        if tag.tag in _OTHER_TAGS and not _DATE_NAME.search(names(tag)):
            continue
        text = raw_text(tag)
        if 6 <= len(text) < 90 and (stamp := parse(text, Provenance.TEXT)):
            yield stamp


def parse(text: str, source: Provenance) -> Stamp | None:
    """Return the date in `text`, or None; one without a zone counts as UTC."""
    text = text.strip()
    if not text:
        return None
    if match := _ISO.search(text):
        return _stamp(match, source)
    if text.isdecimal() and len(text) < 20:
        return _epoch(int(text), source)
    if match := _SLASHED.search(text) or _CJK.search(text):
        return _day(*match.groups(), source=source)
    if match := _DOTTED.search(text):
        return _day(match[3], match[2], match[1], source=source) or _day(
            match[3], match[1], match[2], source=source
        )
    return _mail(text, source) or _wordy(text, source)


def _stamp(match: re.Match[str], source: Provenance) -> Stamp | None:
    if match["H"] is None:
        return _day(match["y"], match["m"], match["d"], source=source)
    offset = _offset(match["z"])
    zone = timezone(timedelta(minutes=offset or 0))
    try:
        at = datetime(
            int(match["y"]), int(match["m"]), int(match["d"]),
            int(match["H"]), int(match["M"]), min(int(match["S"] or 0), 59), tzinfo=zone,
        )  # fmt: skip
        return Stamp(at=at.astimezone(UTC), source=source, offset_minutes=offset)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    total = hours * 60 + minutes
    return None if total > 14 * 60 else (-total if zone[0] == "-" else total)


def _day(year: str, month: str, day: str, *, source: Provenance) -> Stamp | None:
    try:
        at = datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
    return Stamp(at=at, source=source, day_only=True)


def _epoch(number: int, source: Provenance) -> Stamp | None:
    seconds = number / 1000 if number > 10**11 else float(number)
    if not 6e8 < seconds < 5e9:
        return None
    return Stamp(
        at=datetime.fromtimestamp(seconds, UTC).replace(microsecond=0),
        source=source,
        offset_minutes=0,
    )


def _mail(text: str, source: Provenance) -> Stamp | None:
    if "," not in text or ":" not in text:
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    zone = at.utcoffset()
    aware = at if zone is not None else at.replace(tzinfo=UTC)
    offset = None if zone is None else int(zone.total_seconds() // 60)
    try:
        return Stamp(at=aware.astimezone(UTC), source=source, offset_minutes=offset)
    except OverflowError:
        return None


def _wordy(text: str, source: Provenance) -> Stamp | None:
    for match in _WORDY.finditer(text):
        day, name, year = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
        month = _month(name)
        if month:
            return _day(year, str(month), day, source=source)
    return None


def _month(name: str) -> int | None:
    name = name.casefold()
    return next((_MONTH[name[:n]] for n in (4, 3) if name[:n] in _MONTH), None)
