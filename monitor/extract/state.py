"""The state that a page embeds for its scripts, as values: what frameworks write into `<script>`.

Nothing is executed: what is not JSON is no state. A value may refer to itself (Nuxt's may).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.etree import _Element

_ASSIGNED = re.compile(
    r"(?:\b(?:window|self|globalThis)\.)?"
    r"(?:\b__[A-Z][A-Z_]*__|\bFusion\.(?:globalContent|contentCache))\s*=\s*(JSON\.parse\(\s*)?"
)
"""`window.__STATE__ =`, `Fusion.globalContent =` and the like, before JSON or a string of it."""
_MOST_ASSIGNED = 20
_PUSHED = re.compile(r"self\.__next_f\.push\(\s*")
_ROW = re.compile(rb"\n?[0-9a-f]{1,6}:(?:T([0-9a-f]{1,7}),)?")
"""A row of React's flight format: `id:JSON`, or `id:Tlength,text` with the length in bytes."""
_MOST_ROWS = 5_000
_NUXT = "__NUXT_DATA__"
_WRAPPED = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "Set"})
_DECODER = json.JSONDecoder(strict=False)


def states(root: _Element) -> Iterator[object]:
    """Yield what the scripts under `root` embed, each as JSON would give it."""
    flight: list[str] = []
    for script in root.iter("script"):
        text = script.text or ""
        if script.get("id") == _NUXT:
            yield _hydrated(_value(text))
        elif script.get("type") == "application/json" or script.get("id") == "__NEXT_DATA__":
            yield _value(text)
        elif pushed := _PUSHED.search(text):
            flight.append(_pushed(text[pushed.end() :]))
        else:
            yield from _assigned(text)
    if flight:
        yield from _rows("".join(flight))


def _value(text: str) -> object:
    """Return the JSON value at the start of `text`, whatever follows; None where there is none."""
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _assigned(text: str) -> Iterator[object]:
    for count, found in enumerate(_ASSIGNED.finditer(text)):
        if count == _MOST_ASSIGNED:
            return
        value = _value(text[found.end() :])
        yield _value(value) if found.group(1) and isinstance(value, str) else value


def _pushed(text: str) -> str:
    """Return the piece of the flight data that one call pushes: `[1,"…"]`."""
    match _value(text):
        case [1, str(piece)]:
            return piece
        case _:
            return ""


def _rows(text: str) -> Iterator[object]:
    data = text.encode("utf-8", "replace")
    at = 0
    for _ in range(_MOST_ROWS):
        found = _ROW.match(data, at)
        if found is None:
            return
        at = found.end()
        if found.group(1):
            end = at + int(found.group(1), 16)
            yield {"text": data[at:end].decode("utf-8", "replace")}
        else:
            end = data.find(b"\n", at)
            end = len(data) if end < 0 else end
            yield _value(data[at:end].decode("utf-8", "replace"))
        at = end


def _hydrated(values: object) -> object:
    """Return the value that Nuxt wrote as a list, in which numbers are places in that list.

    The format is that of devalue (https://github.com/sveltejs/devalue): the first value is the
    root. Lists and objects that several places refer to are the same ones here too.
    """
    if not isinstance(values, list) or not values:
        return None
    made: list[object] = [_shell(value) for value in values]
    for value, copy in zip(values, made, strict=True):
        if isinstance(copy, dict) and isinstance(value, dict):
            copy.update((key, _at(made, place)) for key, place in value.items())
        elif isinstance(copy, list) and isinstance(value, list):
            places = value[1:] if value and value[0] in _WRAPPED else value
            copy.extend(_at(made, place) for place in places)
    return made[0]


def _shell(value: object) -> object:
    if isinstance(value, dict):
        return {}
    return [] if isinstance(value, list) else value


def _at(made: list[object], place: object) -> object:
    if isinstance(place, int) and 0 <= place < len(made):
        return made[place]
    return None
