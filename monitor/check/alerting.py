"""PURE: from what was decided to the alerts that go out, and when a failed one is tried again."""

from __future__ import annotations

from monitor.check.policy import Policy
from monitor.model import Alert, Event, EventKind, Watch, alert_id


def alerts_for(watch: Watch, events: tuple[Event, ...], policy: Policy) -> tuple[Alert, ...]:
    """Return one alert for each event that is worth telling and each channel that wants it."""
    kinds = policy.kinds_for(watch)
    return tuple(
        Alert(
            id=alert_id(event.id, channel), event=event, channel=channel, next_attempt_at=event.at
        )
        for event in events
        if event.kind in kinds and _weighty(event, policy)
        for channel in policy.channels_for(watch)
    )


def _weighty(event: Event, policy: Policy) -> bool:
    if event.kind is not EventKind.CHANGED or event.change is None:
        return True
    return event.change.significance >= policy.min_significance
