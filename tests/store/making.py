"""Nouns for the store's tests, with something in every field that can hold something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.model import (
    Alert,
    Article,
    Block,
    BlockKind,
    CaptureRef,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    CheckStatus,
    Disclosure,
    Due,
    EditKind,
    Event,
    EventKind,
    Health,
    Origin,
    Provenance,
    Reason,
    Snapshot,
    Span,
    SpanKind,
    Stamp,
    Validators,
    Watch,
    WatchState,
    alert_id,
    content_digest,
    event_id,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class FakeClock:
    """Time that stands still until it is moved."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOON).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def watch(name: str = "one", host: str = "news.example") -> Watch:
    return Watch(
        id=name, url=f"https://{host}/{name}", host=host, origin=Origin.USER, added_at=NOON
    )


def full_state(name: str = "one", revision: int = 1) -> WatchState:
    """A state in which no field has its default."""
    return WatchState(
        watch_id=name,
        revision=revision,
        health=Health.BLOCKED,
        next_check_at=NOON + MINUTE,
        validators=Validators(etag='"a\\"b"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT"),
        capture_digest="c" * 64,
        latest_version=3,
        checks=7,
        checks_ok=5,
        last_checked_at=NOON,
        last_read_at=NOON - MINUTE,
        last_changed_at=NOON - 2 * MINUTE,
        final_url="https://news.example/moved",
        failures=2,
        failing_since=NOON - MINUTE,
        reason=Reason.CHALLENGE,
        detail="the page asks for a proof",
        told=EventKind.BLOCKED,
        told_quietly=True,
        told_version=2,
        flips=2,
        held=3,
        held_looks=1,
        not_modified=4,
        published_at=NOON - 9 * MINUTE,
        edited_at=(NOON - 5 * MINUTE, NOON - 2 * MINUTE),
        hinted_at=NOON,
        listed=True,
    )


def article(text: str = "A train arrived.", headline: str = "Léader arrives") -> Article:
    """An article in which no field has its default."""
    block = Block(
        kind=BlockKind.CAPTION,
        text=text,
        spans=(Span(start=0, end=1, kind=SpanKind.LINK, href="https://news.example/x"),),
        level=2,
        source="https://news.example/picture.jpg",
        credit="A. Photographer",
        at=NOON,
    )
    stamp = Stamp(at=NOON, source=Provenance.META, offset_minutes=180, day_only=True)
    return Article(
        url="https://news.example/one",
        headline=headline,
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=text * 20), block),
        standfirst="For talks",
        authors=("A. Writer", "B. Writer"),
        published=stamp,
        modified=stamp,
        language="en-GB",
        canonical_url="https://news.example/canonical",
        tags=("rail", "talks"),
        paywalled=True,
        corrections=("The figure was wrong.",),
        extractor=3,
    )


SUMMARY = ChangeSummary(
    line="1 edit · a figure changed · silent",
    edits=1,
    kinds=(EditKind.NUMBER, EditKind.HEADLINE),
    significance=0.35,
    material=True,
    disclosure=Disclosure.SILENT,
    same_as=1,
)


def snapshot(name: str = "one", version: int = 1, text: str = "A train arrived.") -> Snapshot:
    read = article(text)
    return Snapshot(
        watch_id=name,
        version=version,
        article=read,
        capture=CaptureRef(
            path=f"news.example/a-{name}/{version}-0123abcd.html.zst",
            digest="0123abcd" + "0" * 56,
            size=1000,
            stored_size=100,
        ),
        fetched_at=NOON,
        url="https://news.example/one?final",
        status=203,
        headers=(("content-type", "text/html"), ("set-cookie", "a"), ("set-cookie", "b")),
        content_digest=content_digest(read),
        extractor=3,
    )


def event(name: str = "one", revision: int = 1) -> Event:
    return Event(
        id=event_id(name, revision, EventKind.CHANGED),
        watch_id=name,
        revision=revision,
        kind=EventKind.CHANGED,
        at=NOON,
        line="A figure changed",
        headline="Leader arrives",
        old_version=1,
        new_version=2,
        change=SUMMARY,
        reason=Reason.CHALLENGE,
    )


def alert(of: Event, channel: str = "mail") -> Alert:
    return Alert(id=alert_id(of.id, channel), event=of, channel=channel, next_attempt_at=NOON)


def outcome(due: Due, *, pause: timedelta = timedelta(0), at: datetime = NOON) -> CheckOutcome:
    """A check that found nothing new; the next is due in a minute."""
    state = replace(
        due.state,
        revision=due.state.revision + 1,
        next_check_at=at + MINUTE,
        checks=due.state.checks + 1,
        checks_ok=due.state.checks_ok + 1,
    )
    row = CheckRow(
        watch_id=due.watch.id,
        revision=state.revision,
        at=at,
        status=CheckStatus.NOT_MODIFIED,
        http_status=304,
        elapsed=timedelta(milliseconds=80),
        wire_bytes=300,
    )
    return CheckOutcome(watch=due.watch, state=state, row=row, pause=pause)


def changed(due: Due, text: str, *, channels: tuple[str, ...] = ("mail",)) -> CheckOutcome:
    """A check that found a new version, with one event and its alerts."""
    plain = outcome(due)
    version = due.state.latest_version + 1
    told = event(due.watch.id, plain.state.revision)
    return replace(
        plain,
        state=replace(plain.state, latest_version=version),
        snapshot=snapshot(due.watch.id, version, text),
        summary=SUMMARY if version > 1 else None,
        events=(told,),
        alerts=tuple(alert(told, channel) for channel in channels),
    )
