"""Site rules: selectors that a person wrote for a site, in place of judging by structure.

A rule that finds nothing changes nothing: the page is read as any other is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml.cssselect import CSSSelector
from lxml.etree import _Element

from monitor.extract.dates import parse
from monitor.extract.trace import Trace
from monitor.extract.tree import drop, text_of
from monitor.model import Article, Provenance, SiteField, SiteRules, Why, selector_and_attribute

Sites = Mapping[str, tuple[SiteRules, ...]]
"""Rules by host: `www.example.org`, or `*.example.org` for all hosts below it."""


def rules_for(sites: Sites, url: str, day: date) -> SiteRules | None:
    """Return the rules that hold for `url` on `day`."""
    found = (holding(sites.get(host, ()), day) for host in _hosts(url))
    return next((rules for rules in found if rules), None)


def holding(dated: tuple[SiteRules, ...], day: date) -> SiteRules | None:
    """Return those of the rules that hold on `day`; of several, the ones that end first."""
    hold = [rules for rules in dated if rules.until is None or day < rules.until]
    return min(hold, key=lambda rules: rules.until or date.max, default=None)


def chosen(body: _Element, rules: SiteRules) -> _Element | None:
    """Return the element that the rules name as the article's."""
    return next((one for css in rules.article for one in select(body, css)), None)


def remove(body: _Element, rules: SiteRules, trace: Trace | None = None) -> None:
    """Take what the rules name as nobody's article out of `body`."""
    for css in rules.remove:
        for element in select(body, css):
            if trace:
                trace.element(element, Why.RULE)
            drop(element)


def stated(root: _Element, rules: SiteRules) -> dict[SiteField, tuple[str, ...]]:
    """Return the texts that stand where the rules say, by field."""
    found: dict[SiteField, tuple[str, ...]] = {}
    for name, where in rules.fields:
        css, attribute = selector_and_attribute(where)
        elements = select(root, css)
        texts = [one.get(attribute) if attribute else text_of(one) for one in elements]
        found[name] = tuple(text.strip() for text in texts if text and text.strip())
    return {name: texts for name, texts in found.items() if texts}


def with_fields(article: Article, said: Mapping[SiteField, tuple[str, ...]]) -> Article:
    """Return `article` with the fields that the page's rules found."""
    changed: dict[str, object] = {}
    for name, texts in said.items():
        if name is SiteField.AUTHORS:
            changed[name.value] = tuple(dict.fromkeys(texts))
        elif name in (SiteField.PUBLISHED, SiteField.MODIFIED):
            if (stamp := parse(texts[0], Provenance.TEXT)) is not None:
                changed[name.value] = stamp
        elif name is SiteField.IMAGE:
            changed[name.value] = urljoin(article.url, texts[0])
        else:
            changed[name.value] = texts[0]
    return replace(article, **changed)  # type: ignore[arg-type]


def _hosts(url: str) -> list[str]:
    """Return the names under which rules for `url` may stand, the nearest first."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return []
    parts = host.split(".")
    return [host, *("*." + ".".join(parts[at:]) for at in range(1, len(parts)))]


def select(element: _Element, css: str) -> list[_Element]:
    """Return the elements in `element`, or itself, that a CSS selector finds."""
    return cast(list[_Element], _compiled(css)(element))


@lru_cache(maxsize=512)
def _compiled(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")
