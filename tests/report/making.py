"""Stories for the tests of reports: small articles, edited by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from monitor.diff import compare
from monitor.model import (
    Alert,
    Article,
    Because,
    Block,
    BlockKind,
    CaptureRef,
    Change,
    ChangeSummary,
    Disclosure,
    Edit,
    EditKind,
    Event,
    EventKind,
    Hunk,
    HunkKind,
    Op,
    Origin,
    Part,
    Piece,
    Snapshot,
    Version,
    Watch,
    alert_id,
    content_digest,
    event_id,
)
from monitor.report import Story

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
URL = "https://courier.example/world/harbour"
WATCH = Watch(
    id="k7m2xq4p", url=URL, host="courier.example", origin=Origin.USER, added_at=NOW, name="Harbour"
)
HEADLINE = "Harbour bridge to close for a year"
BODY = (
    "The port authority said on Monday that the bridge would close in June.",
    "About 270 ships pass below it every week, according to its figures.",
    "“Nobody wants this,” the harbour master, Ida Solvay, told reporters.",
    "The last closure, in 2019, took eleven weeks longer than planned.",
    "Shops on the eastern quay fear for their summer.",
    "Ferries are to run every ten minutes instead.",
)


def paragraphs(texts: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)


def article(
    texts: Iterable[str] = BODY,
    *,
    headline: str = HEADLINE,
    standfirst: str | None = "Ships will have to wait, and so will drivers.",
    authors: tuple[str, ...] = ("Mira Tallis",),
    language: str | None = "en",
    blocks: tuple[Block, ...] | None = None,
) -> Article:
    return Article(
        url=URL,
        headline=headline,
        standfirst=standfirst,
        authors=authors,
        language=language,
        blocks=paragraphs(texts) if blocks is None else blocks,
    )


def changed(texts: Sequence[str], **changes: str) -> tuple[str, ...]:
    """Return texts with words replaced: `old="270", new="370"`."""
    return tuple(text.replace(changes["old"], changes["new"]) for text in texts)


def snapshot(read: Article, version: int, at: datetime | None = None) -> Snapshot:
    raw = "\n".join((read.headline, read.text, str(version))).encode("utf-8", "replace")
    return Snapshot(
        watch_id=WATCH.id,
        version=version,
        article=read,
        capture=CaptureRef(
            path=f"{version}.zst", digest=sha256(raw).hexdigest(), size=18_204, stored_size=900
        ),
        fetched_at=at or NOW + timedelta(minutes=24 * (version - 1)),
        url=read.url,
        status=200,
        headers=(),
        content_digest=content_digest(read),
        extractor=4,
    )


def summarized(change: Change, line: str = "1 edit", same_as: int | None = None) -> ChangeSummary:
    return ChangeSummary(
        line=line,
        edits=len(change.edits),
        kinds=tuple(kind for edit in change.edits for kind in edit.kinds),
        significance=change.significance,
        material=change.material,
        disclosure=change.disclosure,
        same_as=same_as,
    )


def listed(shot: Snapshot, change: ChangeSummary | None) -> Version:
    return Version(
        watch_id=shot.watch_id,
        version=shot.version,
        headline=shot.article.headline,
        fetched_at=shot.fetched_at,
        url=shot.url,
        digest=shot.capture.digest,
        size=shot.capture.size,
        content_digest=shot.content_digest,
        extractor=shot.extractor,
        rules=shot.rules,
        words=len(shot.article.text.split()),
        change=change,
    )


def story(
    old: Article, new: Article, change: Change | None = None, *, gap: timedelta | None = None
) -> Story:
    """Return the story of two versions; the change is worked out unless it is given."""
    first = snapshot(old, 1)
    second = snapshot(new, 2, NOW + gap if gap is not None else None)
    change = compare(old, new, url=URL) if change is None else change
    return Story(
        watch=WATCH,
        headline=new.headline,
        versions=(listed(first, None), listed(second, summarized(change))),
        old=first,
        new=second,
        change=change,
        checks=98,
        checks_ok=97,
        zone=ZoneInfo("Europe/Berlin"),
    )


def figure_changed(disclosure: Disclosure = Disclosure.SILENT) -> Story:
    """Return the story of one figure, its change made by hand, so that no rule can move it."""
    old, new = article(), article(changed(BODY, old="270", new="370"))
    pieces = (
        Piece(op=Op.KEEP, text="About "),
        Piece(op=Op.DELETE, text="270"),
        Piece(op=Op.INSERT, text="370"),
        Piece(op=Op.KEEP, text=" ships pass below it every week, according to its figures."),
    )
    hunks = tuple(
        same(text, at)
        if at != 1
        else Hunk(kind=HunkKind.EDITED, part=Part.BODY, pieces=pieces, old=1, new=1)
        for at, text in enumerate(BODY)
    )
    edit = Edit(
        kinds=(EditKind.NUMBER,),
        part=Part.BODY,
        before=BODY[1],
        after=new.blocks[1].text,
        hunk=3,
        because=(Because(text="number changed 270 → 370", weight=0.35),),
        significance=0.35,
        material=True,
        disclosure=disclosure,
    )
    change = Change(
        edits=(edit,),
        hunks=(*fields(old), *hunks),
        significance=0.35,
        material=True,
        disclosure=disclosure,
    )
    return story(old, new, change)


def same(text: str, at: int) -> Hunk:
    kept = (Piece(op=Op.KEEP, text=text),)
    return Hunk(kind=HunkKind.SAME, part=Part.BODY, pieces=kept, old=at, new=at)


def fields(read: Article) -> tuple[Hunk, Hunk]:
    return tuple(  # type: ignore[return-value]
        Hunk(kind=HunkKind.SAME, part=part, pieces=(Piece(op=Op.KEEP, text=text),))
        for part, text in (
            (Part.HEADLINE, read.headline),
            (Part.STANDFIRST, read.standfirst or ""),
        )
    )


def event(kind: EventKind = EventKind.CHANGED, line: str = "1 edit", **values: object) -> Event:
    made = Event(
        id=event_id(WATCH.id, 7, kind),
        watch_id=WATCH.id,
        revision=7,
        kind=kind,
        at=NOW + timedelta(minutes=24),
        line=line,
        headline=HEADLINE,
        old_version=1,
        new_version=2,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def alert(told: Event | None = None) -> Alert:
    told = told or event()
    return Alert(id=alert_id(told.id, "desk"), event=told, channel="desk")


def told(kind: EventKind, line: str) -> Story:
    """Return the story of an event without a change."""
    whole = figure_changed()
    return replace(whole, old=None, change=None, event=event(kind, line))
