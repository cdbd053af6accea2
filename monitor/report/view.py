"""The report as every renderer sees it: worked out once from a story, its text already clean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from monitor.model import Change, Edit, Op, Piece, Snapshot, Version
from monitor.report.phrases import (
    FINDINGS,
    Saying,
    edit_title,
    notice_title,
    said,
    sayings,
    sentence,
)
from monitor.report.pieces import Pieces, cleaned, excerpt, narrow, paired
from monitor.report.rows import Stretch, stretches
from monitor.report.story import Story, count, duration, machine_time
from monitor.report.words import plain, pointed, web_link


@dataclass(frozen=True, slots=True, kw_only=True)
class EditView:
    """One edit, shown: what it is, whether it was said, its words and its reasons."""

    number: int
    title: str
    said: Saying | None
    pieces: Pieces
    """The part of the text that it is about, whole."""
    apart: bool
    """No text holds it (a link's target, a picture): its pieces are the old and the new value."""
    weighed: tuple[tuple[str, str], ...]
    """Each reason in words, with what it adds to the significance: "+0.35"."""
    note: str
    """The note that discloses it; empty where none does."""
    material: bool
    hunk: int | None
    entry: str = ""
    """Of an edit in an entry of a live blog: the entry's time; `machine` is it for programs."""
    machine: str = ""

    @property
    def heading(self) -> str:
        """What it is, and in which entry of a live blog: in one line."""
        return f"{self.title}, in the entry of {self.entry}" if self.entry else self.title

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is what it is, in words."""
        return tuple(text for text, _ in self.weighed)

    def shown(self, around: int = 160, longest: int = 900) -> Pieces:
        """Return its pieces, long stretches cut."""
        return excerpt(self.pieces, around=around, longest=longest)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version in the timeline."""

    number: int
    time: str
    machine: str
    gap: str
    """How long after the version before: "24 minutes later"."""
    line: str
    said: Saying | None
    headline: str
    """Where it differs from that of the version before, or is the first; else empty."""
    end: str
    """"old" or "new" for the two that are compared, else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A finding, or a note by the outlet that came or went."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    """The evidence of one version."""

    number: int
    time: str
    """When it was fetched, to the minute."""
    fetched: str
    """The same to the second."""
    machine: str
    utc: str
    """The same in UTC; empty where it is shown in UTC already."""
    url: str
    status: int
    size: int
    digest: str
    extractor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A report, ready to be written out."""

    title: str
    formerly: str
    """The headline before, where it was changed."""
    url: str
    link: str | None
    host: str
    watch: str
    seen: str
    """Of an event without a change: when it was noticed, and what is kept."""
    language: str
    sayings: tuple[Saying, ...]
    edits: tuple[EditView, ...]
    left_out: int
    """Edits that are not among `edits`."""
    versions: tuple[VersionView, ...]
    notices: tuple[NoteView, ...]
    findings: tuple[NoteView, ...]
    captures: tuple[CaptureView, ...]
    checked: str
    """"Checked 98 times; the article could be read 97 times.\""""

    @property
    def verdict(self) -> str:
        """The verdict in one line."""
        return " · ".join(part.text for part in self.sayings)


def view(story: Story, *, most: int | None = None) -> View:
    """Return what the renderers show of a story, with its first `most` edits."""
    change = story.change
    return View(
        title=story.title,
        formerly=_formerly(story),
        url=story.url,
        link=web_link(story.url),
        host=plain(urlsplit(story.url).hostname or story.watch.host),
        watch=story.watch.id,
        seen="" if change else _seen(story),
        language=plain((story.new and story.new.article.language) or ""),
        sayings=_spoken(sayings(story)),
        edits=_edits(story, change, most) if change else (),
        left_out=max(len(change.edits) - most, 0) if change and most is not None else 0,
        versions=_versions(story),
        notices=_notices(change) if change else (),
        findings=_findings(change) if change else (),
        captures=tuple(_capture(shot, story) for shot in (story.old, story.new) if shot),
        checked=_checked(story),
    )


def _spoken(parts: tuple[Saying, ...]) -> tuple[Saying, ...]:
    return (replace(parts[0], text=sentence(parts[0].text)), *parts[1:])


def _formerly(story: Story) -> str:
    before = plain(story.old.article.headline) if story.old else ""
    return before if before != story.title else ""


def _seen(story: Story) -> str:
    noticed = f"Noticed {story.time(story.event.at)}. " if story.event else ""
    if not story.versions:
        return noticed.strip()
    newest = story.time(story.versions[-1].fetched_at)
    return f"{noticed}{count(len(story.versions), 'version')} kept, the newest from {newest}."


def _edits(story: Story, change: Change, most: int | None) -> tuple[EditView, ...]:
    edits = enumerate(change.edits[:most], 1)
    return tuple(_dated(_edit(number, edit, change), edit, story) for number, edit in edits)


def _dated(shown: EditView, edit: Edit, story: Story) -> EditView:
    """Return an edit with the time of the live entry that it stands in."""
    hunk = story.change.hunks[edit.hunk] if story.change and edit.hunk is not None else None
    block = story.block(hunk) if hunk else None
    if block is None or block.at is None:
        return shown
    return replace(shown, entry=story.time(block.at), machine=machine_time(block.at))


def _edit(number: int, edit: Edit, change: Change) -> EditView:
    return EditView(
        number=number,
        title=edit_title(edit),
        said=said(edit.disclosure),
        pieces=_pieces(edit, change),
        apart=edit.hunk is None,
        weighed=tuple((pointed(plain(part.text)), f"{part.weight:+.2f}") for part in edit.because),
        note=_note(edit, change),
        material=edit.material,
        hunk=edit.hunk,
    )


def _note(edit: Edit, change: Change) -> str:
    """Return the note that discloses an edit; a note that is the edit is shown already."""
    if edit.disclosed_by is None:
        return ""
    note = plain(change.notices[edit.disclosed_by].text)
    return "" if note in plain(edit.after) else note


def _pieces(edit: Edit, change: Change) -> Pieces:
    if edit.hunk is not None:
        return paired(cleaned(narrow(change.hunks[edit.hunk].pieces, edit.before, edit.after)))
    if edit.before == edit.after:
        return cleaned((Piece(op=Op.KEEP, text=edit.after),))
    both = (Piece(op=Op.DELETE, text=edit.before), Piece(op=Op.INSERT, text=edit.after))
    return cleaned(both)


def in_place(story: Story, shown: View) -> tuple[Stretch, ...]:
    """Return the whole article, the edits that are shown in place."""
    if not (story.change and story.old and story.new):
        return ()
    blocks = story.old.article.blocks, story.new.article.blocks
    return stretches(story.change.hunks, *blocks, _by_hunk(shown.edits), story.time)


def _by_hunk(edits: tuple[EditView, ...]) -> Mapping[int, tuple[int, ...]]:
    found: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for edit in edits:
        if edit.hunk is not None:
            found[edit.hunk] += (edit.number,)
    return found


def _versions(story: Story) -> tuple[VersionView, ...]:
    ends = {
        story.old.version if story.old else 0: "old",
        story.new.version if story.new else 0: "new",
    }
    before: tuple[Version | None, ...] = (None, *story.versions)
    return tuple(
        VersionView(
            number=version.version,
            time=story.time(version.fetched_at),
            machine=machine_time(version.fetched_at),
            gap=_gap(earlier.fetched_at, version.fetched_at) if earlier else "",
            line=plain(version.change.line) if version.change else "first version",
            said=said(version.change.disclosure) if version.change else None,
            headline=_new_headline(earlier, version),
            end=ends.get(version.version, ""),
        )
        for earlier, version in zip(before, story.versions, strict=False)
    )


def _new_headline(earlier: Version | None, version: Version) -> str:
    now = plain(version.headline)
    return "" if earlier and plain(earlier.headline) == now else now


def _gap(earlier: datetime, later: datetime) -> str:
    return f"{duration(later - earlier)} later"


def _notices(change: Change) -> tuple[NoteView, ...]:
    """Return the notes that no edit shows already."""
    shown = {edit.hunk for edit in change.edits} - {None}
    return tuple(
        NoteView(title=notice_title(notice.kind, notice.op), text=plain(notice.text))
        for notice in change.notices
        if notice.hunk not in shown
    )


def _findings(change: Change) -> tuple[NoteView, ...]:
    return tuple(
        NoteView(title=FINDINGS[finding.kind], text=plain(finding.text))
        for finding in change.findings
    )


def _capture(shot: Snapshot, story: Story) -> CaptureView:
    return CaptureView(
        number=shot.version,
        time=story.time(shot.fetched_at),
        fetched=story.exact(shot.fetched_at),
        machine=machine_time(shot.fetched_at),
        utc=story.utc(shot.fetched_at),
        url=plain(shot.url),
        status=shot.status,
        size=shot.capture.size,
        digest=plain(shot.capture.digest),
        extractor=shot.extractor,
    )


def _checked(story: Story) -> str:
    if not story.checks:
        return ""
    if story.checks == story.checks_ok:
        return f"Checked {count(story.checks, 'time')}; the article could be read every time."
    return (
        f"Checked {count(story.checks, 'time')}; the article could be read"
        f" {count(story.checks_ok, 'time')}."
    )
