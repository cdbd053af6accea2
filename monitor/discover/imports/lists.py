"""Lists of addresses: one a line, CSV, OPML."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta

from lxml import etree
from lxml.etree import _Element

from monitor.config import duration
from monitor.discover.cutting import ready
from monitor.discover.imports.collecting import Collector
from monitor.errors import ConfigError
from monitor.model import Imported

_MOST_LINES = 100_000
_MOST_OUTLINES = 50_000
_MOST_TAGS = 500_000
_URL_COLUMNS = ("url", "link", "address", "uri", "href", "adresse", "website", "web site")
_NAME_COLUMNS = ("name", "title", "label", "titel", "titre", "titulo")
_TAG_COLUMNS = ("tags", "tag", "group", "category", "folder")
_INTERVAL_COLUMNS = ("interval", "every", "frequency")
_DELIMITERS = ",;\t|"
_LINE = re.compile(r"(?P<url>\S+?)(?:(?:,\s+|,?\s*\t\s*|\s+)(?P<name>\S.*))?")
_COMMA = re.compile(r"(https?://[^\s,]+),([^,/]*\s.*)")


def read_urls(text: str) -> Imported:
    """Return the addresses in `text`, one a line; a name may follow a tab, a comma or a space.

    Lines that begin with `#`, `//` or `;`, and what follows ` #`, are comments.
    """
    found = Collector("list of addresses")
    for number, line in enumerate(text.splitlines()):
        bare = line.partition(" #")[0].strip()
        if not bare or bare.startswith(("#", ";", "//")):
            continue
        if number >= _MOST_LINES:
            found.leave(f"what follows line {_MOST_LINES}", "the list is too long")
            break
        match = _COMMA.fullmatch(bare) or _LINE.fullmatch(bare)
        found.watch(match[1], match[2] or "") if match else found.watch(bare)
    return found.imported()


def columns_of(text: str) -> tuple[str, list[str]] | None:
    """Return the delimiter and the columns of a table with a column of addresses, or None."""
    head = text.lstrip().partition("\n")[0][:2_000]
    for delimiter in _DELIMITERS:
        names = [name.strip().strip('"').strip().lower() for name in head.split(delimiter)]
        if any(name in _URL_COLUMNS for name in names):
            return delimiter, names
    return None


def read_csv(text: str, delimiter: str, names: list[str]) -> Imported:
    """Return the addresses in a table whose first line names its columns."""
    found = Collector("CSV")
    at = {
        kind: next((names.index(name) for name in wanted if name in names), None)
        for kind, wanted in _COLUMNS.items()
    }
    for name in (name for n, name in enumerate(names) if name and n not in at.values()):
        found.leave(f"the column {name}", "nothing here is like it")
    try:
        for number, row in enumerate(_rows(text, delimiter)):
            if number >= _MOST_LINES:
                found.leave(f"what follows row {_MOST_LINES}", "the table is too long")
                break
            cells = {kind: _cell(row, column) for kind, column in at.items()}
            interval = _interval(cells["interval"], cells["url"], found)
            tags = re.split(r"[,;|]", cells["tags"])
            found.watch(cells["url"], cells["name"], interval=interval, tags=tags)
    except csv.Error as error:
        found.leave("the rest of the table", f"it is broken: {error}")
    return found.imported()


_COLUMNS = {
    "url": _URL_COLUMNS,
    "name": _NAME_COLUMNS,
    "tags": _TAG_COLUMNS,
    "interval": _INTERVAL_COLUMNS,
}


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text.lstrip()), delimiter=delimiter)
    next(rows, None)
    return (row for row in rows if any(cell.strip() for cell in row))


def _cell(row: list[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _interval(text: str, url: str, found: Collector) -> timedelta | None:
    if not text:
        return None
    try:
        return duration(text)
    except ConfigError:
        found.leave(f"{url}: its interval {text}", "is not written as 90s, 15m, 1h 30m or 2d")
        return None


def read_opml(text: bytes) -> Imported | None:
    """Return the feeds of an OPML file (UTF-8), or None where it is none, or one without end."""
    if text.count(b"<") > _MOST_TAGS:
        return None
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root = etree.fromstring(ready(text), parser)
    if root is None or str(root.tag).lower() != "opml":
        return None
    found = Collector("OPML")
    folders: dict[str, None] = {}
    for number, outline in enumerate(root.iter("outline")):
        if number >= _MOST_OUTLINES:
            found.leave(f"what follows entry {_MOST_OUTLINES}", "the list is too long")
            break
        _take(outline, found, folders)
    if folders:
        found.leave(f"folders: {', '.join(folders)}", "sources are not kept in folders")
    return found.imported()


def _take(outline: _Element, found: Collector, folders: dict[str, None]) -> None:
    stated = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
    name = stated.get("title") or stated.get("text") or ""
    if "xmlurl" in stated:
        found.source(stated["xmlurl"], name)
    elif "url" in stated:
        found.watch(stated["url"], name)
    elif len(outline):
        folders[name] = None
    else:
        found.leave(name or "an entry without a name", "has no feed")
