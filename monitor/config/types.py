"""The small types that settings are made of: durations, sizes, secrets."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretStr, WithJsonSchema

from monitor.errors import ConfigError

_UNITS = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)\s*")
SPAN = r"(\d+(\.\d+)?\s*(ms|s|m|h|d|w)\s*)+"
"""A span as a pattern of JSON Schema."""
_SIZE = re.compile(r"(\d+)\s*(B|kB|KB|MB|GB)?")
_SIZES = {None: 1, "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9}


def duration(text: str) -> timedelta:
    """Return the span that "90s", "15m" or "1h 30m" names. Raises ConfigError."""
    try:
        return span_of(text)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def span_of(value: Any) -> timedelta:
    """Return the span that `value` names. Raises ValueError."""
    if isinstance(value, timedelta):
        return value
    parts = _DURATION.findall(value) if isinstance(value, str) and len(value) < 60 else []
    if not parts or _DURATION.sub("", str(value)).strip():
        raise ValueError("not a duration; write 90s, 15m, 1h 30m or 2d")
    try:
        return _sum(parts)
    except OverflowError:
        raise ValueError("longer than anybody can wait") from None


def _sum(parts: list[tuple[str, str]]) -> timedelta:
    return sum((float(number) * _UNITS[unit] for number, unit in parts), timedelta())


def _size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError("not a size; write 500kB or 10MB")
    found = _SIZE.fullmatch(str(value).strip()[:30])
    if not found:
        raise ValueError("not a size; write 500kB or 10MB")
    return int(found[1]) * _SIZES[found[2]]


Duration = Annotated[
    timedelta,
    BeforeValidator(span_of),
    WithJsonSchema({"type": "string", "pattern": f"^{SPAN}$"}),
]
Size = Annotated[
    int,
    BeforeValidator(_size),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d+\s*(B|kB|KB|MB|GB)?$"}),
]
Secret = Annotated[SecretStr, WithJsonSchema({"type": "string", "writeOnly": True})]
