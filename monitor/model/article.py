"""The article, as told apart from its page."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in the article."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE_ROW = "table_row"
    NOTICE = "notice"
    LIVE_ENTRY = "live_entry"
    CAPTION = "caption"
    EMBED = "embed"
    RELATED = "related"


ASIDE_KINDS = frozenset({BlockKind.CAPTION, BlockKind.EMBED, BlockKind.RELATED})
"""Blocks that stand beside the article's running text."""


class SpanKind(StrEnum):
    """What a run of characters inside a block is."""

    LINK = "link"
    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` to `end` (exclusive) of a block's text."""

    start: int
    end: int
    kind: SpanKind
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One unit of an article, its text as shown with white space folded."""

    kind: BlockKind
    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    """Of a heading: 2 to 6. Of a list item: its depth, from 1."""
    source: str | None = None
    """The absolute URL of a caption's image, an embed, or a related article."""
    credit: str | None = None
    """Of a caption: who made the picture."""
    at: datetime | None = None
    """Of a live-blog entry: its time."""


class Provenance(StrEnum):
    """Where in the page something was read."""

    HTML = "html"
    JSON_LD = "json_ld"
    META = "meta"
    MICRODATA = "microdata"
    TIME_TAG = "time_tag"
    URL = "url"
    TEXT = "text"
    EMBEDDED_STATE = "embedded_state"
    TEASER = "teaser"
    """Of an article: a paywall hides all but headline and teaser, and always did."""
    TEASER_AND_BEFORE = "teaser_and_before"
    """Of an article: headline and teaser as a paywall shows them, the rest as it was before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date that the page states about itself."""

    at: datetime
    source: Provenance
    offset_minutes: int | None = None
    """The zone as stated; None where none was."""
    day_only: bool = False


class ArticleKind(StrEnum):
    """What sort of piece it is."""

    ARTICLE = "article"
    LIVE_BLOG = "live_blog"
    GALLERY = "gallery"
    VIDEO = "video"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as told apart from its page."""

    url: str
    headline: str
    blocks: tuple[Block, ...]
    title: str | None = None
    """As told to search engines and networks, where that differs from the headline shown."""
    standfirst: str | None = None
    kicker: str | None = None
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    language: str | None = None
    """BCP 47, as far as known."""
    canonical_url: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    kind: ArticleKind = ArticleKind.ARTICLE
    paywalled: bool = False
    source: Provenance = Provenance.HTML
    corrections: tuple[str, ...] = ()
    """Of schema.org `correction`, where it is not empty."""
    left_out: tuple[str, ...] = ()
    """Lines that the host's memory knows as no part of its articles."""
    template: str = ""
    """Names of the elements around its text, set apart by spaces: how the page is built."""
    rules: str = ""
    """The digest of the site rules that it was read by; empty without."""
    extractor: int = 0
    """The version of the extractor that read it."""

    @property
    def is_teaser(self) -> bool:
        """Whether only headline and teaser of it were read from its page."""
        return self.source in (Provenance.TEASER, Provenance.TEASER_AND_BEFORE)

    @property
    def text(self) -> str:
        """The running text: the standfirst and each block of the body, one a line."""
        body = [block.text for block in self.blocks if block.kind not in ASIDE_KINDS]
        return "\n".join([self.standfirst, *body] if self.standfirst else body)


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"\s+")


def comparable(text: str) -> str:
    """Return `text` as it is compared: NFC, invisible characters dropped, white space folded.

    Quotation marks, dashes and case stay: that they changed is an edit, if a small one.
    """
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def content_digest(article: Article) -> str:
    """Return the SHA-256 of what a reader sees of `article`; equal digests, equal articles.

    Related links are left out: they are the outlet's furniture inside the article. So are the
    addresses of images, which content networks change without changing the picture.
    """
    digest = hashlib.sha256()
    parts = [article.headline, article.standfirst or "", *article.authors]
    for block in article.blocks:
        links = [span.href or "" for span in block.spans if span.kind is SpanKind.LINK]
        parts += [
            block.kind,
            block.text,
            block.source or "",
            block.credit or "",
            *links,
        ]
    for part in parts:
        digest.update(comparable(part).encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()
