"""What weighs how much: every part that a significance can have, in one table.

The significance of an edit is the sum of its parts, 1 at most. From 0.3 on, unless the settings
say otherwise, an edit is material. A part's words are what a reader is told.
"""

from __future__ import annotations

from enum import Enum

from monitor.model import Because, EditKind, NoticeKind


class Rule(Enum):
    """A part of a significance: the kind of edit it shows, its weight, and its words."""

    HEADLINE_WORDING = (EditKind.HEADLINE, 0.4, "headline reworded")
    HEADLINE_SPELLING = (EditKind.HEADLINE, 0.1, "headline respelled")
    STANDFIRST = (EditKind.STANDFIRST, 0.1, "standfirst changed")
    STANDFIRST_WHOLE = (EditKind.STANDFIRST, 0.3, "standfirst added or removed")
    KICKER = (EditKind.KICKER, 0.05, "kicker changed")
    BYLINE = (EditKind.BYLINE, 0.2, "byline changed")
    BYLINE_ORDER = (EditKind.BYLINE, 0.05, "authors in another order")
    DATE_SHOWN = (EditKind.DATE_SHOWN, 0.1, "publication date changed")

    PARAGRAPH_ADDED = (EditKind.PARAGRAPH_ADDED, 0.35, "paragraph added")
    PARAGRAPH_REMOVED = (EditKind.PARAGRAPH_REMOVED, 0.4, "paragraph removed")
    LINE_ADDED = (EditKind.PARAGRAPH_ADDED, 0.1, "short line added")
    LINE_REMOVED = (EditKind.PARAGRAPH_REMOVED, 0.1, "short line removed")
    SENTENCE_ADDED = (EditKind.SENTENCE_ADDED, 0.3, "sentence added")
    SENTENCE_REMOVED = (EditKind.SENTENCE_REMOVED, 0.35, "sentence removed")
    SCRAP_ADDED = (EditKind.SENTENCE_ADDED, 0.1, "a few words added")
    SCRAP_REMOVED = (EditKind.SENTENCE_REMOVED, 0.1, "a few words removed")
    LIVE_ENTRY = (EditKind.LIVE_ENTRY, 0.3, "live-blog entry added")
    LIVE_ENTRY_REMOVED = (EditKind.LIVE_ENTRY, 0.4, "live-blog entry removed")
    IN_LIVE_ENTRY = (EditKind.LIVE_ENTRY, 0.02, "in a live-blog entry")
    MANY_WORDS = (EditKind.PARAGRAPH_ADDED, 0.1, "long")

    NUMBER_CHANGED = (EditKind.NUMBER, 0.35, "number changed")
    NUMBER_ADDED = (EditKind.NUMBER, 0.3, "number added")
    NUMBER_REMOVED = (EditKind.NUMBER, 0.3, "number removed")
    DATE_CHANGED = (EditKind.DATE, 0.3, "date or time changed")
    DATE_ADDED = (EditKind.DATE, 0.15, "date or time added")
    DATE_REMOVED = (EditKind.DATE, 0.15, "date or time removed")
    NAME_CHANGED = (EditKind.NAME, 0.35, "name changed")
    NAME_ADDED = (EditKind.NAME, 0.2, "name added")
    NAME_REMOVED = (EditKind.NAME, 0.2, "name removed")
    NEGATION_ADDED = (EditKind.NEGATION, 0.4, "negation added")
    NEGATION_REMOVED = (EditKind.NEGATION, 0.4, "negation removed")
    ATTRIBUTION_CHANGED = (EditKind.ATTRIBUTION, 0.3, "attribution changed")
    HEDGE_ADDED = (EditKind.ATTRIBUTION, 0.3, "attribution or hedge added")
    HEDGE_REMOVED = (EditKind.ATTRIBUTION, 0.3, "attribution or hedge removed")
    SENSE = (EditKind.REWORDED, 0.3, "a word of consequence changed")
    QUOTATION_ADDED = (EditKind.QUOTATION_ADDED, 0.3, "quotation added")
    QUOTATION_REMOVED = (EditKind.QUOTATION_REMOVED, 0.35, "quotation removed")
    QUOTATION_REWORDED = (EditKind.QUOTATION_REWORDED, 0.35, "quotation reworded")
    QUOTE_MARKS_ADDED = (EditKind.QUOTATION_ADDED, 0.15, "quotation marks added around")
    QUOTE_MARKS_REMOVED = (EditKind.QUOTATION_REMOVED, 0.15, "quotation marks removed from")

    REWORDED = (EditKind.REWORDED, 0.1, "reworded")
    REWRITTEN = (EditKind.REWORDED, 0.2, "mostly rewritten")
    CLAUSE_ADDED = (EditKind.REWORDED, 0.2, "a clause added:")
    CLAUSE_REMOVED = (EditKind.REWORDED, 0.2, "a clause removed:")
    SPELLING = (EditKind.SPELLING, 0.03, "spelling")
    PUNCTUATION = (EditKind.PUNCTUATION, 0.02, "punctuation")
    FORMAT = (EditKind.FORMAT, 0.02, "form changed")
    MOVED = (EditKind.MOVED, 0.1, "moved")

    CAPTION = (EditKind.CAPTION, 0.05, "in a caption")
    CAPTION_WHOLE = (EditKind.CAPTION, 0.1, "caption added or removed")
    UNREAD = (EditKind.REWORDED, 0.3, "too much edited to say what")
    IMAGE = (EditKind.IMAGE, 0.1, "picture replaced")
    CREDIT = (EditKind.CAPTION, 0.05, "picture credited to another")
    EMBED_ADDED = (EditKind.EMBED, 0.1, "embed added")
    EMBED_REMOVED = (EditKind.EMBED, 0.15, "embed removed")
    RELATED = (EditKind.RELATED, 0.02, "related links exchanged")
    LINK = (EditKind.LINK, 0.05, "link changed")
    ENTRY_TIME = (EditKind.LIVE_ENTRY, 0.1, "time of a live-blog entry changed")
    NOTE_CHANGED = (EditKind.NOTE_CHANGED, 0.2, "note reworded")
    NOTE_REMOVED = (EditKind.NOTE_REMOVED, 0.4, "note removed")

    def because(self, detail: str = "") -> Because:
        """Return the part in words, with what it was seen by."""
        _, weight, text = self.value
        return Because(text=f"{text} {detail}".strip(), weight=weight)

    @property
    def kind(self) -> EditKind:
        """What sort of edit it shows."""
        return self.value[0]


NOTE_ADDED: dict[NoticeKind, tuple[float, str]] = {
    NoticeKind.UPDATE: (0.3, "note of an update added"),
    NoticeKind.CORRECTION: (0.5, "correction added"),
    NoticeKind.CLARIFICATION: (0.35, "clarification added"),
    NoticeKind.EDITORS_NOTE: (0.35, "editor's note added"),
    NoticeKind.RETRACTION: (0.9, "retraction added"),
    NoticeKind.REFILE: (0.1, "refile tag added"),
}

Reason = tuple[EditKind, Because]
"""One part of a significance with the kind of edit it shows."""


def reason(rule: Rule, detail: str = "") -> Reason:
    """Return a rule's part with what it was seen by."""
    return rule.kind, rule.because(detail)
