"""Whether one wording is another one spelled differently: typos, case, accents, doubled words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from monitor.model import Op, Piece

_WORD = re.compile(r"\w+")
LONGEST = 80
"""Letters past which two words are not held against each other: the cost is their product."""
NEAR = 0.75
"""Share of letters in common from which two words are one, misspelled."""


@dataclass(frozen=True)
class Swap:
    """A run of text that gave way to another, either may be empty, and the words around it."""

    gone: str
    came: str
    last: str = ""
    next: str = ""

    @cached_property
    def words(self) -> tuple[list[str], list[str]]:
        """The words of both, in lower case."""
        return _WORD.findall(self.gone.casefold()), _WORD.findall(self.came.casefold())

    @property
    def wordless(self) -> bool:
        """Whether only marks and spaces changed."""
        return self.words == ([], [])

    @cached_property
    def respelled(self) -> bool:
        """Whether it mends or breaks spelling and changes no word."""
        return _respelled(self)


def swaps(pieces: tuple[Piece, ...]) -> list[Swap]:
    """Return the replacements in a run of pieces."""
    found: list[Swap] = []
    for at, piece in enumerate(pieces):
        if piece.op is Op.KEEP:
            continue
        paired = at and pieces[at - 1].op is Op.DELETE and piece.op is Op.INSERT
        if paired:
            found[-1] = Swap(found[-1].gone, piece.text, found[-1].last, _first(pieces, at + 1))
        else:
            gone, came = (piece.text, "") if piece.op is Op.DELETE else ("", piece.text)
            found.append(Swap(gone, came, _last(pieces, at), _first(pieces, at + 1)))
    return found


def _respelled(swap: Swap) -> bool:
    gone, came = swap.words
    if "".join(gone) == "".join(came):
        return True
    if not gone or not came:
        doubled = gone or came
        run = len(doubled)
        return run <= 3 and (
            _WORD.findall(swap.last.casefold())[-run:] == doubled
            or _WORD.findall(swap.next.casefold())[:run] == doubled
        )
    if len(gone) != len(came):
        return near("".join(gone), "".join(came), 0.9)
    return all(near(a, b) for a, b in zip(gone, came, strict=True))


def near(old: str, new: str, share: float = NEAR) -> bool:
    """Return whether two words differ by few letters, and by no digit."""
    if old == new or _bare(old) == _bare(new):
        return True
    if any(map(str.isdigit, old + new)):
        return False
    shorter = min(len(old), len(new))
    if shorter >= 3 and sorted(old) == sorted(new) and old[0] == new[0]:
        return True
    longer = max(len(old), len(new))
    if shorter < 4 or longer > LONGEST or 2 * shorter < share * (shorter + longer):
        return False
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= share


def _bare(word: str) -> str:
    """Return a word without accents."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ß", "ss")


def _last(pieces: tuple[Piece, ...], at: int) -> str:
    kept = (piece.text for piece in reversed(pieces[:at]) if piece.op is Op.KEEP)
    return next(kept, "")[-80:]


def _first(pieces: tuple[Piece, ...], at: int) -> str:
    kept = (piece.text for piece in pieces[at:] if piece.op is Op.KEEP)
    return next(kept, "")[:80]
