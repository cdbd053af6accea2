"""PURE: the watch lists of other tools -> what of them can be watched here, and what not, in words.

Files of other tools are as hostile as pages: they are read as data, in memory, under caps. What
cannot be carried over is listed item by item; secrets in it are never shown.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.config import foreign_documents
from monitor.discover.imports.archives import NoArchive
from monitor.discover.imports.changedetection import parse, read_backup, read_json
from monitor.discover.imports.jobs import read_diffengine, read_jobs
from monitor.discover.imports.lists import columns_of, read_csv, read_opml, read_urls
from monitor.errors import ConfigError
from monitor.extract.decoding import decode
from monitor.model import Failure, Imported, Reason

MAX_ARCHIVE = 500_000_000
MAX_BYTES = 30_000_000
_ZIP = b"PK\x03\x04"
_YAML = re.compile(
    r"^ {0,8}(?:- +)?(?:url|navigate|name|command|kind|feeds)\s*:(?:\s|$)|^---\s*$", re.M
)
_KNOWN = (
    "it is no list of addresses, no CSV or OPML, and nothing of changedetection.io, urlwatch,"
    " webchanges or diffengine"
)


def read_import(data: bytes, name: str) -> Imported | Failure:
    """Return what the file `name` with the content `data` lists, told by the content alone.

    Failure: TOO_LARGE, or NOT_A_SOURCE with the reason in words, where it is no list that is known.
    """
    if data.startswith(_ZIP):
        return _archive(data, name)
    if len(data) > MAX_BYTES:
        return _too_large(name, MAX_BYTES)
    content = decode(data, None)
    start = content.lstrip()[:1]
    if start in (b"{", b"["):
        found = _json(parse(content))
    elif start == b"<":
        found = read_opml(content)
    else:
        return _text(content.decode("utf-8"), name)
    return found if found is not None else _failure(name, _KNOWN)


def _archive(data: bytes, name: str) -> Imported | Failure:
    if len(data) > MAX_ARCHIVE:
        return _too_large(name, MAX_ARCHIVE)
    try:
        found = read_backup(data)
    except NoArchive as error:
        return _failure(name, str(error))
    return found or _failure(name, "it is an archive, but no backup of changedetection.io")


def _json(data: Any) -> Imported | None:
    if isinstance(data, list):
        lines = read_urls("\n".join(one for one in data if isinstance(one, str)))
        return read_jobs(data) or (lines if lines.watches else None)
    return read_json(data)


def _text(text: str, name: str) -> Imported | Failure:
    if _YAML.search(text):
        return _yaml(text, name)
    table = columns_of(text)
    found = read_csv(text, *table) if table else read_urls(text)
    return found if found.watches else _failure(name, _KNOWN)


def _yaml(text: str, name: str) -> Imported | Failure:
    try:
        documents = foreign_documents(text, name=name)
    except ConfigError as error:
        return Failure(reason=Reason.NOT_A_SOURCE, detail=str(error))
    first = documents[0] if documents else None
    if isinstance(first, dict) and isinstance(first.get("feeds"), list):
        return read_diffengine(first)
    return read_jobs(documents) or _failure(name, _KNOWN)


def _failure(name: str, detail: str) -> Failure:
    return Failure(reason=Reason.NOT_A_SOURCE, detail=f"{name}: {detail}")


def _too_large(name: str, most: int) -> Failure:
    return Failure(reason=Reason.TOO_LARGE, detail=f"{name}: larger than {most / 1e6:g} MB")
