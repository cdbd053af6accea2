"""How the command line speaks: people get colour and one clear line, programs get JSON.

Page text goes through `plain` before it reaches a terminal: an escape sequence in a headline must
not move the reader's cursor.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from monitor.errors import AlreadyRunning, ConfigError, MonitorError, UsageError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

OK, FAILED, USAGE, CONFIG, RUNNING, INTERRUPTED = 0, 1, 2, 3, 4, 130


def exit_code(error: MonitorError) -> int:
    """Return the exit code that an error ends the command with (docs/cli.md)."""
    match error:
        case UsageError():
            return USAGE
        case ConfigError():
            return CONFIG
        case AlreadyRunning():
            return RUNNING
        case _:
            return FAILED


def complain(error: MonitorError) -> None:
    """Write an error and what to do about it to standard error."""
    err.print(f"[bold red]error:[/] {safe(str(error))}", soft_wrap=True)
    if error.hint:
        err.print(f"[dim]{safe(error.hint)}[/]", soft_wrap=True)


def say(markup: str = "") -> None:
    """Write a line of Rich markup, however long it is."""
    out.print(markup, soft_wrap=True)


def count(number: int, word: str) -> str:
    """Return a number with its noun: "1 look", "3 looks", "2 watches"."""
    if number == 1:
        return f"1 {word}"
    return f"{number} {word}{'es' if word.endswith('ch') else 's'}"


def read_file(path: Path) -> bytes:
    """Return what stands in a file that the user named; raises UsageError where it cannot be."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file that the user named; raises UsageError where that cannot be done."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def plain(text: str) -> str:
    """Return text without control characters and bidirectional overrides, on one line."""
    kept = ("" if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t" else c for c in text)
    return " ".join("".join(kept).split())


def safe(text: str) -> str:
    """Return text from outside, fit for a Rich console: no escapes, no markup."""
    lines = (plain(line) for line in text.splitlines())
    return escape("\n".join(lines))


def ago(then: datetime | None, now: datetime) -> str:
    """Return how long ago (or how far ahead) a time is: "3 min ago", "in 12 s", "never"."""
    if then is None:
        return "never"
    if then == now:
        return "now"
    ahead = then > now
    text = duration(abs(now - then))
    return f"in {text}" if ahead else f"{text} ago"


def duration(span: timedelta) -> str:
    """Return a span in its largest unit: "45 s", "12 min", "3 h", "9 d"."""
    seconds = int(span.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size or (seconds >= size and unit == "min"):
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def print_json(value: Any) -> None:
    """Write a value as JSON to standard output, plainly, for programs."""
    text = json.dumps(as_data(value), ensure_ascii=False, indent=2)
    print(text.encode("utf-8", "replace").decode())


def as_data(value: Any) -> Any:
    """Return dataclasses, enums, times and spans as what JSON has: ISO 8601 and seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: as_data(item) for key, item in _fields(value).items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, frozenset, set)):
        return [as_data(item) for item in value]
    return value


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
