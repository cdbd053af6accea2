"""How a page is read, as a page: what was kept and what was left out, in the page's order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from monitor.model import (
    Article,
    Decision,
    Explanation,
    Failure,
    Proposal,
    Provenance,
    Stamp,
    Why,
)
from monitor.report.html import render
from monitor.report.phrases import Saying, Tone
from monitor.report.story import count
from monitor.report.words import clean, plain, web_link

REASONS = {
    Why.OUTSIDE: "outside of the article",
    Why.RULE: "removed by a rule for this site",
    Why.NAME: "its tag or its name says that it is no text of an article",
    Why.ABOVE_HEADLINE: "above the headline",
    Why.LINE: "a label, a byline, a date, or what waits for consent",
    Why.LABEL: "neither the length nor the end of a sentence, beside paragraphs",
    Why.EMPTY_HEADING: "a heading with nothing under it",
    Why.SIGN_OFF: "after the text: contacts, rights, authors, appeals",
    Why.REMEMBERED: "shared by most articles of the site, or coming and going on several",
}
"""Why a piece was left out, in words."""
_SOURCES = {
    Provenance.HTML: "the text of the page",
    Provenance.JSON_LD: "its JSON-LD",
    Provenance.META: "a meta tag",
    Provenance.MICRODATA: "its microdata",
    Provenance.TIME_TAG: "a time tag",
    Provenance.URL: "its address",
    Provenance.TEXT: "what it shows",
    Provenance.EMBEDDED_STATE: "data for its scripts",
    Provenance.TEASER: "what it shows before a paywall",
    Provenance.TEASER_AND_BEFORE: "what it shows before a paywall, and the version before",
}
_FEW = 2
"""Pieces outside of the article in a row that are shown; more are folded."""


class Fate(StrEnum):
    """What became of a piece of the page."""

    KEPT = "kept"
    BESIDE = "beside"
    DROPPED = "dropped"
    OUTSIDE = "outside"


_MARKS = {Fate.KEPT: "✓", Fate.BESIDE: "◆", Fate.DROPPED: "✗", Fate.OUTSIDE: "–"}
_FATES = {
    Why.KEPT: Fate.KEPT,
    Why.HEADLINE: Fate.KEPT,
    Why.STANDFIRST: Fate.KEPT,
    Why.BESIDE: Fate.BESIDE,
    Why.OUTSIDE: Fate.OUTSIDE,
}
_LEGEND = {
    Fate.KEPT: "the article's text",
    Fate.BESIDE: "kept beside the text",
    Fate.DROPPED: "left out",
    Fate.OUTSIDE: "outside of the article",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the article, and where it was read where that is known."""

    name: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A piece of the page."""

    fate: Fate
    mark: str
    label: str
    """The kind of a block that was kept, why another was left out."""
    text: str
    place: str
    """Where a piece stands that was left out, as a selector."""
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Pieces that stand one after another."""

    rows: tuple[Row, ...]
    folded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What a mark means, and how many pieces have it."""

    fate: Fate
    mark: str
    text: str
    number: int


def tried(found: Explanation, url: str) -> str:
    """Return how the page at `url` was read as an HTML page that stands alone."""
    rows = [_row(one) for one in found.decisions]
    article = found.result if isinstance(found.result, Article) else None
    return render(
        "tried.html",
        title=_title(found.result),
        sayings=_sayings(found.result, rows),
        url=plain(url),
        link=web_link(url),
        language=plain(article.language or "") if article else "",
        evidence="" if article else plain(_failed(found.result)),
        fields=tuple(_clean(one) for one in article_fields(article)) if article else (),
        place=plain(found.place),
        proposal=_proposal(found.proposal),
        legend=tuple(_legend(rows)),
        stretches=tuple(_stretches(rows)),
    )


def article_fields(article: Article) -> tuple[Field, ...]:
    """Return the fields of an article that are not empty, as they were read."""
    listed = (
        Field(name="standfirst", text=article.standfirst or ""),
        Field(name="kicker", text=article.kicker or ""),
        Field(name="by", text=", ".join(article.authors)),
        _dated("published", article.published),
        _dated("modified", article.modified),
        Field(name="kind", text=str(article.kind).replace("_", " ")),
        Field(name="section", text=article.section or ""),
        Field(name="language", text=article.language or ""),
        Field(name="text from", text=_SOURCES[article.source]),
    )
    return tuple(one for one in listed if one.text)


def _dated(name: str, stamp: Stamp | None) -> Field:
    if stamp is None:
        return Field(name=name, text="")
    day = stamp.at.date().isoformat()
    text = day if stamp.day_only else f"{stamp.at:%Y-%m-%d %H:%M} UTC"
    return Field(name=name, text=text, source=_SOURCES[stamp.source])


def _clean(field: Field) -> Field:
    return Field(name=field.name, text=plain(field.text), source=field.source)


def _title(result: Article | Failure) -> str:
    return (
        plain(result.headline) or "(no headline)" if isinstance(result, Article) else "No article"
    )


def _failed(result: Article | Failure) -> str:
    return result.evidence if isinstance(result, Failure) else ""


def _sayings(result: Article | Failure, rows: list[Row]) -> tuple[Saying, ...]:
    if isinstance(result, Failure):
        reason = str(result.reason).replace("_", " ")
        return (
            Saying(text=plain(result.detail), tone=Tone.SILENT),
            Saying(text=reason),
        )
    kept = sum(row.fate in (Fate.KEPT, Fate.BESIDE) for row in rows)
    found = Saying(text="Read as an article")
    left = sum(row.fate is Fate.DROPPED for row in rows)
    return (
        found,
        Saying(text=f"{count(kept, 'piece')} kept"),
        Saying(text=f"{left} left out inside it"),
    )


def _row(one: Decision) -> Row:
    fate = _FATES.get(one.why, Fate.DROPPED)
    kind = str(one.kind or "")
    label = kind.replace("_", " ") or REASONS.get(one.why) or str(one.why)
    return Row(
        fate=fate,
        mark=_MARKS[fate],
        label=label,
        text=plain(one.text),
        place="" if fate in (Fate.KEPT, Fate.BESIDE) else plain(one.place),
        kind=kind,
    )


def _legend(rows: list[Row]) -> Iterator[Legend]:
    for fate, text in _LEGEND.items():
        number = sum(row.fate is fate for row in rows)
        if number:
            yield Legend(fate=fate, mark=_MARKS[fate], text=text, number=number)


def _stretches(rows: list[Row]) -> Iterator[Stretch]:
    """Fold what stands outside of the article where it is more than a few pieces in a row."""
    for outside, group in groupby(rows, key=lambda row: row.fate is Fate.OUTSIDE):
        stretch = tuple(group)
        yield Stretch(rows=stretch, folded=outside and len(stretch) > _FEW)


def _proposal(proposal: Proposal | None) -> str:
    """Return the rule's lines; the spaces that they open with mean something."""
    return "\n".join(map(clean, proposal.snippet.splitlines())) if proposal else ""
