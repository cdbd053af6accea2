"""A whole life as a table of edits, for spreadsheets: CSV after RFC 4180.

What a page says is never a formula: where its text begins as one, an apostrophe stands before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from monitor.model import Edit, Op
from monitor.report.pieces import side
from monitor.report.story import Story, machine_time
from monitor.report.view import EditView, View, view
from monitor.report.words import plain, spreadsheet_safe

_COLUMNS = (
    "version",
    "fetched_at",
    "headline",
    "edit",
    "kinds",
    "what",
    "part",
    "entry",
    "material",
    "significance",
    "disclosure",
    "before",
    "after",
    "reasons",
    "note",
    "sha256",
)


def life_csv(stories: tuple[Story, ...]) -> str:
    """Return every edit of an article's life as CSV, one a row, oldest first."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for story in stories:
        writer.writerows([*map(spreadsheet_safe, row)] for row in _rows(story, view(story)))
    return file.getvalue()


def _rows(story: Story, shown: View) -> Iterator[tuple[str, ...]]:
    if not (story.change and story.new):
        return
    for edit, seen in zip(story.change.edits, shown.edits, strict=True):
        yield (
            str(story.new.version),
            machine_time(story.new.fetched_at),
            shown.title,
            *_what(edit, seen),
            *(plain(side(seen.pieces, dropped)) for dropped in (Op.INSERT, Op.DELETE)),
            "; ".join(seen.reasons),
            seen.note,
            story.new.capture.digest,
        )


def _what(edit: Edit, seen: EditView) -> tuple[str, ...]:
    return (
        str(seen.number),
        " ".join(edit.kinds),
        seen.title,
        edit.part,
        seen.machine,
        "yes" if edit.material else "no",
        f"{edit.significance:.2f}",
        edit.disclosure,
    )
