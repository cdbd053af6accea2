"""The sources of last resort: what a page that is empty without its scripts carries for them.

JSON-LD's `articleBody` is often cut short and without paragraphs, so it is never used where the
page itself can be read; the article says from where it was read. In embedded state, a text is
told by its structure: a string of markup, or a list whose items are pieces of rich text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from monitor.extract.metadata import Metadata, string
from monitor.extract.read import Raw, read
from monitor.extract.state import states
from monitor.extract.tree import fold, parse
from monitor.model import BlockKind, Provenance

_LEAST = 200
"""Characters that a body must have to be one."""
_LEAST_TITLE = 10
_MAX_VALUES = 20_000
_DEEPEST = 24
_STRINGS = frozenset(
    {"articlebody", "body", "bodyhtml", "content", "html", "text", "story", "markup"}
)
"""Keys under which a string may be the whole text."""
_INNER = ("text", "html", "value", "content", "children", "items", "blocks", "model", "data")
"""Keys under which a piece of rich text has its words, the ones that have all of them first."""
_TYPES = ("style", "listItem", "type", "_type", "nodeType", "__typename", "tagName", "name", "kind")
_TEASES = frozenset(
    {"headline", "headlines", "title", "url", "href", "link", "slug", "canonical_url", "author",
     "authors", "user", "username", "byline", "publishedat", "published_at"}
)  # fmt: skip
"""Keys that a teaser or a comment has, and no piece of a text."""
_TITLES = ("headline", "headlines", "title", "name")
_MANY = 3
"""Items from which on a list of objects with addresses or authors is one of teasers or comments."""
_LINES = re.compile(r"\s*\n\s*")
_MARKUP = re.compile(r"<p[\s>]|<br", re.I)
_BLOCK = re.compile(r"<(p|h2|ul|li|blockquote|div)[\s>]", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_KINDS = (
    (re.compile(r"image|photo|video|gallery|figure|embed|advert|^ads?$|promo|related|newsletter"
                r"|interstitial|divider|widget|media"), ""),
    (re.compile(r"^h[1-6]$|head(er|ing|line)?(-?\d)?$|subhead|subtitle"), "h2"),
    (re.compile(r"list-?item|^li$|bullet"), "li"),
    (re.compile(r"quote|cite"), "blockquote"),
    (re.compile(r"list$|^[uo]l$"), "ul"),
    (re.compile(r"^paragraph$|^p$"), "p"),
    (re.compile(r"^(bold|strong|italic|em|link|a|hyperlink|fragment|span|leaf)$"), "span"),
)  # fmt: skip
"""What the type of a piece says, and the tag that stands for it; none: it is no text."""


def last_resort(html: bytes, page: Metadata, base: str) -> tuple[list[Raw], Provenance] | None:
    """Return the blocks of an article that only scripts would show, and where they were."""
    stated = page.article.get("articleBody")
    if isinstance(stated, str) and len(stated) >= _LEAST:
        return _blocks(stated, base), Provenance.JSON_LD
    root = parse(html)
    found = () if isinstance(root, str) else states(root)
    title = fold(page.first("og:title") or page.title)
    bodies = [body for state in found for body in _Search(title, state).bodies()]
    best = max(bodies, key=lambda body: (body.titled, body.length, body.pieces), default=None)
    if best is None:
        return None
    return _blocks(best.markup, base), Provenance.EMBEDDED_STATE


def _blocks(body: str, base: str) -> list[Raw]:
    if _MARKUP.search(body):
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
        holder = etree.fromstring(f"<div>{body}</div>", parser)
        return [] if holder is None else read(holder, base)
    lines = (string(line) for line in _LINES.split(body))
    return [Raw(kind=BlockKind.PARAGRAPH, text=line, tag="p") for line in lines if line]


@dataclass(frozen=True, slots=True)
class _Body:
    """What may be the text of the article."""

    markup: str
    length: int
    """Characters without the markup."""
    pieces: int
    titled: bool
    """Whether it stands in an object that has the page's title."""


