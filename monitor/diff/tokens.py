"""Text into words, and two texts into pieces.

A token is a word, a number with its separators, one character of a script without spaces, or
one mark of punctuation. White space belongs to no token, and alone it is never an edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from unicodedata import is_normalized

from monitor.model import Op, Piece, comparable

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_WORD = rf"(?:(?![{_SINGLE}])[\w{_MARKS}{_HIDDEN}])+"
TOKEN = re.compile(rf"\d+(?:[.,:]\d+)+|{_WORD}|[^\s]")
_LETTERS = re.compile(rf"{_WORD}")
_LONE = re.compile(f"[{_SINGLE}]")
_ODD = re.compile(f"[{_SINGLE}{_MARKS}{_HIDDEN}]")
_PLAIN_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|\w+|[^\s]")
"""The same tokens, found sooner, in a text without odd characters, which most are."""
_PLAIN_LETTERS = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return what `comparable` does, sooner: most texts hold nothing that it would fold."""
    if text.isprintable() and "  " not in text and is_normalized("NFC", text):
        return text.strip(" ")
    return comparable(text)


def alike(old: str, new: str) -> bool:
    """Return whether a reader sees no difference."""
    return old == new or folded(old) == folded(new)


def words(text: str) -> frozenset[str]:
    """Return what `text` is recognised by: its words, and pairs of characters without spaces."""
    low = text.casefold()
    if _is_plain(low):
        return frozenset(_PLAIN_LETTERS.findall(low)) or frozenset(low.split())
    found = frozenset(_LETTERS.findall(low))
    if _LONE.search(low):
        lone = "".join(_LONE.findall(low))
        found |= {lone[k : k + 2] for k in range(len(lone))}
    return found or frozenset(low.split())


NEAR = 0.8
"""Share of characters, at both ends, from which two texts are one, edited."""


def near(old: str, new: str) -> bool:
    """Return whether two texts have nearly all characters in common, at their ends."""
    longest = max(len(old), len(new))
    if min(len(old), len(new)) < NEAR * longest:
        return False
    head = _common_head(old, new)
    return head + _common_head(old[head:][::-1], new[head:][::-1]) >= NEAR * longest


def _is_plain(text: str) -> bool:
    return text.isascii() or not _ODD.search(text)


def pieces(old: str, new: str, max_cells: int) -> tuple[Piece, ...]:
    """Return how `old` became `new`; past `max_cells` the differing middle is taken as a whole."""
    if old == new:
        return (Piece(op=Op.KEEP, text=old),) if old else ()
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    head, tail = _to_boundaries(old, new, head, tail)
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail], max_cells)
    end = [(Op.KEEP, old[len(old) - tail :])]
    return joined([(Op.KEEP, old[:head]), *middle, *end])


def replaced_whole(shown: tuple[Piece, ...], max_cells: int) -> bool:
    """Return whether a run of words was too long to be compared, and is shown as a whole."""
    return any(
        gone.op is Op.DELETE
        and came.op is Op.INSERT
        and len(gone.text) * len(came.text) > max_cells
        and len(_tokens(gone.text)) * len(_tokens(came.text)) > max_cells
        for gone, came in pairwise(shown)
    )


def joined(parts: list[tuple[Op, str]]) -> tuple[Piece, ...]:
    """Return the parts as pieces: neighbours of one kind as one, deletions before insertions."""
    out: list[Piece] = []
    kept = gone = came = ""
    for op, text in parts:
        if op is Op.DELETE:
            gone += text
        elif op is Op.INSERT:
            came += text
        elif text:
            if gone or came:
                out += _run(kept, gone, came)
                kept = gone = came = ""
            kept += text
    return (*out, *_run(kept, gone, came))


def _run(kept: str, gone: str, came: str) -> Iterator[Piece]:
    if kept:
        yield Piece(op=Op.KEEP, text=kept)
    if gone:
        yield Piece(op=Op.DELETE, text=gone)
    if came:
        yield Piece(op=Op.INSERT, text=came)


def _common_head(old: str, new: str) -> int:
    """Return how many characters both begin with, by halving."""
    low, high = 0, min(len(old), len(new))
    if old[:high] == new[:high]:
        return high
    while high - low > 1:
        mid = (low + high) // 2
        if old[low:mid] == new[low:mid]:
            low = mid
        else:
            high = mid
    return low


_INNER = re.compile(rf"[\w{_MARKS}{_HIDDEN}.,:]")


def _to_boundaries(old: str, new: str, head: int, tail: int) -> tuple[int, int]:
    """Draw both ends back to where no token is cut, in either text."""
    while head and any(
        head < len(t) and _INNER.match(t[head - 1]) and _INNER.match(t[head]) for t in (old, new)
    ):
        head -= 1
    while tail and any(
        tail < len(t) and _INNER.match(t[-tail]) and _INNER.match(t[-tail - 1]) for t in (old, new)
    ):
        tail -= 1
    return head, tail


def _middle(old: str, new: str, max_cells: int) -> Iterator[tuple[Op, str]]:
    olds, news = _tokens(old), _tokens(new)
    if not olds or not news or len(olds) * len(news) > max_cells:
        yield from ((Op.DELETE, old), (Op.INSERT, new))
        return
    a = [folded(core) for _, core in olds]
    b = [folded(core) for _, core in news]
    if len(a) == len(b) == 1 and a != b:
        yield from _replaced(olds, news)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            for (space, core), (new_space, new_core) in zip(olds[i1:i2], news[j1:j2], strict=True):
                yield from _either(space, new_space)
                yield from _either(core, new_core)
        else:
            yield from _replaced(olds[i1:i2], news[j1:j2])


def _replaced(olds: list[tuple[str, str]], news: list[tuple[str, str]]) -> Iterator[tuple[Op, str]]:
    """Yield one replacement; the space before it stays where both have it."""
    gone, came = "".join(map("".join, olds)), "".join(map("".join, news))
    space = olds[0][0] if olds and news and olds[0][0] == news[0][0] else ""
    yield Op.KEEP, space
    yield Op.DELETE, gone[len(space) :]
    yield Op.INSERT, came[len(space) :]


def _either(old: str, new: str) -> Iterator[tuple[Op, str]]:
    if old == new:
        yield Op.KEEP, old
    else:
        yield Op.DELETE, old
        yield Op.INSERT, new


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return each token with the space before it; space at the end is a token without core."""
    found = []
    at = 0
    for match in (_PLAIN_TOKEN if _is_plain(text) else TOKEN).finditer(text):
        found.append((text[at : match.start()], match.group()))
        at = match.end()
    if at < len(text):
        found.append((text[at:], ""))
    return found
