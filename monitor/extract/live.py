"""Live blogs: the entries of an article that is written while something happens.

Told by structure alone: elements side by side, each with a time of its own, that hold most of the
text. So a list of teasers with times beside an article is none.
"""

from __future__ import annotations

from collections import defaultdict

from lxml.etree import _Element

from monitor.extract import dates
from monitor.extract.tree import raw_text
from monitor.model import Provenance

_LEAST = 3
_SHARE = 0.6
_SHORTEST = 60
"""Characters of an entry, its time among them, at the mean."""

Entries = dict[_Element, str]
"""The entries of a live blog, and the time of each in ISO 8601 (UTC)."""


def entries_of(element: _Element) -> Entries:
    """Return the entries that stand in an article's element; none where it is no live blog."""
    times = [(time, said) for time in element.iter("time") if (said := time.get("datetime"))]
    if len(times) < _LEAST:
        return {}
    groups: dict[_Element, dict[_Element, str]] = defaultdict(dict)
    for time, said in times:
        child = time
        while child is not element and (parent := child.getparent()) is not None:
            groups[parent].setdefault(child, said)
            child = parent
    group = max(groups.values(), key=len)
    length = sum(len(raw_text(one)) for one in group)
    if len(group) < _LEAST or length < _SHORTEST * len(group):
        return {}
    if length < _SHARE * len(raw_text(element)):
        return {}
    stamps = {one: dates.parse(said, Provenance.TIME_TAG) for one, said in group.items()}
    return {one: stamp.at.isoformat() for one, stamp in stamps.items() if stamp}
