"""Judge the blocks of the article's element: which are the article's, and what kind they are.

A rule drops a block for how it stands and what it opens with together: long sentences stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from monitor.extract.headline import fingerprint
from monitor.extract.lines import (
    ABOUT_LINE,
    CONSENT_LINE,
    CONSENT_STEMS,
    CONTACT_LINE,
    CORRECTION_LINE,
    DATE,
    DATED_LINE,
    LABEL_LINE,
    NETWORK,
    PICTURE_LINE,
    RELATED_LINE,
    SIGNED_LINE,
    STOP,
    SUPPORT_LINE,
    UPDATE_LINE,
)
from monitor.extract.read import Raw
from monitor.extract.teasers import leads_away, mark_teasers
from monitor.extract.trace import Trace
from monitor.extract.vocabulary import STANDFIRST, spread
from monitor.model import ASIDE_KINDS, BlockKind, SpanKind, Why

_BESIDE = (BlockKind.CAPTION, BlockKind.EMBED)
_TEXTUAL = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_END = re.compile(r"[.!?…。！？։؟।:;\"”»'’)]\s*$")
_BYLINE = re.compile(
    r"^\W*(?:by|von|par|por|di|da|door|av|af|от|story by|written by|reported by|posted by|"
    r"medically reviewed by|"
    r"photo(?:graph)?s? by)(?:\s*:?\s+[^\W\d_]|\W*$)",
    re.I,
)
_PHOTO = re.compile(
    r"^\W*(?:photo|image|picture|foto|bild|credit|crédit|crédito|getty|via getty|©|source:|"
    r"quelle:|fonte:|copyright|"
    r"\(c\)|all rights reserved)",
    re.I,
)
_DIGIT = re.compile(r"\d")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"^(?:(?:https?://|www\.)\S+|[\w-]{40,})$", re.I | re.A)
_BRACKETED = re.compile(r"^[(\[（【].{24,}[)\]）】]$")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_APPEAL = 900
"""Characters that no appeal to readers exceeds."""
_LAST = 6
"""Among so many last blocks stand contacts, rights and tags."""
_LINE = 120
"""Characters that no byline exceeds."""
_FEW_LETTERS = 23
"""Letters that a share bar has besides the names of networks, at most."""
_LONG = 80
"""A paragraph of so many characters is the article's own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The article's blocks, and its standfirst where that stands among them."""

    blocks: tuple[Raw, ...]
    standfirst: str | None = None
    template: str = ""
    """See `tree.template_of`."""
    left_out: tuple[str, ...] = ()
    """See `Article.left_out`."""


def judge(
    raws: list[Raw],
    headlines: Collection[str],
    authors: tuple[str, ...],
    description: str = "",
    trace: Trace | None = None,
) -> Judged:
    """Return the blocks that are the article's, each with the kind that its text shows.

    `headlines` are those that the page shows, and that a person found on it. `description` is what
    the page says of itself elsewhere: often its standfirst. `trace` is
    told of each block that is left out, and why.
    """
    marks = {fingerprint(headline) for headline in headlines} - {""}
    people = [fingerprint(author) for author in authors]
    below = _after_title(raws, marks)
    if trace:
        above = raws[: len(raws) - len(below)]
        trace.blocks(above[:-1], (), Why.ABOVE_HEADLINE)
        trace.blocks(above[-1:], (), Why.HEADLINE)
    kept: list[Raw] = []
    for raw in mark_teasers(below):
        one = _one(raw, marks, people)
        if one is not None:
            kept.append(one)
        elif trace:
            trace.block(raw, Why.LINE)
    before = kept
    standfirst, kept = _standfirst(kept, fingerprint(description))
    if trace:
        trace.blocks(before, kept, Why.STANDFIRST)
    for step, why in (
        (_start, Why.LABEL),
        (_headings, Why.EMPTY_HEADING),
        (partial(_end, people=people), Why.SIGN_OFF),
    ):
        before, kept = kept, step(kept)
        if trace:
            trace.blocks(before, kept, why)
    if trace:
        trace.keep(kept)
    return Judged(blocks=tuple(kept), standfirst=standfirst)


def _after_title(raws: list[Raw], titles: set[str]) -> list[Raw]:
    """Leave out what stands above the headline, where the headline is among the blocks."""
    for at, raw in enumerate(raws[:25]):
        mark = fingerprint(raw.text) if raw.kind is BlockKind.HEADING else ""
        part = raw.level == 1 and len(mark) > 9 and any(mark in title for title in titles)
        if mark and (mark in titles or part):
            return raws[at + 1 :]
    return raws


def _one(raw: Raw, titles: set[str], people: list[str]) -> Raw | None:
    if raw.kind in ASIDE_KINDS:
        return _beside(raw)
    mark = _mark(raw.text, titles)
    if (
        not mark
        or mark in titles
        or LABEL_LINE.match(raw.text)
        or _is_share_bar(raw)
        or (_ADDRESS.match(raw.text) and not raw.linked)
    ):
        return None
    if raw.kind in _TEXTUAL and _asks_consent(raw.text):
        return None
    if leads_away(raw):
        return replace(raw, kind=BlockKind.RELATED)
    if raw.kind in _TEXTUAL and len(raw.text) < 160 and PICTURE_LINE.search(raw.text):
        return replace(raw, kind=BlockKind.CAPTION)
    if raw.kind is not BlockKind.HEADING and _is_byline(raw, mark, people):
        return None
    return _noted(raw) if raw.kind in _TEXTUAL else raw


def _noted(raw: Raw) -> Raw | None:
    """Return a note by the outlet as what it is, and nothing for the line of a date."""
    if CORRECTION_LINE.match(raw.text):
        return replace(raw, kind=BlockKind.NOTICE)
    if DATED_LINE.match(raw.text) and _is_date(raw.text):
        return None
    return replace(raw, kind=BlockKind.NOTICE) if UPDATE_LINE.match(raw.text) else raw


def _is_share_bar(raw: Raw) -> bool:
    """Tell whether a line is no sentence and says little more than the names of networks."""
    text = raw.text
    if raw.kind is BlockKind.HEADING or len(text) > _LINE or STOP.search(text):
        return False
    names = NETWORK.findall(text)
    return len(names) > 1 and len("".join(_LETTERS.findall(NETWORK.sub("", text)))) <= _FEW_LETTERS


def _mark(text: str, titles: set[str]) -> str:
    """Return the fingerprint of `text`: of a long one, as much as tells it from the titles'."""
    if len(text) > _LINE:
        mark = fingerprint(text[: text.rfind(" ", 0, _LINE) + 1])
        if mark and not any(title.startswith(mark) for title in titles):
            return mark
    return fingerprint(text)


