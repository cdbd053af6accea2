"""A pattern of many words, looked for only where a word stands that one of them begins with.

Trying a hundred words at each letter of a text is most of what a comparison would cost. What is
found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\w+")
_BEGINNING = re.compile(r"(?:\(\?-i:)?(\w*)(.?)")
"""The letters that an expression begins with, and what says how often the last one stands."""
_REMEMBERED = 20_000


@lru_cache(8)
def words_of(text: str) -> list[str]:
    """Return the words of a text, which several lookups are made in one after the other."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A pattern whose matches all begin with a word of which `begins` is true.

    Without `begins` they begin anywhere, as in a language without spaces.
    """

    pattern: re.Pattern[str]
    begins: Callable[[str], bool] | None

    def matches(self, text: str) -> list[re.Match[str]]:
        """Return what the pattern finds in a text, as `finditer` does."""
        if self.begins is None:
            return list(self.pattern.finditer(text))
        if not any(map(self.begins, words_of(text))):
            return []
        return list(_matches(self.pattern, self.begins, text))


def _matches(
    pattern: re.Pattern[str], begins: Callable[[str], bool], text: str
) -> Iterator[re.Match[str]]:
    at = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start >= at and begins(word.group()):
            match = pattern.match(text, start)
            if match:
                yield match
                at = match.end()


def lookup(pattern: re.Pattern[str], sources: Sequence[str]) -> Lookup:
    """Return the lookup of a pattern that is made of expressions, each from a word's beginning."""
    return Lookup(pattern, beginning(sources))


def beginning(sources: Iterable[str]) -> Callable[[str], bool]:
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
