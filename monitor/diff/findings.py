"""What a reader should know of a change as a whole: dates, addresses, what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import combining, normalize
from urllib.parse import unquote

from monitor.diff.disclosing import NOTE_KINDS
from monitor.diff.vocabulary import LANGUAGES
from monitor.model import (
    Article,
    Edit,
    EditKind,
    Finding,
    FindingKind,
    Notice,
    Op,
    Stamp,
    is_opened,
)

OLD_WORDS = 2
"""Words that an address must share with the old headline alone to say that it is the old one."""
_WORD = re.compile(r"[^\W\d_]{3,}")


def findings(
    old: Article,
    new: Article,
    edits: Sequence[Edit],
    notices: Sequence[Notice],
    *,
    url: str,
    language: str,
) -> Iterator[Finding]:
    """Yield what is to be known of the change from `old` to `new` besides its edits."""
    yield from _notes(edits, notices)
    yield from _dates(old.modified, new.modified, edits)
    yield from _address(old, new, url or new.url)
    if language not in LANGUAGES and any(EditKind.REWORDED in edit.kinds for edit in edits):
        yield Finding(
            kind=FindingKind.WORDS_NOT_UNDERSTOOD,
            text="negations, attributions and notes were not looked for: "
            f"no word list for “{language[:8] or 'unknown'}”",
        )


def walled(old: Article, new: Article) -> Iterator[Finding]:
    """Yield how much of the two could be read, where a paywall stood before either."""
    if is_opened(old, new):
        yield Finding(
            kind=FindingKind.OPENED,
            text="the paywall has gone: headline and teaser are compared, the rest is new to us",
        )
    elif new.is_teaser:
        yield Finding(
            kind=FindingKind.TEASER,
            text="only headline and teaser could be read: the rest is kept as it was before",
        )


def unworded(besides: Sequence[Edit]) -> Iterator[Finding]:
    """Yield what changed where no word did, in one finding."""
    if besides:
        told = [because.text for edit in besides[:3] for because in edit.because]
        more = " …" if len(besides) > len(told) else ""
        yield Finding(kind=FindingKind.UNWORDED, text=" · ".join(told) + more)


def _notes(edits: Sequence[Edit], notices: Sequence[Notice]) -> Iterator[Finding]:
    came = [notice for notice in notices if notice.op is Op.INSERT]
    if came and all(NOTE_KINDS & set(edit.kinds) for edit in edits):
        yield Finding(kind=FindingKind.NOTE_WITHOUT_EDIT, text=came[0].text)
    for notice in notices:
        if notice.op is Op.DELETE:
            yield Finding(kind=FindingKind.NOTE_REMOVED, text=notice.text)


def _dates(old: Stamp | None, new: Stamp | None, edits: Sequence[Edit]) -> Iterator[Finding]:
    if old is None or new is None:
        return
    if not edits and new.at > old.at:
        yield Finding(
            kind=FindingKind.TOUCHED, text=f"“modified” went from {_shown(old)} to {_shown(new)}"
        )
    if new.at == old.at and any(edit.material for edit in edits):
        yield Finding(kind=FindingKind.DATE_LEFT_ALONE, text=f"“modified” still says {_shown(new)}")


def _shown(stamp: Stamp) -> str:
    return f"{stamp.at:%Y-%m-%d}" if stamp.day_only else f"{stamp.at:%Y-%m-%d %H:%M} UTC"


def _address(old: Article, new: Article, url: str) -> Iterator[Finding]:
    if old.headline == new.headline:
        return
    path = unquote(url.partition("://")[2].partition("/")[2])
    slug = {form for word in _WORD.findall(path.casefold()) for form in _spellings(word)}
    after = _said(new.headline)
    fresh = after - _said(old.headline)
    words = _WORD.findall(old.headline.casefold())
    left = [word for word in words if _spellings(word) & slug and not _spellings(word) & after]
    if len(set(left)) >= OLD_WORDS and not slug & fresh:
        yield Finding(
            kind=FindingKind.ADDRESS_SAYS_OLD_HEADLINE,
            text=f"the address still says “{' '.join(dict.fromkeys(left))}”",
        )


def _said(headline: str) -> set[str]:
    return {form for word in _WORD.findall(headline.casefold()) for form in _spellings(word)}


def _spellings(word: str) -> set[str]:
    """Return a word as it may stand in an address: without accents, or with two letters for one."""
    plain = "".join(c for c in normalize("NFKD", word) if not combining(c))
    return {word, plain.replace("ß", "ss"), word.translate(_TWO)}


_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
