"""When a cron expression comes true, and when a daily window is open.

Times of day belong to an IANA zone. Where a clock change skips one, it is read as if the clock had
not changed yet; where one comes twice, the first counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from monitor.errors import ConfigError
from monitor.model import Adaptive, Cron, Plan, Windows

_DAY = timedelta(days=1)


def checked(plan: Plan) -> Plan:
    """Return `plan` if it can be kept.

    Raises ConfigError where its cron expression is none or never comes true, where it has no
    window, where its zone is unknown, or where its shortest wait is longer than its longest.
    """
    match plan:
        case Cron():
            _check_zone(plan.zone)
            after(plan, datetime(2026, 1, 1, tzinfo=UTC))
        case Windows():
            _check_zone(plan.zone)
            if not plan.hours:
                raise ConfigError("daily windows: none is given")
        case Adaptive(shortest=shortest, longest=longest):
            if shortest is not None and longest is not None and shortest > longest:
                raise ConfigError("the shortest wait is longer than the longest")
        case _:
            pass
    return plan


def after(cron: Cron, now: datetime) -> datetime:
    """Return the first time later than `now`. Raises ConfigError where there is none."""
    try:
        return next(CronSim(cron.expression, now.astimezone(_zone(cron.zone)))).astimezone(UTC)
    except (CronSimError, StopIteration) as error:
        reason = str(error) or "it never comes true"
        raise ConfigError(f"cron expression {cron.expression!r}: {reason}") from error


def inside(windows: Windows, at: datetime) -> datetime:
    """Return the first moment within a window that is not before `at`."""
    zone = _zone(windows.zone)
    today = at.astimezone(zone).date()
    stretches = [
        stretch
        for days in range(-1, 3)
        for hours in windows.hours
        if (stretch := _stretch(today + days * _DAY, hours, zone))[1] > at
    ]
    return min(max(start, at) for start, _ in stretches)


def _stretch(day: date, hours: tuple[time, time], zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = hours
    last = day if end > start else day + _DAY
    return (
        datetime.combine(day, start, zone).astimezone(UTC),
        datetime.combine(last, end, zone).astimezone(UTC),
    )


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        hint = "zones are named like Europe/Berlin"
        raise ConfigError(f"unknown time zone {name!r}", hint=hint) from error


def _zone(name: str) -> ZoneInfo:
    """Return the zone `name`; UTC where it is unknown by now: a watch goes on, if at odd hours."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
