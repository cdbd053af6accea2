"""Whether an entry of a source is one that is wanted."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from monitor.model import Entry, Scope


def in_scope(entry: Entry, scope: Scope) -> bool:
    """Tell whether `entry` is within `scope`; what it does not state is no reason against it."""
    try:
        parts = urlsplit(entry.url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    path = unquote(parts.path) or "/"
    return (
        (not scope.hosts or any(_is_host(host, wanted) for wanted in scope.hosts))
        and (not scope.include or any(fits(path, pattern) for pattern in scope.include))
        and not any(fits(path, pattern) for pattern in scope.exclude)
        and _speaks(entry.language, scope.languages)
        and _stands_in(entry.sections, scope.sections)
    )


def fits(path: str, pattern: str) -> bool:
    """Tell whether the whole of `path` is what `pattern` says; `*` stands for anything, also for
    nothing. In time proportional to the two, whatever they are."""
    first, *middle = unquote(pattern).split("*")
    if not middle:
        return path == first
    *middle, last = middle
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(path) - len(last) >= at and path.endswith(last)


def _is_host(host: str, wanted: str) -> bool:
    wanted = wanted.lower().rstrip(".")
    if wanted.startswith("*."):
        return host.endswith(wanted[1:])
    return host == wanted


def _speaks(language: str | None, wanted: tuple[str, ...]) -> bool:
    if not wanted or language is None:
        return True
    tag = f"{language.lower()}-"
    return any(tag.startswith(f"{one.lower().replace('_', '-')}-") for one in wanted)


def _stands_in(sections: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    if not wanted or not sections:
        return True
    names = {_letters(section) for section in sections}
    return any(_letters(one) in names for one in wanted)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
