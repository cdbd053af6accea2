"""The report as JSON, for programs and for webhooks (docs/schema/diff.json and alert.json).

What a page says is passed on as it was said: JSON escapes it, and whoever shows it cleans it.
"""

from __future__ import annotations

import json
from typing import Any

from monitor.model import Alert, Block, Change, Edit, Hunk, Piece, Snapshot, Version
from monitor.report.phrases import verdict
from monitor.report.pieces import narrow
from monitor.report.story import Story, machine_time

SCHEMA = 1
"""Grows by one when a field goes or means something else; new fields may come at any time."""

MOST_EDITS = 100
"""Edits that an alert carries: receivers refuse what is longer than a megabyte."""

Data = dict[str, Any]


def as_json(story: Story) -> str:
    """Return the report as JSON after docs/schema/diff.json."""
    data = {
        "schema": SCHEMA,
        **_about(story),
        **_known(story),
        "change": _change(story, hunks=True),
    }
    return _written(data, indent=2)


def life_json(stories: tuple[Story, ...]) -> str:
    """Return a whole life as JSON after docs/schema/life.json: each change, oldest first."""
    last = stories[-1]
    data = {
        "schema": SCHEMA,
        "watch": _about(last)["watch"],
        **_known(last),
        "changes": [
            {"old": one["old"], "new": one["new"], "verdict": one["verdict"], "change": change}
            for one, change in ((_about(item), _change(item, hunks=True)) for item in stories)
        ],
    }
    return _written(data, indent=2)


def _known(story: Story) -> Data:
    return {
        "checks": {"made": story.checks, "read": story.checks_ok},
        "versions": [_version(version) for version in story.versions],
    }


def payload(alert: Alert, story: Story, *, subject: str, text: str) -> str:
    """Return what a webhook posts, after docs/schema/alert.json."""
    event = alert.event
    data = {
        "schema": SCHEMA,
        "alert": alert.id,
        "event": event.id,
        "line": event.line,
        "reason": event.reason,
        "subject": subject,
        "text": text,
        **_about(story),
        "change": _change(story, hunks=False),
    }
    head = {"type": f"article.{event.kind}", "timestamp": machine_time(event.at)}
    return _written({**head, "data": data}, indent=None)


def _written(data: Data, *, indent: int | None) -> str:
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(data, ensure_ascii=False, indent=indent, separators=separators)
    # Halves of a surrogate pair are no Unicode; nobody could read the bytes.
    return text.encode("utf-8", "replace").decode()


def _about(story: Story) -> Data:
    watch = story.watch
    return {
        "watch": {"id": watch.id, "url": watch.url, "name": watch.name, "headline": story.title},
        "verdict": verdict(story),
        "old": _snapshot(story.old),
        "new": _snapshot(story.new),
    }


def _snapshot(snapshot: Snapshot | None) -> Data | None:
    if snapshot is None:
        return None
    article = snapshot.article
    return {
        "version": snapshot.version,
        "url": snapshot.url,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": article.authors,
        "published": machine_time(article.published.at) if article.published else None,
        "modified": machine_time(article.modified.at) if article.modified else None,
        "language": article.language,
        "fetched_at": machine_time(snapshot.fetched_at),
        "status": snapshot.status,
        "size": snapshot.capture.size,
        "sha256": snapshot.capture.digest,
        "extractor": snapshot.extractor,
    }


def _version(version: Version) -> Data:
    change = version.change
    return {
        "version": version.version,
        "headline": version.headline,
        "fetched_at": machine_time(version.fetched_at),
        "sha256": version.digest,
        "words": version.words,
        "line": change.line if change else None,
        "edits": change.edits if change else None,
        "material": change.material if change else None,
        "disclosure": change.disclosure if change else None,
        "same_as": change.same_as if change else None,
    }


def _change(story: Story, *, hunks: bool) -> Data | None:
    change = story.change
    if change is None:
        return None
    shown = change.edits if hunks else change.edits[:MOST_EDITS]
    data: Data = {
        "edit_count": len(change.edits),
        "significance": change.significance,
        "material": change.material,
        "disclosure": change.disclosure,
        "edits": [_edit(edit, change, story) | _place(edit, hunks=hunks) for edit in shown],
        "notices": [
            {"kind": notice.kind, "op": notice.op, "text": notice.text} for notice in change.notices
        ],
        "findings": [{"kind": item.kind, "text": item.text} for item in change.findings],
    }
    return data | ({"hunks": [_hunk(hunk, story) for hunk in change.hunks]} if hunks else {})


def _edit(edit: Edit, change: Change, story: Story) -> Data:
    hunk = None if edit.hunk is None else change.hunks[edit.hunk]
    pieces = hunk.pieces if hunk else ()
    block = story.block(hunk) if hunk else None
    return {
        "kinds": edit.kinds,
        "part": edit.part,
        "entry": machine_time(block.at) if block and block.at else None,
        "before": edit.before,
        "after": edit.after,
        "pieces": _pieces(narrow(pieces, edit.before, edit.after)),
        "because": [{"text": part.text, "weight": part.weight} for part in edit.because],
        "significance": edit.significance,
        "material": edit.material,
        "disclosure": edit.disclosure,
        "disclosed_by": edit.disclosed_by,
    }


def _place(edit: Edit, *, hunks: bool) -> Data:
    return {"hunk": edit.hunk} if hunks else {}


def _hunk(hunk: Hunk, story: Story) -> Data:
    return {
        "kind": hunk.kind,
        "part": hunk.part,
        "old": hunk.old,
        "new": hunk.new,
        "block": _block(story.block(hunk)),
        "pieces": _pieces(hunk.pieces),
    }


def _block(block: Block | None) -> Data | None:
    if block is None:
        return None
    return {
        "kind": block.kind,
        "level": block.level,
        "source": block.source,
        "credit": block.credit,
        "at": machine_time(block.at) if block.at else None,
    }


def _pieces(pieces: tuple[Piece, ...]) -> list[Data]:
    return [
        {"op": piece.op, "text": piece.text} | ({} if piece.move is None else {"move": piece.move})
        for piece in pieces
    ]
