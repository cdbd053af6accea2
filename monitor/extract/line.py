"""One line of text as it is being read: white space folded, inline runs kept as spans."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.extract.tree import fold
from monitor.model import Span, SpanKind

_WORDS = frozenset("AIOEYUÀÓÉÒÈWZKSVВИКОСУЯАЮЗ")
"""Letters that are words by themselves in some language."""


@dataclass(slots=True)
class Line:
    """The runs of a block, gathered piece by piece."""

    parts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0
    spaced: bool = False
    capital: bool = False

    def add(self, text: str) -> None:
        """Append a piece of the page's text."""
        if not text or text.isspace():
            self.spaced = self.spaced or bool(text)
            return
        words = fold(text)
        apart = self.length and (self.spaced or text[0].isspace())
        if apart and not (self.capital and words[0].islower()):
            self._append(" ")
        self.capital = False
        self._append(words)
        self.spaced = text[-1].isspace()

    def raise_capital(self) -> None:
        """Let what follows join on, where a single letter in a tag of its own opens the line."""
        self.capital = self.length == 1 and self.parts[0].isupper() and self.parts[0] not in _WORDS

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    @property
    def here(self) -> int:
        """Where the next word would start."""
        return self.length + 1 if self.spaced and self.length else self.length

    def mark(self, start: int, kind: SpanKind, href: str | None = None) -> None:
        """Say what the characters from `start` to here are."""
        if start < self.length:
            self.spans.append(Span(start=start, end=self.length, kind=kind, href=href))

    @property
    def text(self) -> str:
        return "".join(self.parts)
