"""The aligned article as rows, each with its edits in place, unchanged stretches folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from monitor.model import Block, BlockKind, Hunk, HunkKind, Op, Part, Piece
from monitor.report.pieces import Pieces, cleaned
from monitor.report.words import plain, web_link

_AROUND = 1
"""Unchanged rows that are shown before and after an edit."""

_KIND_LABELS = {
    HunkKind.ADDED: "Added",
    HunkKind.REMOVED: "Removed",
    HunkKind.MOVED_AWAY: "Moved away from here",
    HunkKind.MOVED_HERE: "Moved here",
}
_PART_LABELS = {
    Part.HEADLINE: "Headline",
    Part.KICKER: "Kicker",
    Part.STANDFIRST: "Standfirst",
    Part.BYLINE: "Byline",
    Part.DATE: "Date",
}
_BLOCK_LABELS = {
    BlockKind.CAPTION: "Caption",
    BlockKind.EMBED: "Embedded post",
    BlockKind.RELATED: "Related",
    BlockKind.NOTICE: "Note",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block or field of the article, with its edits in place."""

    number: int
    """Its place in the list of hunks, which edits refer to."""
    kind: HunkKind
    part: Part
    block: BlockKind
    label: str
    """What it is and what happened to it, where that is not plain to see."""
    pieces: Pieces
    edits: tuple[int, ...]
    twin: int | None = None
    """The row where the other end of a move stands."""
    link: str | None = None
    """Of an embed or a related article: where it leads."""

    @property
    def changed(self) -> bool:
        """Whether anything about it is new, gone or elsewhere."""
        return self.kind is not HunkKind.SAME

    @property
    def old_pieces(self) -> Pieces:
        """What the old version said here."""
        return _but(self.pieces, Op.INSERT) if self.kind is not HunkKind.MOVED_HERE else ()

    @property
    def new_pieces(self) -> Pieces:
        """What the new version says here."""
        return _but(self.pieces, Op.DELETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Rows that are shown, or an unchanged stretch that is folded."""

    folded: bool
    rows: tuple[Row, ...]


def stretches(
    hunks: Iterable[Hunk],
    old: tuple[Block, ...],
    new: tuple[Block, ...],
    edits: Mapping[int, tuple[int, ...]],
) -> tuple[Stretch, ...]:
    """Return the rows of the article in order, unchanged ones folded where no edit is near.

    `edits` holds the numbers of the edits that each hunk shows, by the hunk's place.
    """
    rows = _rows(tuple(hunks), old, new, edits)
    near = _near(rows)
    found: list[Stretch] = []
    for index, row in enumerate(rows):
        folded = index not in near and row.part is not Part.HEADLINE
        if found and found[-1].folded is folded:
            found[-1] = replace(found[-1], rows=(*found[-1].rows, row))
        else:
            found.append(Stretch(folded=folded, rows=(row,)))
    return tuple(replace(item, folded=item.folded and len(item.rows) > 1) for item in found)


def _near(rows: tuple[Row, ...]) -> frozenset[int]:
    edited = (index for index, row in enumerate(rows) if row.changed)
    around = range(-_AROUND, _AROUND + 1)
    return frozenset(index + step for index in edited for step in around)


def _rows(
    hunks: tuple[Hunk, ...],
    old: tuple[Block, ...],
    new: tuple[Block, ...],
    edits: Mapping[int, tuple[int, ...]],
) -> tuple[Row, ...]:
    twins = _twins(hunks)
    rows = (
        _row(number, hunk, _block(hunk, old, new), edits.get(number, ()), twins.get(number))
        for number, hunk in enumerate(hunks)
    )
    return tuple(row for row in rows if row.pieces or row.link)


def _row(
    number: int, hunk: Hunk, block: Block | None, edits: tuple[int, ...], twin: int | None
) -> Row:
    kind = BlockKind.PARAGRAPH if block is None else block.kind
    field = _PART_LABELS.get(hunk.part) if hunk.kind is not HunkKind.SAME else None
    labels = (field or _BLOCK_LABELS.get(kind), _KIND_LABELS.get(hunk.kind))
    return Row(
        number=number,
        kind=hunk.kind,
        part=hunk.part,
        block=kind,
        label=" · ".join(label for label in labels if label),
        pieces=cleaned(hunk.pieces),
        edits=edits,
        twin=twin,
        link=web_link(block.source) if block and kind in _LINKED else None,
    )


_LINKED = (BlockKind.EMBED, BlockKind.RELATED)


def _block(hunk: Hunk, old: tuple[Block, ...], new: tuple[Block, ...]) -> Block | None:
    """Return the block that a row shows, the new one where there are two; None for a field."""
    if hunk.new is not None:
        return new[hunk.new]
    return None if hunk.old is None else old[hunk.old]


def _twins(hunks: tuple[Hunk, ...]) -> dict[int, int]:
    """Return the other end of each moved row."""
    away = {hunk.old: at for at, hunk in enumerate(hunks) if hunk.kind is HunkKind.MOVED_AWAY}
    found: dict[int, int] = {}
    for at, hunk in enumerate(hunks):
        if hunk.kind is HunkKind.MOVED_HERE and hunk.old in away:
            found |= {at: away[hunk.old], away[hunk.old]: at}
    return found


def _but(pieces: Pieces, op: Op) -> Pieces:
    return tuple(piece for piece in pieces if piece.op is not op)


def shortened(pieces: Pieces, longest: int = 90) -> Piece:
    """Return the beginning of a text, for the place that it has left."""
    text = plain("".join(piece.text for piece in pieces))
    cut = text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
    return Piece(op=Op.DELETE, text=cut)
