"""A passage into its edits: what sort of edit it is, by what it is seen, and what it weighs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.diff.align import overlap
from monitor.diff.notices import headline_tag, is_boilerplate, is_date_line, note_kind
from monitor.diff.passages import Passage
from monitor.diff.quotes import quotations
from monitor.diff.rules import NOTE_ADDED, Reason, Rule, reason
from monitor.diff.sentences import Turn
from monitor.diff.settings import Settings
from monitor.diff.spelling import swaps
from monitor.diff.targets import page, same_picture
from monitor.diff.tokens import alike, folded, words
from monitor.diff.wording import Context, content, judge
from monitor.model import (
    Because,
    Block,
    BlockKind,
    Edit,
    EditKind,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    SpanKind,
)

UNTOLD = frozenset({BlockKind.RELATED, BlockKind.EMBED})
"""Blocks that are never an edit: the outlet exchanges them without touching the article."""
SHORT = 4
"""Words of content up to which a new sentence or line is a scrap."""
LONG = 50
"""Words of content from which a paragraph is a long one."""
ANOTHER = 0.5
"""Overlap below which a headline is another one: which of its words differ says nothing."""
_SAID_OF_HEADLINES = frozenset({EditKind.NUMBER, EditKind.NEGATION, EditKind.ATTRIBUTION})
_MINOR = 0.2


@dataclass(frozen=True, slots=True)
class Judged:
    """What one passage shows: edits and notes."""

    edits: tuple[Edit, ...] = ()
    notices: tuple[Notice, ...] = ()


def judged(at: int, passage: Passage, context: Context, *, whole: bool = False) -> Judged:
    """Return the edits and notes of the passage behind hunk `at`."""
    if passage.hunk.part is Part.KICKER or not _is_told(passage, context.language):
        return Judged()
    if passage.hunk.part is not Part.BODY:
        return _field(at, passage, context, whole)
    notes = _notes(at, passage, context)
    if notes.edits and not _partial(passage, notes):
        return notes
    told = {edit.after for edit in notes.edits}
    reasons = _whole(passage) if whole else list(_block(passage, context, told))
    edits = [_edit(at, passage, reasons, context.settings)] if reasons else []
    return Judged((*notes.edits, *edits), notes.notices)


def _is_told(passage: Passage, language: str) -> bool:
    if passage.hunk.kind is HunkKind.MOVED_AWAY:
        return False
    block = passage.new or passage.old
    if block is not None and block.kind in UNTOLD:
        return False
    if passage.same:
        return passage.hunk.kind is HunkKind.MOVED_HERE and bool(folded(passage.after))
    texts = [text for text in (passage.before, passage.after) if text]
    return not all(is_date_line(text, language) for text in texts)


# --- notes -----------------------------------------------------------------------------------


def _notes(at: int, passage: Passage, context: Context) -> Judged:
    """Return the note that a block is, or that was added inside it."""
    if passage.same:
        return Judged()
    was, is_ = (
        _note(text, block, context.language)
        for text, block in ((passage.before, passage.old), (passage.after, passage.new))
    )
    if is_ and was:
        found = [(EditKind.NOTE_CHANGED, Rule.NOTE_CHANGED.because())]
        return _noted(at, passage, found, (is_, Op.INSERT, passage.after), context)
    if is_:
        found = [_note_added(is_)]
        return _noted(at, passage, found, (is_, Op.INSERT, passage.after), context)
    if was:
        found = [reason(Rule.NOTE_REMOVED)]
        return _noted(at, passage, found, (was, Op.DELETE, passage.before), context)
    return _inner_note(at, passage, context) if passage.before else Judged()


def _note(text: str, block: Block | None, language: str) -> NoticeKind | None:
    if block is None or not text:
        return None
    marked = NoticeKind.UPDATE if block.kind is BlockKind.NOTICE else None
    return note_kind(text, language) or marked


def _inner_note(at: int, passage: Passage, context: Context) -> Judged:
    """Return a note that came with new sentences of a paragraph; it reaches to their end."""
    edits: list[Edit] = []
    notices: list[Notice] = []
    for first, turn in enumerate(passage.turns):
        kind = _came(turn) and note_kind(turn.after, context.language)
        if kind and not edits:
            text = _run(passage.turns[first:])
            edits.append(_note_edit(at, passage.hunk.part, "", text, [_note_added(kind)], context))
            notices.append(Notice(kind=kind, op=Op.INSERT, text=text, hunk=at))
    return Judged(tuple(edits), tuple(notices))


def _came(turn: Turn) -> bool:
    return not turn.before and bool(turn.after) and not turn.moved


def _run(found: tuple[Turn, ...]) -> str:
    texts = []
    for turn in found:
        if not _came(turn):
            break
        texts.append(turn.after)
    return "".join(texts).strip()


def _partial(passage: Passage, notes: Judged) -> bool:
    """Return whether the note is only a part of what was edited in its block."""
    return bool(passage.before) and not any(
        edit.after == passage.after or not edit.after for edit in notes.edits
    )


def _note_added(kind: NoticeKind) -> Reason:
    weight, text = NOTE_ADDED[kind]
    return EditKind.NOTE_ADDED, Because(text=text, weight=weight)


def _noted(
    at: int,
    passage: Passage,
    reasons: list[Reason],
    note: tuple[NoticeKind, Op, str],
    context: Context,
) -> Judged:
    kind, op, text = note
    edit = _note_edit(at, passage.hunk.part, passage.before, passage.after, reasons, context)
    return Judged((edit,), (Notice(kind=kind, op=op, text=text, hunk=at),))


def _note_edit(
    at: int, part: Part, before: str, after: str, reasons: list[Reason], context: Context
) -> Edit:
    return weighed(reasons, part, before, after, at, context.settings)


# --- fields ----------------------------------------------------------------------------------


def _field(at: int, passage: Passage, context: Context, whole: bool) -> Judged:
    match passage.hunk.part:
        case Part.HEADLINE:
            reasons = list(_headline(passage, context, whole))
        case Part.STANDFIRST:
            reasons = list(_standfirst(passage, context, whole))
        case _:
            reasons = [_byline(passage)]
    edit = _edit(at, passage, reasons, context.settings)
    tag = headline_tag(passage.after) if passage.hunk.part is Part.HEADLINE else None
    if tag is None or headline_tag(passage.before) is tag:
        return Judged((edit,))
    return Judged((edit,), (Notice(kind=tag, op=Op.INSERT, text=passage.after, hunk=at),))


def _headline(passage: Passage, context: Context, whole: bool) -> Iterator[Reason]:
    lettered = [swap for swap in swaps(passage.hunk.pieces) if not swap.wordless]
    mended = all(swap.respelled for swap in lettered)
    yield reason(Rule.HEADLINE_SPELLING if mended else Rule.HEADLINE_WORDING)
    near = overlap(words(passage.before), words(passage.after)) >= ANOTHER
    if near and not whole:
        found = judge(passage.before, passage.after, context)
        yield from (one for one in found if one[0] in _SAID_OF_HEADLINES)


def _standfirst(passage: Passage, context: Context, whole: bool) -> Iterator[Reason]:
    if passage.before and passage.after:
        yield reason(Rule.STANDFIRST)
        yield from _whole(passage) if whole else _sentences(passage, context, set())
    elif passage.turns and all(turn.moved for turn in passage.turns):
        yield reason(Rule.STANDFIRST)
    else:
        yield reason(Rule.STANDFIRST_WHOLE)


def _byline(passage: Passage) -> Reason:
    same = sorted(passage.before.split(", ")) == sorted(passage.after.split(", "))
    detail = f"{passage.before or '–'} → {passage.after or '–'}"
    return reason(Rule.BYLINE_ORDER if same else Rule.BYLINE, detail)


# --- blocks ----------------------------------------------------------------------------------


def _whole(passage: Passage) -> list[Reason]:
    """Return what can be said of a passage without looking at its words."""
    match passage.hunk.kind:
        case HunkKind.ADDED:
            return [reason(Rule.PARAGRAPH_ADDED)]
        case HunkKind.REMOVED:
            return [reason(Rule.PARAGRAPH_REMOVED)]
        case HunkKind.MOVED_HERE:
            moved = [reason(Rule.MOVED)]
        case _:
            moved = []
    return moved if passage.same else [*moved, reason(Rule.UNREAD)]


def _block(passage: Passage, context: Context, told: set[str]) -> Iterator[Reason]:
    """Yield what happened to a block; `told` are the notes inside it that are told alone."""
    if passage.hunk.kind in (HunkKind.ADDED, HunkKind.REMOVED):
        yield from _came_or_went(passage, context)
        return
    if passage.hunk.kind is HunkKind.MOVED_HERE:
        yield reason(Rule.MOVED)
    if passage.turns:
        yield from _caption(passage)
        yield from _sentences(passage, context, told)
        yield from _links(passage)
        if passage.new is not None and passage.new.kind is BlockKind.LIVE_ENTRY:
            yield reason(Rule.IN_LIVE_ENTRY)


def _came_or_went(passage: Passage, context: Context) -> Iterator[Reason]:
    added = passage.hunk.kind is HunkKind.ADDED
    block = passage.new or passage.old
    fresh = "".join(turn.before or turn.after for turn in passage.turns if not turn.moved)
    count = len(content(fresh, context.words))
    sort = block.kind if block else BlockKind.PARAGRAPH
    if sort is BlockKind.CAPTION:
        yield reason(Rule.CAPTION_WHOLE)
    elif not fresh.strip():
        yield reason(Rule.MOVED, "into another paragraph")
    elif sort is BlockKind.HEADING or count <= SHORT or _furniture(fresh, context):
        yield reason(Rule.LINE_ADDED if added else Rule.LINE_REMOVED)
    elif sort is BlockKind.LIVE_ENTRY:
        yield reason(Rule.LIVE_ENTRY if added else Rule.LIVE_ENTRY_REMOVED)
    else:
        yield reason(Rule.PARAGRAPH_ADDED if added else Rule.PARAGRAPH_REMOVED)
        yield from _facts(fresh, added)
        if count >= LONG:
            yield (
                Rule.PARAGRAPH_ADDED.kind if added else Rule.PARAGRAPH_REMOVED.kind,
                (Rule.MANY_WORDS.because(f"({count} words of content)")),
            )


def _furniture(text: str, context: Context) -> bool:
    return is_boilerplate(text, context.language)


def _facts(text: str, added: bool) -> Iterator[Reason]:
    """Yield the quotations that came or went with a text."""
    rule = Rule.QUOTATION_ADDED if added else Rule.QUOTATION_REMOVED
    for key, quote in quotations(text).items():
        if len(key) >= SHORT:
            yield reason(rule, f"“{quote[:60]}”")
            return


def _caption(passage: Passage) -> Iterator[Reason]:
    old, new = passage.old, passage.new
    if old is None or new is None or new.kind is not BlockKind.CAPTION:
        return
    yield reason(Rule.CAPTION)
    if old.source and new.source and not same_picture(old.source, new.source):
        yield reason(Rule.IMAGE, f"{old.source} → {new.source}")


def _sentences(passage: Passage, context: Context, told: set[str]) -> Iterator[Reason]:
    for turn in passage.turns:
        if turn.same or (turn.moved and not turn.after):
            continue
        if turn.moved:
            yield reason(Rule.MOVED)
        if turn.before and turn.after:
            if not turn.moved or not alike(turn.before, turn.after):
                shown = None if turn.moved else turn.pieces
                yield from judge(turn.before, turn.after, context, shown)
        elif not turn.moved and not any(turn.after.strip() in note for note in told if turn.after):
            yield from _sentence(turn, context)


def _sentence(turn: Turn, context: Context) -> Iterator[Reason]:
    added = bool(turn.after)
    text = turn.after or turn.before
    scrap = len(content(text, context.words)) <= SHORT
    if scrap or _furniture(text, context):
        yield reason(Rule.SCRAP_ADDED if added else Rule.SCRAP_REMOVED)
    else:
        yield reason(Rule.SENTENCE_ADDED if added else Rule.SENTENCE_REMOVED)
    yield from _facts(text, added)


def _links(passage: Passage) -> Iterator[Reason]:
    """Yield where the links of an edited block lead elsewhere: to another page."""
    old, new = _targets(passage.old), _targets(passage.new)
    if passage.old is not None and passage.new is not None and old.keys() != new.keys():
        gone = [old[name] for name in old if name not in new]
        came = [new[name] for name in new if name not in old]
        yield reason(Rule.LINK, f"{(gone or ['–'])[0]} → {(came or ['–'])[0]}")


def _targets(block: Block | None) -> dict[str, str]:
    """Return the addresses of a block's links by the pages that they lead to."""
    spans = block.spans if block else ()
    links = [span.href for span in spans if span.kind is SpanKind.LINK and span.href]
    return {named: link for link in links if (named := page(link)) is not None}


# --- weighing --------------------------------------------------------------------------------


def _edit(at: int, passage: Passage, reasons: list[Reason], settings: Settings) -> Edit:
    return weighed(reasons, passage.hunk.part, passage.before, passage.after, at, settings)


def weighed(
    reasons: Iterable[Reason],
    part: Part,
    before: str,
    after: str,
    at: int | None,
    settings: Settings,
) -> Edit:
    """Return the edit that the reasons make; a small one of a kind counts once."""
    kept: list[Reason] = []
    minor: set[EditKind] = set()
    for kind, because in reasons:
        if because.weight < _MINOR and kind in minor:
            continue
        if because.weight < _MINOR:
            minor.add(kind)
        if (kind, because) not in kept:
            kept.append((kind, because))
    kept.sort(key=lambda one: -one[1].weight)
    significance = round(min(1.0, sum(because.weight for _, because in kept)), 3)
    return Edit(
        kinds=tuple(dict.fromkeys(kind for kind, _ in kept)),
        part=part,
        before=before,
        after=after,
        hunk=at,
        because=tuple(because for _, because in kept),
        significance=significance,
        material=significance >= settings.material,
    )
