"""The aligned article as rows, each with its edits in place, unchanged stretches folded."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Block, BlockKind, Hunk, HunkKind, Op, Part, Piece
from monitor.report.pieces import Pieces, cleaned, paired, side
from monitor.report.story import block_of, machine_time
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
    BlockKind.LIVE_ENTRY: "Live entry",
}
_LINKED = (BlockKind.EMBED, BlockKind.RELATED)
Tell = Callable[[datetime], str]
"""A time in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block or field of the article, with its edits in place."""

    number: int
    """Its place in the list of hunks, which edits refer to."""
    kind: HunkKind
    part: Part
    block: BlockKind
    what: str
    """What it is, where that is not plain to see."""
    happened: str
    """What happened to it, where its marks do not say so."""
    pieces: Pieces
    edits: tuple[int, ...]
    twin: int | None = None
    """The row where the other end of a move stands."""
    link: str | None = None
    """Of an embed or a related article: where it leads."""
    credit: str = ""
    """Of a caption: who made the picture."""
    time: str = ""
    """Of an entry of a live blog: its time in words; `machine` is the same for programs."""
    machine: str = ""

    @property
    def label(self) -> str:
        """What it is, of when, and what happened to it, in a line."""
        dated = f"{self.what} of {self.time}" if self.time else self.what
        return " · ".join(part for part in (dated, self.happened) if part)

    @property
    def changed(self) -> bool:
        """Whether anything about it is new, gone or elsewhere."""
        return self.kind is not HunkKind.SAME

    @property
    def old_pieces(self) -> Pieces:
        """What the old version said here."""
        return but(self.pieces, Op.INSERT) if self.kind is not HunkKind.MOVED_HERE else ()

    @property
    def old_text(self) -> str:
        """The same without marks."""
        return side(self.old_pieces, Op.INSERT)

    @property
    def new_pieces(self) -> Pieces:
        """What the new version says here."""
        return but(self.pieces, Op.DELETE)


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
    tell: Tell = str,
) -> tuple[Stretch, ...]:
    """Return the rows of the article in order, unchanged ones folded where no edit is near.

    `edits` holds the numbers of the edits that each hunk shows, by the hunk's place.
    """
    rows = _rows(tuple(hunks), old, new, edits, tell)
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
    tell: Tell,
) -> tuple[Row, ...]:
    twins = _twins(hunks)
    rows = (
        replace(
            _row(number, hunk, block_of(hunk, old, new), tell),
            edits=edits.get(number, ()),
            twin=twins.get(number),
        )
        for number, hunk in enumerate(hunks)
    )
    return tuple(row for row in rows if row.pieces or row.link)


def _row(number: int, hunk: Hunk, block: Block | None, tell: Tell) -> Row:
    if block is None:
        return _bare(number, hunk, BlockKind.PARAGRAPH)
    return replace(
        _bare(number, hunk, block.kind),
        link=web_link(block.source) if block.kind in _LINKED else None,
        credit=plain(block.credit or ""),
        time=tell(block.at) if block.at else "",
        machine=machine_time(block.at) if block.at else "",
    )


def _bare(number: int, hunk: Hunk, kind: BlockKind) -> Row:
    field = _PART_LABELS.get(hunk.part) if hunk.kind is not HunkKind.SAME else None
    return Row(
        number=number,
        kind=hunk.kind,
        part=hunk.part,
        block=kind,
        what=field or _BLOCK_LABELS.get(kind, ""),
        happened=_KIND_LABELS.get(hunk.kind, ""),
        pieces=paired(cleaned(hunk.pieces)),
        edits=(),
    )


def runs_backwards(rows: Iterable[Row]) -> bool:
    """Return whether an article is written from right to left: whether most of its letters are."""
    ways = Counter(
        unicodedata.bidirectional(char)
        for row in rows
        if row.part is Part.BODY
        for piece in row.pieces
        for char in piece.text
    )
    return ways["R"] + ways["AL"] > ways["L"]


def _twins(hunks: tuple[Hunk, ...]) -> dict[int, int]:
    """Return the other end of each moved row."""
    away = {hunk.old: at for at, hunk in enumerate(hunks) if hunk.kind is HunkKind.MOVED_AWAY}
    found: dict[int, int] = {}
    for at, hunk in enumerate(hunks):
        if hunk.kind is HunkKind.MOVED_HERE and hunk.old in away:
            found |= {at: away[hunk.old], away[hunk.old]: at}
    return found


def but(pieces: Pieces, op: Op) -> Pieces:
    """Return one side of what changed, its marks in it."""
    return tuple(piece for piece in pieces if piece.op is not op)


def shortened(pieces: Pieces, longest: int = 90) -> Piece:
    """Return the beginning of a text, for the place that it has left."""
    text = plain("".join(piece.text for piece in pieces))
    cut = text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
    return Piece(op=Op.DELETE, text=cut)
