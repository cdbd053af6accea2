"""What changed inside a sentence: each kind with the words that show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from monitor.diff.figures import Figures, differing, figures, without_addresses
from monitor.diff.lookup import Lookup
from monitor.diff.names import Names
from monitor.diff.quotes import compare_quotations, quotations
from monitor.diff.rules import Reason, Rule, reason
from monitor.diff.settings import Settings
from monitor.diff.spelling import Swap, near, swaps
from monitor.diff.tokens import pieces
from monitor.diff.vocabulary import Vocabulary
from monitor.model import EditKind, Piece

_WORD = re.compile(r"\w+")
CLAUSE = 5
"""Words of content, more on one side than on the other, that make a clause."""
REWRITE = 8
"""Words of content, gone and come, that make a sentence another one."""


@dataclass(frozen=True, slots=True)
class Context:
    """What judging one sentence needs to know of the whole."""

    language: str
    words: Vocabulary
    names: Names
    settings: Settings


def judge(
    before: str, after: str, context: Context, shown: tuple[Piece, ...] | None = None
) -> list[Reason]:
    """Return every part of what it means that `before` became `after`, which differs.

    `shown` is how it did, word by word, where that was worked out already.
    """
    changed = swaps(shown or pieces(before, after, context.settings.max_cells))
    olds, news = figures(before, context.words), figures(after, context.words)
    found = [
        *_figures(olds, news),
        *_negation(before, after, changed, context.words),
        *_groups(before, after, context.words),
    ]
    named, mended = _names(before, after, changed, context)
    found += named
    lettered = [swap for swap in changed if not swap.wordless]
    spelled = all(swap.respelled for swap in lettered)
    if found or not spelled:
        found += _quotations(before, after)
    else:
        found += _quote_marks(before, after)
    found += _rest(changed, lettered, found, mended, context)
    return found or [reason(Rule.FORMAT)]


def content(text: str, words: Vocabulary) -> list[str]:
    """Return the words of a text that say something: not the common ones, not single letters."""
    return [
        word
        for word in _WORD.findall(text.casefold())
        if word not in words.common and (len(word) > 1 or not word.isascii() or word.isdigit())
    ]


def _figures(olds: Figures, news: Figures) -> Iterator[Reason]:
    gone, came = differing(olds.numbers, news.numbers)
    yield from _exchange(gone, came, Rule.NUMBER_CHANGED, Rule.NUMBER_ADDED, Rule.NUMBER_REMOVED)
    gone, came = differing(olds.dates, news.dates)
    yield from _exchange(gone, came, Rule.DATE_CHANGED, Rule.DATE_ADDED, Rule.DATE_REMOVED)
    gone, came = differing(olds.addresses, news.addresses)
    if gone or came:
        yield reason(Rule.LINK, _arrow(gone, came))


def _exchange(
    gone: list[str], came: list[str], changed: Rule, added: Rule, removed: Rule
) -> Iterator[Reason]:
    """Yield what was exchanged for what, else what is only new or only gone."""
    if gone and came:
        yield reason(changed, _arrow(gone, came))
    elif came:
        yield reason(added, _listed(came))
    elif gone:
        yield reason(removed, _listed(gone))


def _negation(before: str, after: str, changed: list[Swap], words: Vocabulary) -> Iterator[Reason]:
    gone, came = _only(
        (m.group() for m in words.negation.matches(before)),
        (m.group() for m in words.negation.matches(after)),
    )
    if len(came) > len(gone):
        yield reason(Rule.NEGATION_ADDED, _listed(came))
    elif len(gone) > len(came):
        yield reason(Rule.NEGATION_REMOVED, _listed(gone))
    for swap in changed:
        for old, new in zip(*swap.words, strict=False):
            if any(prefix + old == new and len(old) > 3 for prefix in words.negating):
                yield reason(Rule.NEGATION_ADDED, f"{old} → {new}")
            elif any(prefix + new == old and len(new) > 3 for prefix in words.negating):
                yield reason(Rule.NEGATION_REMOVED, f"{old} → {new}")


def _groups(before: str, after: str, words: Vocabulary) -> Iterator[Reason]:
    gone, came = _by_group(words.attribution, before, after)
    yield from _exchange(gone, came, Rule.ATTRIBUTION_CHANGED, Rule.HEDGE_ADDED, Rule.HEDGE_REMOVED)
    gone, came = _by_group(words.sense, before, after)
    if gone and came:
        yield reason(Rule.SENSE, _arrow(gone, came))


def _by_group(words: Lookup, before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the words of groups that are only in one of the two texts."""
    olds = {m.lastgroup: m.group() for m in words.matches(before)}
    news = {m.lastgroup: m.group() for m in words.matches(after)}
    gone = [word for group, word in olds.items() if group not in news]
    came = [word for group, word in news.items() if group not in olds]
    return gone, came


def _names(
    before: str, after: str, changed: list[Swap], context: Context
) -> tuple[list[Reason], set[str]]:
    """Return what changed about names, and the words that are a name's spelling mended."""
    if not _may_name(before, after, changed):
        return [], set()
    names = context.names
    old_words = frozenset(_WORD.findall(before.casefold()))
    new_words = frozenset(_WORD.findall(after.casefold()))
    gone = list(dict.fromkeys(names.among(before, new_words)))
    came = list(dict.fromkeys(names.among(after, old_words)))
    mended: set[str] = set()
    for name in came[:]:
        twin = next((g for g in gone if near(g.casefold(), name.casefold())), None)
        if twin and names.is_old(name):
            gone.remove(twin)
            came.remove(name)
            mended |= {twin.casefold(), name.casefold()}
    found = _exchange(gone, came, Rule.NAME_CHANGED, Rule.NAME_ADDED, Rule.NAME_REMOVED)
    return list(found), mended


