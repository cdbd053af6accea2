"""Site rules: what a person says about how the pages of a site are built."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SiteField(StrEnum):
    """The fields of an article that a rule can say where to find."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    KICKER = "kicker"
    AUTHORS = "authors"
    PUBLISHED = "published"
    MODIFIED = "modified"
    SECTION = "section"
    LANGUAGE = "language"
    IMAGE = "image"


_ATTRIBUTE = re.compile(r"@([\w:-]+)$")


def selector_and_attribute(where: str) -> tuple[str, str | None]:
    """Return the two parts of `selector@attribute`; None where it names no attribute."""
    match = _ATTRIBUTE.search(where)
    return (where[: match.start()].strip(), match[1]) if match else (where.strip(), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """CSS selectors for the pages of one site, as they were built until a day."""

    article: tuple[str, ...] = ()
    """The element that holds the article: the first selector that finds one counts."""
    remove: tuple[str, ...] = ()
    """Elements that are never the article's."""
    fields: tuple[tuple[SiteField, str], ...] = ()
    """Names of fields and where they stand: a selector, or `selector@attribute`."""
    until: date | None = None
    """The first day on which they hold no longer; None: they hold today."""

    @property
    def digest(self) -> str:
        """Names these rules: what other rules read has to be read anew."""
        said = repr((self.article, self.remove, self.fields))
        return hashlib.sha256(said.encode()).hexdigest()[:12]
