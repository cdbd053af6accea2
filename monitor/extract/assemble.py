"""The way of a page from bytes to Article or Failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from typing import cast
from urllib.parse import urljoin

from lxml import etree
from lxml.etree import _Element

from monitor.extract import dates, site_rules, walls
from monitor.extract.decoding import decode, not_html
from monitor.extract.find import Found, find
from monitor.extract.furniture import Judged, judge
from monitor.extract.headline import Titles, find_titles, fingerprint
from monitor.extract.kicker import find_kicker
from monitor.extract.live import entries_of
from monitor.extract.memory import Memory
from monitor.extract.metadata import Metadata, read_metadata, string, types
from monitor.extract.paywall import teaser_of
from monitor.extract.people import authors as find_authors
from monitor.extract.prune import prune
from monitor.extract.read import Raw, read
from monitor.extract.resort import last_resort
from monitor.extract.standfirst import find_standfirst
from monitor.extract.trace import Trace
from monitor.extract.tree import fold, parse, template_of
from monitor.extract.vocabulary import DEAD
from monitor.extract.words import count_words
from monitor.model import (
    ASIDE_KINDS,
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Failure,
    Provenance,
    Reason,
    SiteRules,
)

EXTRACTOR_VERSION: int = 10
"""Grows by one with every change that changes what is read."""
_SHELLS = (Reason.EMPTY_SHELL, Reason.NOT_AN_ARTICLE, Reason.FRONT_PAGE)
_KINDS = (
    ("LiveBlog", ArticleKind.LIVE_BLOG),
    ("Review", ArticleKind.REVIEW),
    ("Gallery", ArticleKind.GALLERY),
)
_PICTURES = 5
_A_PICTURE = 1.5
"""Pictures to a block of text, from which on a piece is a gallery."""
_A_SENTENCE = 7
"""Words from which on, not included, a text is as long as a sentence."""
_WORDS = re.compile(r"\w+")
_COUNTED = 100_000
_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\u0e00-\u0eff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A page as it was sent."""

    text: bytes
    url: str
    final_url: str
    status: int
    rules: SiteRules | None
    memory: Memory
    previous: Article | None = None
    trace: Trace | None = None


def extract(
    html: bytes,
    *,
    url: str,
    content_type: str | None = None,
    final_url: str | None = None,
    status: int = 200,
    previous: Article | None = None,
    rules: SiteRules | None = None,
    remembered: Collection[str] = (),
    left_out: Collection[str] = (),
    trace: Trace | None = None,
) -> Article | Failure:
    """Tell the article from the page in `html`, or say why there is none.

    `url` is the address that is watched, `final_url` where redirects led, `content_type` the
    header's value, `previous` the article as it was last read there: what shrinks to a teaser
    behind a paywall is PAYWALL, not an edit. `rules` are those of the site, `remembered` the
    digests of lines that its articles share (`model.line_digest`), `left_out` the lines that were
    left out of this very article, where `previous` does not say so. `trace` is told what was left
    out. No input raises.
    """
    if not html.strip(b"\0 \t\r\n\f"):
        return Failure(reason=Reason.EMPTY, detail="the page is empty", status=status)
    if kind := not_html(html, content_type):
        return Failure(reason=Reason.NOT_HTML, detail=f"not a page but {kind}", status=status)
    text = decode(html, content_type)
    root = parse(text)
    if isinstance(root, str):
        return Failure(reason=Reason.TOO_COMPLEX, detail=root, status=status)
    sent = _Sent(
        text=text,
        url=url,
        final_url=final_url or url,
        status=status,
        rules=rules,
        memory=Memory(remembered, previous, left_out),
        previous=previous,
        trace=trace,
    )
    return _read(root, sent)


