"""Leave out what the host's other articles say is no part of this one.

What was decided for an article stays decided: a line that the version before had stays, and one
that was left out of it stays out, whatever is remembered of the host by now. So our learning is
never an edit of theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from monitor.extract.furniture import Judged
from monitor.extract.read import Raw
from monitor.extract.trace import Trace
from monitor.model import ASIDE_KINDS, Article, Why, line_digest

_MOST = 0.3
"""Of the words: if more were to go, what is remembered does not fit this page."""


def without_remembered(
    judged: Judged, remembered: Collection[str], previous: Article | None, trace: Trace | None
) -> Judged:
    """Return `judged` without the lines whose digests are `remembered`; it says which."""
    out = {line_digest(text) for text in previous.left_out} if previous else set()
    if not remembered and not out:
        return judged
    kept = {line_digest(block.text) for block in previous.blocks} if previous else set()
    lines = [(raw, _digest(raw)) for raw in judged.blocks]
    new = {digest for _, digest in lines if digest in remembered and digest not in kept}
    if sum(len(raw.text) for raw, digest in lines if digest in new) <= _MOST * _length(judged):
        out |= new
    blocks = tuple(raw for raw, digest in lines if digest not in out)
    if trace:
        trace.blocks(judged.blocks, blocks, Why.REMEMBERED)
        trace.keep(blocks)
    left = tuple(raw.text for raw, digest in lines if digest in out)
    return replace(judged, blocks=blocks, left_out=left)


def _digest(raw: Raw) -> str:
    """Return what a line of the running text is known by; nothing of what stands beside it."""
    return "" if raw.kind in ASIDE_KINDS else line_digest(raw.text)


def _length(judged: Judged) -> int:
    return sum(len(raw.text) for raw in judged.blocks if raw.kind not in ASIDE_KINDS)
