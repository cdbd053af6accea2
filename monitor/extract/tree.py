"""Text into a tree, within bounds, and the few ways in which the room reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree
from lxml.etree import _Element

MAX_BYTES = 12_000_000
MAX_TAGS = 40_000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that lxml takes from a page but not from us."""
_MADE_UP = re.compile(r"(?:^|[-_]+)[A-Za-z]*\d\w*$")
_UNFOLDED = re.compile(r"[^\S ]\s*| \s+")
_LONG = 100_000
"""Characters of a text whose words as a list would take many times its memory."""
_LONGEST_NAME = 2_000
_AROUND = 4
"""Ancestors of an article whose names say how its page is built."""
_MOST_NAMES = 20


def parse(text: bytes) -> _Element | str:
    """Return the root of `text`, or in words which bound it breaks."""
    if len(text) > MAX_BYTES:
        return f"the page has more than {MAX_BYTES} bytes"
    if text.count(b"<") > MAX_TAGS:
        return f"the page has more than {MAX_TAGS} tags"
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:  # nothing in it that a tree could be built of
        return etree.Element("html")
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            return f"the page is past the parser's bounds: {entry.message.split(',')[0].lower()}"
    return etree.Element("html") if root is None else _whole(root)


def _whole(root: _Element) -> _Element:
    """Return `root` with what follows an end of the document that comes too early in its body.

    The parser makes a tree of its own of that (since libxml2 2.14), which browsers do not.
    """
    for other in list(root.itersiblings("html")):
        for one in other.iter("html", "body"):
            one.tag = "div"
        body = root.find("body")
        (root if body is None else body).append(other)
    return root


def fold(text: str) -> str:
    """Return `text` with white space folded."""
    if len(text) > _LONG:
        return _UNFOLDED.sub(" ", text).strip()
    return " ".join(text.split())


def raw_text(element: _Element) -> str:
    """Return the text of `element` and all below it as it stands."""
    return "".join(cast(Iterator[str], element.itertext()))


def text_of(element: _Element) -> str:
    """Return the text of `element` and all below it, white space folded."""
    return fold(raw_text(element))


def names(element: _Element) -> str:
    """Return what the page calls `element`: its classes, id and role."""
    get = element.get
    name = f"{get('class', '')} {get('id', '')}"
    return name if len(name) < _LONGEST_NAME else name[:_LONGEST_NAME]


def drop(element: _Element) -> None:
    """Take `element` out of its tree, but leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = _UNFIT.sub("", (parent.text or "") + element.tail)
        else:
            before.tail = _UNFIT.sub("", (before.tail or "") + element.tail)
    parent.remove(element)


def template_of(element: _Element) -> str:
    """Return what the elements around and inside of an article are called, set apart by spaces.

    Only names that most of its paragraphs or its ancestors have; parts of names with digits in
    them are made up at each build of a page, and left out.
    """
    counted: Counter[str] = Counter()
    paragraphs = list(element.iter("p"))
    for paragraph in paragraphs:
        counted.update(set((paragraph.get("class") or "").split()))
    found = {name for name, count in counted.items() if count * 2 > len(paragraphs)}
    middle = paragraphs[len(paragraphs) // 2] if paragraphs else element
    for one in islice(middle.iterancestors(), _AROUND):
        found.update((one.get("class") or "").split())
    plain = {_MADE_UP.sub("", name) for name in found}
    return " ".join(sorted(name for name in plain if len(name) > 2)[:_MOST_NAMES])
