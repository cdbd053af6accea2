"""Names in a text, by their capitals: no list of names, so that it works for any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from monitor.diff.vocabulary import Vocabulary
from monitor.model import Article

_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|[^\w\s]")
_OPENS = frozenset('.!?:“”"«»„‘(–—-•|…')
_POSSESSIVE = re.compile(r"[’']s?$")
_ELISION = re.compile(r"^(?:[ldnsmtcj]|qu|dell|all|nell|sull|dall|un)[’'](?=\w)", re.IGNORECASE)
TITLE_CASE = 0.6
"""Share of words with a capital from which a line is in title case."""


FEW = 100
"""Words looked up text by text; past that, all texts are read once."""
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Usage:
    """How words are written in a text."""

    lower: frozenset[str]
    """Words that stand somewhere without a capital: at a sentence's start they are no names."""
    inside: frozenset[str]
    """Words that stand with a capital inside a sentence."""
    nouns: frozenset[str]
    """Words with a capital that an article or adjective stands before: in German, nouns."""
    bare: frozenset[str]
    """Words with a capital that another word stands before."""


@dataclass(frozen=True)
class Names:
    """What two articles say about which words are names. Looked for when first asked."""

    old: Article
    new: Article
    words: Vocabulary
    _asked: set[str] = field(default_factory=set)
    _read: dict[str, Usage] = field(default_factory=dict)

    def is_old(self, word: str) -> bool:
        """Return whether the old article has a word, as written."""
        return bool(_WORD.fullmatch(word)) and word in self._before

    def among(self, text: str, known: frozenset[str] = frozenset()) -> list[str]:
        """Return the names in a text, word by word, as written without possessives.

        Those whose words are all `known`, in lower case, are left out.
        """
        if self.words.capital_nouns:
            return [name for name in self._german(text) if not _stands(name, known)]
        found = list(_capitals(text))
        count = len(re.findall(r"[^\W\d_]{2,}", text))
        fresh = [(name, first) for name, first in found if not _stands(name, known)]
        if count > 3 and len(found) > TITLE_CASE * count:
            return [name for name, _ in fresh if _acronym(name) or self._is_inside(name)]
        return [name for name, first in fresh if self._is_name(name, first)]

    def _is_name(self, name: str, first: bool) -> bool:
        low = name.casefold()
        if low in self.words.common or self.words.dates.fullmatch(name) or len(name) < 2:
            return False
        if not first or _acronym(name):
            return True
        return not any(low in use.lower for use in self._of(low)) and self._is_inside(name)

    def _is_inside(self, name: str) -> bool:
        return any(name in use.inside for use in self._of(name))

    def _german(self, text: str) -> Iterator[str]:
        """Yield capitals that stand by another one or without an article, and end as no noun."""
        tokens = _TOKEN.findall(text)
        for at, token in enumerate(tokens):
            last = tokens[at - 1] if at else "."
            if not token[0].isupper() or self.words.dates.fullmatch(token):
                continue
            beside = last[0].isupper() and at > 1
            alone = last not in _OPENS and (beside or self._is_bare(token))
            if _acronym(token) or ((beside or alone) and not self._noun(token)):
                yield _plain(token)

    def _is_bare(self, token: str) -> bool:
        """Return whether no article or adjective stands before a German word anywhere."""
        used = list(self._of(token))
        return any(token in use.bare for use in used) and not any(
            token in use.nouns for use in used
        )

    def _noun(self, token: str) -> bool:
        return token.casefold().endswith(self.words.noun_ends) or len(token) < 3

    def _of(self, word: str) -> Iterator[Usage]:
        """Yield how the texts that hold a word use theirs; past a few words, how all do."""
        self._asked.add(word)
        if len(self._asked) > FEW:
            yield self._all
            return
        for text in self._texts:
            if word in text:
                yield self._usage(text)

    def _usage(self, text: str) -> Usage:
        if text not in self._read:
            self._read[text] = _usage((text,), self.words)
        return self._read[text]

    @cached_property
    def _all(self) -> Usage:
        return _usage(self._texts, self.words)

    @cached_property
    def _before(self) -> frozenset[str]:
        return frozenset(_WORD.findall(f"{self.old.headline}\n{self.old.text}"))

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Every block's text, once."""
        blocks = (*self.old.blocks, *self.new.blocks)
        return tuple(dict.fromkeys(block.text for block in blocks))


def _usage(texts: Iterable[str], words: Vocabulary) -> Usage:
    lower: set[str] = set()
    inside: set[str] = set()
    nouns: set[str] = set()
    bare: set[str] = set()
    for text in texts:
        lower |= {word for word in _LETTERS.findall(text) if word[0].islower()}
        if not words.capital_nouns:
            inside |= {name for name, first in _capitals(text) if not first}
            continue
        for last, word in pairwise(_TOKEN.findall(text)):
            if word[0].isupper():
                (nouns if words.articles.fullmatch(last) else bare).add(word)
    return Usage(frozenset(lower), frozenset(inside), frozenset(nouns), frozenset(bare))


def _stands(name: str, among: frozenset[str]) -> bool:
    """Return whether all of a name's words are among those."""
    return bool(among) and among.issuperset(_WORD.findall(name.casefold()))


def _capitals(text: str) -> Iterator[tuple[str, bool]]:
    """Yield words with a capital, and whether they stand where any word would have one."""
    last = "."
    for token in _TOKEN.findall(text):
        plain = _ELISION.sub("", token) if "’" in token or "'" in token else token
        if plain[0].isupper():
            yield _plain(plain), last in _OPENS
        last = token


def _plain(token: str) -> str:
    return _POSSESSIVE.sub("", token) if "’" in token or "'" in token else token


def _acronym(token: str) -> bool:
    return len(token) > 1 and token.isupper()
