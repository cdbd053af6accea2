"""Two articles into the change between them: hunks, then edits, then the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.diff.align import align
from monitor.diff.sentences import turns
from monitor.diff.settings import DEFAULT, Settings
from monitor.diff.tokens import pieces, words
from monitor.model import (
    ASIDE_KINDS,
    Article,
    Because,
    Block,
    BlockKind,
    Change,
    Disclosure,
    Edit,
    EditKind,
    Finding,
    FindingKind,
    Hunk,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Piece,
    comparable,
)

_NOTE = re.compile(
    r"^\W*(?:(update)d?(?:\b[^.]{0,40})?[:–—]|updated (?:with|to|on)|(correction)|"
    r"(clarification)|(editor.s note)|(?:an|this) (?:earlier|previous|article|story))",
    re.I,
)
_KINDS = (
    NoticeKind.UPDATE,
    NoticeKind.CORRECTION,
    NoticeKind.CLARIFICATION,
    NoticeKind.EDITORS_NOTE,
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SILENT = {BlockKind.RELATED, BlockKind.EMBED}
_FIELD_KIND = {
    Part.HEADLINE: (EditKind.HEADLINE, 0.6),
    Part.STANDFIRST: (EditKind.STANDFIRST, 0.3),
    Part.BYLINE: (EditKind.BYLINE, 0.2),
}


def compare(old: Article, new: Article, *, url: str = "", settings: Settings = DEFAULT) -> Change:
    """Return what changed from `old` to `new`; without edits the two are the same article."""
    hunks = [*_fields(old, new, settings), *_blocks(old, new, settings)]
    edits = tuple(
        edit for at, hunk in enumerate(hunks) for edit in _edits(at, hunk, old, new, settings)
    )
    notices = tuple(
        Notice(kind=kind, op=Op.INSERT, text=text, hunk=at)
        for at, hunk in enumerate(hunks)
        if hunk.part is Part.BODY and (text := _came(hunk)) and (kind := _note(text))
    )
    return _verdict(edits, tuple(hunks), notices, ())


def coarse(old: Article, new: Article) -> Change:
    """Return the change block by block, cheaply; never fails, says that it is coarse."""
    nothing = Settings(max_cells=0)
    change = compare(old, new, settings=nothing)
    finding = Finding(
        kind=FindingKind.COARSE, text="too large to compare word by word: whole paragraphs shown"
    )
    return _verdict(change.edits, change.hunks, change.notices, (finding,))


def _verdict(
    edits: tuple[Edit, ...],
    hunks: tuple[Hunk, ...],
    notices: tuple[Notice, ...],
    findings: tuple[Finding, ...],
) -> Change:
    material = any(edit.material for edit in edits)
    disclosure = Disclosure.NOT_NEEDED
    if material:
        disclosure = Disclosure.DISCLOSED if notices else Disclosure.SILENT
    return Change(
        edits=edits,
        hunks=hunks,
        notices=notices,
        findings=findings,
        significance=max((edit.significance for edit in edits), default=0.0),
        material=material,
        disclosure=disclosure,
    )


def _fields(old: Article, new: Article, settings: Settings) -> Iterator[Hunk]:
    for part, before, after in (
        (Part.HEADLINE, old.headline, new.headline),
        (Part.KICKER, old.kicker or "", new.kicker or ""),
        (Part.STANDFIRST, old.standfirst or "", new.standfirst or ""),
        (Part.BYLINE, ", ".join(old.authors), ", ".join(new.authors)),
    ):
        if before or after:
            same = comparable(before) == comparable(after)
            yield Hunk(
                kind=HunkKind.SAME if same else HunkKind.EDITED,
                part=part,
                pieces=pieces(before, after, settings.max_cells),
            )


def _key(block: Block) -> str:
    text = comparable(block.text) or (block.source or "")
    return f"\1{block.kind}\1{text}" if block.kind in ASIDE_KINDS else text


def _words(key: str) -> frozenset[str]:
    if not key.startswith("\1"):
        return words(key)
    _, kind, text = key.split("\1", 2)
    return frozenset(f"{kind} {word}" for word in words(text))


def _blocks(old: Article, new: Article, settings: Settings) -> Iterator[Hunk]:
    olds, news = old.blocks, new.blocks
    language = (new.language or old.language or "en").split("-")[0]
    for row in align([_key(b) for b in olds], [_key(b) for b in news], _words):
        before = "" if row.old is None else olds[row.old].text
        after = "" if row.new is None else news[row.new].text
        yield Hunk(
            kind=_kind(row.old, row.new, row.moved, comparable(before) == comparable(after)),
            part=Part.BODY,
            old=row.old,
            new=row.new,
            pieces=_pieces(before, after, language, settings),
        )


def _pieces(before: str, after: str, language: str, settings: Settings) -> tuple[Piece, ...]:
    if before == after or not before or not after:
        return pieces(before, after, 0)
    return tuple(p for turn in turns(before, after, language, settings) for p in turn.pieces)


def _kind(old: int | None, new: int | None, moved: bool, same: bool) -> HunkKind:
    if new is None:
        return HunkKind.MOVED_AWAY if moved else HunkKind.REMOVED
    if moved:
        return HunkKind.MOVED_HERE
    if old is None:
        return HunkKind.ADDED
    return HunkKind.SAME if same else HunkKind.EDITED


def _text(hunk: Hunk, *ops: Op) -> str:
    return "".join(piece.text for piece in hunk.pieces if piece.op in ops)


def _came(hunk: Hunk) -> str:
    if hunk.kind is HunkKind.ADDED:
        return _text(hunk, Op.INSERT)
    return _text(hunk, Op.INSERT, Op.KEEP) if hunk.kind is HunkKind.EDITED else ""


def _note(text: str) -> NoticeKind | None:
    match = _NOTE.match(text)
    if not match:
        return None
    return next((k for k, g in zip(_KINDS, match.groups(), strict=True) if g), NoticeKind.UPDATE)


def _edits(at: int, hunk: Hunk, old: Article, new: Article, settings: Settings) -> Iterator[Edit]:
    if hunk.kind in (HunkKind.SAME, HunkKind.MOVED_AWAY) or hunk.part is Part.KICKER:
        return
    block = None
    if hunk.part is Part.BODY:
        block = new.blocks[hunk.new] if hunk.new is not None else old.blocks[hunk.old or 0]
        if block.kind in _SILENT:
            return
    before, after = _text(hunk, Op.KEEP, Op.DELETE), _text(hunk, Op.KEEP, Op.INSERT)
    weighed = _weigh(hunk, block, before, after)
    if not weighed:
        return
    weighed.sort(key=lambda pair: -pair[1])
    significance = min(1.0, round(sum(weight for _, weight in weighed), 3))
    yield Edit(
        kinds=tuple(kind for kind, _ in weighed),
        part=hunk.part,
        before=before,
        after=after,
        hunk=at,
        because=tuple(Because(text=kind.value, weight=weight) for kind, weight in weighed),
        significance=significance,
        material=significance >= settings.material,
        disclosure=Disclosure.SILENT
        if significance >= settings.material
        else Disclosure.NOT_NEEDED,
    )


def _weigh(
    hunk: Hunk, block: Block | None, before: str, after: str
) -> list[tuple[EditKind, float]]:
    if hunk.part in _FIELD_KIND:
        return [_FIELD_KIND[hunk.part]]
    if hunk.kind is HunkKind.ADDED:
        note = _note(after)
        return [(EditKind.NOTE_ADDED, 0.3) if note else (EditKind.PARAGRAPH_ADDED, 0.4)]
    if hunk.kind is HunkKind.REMOVED:
        return [(EditKind.PARAGRAPH_REMOVED, 0.4)]
    weighed = []
    if hunk.kind is HunkKind.MOVED_HERE:
        weighed.append((EditKind.MOVED, 0.1))
    if comparable(before) != comparable(after):
        if sorted(_NUMBER.findall(before)) != sorted(_NUMBER.findall(after)):
            weighed.append((EditKind.NUMBER, 0.35))
        caption = block is not None and block.kind is BlockKind.CAPTION
        weighed.append((EditKind.CAPTION, 0.1) if caption else (EditKind.REWORDED, 0.1))
    return weighed