def _beside(raw: Raw) -> Raw | None:
    """Return a block beside the text as what it is: captions can be labels, or lead elsewhere."""
    if raw.kind is not BlockKind.CAPTION or not raw.text:
        return raw
    if LABEL_LINE.match(raw.text):
        return None
    away = 0 < len(raw.text) * 0.9 <= raw.linked or RELATED_LINE.match(raw.text)
    return replace(raw, kind=BlockKind.RELATED) if away else raw


def _is_date(text: str) -> bool:
    """Tell a date ("Updated 7 May, 14:05") from a note that says what was updated."""
    return len(text) < 70 and bool(_DIGIT.search(text)) and len(_LETTERS.findall(text)) < 8


def _asks_consent(text: str) -> bool:
    if len(text) >= 600:
        return False
    low = text.casefold()
    if not any(map(low.__contains__, CONSENT_STEMS)):
        return False
    found = set(CONSENT_LINE.findall(low))
    return len(found) > 1 or (len(found) == 1 and len(text) < 160)


def _is_byline(raw: Raw, mark: str, people: list[str]) -> bool:
    text = raw.text
    if len(text) > _LINE or STOP.search(text):
        return False
    if _BYLINE.match(text) or _PHOTO.match(text):
        return True
    return any(one and one in mark and len(mark) < len(one) + 30 for one in people)


def _is_long(text: str) -> bool:
    """Tell whether a text has the length of a paragraph; ideographs say as much as two letters."""
    length = len(text)
    dense = _LONG // 2 <= length < _LONG and 2 * len(_IDEOGRAPHS.findall(text)) > length
    return length >= _LONG or dense


def _is_text(raw: Raw) -> bool:
    long = raw.kind in _TEXTUAL and _is_long(raw.text)
    return long and raw.linked * 2 < len(raw.text) and not _ADDRESS.match(raw.text)


def _standfirst(raws: list[Raw], description: str) -> tuple[str | None, list[Raw]]:
    """Take the standfirst from among the first blocks, where it stands apart from the text."""
    body = [raw for raw in raws if raw.kind not in ASIDE_KINDS]
    for at, raw in enumerate(body[:6]):
        below = body[at + 1 :]
        if len(raw.text) > 30 and below and _stands_first(raw, below, description):
            return raw.text, [one for one in raws if one is not raw and one.text != raw.text]
        if _is_text(raw):
            break
    return None, raws


def _stands_first(raw: Raw, below: list[Raw], description: str) -> bool:
    text = next((one for one in below if _is_text(one)), None)
    if text is None:
        return False
    if raw.kind is BlockKind.HEADING:
        return below[0] is text and (
            len(raw.text) > 60 or STANDFIRST.search(spread(raw.name)) is not None
        )
    if raw.kind is not BlockKind.PARAGRAPH:
        return False
    apart = raw.place != text.place
    if apart and description and fingerprint(raw.text) == description:
        return True
    return apart and ("header" in raw.within or STANDFIRST.search(spread(raw.name)) is not None)


