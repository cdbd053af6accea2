"""What changed between two articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Where in the article something stands."""

    HEADLINE = "headline"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE = "date"
    BODY = "body"


class Op(StrEnum):
    """What happened to a piece of text."""

    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text inside a hunk. Pieces with the same `move` are the two ends of one move."""

    op: Op
    text: str
    move: int | None = None


class HunkKind(StrEnum):
    """What happened to one block or field."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """One row of the aligned article, in reading order of the new one, removed blocks in between.

    The texts of the kept and deleted pieces, joined, are the old text; those of the kept and
    inserted ones the new text. A moved block stands twice: MOVED_AWAY where it was (its pieces
    all DELETE), MOVED_HERE where it is (its pieces show what was edited on the way).
    """

    kind: HunkKind
    part: Part
    pieces: tuple[Piece, ...]
    old: int | None = None
    """Index into the old article's blocks, for part BODY."""
    new: int | None = None
    """Index into the new article's blocks, for part BODY."""


class EditKind(StrEnum):
    """What sort of edit it is; one edit may be of several."""

    HEADLINE = "headline"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE_SHOWN = "date_shown"
    PARAGRAPH_ADDED = "paragraph_added"
    PARAGRAPH_REMOVED = "paragraph_removed"
    SENTENCE_ADDED = "sentence_added"
    SENTENCE_REMOVED = "sentence_removed"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    QUOTATION_ADDED = "quotation_added"
    QUOTATION_REMOVED = "quotation_removed"
    QUOTATION_REWORDED = "quotation_reworded"
    NEGATION = "negation"
    ATTRIBUTION = "attribution"
    MOVED = "moved"
    REWORDED = "reworded"
    SPELLING = "spelling"
    PUNCTUATION = "punctuation"
    FORMAT = "format"
    LINK = "link"
    CAPTION = "caption"
    IMAGE = "image"
    EMBED = "embed"
    RELATED = "related"
    NOTE_ADDED = "note_added"
    NOTE_CHANGED = "note_changed"
    NOTE_REMOVED = "note_removed"
    LIVE_ENTRY = "live_entry"


class Disclosure(StrEnum):
    """Whether the outlet said that it edited."""

    DISCLOSED = "disclosed"
    PARTLY = "partly"
    SILENT = "silent"
    NOT_NEEDED = "not_needed"
    """Nothing material was edited."""


class NoticeKind(StrEnum):
    """What sort of note by the outlet it is."""

    UPDATE = "update"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors_note"
    RETRACTION = "retraction"
    REFILE = "refile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A note by the outlet that came, went or changed with this change."""

    kind: NoticeKind
    op: Op
    """INSERT: new or reworded in the new version; DELETE: gone from it."""
    text: str
    hunk: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One part of a significance, in words: ("number changed 27 → 37", 0.35)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that changed, with its kinds (the weightiest first) and its evidence."""

    kinds: tuple[EditKind, ...]
    part: Part
    before: str
    after: str
    hunk: int | None
    """Index into `Change.hunks`; None for what no hunk shows (a link's target, an image)."""
    because: tuple[Because, ...] = ()
    significance: float = 0.0
    material: bool = False
    disclosure: Disclosure = Disclosure.NOT_NEEDED
    disclosed_by: int | None = None
    """Index into `Change.notices`."""


class FindingKind(StrEnum):
    """Something about a change as a whole that a reader should know."""

    NOTE_WITHOUT_EDIT = "note_without_edit"
    NOTE_REMOVED = "note_removed"
    TOUCHED = "touched"
    DATE_LEFT_ALONE = "date_left_alone"
    ADDRESS_SAYS_OLD_HEADLINE = "address_says_old_headline"
    WORDS_NOT_UNDERSTOOD = "words_not_understood"
    """Kinds that need a word list were not looked for: the language is not covered."""
    UNWORDED = "unworded"
    """No word changed: only links, pictures or embeds."""
    REDESIGNED = "redesigned"
    """The page's template changed: what stands beside the text was not compared."""
    COARSE = "coarse"
    """The articles were too large or too different to compare word by word."""
    TEASER = "teaser"
    """Only headline and teaser could be read: the rest is kept as it was."""
    OPENED = "opened"
    """A paywall has gone: the text that appeared was never read before, so none of it is edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding about the whole change, with its evidence in words."""

    kind: FindingKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The edits between two articles. Without `edits` the two are the same article."""

    edits: tuple[Edit, ...]
    hunks: tuple[Hunk, ...]
    notices: tuple[Notice, ...] = ()
    findings: tuple[Finding, ...] = ()
    significance: float = 0.0
    material: bool = False
    disclosure: Disclosure = Disclosure.NOT_NEEDED
