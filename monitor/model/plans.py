"""When somebody wants a watch to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """Look at a fixed interval."""

    span: timedelta
    kind: Literal["every"] = "every"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Look when a cron expression says so, after the clock of an IANA zone."""

    expression: str
    zone: str = "UTC"
    kind: Literal["cron"] = "cron"


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Look at an interval, but only within some hours of the day, after the clock of a zone.

    A window whose end is not after its start goes on past midnight.
    """

    hours: tuple[tuple[time, time], ...]
    every: timedelta
    zone: str = "UTC"
    kind: Literal["windows"] = "windows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptive:
    """Look where it pays: when an edit that nobody has seen is likely enough."""

    shortest: timedelta | None = None
    """Between two looks at least; None: as the configuration says."""
    longest: timedelta | None = None
    """Between two looks at most; None: as the configuration says."""
    kind: Literal["adaptive"] = "adaptive"


Plan = Every | Cron | Windows | Adaptive
