"""Leave out what the host's other articles say is no part of this one.

What was decided for an article stays decided: what the version before had stays, and a line that
was left out of it stays out, whatever is remembered of the host by now. So our learning is never
an edit of theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from monitor.extract.furniture import Judged
from monitor.extract.read import Raw
from monitor.extract.trace import Trace
from monitor.model import (
    ASIDE_KINDS,
    VOTING,
    Article,
    BlockKind,
    Subject,
    Why,
    comparable,
    line_digest,
)

_MOST = 0.3
"""Of the text: if more were to go, what is remembered does not fit this page."""
_MOST_LINES = 100
"""Lines that an article's decisions are kept for; the newest come first."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of the lines of an article before it is read."""

    remembered: Collection[str] = ()
    """The digests of lines that its host's articles share."""
    previous: Article | None = None
    """The version before."""
    left_out: Collection[str] = ()
    """Lines that were left out of it before, where `previous` does not say so."""

    def without(
        self, judged: Judged, head: Collection[str], url: str, trace: Trace | None
    ) -> Judged:
        """Return `judged` without the lines that are no part of the article; it says which.

        `head` is what names the article's subject: what speaks of that is part of it.
        """
        before = (*self.left_out, *(self.previous.left_out if self.previous else ()))
        out = set(map(line_digest, before))
        if self.remembered:
            out |= self._new(judged, out, head, url)
        if not out:
            return judged
        blocks = _without(judged.blocks, out)
        if trace:
            trace.blocks(judged.blocks, blocks, Why.REMEMBERED)
            trace.keep(blocks)
        kept = set(map(id, blocks))
        gone = (raw.text for raw in judged.blocks if id(raw) not in kept)
        lines = tuple(dict.fromkeys((*gone, *before)))[:_MOST_LINES]
        return replace(judged, blocks=blocks, left_out=lines)

    def _new(self, judged: Judged, out: set[str], head: Collection[str], url: str) -> set[str]:
        """Return the digests of lines that are left out of this article for the first time."""
        found = [(digest, raw) for raw in judged.blocks if (digest := _digest(raw)) not in out]
        found = [(digest, raw) for digest, raw in found if digest in self.remembered]
        if not found:
            return set()
        texts = [raw.text for raw in judged.blocks if raw.kind not in ASIDE_KINDS]
        stood = comparable(self.previous.text) if self.previous else ""
        subject = Subject(url, head, texts)
        new = {
            digest: len(line)
            for digest, raw in found
            if (line := comparable(raw.text)) not in stood and not subject.names(line)
        }
        return set(new) if sum(new.values()) <= _MOST * sum(map(len, texts)) else set()


def _without(blocks: tuple[Raw, ...], out: set[str]) -> tuple[Raw, ...]:
    """Return the blocks that stay: a heading goes only with all that stands under it."""
    kept: list[Raw] = []
    below: Raw | None = None
    for raw in reversed(blocks):
        heads = raw.kind is BlockKind.HEADING and below is not None and below.kind is not raw.kind
        if _digest(raw) in out and not heads:
            continue
        kept.append(raw)
        below = below if raw.kind in ASIDE_KINDS else raw
    return tuple(reversed(kept))


def _digest(raw: Raw) -> str:
    """Return what a line is known by; nothing of what is the article's whatever others have."""
    votes = raw.kind in VOTING and not raw.at
    return line_digest(raw.text) if votes else ""
