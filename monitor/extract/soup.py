"""Hand a subtree that lxml has parsed to BeautifulSoup, without writing and parsing it again.

BeautifulSoup's own way in is a TreeBuilder that is fed markup, and hears of each start, each end
and each run of text; this one takes an element, and puts tags and strings in place itself. Only
the attributes that reading asks for are handed over, and a bare run of text in a `span` is handed
over as text: both cost more to build than to read.
"""

from __future__ import annotations

from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString, PageElement, Tag
from lxml.etree import _Element

from monitor.extract.live import Entries
from monitor.extract.vocabulary import INLINE

_NAMES = ("class", "id")
_ATTRIBUTES = {
    "a": (*_NAMES, "href"),
    "blockquote": (*_NAMES, "cite", "data-instgrm-permalink"),
    "iframe": (*_NAMES, "src", "data-src", "title"),
    "img": ("src", "data-src"),
}
"""What reading asks of a tag; of all others their names."""
ENTRY = "data-entry-at"
NUMBER = "data-number"
Numbers = dict[_Element, int]
"""The number of each element of a page, in its order; empty unless somebody asks for reasons."""
_TRANSPARENT = frozenset({"span", "font"})
_INITIAL = 4
"""Characters up to which a run of its own may be a drop cap."""
_DEEPEST = 250
"""Elements inside one another; deeper ones are left out, as browsers do from 512 on."""
_STRINGS = HTMLTreeBuilder.DEFAULT_STRING_CONTAINERS
_PRESERVED = HTMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_TELLING = frozenset({"figure", *_STRINGS, *_PRESERVED})


class Part(Tag):
    """A tag that knows what reading and navigating need, and nothing about writing markup."""

    namespace = prefix = sourceline = sourcepos = None
    known_xml = can_be_empty_element = False
    parser_class = BeautifulSoup
    cdata_list_attributes = preserve_whitespace_tags = None
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    next_element = next_sibling = previous_sibling = None
    blocks = False
    """Whether something in it is no part of a line."""

    def __init__(self, name: str, attributes: dict[str, str], parent: Tag | None) -> None:
        self.name = name
        self.attrs = attributes  # type: ignore[assignment]
        self.parent = parent
        self.contents = []
        if name in _STRINGS:
            self.interesting_string_types = {_STRINGS[name]}


class _Around(NamedTuple):
    """What an element stands in."""

    strings: type[NavigableString] = NavigableString
    """What its strings are."""
    preserved: bool = False
    figure: bool = False

    def inside(self, tag: str) -> _Around:
        """Return what stands in a tag of `_TELLING`."""
        strings = _STRINGS.get(tag, self.strings)
        return _Around(strings, self.preserved or tag in _PRESERVED, self.figure or tag == "figure")


class _Builder:
    """Builds the soup of an element and all below it."""

    def __init__(self, soup: Part, entries: Entries, numbers: Numbers) -> None:
        self._soup = soup
        self._last: PageElement = soup
        self._entries = entries
        self._numbers = numbers
        self._text: list[str] = []
        """Runs of text that stand side by side, and become one string."""

    def build(self, element: _Element) -> None:
        """Put `element` into the soup."""
        self._build(element, self._soup, _Around(), 0)
        if self._text:
            self._end_text(self._soup, _Around())

    def _build(self, element: _Element, parent: Tag, around: _Around, depth: int) -> bool:
        """Put `element` at the end of `parent`; return whether it has or is what breaks a line."""
        tag, text = str(element.tag), element.text
        if tag in _TRANSPARENT and text and _is_bare(element, text, around):
            self._text.append(text)
            return False
        if self._text:
            self._end_text(parent, around)
        inner = around.inside(tag) if tag in _TELLING else around
        part = Part(tag, self._attributes(element, tag), parent)
        self._put(part, parent)
        if text:
            self._text.append(text)
        for child in element:
            if depth < _DEEPEST and self._build(child, part, inner, depth + 1):
                part.blocks = True
            if child.tail:
                self._text.append(child.tail)
        if self._text:
            self._end_text(part, inner)
        return part.blocks or not (tag in INLINE or "-" in tag)

    def _attributes(self, element: _Element, tag: str) -> dict[str, str]:
        get, found = element.get, {}
        for name in _ATTRIBUTES.get(tag, _NAMES):
            if (value := get(name)) is not None:
                found[name] = value
        if self._entries and element in self._entries:
            found[ENTRY] = self._entries[element]
        if self._numbers:
            found[NUMBER] = str(self._numbers[element])
        return found

    def _end_text(self, parent: Tag, around: _Around) -> None:
        """Make one string of the text so far, as BeautifulSoup does."""
        text = self._text[0] if len(self._text) == 1 else "".join(self._text)
        self._text.clear()
        if not around.preserved and not text.strip(BeautifulSoup.ASCII_SPACES):
            text = "\n" if "\n" in text else " "
        string = str.__new__(around.strings, text)
        string.parent, string.next_element, string.next_sibling = parent, None, None
        self._put(string, parent)

    def _put(self, one: PageElement, parent: Tag) -> None:
        last, beside = self._last, parent.contents
        one.previous_element, last.next_element = last, one
        one.previous_sibling = None
        if beside:
            one.previous_sibling, beside[-1].next_sibling = beside[-1], one
        beside.append(one)
        self._last = one


def _is_bare(element: _Element, text: str, around: _Around) -> bool:
    return len(text) > _INITIAL and not around.figure and not len(element)


def soup_of(element: _Element, entries: Entries, numbers: Numbers) -> Part:
    """Return a soup that holds `element`; its attributes are those that reading asks for.

    Those of `entries` carry their time as `ENTRY`, all with `numbers` theirs as `NUMBER`:
    attributes that no page can set.
    """
    soup = Part(BeautifulSoup.ROOT_TAG_NAME, {}, None)
    _Builder(soup, entries, numbers).build(element)
    return soup
