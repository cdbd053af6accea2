"""Say what was read from a page, and why each piece of it was kept or left out."""

from __future__ import annotations

from monitor.extract.assemble import extract
from monitor.extract.trace import Trace
from monitor.model import ASIDE_KINDS, Article, Decision, Explanation, SiteRules, Why


def explain(
    html: bytes,
    *,
    url: str,
    content_type: str | None = None,
    final_url: str | None = None,
    status: int = 200,
    rules: SiteRules | None = None,
) -> Explanation:
    """Return what `extract` returns for the same page, with its reasons."""
    trace = Trace()
    result = extract(
        html,
        url=url,
        content_type=content_type,
        final_url=final_url,
        status=status,
        rules=rules,
        trace=trace,
    )
    kept = _kept(result) if isinstance(result, Article) else []
    return Explanation(result=result, decisions=(*kept, *trace.dropped), place=trace.place)


def _kept(article: Article) -> list[Decision]:
    return [
        Decision(
            why=Why.BESIDE if block.kind in ASIDE_KINDS else Why.KEPT,
            text=block.text or block.source or "",
            kind=block.kind,
        )
        for block in article.blocks
    ]
