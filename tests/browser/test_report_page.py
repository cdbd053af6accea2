"""The report as a page, in a real browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Request

from monitor.diff import compare, summary
from monitor.model import Article, CaptureRef, Snapshot, Version, content_digest
from monitor.report import Story, page
from tests.check.worlds import NOW, URL, article, watch

pytestmark = pytest.mark.browser

HOSTILE = '<script>document.title = "owned"</script><img src=x onerror="document.title=\'owned\'">'
FILLER = [f"Paragraph {number} says what it always said about the harbour." for number in range(9)]
OLD = article("The ferry carried 120 people when it left the harbour on Monday.", *FILLER)
NEW = article(
    "The ferry carried 150 people when it left the harbour on Monday.",
    *FILLER,
    f"A word that nobody should run: {HOSTILE} {'x' * 400}",
)


def snapshot(version: int, found: Article) -> Snapshot:
    ref = CaptureRef(path=f"{version}", digest="ab" * 32, size=1000, stored_size=100)
    return Snapshot(
        watch_id="w1",
        version=version,
        article=found,
        capture=ref,
        fetched_at=NOW + timedelta(minutes=24 * version),
        url=URL,
        status=200,
        headers=(),
        content_digest=content_digest(found),
        extractor=1,
    )


def story() -> Story:
    change = compare(OLD, NEW)
    snapshots = (snapshot(1, OLD), snapshot(2, NEW))
    versions = tuple(
        Version(
            watch_id="w1",
            version=item.version,
            headline=item.article.headline,
            fetched_at=item.fetched_at,
            url=item.url,
            digest=item.capture.digest,
            size=1000,
            content_digest=item.content_digest,
            extractor=1,
            rules="",
            words=100,
        )
        for item in snapshots
    )
    return Story(
        watch=watch(),
        headline=NEW.headline,
        versions=(versions[0], replace(versions[1], change=summary(change))),
        old=snapshots[0],
        new=snapshots[1],
        change=change,
        checks=98,
        checks_ok=97,
        zone=ZoneInfo("UTC"),
    )


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "report.html"
    path.write_text(page(story()))
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_every_width_and_loads_nothing(
    browser: Browser, report: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    opened = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    opened.on("request", note)
    await opened.goto(report)
    assert asked == [report]
    assert await opened.evaluate("document.documentElement.scrollWidth") <= width
    assert await opened.title() != "owned"


async def test_it_says_everything_without_script(browser: Browser, report: str) -> None:
    context = await browser.new_context(java_script_enabled=False)
    opened = await context.new_page()
    await opened.goto(report)
    text = await opened.inner_text("body")
    assert "120" in text and "150" in text
    assert "<script>" in text
    assert await opened.locator("del").count() >= 1
    assert await opened.locator("ins").count() >= 1
    assert await opened.locator("h1").count() == 1


async def test_it_prints(browser: Browser, report: str) -> None:
    opened = await browser.new_page()
    await opened.goto(report)
    assert (await opened.pdf()).startswith(b"%PDF")
