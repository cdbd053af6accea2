"""The store alone: CPU of a check that found nothing new, CPU and bytes of versions.

    python -m bench.store DATA

DATA is the benchmark folder. Two baselines stand in the same run: one commit a check instead of
group commit, and a page compressed alone instead of against the version before. CPU is that of
the process, all threads, in milliseconds; ratios travel between machines, milliseconds do not.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model import (
    Article,
    Block,
    BlockKind,
    CaptureRef,
    ChangeSummary,
    CheckOutcome,
    CheckRow,
    CheckStatus,
    Disclosure,
    EditKind,
    Event,
    EventKind,
    Origin,
    Snapshot,
    Watch,
    WatchState,
    content_digest,
    event_id,
)
from monitor.store import FileCaptures, SqliteStore

_WATCHES = 2000
_AT_ONCE = 100
_ALONE = 200
_ROUNDS = 12
_HEADERS = (
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "max-age=60, public"),
    ("etag", '"5f2d-61a0c7f5b2e40"'),
    ("content-security-policy", "default-src 'self'; " + "img-src https://img.example; " * 12),
)
_SUMMARY = ChangeSummary(
    line="1 edit · a paragraph changed · silent",
    edits=1,
    kinds=(EditKind.REWORDED,),
    significance=0.4,
    material=True,
    disclosure=Disclosure.SILENT,
)


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Cost:
    ms = 0.0


@contextmanager
def _cpu(times: int) -> Iterator[_Cost]:
    cost, start = _Cost(), time.process_time()
    yield cost
    cost.ms = (time.process_time() - start) * 1000 / times


def _watch(number: int, url: str) -> Watch:
    now = datetime.now(UTC)
    host = f"site{number % 100}.example"
    return Watch(id=f"w{number:07d}", url=url, host=host, origin=Origin.USER, added_at=now)


def _unchanged(watch: Watch, state: WatchState) -> CheckOutcome:
    now = datetime.now(UTC)
    after = replace(
        state,
        revision=state.revision + 1,
        next_check_at=now + timedelta(minutes=30),
        checks=state.checks + 1,
        checks_ok=state.checks_ok + 1,
        last_checked_at=now,
        last_read_at=now,
        final_url=watch.url,
        capture_digest="0" * 64,
    )
    row = CheckRow(
        watch_id=watch.id,
        revision=after.revision,
        at=now,
        status=CheckStatus.NOT_MODIFIED,
        http_status=304,
        elapsed=timedelta(milliseconds=80),
        wire_bytes=300,
    )
    return CheckOutcome(watch=watch, state=after, row=row, pause=timedelta(0))


async def checks(folder: Path) -> None:
    """Measure claiming and recording of checks that found nothing new."""
    store = SqliteStore.open(folder, _Clock())
    watches = [_watch(number, f"https://site.example/{number}") for number in range(_WATCHES)]
    now = datetime.now(UTC)
    await asyncio.gather(*(store.put_watch(watch, now) for watch in watches))
    lease = await store.acquire(0, "bench", timedelta(minutes=10))
    assert lease is not None
    with _cpu(_WATCHES) as batched:
        while due := await store.due(lease, (), _AT_ONCE):
            outcomes = (_unchanged(item.watch, item.state) for item in due)
            await asyncio.gather(*(store.record(lease, outcome) for outcome in outcomes))
    again = await store.pick([watch.id for watch in watches[:_ALONE]])
    with _cpu(_ALONE) as alone:
        for item in again:
            await store.record(lease, _unchanged(item.watch, item.state))
    with _cpu(10) as listing:
        for _ in range(10):
            assert len(await store.watches()) == _WATCHES
    await store.aclose()
    print(f"claim and record, {_AT_ONCE} at once     {batched.ms:.3f} ms a check")
    print(f"one commit a check               {alone.ms:.3f} ms, {alone.ms / batched.ms:.1f} times")
    print(f"list of {_WATCHES} watches             {listing.ms:.1f} ms")


def _pages(data: Path) -> Iterator[tuple[Article, bytes]]:
    for line in (data / "data" / "truth.jsonl").read_text().splitlines():
        case = json.loads(line)
        if case["set"] == "aeb":
            file = data / "data" / "pages" / f"{case['id']}.html.gz"
            yield _article(case["url"], case["body"]), gzip.decompress(file.read_bytes())


def _edited(page: bytes, seed: int) -> bytes:
    """Return `page` with a dozen rotated strings and one other paragraph."""
    rng, other = random.Random(seed), bytearray(page)
    for _ in range(12):
        at = rng.randrange(len(other))
        other[at : at + 20] = b"%020d" % rng.randrange(10**19)
    at = rng.randrange(len(other))
    other[at : at + 400] = b" ".join(b"w%d" % rng.randrange(3000) for _ in range(80))
    return bytes(other)


def _snapshot(watch: Watch, number: int, article: Article, capture: CaptureRef) -> Snapshot:
    return Snapshot(
        watch_id=watch.id,
        version=number,
        article=article,
        capture=capture,
        fetched_at=datetime.now(UTC),
        url=watch.url,
        status=200,
        headers=(*_HEADERS, ("x-request-id", hashlib.sha256(capture.digest.encode()).hexdigest())),
        content_digest=content_digest(article),
        extractor=1,
    )


def _article(url: str, body: str) -> Article:
    texts = [text for text in body.split("\n\n") if text] or ["Nothing."]
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
    return Article(url=url, headline=texts[0][:80], authors=("A. Writer",), blocks=blocks)


def _reworded(article: Article, seed: int) -> Article:
    rng, blocks = random.Random(seed), list(article.blocks)
    at = rng.randrange(len(blocks))
    text = " ".join(f"w{rng.randrange(3000)}" for _ in range(60))
    blocks[at] = replace(blocks[at], text=text, spans=())
    return replace(article, blocks=tuple(blocks))


async def versions(folder: Path, data: Path) -> None:
    """Measure first and further versions of real pages, with some furniture rotated."""
    store, captures = SqliteStore.open(folder, _Clock()), FileCaptures(folder)
    lease = await store.acquire(0, "bench", timedelta(minutes=30))
    assert lease is not None
    latest: dict[str, Snapshot] = {}
    found, used = list(_pages(data)), 0.0
    for number in range(1, _ROUNDS + 1):
        cost = 0.0
        for index, (article, page) in enumerate(found):
            watch = _watch(index, article.url)
            if number == 1:
                await store.put_watch(watch, datetime.now(UTC))
            body = page if number == 1 else _edited(page, index * 1000 + number)
            before = latest.get(watch.id)
            (due,) = await store.pick([watch.id])
            base = None if before is None else before.capture
            with _cpu(1) as put:
                capture = captures.put(watch, number, article.headline, body, base)
            read = article if before is None else _reworded(before.article, number)
            latest[watch.id] = _snapshot(watch, number, read, capture)
            outcome = _outcome(due.watch, due.state, latest[watch.id])
            with _cpu(1) as recorded:
                assert await store.record(lease, outcome)
            cost += put.ms + recorded.ms
        size = _size(folder) / len(found)
        if number in (1, 2, _ROUNDS):
            print(f"version {number:2}: {cost / len(found):.2f} ms", end=", ")
            print(f"{size / 1024:.1f} KB a watch, {(size - used) / 1024:.2f} KB more")
        used = size
    await store.aclose()
    print(f"after closing: {_size(folder) / len(found) / 1024:.1f} KB a watch", end=" ")
    print(f"with {_ROUNDS} versions, {len(found)} pages")


def _outcome(watch: Watch, state: WatchState, snapshot: Snapshot) -> CheckOutcome:
    outcome = _unchanged(watch, replace(state, latest_version=snapshot.version))
    revision = outcome.state.revision
    event = Event(
        id=event_id(watch.id, revision, EventKind.CHANGED),
        watch_id=watch.id,
        revision=revision,
        kind=EventKind.CHANGED,
        at=snapshot.fetched_at,
        line=_SUMMARY.line,
        headline=snapshot.article.headline,
        change=_SUMMARY,
    )
    return replace(outcome, snapshot=snapshot, summary=_SUMMARY, events=(event,))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(arguments: list[str]) -> None:
    """Measure in a new folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        asyncio.run(checks(Path(one)))
        asyncio.run(versions(Path(two), Path(arguments[0])))


if __name__ == "__main__":
    main(sys.argv[1:])
