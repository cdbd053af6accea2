"""Kinds, verdicts and events in words: one wording for every renderer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from monitor.model import (
    Change,
    Disclosure,
    Edit,
    EditKind,
    Event,
    EventKind,
    FindingKind,
    NoticeKind,
    Op,
)
from monitor.report.story import Story, count, duration
from monitor.report.words import plain

KINDS: dict[EditKind, tuple[str, str]] = {
    EditKind.HEADLINE: ("the headline changed", "{} headlines changed"),
    EditKind.KICKER: ("the kicker changed", "{} kickers changed"),
    EditKind.STANDFIRST: ("the standfirst changed", "{} standfirsts changed"),
    EditKind.BYLINE: ("the byline changed", "{} bylines changed"),
    EditKind.DATE_SHOWN: ("the date shown changed", "{} dates shown changed"),
    EditKind.PARAGRAPH_ADDED: ("a paragraph added", "{} paragraphs added"),
    EditKind.PARAGRAPH_REMOVED: ("a paragraph removed", "{} paragraphs removed"),
    EditKind.SENTENCE_ADDED: ("a sentence added", "{} sentences added"),
    EditKind.SENTENCE_REMOVED: ("a sentence removed", "{} sentences removed"),
    EditKind.NUMBER: ("a figure changed", "{} figures changed"),
    EditKind.DATE: ("a date or time changed", "{} dates or times changed"),
    EditKind.NAME: ("a name changed", "{} names changed"),
    EditKind.QUOTATION_ADDED: ("a quotation added", "{} quotations added"),
    EditKind.QUOTATION_REMOVED: ("a quotation removed", "{} quotations removed"),
    EditKind.QUOTATION_REWORDED: ("a quotation reworded", "{} quotations reworded"),
    EditKind.NEGATION: ("a negation changed", "{} negations changed"),
    EditKind.ATTRIBUTION: ("an attribution changed", "{} attributions changed"),
    EditKind.MOVED: ("a passage moved", "{} passages moved"),
    EditKind.REWORDED: ("a passage reworded", "{} passages reworded"),
    EditKind.SPELLING: ("a spelling mended", "{} spellings mended"),
    EditKind.PUNCTUATION: ("punctuation changed", "punctuation changed in {} places"),
    EditKind.FORMAT: ("the form of a passage changed", "the form of {} passages changed"),
    EditKind.LINK: ("a link changed", "{} links changed"),
    EditKind.CAPTION: ("a caption changed", "{} captions changed"),
    EditKind.IMAGE: ("a picture changed", "{} pictures changed"),
    EditKind.EMBED: ("an embedded post changed", "{} embedded posts changed"),
    EditKind.RELATED: ("a related link changed", "{} related links changed"),
    EditKind.NOTE_ADDED: ("a note added", "{} notes added"),
    EditKind.NOTE_CHANGED: ("a note changed", "{} notes changed"),
    EditKind.NOTE_REMOVED: ("a note removed", "{} notes removed"),
    EditKind.LIVE_ENTRY: ("a live entry changed", "{} live entries changed"),
}

NOTICES: dict[NoticeKind, str] = {
    NoticeKind.UPDATE: "note of an update",
    NoticeKind.CORRECTION: "correction",
    NoticeKind.CLARIFICATION: "clarification",
    NoticeKind.EDITORS_NOTE: "editor’s note",
    NoticeKind.RETRACTION: "retraction",
    NoticeKind.REFILE: "refile tag",
}
_NOTICE_OPS = {Op.INSERT: "added", Op.DELETE: "removed", Op.KEEP: "unchanged"}

FINDINGS: dict[FindingKind, str] = {
    FindingKind.NOTE_WITHOUT_EDIT: "A note, but no edit that it speaks of",
    FindingKind.NOTE_REMOVED: "A note was removed",
    FindingKind.TOUCHED: "The date moved, but nothing was edited",
    FindingKind.DATE_LEFT_ALONE: "Edited, with the date left alone",
    FindingKind.ADDRESS_SAYS_OLD_HEADLINE: "Old headline in the address",
    FindingKind.WORDS_NOT_UNDERSTOOD: "This language is not covered word by word",
    FindingKind.UNWORDED: "No word changed, only what stands beside them",
    FindingKind.REDESIGNED: "The page has a new design",
    FindingKind.COARSE: "Compared in whole paragraphs",
    FindingKind.TEASER: "Only headline and teaser could be read",
    FindingKind.OPENED: "The paywall has gone",
}

EVENTS: dict[EventKind, str] = {
    EventKind.FIRST_SEEN: "Watching",
    EventKind.CHANGED: "Edited",
    EventKind.GONE: "Taken down",
    EventKind.RESTORED: "Back",
    EventKind.MOVED: "Moved",
    EventKind.BLOCKED: "Cannot be read",
    EventKind.FAILING: "Failing",
    EventKind.RECOVERED: "Readable again",
    EventKind.SITE_CHANGED: "The site was changed",
}

_MEANINGS: dict[EventKind, str] = {
    EventKind.FIRST_SEEN: "The first version is kept. Every edit from here on will be told.",
    EventKind.CHANGED: "The article was edited.",
    EventKind.GONE: "The article is no longer at its address. Every version seen until then is"
    " kept, and the address is still looked at in case it comes back.",
    EventKind.RESTORED: "The article had been taken down, and is at its address again.",
    EventKind.MOVED: "The article’s address now leads to another one for good."
    " It is watched there.",
    EventKind.BLOCKED: "A wall stands in front of the article, so edits cannot be seen for now."
    " This is no edit; the last version that could be read stays the one to compare with.",
    EventKind.FAILING: "The article could not be read several times in a row. This is no edit;"
    " the last version that could be read stays the one to compare with.",
    EventKind.RECOVERED: "The article can be read again. Edits made in between show as one change.",
    EventKind.SITE_CHANGED: "Several articles of this site changed alike at once: a new design,"
    " or a fault in its pages. That is told once, here; what changed in each is kept with it.",
}


class Tone(StrEnum):
    """How a part of a verdict is coloured; its words say the same."""

    PLAIN = "plain"
    SILENT = "silent"
    DISCLOSED = "disclosed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One part of a verdict."""

    text: str
    tone: Tone = Tone.PLAIN