@dataclass(slots=True)
class _Search:
    """A walk through a state, within bounds: it may be as large as the page, and a circle."""

    title: str
    root: object
    left: int = _MAX_VALUES

    def bodies(self) -> Iterator[_Body]:
        """Yield all that is long enough to be the text of an article."""
        queue: list[tuple[object, bool]] = [(self.root, False)]
        while queue and self.left > 0:
            self.left -= 1
            value, titled = queue.pop()
            if isinstance(value, list):
                many = len(value) >= _MANY
                queue.extend(
                    (one, titled) for one in value if titled or not (many and self._is_teaser(one))
                )
                yield from self._body("".join(self._pieces(value)), titled)
            elif isinstance(value, dict):
                titled = titled or self._is_titled(value)
                queue.extend((one, titled) for one in value.values())
                for key, one in value.items():
                    if isinstance(one, str) and key.lower() in _STRINGS:
                        yield from self._body(one, titled)

    def _body(self, markup: str, titled: bool) -> Iterator[_Body]:
        length = len(_TAG.sub("", markup))
        if length >= _LEAST:
            yield _Body(markup, length, markup.count("<p"), titled)

    def _is_teaser(self, item: object) -> bool:
        return isinstance(item, dict) and _teases(item) and not self._is_titled(item)

    def _is_titled(self, value: dict[str, object]) -> bool:
        """Tell whether an object has the page's title."""
        for key in _TITLES:
            found = value.get(key)
            texts = found.values() if isinstance(found, dict) else (found,)
            for text in texts:
                if isinstance(text, str) and _LEAST_TITLE <= len(text) <= 500:
                    said = fold(text)
                    if said in self.title or (self.title and self.title in said):
                        return True
        return False

    def _pieces(self, items: list[object]) -> Iterator[str]:
        """Yield the markup of each piece of rich text in a list; nothing of teasers."""
        for item in items:
            item = self._meant(item)
            if isinstance(item, str) and len(item) >= _LEAST_TITLE and " " in item:
                yield f"<p>{_written(item)}</p>"
            elif isinstance(item, dict) and not _teases(item):
                words = self._part(item, 0, None)
                yield words if _BLOCK.match(words) else f"<p>{words}</p>"

    def _meant(self, item: object) -> object:
        """Return what an item refers to, in the flat state of Apollo; else the item."""
        if isinstance(item, dict) and isinstance(self.root, dict):
            place = item.get("__ref")
            return self.root.get(place) if isinstance(place, str) else item
        return item

    def _words(self, value: object, depth: int, around: str | None) -> str:
        """Return the markup of what stands inside a piece of rich text, which is in `around`."""
        self.left -= 1
        value = self._meant(value)
        if depth > _DEEPEST or self.left < 0:
            return ""
        if isinstance(value, str):
            return _written(value)
        if isinstance(value, list):
            return "".join(self._part(one, depth + 1, around) for one in value)
        if isinstance(value, dict):
            found = (self._words(value[key], depth + 1, around) for key in _INNER if key in value)
            return next((words for words in found if words), "")
        return ""

    def _part(self, value: object, depth: int, around: str | None) -> str:
        tag = _tag(value) if isinstance(value, dict) else None
        words = "" if tag == "" else self._words(value, depth, tag)
        tag = "li" if around == "ul" else tag
        return f"<{tag}>{words}</{tag}>" if words and tag else words


def _teases(item: dict[str, object]) -> bool:
    return not _TEASES.isdisjoint(key.lower() for key in item)


def _tag(item: dict[str, object]) -> str | None:
    """Return the tag that the type of a piece stands for; "" of what is no text, None: any."""
    for key in _TYPES:
        said = item.get(key)
        if isinstance(said, str):
            name = said.lower().replace("_", "-")
            for pattern, tag in _KINDS:
                if pattern.search(name):
                    return tag
    return None


def _written(text: str) -> str:
    """Return a string of a state as markup: it may be that already, or plain."""
    return text if _TAG.search(text) else escape(text, quote=False)
