"""Other plans than a fixed interval: cron expressions, daily windows, and looks where they pay.

Times of day belong to an IANA zone. Where a clock change skips one, it is read as if the clock had
not changed yet; where one comes twice, the first counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from monitor.errors import ConfigError

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Look when a cron expression says so, after the clock of a zone.

    Raises ConfigError where the expression is not one, never comes true, or the zone is unknown.
    """

    expression: str
    zone: str = "UTC"

    def __post_init__(self) -> None:
        try:
            next(CronSim(self.expression, datetime(2026, 1, 1, tzinfo=UTC)))
        except (CronSimError, StopIteration) as error:
            reason = str(error) or "it never comes true"
            raise ConfigError(f"cron expression {self.expression!r}: {reason}") from error
        zone_of(self.zone)

    def after(self, now: datetime) -> datetime:
        """Return the first time later than `now`."""
        return next(CronSim(self.expression, now.astimezone(zone_of(self.zone)))).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Look at an interval, but only within some hours of the day.

    A window whose end is not after its start goes on past midnight. Raises ConfigError where
    there is no window or the zone is unknown.
    """

    hours: tuple[tuple[time, time], ...]
    every: timedelta
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not self.hours:
            raise ConfigError("daily windows: none is given")
        zone_of(self.zone)

    def inside(self, at: datetime) -> datetime:
        """Return the first moment within a window that is not before `at`."""
        today = at.astimezone(zone_of(self.zone)).date()
        stretches = [
            stretch
            for days in range(-1, 3)
            for hours in self.hours
            if (stretch := self._stretch(today + days * _DAY, hours))[1] > at
        ]
        return min(max(start, at) for start, _ in stretches)

    def _stretch(self, day: date, hours: tuple[time, time]) -> tuple[datetime, datetime]:
        zone, (start, end) = zone_of(self.zone), hours
        last = day if end > start else day + _DAY
        return (
            datetime.combine(day, start, zone).astimezone(UTC),
            datetime.combine(last, end, zone).astimezone(UTC),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptive:
    """Look where it pays: when an edit that nobody has seen is likely enough."""

    shortest: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(days=3)
    price: timedelta = timedelta(seconds=30)
    """What a look has to be worth where no budget says so: the expected delay that it ends. With 30
    seconds, an ordinary article gets about 60 looks in its first 30 days."""


Plan = Cron | Windows | Adaptive


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone `name`. Raises ConfigError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        hint = "zones are named like Europe/Berlin"
        raise ConfigError(f"unknown time zone {name!r}", hint=hint) from error
