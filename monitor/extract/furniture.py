"""Judge the blocks of the article's element: which are the article's, and what kind they are."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.headline import fingerprint
from monitor.extract.read import Raw
from monitor.extract.vocabulary import NOTICE_LINE, RELATED_LINE
from monitor.model import BlockKind

_ASIDE = (BlockKind.CAPTION, BlockKind.EMBED)
_TEXTUAL = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_END = re.compile(r"[.!?…。！？։؟।:;\"”»'’)]\s*$")
_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|di|da|door|av|af|от|story by|written by|reported by|posted by|photo(?:graph)?s? by)\s*:?\s+[^\W\d_]",
    re.I,
)
_PHOTO = re.compile(
    r"^\W*(?:photo|image|picture|foto|bild|credit|crédit|crédito|getty|via getty|©|source:|quelle:|fonte:|copyright|\(c\)|all rights reserved)",
    re.I,
)
_WORD = re.compile(r"\w+")


def judge(raws: list[Raw], headline: str, authors: tuple[str, ...]) -> list[Raw]:
    """Return the blocks that are the article's, each with the kind that its text shows."""
    title = fingerprint(headline)
    people = [fingerprint(author) for author in authors]
    raws = _after_title(raws, title)
    kept = [one for raw in raws if (one := _one(raw, title, people)) is not None]
    return _trim(kept)


def _after_title(raws: list[Raw], title: str) -> list[Raw]:
    """Leave out what stands above the headline, where the headline is among the blocks."""
    for at, raw in enumerate(raws[:25]):
        if title and raw.kind is BlockKind.HEADING and fingerprint(raw.text) == title:
            return raws[at + 1 :]
    return raws


def _one(raw: Raw, title: str, people: list[str]) -> Raw | None:
    if raw.kind in _ASIDE:
        return raw
    text = raw.text
    mark = fingerprint(text)
    if not mark or mark == title:
        return None
    if RELATED_LINE.match(text) and (raw.linked * 2 > len(text) or len(text) < 30):
        return replace(raw, kind=BlockKind.RELATED)
    if raw.linked >= len(text) * 0.9 and raw.kind is not BlockKind.HEADING:
        return replace(raw, kind=BlockKind.RELATED)
    if len(text) < 120 and not _END.search(text) and raw.kind in _TEXTUAL:
        if (
            _BYLINE.match(text)
            or _PHOTO.match(text)
            or any(one and one in mark and len(mark) < len(one) + 30 for one in people)
        ):
            return None
    if NOTICE_LINE.match(text) and raw.kind in _TEXTUAL:
        return replace(raw, kind=BlockKind.NOTICE)
    return raw


def _trim(raws: list[Raw]) -> list[Raw]:
    """Leave out headings with nothing under them."""
    kept: list[Raw] = []
    for raw in reversed(raws):
        below = next((one for one in reversed(kept) if one.kind not in _ASIDE), None)
        if raw.kind is BlockKind.HEADING and (below is None or below.kind is BlockKind.RELATED):
            continue
        kept.append(raw)
    return kept[::-1]
