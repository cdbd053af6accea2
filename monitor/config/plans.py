"""When to look, as people write it: a span, `adaptive`, a cron expression, or daily windows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    WithJsonSchema,
)

from monitor.config.types import SPAN, Duration, span_of
from monitor.errors import ConfigError
from monitor.model import Adaptive, Cron, Every, Plan, Windows

_TIMES = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


class Strict(BaseModel):
    """Settings: frozen, no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def known_zone(name: str) -> str:
    """Return `name` if there is such a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone; write Europe/Berlin or UTC") from None
    return name


def _not_nothing(span: timedelta) -> timedelta:
    if span < timedelta(seconds=1):
        raise ValueError("at least 1s")
    return span


def _cron(expression: str) -> str:
    try:
        next(CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration) as error:
        reason = str(error) or "it never comes true"
        raise ValueError(f"not a cron expression: {reason}") from None
    return expression


def _hours(text: str) -> tuple[time, time]:
    found = _TIMES.fullmatch(text.strip())
    try:
        start_hour, start, end_hour, end = map(int, found.groups() if found else ())
        return time(start_hour, start), time(end_hour % 24 if not end else end_hour, end)
    except ValueError:
        raise ValueError("not a stretch of the day; write 06:00-23:00") from None


def _stretch(text: str) -> str:
    _hours(text)
    return text


Zone = Annotated[str, AfterValidator(known_zone)]
Wait = Annotated[Duration, AfterValidator(_not_nothing)]


class CronConfig(Strict):
    """Looks when a cron expression says so."""

    cron: Annotated[str, AfterValidator(_cron)] = Field(
        description="When: minute, hour, day of the month, month, day of the week."
    )
    zone: Zone | None = Field(None, description="After which zone's clock, if not `timezone`.")


class WindowsConfig(Strict):
    """Looks at an interval, within some hours only."""

    every: Wait = Field(description="Between two looks, within the hours of `between`.")
    between: tuple[Annotated[str, AfterValidator(_stretch)], ...] = Field(
        min_length=1, description="Hours of the day: 06:00-23:00."
    )
    zone: Zone | None = Field(None, description="After which zone's clock, if not `timezone`.")


def _span(value: Any) -> Every | Adaptive:
    if value == "adaptive" or isinstance(value, Adaptive):
        return Adaptive()
    return Every(span=_not_nothing(span_of(value)))


def _written(plan: Every | Adaptive) -> str:
    return "adaptive" if isinstance(plan, Adaptive) else f"{plan.span.total_seconds():g}s"


def _form(value: Any) -> str:
    if isinstance(value, dict):
        return "a cron expression" if "cron" in value else "daily windows"
    return "a span"


Interval = Annotated[
    Annotated[
        Every | Adaptive,
        PlainValidator(_span),
        PlainSerializer(_written),
        WithJsonSchema({"type": "string", "pattern": rf"^(adaptive|{SPAN})$"}),
        Tag("a span"),
    ]
    | Annotated[CronConfig, Tag("a cron expression")]
    | Annotated[WindowsConfig, Tag("daily windows")],
    Discriminator(_form),
]
"""`15m`, `adaptive`, `{cron: …}`, or `{every: …, between: […]}`."""


def as_plan(interval: Interval, zone: str) -> Plan:
    """Return the plan that an interval is; `zone` is that of times of day without one."""
    match interval:
        case CronConfig():
            return Cron(expression=interval.cron, zone=interval.zone or zone)
        case WindowsConfig():
            hours = tuple(map(_hours, interval.between))
            return Windows(hours=hours, every=interval.every, zone=interval.zone or zone)
        case _:
            return interval


def plan_from(text: str, zone: str) -> Plan:
    """Return the plan that a single line names: `15m`, `adaptive`, `*/10 6-22 * * *`, or
    `10m between 06:00-23:00`. Raises ConfigError."""
    every, between, hours = text.partition(" between ")
    try:
        if between:
            stretches = tuple(map(_hours, hours.split(",")))
            return Windows(hours=stretches, every=_not_nothing(span_of(every)), zone=zone)
        if len(text.split()) == 5:
            return Cron(expression=_cron(text), zone=zone)
        return _span(text.strip())
    except ValueError as error:
        raise ConfigError(str(error)) from error
