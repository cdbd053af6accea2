"""Nouns as rows, and rows as nouns. Times are kept to the millisecond."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter

from monitor.model import (
    Alert,
    AlertStatus,
    ArticleKind,
    CaptureRef,
    ChangeSummary,
    CheckRow,
    CheckStatus,
    Due,
    Event,
    EventKind,
    Habits,
    Origin,
    Overview,
    Plan,
    Reason,
    Retirement,
    Source,
    SourceState,
    Version,
    Watch,
    WatchState,
)

Noun = TypeVar("Noun")
Row = Mapping[str, Any]
Value = int | float | str | bytes | None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_STATE_COLUMNS = frozenset({"watch_id", "revision", "next_check_at", "latest_version"})
_SOURCE_COLUMNS = frozenset({"source_id", "revision", "next_poll_at"})

WATCH_COLUMNS = (
    "watch.id, watch.url, watch.host, watch.origin, watch.added_at, watch.name, watch.plan, "
    "watch.channels, watch.alert_on, watch.paused, watch.removed_at, watch.source, watch.kinds, "
    "watch.retired, watch.same_as"
)
STATE_COLUMNS = "state.revision, state.next_check_at, state.latest_version, state.memory"
EVENT_COLUMNS = (
    "event.id AS event_id, watch.id AS watch_id, event.revision, event.kind, event.at, event.line, "
    "event.headline, event.old_version, event.new_version, event.change, event.reason"
)
ALERT_COLUMNS = (
    "alert.id AS alert_id, alert.channel, alert.status, alert.attempts, alert.next_attempt_at, "
    "alert.delivered_at, alert.error"
)


def to_ms(time: datetime) -> int:
    """Return `time` as milliseconds since 1970."""
    return (time - _EPOCH) // _MILLISECOND


def opt_ms(time: datetime | None) -> int | None:
    return None if time is None else to_ms(time)


def from_ms(value: int) -> datetime:
    """Return the time, in UTC, that is `value` milliseconds after 1970."""
    return _EPOCH + timedelta(milliseconds=value)


def opt_time(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)


def opt_iso(text: str | None) -> datetime | None:
    """Return the time that stands in a JSON column."""
    return None if text is None else datetime.fromisoformat(text)


def clean(text: str) -> str:
    """Return `text` without lone surrogates, which no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


# Pydantic's readers and writers, each made when first needed: that takes a while.


@cache
def states() -> TypeAdapter[WatchState]:
    return TypeAdapter(WatchState)


@cache
def sources() -> TypeAdapter[Source]:
    return TypeAdapter(Source)


@cache
def source_states() -> TypeAdapter[SourceState]:
    return TypeAdapter(SourceState)


@cache
def plans() -> TypeAdapter[Plan]:
    return TypeAdapter(Annotated[Plan, Field(discriminator="kind")])


@cache
def summaries() -> TypeAdapter[ChangeSummary]:
    return TypeAdapter(ChangeSummary)


def to_json(
    adapter: TypeAdapter[Noun], value: Noun, *, exclude: frozenset[str] = frozenset()
) -> str:
    """Return `value` as JSON without fields that have their default."""
    plain = adapter.dump_python(
        value, mode="json", exclude_defaults=True, exclude=set(exclude) or None
    )
    return clean(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))


def watch_values(watch: Watch) -> dict[str, Value]:
    return {
        "id": watch.id,
        "url": clean(watch.url),
        "host": clean(watch.host),
        "origin": watch.origin.value,
        "added_at": to_ms(watch.added_at),
        "name": None if watch.name is None else clean(watch.name),
        "plan": _plan_json(watch.plan),
        "channels": None if watch.channels is None else json.dumps(watch.channels),
        "alert_on": None if watch.alert_on is None else json.dumps(watch.alert_on),
        "paused": int(watch.paused),
        "removed_at": opt_ms(watch.removed_at),
        "source": watch.source,
        "kinds": json.dumps(watch.kinds) if watch.kinds else None,
        "retired": watch.retired,
        "same_as": watch.same_as,
    }


def _plan_json(plan: Plan | None) -> str | None:
    return None if plan is None else plans().dump_json(plan).decode()


def watch_from(row: Row) -> Watch:
    plan, channels, alert_on = row["plan"], row["channels"], row["alert_on"]
    kinds, retired = row["kinds"], row["retired"]
    return Watch(
        id=row["id"],
        url=row["url"],
        host=row["host"],
        origin=Origin(row["origin"]),
        added_at=from_ms(row["added_at"]),
        name=row["name"],
        plan=None if plan is None else plans().validate_json(plan),
        channels=None if channels is None else tuple(json.loads(channels)),
        alert_on=None if alert_on is None else tuple(map(EventKind, json.loads(alert_on))),
        paused=bool(row["paused"]),
        removed_at=opt_time(row["removed_at"]),
        source=row["source"],
        kinds=() if kinds is None else tuple(map(ArticleKind, json.loads(kinds))),
        retired=None if retired is None else Retirement(retired),
        same_as=row["same_as"],
    )


def state_memory(state: WatchState) -> str:
    """Return the part of `state` that has no column of its own."""
    return to_json(states(), state, exclude=_STATE_COLUMNS)


def state_from(row: Row) -> WatchState:
    fields = json.loads(row["memory"])
    fields["watch_id"] = row["id"]
    fields["revision"] = row["revision"]
    fields["next_check_at"] = from_ms(row["next_check_at"])
    fields["latest_version"] = row["latest_version"]
    return states().validate_python(fields)


