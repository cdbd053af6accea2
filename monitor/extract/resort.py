"""The sources of last resort: what a page that is empty without its scripts carries for them.

JSON-LD's `articleBody` is often cut short and without paragraphs, so it is never used where the
page itself can be read; the article says from where it was read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from monitor.extract.metadata import Metadata, string
from monitor.extract.read import Raw, read
from monitor.extract.tree import parse
from monitor.model import BlockKind, Provenance

_LEAST = 200
"""Characters that a body must have to be one."""
_MAX_VALUES = 20_000
_KEYS = frozenset({"articlebody", "body", "bodyhtml", "content", "html", "text", "story", "markup"})
_STATE = re.compile(r"^\s*(?:window\.)?__[A-Z_]+__\s*=\s*")
_LINES = re.compile(r"\s*\n\s*")
_MARKUP = re.compile(r"<p[\s>]|<br", re.I)


def last_resort(html: bytes, page: Metadata, base: str) -> tuple[list[Raw], Provenance] | None:
    """Return the blocks of an article that only scripts would show, and where they were."""
    stated = page.article.get("articleBody")
    if isinstance(stated, str) and len(stated) >= _LEAST:
        return _blocks(stated, base), Provenance.JSON_LD
    root = parse(html)
    if isinstance(root, str):
        return None
    body = max(_bodies(root), key=len, default="")
    return (_blocks(body, base), Provenance.EMBEDDED_STATE) if len(body) >= _LEAST else None


def _blocks(body: str, base: str) -> list[Raw]:
    if _MARKUP.search(body):
        holder = etree.fromstring(f"<div>{body}</div>", etree.HTMLParser())
        return [] if holder is None else read(holder, base)
    lines = (string(line) for line in _LINES.split(body))
    return [Raw(kind=BlockKind.PARAGRAPH, text=line, tag="p") for line in lines if line]


def _bodies(root: _Element) -> Iterator[str]:
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("id") == "__NEXT_DATA__" or script.get("type") == "application/json":
            yield from _strings(text)
        elif match := _STATE.match(text):
            yield from _strings(text[match.end() :])


def _strings(text: str) -> Iterator[str]:
    """Yield the strings of embedded state under keys that name a text."""
    try:
        queue: list[object] = [json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_VALUES):
        if not queue:
            return
        value = queue.pop()
        if isinstance(value, list):
            queue.extend(value)
        elif isinstance(value, dict):
            queue.extend(value.values())
            yield from (
                one for key, one in value.items() if key.lower() in _KEYS and isinstance(one, str)
            )