def _read(root: _Element, sent: _Sent) -> Article | Failure:
    page = read_metadata(root)
    titles = find_titles(page, root)
    body = _living(root)
    said = site_rules.stated(root, sent.rules) if sent.rules is not None else {}
    fields = site_rules.with_fields(_fields(page, root, titles, sent), said)
    if sent.trace:
        sent.trace.begin(body)
    if sent.rules is not None:
        site_rules.remove(body, sent.rules, sent.trace)
    judged = _judged(body, page, titles, fields, sent)
    article = site_rules.with_fields(_with_blocks(fields, judged, Provenance.HTML), said)
    seen = _seen(article, page, sent)
    failure = walls.why_not(seen, sent.previous)
    if failure is not None and failure.reason is Reason.PAYWALL:
        titled = titles.element is not None
        return replace(failure, teaser=_teaser(article, seen, sent, titled=titled))
    if failure is None or failure.reason not in _SHELLS:
        return failure or article
    found = last_resort(sent.text, page, sent.final_url)
    if found is None:
        return failure
    again = judge(found[0], (titles.headline, fields.headline), fields.authors)
    again = sent.memory.without(again, (titles.headline, *fields.authors), sent.url, None)
    if not again.blocks:
        return failure
    return site_rules.with_fields(_with_blocks(fields, again, found[1]), said)


def _living(root: _Element) -> _Element:
    """Take what nobody reads out of the page, and return its body."""
    etree.strip_elements(root, *DEAD, with_tail=False)
    body = root.find("body")
    return root if body is None else body


def _whole(sent: _Sent) -> _Element:
    """Parse the page once more for its body as it was sent: few pages are judged by that."""
    root = parse(sent.text)
    assert not isinstance(root, str)
    body = _living(root)
    if sent.rules is not None:
        site_rules.remove(body, sent.rules)
    return body


def _shown(whole: Callable[[], _Element]) -> str:
    """Return all text outside of scripts."""
    return fold(" ".join(cast(Iterator[str], whole().itertext())))


def _links(whole: Callable[[], _Element]) -> int:
    return sum(len(link.text or "") > 20 for link in whole().iter("a"))


def _judged(body: _Element, page: Metadata, titles: Titles, fields: Article, sent: _Sent) -> Judged:
    found = find(body, string(page.article.get("articleBody")), titles.element)
    named = site_rules.chosen(body, sent.rules) if sent.rules else None
    if named is not None:
        weights = found.weights if found else {}
        found = Found(named, weights, weights.get(named, 0.0))
    if found is None:
        return Judged(blocks=())
    if sent.trace:
        sent.trace.found(body, found.element, guessed=named is None)
    template = template_of(found.element)
    entries = entries_of(found.element)
    prune(found, entries, sent.trace)
    numbers = sent.trace.numbers if sent.trace else None
    raws = read(found.element, sent.final_url, entries, numbers)
    headlines = (titles.headline, fields.headline)
    judged = judge(raws, headlines, fields.authors, _description(page), sent.trace)
    head = (*headlines, judged.standfirst or "", *fields.authors)
    judged = sent.memory.without(judged, head, sent.url, sent.trace)
    return replace(judged, template=template)


def _seen(article: Article, page: Metadata, sent: _Sent) -> walls.Seen:
    whole = cache(partial(_whole, sent))
    running = [block for block in article.blocks if block.kind not in ASIDE_KINDS]
    counts = [_count(block.text) for block in running]
    return walls.Seen(
        page=page,
        html=sent.text,
        show=cache(partial(_shown, whole)),
        words=sum(counts),
        sentences=sum(count > _A_SENTENCE for count in counts),
        texts=tuple(block.text for block in running),
        related=sum(block.kind is BlockKind.RELATED for block in article.blocks),
        count=cache(partial(_links, whole)),
        url=sent.url,
        final_url=sent.final_url,
        status=sent.status,
    )


def _teaser(article: Article, seen: walls.Seen, sent: _Sent, *, titled: bool) -> Article | None:
    return teaser_of(
        article,
        seen,
        sent.previous,
        titled=titled,
        is_sentence=lambda text: _count(text) > _A_SENTENCE,
    )


