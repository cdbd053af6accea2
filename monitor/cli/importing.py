"""The command that takes over the watch lists of other tools: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import count, plain, print_json, read_file, safe, say
from monitor.cli.session import guarded, run_with_app
from monitor.cli.watches import JsonOption
from monitor.core import TakenOver, take_over
from monitor.discover.imports import read_import
from monitor.errors import UsageError
from monitor.model import Failure, Imported, LeftBehind
from monitor.wiring import App


def import_list(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A list of addresses, OPML, a backup, a YAML file.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would be taken over.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take over the watch list of another tool.

    Lists of addresses, CSV, OPML; changedetection.io (backup or JSON), urlwatch, webchanges and
    diffengine (YAML). What cannot be carried over is listed.
    """
    found = guarded(lambda: _read(file))
    if dry_run:
        _print_found(found, as_json)
        return

    async def use(app: App) -> TakenOver:
        return await take_over(found, app.monitor, app.sources)

    taken = run_with_app(ctx, use)
    if as_json:
        print_json(taken)
        return
    say(f"[green]taken over[/] from {safe(taken.tool)}: {_counted(taken.watches, taken.sources)}")
    _print_left_behind(taken.left_behind)
    if taken.watches or taken.sources:
        say("[dim]`monitor check` looks now; `monitor run` keeps looking.[/]")


def _read(file: Path) -> Imported:
    found = read_import(read_file(file), file.name)
    if isinstance(found, Failure):
        raise UsageError(found.detail)
    return found


def _counted(watches: tuple[object, ...], sources: tuple[object, ...]) -> str:
    parts = [count(len(watches), "article")] if watches or not sources else []
    parts += [count(len(sources), "source")] if sources else []
    return " and ".join(parts)


def _print_found(found: Imported, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    say(f"{safe(found.tool)} lists {_counted(found.watches, found.sources)}")
    for watch in found.watches:
        paused = "  [dim]paused[/]" if watch.paused else ""
        say(f"  {safe(watch.url)}{paused}")
    for source in found.sources:
        say(f"  {safe(source.url)}  [dim]source[/]")
    _print_left_behind(found.left_behind)


def _print_left_behind(left: tuple[LeftBehind, ...]) -> None:
    if left:
        say(f"\n[yellow]{count(len(left), 'thing')} stayed behind[/]")
    for one in left:
        say(f"  {safe(plain(one.what))}  [dim]{safe(plain(one.why))}[/]")
