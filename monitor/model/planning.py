"""What looks cost, and what brings them forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.model.watching import Watch

ALL = "all"
"""The budget of all requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """The state of one budget of requests at a time."""

    a_day: float
    """Requests."""
    left: float
    """Requests that could be spent at `at`; below 0 where more was spent than allowed."""
    price: timedelta
    """Expected delay that a look must end, to be worth its request."""
    at: datetime
    spent: int = 0
    """Requests since then."""
    day: date | None = None
    today: int = 0
    """Requests on that day (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a source says of an article."""

    watch_id: str
    updated_at: datetime | None = None
    """When it says that it was updated; None: it only lists it, or no longer does."""
    listed: bool = True
    """It lists the article, and dates what it lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HintedLook:
    """What a source said of an article, and when to look at it because of that."""

    watch_id: str
    hinted_at: datetime | None
    """When the source said that it was updated; None: it only lists it, or no longer does."""
    listed: bool
    """A source that dates its entries lists it, so that its silence means something."""
    next_check_at: datetime | None = None
    """None: as planned."""


def budgets_of(watch: Watch) -> tuple[str, ...]:
    """Return the names of the budgets that a look at `watch` is paid from, where they are set."""
    source = () if watch.source is None else (source_budget(watch.source),)
    return ALL, host_budget(watch.host), *source


def host_budget(host: str) -> str:
    """Return the name of a host's budget."""
    return f"host:{host}"


def source_budget(source_id: str) -> str:
    """Return the name of a source's budget."""
    return f"source:{source_id}"
