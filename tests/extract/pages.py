"""A small press of pages for the tests: one article, with whatever stands around and inside it."""

from __future__ import annotations

from monitor.extract import extract
from monitor.model import Article, Block, BlockKind, Failure

URL = "https://courier.example/news/2026/harbour-bridge-closes"
HEADLINE = "Harbour bridge closes for a year of repairs"
FIRST = (
    "The old harbour bridge will close on Monday for at least a year, the council said, after "
    "engineers found cracks in two of its nine piers during a routine inspection."
)
SECOND = (
    "Ferries will run every ten minutes between the two banks, and the night bus will take the "
    "longer way round by the mill, which adds about a quarter of an hour to the journey."
)
THIRD = (
    "Shopkeepers on the northern bank said that they feared for their trade in the winter, when "
    "the ferries often have to stay in port for days because of the wind."
)
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def page(
    body: str = BODY, *, head: str = "", before: str = "", after: str = "", title: str = HEADLINE
) -> bytes:
    """Return a page whose article holds `body`, with `before` and `after` beside the article."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{before}<main><article><h1>{title}</h1>"
        f'<div class="article-body">{body}</div></article></main>{after}</body></html>'
    ).encode()


def read(html: bytes, **more: object) -> Article:
    """Return the article of `html`, which must be one."""
    found = extract(html, url=URL, **more)  # type: ignore[arg-type]
    assert isinstance(found, Article), found
    return found


def fail(html: bytes, **more: object) -> Failure:
    """Return why `html` is no article, which it must not be."""
    found = extract(html, **{"url": URL, **more})  # type: ignore[arg-type]
    assert isinstance(found, Failure), found
    return found


def texts(article: Article, kind: BlockKind | None = None) -> list[str]:
    """Return the texts of the blocks of `kind`, or of all."""
    return [block.text for block in article.blocks if kind is None or block.kind is kind]


def block(article: Article, kind: BlockKind) -> Block:
    """Return the only block of `kind`."""
    found = [one for one in article.blocks if one.kind is kind]
    assert len(found) == 1, found
    return found[0]
