"""Read pages and compare articles in a process that can be killed.

A page can be built to make a parser or a diff run for ever, or to eat all memory. The worker has
a limit of memory and of CPU time a page; past either it is killed, that page gets a Failure, and
the next page gets a fresh worker. CPU time, since a machine that is busy with other things is no
fault of the page; a worker that hangs without using any is killed later. Only the pure rooms run
there, so the worker stays small.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from monitor.diff import DEFAULT as DEFAULT_DIFF
from monitor.diff import Settings as DiffSettings
from monitor.diff import coarse, compare
from monitor.extract import EXTRACTOR_VERSION, Sites, explain, extract, holding, rules_for
from monitor.model import (
    Article,
    Ballot,
    Capture,
    Change,
    Explanation,
    Failure,
    Reason,
    SiteRules,
    Snapshot,
    Version,
    ballot,
    content_digest,
)

T = TypeVar("T")

_MEMORY_LIMIT = 1024**3
"""Bytes of address space of a worker: a page takes 300 MB at most, libraries come on top."""
_PATIENCE = 5
"""How many times its CPU time a page may take by the clock."""
_PAGES_PER_WORKER = 5_000
"""Then a fresh one takes over, so that no leak in a library can grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page that was read as an article, against the latest version where there is one."""

    article: Article
    content_digest: str
    change: Change | None = None
    ballot: Ballot | None = None
    """What it says of the lines of its host, where it may become a version."""
    wall: Failure | None = None
    """Why no more than headline and teaser could be read, where that is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What reading a page needs of its capture."""

    body: bytes
    url: str
    final_url: str
    content_type: str | None
    status: int = 200
    fetched: date | None = None
    """The day on which it was fetched: which of the site's rules hold for it."""
    watch: str = ""
    """The watch whose rules come before the site's, as `Reader.use` calls it."""
    remembered: frozenset[str] = frozenset()
    """The digests of lines that its host's articles share."""
    left_out: tuple[str, ...] = ()
    """Lines that were left out of this very article before."""
    rules: SiteRules | None = None


def page_of(capture: Capture, watch: str = "", remembered: frozenset[str] = frozenset()) -> Page:
    """Return what reading needs of `capture`, which is of that watch."""
    return Page(
        body=capture.body,
        url=capture.url,
        final_url=capture.final_url,
        content_type=capture.header("content-type"),
        status=capture.status,
        fetched=capture.received_at.date(),
        watch=watch,
        remembered=remembered,
    )


def stored_page(version: Snapshot, body: bytes) -> Page:
    """Return what reading needs of a stored version, whose capture holds `body`.

    What was left out of it stays out, and nothing else, whatever is remembered of its host by now.
    """
    return Page(
        body=body,
        url=version.url,
        final_url=version.url,
        content_type=dict(version.headers).get("content-type"),
        status=version.status,
        fetched=version.fetched_at.date(),
        watch=version.watch_id,
        left_out=version.article.left_out,
    )


def read(page: Page, baseline: Article | None, settings: DiffSettings) -> Reading | Failure:
    """Tell the article from `page` and compare it with `baseline`. Runs in the worker."""
    found = read_alone(page, baseline)
    if isinstance(found, Failure) or baseline is None:
        return found
    change = compare(baseline, found.article, url=page.final_url, settings=settings)
    said = ballot(baseline, found.article) if change.edits and not found.wall else None
    return replace(found, change=change, ballot=said)


def read_alone(page: Page, baseline: Article | None) -> Reading | Failure:
    """Tell the article from `page`, of which `baseline` is the version before; compare nothing."""
    article = extract(
        page.body,
        url=page.url,
        content_type=page.content_type,
        final_url=page.final_url,
        status=page.status,
        previous=baseline,
        rules=page.rules,
        remembered=page.remembered,
        left_out=page.left_out,
    )
    if isinstance(article, Failure):
        return _before_the_wall(article)
    said = None if baseline else ballot(None, article)
    return Reading(article=article, content_digest=content_digest(article), ballot=said)


def _before_the_wall(failure: Failure) -> Reading | Failure:
    """Return what a wall lets be read of the article; the failure where that is nothing."""
    teaser = failure.teaser
    if teaser is None:
        return failure
    wall = replace(failure, teaser=None)
    return Reading(article=teaser, content_digest=content_digest(teaser), wall=wall)


