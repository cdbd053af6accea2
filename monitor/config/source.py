"""YAML as people write it, with the line of every key, and without YAML's traps.

Refused: duplicate keys, tags, anchors, unquoted words that YAML 1.1 turns into something else
(yes, no, on, off, 010, 12:30, 1_000, dates), too much of anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from monitor.errors import ConfigError

_MOST_BYTES = 1_000_000
_MOST_DEPTH = 20
_MOST_DIGITS = 30

_TRUE, _FALSE = ("true", "True"), ("false", "False")
_TRAPS = (
    (re.compile(r"(?i)^(yes|no|on|off|y|n)$"), "YAML reads it as true or false"),
    (re.compile(r"^[-+]?0\d+$"), "YAML reads it as an octal number"),
    (re.compile(r"^[-+]?\d+(:[0-5]?\d)+(\.\d*)?$"), "YAML reads it as a number in base 60"),
    (re.compile(r"^[-+]?[\d]+_[\d_]*(\.\d*)?$"), "YAML reads it as a number"),
    (re.compile(r"^\d{4}-\d\d?-\d\d?([Tt ].*)?$"), "YAML reads it as a date"),
)
_INTEGER = re.compile(r"^[-+]?(0|[1-9]\d*)$")
_FLOAT = re.compile(r"^[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?$")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document: its data, and the line on which each part of it stands."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str, *, name: str) -> Source:
    """Return the document in `text`; raises ConfigError, which names `name` and the line."""
    if len(text.encode("utf-8", "replace")) > _MOST_BYTES:
        raise ConfigError(f"{name}: larger than {_MOST_BYTES // 1000} kB")
    try:
        _refuse_anchors(text, name)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{name}:{line}: not YAML: {error.problem or error}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: not YAML: {error}") from error
    if root is None:
        return Source({})
    lines: dict[Path, int] = {}
    return Source(_Builder(name, lines).build(root, ()), lines)


def _refuse_anchors(text: str, name: str) -> None:
    """Refuse anchors and deep nesting while they are still a stream of events."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigError(f"{name}:{line}: anchors and aliases are not used here")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MOST_DEPTH:
            raise ConfigError(f"{name}:{line}: nested too deeply")


class _Builder:
    """From nodes to data."""

    def __init__(self, name: str, lines: dict[Path, int]) -> None:
        self._name = name
        self._lines = lines

    def build(self, node: yaml.Node, path: Path) -> Any:
        self._lines.setdefault(path, node.start_mark.line + 1)
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                items = enumerate(node.value)
                return [self.build(item, (*path, index)) for index, item in items]
            case yaml.ScalarNode():
                return self._scalar(node, path)
            case _:
                raise self._error(node, f"unexpected {node.tag}")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                raise self._error(key_node, "a key must be a plain word")
            key = key_node.value
            if key in found:
                first = self._lines[(*path, key)]
                raise self._error(key_node, f"`{key}` stands here twice, first on line {first}")
            self._lines[(*path, key)] = key_node.start_mark.line + 1
            found[key] = self.build(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text = node.value
        if node.style is not None:
            return text
        if node.tag not in _PLAIN_TAGS:
            raise self._error(node, f"the tag {node.tag} is not used here")
        if text in ("", "~", "null"):
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        for pattern, why in _TRAPS:
            if pattern.match(text):
                shown = ".".join(str(part) for part in path)
                raise self._error(node, f"{shown}: this is ambiguous: {why}; {_advice(text)}")
        if len(text) <= _MOST_DIGITS and _INTEGER.match(text):
            return int(text)
        return float(text) if _FLOAT.match(text) else text

    def _error(self, node: yaml.Node, reason: str) -> ConfigError:
        return ConfigError(f"{self._name}:{node.start_mark.line + 1}: {reason}")


def _advice(text: str) -> str:
    """Return how to write what was meant; the value itself may be a secret, and is not shown."""
    quote = "put it into quotation marks"
    return f"write true or false, or {quote}" if _TRAPS[0][0].match(text) else quote


_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")
)
