"""The aligned article as rows, unchanged stretches folded."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import Block, BlockKind, Change, Hunk, HunkKind, Part, Snapshot

_AROUND = 1
"""Unchanged blocks that are shown before and after an edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block or field of the article, with its edits in place."""

    hunk: Hunk
    kind: BlockKind
    number: int
    """Its place in the list of hunks; edits refer to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Rows that are shown, or an unchanged stretch that is folded."""

    folded: bool
    rows: tuple[Row, ...]


def stretches(change: Change, old: Snapshot, new: Snapshot) -> tuple[Stretch, ...]:
    """Return the rows of a change in order, unchanged ones folded where nothing is near."""
    rows = tuple(
        Row(hunk=hunk, kind=_kind(hunk, old.article.blocks, new.article.blocks), number=number)
        for number, hunk in enumerate(change.hunks)
        if hunk.pieces
    )
    edited = [index for index, row in enumerate(rows) if row.hunk.kind is not HunkKind.SAME]
    near = {index for at in edited for index in range(at - _AROUND, at + _AROUND + 1)}
    found: list[Stretch] = []
    for index, row in enumerate(rows):
        folded = index not in near and row.hunk.part is not Part.HEADLINE
        if found and found[-1].folded is folded:
            found[-1] = Stretch(folded=folded, rows=(*found[-1].rows, row))
        else:
            found.append(Stretch(folded=folded, rows=(row,)))
    return tuple(found)


def _kind(hunk: Hunk, old: tuple[Block, ...], new: tuple[Block, ...]) -> BlockKind:
    if hunk.part is not Part.BODY:
        return BlockKind.PARAGRAPH
    if hunk.new is not None and hunk.new < len(new):
        return new[hunk.new].kind
    if hunk.old is not None and hunk.old < len(old):
        return old[hunk.old].kind
    return BlockKind.PARAGRAPH
