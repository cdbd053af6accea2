"""The way of a page from bytes to Article or Failure."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element

from monitor.extract import dates, walls
from monitor.extract.decoding import decode, not_html
from monitor.extract.find import find
from monitor.extract.furniture import Judged, judge
from monitor.extract.headline import find_titles
from monitor.extract.metadata import Metadata, read_metadata, string
from monitor.extract.people import authors as find_authors
from monitor.extract.prune import prune
from monitor.extract.read import Raw, read
from monitor.extract.tree import fold, parse
from monitor.extract.vocabulary import DEAD
from monitor.model import (
    ASIDE_KINDS,
    Article,
    ArticleKind,
    Block,
    Failure,
    Provenance,
    Reason,
)

EXTRACTOR_VERSION: int = 1
"""Grows by one with every change that changes what is read."""
_WORDS = re.compile(r"\w+")
_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\u0e00-\u0eff\uf900-\ufaff]")


def extract(
    html: bytes,
    *,
    url: str,
    content_type: str | None = None,
    final_url: str | None = None,
    status: int = 200,
) -> Article | Failure:
    """Tell the article from the page in `html`, or say why there is none.

    `url` is the address that is watched, `final_url` where redirects led, `content_type` the
    header's value. No input raises.
    """
    if not html.strip(b"\0 \t\r\n\f"):
        return Failure(reason=Reason.EMPTY, detail="the page is empty", status=status)
    if kind := not_html(html, content_type):
        return Failure(reason=Reason.NOT_HTML, detail=f"not a page but {kind}", status=status)
    text = decode(html, content_type)
    root = parse(text)
    if isinstance(root, str):
        return Failure(reason=Reason.TOO_COMPLEX, detail=root, status=status)
    return _read(root, text, url, final_url or url, status)


def _read(root: _Element, text: bytes, url: str, final_url: str, status: int) -> Article | Failure:
    page = read_metadata(root)
    titles = find_titles(page, root)
    etree.strip_elements(root, *DEAD, with_tail=False)
    people = find_authors(page, root)
    published = dates.published(page, root, final_url)
    body = root.find("body")
    body = root if body is None else body
    links = sum(len(link.text or "") > 20 for link in body.iter("a"))
    shown = fold(" ".join(map(str, body.itertext())))
    found = find(body, string(page.article.get("articleBody")), titles.element)
    judged = Judged(blocks=())
    if found is not None:
        prune(found)
        judged = judge(read(found.element, final_url), titles.headline, people, _description(page))
    running = [raw for raw in judged.blocks if raw.kind not in ASIDE_KINDS]
    counts = [_count(raw.text) for raw in running]
    failure = walls.why_not(
        walls.Seen(
            page=page,
            html=text,
            shown=shown,
            words=sum(counts),
            sentences=sum(count > 7 for count in counts),
            links=links,
            url=url,
            final_url=final_url,
            status=status,
        )
    )
    if failure is not None:
        return failure
    return Article(
        url=url,
        headline=titles.headline,
        title=titles.stated if titles.stated != titles.headline else None,
        blocks=tuple(_block(raw) for raw in judged.blocks),
        standfirst=judged.standfirst,
        authors=people,
        published=published,
        modified=dates.modified(page),
        language=_language(page),
        canonical_url=_canonical(page, final_url),
        section=string(page.said("articleSection")) or page.first("article:section"),
        tags=page.meta.get("article:tag", ()),
        image=page.first("og:image"),
        kind=_kind(page),
        paywalled=walls.is_locked(page),
        source=Provenance.HTML,
        extractor=EXTRACTOR_VERSION,
    )


def _description(page: Metadata) -> str:
    return page.first("og:description", "description", "twitter:description") or ""


def _count(text: str) -> int:
    """Count words; two characters make one where words are not set apart by spaces."""
    return len(_WORDS.findall(text)) + len(_IDEOGRAPHS.findall(text)) // 2


def _block(raw: Raw) -> Block:
    return Block(
        kind=raw.kind,
        text=raw.text,
        spans=raw.spans,
        level=raw.level,
        source=raw.source,
        credit=raw.credit,
    )


def _language(page: Metadata) -> str | None:
    said = (
        page.language
        or string(page.article.get("inLanguage"))
        or page.first("og:locale", "language", "content-language")
    )
    return said.replace("_", "-")[:35] if said else None


def _canonical(page: Metadata, base: str) -> str | None:
    said = page.links.get("canonical") or page.first("og:url")
    if not said:
        return None
    try:
        return urljoin(base, said)
    except ValueError:
        return None


def _kind(page: Metadata) -> ArticleKind:
    said = page.article_type
    if "LiveBlog" in said:
        return ArticleKind.LIVE_BLOG
    if "Review" in said:
        return ArticleKind.REVIEW
    return ArticleKind.ARTICLE
