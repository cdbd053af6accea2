"""Reading in a process that can be killed."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from monitor.check.reading import Page, Reader, Reading
from monitor.model import Failure, FindingKind, Reason
from tests.check.worlds import URL, article

_PAGE = """<!doctype html><html lang="en"><head><title>Ferries run again</title></head><body>
<article><h1>Ferries run again in the old harbour</h1>
<p>The port authority said that {} passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
</article></body></html>"""


def _page(figure: int) -> Page:
    return Page(
        body=_PAGE.format(figure).encode(), url=URL, final_url=URL, content_type="text/html"
    )


def hang() -> None:
    time.sleep(600)


def compute() -> None:
    while True:
        pass


def rest() -> str:
    """Take more time than one page may, over several calls."""
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    return "done"


def eat() -> int:
    return len(bytearray(8 * 1024**3))


def die() -> None:
    os._exit(7)


def stumble() -> None:
    raise ZeroDivisionError("over a page")


@pytest_asyncio.fixture
async def reader() -> AsyncIterator[Reader]:
    opened = Reader(limit=timedelta(seconds=5))
    yield opened
    await opened.aclose()


async def test_a_page_is_read_and_compared(reader: Reader) -> None:
    first = await reader.read(_page(120), None)
    assert isinstance(first, Reading)
    assert first.change is None
    second = await reader.read(_page(150), first.article)
    assert isinstance(second, Reading)
    assert second.change is not None
    assert [edit.after for edit in second.change.edits if "150" in edit.after]
    assert first.content_digest != second.content_digest


async def test_a_page_that_is_no_article_is_a_failure(reader: Reader) -> None:
    page = Page(body=b"%PDF-1.7", url=URL, final_url=URL, content_type="application/pdf")
    found = await reader.read(page, None)
    assert isinstance(found, Failure)
    assert found.reason is Reason.NOT_HTML


@pytest.mark.parametrize(("work", "seconds"), [(compute, 0.5), (hang, 2.5)])
async def test_work_without_end_is_killed_and_the_next_page_is_read(
    work: Callable[[], None], seconds: float
) -> None:
    reader = Reader(limit=timedelta(seconds=0.5))
    failure = await reader.run(work)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.TOO_COMPLEX
    assert f"more than {seconds:g} s" in failure.detail
    assert isinstance(await reader.read(_page(1), None), (Reading, Failure))
    await reader.aclose()


async def test_the_cpu_time_of_one_page_is_not_counted_against_the_next() -> None:
    reader = Reader(limit=timedelta(seconds=0.5))
    assert [await reader.run(rest) for _ in range(3)] == ["done"] * 3
    await reader.aclose()


async def test_work_that_eats_all_memory_is_a_failure_and_not_our_end(reader: Reader) -> None:
    failure = await reader.run(eat)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.TOO_COMPLEX
    assert isinstance(await reader.read(_page(1), None), Reading)


async def test_a_worker_that_dies_is_replaced(reader: Reader) -> None:
    failure = await reader.run(die)
    assert isinstance(failure, Failure)
    assert "exit code 7" in failure.detail
    assert isinstance(await reader.read(_page(1), None), Reading)


async def test_a_bug_of_ours_over_a_page_says_so(reader: Reader) -> None:
    failure = await reader.run(stumble)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.EXTRACTOR_FAILED
    assert "ZeroDivisionError" in failure.detail
    assert "over a page" in failure.evidence


class Stuck(Reader):
    """A reader whose worker never comes to an end in time."""

    async def run(self, work: Callable[..., object], *args: object) -> Any:
        return Failure(reason=Reason.TOO_COMPLEX, detail="too slow")


async def test_two_articles_are_compared_coarsely_where_the_whole_takes_too_long() -> None:
    reader = Stuck()
    change = await reader.compare(article("One sentence here."), article("Another there."), URL)
    assert change.edits
    assert FindingKind.COARSE in {finding.kind for finding in change.findings}
    await reader.aclose()
