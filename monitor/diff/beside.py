"""What changed besides the words: links, pictures, embeds, related links, the kicker, times.

Outlets exchange such things by machine, without a hand on the article. So they are told beside
an edit of the words, and alone only where the settings ask for it. What they share with a change
of nearly all of their sort is a change of the site's, and is not told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from monitor.diff.judging import weighed
from monitor.diff.passages import Passage
from monitor.diff.rules import Rule, reason
from monitor.diff.settings import Settings
from monitor.diff.targets import page, same_page, same_picture
from monitor.diff.tokens import folded
from monitor.model import Block, BlockKind, Edit, HunkKind, Part, SpanKind

MANY = 3
"""From so many on, and most of their sort, links and times were changed by the site."""
_FIELDS = 4
"""Passages that come before those of blocks, at most."""
Both = tuple[Block, Block]


def beside(found: Sequence[Passage], settings: Settings) -> list[Edit]:
    """Return the edits of what is not words, in the order of `found`, sort by sort."""
    kept = [
        (one.old, one.new)
        for one in found
        if one.same and one.old is not None and one.new is not None and _differ(one.old, one.new)
    ]
    asides = [one for one in found if _is_exchanged(one.new or one.old)]
    return [
        *_kicker(found, settings),
        *_links(kept, settings),
        *_pictures(kept, settings),
        *_embeds(asides, settings),
        *_related(asides, settings),
        *_times(kept, settings),
    ]


def _differ(old: Block, new: Block) -> bool:
    """Return whether two blocks of the same text differ in anything else."""
    if old.spans != new.spans or old.source != new.source:
        return True
    return old.credit != new.credit or old.at != new.at


def _is_exchanged(block: Block | None) -> bool:
    return block is not None and block.kind in (BlockKind.EMBED, BlockKind.RELATED)


def _edit(rule: Rule, detail: str, before: str, after: str, settings: Settings) -> Edit:
    return weighed([reason(rule, detail)], Part.BODY, before, after, None, settings)


def _kicker(found: Sequence[Passage], settings: Settings) -> Iterator[Edit]:
    for at, one in enumerate(found[:_FIELDS]):
        if one.hunk.part is Part.KICKER and not one.same:
            shown = f"{one.before or '–'} → {one.after or '–'}"
            reasons = [reason(Rule.KICKER, shown)]
            yield weighed(reasons, Part.KICKER, one.before, one.after, at, settings)


def _links(kept: Sequence[Both], settings: Settings) -> Iterator[Edit]:
    """Yield the links that lead elsewhere, from words that stayed and are a link in both."""
    pairs = [pair for old, new in kept for pair in _paired(old, new)]
    changed = [(words, a, b) for words, a, b in pairs if a != b and not same_page(a, b)]
    if len(changed) >= MANY and 2 * len(changed) > len(pairs):
        return
    for words, a, b in changed:
        yield _edit(Rule.LINK, f"under “{words[:60]}”", a, b, settings)


def _paired(old: Block, new: Block) -> Iterator[tuple[str, str, str]]:
    """Yield the words and both addresses of the links that two blocks have in common."""
    olds, news = _anchors(old), _anchors(new)
    for words, addresses in olds.items():
        others = news.get(words, [])
        if len(addresses) == len(others):
            yield from ((words, a, b) for a, b in zip(addresses, others, strict=True))


def _anchors(block: Block) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for span in block.spans:
        if span.kind is SpanKind.LINK and span.href:
            found[folded(block.text[span.start : span.end])].append(span.href)
    return found


def _pictures(kept: Sequence[Both], settings: Settings) -> Iterator[Edit]:
    for old, new in kept:
        if new.kind is not BlockKind.CAPTION:
            continue
        a, b = old.source or "", new.source or ""
        if a and b and not same_picture(a, b):
            yield _edit(Rule.IMAGE, f"over “{new.text[:60]}”", a, b, settings)
        a, b = old.credit or "", new.credit or ""
        if folded(a) != folded(b):
            yield _edit(Rule.CREDIT, f"{a or '–'} → {b or '–'}", a, b, settings)


def _embeds(found: Sequence[Passage], settings: Settings) -> Iterator[Edit]:
    """Yield the embeds that came or went; one that only moved, or is spelled otherwise, did not."""
    gone, came = _only(_of(found, BlockKind.EMBED, old=True), _of(found, BlockKind.EMBED))
    for block in gone:
        yield _edit(Rule.EMBED_REMOVED, _called(block), _called(block), "", settings)
    for block in came:
        yield _edit(Rule.EMBED_ADDED, _called(block), "", _called(block), settings)


def _related(found: Sequence[Passage], settings: Settings) -> Iterator[Edit]:
    """Yield one edit for the related links, where most stayed: teasers that rotate are none."""
    olds, news = _of(found, BlockKind.RELATED, old=True), _of(found, BlockKind.RELATED)
    gone, came = _only(olds, news)
    stayed = min(len(olds) - len(gone), len(news) - len(came))
    if (gone or came) and max(len(gone), len(came)) <= stayed:
        before, after = "\n".join(map(_called, gone)), "\n".join(map(_called, came))
        detail = f"({len(gone)} gone, {len(came)} come)"
        yield _edit(Rule.RELATED, detail, before, after, settings)


def _of(found: Sequence[Passage], kind: BlockKind, *, old: bool = False) -> list[Block]:
    away = HunkKind.MOVED_HERE if old else HunkKind.MOVED_AWAY
    blocks = (one.old if old else one.new for one in found if one.hunk.kind is not away)
    return [block for block in blocks if block is not None and block.kind is kind]


def _only(olds: Sequence[Block], news: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    return _without(olds, news), _without(news, olds)


def _without(these: Sequence[Block], those: Sequence[Block]) -> list[Block]:
    left = Counter(map(_identity, those))
    only = []
    for block in these:
        if left[_identity(block)]:
            left[_identity(block)] -= 1
        elif _identity(block):
            only.append(block)
    return only


def _identity(block: Block) -> str:
    """Return what an embed or a related link is known by; of one without a name, nothing."""
    named = page(block.source) if block.source else ""
    return named or ("" if block.source else folded(block.text))


def _called(block: Block) -> str:
    return block.text or block.source or ""


def _times(kept: Sequence[Both], settings: Settings) -> Iterator[Edit]:
    """Yield the entries of a live blog that were given another time."""
    timed = [(old.at, new.at) for old, new in kept if new.kind is BlockKind.LIVE_ENTRY]
    changed = [(a, b) for a, b in timed if a and b and a != b]
    if len(changed) >= MANY:
        return
    for a, b in changed:
        before, after = a.isoformat(" ", "minutes"), b.isoformat(" ", "minutes")
        yield _edit(Rule.ENTRY_TIME, f"{before} → {after}", before, after, settings)
