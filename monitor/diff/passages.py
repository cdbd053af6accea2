"""Two articles into passages: one a field or a block, with its hunk and its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.diff.align import Row, align, common_ends
from monitor.diff.sentences import Turn, split, turns
from monitor.diff.settings import Settings
from monitor.diff.tokens import alike, folded, near, pieces, words
from monitor.model import (
    ASIDE_KINDS,
    Article,
    Block,
    Hunk,
    HunkKind,
    Part,
    Piece,
)

_SHORT = 3
"""Words below which a sentence that stands elsewhere now says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One row of the aligned article; `turns` are empty where nothing was edited."""

    hunk: Hunk
    before: str
    after: str
    same: bool
    """Whether a reader sees no difference in the text."""
    turns: tuple[Turn, ...] = ()
    old: Block | None = None
    new: Block | None = None


def passages(
    old: Article, new: Article, language: str, settings: Settings, *, whole: bool = False
) -> list[Passage]:
    """Return fields, then blocks, in reading order; `whole` leaves them in one piece each."""
    found = [*_fields(old, new, language, settings), *_blocks(old, new, language, settings, whole)]
    return found if whole else _elsewhere(found)


def _fields(old: Article, new: Article, language: str, settings: Settings) -> Iterator[Passage]:
    for part, before, after in (
        (Part.HEADLINE, old.headline, new.headline),
        (Part.KICKER, old.kicker or "", new.kicker or ""),
        (Part.STANDFIRST, old.standfirst or "", new.standfirst or ""),
        (Part.BYLINE, ", ".join(old.authors), ", ".join(new.authors)),
    ):
        if not before and not after:
            continue
        same = alike(before, after)
        yield Passage(
            hunk=Hunk(
                kind=HunkKind.SAME if same else HunkKind.EDITED,
                part=part,
                pieces=pieces(before, after, settings.max_cells),
            ),
            before=before,
            after=after,
            same=same,
            turns=() if same else tuple(_turns(before, after, language, settings)),
        )


def _blocks(
    old: Article, new: Article, language: str, settings: Settings, whole: bool
) -> Iterator[Passage]:
    olds, news = old.blocks, new.blocks
    head, tail = common_ends(olds, news, _is_same)
    after, shift = len(olds) - tail, len(news) - len(olds)
    keys = [_key(b) for b in olds[head:after]], [_key(b) for b in news[head : after + shift]]
    for k in range(head):
        yield _unchanged(k, k, olds[k], news[k])
    for row in align(*keys, _words, _near):
        yield _passage(row.later(head), olds, news, language, settings, whole)
    for k in range(after, len(olds)):
        yield _unchanged(k, k + shift, olds[k], news[k + shift])


def _is_same(a: Block, b: Block) -> bool:
    """Return whether the keys of two blocks are equal; most are known to be without a look."""
    same = a.text == b.text and a.kind is b.kind and a.source == b.source
    return same or _key(a) == _key(b)


def _unchanged(at: int, to: int, a: Block, b: Block) -> Passage:
    hunk = Hunk(
        kind=HunkKind.SAME, part=Part.BODY, pieces=pieces(a.text, b.text, 0), old=at, new=to
    )
    return Passage(hunk=hunk, before=a.text, after=b.text, same=True, old=a, new=b)


def _passage(
    row: Row,
    olds: Sequence[Block],
    news: Sequence[Block],
    language: str,
    settings: Settings,
    whole: bool,
) -> Passage:
    a = None if row.old is None else olds[row.old]
    b = None if row.new is None else news[row.new]
    before, after = a.text if a else "", b.text if b else ""
    same = alike(before, after)
    found: tuple[Turn, ...] = ()
    if not same and not whole and not (row.moved and b is None):
        found = tuple(_turns(before, after, language, settings))
    hunk = Hunk(
        kind=_kind(row.old, row.new, row.moved, same),
        part=Part.BODY,
        pieces=_pieces(before, after, found),
        old=row.old,
        new=row.new,
    )
    return Passage(hunk=hunk, before=before, after=after, same=same, turns=found, old=a, new=b)


def _turns(before: str, after: str, language: str, settings: Settings) -> list[Turn]:
    if before and after:
        return turns(before, after, language, settings)
    return [
        Turn(s if before else "", "" if before else s, pieces(*((s, "") if before else ("", s)), 0))
        for s in split(before or after, language)
    ]


def _pieces(before: str, after: str, found: tuple[Turn, ...]) -> tuple[Piece, ...]:
    if before and after and found:
        return tuple(piece for turn in found for piece in turn.pieces)
    return pieces(before, after, 0)


def _key(block: Block) -> str:
    text = (folded(block.text) or (block.source or "")).replace("\1", " ")
    return f"\1{block.kind}\1{text}" if block.kind in ASIDE_KINDS else text


def _words(key: str) -> frozenset[str]:
    if not key.startswith("\1"):
        return words(key)
    _, kind, text = key.split("\1", 2)
    return frozenset(f"{kind} {word}" for word in words(text))


def _near(old: str, new: str) -> bool:
    """Return whether two keys are nearly one; of what stands beside the text, they never are."""
    return not old.startswith("\1") and not new.startswith("\1") and near(old, new)


def _kind(old: int | None, new: int | None, moved: bool, same: bool) -> HunkKind:
    if new is None:
        return HunkKind.MOVED_AWAY if moved else HunkKind.REMOVED
    if moved:
        return HunkKind.MOVED_HERE
    if old is None:
        return HunkKind.ADDED
    return HunkKind.SAME if same else HunkKind.EDITED


def _elsewhere(found: list[Passage]) -> list[Passage]:
    """Mark the sentences that went from one block to another: they have moved."""
    told = [
        turn for passage in found for turn in passage.turns if not turn.before or not turn.after
    ]
    lost = Counter(key for turn in told if (key := _lost(turn)))
    came = Counter(key for turn in told if (key := _came(turn)))
    shared = lost & came
    if not shared:
        return found
    leaving, arriving = Counter(shared), Counter(shared)
    return [replace(p, turns=tuple(_marked(p.turns, leaving, arriving))) for p in found]


def _marked(
    found: tuple[Turn, ...], leaving: Counter[str], arriving: Counter[str]
) -> Iterator[Turn]:
    for turn in found:
        key, left = (_lost(turn), leaving) if turn.before else (_came(turn), arriving)
        if key and left[key]:
            left[key] -= 1
            yield replace(turn, moved=True)
        else:
            yield turn


def _lost(turn: Turn) -> str:
    return _known(turn.before) if not turn.after and not turn.moved else ""


def _came(turn: Turn) -> str:
    return _known(turn.after) if not turn.before and not turn.moved else ""


def _known(text: str) -> str:
    key = folded(text)
    return key if key.count(" ") + 1 >= _SHORT else ""
