"""What the watch list of another tool holds, as far as it can be carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedWatch:
    """One page that another tool watches."""

    url: str
    name: str = ""
    interval: timedelta | None = None
    """Where it has one of its own."""
    paused: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource:
    """One feed that another tool reads."""

    url: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """One thing that is not carried over, and why not; both in words, without secrets."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was read of another tool's list; each address once."""

    tool: str
    watches: tuple[ImportedWatch, ...] = ()
    sources: tuple[ImportedSource, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
