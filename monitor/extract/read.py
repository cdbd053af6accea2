"""Read the blocks of the article's element: BeautifulSoup over the chosen subtree only."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin

from bs4.element import NavigableString, PageElement, Tag
from lxml.etree import _Element

from monitor.extract.line import Line
from monitor.extract.lines import STOP
from monitor.extract.live import Entries
from monitor.extract.soup import ENTRY, NUMBER, Numbers, Part, soup_of
from monitor.extract.vocabulary import CREDIT, POST, is_inline, says_caption, spread
from monitor.model import BlockKind, Span, SpanKind

_SPANS = {
    "a": SpanKind.LINK,
    "b": SpanKind.STRONG,
    "strong": SpanKind.STRONG,
    "i": SpanKind.EMPHASIS,
    "em": SpanKind.EMPHASIS,
}
_ITEMS = frozenset({"li", "dd", "dt"})
_LISTS = frozenset({"ul", "ol", "dl"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_HELD = frozenset({"blockquote", "table", "pre", "iframe"})
"""What a figure holds that is no picture."""
_PARAGRAPHS = frozenset({"p", "div", "ul", "ol", "table", "blockquote"})
_CREDITS = frozenset({"span", "div", "p", "small", "cite", "em"})
_PLAIN = re.compile(
    r"https?://[\w.-]+(?::\d+)?(?:/[\w.~%/:@!$&'()*+,=|-]*)?(?:\?[\w.~%/:@!$&'()*+,=|;?-]+)?", re.A
)
"""An absolute address in which nothing is to be escaped or resolved."""
_SAFE = "%/:?#[]@!$&'()*+,;=~|"
"""Characters of an address that stay as they are; the others are escaped, as browsers do."""
_SCRIPT = re.compile(r"[\x00-\x20]*(?:java|vb)script\s*:", re.I)
_TYPED = 300
"""Characters of a run of text from which on blank lines in it may part paragraphs."""
_CAPTION_LENGTH = 400
"""A longer text is no caption, whatever the tag around it is called."""


Spot = tuple[int, int]
"""Where a block stands: the number of its element (0 unless somebody asks for reasons), and its
own among the blocks, from 1. Spots sort as the page reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A block as it stands in the page, before it is judged."""

    kind: BlockKind
    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    source: str | None = None
    credit: str | None = None
    tag: str = ""
    """The innermost block-level tag around the text."""
    name: str = ""
    """Class and id of that tag."""
    within: tuple[str, ...] = ()
    """The block-level tags around it, outermost first."""
    place: int = 0
    """Equal for blocks whose tags stand side by side."""
    link: bool = False
    """Whether all of it stands inside one link."""
    item: int = 0
    """Equal for blocks of one list item; 0 outside of lists."""
    at: str | None = None
    """The time of the live-blog entry that it stands in, in ISO 8601."""
    spot: Spot = (0, 0)

    @property
    def linked(self) -> int:
        """How many of its characters stand in links."""
        if self.link:
            return len(self.text)
        if not self.spans:
            return 0
        return sum(span.end - span.start for span in self.spans if span.kind is SpanKind.LINK)


@dataclass(slots=True)
class _Where:
    """What the reader stands in."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    source: str | None = None
    tag: str = "div"
    name: str = ""
    within: tuple[str, ...] = ()
    place: int = 0
    link: bool = False
    item: int = 0
    at: str | None = None


