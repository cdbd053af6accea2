"""Pages built to make a reader run for ever or eat all memory, in a worker as the daemon has it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.check.reading import Page, Reader, Reading
from monitor.config import Config
from monitor.model import Failure, Reason
from tests.extract.giants import GIANTS, URL, peak

pytestmark = pytest.mark.slow

MOST = 300 * 1024**2
"""Bytes that a page may take."""


def page(body: bytes) -> Page:
    return Page(body=body, url=URL, final_url=URL, content_type="text/html")


def test_no_giant_takes_more_than_its_cpu_time_or_its_memory() -> None:
    """The worker has the CPU time that it has by default; past it a page is given up."""

    async def read_all() -> dict[str, Reading | Failure]:
        reader = Reader(limit=Config().checks.extraction_timeout)
        try:
            assert isinstance(
                await reader.read(page(b"<p>" + b"A few words. " * 30), None), Reading
            )
            before = await reader.run(peak)
            found = {name: await reader.read(page(make()), None) for name, make in GIANTS.items()}
            after = await reader.run(peak)
        finally:
            await reader.aclose()
        assert isinstance(before, int) and isinstance(after, int)
        assert after - before < MOST
        return found

    found = asyncio.run(read_all())
    failures = {name: one for name, one in found.items() if isinstance(one, Failure)}
    late = {name for name, one in failures.items() if "s to read" in one.detail}
    assert not late
    assert not [one for one in failures.values() if one.reason is Reason.EXTRACTOR_FAILED]
    assert {"9 MB of one line", "UTF-16 without a mark"} <= found.keys() - failures.keys()


def test_the_limit_is_two_seconds() -> None:
    assert Config().checks.extraction_timeout == timedelta(seconds=2)