def _limit_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(_MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _within(seconds: float, work: Callable[..., T], *args: object) -> T:
    """Do `work`; the system ends this process if it takes more CPU time than `seconds`."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return work(*args)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class Reader:
    """The pure rooms, within limits.

    `limit` is the CPU time for one page: to read it and to compare it.
    """

    def __init__(
        self,
        *,
        limit: timedelta = timedelta(seconds=2),
        workers: int = 1,
        diff: DiffSettings = DEFAULT_DIFF,
        sites: Sites | None = None,
    ) -> None:
        self._limit = limit
        self._diff = diff
        self._sites = sites or {}
        self._watches: Sites = {}
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_PAGES_PER_WORKER,
            initializer=_limit_memory,
            context=multiprocessing.get_context("spawn"),
        )
        self._turns = asyncio.Semaphore(workers)

    async def read(self, page: Page, baseline: Article | None) -> Reading | Failure:
        """Return the article of `page` and its change against `baseline`, or why there is none."""
        page = self._ruled(page)
        reading = await self.run(read, page, baseline, self._diff)
        if not isinstance(reading, Failure) or baseline is None or not _is_ours(reading):
            return reading
        alone = await self.run(read_alone, page, baseline)
        if isinstance(alone, Failure):
            return alone
        return replace(alone, change=coarse(baseline, alone.article))

    def use(self, sites: Sites, watches: Sites | None = None) -> None:
        """Read by these rules from now on: of sites, by host, and of watches, by id."""
        self._sites, self._watches = sites, watches or {}

    def rules(self, watch: str, url: str, fetched: date | None) -> SiteRules | None:
        """Return the watch's rules, or else its site's, for a page fetched on that day."""
        day = fetched or date.max
        own = holding(self._watches.get(watch, ()), day)
        return own or rules_for(self._sites, url, day)

    def _ruled(self, page: Page) -> Page:
        return replace(page, rules=self.rules(page.watch, page.final_url, page.fetched))

    def is_current(self, version: Snapshot | Version) -> bool:
        """Tell whether a version was read by today's extractor and by the rules of its time."""
        rules = self.rules(version.watch_id, version.url, version.fetched_at.date())
        digest = rules.digest if rules else ""
        return version.extractor == EXTRACTOR_VERSION and version.rules == digest

    def alike(self, workers: int) -> Reader:
        """Return another reader with the same settings and so many workers; it is to be closed."""
        reader = Reader(limit=self._limit, workers=workers, diff=self._diff)
        reader.use(self._sites, self._watches)
        return reader

    async def explain(self, page: Page) -> Explanation:
        """Return what is read from `page`, and why each piece of it was kept or left out."""
        found = await self.run(_explain, self._ruled(page))
        return found if isinstance(found, Explanation) else Explanation(result=found, decisions=())

    async def compare(self, old: Article, new: Article, url: str) -> Change:
        """Return the change from `old` to `new`; a coarse one where the whole takes too long."""
        change = await self.run(_compare, old, new, url, self._diff)
        return coarse(old, new) if isinstance(change, Failure) else change

    async def aclose(self) -> None:
        """Stop the workers."""
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join(5)

    async def run(self, work: Callable[..., T], *args: object) -> T | Failure:
        """Run `work` in a worker; a crash, a hang or a hunger for memory becomes a Failure."""
        seconds = self._limit.total_seconds()
        limited = (seconds, work, *args)
        async with self._turns:
            task = self._pool.schedule(_within, args=limited, timeout=seconds * _PATIENCE)
            try:
                return await asyncio.wrap_future(task)
            except FutureTimeout:
                return _too_slow(seconds * _PATIENCE)
            except MemoryError:
                detail = "the page took too much memory to read"
                return Failure(reason=Reason.TOO_COMPLEX, detail=detail)
            except ProcessExpired as error:
                if error.exitcode == -signal.SIGPROF:
                    return _too_slow(seconds)
                detail = f"reading the page ended the worker (exit code {error.exitcode})"
                return Failure(reason=Reason.EXTRACTOR_FAILED, detail=detail)
            except Exception as error:  # noqa: BLE001 - whatever our own code raised over a page
                return _bug(error)


def _too_slow(seconds: float) -> Failure:
    detail = f"the page took more than {seconds:g} s to read"
    return Failure(reason=Reason.TOO_COMPLEX, detail=detail)


def _bug(error: Exception) -> Failure:
    detail = f"a bug in our own extractor: {type(error).__name__} (please report it)"
    trace = getattr(error, "traceback", "") or repr(error)
    return Failure(reason=Reason.EXTRACTOR_FAILED, detail=detail, evidence=str(trace))


def _compare(old: Article, new: Article, url: str, settings: DiffSettings) -> Change:
    return compare(old, new, url=url, settings=settings)


def _explain(page: Page) -> Explanation:
    return explain(
        page.body,
        url=page.url,
        content_type=page.content_type,
        final_url=page.final_url,
        status=page.status,
        rules=page.rules,
        remembered=page.remembered,
        left_out=page.left_out,
    )


def _is_ours(failure: Failure) -> bool:
    return failure.reason in (Reason.EXTRACTOR_FAILED, Reason.TOO_COMPLEX)
