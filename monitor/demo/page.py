"""The newspaper's pages: editions and furniture put into the templates of `pages/`."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from monitor.demo.furniture import Furniture
from monitor.demo.story import Edition, Item
from monitor.model import BlockKind

NAME = "The Meridian Courier"
_SECTIONS = ("World", "Business", "Climate", "Culture", "Science", "Sport", "Opinion")


def article_page(edition: Edition, around: Furniture, url: str) -> bytes:
    """Return the page of a story as it stands at `url`."""
    content = _fill(
        "article.html",
        section=edition.section,
        headline=edition.headline,
        standfirst=edition.standfirst,
        authors=_authors(edition),
        dates=_dates(edition),
        photo=edition.photo.path,
        alt=edition.photo.alt,
        caption=edition.photo.caption,
        credit=edition.photo.credit,
        body=_body(edition, around),
        tags="".join(f'<a rel="tag" href="/topics">{tag}</a>' for tag in edition.tags),
        shares=around.shares,
        related=around.related,
        comments=around.comments,
    )
    return _page(
        title=edition.headline,
        head=_head(edition, url),
        content=content,
        around=around,
        here=edition.section,
    )


def front_page(stories: tuple[tuple[str, Edition], ...], around: Furniture) -> bytes:
    """Return the home page, which leads to `stories` (path and edition)."""
    leads = "".join(
        f'<section class="lead"><p class="kicker">{story.section}</p>'
        f'<h2><a href="{path}">{story.headline}</a></h2><p>{story.standfirst}</p></section>'
        for path, story in stories
    )
    return _page(
        title="News from both shores",
        head='<meta property="og:type" content="website">',
        content=f'<div class="front">{leads}<div class="cards">{around.related}</div></div>',
        around=around,
    )


def gone_page(around: Furniture) -> bytes:
    """Return what stands where no page is, or is no more."""
    return _page(
        title="Page not found",
        head='<meta name="robots" content="noindex">',
        content=_fill("gone.html", related=around.related),
        around=around,
    )


def error_page(status: int, phrase: str) -> bytes:
    """Return the bare page of a server in trouble."""
    return _fill("error.html", status=str(status), phrase=phrase).encode()


@cache
def file(name: str) -> str:
    """Return the text of a file of `pages/`."""
    return files("monitor.demo").joinpath("pages", name).read_text("utf-8")


def _fill(template: str, **values: str) -> str:
    return Template(file(template)).substitute(values)


def _page(*, title: str, head: str, content: str, around: Furniture, here: str = "") -> bytes:
    html = _fill(
        "page.html",
        site=NAME,
        title=title,
        head=head,
        style=file("style.css"),
        content=content,
        nav=_nav(here),
        nonce=around.nonce,
        request_id=around.request_id,
        experiment=around.experiment,
        clock=around.clock,
        ticker=around.ticker,
        breaking=around.breaking,
        plea=around.plea,
        readers=around.readers,
        most_read=around.most_read,
        trending=around.trending,
    )
    return html.encode()


def _nav(here: str) -> str:
    def entry(name: str) -> str:
        current = ' aria-current="page"' if name == here else ""
        return f'<li><a href="/{name.lower()}"{current}>{name}</a></li>'

    return "".join(entry(name) for name in _SECTIONS)


def _authors(edition: Edition) -> str:
    links = [
        f'<a rel="author" href="/authors/{name.lower().replace(" ", "-")}">{name}</a>'
        for name in edition.authors
    ]
    return " and ".join(links)


def _dates(edition: Edition) -> str:
    shown = f'<time datetime="{_iso(edition.published)}">{_spoken(edition.published)}</time>'
    if edition.modified == edition.published:
        return shown
    updated = f'<time datetime="{_iso(edition.modified)}">{_spoken(edition.modified)}</time>'
    return f"{shown} · Updated: {updated}"


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _spoken(at: datetime) -> str:
    return at.strftime("%-d %B %Y, %H:%M GMT")


def _body(edition: Edition, around: Furniture) -> str:
    """Return the body, the wandering boxes set between its paragraphs."""
    parts = [f'<p class="article__note"><em>{edition.note}</em></p>'] if edition.note else []
    boxes = {around.box_after: around.newsletter, around.advert_after: around.advert}
    paragraphs, in_list = 0, False
    for item in edition.body:
        starts_or_ends_list = (item.kind is BlockKind.LIST_ITEM) != in_list
        if starts_or_ends_list:
            parts.append("</ul>" if in_list else "<ul>")
            in_list = not in_list
        parts.append(_block(item))
        if item.kind is BlockKind.PARAGRAPH:
            paragraphs += 1
            parts.append(boxes.pop(paragraphs, ""))
    if in_list:
        parts.append("</ul>")
    if edition.contributed:
        parts.append(f'<p class="article__contributed"><em>{edition.contributed}</em></p>')
    return "\n".join(part for part in parts if part)


def _block(item: Item) -> str:
    """Return one block of the body in the markup that the newspaper's CMS writes."""
    match item.kind:
        case BlockKind.HEADING:
            return f"<h2>{item.html}</h2>"
        case BlockKind.LIST_ITEM:
            return f"<li>{item.html}</li>"
        case BlockKind.QUOTATION:
            return f'<blockquote class="quote"><p>{item.html}</p></blockquote>'
        case BlockKind.RELATED:
            return (
                '<aside class="readmore"><span>READ MORE</span>'
                f' <a href="{item.href}">{item.html}</a></aside>'
            )
        case BlockKind.EMBED:
            return (
                '<figure class="embed embed--chirp"><blockquote class="chirp-post"'
                f' cite="{item.href}"><p>{item.html}</p>— <a href="{item.href}">{item.by}</a>'
                "</blockquote></figure>"
            )
        case _:
            return f"<p>{item.html}</p>"


def _head(edition: Edition, url: str) -> str:
    """Return the story's metadata: OpenGraph, article dates, JSON-LD."""
    meta = (
        ("og:type", "article"),
        ("og:site_name", NAME),
        ("og:title", edition.headline),
        ("og:description", edition.standfirst),
        ("og:url", url),
        ("og:image", _absolute(edition.photo.path, url)),
        ("article:published_time", _iso(edition.published)),
        ("article:modified_time", _iso(edition.modified)),
        ("article:section", edition.section),
    )
    tags = "\n".join(f'<meta property="{key}" content="{escape(value)}">' for key, value in meta)
    return (
        f'<link rel="canonical" href="{url}">\n'
        f'<meta name="description" content="{escape(edition.standfirst)}">\n{tags}\n'
        f'<script type="application/ld+json">{_json_ld(edition, url)}</script>'
    )


def _json_ld(edition: Edition, url: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": url,
        "headline": edition.headline,
        "description": edition.standfirst,
        "image": [_absolute(edition.photo.path, url)],
        "datePublished": _iso(edition.published),
        "dateModified": _iso(edition.modified),
        "articleSection": edition.section,
        "keywords": list(edition.tags),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "author": [{"@type": "Person", "name": name} for name in edition.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": NAME},
    }
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _absolute(path: str, url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}{path}"
