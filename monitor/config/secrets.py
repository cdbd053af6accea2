"""References to secrets: `${NAME}` for a variable of the environment, `file:/path` for a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.config.source import Path as KeyPath
from monitor.config.source import Source
from monitor.errors import ConfigError

_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FILE = "file:"
_MOST_SECRET = 65_536


def resolve(source: Source, environ: Mapping[str, str], *, name: str, folder: Path) -> Any:
    """Return the document's data with every reference replaced.

    Relative files are looked for in `folder`. Raises ConfigError for what is not there; the message
    names the key and the reference, never a value.
    """
    return _resolve(source.data, (), _Place(source, environ, name, folder))


class _Place:
    def __init__(self, source: Source, environ: Mapping[str, str], name: str, folder: Path) -> None:
        self._source = source
        self._environ = environ
        self._name = name
        self._folder = folder

    def variable(self, name: str, path: KeyPath) -> str:
        if not _NAME.fullmatch(name):
            raise self._error(path, f"${{{name}}} is no name of a variable")
        if name not in self._environ:
            raise self._error(path, f"the environment has no {name}")
        return self._environ[name]

    def file(self, text: str, path: KeyPath) -> str:
        place = self._folder / text
        try:
            content = place.read_bytes()
        except OSError as error:
            raise self._error(path, f"cannot read {text}: {error.strerror}") from error
        if len(content) > _MOST_SECRET:
            raise self._error(path, f"{text} is too large for a secret")
        try:
            return content.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise self._error(path, f"{text} is not text") from None

    def _error(self, path: KeyPath, reason: str) -> ConfigError:
        key = ".".join(str(part) for part in path)
        return ConfigError(f"{self._name}:{self._source.line(path)}: {key}: {reason}")


def _resolve(value: Any, path: KeyPath, place: _Place) -> Any:
    match value:
        case dict():
            return {key: _resolve(item, (*path, key), place) for key, item in value.items()}
        case list():
            return [_resolve(item, (*path, index), place) for index, item in enumerate(value)]
        case str() if value.startswith(_FILE):
            return place.file(value.removeprefix(_FILE), path)
        case str():
            return _REFERENCE.sub(lambda found: place.variable(found[1], path), value)
        case _:
            return value
