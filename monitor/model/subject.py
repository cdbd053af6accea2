"""What an article is about, as far as its words tell in any language, without a list of words.

A line that has a word of the headline, or a name that other lines have too, speaks of the article.
A line that has none may still do so; but the same one on most of a site's articles will not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from monitor.model.article import comparable

_WORD = re.compile(r"\w+")
_STEM = 5
"""Letters by which a word is known, whatever its ending is; it has as many at least."""
_SHORTEST = 3
"""Letters of a shorter word that is a name, or stands in the headline."""
_OTHERS = 2
"""Other lines that must have a name before it is one of the subject's."""
_OPENS = re.compile(r"[.!?:…。\"“«„‘(]\s{0,2}$")
_UNSPACED = re.compile("[\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]{2,}|[\u0e00-\u0eff]{5,}")
"""Runs of scripts that do not set words apart, or change their ends: without kana, which is mostly
grammar."""
_THAI = "\u0e00"
_LAO = "\u0eff"
_LONGEST = 2_000
"""Characters of a line that are looked at."""
_MOST_LINES = 1_000


class Subject:
    """The words of one article that tell what it is about.

    `url` is where it stands: the outlet's own name is nobody's subject. `head` is what names the
    subject: headline, standfirst, authors. `lines` are all of the article.
    """

    def __init__(self, url: str, head: Iterable[str], lines: Iterable[str]) -> None:
        self._host = _host(url)
        self._head = {stem for text in head for stem, _ in _words(comparable(text), _SHORTEST)}
        self._lines = frozenset(comparable(line) for line in _first(lines))
        self._counts = Counter(
            stem for line in self._lines for stem in {stem for stem, _ in _words(line)}
        )

    def names(self, line: str) -> bool:
        """Tell whether `line`, which may be one of the article's, speaks of its subject."""
        least = _OTHERS + (line in self._lines)
        return any(
            stem in self._head or (named and self._counts[stem] >= least)
            for stem, named in _words(line)
            if stem not in self._host
        )

    def strangers(self, lines: Iterable[str]) -> tuple[str, ...]:
        """Return the lines that do not speak of it."""
        return tuple(line for line in lines if not self.names(line))


def _first(lines: Iterable[str]) -> Iterator[str]:
    for count, line in enumerate(lines):
        if count == _MOST_LINES:
            return
        yield line[:_LONGEST]


def _words(line: str, shortest: int = _STEM) -> Iterator[tuple[str, bool]]:
    """Yield the words of a line that tell something, and of each whether it is a name, or a number.

    Words of `shortest` letters do, and shorter names.
    """
    line = line[:_LONGEST]
    for match in _WORD.finditer(line):
        word = match[0]
        named = word.isdecimal() or (word[0].isupper() and not _opens(line, match.start()))
        if len(word) >= (min(shortest, _SHORTEST) if named else shortest):
            yield word.casefold()[:_STEM], named
    for match in _UNSPACED.finditer(line):
        run = match[0]
        size = _STEM if _THAI <= run[0] <= _LAO else 2
        yield from ((run[at : at + size], False) for at in range(len(run) - size + 1))


def _opens(line: str, start: int) -> bool:
    """Tell whether what starts there opens a sentence, so that its capital letter says nothing."""
    return not start or _OPENS.search(line[max(start - 3, 0) : start]) is not None


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
