"""Small worlds for the tests of a check: values with sensible defaults, and a clock that obeys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor.check.looking import Failed, Look, NewVersion, Unchanged
from monitor.diff import compare
from monitor.model import (
    Article,
    Block,
    BlockKind,
    Capture,
    CaptureRef,
    CheckStatus,
    Due,
    Failure,
    Fetched,
    Hop,
    NotModified,
    Origin,
    Reason,
    Watch,
    WatchState,
    content_digest,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
URL = "https://news.example/story"


@dataclass
class FakeClock:
    """A clock that moves only when it is told to."""

    at: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


def watch(**changes: object) -> Watch:
    settings: dict[str, object] = {
        "id": "w1",
        "url": URL,
        "host": "news.example",
        "origin": Origin.USER,
        "added_at": NOW,
    }
    return Watch(**(settings | changes))  # type: ignore[arg-type]


def due(state: WatchState | None = None, **changes: object) -> Due:
    return Due(watch=watch(**changes), state=state or WatchState(watch_id="w1", next_check_at=NOW))


def article(*paragraphs: str, headline: str = "A headline about the harbour") -> Article:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs)
    return Article(url=URL, headline=headline, blocks=blocks, language="en", extractor=1)


def capture(body: bytes = b"<p>", *, final_url: str = URL, hops: tuple[Hop, ...] = ()) -> Capture:
    return Capture(
        url=URL,
        final_url=final_url,
        requested_at=NOW,
        received_at=NOW,
        status=200,
        headers=(("content-type", "text/html"), ("etag", '"1"')),
        body=body,
        digest=hashlib.sha256(body).hexdigest(),
        wire_bytes=len(body),
        hops=hops,
    )


def fetched(result: Capture | NotModified | Failure) -> Fetched:
    return Fetched(result=result, pause=timedelta(seconds=1), elapsed=timedelta(milliseconds=80))


def failed(reason: Reason, detail: str = "it says no", status: int | None = None) -> Look:
    failure = Failure(reason=reason, detail=detail, status=status)
    return Look(fetched=fetched(failure), found=Failed(failure=failure))


def not_modified() -> Look:
    answer = NotModified(url=URL, final_url=URL, received_at=NOW)
    return Look(fetched=fetched(answer), found=Unchanged(status=CheckStatus.NOT_MODIFIED))


def unchanged(page: Capture | None = None) -> Look:
    page = page or capture()
    found = Unchanged(status=CheckStatus.SAME_ARTICLE, capture=page)
    return Look(fetched=fetched(page), found=found)


def version(
    new: Article, old: Article | None = None, *, same_as: int | None = None, body: bytes = b"<p>"
) -> Look:
    page = capture(body)
    ref = CaptureRef(path="x", digest=page.digest, size=len(body), stored_size=len(body))
    found = NewVersion(
        capture=page,
        ref=ref,
        article=new,
        content_digest=content_digest(new),
        change=compare(old, new) if old else None,
        same_as=(same_as,) if same_as else (),
    )
    return Look(fetched=fetched(page), found=found)
