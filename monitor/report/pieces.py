"""Runs of kept, deleted and inserted text: cut to an edit, and to what surrounds a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from monitor.model import Op, Piece
from monitor.report.words import clean

Pieces = tuple[Piece, ...]
GAP = " … "
_SENTENCE = 12
"""Letters from which on the same text is no chance: "the" goes and comes without moving."""


def cleaned(pieces: Iterable[Piece]) -> Pieces:
    """Return pieces with clean text, none empty, neighbours of one kind as one."""
    runs = (tuple(run) for _, run in groupby(pieces, key=lambda piece: (piece.op, piece.move)))
    found = (replace(run[0], text=clean("".join(piece.text for piece in run))) for run in runs)
    return tuple(piece for piece in found if piece.text)


def paired(pieces: Pieces) -> Pieces:
    """Return pieces with the two ends of each move inside them numbered.

    A sentence that went from one place of a passage and came at another, word for word, moved.
    """
    came = {piece.text.strip(): at for at, piece in enumerate(pieces) if piece.op is Op.INSERT}
    found = list(pieces)
    for at, piece in enumerate(pieces):
        text = piece.text.strip()
        if piece.op is Op.DELETE and len(text) >= _SENTENCE and text in came:
            found[at] = replace(piece, move=at)
            found[came[text]] = replace(pieces[came[text]], move=at)
    return tuple(found)


def spaced(pieces: Iterable[Piece]) -> Pieces:
    """Return pieces as they are marked: each mark close around its words.

    Spaces at the ends of what went and what came are set outside of it, and a word that went
    stands a space apart from the one that came for it. Neither side can be read off it any more.
    """
    found: list[Piece] = []
    for piece in pieces:
        found += _close(piece, found[-1] if found else None)
    return tuple(found)


def _close(piece: Piece, before: Piece | None) -> Iterator[Piece]:
    inner = piece.text.strip()
    if piece.op is Op.KEEP or not inner:
        yield piece
        return
    lead, _, tail = piece.text.partition(inner)
    if before and before.text.endswith(" "):
        lead = ""
    elif before and before.op is Op.DELETE and piece.op is Op.INSERT:
        lead = lead or " "
    if lead:
        yield Piece(op=Op.KEEP, text=lead)
    yield replace(piece, text=inner)
    if tail:
        yield Piece(op=Op.KEEP, text=tail)


def side(pieces: Iterable[Piece], dropped: Op) -> str:
    """Return the old text (INSERT dropped) or the new one (DELETE dropped)."""
    return "".join(piece.text for piece in pieces if piece.op is not dropped)


def narrow(pieces: Pieces, before: str, after: str) -> Pieces:
    """Return the part of a hunk's pieces that turns `before` into `after`.

    An edit is often one sentence of a long paragraph. Where the two texts cannot be found in the
    hunk, all of its pieces are returned: too much is shown rather than too little.
    """
    olds = _places(side(pieces, Op.INSERT), before)
    for old in olds:
        for new in _places(side(pieces, Op.DELETE), after):
            part = tuple(_window(pieces, (old, old + len(before)), (new, new + len(after))))
            if side(part, Op.INSERT) == before and side(part, Op.DELETE) == after and part:
                return part
    return pieces


def _places(text: str, part: str) -> Iterator[int]:
    """Yield where `part` stands in `text`, a few times at most."""
    at = text.find(part)
    for _ in range(4):
        if at < 0:
            return
        yield at
        at = text.find(part, at + 1)


def _window(pieces: Pieces, old: tuple[int, int], new: tuple[int, int]) -> Iterator[Piece]:
    at_old = at_new = 0
    for piece in pieces:
        size = len(piece.text)
        start, stop = 0, size
        if piece.op is not Op.INSERT:
            start, stop = max(start, old[0] - at_old), min(stop, old[1] - at_old)
            at_old += size
        if piece.op is not Op.DELETE:
            start, stop = max(start, new[0] - at_new), min(stop, new[1] - at_new)
            at_new += size
        if start < stop:
            yield replace(piece, text=piece.text[start:stop])


def excerpt(pieces: Pieces, *, around: int, longest: int) -> Pieces:
    """Return pieces with long kept stretches cut to `around` characters next to a change.

    Changed stretches stay whole up to `longest` characters each, and a short passage as it is.
    A passage changed in very many places ends after about three times as much.
    """
    if sum(len(piece.text) for piece in pieces) <= 3 * around:
        return pieces
    last = len(pieces) - 1
    cut = (
        replace(piece, text=_kept(piece.text, around, first=at == 0, last=at == last))
        if piece.op is Op.KEEP
        else replace(piece, text=_head(piece.text, longest))
        for at, piece in enumerate(pieces)
    )
    return tuple(_bounded(cut, 3 * longest))


def _bounded(pieces: Iterable[Piece], most: int) -> Iterator[Piece]:
    shown = 0
    for piece in pieces:
        if shown > most:
            yield Piece(op=Op.KEEP, text=" …")
            return
        shown += len(piece.text)
        yield piece


def _kept(text: str, around: int, *, first: bool, last: bool) -> str:
    if first and last:
        return _head(text, 2 * around)
    if first:
        return _tail(text, around)
    if last:
        return _head(text, around)
    if len(text) <= 2 * around + len(GAP):
        return text
    return _head(text, around).removesuffix("…").rstrip() + GAP + _tail(text, around).lstrip("… ")


def _head(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    space = text.rfind(" ", longest * 2 // 3, longest)
    return text[: space if space > 0 else longest].rstrip() + " …"


def _tail(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    start = len(text) - longest
    space = text.find(" ", start, start + longest // 3)
    return "… " + text[space + 1 if space > 0 else start :].lstrip()
