"""Say what was read from a page, and why each piece of it was kept or left out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from monitor.extract.assemble import extract
from monitor.extract.propose import propose, snippet
from monitor.extract.read import Spot
from monitor.extract.trace import Trace
from monitor.model import (
    ASIDE_KINDS,
    Article,
    Decision,
    Explanation,
    Failure,
    Proposal,
    Provenance,
    SiteRules,
    Why,
)

Reading = Callable[..., Article | Failure]


def explain(
    html: bytes,
    *,
    url: str,
    content_type: str | None = None,
    final_url: str | None = None,
    status: int = 200,
    rules: SiteRules | None = None,
    remembered: Collection[str] = (),
    left_out: Collection[str] = (),
) -> Explanation:
    """Return what `extract` returns for the same page, with its reasons.

    Where it had to judge which element is the article's, a rule is proposed that says so. The page
    is read by it once more: removals that change what is read are not proposed.
    """
    trace = Trace()
    reading = partial(
        extract,
        html,
        url=url,
        content_type=content_type,
        final_url=final_url,
        status=status,
        remembered=remembered,
        left_out=left_out,
    )
    result = reading(rules=rules, trace=trace)
    left = [(spot, _as_headline(one, result)) for spot, one in trace.dropped]
    told = [*_kept(result, trace.kept, trace.place), *left]
    told.sort(key=lambda one: one[0])
    host = _host(final_url or url)
    return Explanation(
        result=result,
        decisions=tuple(decision for _, decision in told),
        place=trace.place(trace.article),
        proposal=_proposal(result, trace, rules, host, reading),
    )


def _as_headline(one: Decision, result: Article | Failure) -> Decision:
    """Call the headline so where it went for its names, or stands beside the text."""
    is_it = isinstance(result, Article) and one.text == result.headline and one.text
    return replace(one, why=Why.HEADLINE) if is_it else one


def _kept(
    result: Article | Failure, spots: tuple[Spot, ...], place: Callable[[int], str]
) -> list[tuple[Spot, Decision]]:
    if isinstance(result, Failure):
        return []
    if result.source is not Provenance.HTML:  # read from data in the page, which has no place in it
        spots = tuple((0, number) for number in range(len(result.blocks)))
    return [
        (
            spot,
            Decision(
                why=Why.BESIDE if block.kind in ASIDE_KINDS else Why.KEPT,
                text=block.text or block.source or "",
                kind=block.kind,
                place=place(spot[0]),
            ),
        )
        for spot, block in zip(spots, result.blocks, strict=True)
    ]


def _proposal(
    result: Article | Failure,
    trace: Trace,
    rules: SiteRules | None,
    host: str,
    reading: Reading,
) -> Proposal | None:
    if isinstance(result, Failure) or result.source is not Provenance.HTML:
        return None
    if not trace.guessed or not host:
        return None
    furniture = [spot[0] for spot, decision in trace.dropped if decision.why is Why.NAME]
    kept = [spot[0] for spot in trace.kept]
    wished = propose(trace.elements, trace.article, kept, furniture, rules)
    if wished is None:
        return None
    if not _is_same(result, reading(rules=wished)):
        wished = replace(wished, remove=rules.remove if rules else ())
    return Proposal(host=host, rules=wished, snippet=snippet(host, wished))


def _is_same(one: Article, other: Article | Failure) -> bool:
    """Tell whether two readings of a page differ in nothing that a reader sees."""
    return isinstance(other, Article) and (
        replace(one, rules="", template="") == replace(other, rules="", template="")
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
