"""What a page states about itself: meta tags, JSON-LD, microdata. Evidence, never a verdict."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml.etree import _Element

from monitor.extract.tree import fold, text_of

Node = Mapping[str, object]

_ARTICLES = re.compile(
    r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|Recipe|ClaimReview|Posting|ImageGallery|MediaGallery)$"
)
_PAGES = re.compile(r"(?:WebPage|VideoObject|ItemPage|CreativeWork|MediaObject|PodcastEpisode)$")
_BROKEN = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_MARKS = ("<!", "-->", "]]>")
"""One of these stands in each of them: a quick look before the slow one."""
_TRAILING = re.compile(r",\s*([}\]])")
_MAX_NODES = 2000
_LONGEST_TITLE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says, by where it says it."""

    meta: Mapping[str, tuple[str, ...]]
    """Contents by name, property or itemprop in lower case."""
    article: Node = field(default_factory=dict)
    """The JSON-LD node of the article, or an empty one."""
    page: Node = field(default_factory=dict)
    """The JSON-LD node of the page around it, or an empty one."""
    by_id: Mapping[str, Node] = field(default_factory=dict)
    title: str = ""
    language: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """Return the first content that one of `names` has."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    def said(self, *keys: str) -> object:
        """Return what JSON-LD says of the article (or else of the page) under one of `keys`."""
        for node in (self.article, self.page):
            for key in keys:
                if node.get(key):
                    return node[key]
        return None

    @property
    def article_type(self) -> str:
        return " ".join(types(self.article))


def read_metadata(root: _Element) -> Metadata:
    """Return what the page under `root` states about itself."""
    tags = _stating(root)
    nodes = list(_linked_data(tags["script"]))
    article, page = _main(nodes, root)
    title = next(root.iter("title"), None)
    return Metadata(
        meta=_meta(tags["meta"]),
        article=article,
        page=page,
        by_id={
            str(node["@id"]): node for node in reversed(nodes) if isinstance(node.get("@id"), str)
        },
        title="" if title is None else text_of(title)[:_LONGEST_TITLE],
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        links=_links(tags["link"]),
    )


def _stating(root: _Element) -> dict[str, list[_Element]]:
    """Return the tags by which a page states something, by their name, in one walk."""
    found: dict[str, list[_Element]] = {"script": [], "meta": [], "link": []}
    for tag in root.iter(*found):
        found[str(tag.tag)].append(tag)
    return found


def _meta(tags: list[_Element]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in tags:
        content = tag.get("content")
        if not content or not (content := fold(content)):
            continue
        for name in {tag.get("property"), tag.get("name"), tag.get("itemprop")}:
            if name:
                found.setdefault(name.lower(), []).append(content)
    return {name: tuple(contents) for name, contents in found.items()}


def _links(tags: list[_Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tags:
        rel, href = (tag.get("rel") or "").lower(), tag.get("href")
        if href and rel in ("canonical", "amphtml", "shortlink"):
            found.setdefault(rel, href.strip())
    return found


def types(node: Node) -> tuple[str, ...]:
    """Return the schema.org types of a JSON-LD node, without their address."""
    said = node.get("@type")
    listed = said if isinstance(said, list) else [said]
    return tuple(str(one).rsplit("/", 1)[-1] for one in listed if one)


def _linked_data(scripts: list[_Element]) -> Iterator[Node]:
    for script in scripts:
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield from _flat(_load(script.text))


def _load(text: str) -> object:
    """Return the first JSON value of `text`, whatever a page has put before or after it."""
    decoder = json.JSONDecoder(strict=False)
    bare = _BROKEN.sub("", text) if any(mark in text for mark in _MARKS) else text
    bare = bare.lstrip()
    for repair in (str, partial(_TRAILING.sub, r"\1")):
        try:
            return decoder.raw_decode(repair(bare))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: object) -> Iterator[Node]:
    """Yield the nodes of a JSON-LD value that stand alone: of lists, graphs, main entities."""
    queue, seen = [value], 0
    while queue and seen < _MAX_NODES:
        seen += 1
        one = queue.pop(0)
        if isinstance(one, list):
            queue[:0] = one
        elif isinstance(one, dict):
            yield one
            queue[:0] = [
                one[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate")
                if isinstance(one.get(key), (dict, list)) and key != "liveBlogUpdate"
            ]


def _main(nodes: list[Node], root: _Element) -> tuple[Node, Node]:
    articles = [node for node in nodes if any(_ARTICLES.search(t) for t in types(node))]
    pages = [node for node in nodes if any(_PAGES.search(t) for t in types(node))]
    title = next(root.iter("title"), None)
    shown = "" if title is None else text_of(title).casefold()
    best = max(articles, key=lambda node: _worth(node, shown), default={})
    return best, max(pages, key=lambda node: _worth(node, shown), default={})


def _worth(node: Node, title: str) -> float:
    said = string(node.get("headline") or node.get("name")).casefold()
    near = 2.0 if said and said[:30] in title else 0.0
    return near + sum(
        0.5 for key in ("datePublished", "author", "articleBody", "headline") if node.get(key)
    )


def string(value: object) -> str:
    """Return a JSON-LD value as text: the first of a list, the name of a node, unescaped."""
    if isinstance(value, list):
        return string(value[0]) if value else ""
    if isinstance(value, Mapping):
        return string(value.get("name") or value.get("@value") or value.get("url"))
    if not isinstance(value, (str, int, float)):
        return ""
    text = str(value)
    return fold(html.unescape(html.unescape(text))) if "&" in text else fold(text)
