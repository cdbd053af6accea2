"""Which note tells of which edit, and so which edits are silent.

A note that says only that the article was edited tells of every edit. One that says what was
edited tells of the edits that share its words, its figures, or a paragraph number; a heading or
a line that announces an update tells of what was added right below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.diff.notices import said
from monitor.diff.passages import Passage
from monitor.diff.quotes import quotations
from monitor.diff.spelling import swaps
from monitor.diff.wording import Context, content
from monitor.model import (
    ASIDE_KINDS,
    BlockKind,
    Disclosure,
    Edit,
    EditKind,
    HunkKind,
    Notice,
    Op,
    Part,
)

NOTE_KINDS = frozenset({EditKind.NOTE_ADDED, EditKind.NOTE_CHANGED})
VAGUE = 2
"""Words of content below which a note does not say what was edited."""
ANNOUNCES = 12
"""Words up to which a note is a line above what it announces."""
_STEM = 5
_PARAGRAPH = re.compile(
    r"\b(?:par(?:a|as|agra\w+|\.)?|absatz|absätze\w*|abs\.|párrafos?|parágrafos?|paragraf\w*|"
    r"capovers\w+|абзац\w*|alinea)\s+(\d+(?:\s*(?:,|and|und|et|y|e|и|en|-|–)\s*\d+)*)",
    re.I,
)
_NTH = re.compile(
    r"\b(?:(?P<n1>first|erste\w*|premier|primer[oa]?|primeir[oa]|prim[oa]|перв\w+)|"
    r"(?P<n2>second|zweite\w*|deuxième|segund[oa]|secondo|втор\w+)|"
    r"(?P<n3>third|dritte\w*|troisième|tercer[oa]?|terceir[oa]|terz[oa]|трет\w+)|"
    r"(?P<n4>fourth|vierte\w*|quatrième|cuart[oa]|quart[oa]|четв[её]рт\w+)|"
    r"(?P<n5>fifth|fünfte\w*|cinquième|quint[oa]|пят\w+)|"
    r"(?P<n6>sixth|sechste\w*|sixième|sext[oa]|sest[oa]|шест\w+))\s+"
    r"(?:par(?:a\b|agra\w+)|absatz\w*|párrafo|parágrafo|paragraf\w*|capoverso|абзац\w*)",
    re.I,
)
_HEADLINE = re.compile(
    r"\b(?:headlines?|überschrift|schlagzeile|titel|titre|titular|título|titolo|заголов\w+|"
    r"nagłów\w+|başlı\w+|kop)\b|标题|標題|見出し",
    re.I,
)
_CAPTION = re.compile(
    r"\b(?:captions?|bildunterschrift|bildtext|légende|pie de foto|legenda|didascalia|подпис\w+)\b",
    re.I,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Note:
    """What a note that came with the change tells of."""

    at: int
    words: frozenset[str]
    sharp: frozenset[str]
    """Those of its words that one is enough of: figures and names."""
    paragraphs: frozenset[int]
    hunks: frozenset[int]
    """Hunks that stand right below it."""
    quoted: tuple[str, ...]
    """Wordings that it quotes, as plain words: the earlier one, or the one that stands there."""
    headline: bool
    """Whether it speaks of the headline."""
    caption: bool
    """Whether it speaks of a caption."""

    @property
    def vague(self) -> bool:
        """Whether it does not say what was edited."""
        pointed = self.paragraphs or self.hunks or self.quoted or self.headline or self.caption
        return len(self.words) < VAGUE and not pointed


def disclosed(
    edits: Sequence[Edit],
    notices: Sequence[Notice],
    found: Sequence[Passage],
    context: Context,
) -> tuple[Edit, ...]:
    """Return the edits, each with whether and by which note it is told of."""
    notes = [
        _read(at, notice, found, context)
        for at, notice in enumerate(notices)
        if notice.op is Op.INSERT
    ]
    order = _paragraphs(found) if any(note.paragraphs for note in notes) else {}
    return tuple(_judged(edit, notices, notes, order, found, context) for edit in edits)


def overall(edits: Sequence[Edit], notices: Sequence[Notice]) -> Disclosure:
    """Return whether the outlet told of the change as a whole."""
    material = [edit for edit in edits if edit.material and not NOTE_KINDS & set(edit.kinds)]
    silent = any(edit.disclosure is Disclosure.SILENT for edit in material)
    if any(notice.op is Op.INSERT for notice in notices):
        return Disclosure.PARTLY if silent else Disclosure.DISCLOSED
    return Disclosure.SILENT if silent else Disclosure.NOT_NEEDED


def _judged(
    edit: Edit,
    notices: Sequence[Notice],
    notes: Sequence[Note],
    order: dict[int, int],
    found: Sequence[Passage],
    context: Context,
) -> Edit:
    if NOTE_KINDS & set(edit.kinds):
        own = (at for at, n in enumerate(notices) if n.hunk == edit.hunk and n.op is Op.INSERT)
        return replace(edit, disclosure=Disclosure.DISCLOSED, disclosed_by=next(own, None))
    by = next((note.at for note in notes if _tells(note, edit, order, found, context)), None)
    if by is not None:
        return replace(edit, disclosure=Disclosure.DISCLOSED, disclosed_by=by)
    return replace(edit, disclosure=Disclosure.SILENT) if edit.material else edit


def _tells(
    note: Note, edit: Edit, order: dict[int, int], found: Sequence[Passage], context: Context
) -> bool:
    if EditKind.NOTE_REMOVED in edit.kinds or edit.hunk is None:
        return False
    if note.vague or edit.hunk in note.hunks or order.get(edit.hunk) in note.paragraphs:
        return True
    if (note.headline and edit.part is Part.HEADLINE) or (
        note.caption and EditKind.CAPTION in edit.kinds
    ):
        return True
    texts = _plain(edit.before), _plain(edit.after)
    if any((quote in texts[0]) is not (quote in texts[1]) for quote in note.quoted):
        return True
    shared = note.words & _words(_edited(found[edit.hunk]), context)
    return bool(shared & note.sharp) or len(shared) >= VAGUE


def _plain(text: str) -> str:
    """Return a text as words with a space around each, so that words are found as a whole."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _edited(passage: Passage) -> str:
    """Return the words that came or went."""
    if not passage.before or not passage.after:
        return passage.before or passage.after
    return " ".join(f"{swap.gone} {swap.came}" for swap in swaps(passage.hunk.pieces))


