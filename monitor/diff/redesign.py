"""What a new design of the page makes us read otherwise, though nobody edited the article.

Two designs show the same article with other pictures, labels and boxes, and set the standfirst
apart or not. None of that is an edit; every word of the running text still is.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.diff.passages import Passage
from monitor.diff.tokens import folded
from monitor.model import ASIDE_KINDS, Article, HunkKind, Part

_LEAST_NAMES = 2
"""Names below which a template is not known well enough to be told from another."""
_SHARED = 0.3
"""Two templates share less than this of their names; one whose build changed shares more."""


def is_redesigned(old: Article, new: Article) -> bool:
    """Tell whether the two were read from pages of different templates."""
    before, after = set(old.template.split()), set(new.template.split())
    if min(len(before), len(after)) < _LEAST_NAMES:
        return False
    return len(before & after) < _SHARED * len(before | after)


def rearranged(found: Sequence[Passage], *, redesigned: bool) -> frozenset[int]:
    """Return which of the passages differ only in how the two pages are arranged.

    These are a standfirst that the other page shows as its first paragraph, and, where the page
    was redesigned, whatever stands beside the text: captions, embeds, links to other articles.
    """
    places = set(_standfirst(found))
    if redesigned:
        places |= {at for at, passage in enumerate(found) if _is_beside(passage)}
    return frozenset(places)


def _is_beside(passage: Passage) -> bool:
    block = passage.new or passage.old
    return block is not None and block.kind in ASIDE_KINDS


def _standfirst(found: Sequence[Passage]) -> list[int]:
    """Return the passages of a standfirst that is the other article's first paragraph."""
    for at, passage in enumerate(found):
        if passage.hunk.part is not Part.STANDFIRST or bool(passage.before) == bool(passage.after):
            continue
        text = folded(passage.before or passage.after)
        ways = (HunkKind.ADDED, HunkKind.MOVED_HERE) if passage.before else (HunkKind.REMOVED,)
        for other, body in enumerate(found):
            if body.hunk.kind in ways and folded(body.after or body.before) == text:
                return [at, other]
    return []
