"""Who an article says it is by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element

from monitor.extract.headline import fingerprint
from monitor.extract.metadata import Metadata, string
from monitor.extract.tree import fold, names, text_of

_BY = re.compile(
    r"^\s*(?:written\s+by|posted\s+by|story\s+by|reported\s+by|by|von|par|por|di|da|door|av|af|przez|от|автор[ыа]?|text|texte|"
    r"autor(?:a|es|en)?|author|nga|skrevet av|oleh|bởi|yazan)\b\s*:?\s+"
    r"|^\s*(?:作者|記者|记者|撰文|撰稿|文|取材|執筆|글|كتب|بقلم)\s*[:：/／|]\s*",
    re.I,
)
_ROLE = re.compile(r"\s+(?:기자|특파원|記者|记者|关注)$")
"""What follows a name in scripts without capitals: "reporter", "correspondent", "follow"."""
_AFTER = re.compile(
    r"\s*\([^)]*\)?\s*$|^\s*\([^)]*\)?\s*|\s+(?:in|for|für|at|bei|pour|para|per)\s+[A-ZÄÖÜ].*$"
)
_SPLIT = re.compile(
    r"\s*(?:,|;|\||/|•|、|，|；|\n)\s*(?:(?:and|und|et|y|e|och|og|и|&)\s+)?|\s+·\s+"
    r"|\s+(?:and|und|et|y|e|en|och|og|и|i|&)\s+"
    r"|\s+(?=(?:责任编辑|編輯|编辑|校对|校對|来源|來源|責任編集)\s*[:：])"
)
_FIELDS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "dcterms.creator",
    "og:article:author",
    "cxenseparse:author",
    "article.author",
)
_NO_FIELD = re.compile(r"https?:|/|@|\S+@\S+$")
"""What is said in place of a name: addresses of pages, accounts, mail."""
_CARD = tuple((f"twitter:label{n}", f"twitter:data{n}") for n in (1, 2))
_NAMED_CARD = "twitter:misc:"
_WRITTEN = re.compile(
    r"written by|by$|author|verfasst von|geschrieben von|écrit par|escrito por|scritto da|"
    r"geschreven door|skrevet av|skriven av|napisan|автор|написано",
    re.I,
)
"""Labels of the cards that networks show, as the usual plugins write them."""
_DATED = re.compile(r"\s+[–—-]\s+[^\W\d_]{3,9}\.?\s\d{1,2}$")
_NESTED = 3
_HOST = re.compile(r"https?://(?:www\.)?([\w-]+)\.", re.I)
_NO_NAME = re.compile(
    r"@[\w-]+\.|\bpowered\b|\w\)$|\bimage:|^\W|\d{3}|^\d+$|^www\.|^(?:name|author|null|undefined)$|"
    r"(?:^|\s)[^\W\d_]{3,9}\.?\s\d{1,2}$|"
    r"(?:编辑|編輯|校对|校對|来源|來源|責任編集|未知)",
    re.I,
)
"""What is no name: dates, addresses, placeholders, and editors who are no authors."""
_OTHERS = re.compile(r"comment|reply|respon|related|teaser|promo|(?<!v)card", re.I)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:author|byline|by-line|auteur|autor|autore|writer)(?:s|en|es)?(?:[\s_-]*(?:name|link|s))?(?:$|[\s_-])",
    re.I,
)


def authors(page: Metadata, root: _Element) -> tuple[str, ...]:
    """Return the people (or agencies) that the page names as authors, each once, in order.

    An outlet that names itself is passed over where a person is named elsewhere on the page.
    """
    itself = _outlet(page)
    outlet: tuple[str, ...] = ()
    for found in (_linked(page, page.article), _metas(page), _linked(page, page.page)):
        people = _unique(found)
        if any(not _is_outlet(name, itself) for name in people):
            return people
        outlet = outlet or people
    people = _unique(_marked(root))
    named = tuple(name for name in people if not _is_outlet(name, itself))
    if outlet and not any(" " in name for name in named):
        return outlet
    return named or outlet or people


def _outlet(page: Metadata) -> set[str]:
    said = (page.first("og:site_name"), string(page.article.get("publisher")))
    hosts = (urlsplit_host(page.first("og:url") or page.links.get("canonical") or ""),)
    return {fingerprint(one) for one in (*said, *hosts) if one} - {""}


def urlsplit_host(url: str) -> str:
    """Return the name of the site that `url` is on: "courier" of https://www.courier.example/."""
    match = _HOST.match(url)
    return match[1] if match else ""


def _is_outlet(name: str, itself: set[str]) -> bool:
    mark = fingerprint(name)
    return any(mark == one or (len(one) > 2 and mark.startswith(one)) for one in itself)


def _linked(page: Metadata, node: Mapping[str, object]) -> Iterator[str]:
    yield from _people(page, node.get("author") or node.get("creator"), _NESTED)


def _people(page: Metadata, said: object, depth: int) -> Iterator[str]:
    """Yield the names in a list of authors, which some pages put into one more list each."""
    if not isinstance(said, list):
        yield from _person(page, said)
    elif depth:
        for one in said:
            yield from _people(page, one, depth - 1)


def _person(page: Metadata, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "name" not in value and isinstance(value.get("@id"), str):
            value = page.by_id.get(str(value["@id"]), {})
        parts = [string(value.get(key)) for key in ("givenName", "familyName")]
        listed = value.get("name") or " ".join(filter(None, parts))
        for name in listed if isinstance(listed, list) else [listed]:
            yield from _split(string(name))
    elif isinstance(value, str):
        yield from _split(string(value))


def _metas(page: Metadata) -> Iterator[str]:
    for name in _FIELDS:
        values = [value for value in page.meta.get(name, ()) if not _NO_FIELD.match(value)]
        if values:
            for value in values:
                yield from _split(value)
            return
    for label, data in _CARD:
        if _WRITTEN.match(page.first(label) or ""):
            yield from _split(page.first(data) or "")
    for name, contents in page.meta.items():
        if name.startswith(_NAMED_CARD) and _WRITTEN.match(name[len(_NAMED_CARD) :]):
            yield from _split(contents[0])


def _marked(root: _Element) -> Iterator[str]:
    for tag in root.iter("a", "span", "div", "p", "address", "meta"):
        if (
            tag.get("rel") == "author"
            or "author" in (tag.get("itemprop") or "")
            or _says_byline(names(tag))
        ):
            text = "" if _OTHERS.search(names(tag)) else text_of(tag)
            links = [text_of(link) for link in tag.iter("a")]
            named = [link for link in links if not _NO_NAME.search(link)]
            if len(links) > 1 and named and all(2 < len(link) < 50 for link in links):
                yield from named
                return
            people = list(_split(text)) if 3 < len(text) < 80 else []
            if people:
                yield from people
                return


@lru_cache(maxsize=4096)
def _says_byline(name: str) -> bool:
    return _BYLINE.search(name) is not None


def _split(text: str) -> Iterator[str]:
    text = _BY.sub("", fold(text))
    if len(text) > 200 or "http" in text:
        return
    for name in _SPLIT.split(text):
        name = _DATED.sub("", name).strip(" .,:;|–—-")
        name = _ROLE.sub("", _AFTER.sub("", name) or name)
        if 1 < len(name) < 80 and not _NO_NAME.search(name):
            yield name


def _unique(found: Iterator[str]) -> tuple[str, ...]:
    return tuple({name.casefold(): name for name in found}.values())
