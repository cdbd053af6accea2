"""A version as text, and the unified patch from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import takewhile

from monitor.model import Article, Block, BlockKind, Hunk, HunkKind, Part, Snapshot
from monitor.report.story import Story
from monitor.report.words import plain

_CONTEXT = 3
_FIELDS = (Part.HEADLINE, Part.KICKER, Part.STANDFIRST, Part.BYLINE)
Key = Part | int
"""What a line of text stands for: a field, or the block with that number."""


def article_text(snapshot: Snapshot) -> str:
    """Return a version as text to read: fields and blocks apart by empty lines, one a line."""
    return "\n".join(line for _, lines in _chunks(snapshot.article) for line in lines)


def _chunks(article: Article) -> list[tuple[Key, tuple[str, ...]]]:
    """Return the lines of each field and block that has text, with the empty line before it."""
    fields: list[tuple[Key, str]] = [(part, _field(article, part)) for part in _FIELDS]
    blocks: list[tuple[Key, str]] = [(at, _block(block)) for at, block in enumerate(article.blocks)]
    found: list[tuple[Key, tuple[str, ...]]] = []
    listed = False
    for key, text in (*fields, *blocks):
        if not text:
            continue
        item = isinstance(key, int) and article.blocks[key].kind in _CLOSE
        found.append((key, (text,) if not found or (listed and item) else ("", text)))
        listed = item
    return found


_CLOSE = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
_LEADS = {
    BlockKind.LIST_ITEM: "- {}",
    BlockKind.QUOTATION: "> {}",
    BlockKind.CAPTION: "[Picture: {}]",
    BlockKind.EMBED: "[Embedded: {}]",
    BlockKind.RELATED: "[Related: {}]",
}


def _field(article: Article, part: Part) -> str:
    match part:
        case Part.HEADLINE:
            return plain(article.headline)
        case Part.KICKER:
            return plain(article.kicker or "")
        case Part.STANDFIRST:
            return plain(article.standfirst or "")
        case _:
            return plain(", ".join(article.authors))


def _block(block: Block) -> str:
    text = plain(block.text)
    if block.kind is BlockKind.CAPTION and block.credit:
        text = f"{text} ({plain(block.credit)})"
    if block.kind in (BlockKind.EMBED, BlockKind.RELATED) and block.source:
        text = f"{text} {plain(block.source)}".strip()
    if block.at and text:
        text = f"[{block.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC] {text}"
    return _LEADS.get(block.kind, "{}").format(text) if text else ""


# --- the patch -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    sign: str
    text: str


def patch(story: Story) -> str:
    """Return a unified patch from the old version's `article_text` to the new one's.

    Empty where the two texts are the same. Each text ends with a line break, as `monitor text`
    prints it: `monitor text WATCH 1 > a.txt; patch a.txt < it.patch`.
    """
    if not (story.change and story.old and story.new):
        return ""
    lines = _lines(story.change.hunks, story.old.article, story.new.article)
    hunks = list(_hunks(lines))
    if not hunks:
        return ""
    return "\n".join([_name("---", story.old), _name("+++", story.new), *hunks]) + "\n"


def _name(sign: str, shot: Snapshot) -> str:
    at = shot.fetched_at.astimezone(UTC)
    return f"{sign} version-{shot.version}.txt\t{at:%Y-%m-%d %H:%M:%S.%f000 %z}"


def _lines(hunks: tuple[Hunk, ...], old: Article, new: Article) -> list[_Line]:
    """Return every line of both texts, the kept ones once, in an order that both texts keep.

    The alignment is only taken at its word where it accounts for both texts, line by line;
    else the whole text is replaced.
    """
    olds, news = dict(_chunks(old)), dict(_chunks(new))
    lines = [line for hunk in hunks for line in _pair(*_ends(hunk, olds, news))]
    if _side(lines, "+") == _flat(olds.values()) and _side(lines, "-") == _flat(news.values()):
        return lines
    return _pair(_flat(olds.values()), _flat(news.values()))


def _ends(
    hunk: Hunk, olds: dict[Key, tuple[str, ...]], news: dict[Key, tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of the old text and of the new one that a row stands for."""
    old: Key | None = hunk.old if hunk.part is Part.BODY else hunk.part
    new: Key | None = hunk.new if hunk.part is Part.BODY else hunk.part
    if hunk.kind is HunkKind.MOVED_HERE:
        old = None
    if hunk.kind is HunkKind.MOVED_AWAY:
        new = None
    return (
        olds.get(old, ()) if old is not None else (),
        news.get(new, ()) if new is not None else (),
    )


def _pair(old: tuple[str, ...], new: tuple[str, ...]) -> list[_Line]:
    """Return the lines of one row: those that both begin with, then what went and what came."""
    kept = sum(1 for _ in takewhile(lambda ends: ends[0] == ends[1], zip(old, new, strict=False)))
    return [
        *(_Line(" ", text) for text in old[:kept]),
        *(_Line("-", text) for text in old[kept:]),
        *(_Line("+", text) for text in new[kept:]),
    ]


def _side(lines: Iterable[_Line], dropped: str) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.sign != dropped)


def _flat(chunks: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(line for chunk in chunks for line in chunk)


def _hunks(lines: list[_Line]) -> Iterator[str]:
    """Yield the hunks of the patch: changed lines with three lines of context around them."""
    changed = [at for at, line in enumerate(lines) if line.sign != " "]
    start = 0
    while changed:
        first = max(changed[0] - _CONTEXT, start)
        last = changed[0]
        while changed and changed[0] <= last + 2 * _CONTEXT + 1:
            last = changed.pop(0)
        stop = min(last + _CONTEXT + 1, len(lines))
        yield _hunk(lines, first, stop)
        start = stop


def _hunk(lines: list[_Line], first: int, stop: int) -> str:
    body = lines[first:stop]
    head = f"@@ -{_range(lines[:first], body, '+')} +{_range(lines[:first], body, '-')} @@"
    return "\n".join([head, *(line.sign + line.text for line in body)])


def _range(before: list[_Line], body: list[_Line], dropped: str) -> str:
    """Return where a hunk begins in one of the texts and how long it is there."""
    start, size = len(_side(before, dropped)), len(_side(body, dropped))
    return f"{start + 1 if size else start},{size}"
