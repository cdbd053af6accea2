"""Make the pictures in docs/pictures/ from the demo's story: `make pictures`.

Runs the demo (or takes the folder of one that ran: `python docs/pictures.py FOLDER`) and
photographs what it wrote in Debian's chromium: the report on a wide screen, on a phone, in the
dark and side by side, the whole life, a mail, the terminal, and the picture for sharing.
"""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

import fontpkg  # type: ignore[import-untyped]
from PIL import Image, ImageOps
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from monitor import open_monitor
from monitor.report import Story, terminal
from monitor.report.picture import picture, svg

PICTURES = Path(__file__).with_name("pictures")
_COLOURS = 96
_MARGIN = 64
"""Of paper, which a browser adds only when it prints."""
_ENDS = """(item) => [0, item.offsetHeight].map(
  (more) => item.getBoundingClientRect().top + scrollY + more)"""
"""Where an element begins and ends on its page."""
_SILENT = "2-silent"
"""The report of the demo's silent edit."""
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir>
<cachedir>{cache}</cachedir></fontconfig>"""
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 32px; background: #e9e4d9 }}
pre {{ margin: 0; padding: 28px 32px; border-radius: 10px; box-shadow: 0 2px 18px #0002;
  background: {background}; color: {foreground}; font: 15px/1.5 "DejaVu Sans Mono", monospace }}
</style><pre>$ monitor diff harl 2 3
{code}</pre>"""
_THEME = TerminalTheme(
    (253, 252, 249),
    (28, 26, 23),
    [(28, 26, 23), (165, 40, 27), (27, 106, 67), (138, 96, 0), (49, 63, 128), (120, 50, 110),
     (20, 100, 110), (105, 100, 91)],
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: of which page, how wide, and how it is looked at."""

    name: str
    page: Path
    width: int = 1200
    height: int = 800
    whole: bool = True
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    click: str = ""
    part: str = ""
    """The selector of what is shown from top to bottom, across the whole width."""


def main() -> None:
    """Write all pictures, from the demo's folder given or from a demo run now."""
    PICTURES.mkdir(exist_ok=True)
    with _demo(sys.argv[1:]) as demo, tempfile.TemporaryDirectory() as scratch:
        story = asyncio.run(_story(demo))
        (PICTURES / "share.png").write_bytes(picture(story))
        (PICTURES / "share.svg").write_text(svg(story), "utf-8")
        screen = Path(scratch) / "terminal.html"
        screen.write_text(_screen(story), "utf-8")
        _photograph([*_shots(demo), Shot(name="terminal", page=screen, width=1040)], Path(scratch))


@contextmanager
def _demo(arguments: list[str]) -> Iterator[Path]:
    if arguments:
        yield Path(arguments[0]).absolute()
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "monitor", "demo", "--folder", f"{folder}/demo"]
        subprocess.run(command, check=True)
        yield Path(folder) / "demo"


async def _story(demo: Path) -> Story:
    """Return the story of the demo's silent edit."""
    async with open_monitor(demo / "config.yaml") as monitor:
        for overview in await monitor.watches():
            if overview.state.latest_version > 3:
                story: Story = await monitor.diff(overview.watch.id, 2, 3)
                return story
    raise SystemExit(f"{demo} has no article with four versions")


def _shots(demo: Path) -> Iterator[Shot]:
    silent = demo / "reports" / f"{_SILENT}.html"
    update = demo / "reports" / "1-update.html"
    mails = sorted((demo / "mails").glob("*.html"))
    yield Shot(name="report-wide", page=silent, height=1180, whole=False)
    yield Shot(name="report-dark", page=silent, height=1180, whole=False, scheme="dark")
    yield Shot(name="report-phone", page=silent, width=390, height=1120, whole=False)
    yield Shot(name="report-print", page=silent, width=720, media="print")
    yield Shot(name="report-side-by-side", page=update, click="label[for=as-two]", part=".article")
    yield Shot(name="life", page=demo / "reports" / "whole-life.html")
    yield Shot(name="mail", page=mails[1], width=700, height=560)
    yield Shot(name="mail-dark", page=mails[1], width=700, height=560, scheme="dark")


def _screen(story: Story) -> str:
    """Return what `monitor diff` prints, as a page that looks like a terminal."""
    console = Console(record=True, width=92, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(terminal(story, colour=True, width=92)))
    return console.export_html(theme=_THEME, code_format=_TERMINAL, inline_styles=True)


def _photograph(shots: list[Shot], scratch: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium is needed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu"],
            env={**os.environ, "FONTCONFIG_FILE": str(_fonts(scratch))},
        )
        for shot in shots:
            _take(browser, shot)
        browser.close()


def _fonts(scratch: Path) -> Path:
    """Return a font configuration in which the serif of our pictures is installed."""
    fonts = Path(fontpkg.path("Source Serif 4")).parent
    path = scratch / "fonts.conf"
    path.write_text(_FONTS.format(fonts=escape(str(fonts)), cache=escape(str(scratch))), "utf-8")
    return path


def _take(browser: Browser, shot: Shot) -> None:
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.scheme,
        device_scale_factor=2 if shot.width < 500 else 1,
    )
    page.emulate_media(media=shot.media, color_scheme=shot.scheme)
    page.goto(shot.page.as_uri())
    if shot.click:
        page.locator(shot.click).click()
    taken = Image.open(io.BytesIO(page.screenshot(full_page=shot.whole)))
    if shot.part:
        top, bottom = page.locator(shot.part).evaluate(_ENDS)
        taken = taken.crop((0, int(top) - 24, taken.width, int(bottom) + 24))
    if shot.media == "print":
        taken = ImageOps.expand(taken.convert("RGB"), _MARGIN, "white")
    # A few colours are enough for letters on paper, and a quarter of the bytes.
    few = taken.convert("RGB").quantize(
        _COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    few.save(PICTURES / f"{shot.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    main()
