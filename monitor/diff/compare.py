"""Two articles into the change between them: passages, then edits, then the verdict."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.diff.beside import beside
from monitor.diff.disclosing import disclosed, overall
from monitor.diff.findings import findings, unworded, walled
from monitor.diff.judging import judged, weighed
from monitor.diff.names import Names
from monitor.diff.passages import Passage, passages
from monitor.diff.redesign import is_redesigned, rearranged
from monitor.diff.rules import Rule, reason
from monitor.diff.settings import DEFAULT, Settings
from monitor.diff.tokens import replaced_whole
from monitor.diff.vocabulary import language_of, vocabulary
from monitor.diff.wording import Context
from monitor.model import (
    Article,
    Change,
    Edit,
    Finding,
    FindingKind,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Stamp,
    before_opening,
)

_CHARACTERS = 8
"""Characters of a word and what is around it, more than there are: words are not counted."""
_COARSE = Finding(
    kind=FindingKind.COARSE, text="too large to compare word by word: whole paragraphs shown"
)
_PARTLY_COARSE = Finding(
    kind=FindingKind.COARSE, text="a passage is too long to compare word by word: shown as a whole"
)
_REDESIGNED = Finding(
    kind=FindingKind.REDESIGNED,
    text="the page has a new design: captions, embeds and links beside the text were not compared",
)


def compare(old: Article, new: Article, *, url: str = "", settings: Settings = DEFAULT) -> Change:
    """Return what changed from `old` to `new`; without edits the two are the same article."""
    if (len(old.text) + len(new.text)) // _CHARACTERS > settings.max_words:
        return coarse(old, new)
    return _change(old, new, url, settings, whole=False)


def coarse(old: Article, new: Article) -> Change:
    """Return the change block by block, cheaply; says that it is coarse."""
    return _change(old, new, "", Settings(max_cells=0), whole=True)


def _change(old: Article, new: Article, url: str, settings: Settings, *, whole: bool) -> Change:
    walls = list(walled(old, new))
    old = before_opening(old, new)
    language = language_of(old, new)
    words = vocabulary(language)
    context = Context(language, words, Names(old, new, words), settings)
    found = passages(old, new, language or "en", settings, whole=whole)
    redesigned = is_redesigned(old, new)
    untold = rearranged(found, redesigned=redesigned)
    edits, notices = _told(old, new, found, untold, context, whole=whole, redesigned=redesigned)
    edits = disclosed(edits, notices, found, context)
    known = list(findings(old, new, edits, notices, url=url, language=language))
    known += walls
    if redesigned:
        known.append(_REDESIGNED)
    elif not edits:
        known += unworded(beside(found, settings))
    if whole:
        known.append(_COARSE)
    elif any(replaced_whole(one.hunk.pieces, settings.max_cells) for one in found if one.turns):
        known.append(_PARTLY_COARSE)
    return Change(
        edits=tuple(edits),
        hunks=tuple(passage.hunk for passage in found),
        notices=tuple(notices),
        findings=tuple(known),
        significance=max((edit.significance for edit in edits), default=0.0),
        material=any(edit.material for edit in edits),
        disclosure=overall(edits, notices),
    )


def _told(
    old: Article,
    new: Article,
    found: Sequence[Passage],
    untold: frozenset[int],
    context: Context,
    *,
    whole: bool,
    redesigned: bool,
) -> tuple[Sequence[Edit], Sequence[Notice]]:
    edits: list[Edit] = []
    notices: list[Notice] = []
    for at, passage in enumerate(found):
        if at in untold or passage.hunk.kind is HunkKind.SAME:
            continue
        one = judged(at, passage, context, whole=whole)
        edits += one.edits
        notices += one.notices
    if edits:
        edits += _dates(old.published, new.published, context.settings)
    if (edits or context.settings.unworded) and not redesigned:
        edits += beside(found, context.settings)
    notices += [
        Notice(kind=NoticeKind.CORRECTION, op=Op.INSERT, text=text)
        for text in new.corrections
        if text not in old.corrections and not any(text in notice.text for notice in notices)
    ]
    return edits, notices


def _dates(old: Stamp | None, new: Stamp | None, settings: Settings) -> list[Edit]:
    """Return the edit of the date of publication; where it was read elsewhere, it is none."""
    if old is None or new is None or old.source is not new.source or old.at == new.at:
        return []
    before, after = old.at.isoformat(" ", "minutes"), new.at.isoformat(" ", "minutes")
    reasons = [reason(Rule.DATE_SHOWN, f"{before} → {after}")]
    return [weighed(reasons, Part.DATE, before, after, None, settings)]