def _read(at: int, notice: Notice, found: Sequence[Passage], context: Context) -> Note:
    text = said(notice.text, context.language)
    names = [name for name in context.names.among(text) if len(name) > 2]
    sharp = _words(" ".join([*names, *re.findall(r"\d[\d.,]*\d|\d", text)]), context)
    return Note(
        at,
        _words(text, context),
        sharp,
        _numbered(notice.text),
        _below(notice, found),
        tuple(f" {' '.join(key)} " for key in quotations(text)),
        _HEADLINE.search(text) is not None,
        _CAPTION.search(text) is not None,
    )


def _numbered(text: str) -> frozenset[int]:
    """Return the numbers of the paragraphs that a note names."""
    named = [
        int(n) for found in _PARAGRAPH.findall(text)[:9] for n in re.findall(r"\d{1,4}", found)
    ]
    nth = [int(match.lastgroup[1:]) for match in _NTH.finditer(text) if match.lastgroup]
    return frozenset([*named, *nth])


def _words(text: str, context: Context) -> frozenset[str]:
    return frozenset(
        word[:_STEM]
        for word in content(text, context.words)
        if len(word) > 1 and not context.words.vague.fullmatch(word)
    )


def _below(notice: Notice, found: Sequence[Passage]) -> frozenset[int]:
    """Return the hunks of the run that came right below a note that is a heading or a line."""
    if notice.hunk is None or found[notice.hunk].new is None:
        return frozenset()
    heading = found[notice.hunk].new
    short = len(_WORD.findall(notice.text)) <= ANNOUNCES
    if not short and heading is not None and heading.kind is not BlockKind.HEADING:
        return frozenset()
    end = notice.hunk + 1
    while end < len(found) and found[end].hunk.kind is HunkKind.ADDED:
        end += 1
    return frozenset(range(notice.hunk + 1, end))


def _paragraphs(found: Sequence[Passage]) -> dict[int, int]:
    """Return the number of each hunk's paragraph in the new article, from 1, without notes."""
    order: dict[int, int] = {}
    for at, passage in enumerate(found):
        block = passage.new
        if block is not None and block.kind not in ASIDE_KINDS | {BlockKind.NOTICE}:
            order[at] = len(order) + 1
    return order