_DISCLOSURES: dict[Disclosure, Saying | None] = {
    Disclosure.DISCLOSED: Saying(text="disclosed", tone=Tone.DISCLOSED),
    Disclosure.PARTLY: Saying(text="partly disclosed", tone=Tone.DISCLOSED),
    Disclosure.SILENT: Saying(text="silent", tone=Tone.SILENT),
    Disclosure.NOT_NEEDED: None,
}


def said(disclosure: Disclosure) -> Saying | None:
    """Return whether the outlet said so, in a word; None where it did not need to."""
    return _DISCLOSURES[disclosure]


def sentence(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def edit_title(edit: Edit) -> str:
    """Return what an edit is in a few words, the weightiest kind first, three at most."""
    words = dict.fromkeys(KINDS[kind][0] for kind in edit.kinds)
    return sentence(", ".join([*words][:3]))


def notice_title(kind: NoticeKind, op: Op) -> str:
    """Return what became of a note: "Correction added"."""
    return sentence(f"{NOTICES[kind]} {_NOTICE_OPS[op]}")


def key_edit(change: Change) -> Edit:
    """Return the edit to name first: the weightiest of the silent ones, else of all."""
    return max(
        change.edits, key=lambda edit: (edit.disclosure is Disclosure.SILENT, edit.significance)
    )


def headlined(change: Change) -> str:
    """Return the kind of the key edit in words, with how many there are of it."""
    top = key_edit(change)
    many = Counter(edit.kinds[0] for edit in change.edits)[top.kinds[0]]
    return KINDS[top.kinds[0]][many > 1].format(many)


def sayings(story: Story) -> tuple[Saying, ...]:
    """Return the verdict in parts: how much and how fast, whether it was said, what weighs most."""
    change = story.change
    if change is None:
        return (Saying(text=_news(story.event) if story.event else "no change to show"),)
    if not change.edits:
        # What was told then was seen by rules of then; today's find nothing in it.
        line = plain(story.event.line) if story.event else "no edit" + _span(story)
        return (Saying(text=line), *_back(story))
    parts = [Saying(text=count(len(change.edits), "edit") + _span(story))]
    parts += [part for part in (_disclosure(change),) if part]
    return (*parts, Saying(text=headlined(change)), *_back(story))


def _news(event: Event) -> str:
    """Return what happened where nothing was edited, with the cause where the event knows it."""
    return _NEWS.get(event.kind) or plain(event.line)


_NEWS = {
    EventKind.FIRST_SEEN: "seen for the first time",
    EventKind.RESTORED: "back at its address",
    EventKind.RECOVERED: "can be read again",
}


def verdict(story: Story) -> str:
    """Return the verdict in one line: "3 edits in 24 minutes · 1 silent · a figure changed"."""
    return " · ".join(part.text for part in sayings(story))


def _disclosure(change: Change) -> Saying | None:
    silent = sum(edit.disclosure is Disclosure.SILENT for edit in change.edits)
    if not silent or silent == len(change.edits):
        return said(Disclosure.SILENT if silent else change.disclosure)
    return Saying(text=f"{silent} silent", tone=Tone.SILENT)


def _back(story: Story) -> tuple[Saying, ...]:
    """Return that the wording is an earlier one's, where the list of versions says so."""
    number = story.new.version if story.new else None
    shown = next((v for v in story.versions if v.version == number), None)
    if shown is None or shown.change is None or shown.change.same_as is None:
        return ()
    return (Saying(text=f"back to the wording of version {shown.change.same_as}"),)


def _span(story: Story) -> str:
    if not (story.old and story.new):
        return ""
    return f" in {duration(abs(story.new.fetched_at - story.old.fetched_at))}"


def meaning(kind: EventKind) -> str:
    """Return what an event means for the reader, and what the monitor does about it."""
    return _MEANINGS[kind]
