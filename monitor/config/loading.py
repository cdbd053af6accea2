"""From a file to a Config, or to an error that names file, line, key and reason."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.config.secrets import resolve
from monitor.config.settings import Config
from monitor.config.source import Source, read
from monitor.errors import ConfigError


def environment() -> Mapping[str, str]:
    """Return the environment; nobody else reads it."""
    return dict(os.environ)


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read the configuration at `path`. Raises ConfigError with every mistake in it."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    return parse(text, name=str(path), environ=environ, folder=path.parent)


def parse(text: str, *, name: str, environ: Mapping[str, str], folder: Path = Path()) -> Config:
    """Read a configuration from `text`; relative paths in it start at `folder`.

    Raises ConfigError with every mistake in it, one a line.
    """
    source = read(text, name=name)
    if not isinstance(source.data, dict):
        raise ConfigError(f"{name}:1: settings are written as `key: value`")
    data = resolve(source, environ, name=name, folder=folder)
    try:
        config = Config.model_validate_json(json.dumps(data))
    except ValidationError as error:
        found = sorted(_mistake(item, source) for item in error.errors(include_url=False))
        lines = dict.fromkeys(f"{name}:{line}: {text}" for line, text in found)
        raise ConfigError("\n".join(lines)) from None
    return config.model_copy(update={"data": folder / config.data})


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the configuration."""
    found = Config.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _mistake(item: ErrorDetails, source: Source) -> tuple[int, str]:
    """Return the line of a mistake, and the key and reason in words."""
    path = _in_document(item["loc"], source.data)
    reason = item["msg"].removeprefix("Value error, ")
    if item["type"] == "extra_forbidden":
        reason = "unknown key" + _advice(str(item["loc"][-1]), _keys_beside(item["loc"]))
    elif item["type"] == "missing":
        reason = "is missing"
    key = ".".join(str(part) for part in path) or "the file"
    return source.line(path), f"{key}: {reason}"


def _in_document(path: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """Return `path` without what pydantic adds to it (names of union members)."""
    kept: list[str | int] = []
    for index, part in enumerate(path):
        last = index == len(path) - 1
        if isinstance(data, dict) and (part in data or last):
            data = data.get(str(part))
            kept.append(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            kept.append(part)
    return tuple(kept)


def _keys_beside(loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that could stand where the unknown key at `loc` stands."""
    models: list[type[BaseModel]] = [Config]
    for part in loc[:-1]:
        deeper = [
            found
            for model in models
            for field_name, field in model.model_fields.items()
            if part in (field_name, field.alias)
            for found in _models(field.annotation)
        ]
        models = deeper or models
    return [f.alias or key for model in models for key, f in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, UnionType, tuple, dict) or get_args(annotation):
        return [found for part in get_args(annotation) for found in _models(part)]
    return []


def _advice(key: str, valid: list[str]) -> str:
    """Return ": did you mean …?" for the valid key that is nearest, if one is near."""
    near = sorted((_distance(key, other), other) for other in valid)
    if near and near[0][0] <= max(2, len(key) // 3):
        return f"; did you mean `{near[0][1]}`?"
    return f"; known here: {', '.join(sorted(set(valid)))}"


def _distance(a: str, b: str) -> int:
    """Return the edit distance of two words, swapped neighbours as one edit (Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (left != right)))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                row[-1] = min(row[-1], earlier[j - 2] + 1)
    return row[-1]
