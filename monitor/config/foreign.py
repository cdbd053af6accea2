"""The YAML of other tools: read as data and nothing else, without the strictness of our own.

Tags are not followed, whatever they name; anchors and merges are, without copying anything.
"""

from __future__ import annotations

from typing import Any

import yaml

from monitor.errors import ConfigError

_MOST_BYTES = 2_000_000
_MOST_EVENTS = 200_000
_MOST_DEPTH = 30
_MOST_DIGITS = 30
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def foreign_documents(text: str, *, name: str) -> tuple[Any, ...]:
    """Return the documents in `text`: dicts, lists, texts, whole numbers, truths and None.

    Raises ConfigError, which names `name` and the line, where it is no YAML, or too much of it.
    """
    if len(text) > _MOST_BYTES:
        raise ConfigError(f"{name}: larger than {_MOST_BYTES // 1000} kB")
    try:
        sound = text.encode("utf-8", "replace").decode()
        _bound(sound, name)
        nodes = list(yaml.compose_all(sound, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{name}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: not YAML: {error}") from error
    builder = _Builder()
    return tuple(builder.build(node) for node in nodes)


def _bound(text: str, name: str) -> None:
    """Refuse too much and too deep while it is still a stream of events."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_DEPTH or count > _MOST_EVENTS:
            what = "nested too deeply" if depth > _MOST_DEPTH else "too much to be a list of pages"
            raise ConfigError(f"{name}: {what}")


class _Builder:
    """From nodes to data; a node that several places name becomes one value."""

    def __init__(self) -> None:
        self._built: dict[int, Any] = {}

    def build(self, node: yaml.Node) -> Any:
        if id(node) not in self._built:
            self._built[id(node)] = None  # what holds itself is nothing
            self._built[id(node)] = self._value(node)
        return self._built[id(node)]

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item) for item in node.value]
        quoted = isinstance(node, yaml.ScalarNode) and node.style  # None or "" where it is plain
        return node.value if quoted else _plain(node.value)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            value = self.build(value_node)
            if not isinstance(key_node, yaml.ScalarNode):
                continue
            if key_node.value != "<<":
                own[key_node.value] = value
                continue
            for one in value if isinstance(value, list) else [value]:
                merged = {**one, **merged} if isinstance(one, dict) else merged
        return {**merged, **own}


def _plain(text: str) -> Any:
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else text
