"""What can be read of an article before a paywall, laid over what is known of its text.

A wall takes nothing out of an article: what it hides is taken to stand as it was. So a teaser is
never compared as it is, but as the article that results where its headline and its passages take
the places of those that they are. What is like no passage that is known says nothing: it may be
the wall's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.model.article import ASIDE_KINDS, Article, Provenance, Span, comparable

_LEAST = 12
"""Characters from which on a text is taken for a passage that was cut, or edited."""
_ALIKE = 0.6
"""The share of its groups of characters that an edited passage has in common with the old one."""
_GROUP = 3
_COMPARED = 2_000
"""Characters of a passage that are compared."""
_NEAR = 4
"""Passages past as many as the teaser has, among which it is looked for: it is the beginning."""
_MOST = 24
_BEGUN = 500
"""Passages among which one is looked for that was only cut."""
_TAILS = (12, 6, 3)
"""Characters by which the place is found at which a passage was cut."""
_ASIDE = 20
"""Characters by which an edit may have moved that place; or a quarter of what is shown."""
_COMPLETE = 0.8
"""The share of the old passage's length from which on a new one is no beginning of it."""
_CUT = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?.{0,40}$", re.DOTALL)
"""Where a teaser was cut, and a link to the rest after it."""
_STANDFIRST = -1


@dataclass(frozen=True, slots=True)
class _Passage:
    """A standfirst or a block of running text."""

    text: str
    place: int
    """Index of the block; `_STANDFIRST` for the standfirst."""
    spans: tuple[Span, ...] = ()


def laid_over(teaser: Article, before: Article) -> Article:
    """Return `before` with the headline and the passages that `teaser` shows in their places.

    Nothing of `before` is taken away. The article says that it was put together so
    (`Provenance.TEASER_AND_BEFORE`), or that of `before`, too, no more was ever read.
    """
    shown, known = _passages(teaser), _passages(before)
    places = recognised([one.text for one in shown], [one.text for one in known])
    laid = {
        known[place].place: _spliced(one, known[place])
        for one, place in zip(shown, places, strict=True)
        if place is not None
    }
    blocks = tuple(
        replace(block, text=laid[at].text, spans=laid[at].spans) if at in laid else block
        for at, block in enumerate(before.blocks)
    )
    same = _is_headline(teaser.headline, before)
    alone = before.source is Provenance.TEASER
    return replace(
        before,
        headline=before.headline if same else teaser.headline,
        title=before.title if same else teaser.title,
        standfirst=_standfirst(teaser, before, laid, anew=places[:1] == [None]),
        blocks=blocks,
        modified=teaser.modified or before.modified,
        corrections=teaser.corrections or before.corrections,
        paywalled=True,
        source=Provenance.TEASER if alone else Provenance.TEASER_AND_BEFORE,
        rules=teaser.rules,
        extractor=teaser.extractor,
    )


def is_opened(old: Article, new: Article) -> bool:
    """Tell whether `new` is the text of an article of which only a teaser was ever read before."""
    return old.source is Provenance.TEASER and new.source is not Provenance.TEASER


def before_opening(old: Article, new: Article) -> Article:
    """Return `old` as it compares with `new`: where the wall before it has gone, with the text
    that appeared, which nobody has edited."""
    if not is_opened(old, new):
        return old
    return replace(laid_over(old, new), source=old.source, modified=old.modified)


def recognised(shown: Sequence[str], known: Sequence[str]) -> list[int | None]:
    """Return for each text of a teaser which of the known passages it is; None where it is none.

    A passage may be cut short or edited, but not both beyond recognition.
    """
    texts = [comparable(text) for text in known]
    places: dict[str, int] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, place)
    found = [places.get(comparable(text)) for text in shown]
    found[:_MOST] = [
        _begun(comparable(text), texts[:_BEGUN]) if place is None else place
        for text, place in zip(shown[:_MOST], found[:_MOST], strict=True)
    ]
    taken = set(found)
    for at, text in enumerate(shown[:_MOST]):
        if found[at] is None:
            near = range(min(len(texts), len(shown) + _NEAR, _MOST))
            found[at] = _likest(text, [(one, texts[one]) for one in near if one not in taken])
            taken |= {found[at]}
    return found


def _begun(text: str, known: Sequence[str]) -> int | None:
    """Return the passage that `text` is the beginning of."""
    start = _uncut(text)
    if len(start) < _LEAST:
        return None
    return next((at for at, one in enumerate(known) if one.startswith(start)), None)


def _likest(text: str, known: Sequence[tuple[int, str]]) -> int | None:
    start = _uncut(comparable(text))[:_COMPARED]
    if len(start) < _LEAST:
        return None
    groups, reach = _groups(start), len(start) * 3 // 2
    shares = [(len(groups & _groups(one[:reach])) / len(groups), -at) for at, one in known]
    share, at = max(shares, default=(0.0, 0))
    return -at if share >= _ALIKE else None


def _groups(text: str) -> set[str]:
    text = text.casefold()
    return {text[at : at + _GROUP] for at in range(len(text) - _GROUP + 1)}


def _uncut(text: str) -> str:
    """Return `text` up to where it says that it was cut."""
    cut = _CUT.search(text)
    return text[: cut.start()] if cut else text


def _passages(article: Article) -> list[_Passage]:
    first = [_Passage(article.standfirst, _STANDFIRST)] if article.standfirst else []
    return first + [
        _Passage(block.text, at, block.spans)
        for at, block in enumerate(article.blocks)
        if block.kind not in ASIDE_KINDS
    ]


def _spliced(new: _Passage, old: _Passage) -> _Passage:
    """Return the passage as it stands now: `new`, and where that was cut the rest of `old`."""
    start = _uncut(new.text)
    if comparable(old.text).startswith(comparable(start)):
        return old
    for tail in (start[-length:] for length in _TAILS):
        rest = _after(tail, old.text, len(start))
        if rest is not None:
            return _joined(start, rest, new, old)
    whole = len(start) == len(new.text) or _uncut(old.text) != old.text
    return new if whole and len(new.text) >= _COMPLETE * len(old.text) else old


def _after(tail: str, text: str, near: int) -> int | None:
    """Return where `text` goes on after `tail`, at the place that is nearest to `near`."""
    ends = [match.end() for match in re.finditer(re.escape(tail), text)]
    found = min(ends, key=lambda end: abs(end - near), default=None)
    return found if found is not None and abs(found - near) <= max(_ASIDE, near // 4) else None


def _joined(start: str, rest: int, new: _Passage, old: _Passage) -> _Passage:
    shift = len(start) - rest
    late = (
        replace(span, start=span.start + shift, end=span.end + shift)
        for span in old.spans
        if span.start >= rest
    )
    early = (span for span in new.spans if span.end <= len(start))
    return _Passage(start + old.text[rest:], new.place, (*early, *late))


def _is_headline(text: str, article: Article) -> bool:
    """Tell whether `text` is the headline of `article`, or what that is called elsewhere."""
    said = {comparable(article.headline), comparable(article.title or "")}
    start = _uncut(comparable(text))
    return start in said or (start != comparable(text) and article.headline.startswith(start))


def _standfirst(
    teaser: Article, before: Article, laid: dict[int, _Passage], *, anew: bool
) -> str | None:
    """Return the standfirst as it stands now; `anew`: the first passage is like none before."""
    if _STANDFIRST in laid:
        return laid[_STANDFIRST].text
    new = teaser.standfirst
    return new if new and before.standfirst and anew and _uncut(new) == new else before.standfirst