def _start(raws: list[Raw]) -> list[Raw]:
    """Leave out short lines before the text begins (dates, sections, buttons), and later ones
    that stand outside of paragraphs where the text stands in paragraphs."""
    first = next((at for at, raw in enumerate(raws) if _is_text(raw)), None)
    if first is None:
        return raws
    text = [raw for raw in raws if _is_text(raw)]
    proper = sum(raw.tag == "p" for raw in text) > 0.8 * len(text)
    ahead = [raw for raw in raws[:first] if raw.kind in ASIDE_KINDS or not _is_loose(raw)]
    return [*ahead, *(raw for raw in raws[first:] if not (proper and _is_label(raw)))]


def _is_label(raw: Raw) -> bool:
    """Tell whether a block is no paragraph, neither by its tag nor by how it ends or looks."""
    outside = raw.kind is BlockKind.PARAGRAPH and raw.tag not in ("p", "pre", "td")
    if not outside or len(raw.text) >= 100 or _END.search(raw.text):
        return False
    return not _is_all(raw, SpanKind.STRONG)


def _is_all(raw: Raw, *kinds: SpanKind) -> bool:
    """Tell whether all of a block is bold, or in italics."""
    return sum(span.end - span.start for span in raw.spans if span.kind in kinds) >= len(raw.text)


def _is_loose(raw: Raw) -> bool:
    """Tell whether a block has neither the length nor the end of a sentence."""
    text = raw.text
    if _is_link(raw):
        return True
    if _BRACKETED.match(text):
        return False
    if raw.kind is BlockKind.PARAGRAPH:
        if len(text) < 120 and (CONTACT_LINE.match(text) or SIGNED_LINE.search(text)):
            return True
        return not STOP.search(text) and (len(text) < 60 or _tells_date(text))
    return raw.kind is BlockKind.LIST_ITEM and len(text) < 40 and not _END.search(text)


def _tells_date(text: str) -> bool:
    """Tell whether a line that is no sentence says when, and by whom, something was published."""
    return len(text) < 160 and DATE.search(text) is not None


def _end(raws: list[Raw], people: list[str]) -> list[Raw]:
    """Leave out what follows the text: contacts, rights and tags, then labels."""
    body = [at for at, raw in enumerate(raws) if raw.kind not in ASIDE_KINDS]
    late = body[-_LAST:][0] if len(body) > _LAST else (body[1] if len(body) > 1 else len(raws))
    places = Counter(raw.place for raw in raws if _is_text(raw))
    raws = [
        raw
        for at, raw in enumerate(raws)
        if at < late or not (_signs_off(raw, people) or _asks_support(raw, places))
    ]
    last = next((at for at in range(len(raws) - 1, -1, -1) if _is_text(raws[at])), len(raws))
    return [raw for at, raw in enumerate(raws) if at <= last or not _trails(raw)]


def _is_link(raw: Raw) -> bool:
    """Tell whether a block is nothing but an address, or a link."""
    return _ADDRESS.match(raw.text) is not None or raw.linked >= len(raw.text) * 0.8


def _signs_off(raw: Raw, people: list[str]) -> bool:
    text = raw.text
    if raw.kind in ASIDE_KINDS or raw.kind is BlockKind.NOTICE:
        return False
    if _is_about(raw, people):
        return True
    if _is_all(raw, SpanKind.EMPHASIS, SpanKind.LINK) and _MAIL.search(text):
        return True
    return len(text) < 250 and bool(CONTACT_LINE.match(text) or SIGNED_LINE.search(text))


def _asks_support(raw: Raw, places: Counter[int]) -> bool:
    """Tell whether a block that stands apart from the text asks its readers for money."""
    if raw.kind in ASIDE_KINDS or len(raw.text) >= _APPEAL:
        return False
    apart = places[raw.place] * 2 < places.total()
    if not apart and not _is_all(raw, SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.LINK):
        return False
    return SUPPORT_LINE.search(raw.text) is not None


def _is_about(raw: Raw, people: list[str]) -> bool:
    """Tell whether a block is about its author: "Ann Lee (ann@courier.example) is a reporter"."""
    if len(raw.text) >= 600:
        return False
    opening = fingerprint(raw.text[:120])
    named = any(len(one) > 3 and opening.startswith(one) for one in people)
    return named and ABOUT_LINE.search(raw.text[:200]) is not None


def _trails(raw: Raw) -> bool:
    """Tell whether a block that follows all text is a label or a link."""
    if raw.kind in ASIDE_KINDS:
        return False
    if _is_link(raw):
        return True
    outside = raw.kind is BlockKind.PARAGRAPH and raw.tag != "p"
    return outside and len(raw.text) < 45 and not _END.search(raw.text)


def _headings(raws: list[Raw]) -> list[Raw]:
    """Leave out headings with nothing under them."""
    kept: list[Raw] = []
    below: Raw | None = None
    for raw in reversed(raws):
        if raw.kind is BlockKind.HEADING and (below is None or below.kind is BlockKind.RELATED):
            continue
        kept.append(raw)
        if raw.kind not in _BESIDE:
            below = raw
    return kept[::-1]
