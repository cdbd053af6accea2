"""Long lists of alternatives in a pattern, written so that few of them are tried at each letter.

Python's `re` tries the alternatives of a group one after the other; of some hundred that takes
longer than all else that is done with a line. Grouped by their first letters, and those by their
second ones, the same texts match after a few comparisons. Which alternative matches may change
where several do, so this is for patterns that are asked whether they match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_FEW = 3
"""So many alternatives are tried one by one."""
_QUANTIFIERS = "?*+{"
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.S)
"""A piece of a pattern: something escaped, a class of characters, or one character."""


def branched(alternatives: str) -> str:
    """Return a pattern that matches what `alternatives`, set apart by "|", do.

    Where all begin with a letter, none is tried where no such letter stands.
    """
    listed = list(_listed(alternatives))
    firsts = {_first(one) for one in listed}
    ahead = "" if "" in firsts else f"(?=[{''.join(map(re.escape, sorted(firsts)))}])"
    return ahead + _grouped(listed)


def _grouped(listed: list[str]) -> str:
    """Return the alternatives as one group, those with the same first letter together."""
    groups: dict[str, list[str]] = {}
    for one in listed:
        first = _first(one) if len(listed) > _FEW else ""
        groups.setdefault(first, []).append(one[len(first) :])
    parts = (
        first + _grouped(rests) if first and len(rests) > 1 else "|".join(first + r for r in rests)
        for first, rests in groups.items()
    )
    return f"(?:{'|'.join(parts)})"


def _first(alternative: str) -> str:
    """Return the letter (or sign) with which an alternative begins; "" where that may vary."""
    first, second = alternative[:1], alternative[1:2]
    plain = first and (re.escape(first) == first or first in " -")
    return first if plain and second not in [*_QUANTIFIERS] else ""


def _listed(alternatives: str) -> Iterator[str]:
    """Yield each of the alternatives; of one that opens with a group, those that it stands for."""
    for one in _split(alternatives):
        yield from _opened(one) if one.startswith("(?:") else (one,)


def _opened(alternative: str) -> Iterable[str]:
    """Return an alternative for each of those in the group with which this one opens."""
    end = _end(alternative)
    inside, rest = alternative[3 : end - 1], alternative[end:]
    if rest[:1] and rest[0] in "*+{":
        return [alternative]
    may_lack = rest.startswith("?")
    rest = rest.removeprefix("?")
    listed = [one + rest for one in _listed(inside)]
    return [*listed, *_listed(rest)] if may_lack else listed


def _end(alternative: str) -> int:
    """Return where the group ends with which `alternative` opens."""
    depth = 0
    for token in _TOKEN.finditer(alternative):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    raise ValueError(f"a group that does not end: {alternative}")


def _split(alternatives: str) -> Iterator[str]:
    """Yield the alternatives of the first rank."""
    depth, start = 0, 0
    for token in _TOKEN.finditer(alternatives):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and depth == 0:
            yield alternatives[start : token.start()]
            start = token.end()
    yield alternatives[start:]
