"""What the measuring scripts call: the product's own functions, with default settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.diff import compare as compare_articles
from monitor.extract import extract as extract_article
from monitor.model import (
    Article,
    Change,
    Disclosure,
    Edit,
    Failure,
    Part,
    Stamp,
    content_digest,
)


def extract(html: bytes, url: str) -> dict[str, object]:
    """Return the body's text, title, authors and date of publication of a page."""
    article = extract_article(html, url=url)
    if isinstance(article, Failure):
        return {"text": "", "title": "", "authors": [], "published": "", "failure": article.reason}
    return {
        "text": _body(article),
        "title": article.title or article.headline,
        "authors": list(article.authors),
        "published": _local(article.published),
    }


def compare(old: bytes, new: bytes, url: str) -> dict[str, object]:
    """Return what a report about two versions of a page says.

    Articles with the same content digest are the same version, as in a check.
    """
    before, after = extract_article(old, url=url), extract_article(new, url=url)
    if isinstance(before, Failure) or isinstance(after, Failure):
        return {"edits": [], "text": "", "readable": False}
    change = compare_articles(before, after, url=url)
    same = content_digest(before) == content_digest(after)
    return {
        "edits": [] if same else [_line(edit) for edit in change.edits],
        "text": _shown(change),
        "readable": True,
        "headline": any(edit.part is Part.HEADLINE for edit in change.edits),
        "disclosed": _disclosed(change),
        "material": change.material,
    }


def _body(article: Article) -> str:
    """Return the running text without the standfirst, which the sets count or leave out."""
    return replace(article, standfirst=None).text


def _local(stamp: Stamp | None) -> str:
    """Return the time on the outlet's own clock."""
    if stamp is None:
        return ""
    return (
        (stamp.at + timedelta(minutes=stamp.offset_minutes or 0)).replace(tzinfo=None).isoformat()
    )


def _line(edit: Edit) -> str:
    kinds = ", ".join(edit.kinds)
    return f"{edit.part}: {kinds}: {edit.before} → {edit.after}"


def _shown(change: Change) -> str:
    hunks = ["".join(piece.text for piece in hunk.pieces) for hunk in change.hunks]
    edits = [f"{edit.before}\n{edit.after}" for edit in change.edits]
    notices = [notice.text for notice in change.notices]
    return "\n".join([*hunks, *edits, *notices])


def _disclosed(change: Change) -> bool:
    return change.disclosure in (Disclosure.DISCLOSED, Disclosure.PARTLY)
