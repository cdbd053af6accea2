"""Commands about what was edited: diff, report, text, raw."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, cast

import typer

from monitor.cli.output import err, out, safe, write_file
from monitor.cli.session import guarded, look_with_app
from monitor.cli.watches import WatchArgument
from monitor.report import (
    Story,
    article_text,
    as_json,
    life,
    life_csv,
    life_json,
    life_markdown,
    life_terminal,
    markdown,
    page,
    patch,
    terminal,
)
from monitor.wiring import App

FromArgument = Annotated[int | None, typer.Argument(metavar="[A]", help="From this version.")]
ToArgument = Annotated[int | None, typer.Argument(metavar="[B]", help="To this version.")]


class DiffForm(StrEnum):
    """How `monitor diff` writes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PATCH = "patch"
    JSON = "json"


def diff(
    ctx: typer.Context,
    watch: WatchArgument,
    a: FromArgument = None,
    b: ToArgument = None,
    form: Annotated[DiffForm, typer.Option("--format", "-f", help="How to write it.")] = (
        DiffForm.TEXT
    ),
    json_form: Annotated[bool, typer.Option("--json", help="The same as -f json.")] = False,
) -> None:
    """Show what was edited: by default in the last edit, else from version A to B."""

    async def use(app: App) -> Story:
        return await app.monitor.diff(watch, a, b)

    story = look_with_app(ctx, use)
    match DiffForm.JSON if json_form else form:
        case DiffForm.JSON:
            print(as_json(story))
        case DiffForm.PATCH:
            print(patch(story), end="")
        case DiffForm.MARKDOWN:
            print(markdown(story))
        case DiffForm.TEXT:
            _page_through(terminal(story, colour=_colour(), width=out.width))


def _colour() -> bool:
    return out.is_terminal and not out.no_color


def _page_through(text: str) -> None:
    """Show text in `less` where it does not fit the screen."""
    less = shutil.which("less")
    if not less or not out.is_terminal or len(text.splitlines()) < out.height:
        print(text)
        return
    # Its own options come with LESS; -R shows our colours, whatever those are.
    pager = subprocess.Popen([less, "-R"], stdin=subprocess.PIPE, encoding="utf-8")
    with suppress(BrokenPipeError), cast(IO[str], pager.stdin) as file:
        file.write(text + "\n")
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):  # less keeps Ctrl-C for itself
            pager.wait()


def report(
    ctx: typer.Context,
    watch: WatchArgument,
    a: FromArgument = None,
    b: ToArgument = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="FILE.html, .md, .json, .txt, .patch, .png or .svg; with --life also .csv",
        ),
    ] = None,
    whole_life: Annotated[bool, typer.Option("--life", help="Every version and edit.")] = False,
) -> None:
    """Write a report: what was edited, in place, with its evidence."""

    async def use(app: App) -> tuple[Story, ...]:
        if whole_life:
            await app.monitor.diff(watch)
            return await app.monitor.life(watch)
        return (await app.monitor.diff(watch, a, b),)

    stories = look_with_app(ctx, use)
    path = output or Path(f"report-{stories[-1].watch.id}.html")
    data = guarded(lambda: _whole(stories, path) if whole_life else _rendered(stories[0], path))
    guarded(lambda: write_file(path, data))
    err.print(f"[green]written:[/] {safe(str(path))}")


def _whole(stories: tuple[Story, ...], path: Path) -> bytes:
    match path.suffix.lower():
        case ".html" | ".htm" | "":
            return life(stories).encode()
        case ".md":
            return life_markdown(stories).encode()
        case ".json":
            return life_json(stories).encode()
        case ".txt":
            return life_terminal(stories, colour=False, width=80).encode()
        case ".csv":
            return life_csv(stories).encode()
        case suffix:
            raise typer.BadParameter(f"{suffix}: with --life use .html, .md, .json, .txt or .csv")


def _rendered(story: Story, path: Path) -> bytes:
    match path.suffix.lower():
        case ".html" | ".htm" | "":
            return page(story).encode()
        case ".md":
            return markdown(story).encode()
        case ".json":
            return as_json(story).encode()
        case ".patch" | ".diff":
            return patch(story).encode()
        case ".txt":
            return terminal(story, colour=False, width=80).encode()
        case ".png" | ".svg" as suffix:
            # Only who wants a picture pays for Pillow and a font.
            from monitor.report.picture import picture, svg  # noqa: PLC0415

            return picture(story) if suffix == ".png" else svg(story).encode()
        case suffix:
            raise typer.BadParameter(f"{suffix}: use .html, .md, .json, .patch, .txt, .png or .svg")


def text(
    ctx: typer.Context,
    watch: WatchArgument,
    version: Annotated[int | None, typer.Argument(metavar="[N]", help="Which version.")] = None,
) -> None:
    """Print a version's text, by default the newest one's."""

    async def use(app: App) -> str:
        return article_text(await app.monitor.snapshot(watch, version))

    print(look_with_app(ctx, use))


def raw(
    ctx: typer.Context,
    watch: WatchArgument,
    version: Annotated[int | None, typer.Argument(metavar="[N]", help="Which version.")] = None,
) -> None:
    """Print the bytes that a version was read from, checked against their hash."""

    async def use(app: App) -> bytes:
        return await app.monitor.raw(watch, version)

    body = look_with_app(ctx, use)
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