@dataclass(slots=True)
class _Reader:
    base: str
    found: list[Raw] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    breaks: int = 0
    numbered: bool = False
    number: int = 0
    """Of the last element that was entered."""
    flushed: int = 0
    """How often a line was ended: what stands around an end is not one run."""

    def spot(self) -> Spot:
        return self.number, len(self.found) + 1

    def flush(self, where: _Where) -> None:
        line, self.breaks = self.line, 0
        self.flushed += 1
        if not line.length:
            line.spaced = line.capital = False
            return
        self.line = Line()
        self.found.append(
            Raw(
                kind=where.kind, text=line.text, spans=tuple(line.spans), level=where.level,
                source=where.source, tag=where.tag, name=where.name, within=where.within,
                place=where.place, link=where.link,
                item=where.item, at=where.at, spot=self.spot(),
            )
        )  # fmt: skip

    def walk(self, tag: Tag, where: _Where) -> None:
        for child in tag.contents:
            if type(child) is Part:
                self._tag(child, where)
            else:
                self._text(str(child), where)

    def _text(self, text: str, where: _Where) -> None:
        if self.breaks and text.strip():
            self.breaks = 0
        if len(text) < _TYPED:
            self.line.add(text)
            return
        for number, piece in enumerate(_paragraphs(text)):
            if number:
                self.flush(where)
            self.line.add(piece)

    def _tag(self, tag: Part, where: _Where) -> None:
        name = tag.name
        if name == "br":
            self.breaks += 1
            self.line.spaced = True
            if self.breaks > 1:
                self.flush(where)
        elif name == "img":
            return
        elif not tag.blocks and is_inline(name) and not _is_caption_line(tag):
            self._inline(tag, where)
        else:
            self._block(tag, where)

    def _inline(self, tag: Tag, where: _Where) -> None:
        kind = _SPANS.get(tag.name)
        if kind is SpanKind.LINK and str(tag.get("href") or "#").startswith("#"):
            kind = None
        start, flushed = self.line.here, self.flushed
        self.walk(tag, where)
        if flushed != self.flushed:
            return
        if not start:
            self.line.raise_capital()
        if kind:
            href = tag.get("href") if kind is SpanKind.LINK else None
            self.line.mark(start, kind, self.absolute(href))

    def _block(self, tag: Tag, where: _Where) -> None:
        self.flush(where)
        if self.numbered:
            self.number = int(str(tag[NUMBER]))
        name = tag.name
        if name == "figure":
            self._figure(tag, where)
        elif name == "iframe":
            self._embed(tag)
        elif name == "tr":
            self._row(tag, where)
        else:
            inside = self._inside(tag, where)
            self.walk(tag, inside)
            self.flush(inside)

    def _inside(self, tag: Tag, where: _Where) -> _Where:
        name, classes = tag.name, _names(tag)
        kind, level, source = where.kind, where.level, where.source
        if name in _HEADINGS:
            kind, level = BlockKind.HEADING, _HEADINGS[name]
        elif name in _ITEMS:
            kind, level = BlockKind.LIST_ITEM, sum(map(_LISTS.__contains__, where.within)) or 1
        elif name == "blockquote":
            kind = BlockKind.QUOTATION
            source = self._post(tag) if POST.search(classes) else str(tag.get("cite") or "")
            source = self.absolute(source)
        elif name == "aside":  # what is left of them is quotations pulled out of the text
            kind = BlockKind.QUOTATION
        elif _is_caption(tag, name, classes) or (is_inline(name) and _is_caption_line(tag)):
            kind = BlockKind.CAPTION
        link = where.link or (name == "a" and not str(tag.get("href") or "#").startswith("#"))
        item = id(tag) if name == "li" else where.item
        within = (*where.within, name)
        at = str(tag[ENTRY]) if ENTRY in tag.attrs else where.at
        place = id(tag.parent)
        return _Where(kind, level, source, name, classes, within, place, link, item, at)

    def _post(self, tag: Tag) -> str | None:
        links = [str(a["href"]) for a in tag.find_all("a", href=True)]
        return str(tag.get("data-instgrm-permalink") or tag.get("cite") or "") or (
            links[-1] if links else None
        )

    def _figure(self, tag: Tag, where: _Where) -> None:
        if _first(tag, _HELD) is not None:
            inside = _Where(
                where.kind, where.level, None, "figure", _names(tag), (*where.within, "figure")
            )
            self.walk(tag, inside)
            self.flush(inside)
            return
        picture = _first(tag, ("img",))
        source = (
            None
            if picture is None
            else self.absolute(picture.get("src") or picture.get("data-src"))
        )
        holder = _first(tag, ("figcaption",)) or tag
        credit = _credit(holder)
        text = " ".join(holder.get_text(" ", strip=True).split())
        if text or credit:
            self.found.append(
                Raw(
                    kind=BlockKind.CAPTION,
                    text=text,
                    source=source,
                    credit=credit,
                    tag="figcaption",
                    within=(*where.within, "figure"),
                    spot=self.spot(),
                )
            )

    def _embed(self, tag: Tag) -> None:
        source = self.absolute(tag.get("src") or tag.get("data-src"))
        if source and source.startswith("http"):
            text = " ".join(str(tag.get("title") or "").split())
            self.found.append(
                Raw(
                    kind=BlockKind.EMBED,
                    text=text,
                    source=source,
                    tag="iframe",
                    spot=self.spot(),
                )
            )

    def _row(self, tag: Tag, where: _Where) -> None:
        cells = [one for one in tag.contents if isinstance(one, Part) and one.name in ("td", "th")]
        if len(cells) < 2 or any(_has_paragraphs(cell) for cell in cells):
            inside = _Where(where.kind, where.level, None, "tr", _names(tag), (*where.within, "tr"))
            self.walk(tag, inside)
            self.flush(inside)
            return
        inside = _Where(BlockKind.TABLE_ROW, 0, None, "tr", _names(tag), (*where.within, "tr"))
        for n, cell in enumerate(cells):
            if n:
                self.line.add(" | ")
            for child in cell.descendants:
                if isinstance(child, NavigableString):
                    self.line.add(str(child))
            self.line.spaced = True
        self.flush(inside)

    def absolute(self, href: object) -> str | None:
        """Return `href` as an absolute address, or None where it is none, or a script."""
        if not isinstance(href, str) or not href.strip() or _SCRIPT.match(href):
            return None
        href = href.strip()
        if self.base and _PLAIN.fullmatch(href):
            return href
        try:
            return urljoin(self.base, quote(href, safe=_SAFE))
        except ValueError:
            return None


