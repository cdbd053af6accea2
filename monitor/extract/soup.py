"""Hand a subtree that lxml has parsed to BeautifulSoup, without writing and parsing it again.

BeautifulSoup's own way in is a TreeBuilder that is fed markup; this one is fed an element. Only
the attributes that reading asks for are handed over, and a bare run of text in a `span` is handed
over as text: both cost more to build than to read.
"""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from lxml.etree import _Element

from monitor.extract.live import Entries

_ATTRIBUTES = (
    "class",
    "id",
    "href",
    "src",
    "data-src",
    "cite",
    "title",
    "data-instgrm-permalink",
)
ENTRY = "data-entry-at"
NUMBER = "data-number"
Numbers = dict[_Element, int]
"""The number of each element of a page, in its order; empty unless somebody asks for reasons."""
_TRANSPARENT = frozenset({"span", "font"})
_INITIAL = 4
"""Characters up to which a run of its own may be a drop cap."""
_DEEPEST = 250
"""Elements inside one another; deeper ones are left out, as browsers do from 512 on."""


class _SubtreeBuilder(HTMLTreeBuilder):
    """Builds a soup of an element and all below it."""

    NAME = "lxml-subtree"
    features = ()
    is_xml = False

    def __init__(self, element: _Element, entries: Entries, numbers: Numbers) -> None:
        super().__init__(multi_valued_attributes={})
        self._element = element
        self._entries = entries
        self._numbers = numbers

    def feed(self, markup: object) -> None:
        """Ignore `markup`: what is built was given at the start."""
        self._build(self._element, in_figure=False, depth=0)

    def _build(self, element: _Element, *, in_figure: bool, depth: int) -> None:
        tag, soup = str(element.tag), self.soup
        assert soup is not None
        in_figure = in_figure or tag == "figure"
        bare = tag in _TRANSPARENT and not in_figure and not len(element)
        if bare and len(element.text or "") > _INITIAL:
            soup.handle_data(element.text or "")
            return
        get = element.get
        attributes = {name: value for name in _ATTRIBUTES if (value := get(name)) is not None}
        if element in self._entries:
            attributes[ENTRY] = self._entries[element]
        if self._numbers:
            attributes[NUMBER] = str(self._numbers[element])
        soup.handle_starttag(tag, None, None, attributes)
        if element.text:
            soup.handle_data(element.text)
        for child in element:
            if depth < _DEEPEST:
                self._build(child, in_figure=in_figure, depth=depth + 1)
            if child.tail:
                soup.handle_data(child.tail)
        soup.handle_endtag(tag)


def soup_of(element: _Element, entries: Entries, numbers: Numbers) -> BeautifulSoup:
    """Return a soup that holds `element`; its attributes are those that reading asks for.

    Those of `entries` carry their time as `ENTRY`, all with `numbers` theirs as `NUMBER`:
    attributes that no page can set.
    """
    return BeautifulSoup("", builder=_SubtreeBuilder(element, entries, numbers))