def _fields(page: Metadata, root: _Element, titles: Titles, sent: _Sent) -> Article:
    """Return the article without its blocks."""
    return Article(
        url=sent.url,
        headline=titles.headline,
        kicker=find_kicker(titles.element),
        standfirst=find_standfirst(titles.element, _description(page)),
        title=titles.stated if titles.stated != titles.headline else None,
        blocks=(),
        authors=find_authors(page, root),
        published=dates.published(page, root, sent.final_url),
        modified=dates.modified(page),
        language=_language(page),
        canonical_url=_canonical(page, sent.final_url),
        section=string(page.said("articleSection")) or page.first("article:section"),
        tags=page.meta.get("article:tag", ()),
        image=_absolute(page.first("og:image"), sent.final_url),
        kind=_kind(page),
        paywalled=walls.is_locked(page),
        corrections=tuple(filter(None, (string(page.article.get("correction")),))),
        rules=sent.rules.digest if sent.rules else "",
        extractor=EXTRACTOR_VERSION,
    )


def _with_blocks(fields: Article, judged: Judged, source: Provenance) -> Article:
    blocks = tuple(_block(raw) for raw in judged.blocks)
    return replace(
        fields,
        blocks=blocks,
        kind=_kind_of(blocks, fields.kind),
        standfirst=judged.standfirst or _apart(fields.standfirst, blocks),
        left_out=judged.left_out,
        template=judged.template,
        source=source,
    )


def _apart(standfirst: str | None, blocks: tuple[Block, ...]) -> str | None:
    """Return the standfirst, unless the article's text says it."""
    said = fingerprint(standfirst or "")
    if not said or said in fingerprint(" ".join(block.text for block in blocks)):
        return None
    return standfirst


def _description(page: Metadata) -> str:
    return page.first("og:description", "description", "twitter:description") or ""


def _count(text: str) -> int:
    """Count words; two characters make one where words are not set apart by spaces.

    What comes after the first 100,000 characters is not counted: nobody asks for so many.
    """
    text = text[:_COUNTED]
    words = count_words(text)
    return words if text.isascii() else words + len(_IDEOGRAPHS.findall(text)) // 2


def _block(raw: Raw) -> Block:
    live = raw.at is not None and raw.kind is BlockKind.PARAGRAPH
    return Block(
        kind=BlockKind.LIVE_ENTRY if live else raw.kind,
        text=raw.text,
        spans=raw.spans,
        level=raw.level,
        source=raw.source,
        credit=raw.credit,
        at=datetime.fromisoformat(raw.at) if raw.at else None,
    )


def _language(page: Metadata) -> str | None:
    said = (
        page.language
        or string(page.article.get("inLanguage"))
        or page.first("og:locale", "language", "content-language")
    )
    return said.replace("_", "-")[:35] if said else None


def _canonical(page: Metadata, base: str) -> str | None:
    return _absolute(page.links.get("canonical") or page.first("og:url"), base)


def _absolute(said: str | None, base: str) -> str | None:
    if not said:
        return None
    try:
        found = urljoin(base, said)
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def _kind(page: Metadata) -> ArticleKind:
    said = page.article_type
    for name, kind in _KINDS:
        if name in said:
            return kind
    shown = (page.first("og:type") or "").lower()
    alone = not said and "VideoObject" in types(page.page)
    return ArticleKind.VIDEO if alone or shown.startswith("video") else ArticleKind.ARTICLE


def _kind_of(blocks: tuple[Block, ...], stated: ArticleKind) -> ArticleKind:
    """Return the kind that the blocks show, where the page states none."""
    if stated is not ArticleKind.ARTICLE:
        return stated
    if any(block.kind is BlockKind.LIVE_ENTRY for block in blocks):
        return ArticleKind.LIVE_BLOG
    pictures = sum(block.kind is BlockKind.CAPTION and bool(block.source) for block in blocks)
    others = sum(block.kind not in ASIDE_KINDS for block in blocks)
    gallery = pictures >= _PICTURES and pictures > _A_PICTURE * others
    return ArticleKind.GALLERY if gallery else stated
