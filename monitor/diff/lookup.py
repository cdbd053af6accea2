"""A pattern of many words, looked for only where a word stands that one of them begins with.

Trying a hundred words at each letter of a text is most of what a comparison would cost. What is
found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(r"(?:\(\?-i:)?(\w*)(.?)")
"""The letters that an expression begins with, and what says how often the last one stands."""
_REMEMBERED = 20_000


Test = Callable[[str], bool]
"""Whether an expression may begin with a word."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Which of a few tests a word of a text passes: one bit each, for all of them at once."""

    of: Callable[[str], int]

    @classmethod
    def by(cls, tests: Sequence[Test]) -> Hints:
        """Return the hints of `tests`; the n-th is bit n."""

        @lru_cache(_REMEMBERED)
        def of_word(word: str) -> int:
            return sum(1 << bit for bit, test in enumerate(tests) if test(word))

        @lru_cache(8)
        def of_text(text: str) -> int:
            return reduce(or_, map(of_word, _WORD.findall(text)), 0)

        return cls(of_text)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A pattern whose matches all begin with a word that passes test `bit` of `hints`.

    Without hints they begin anywhere, as in a language without spaces.
    """

    pattern: re.Pattern[str]
    begins: Test
    hints: Hints | None
    bit: int = 0

    def matches(self, text: str) -> list[re.Match[str]]:
        """Return what the pattern finds in a text, as `finditer` does."""
        if self.hints is None:
            return list(self.pattern.finditer(text))
        if not self.hints.of(text) >> self.bit & 1:
            return []
        return list(_matches(self.pattern, self.begins, text))


def _matches(pattern: re.Pattern[str], begins: Test, text: str) -> Iterator[re.Match[str]]:
    at = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start >= at and begins(word.group()):
            match = pattern.match(text, start)
            if match:
                yield match
                at = match.end()


def beginning(sources: Iterable[str]) -> Test:
    """Return what says of a word whether one of the expressions may begin with it."""
    first = [_beginning(source) for source in sources]
    whole = frozenset(letters for letters, ends in first if ends)
    starts = tuple({letters for letters, ends in first if not ends})

    @lru_cache(_REMEMBERED)
    def begins(word: str) -> bool:
        forms = (word.casefold(), word.lower())
        return not whole.isdisjoint(forms) or any(form.startswith(starts) for form in forms)

    return begins


def _beginning(source: str) -> tuple[str, bool]:
    """Return the letters that an expression begins with, and whether the word ends there."""
    match = _BEGINNING.match(source)
    letters, then = match.groups() if match else ("", "")
    if then in ("?", "{", "+"):
        return letters[:-1].casefold(), False
    return letters.casefold(), then == " "
