"""Names in a text, by their capitals: no list of names, so that it works for any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Names:
    """What two articles say about which words are names. Worked out when first asked."""

    old: Article
    new: Article
    words: Vocabulary

    @cached_property
    def lower(self) -> frozenset[str]:
        """Words that stand somewhere without a capital: at a sentence's start they are none."""
        found = frozenset(re.findall(r"[^\W\d_]+", "\n".join(self._texts)))
        return frozenset(word for word in found if word[0].islower())

    @cached_property
    def before(self) -> frozenset[str]:
        """All words of the old article, as written."""
        return frozenset(re.findall(r"\w+", f"{self.old.headline}\n{self.old.text}"))

    @cached_property
    def inside(self) -> frozenset[str]:
        """Words that stand with a capital inside a sentence somewhere."""
        every = (found for text in self._texts for found in _capitals(text))
        return frozenset(name for name, first in every if not first)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Every block's text, once."""
        blocks = (*self.old.blocks, *self.new.blocks)
        return tuple(dict.fromkeys(block.text for block in blocks))

    def among(self, text: str) -> list[str]:
        """Return the names in a text, word by word, as written without possessives."""
        if self.words.capital_nouns:
            return list(self._german(text))
        found = list(_capitals(text))
        count = len(re.findall(r"[^\W\d_]{2,}", text))
        if count > 3 and len(found) > TITLE_CASE * count:
            return [name for name, _ in found if _acronym(name) or name in self.inside]
        return [name for name, first in found if self._is_name(name, first)]

    def _is_name(self, name: str, first: bool) -> bool:
        low = name.casefold()
        if low in self.words.common or self.words.dates.fullmatch(name) or len(name) < 2:
            return False
        if not first or _acronym(name):
            return True
        return low not in self.lower and name in self.inside

    def _german(self, text: str) -> Iterator[str]:
        """Yield capitals that stand by another one or without an article, and end as no noun."""
        tokens = _TOKEN.findall(text)
        for at, token in enumerate(tokens):
            last = tokens[at - 1] if at else "."
            if not token[0].isupper() or self.words.dates.fullmatch(token):
                continue
            beside = last[0].isupper() and at > 1
            alone = last not in _OPENS and token in self._bare
            if _acronym(token) or ((beside or alone) and not self._noun(token)):
                yield _plain(token)

    @cached_property
    def _bare(self) -> frozenset[str]:
        """German words with a capital that no article or adjective stands before anywhere."""
        tokens = _TOKEN.findall("\n".join(self._texts))
        pairs = list(pairwise(tokens))
        nouns = {word for last, word in pairs if self.words.articles.fullmatch(last)}
        return frozenset(word for _, word in pairs if word[0].isupper() and word not in nouns)

    def _noun(self, token: str) -> bool:
        return token.casefold().endswith(self.words.noun_ends) or len(token) < 3


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
