"""What the configuration says about checks and alerts, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from monitor.cadence import CadenceSettings
from monitor.diff import Settings as DiffSettings
from monitor.model import EventKind, Watch

DEFAULT_ALERTS = frozenset(
    {
        EventKind.CHANGED,
        EventKind.GONE,
        EventKind.RESTORED,
        EventKind.BLOCKED,
        EventKind.FAILING,
        EventKind.RECOVERED,
        EventKind.SITE_CHANGED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When something is told, to whom, and when to look again."""

    cadence: CadenceSettings = field(default_factory=CadenceSettings)
    diff: DiffSettings = field(default_factory=DiffSettings)
    failing_after: int = 3
    """Failed checks in a row before FAILING is told."""
    blocked_after: int = 2
    """Walls in a row before BLOCKED is told."""
    unread_limit: timedelta = timedelta(days=1)
    """FAILING is told at the latest when nothing was read for this long."""
    full_fetch_every: int = 20
    """Answers 304 in a row after which the page is fetched unconditionally."""
    alert_on: frozenset[EventKind] = DEFAULT_ALERTS
    channels: tuple[str, ...] = ()
    """The names of all channels that are configured."""
    site_articles: int = 3
    """Articles of a site that must be changed alike before it counts as a change of the site."""
    site_share: float = 0.3
    """The share that they must be, of those that were looked at since the first of them was."""
    min_significance: float = 0.0
    """Edits below it are kept and shown, but not told."""

    def kinds_for(self, watch: Watch) -> frozenset[EventKind]:
        """Return the kinds of events that `watch` tells."""
        return self.alert_on if watch.alert_on is None else frozenset(watch.alert_on)

    def channels_for(self, watch: Watch) -> tuple[str, ...]:
        """Return the channels that `watch` tells, those that do not exist left out."""
        if watch.channels is None:
            return self.channels
        return tuple(name for name in watch.channels if name in self.channels)
