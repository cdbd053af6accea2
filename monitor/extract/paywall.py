"""What a page behind a paywall still shows of its article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.extract.walls import Seen, asks_to_subscribe, is_stated_article
from monitor.model import (
    ASIDE_KINDS,
    Article,
    Provenance,
    comparable,
    laid_over,
    recognised,
)


def teaser_of(
    article: Article,
    seen: Seen,
    previous: Article | None,
    *,
    titled: bool,
    is_sentence: Callable[[str], bool],
) -> Article | None:
    """Return the article as far as it can be known before a wall; None where that says nothing.

    `article` is what was read of the page. Where there is a `previous` reading, headline and
    teaser are laid over that. Else the two are all that there is: of a page that is stated to be
    an article, with a teaser of a sentence or more. `titled` says that the page shows the headline
    itself, and not only its title to search engines.
    """
    bare = _without_the_wall(article)
    if asks_to_subscribe(bare.headline) and not _has_headline(previous, bare.headline):
        return None
    stated = bool(bare.headline) and is_stated_article(seen.page)
    if previous is None:
        told = any(map(is_sentence, bare.text.split("\n")))
        return bare if stated and told else None
    if not stated and not _is_recognised(bare, previous):
        return None
    if not bare.headline or (previous.title and not titled):
        bare = replace(bare, headline=previous.headline)
    return laid_over(bare, previous)


def _without_the_wall(article: Article) -> Article:
    standfirst = article.standfirst or ""
    return replace(
        article,
        standfirst=None if asks_to_subscribe(standfirst) else article.standfirst,
        blocks=tuple(
            block
            for block in article.blocks
            if block.kind not in ASIDE_KINDS and not asks_to_subscribe(block.text)
        ),
        paywalled=True,
        source=Provenance.TEASER,
    )


def _has_headline(previous: Article | None, headline: str) -> bool:
    return previous is not None and comparable(previous.headline) == comparable(headline)


def _is_recognised(bare: Article, previous: Article) -> bool:
    places = recognised(bare.text.split("\n"), previous.text.split("\n"))
    return any(place is not None for place in places)