def _may_name(before: str, after: str, changed: list[Swap]) -> bool:
    """Return whether a name may have changed: a capital did, or a part of a longer word."""
    both = before + after
    if "-" in both or "'" in both or "’" in both:
        return True
    texts = [text for swap in changed for text in (swap.gone, swap.came)]
    return any(text != text.lower() for text in texts)


def _quotations(before: str, after: str) -> Iterator[Reason]:
    quoted = compare_quotations(before, after)
    for old, new in quoted.reworded:
        yield reason(Rule.QUOTATION_REWORDED, f"“{_cut(old)}” → “{_cut(new)}”")
    for quote in quoted.added:
        marks = _bare(quote) in _bare(before)
        yield reason(Rule.QUOTE_MARKS_ADDED if marks else Rule.QUOTATION_ADDED, f"“{_cut(quote)}”")
    for quote in quoted.removed:
        marks = _bare(quote) in _bare(after)
        yield reason(
            Rule.QUOTE_MARKS_REMOVED if marks else Rule.QUOTATION_REMOVED, f"“{_cut(quote)}”"
        )


def _quote_marks(before: str, after: str) -> Iterator[Reason]:
    """Yield where quotation marks came or went around words that stayed."""
    olds, news = quotations(before), quotations(after)
    if len(news) > len(olds):
        yield from (
            reason(Rule.QUOTE_MARKS_ADDED, f"“{_cut(q)}”") for k, q in news.items() if k not in olds
        )
    elif len(olds) > len(news):
        yield from (
            reason(Rule.QUOTE_MARKS_REMOVED, f"“{_cut(q)}”")
            for k, q in olds.items()
            if k not in news
        )


def _rest(
    changed: list[Swap],
    lettered: list[Swap],
    found: list[Reason],
    mended: set[str],
    context: Context,
) -> Iterator[Reason]:
    """Yield what is left when numbers, names and the like are told: words, letters, marks."""
    if changed and not lettered:
        if not found:
            yield reason(Rule.PUNCTUATION, _shown(changed[0]))
        return
    told = set(_WORD.findall(" ".join(b.text for _, b in found).casefold())) | mended
    if found:
        told |= {word for swap in lettered for word in chain(*swap.words) if word.isdigit()}
    open_swaps = [
        swap for swap in lettered if not told.issuperset([*swap.words[0], *swap.words[1]])
    ]
    misspelled = [
        swap
        for swap in lettered
        if swap.respelled and (swap in open_swaps or mended.issuperset(chain(*swap.words)))
    ]
    worded = [swap for swap in open_swaps if swap not in misspelled]
    if misspelled:
        yield _spelling(misspelled[0])
    if worded:
        yield from _reworded(worded, found, told, context)


def _spelling(swap: Swap) -> Reason:
    digits = any(map(str.isdigit, swap.gone + swap.came))
    return reason(Rule.FORMAT if digits else Rule.SPELLING, _shown(swap))


def _reworded(
    worded: list[Swap], found: list[Reason], told: set[str], context: Context
) -> Iterator[Reason]:
    gone_text = " ".join(swap.gone for swap in worded)
    came_text = " ".join(swap.came for swap in worded)
    if not found and _same_figures(gone_text, came_text, context):
        yield reason(Rule.FORMAT, _shown(worded[0]))
        return
    gone, came = _only(
        (w for w in content(without_addresses(gone_text), context.words) if w not in told),
        (w for w in content(without_addresses(came_text), context.words) if w not in told),
    )
    if not found or gone or came:
        kind = Rule.REWRITTEN if min(len(gone), len(came)) >= REWRITE else Rule.REWORDED
        if not any(k is EditKind.REWORDED for k, _ in found):
            yield reason(kind, _shown(worded[0]))
    if len(came) - len(gone) >= CLAUSE:
        yield reason(Rule.CLAUSE_ADDED, f"{len(came)} words of content")
    elif len(gone) - len(came) >= CLAUSE:
        yield reason(Rule.CLAUSE_REMOVED, f"{len(gone)} words of content")


def _same_figures(gone: str, came: str, context: Context) -> bool:
    """Return whether both sides are the same figures, written differently."""
    olds = figures(gone, context.words)
    if not (olds.numbers or olds.dates) or content(gone, context.words) == []:
        return False
    news = figures(came, context.words)
    same = Counter(f for f, _ in (*olds.numbers, *olds.dates)) == Counter(
        f for f, _ in (*news.numbers, *news.dates)
    )
    plain = [w for w in _WORD.findall(f"{gone} {came}".casefold()) if not w[0].isdigit()]
    return same and all(w in context.words.numbers for w in plain)


def _only(olds: Iterable[str], news: Iterable[str]) -> tuple[list[str], list[str]]:
    olds, news = list(olds), list(news)
    if olds == news:
        return [], []
    old, new = Counter(olds), Counter(news)
    return list((old - new).elements()), list((new - old).elements())


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _listed(found: list[str]) -> str:
    return ", ".join(_cut(word.strip()) for word in found[:3]) + (" …" if len(found) > 3 else "")


def _arrow(gone: list[str], came: list[str]) -> str:
    return f"{_listed(gone) or '–'} → {_listed(came) or '–'}"


def _shown(swap: Swap) -> str:
    return f"{_cut(swap.gone.strip()) or '–'} → {_cut(swap.came.strip()) or '–'}"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
