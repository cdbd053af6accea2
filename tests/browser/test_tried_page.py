"""How a page was read, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Request

from monitor.extract import explain
from monitor.report import tried
from tests.extract.pages import BODY, FIRST, URL, page

pytestmark = pytest.mark.browser

LONG = "x" * 400
PAGE = page(
    f'{BODY}<p>{LONG} is a word that no line holds.</p><div class="share-{LONG}">114 shares</div>',
    before="<p>Weather: fair</p><p>Sport</p><p>Shop</p>",
    after=f"<div>{LONG}</div>",
)


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "tried.html"
    path.write_text(tried(explain(PAGE, url=URL), URL))
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_every_width_and_loads_nothing(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    opened = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    opened.on("request", note)
    await opened.goto(address)
    assert asked == [address]
    assert await opened.evaluate("document.documentElement.scrollWidth") <= width


async def test_pieces_are_hidden_by_key_and_without_script(browser: Browser, address: str) -> None:
    context = await browser.new_context(java_script_enabled=False)
    opened = await context.new_page()
    await opened.goto(address)
    piece = opened.locator(".piece.kept", has_text=FIRST)
    assert await piece.is_visible()
    await opened.locator("#show-kept").focus()
    await opened.keyboard.press("Space")
    assert not await piece.is_visible()
    assert await opened.locator(".piece.dropped").is_visible()


async def test_it_prints(browser: Browser, address: str) -> None:
    opened = await browser.new_page()
    await opened.goto(address)
    assert (await opened.pdf()).startswith(b"%PDF")
