"""The report as JSON, for programs and for webhooks (docs/schema)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from monitor.model import Alert, Change, Snapshot
from monitor.report.story import Story, verdict


def as_json(story: Story) -> str:
    """Return the report as JSON after docs/schema/diff.json."""
    return json.dumps(_story(story), ensure_ascii=False, indent=2)


def payload(alert: Alert, story: Story, text: str) -> str:
    """Return what a webhook posts, after docs/schema/alert.json."""
    event = alert.event
    data = {
        "type": f"article.{event.kind}",
        "timestamp": plain_data(event.at),
        "data": {"alert": alert.id, "event": event.id, "line": event.line, "text": text}
        | _story(story),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _story(story: Story) -> dict[str, Any]:
    return {
        "watch": {
            "id": story.watch.id,
            "url": story.watch.url,
            "name": story.watch.name,
            "headline": story.title,
        },
        "verdict": verdict(story),
        "old": _version(story.old),
        "new": _version(story.new),
        "change": _change(story.change),
    }


def _version(snapshot: Snapshot | None) -> dict[str, Any] | None:
    if snapshot is None:
        return None
    return {
        "version": snapshot.version,
        "url": snapshot.url,
        "headline": snapshot.article.headline,
        "fetched_at": plain_data(snapshot.fetched_at),
        "sha256": snapshot.capture.digest,
        "extractor": snapshot.extractor,
    }


def _change(change: Change | None) -> Any:
    return None if change is None else plain_data(change)


def plain_data(value: Any) -> Any:
    """Return dataclasses, enums and times as what JSON has."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain_data(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain_data(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value
