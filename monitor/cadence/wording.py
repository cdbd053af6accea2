"""In words: how a watch is looked at, and why its next look is when it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from monitor.cadence.looks import BLOCKED_REASONS, GONE_REASONS, STANDARD, Terms, bounds, remembered
from monitor.cadence.settings import CadenceSettings
from monitor.model import Adaptive, Cron, Every, Health, Plan, Watch, WatchState, Windows


def in_words(plan: Plan, settings: CadenceSettings) -> str:
    """Return how a plan looks at an article: "every 15 min", "where it pays, …"."""
    match plan:
        case Every(span=span):
            return f"every {span_in_words(span)}"
        case Cron(expression=expression, zone=zone):
            return f"at {expression} ({zone})"
        case Windows(hours=hours, every=every, zone=zone):
            shown = ", ".join(f"{start:%H:%M} to {end:%H:%M}" for start, end in hours)
            return f"every {span_in_words(every)}, {shown} ({zone})"
        case Adaptive():
            shortest, longest = map(span_in_words, bounds(plan, settings))
            return f"when an edit is likely: after {shortest} at least, {longest} at most"
        case _:
            assert_never(plan)


def reason(
    watch: Watch,
    state: WatchState,
    settings: CadenceSettings,
    now: datetime,
    terms: Terms = STANDARD,
) -> str:
    """Return why the next look is when it is, as a clause; empty where the plan alone says so."""
    if state.health is Health.GONE:
        return "it is gone; looks grow rarer the longer that lasts"
    if state.failures and state.reason is not None:
        return _trouble(state)
    if state.last_read_at is None:
        return "it has not been read yet"
    if state.hinted_at is not None:
        hint = _in_ten(terms.beliefs.hint_right)
        return f"a source says that it was updated, which is right in {hint}"
    if not isinstance(settings.plan_of(watch), Adaptive):
        return ""
    return _likely(watch, state, now, terms)


def _likely(watch: Watch, state: WatchState, now: datetime, terms: Terms) -> str:
    past = remembered(watch, state, now)
    ago = span_in_words(max(now - past.renewed_at, timedelta()))
    again = terms.beliefs.again
    if not past.edited_at:
        return f"new for {ago}, this outlet edits in {_in_ten(again[0])}"
    return f"edited {ago} ago, this outlet edits again in {_in_ten(again[past.stage])}"


def _trouble(state: WatchState) -> str:
    if state.reason in GONE_REASONS and state.latest_version:
        return "it is missing; the next looks tell whether it is gone"
    if state.reason in BLOCKED_REASONS:
        return "the site does not want us to read it; looks grow rarer while that lasts"
    return "it could not be read; looks grow rarer while that lasts"


def _in_ten(chance: float) -> str:
    return f"{round(10 * chance)} of 10 cases"


def span_in_words(span: timedelta) -> str:
    """Return a span in its largest unit: "45 s", "12 min", "3 h", "9 d"."""
    seconds = int(span.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