def habits_json(habits: Habits) -> str:
    """Return counts as JSON, without those that are all nought."""
    counts = {name: getattr(habits, name) for name in Habits.__dataclass_fields__}
    return json.dumps(counts)


def habits_from(text: str) -> Habits:
    counts: dict[str, Any] = json.loads(text)
    return Habits(**{name: _counts(value) for name, value in counts.items()})


def _counts(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def due_from(row: Row) -> Due:
    return Due(watch=watch_from(row), state=state_from(row))


def overview_from(row: Row) -> Overview:
    return Overview(
        watch=watch_from(row),
        state=state_from(row),
        headline=row["headline"] or "",
        pending_alerts=row["pending_alerts"] or 0,
    )


def source_values(source: Source) -> dict[str, Value]:
    return {
        "id": source.id,
        "url": clean(source.url),
        "settings": to_json(sources(), source),
        "resting": int(source.paused or source.removed_at is not None),
        "life": source.life // _MILLISECOND,
    }


def passed_on(source: Source) -> dict[str, Value]:
    """Return what a source says of all its watches."""
    return {
        "channels": None if source.channels is None else json.dumps(source.channels),
        "alert_on": None if source.alert_on is None else json.dumps(source.alert_on),
        "kinds": json.dumps(source.kinds) if source.kinds else None,
        "plan": _plan_json(source.plan),
    }


def source_from(row: Row) -> Source:
    return sources().validate_json(row["settings"])


def source_memory(state: SourceState) -> str:
    """Return the part of `state` that has no column of its own."""
    return to_json(source_states(), state, exclude=_SOURCE_COLUMNS)


def source_state_from(row: Row) -> SourceState:
    fields = json.loads(row["memory"])
    fields["source_id"] = row["id"]
    fields["revision"] = row["revision"]
    fields["next_poll_at"] = from_ms(row["next_poll_at"])
    return source_states().validate_python(fields)


def capture_from(row: Row) -> CaptureRef:
    return CaptureRef(
        path=row["path"],
        digest=row["digest"],
        size=row["size"],
        stored_size=row["stored_size"],
        based_on=row["based_on"],
        depth=row["depth"],
    )


def version_from(watch_id: str, row: Row) -> Version:
    return Version(
        watch_id=watch_id,
        version=row["version"],
        headline=row["headline"],
        fetched_at=from_ms(row["fetched_at"]),
        url=row["url"],
        digest=row["digest"],
        size=row["size"],
        content_digest=row["content_digest"],
        extractor=row["extractor"],
        rules=row["rules"],
        words=row["words"],
        change=_summary_from(row["change"]),
    )


def summary_json(summary: ChangeSummary | None) -> str | None:
    return None if summary is None else to_json(summaries(), summary)


def _summary_from(text: str | None) -> ChangeSummary | None:
    return None if text is None else summaries().validate_json(text)


def event_values(number: int, event: Event) -> dict[str, Value]:
    return {
        "id": event.id,
        "watch": number,
        "revision": event.revision,
        "kind": event.kind.value,
        "at": to_ms(event.at),
        "line": clean(event.line),
        "headline": clean(event.headline),
        "old_version": event.old_version,
        "new_version": event.new_version,
        "change": summary_json(event.change),
        "reason": None if event.reason is None else event.reason.value,
    }


def event_from(row: Row) -> Event:
    return Event(
        id=row["event_id"],
        watch_id=row["watch_id"],
        revision=row["revision"],
        kind=EventKind(row["kind"]),
        at=from_ms(row["at"]),
        line=row["line"],
        headline=row["headline"],
        old_version=row["old_version"],
        new_version=row["new_version"],
        change=_summary_from(row["change"]),
        reason=None if row["reason"] is None else Reason(row["reason"]),
    )


def alert_values(alert: Alert) -> dict[str, Value]:
    return {
        "id": alert.id,
        "event": alert.event.id,
        "channel": alert.channel,
        "status": alert.status.value,
        "attempts": alert.attempts,
        "next_attempt_at": opt_ms(alert.next_attempt_at),
        "delivered_at": opt_ms(alert.delivered_at),
        "error": clean(alert.error),
    }


def alert_from(row: Row) -> Alert:
    return Alert(
        id=row["alert_id"],
        event=event_from(row),
        channel=row["channel"],
        status=AlertStatus(row["status"]),
        attempts=row["attempts"],
        next_attempt_at=opt_time(row["next_attempt_at"]),
        delivered_at=opt_time(row["delivered_at"]),
        error=row["error"],
    )


def check_values(number: int, row: CheckRow) -> tuple[Value, ...]:
    return (
        number,
        row.revision,
        to_ms(row.at),
        row.status.value,
        row.http_status,
        row.elapsed // _MILLISECOND,
        row.wire_bytes,
        None if row.reason is None else row.reason.value,
    )


def check_from(watch_id: str, row: Row) -> CheckRow:
    return CheckRow(
        watch_id=watch_id,
        revision=row["revision"],
        at=from_ms(row["at"]),
        status=CheckStatus(row["status"]),
        http_status=row["http_status"],
        elapsed=timedelta(milliseconds=row["elapsed"]),
        wire_bytes=row["wire_bytes"],
        reason=None if row["reason"] is None else Reason(row["reason"]),
    )