def read(
    element: _Element,
    base: str,
    entries: Entries | None = None,
    numbers: Numbers | None = None,
) -> list[Raw]:
    """Return the blocks of `element` in reading order; links made absolute against `base`.

    `entries` are those of a live blog. `numbers` are those of all elements, for the blocks' spots.
    """
    reader = _Reader(base, numbered=bool(numbers))
    where = _Where()
    reader.walk(soup_of(element, entries or {}, numbers or {}), where)
    reader.flush(where)
    return reader.found


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of plain text that is shown as it was typed; else the text."""
    if "\n\n" not in text:
        return [text]
    pieces = [piece for piece in text.split("\n\n") if piece.strip()]
    return pieces if all(STOP.search(piece) for piece in pieces) else [text]


def _is_caption(tag: Tag, name: str, classes: str) -> bool:
    if name != "figcaption" and (name not in ("div", "p", "span") or not says_caption(classes)):
        return False
    return len(tag.get_text()) < _CAPTION_LENGTH


def _is_caption_line(tag: Tag) -> bool:
    """Tell whether an inline element is a line of its own that is called a caption."""
    if tag.name == "a" or not says_caption(_names(tag)) or tag.find("img") is not None:
        return False
    beside = (_next_to(tag.previous_siblings), _next_to(tag.next_siblings))
    return (
        all(one in (None, "br", "img") for one in beside) and len(tag.get_text()) < _CAPTION_LENGTH
    )


def _next_to(siblings: Iterator[PageElement]) -> str | None:
    """Return the name of the first of `siblings` that shows; "" for text, None for none."""
    for one in siblings:
        if isinstance(one, Tag):
            return one.name
        if str(one).strip():
            return ""
    return None


def _has_paragraphs(tag: Tag) -> bool:
    return _first(tag, _PARAGRAPHS) is not None


def _first(tag: Tag, names: Container[str]) -> Tag | None:
    return next(_tags(tag, names), None)


def _tags(tag: Tag, names: Container[str]) -> Iterator[Tag]:
    """Yield the tags in `tag` of these names, as `find_all` does, which is slower by far."""
    for one in tag.descendants:
        if isinstance(one, Tag) and one.name in names:
            yield one


def _names(tag: Tag) -> str:
    said = tag.attrs
    return f"{said.get('class') or ''} {said.get('id') or ''}".strip() if said else ""


def _credit(tag: Tag) -> str | None:
    for one in _marked_credit(tag):
        text = " ".join(one.get_text(" ", strip=True).split())
        one.extract()
        return text or None
    return None


def _marked_credit(tag: Tag) -> Iterator[Tag]:
    for one in _tags(tag, _CREDITS):
        if one.name in ("cite", "small") or CREDIT.search(spread(_names(one))):
            yield one
