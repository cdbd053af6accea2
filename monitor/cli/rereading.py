"""The command that reads the stored history anew: reextract."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.cli.output import FAILED, count, err, print_json, safe, say
from monitor.cli.session import run_with_app
from monitor.cli.watches import JsonOption
from monitor.model import Reread, Version
from monitor.wiring import App


def reextract(
    ctx: typer.Context,
    watches: Annotated[
        list[str] | None, typer.Argument(metavar="[WATCH]...", help="By default all watches.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only say which versions are in question.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read stored versions anew from their captures, after an upgrade or with new rules."""
    stale: list[Version] = []

    async def use(app: App) -> tuple[Reread, ...]:
        with _progress() as progress:
            bar = progress.add_task("reading anew", total=None)

            def begin(versions: tuple[Version, ...]) -> None:
                stale.extend(versions)
                progress.update(bar, total=len(versions))

            return await app.monitor.reextract(
                watches or (),
                only_list=dry_run,
                begun=begin,
                seen=lambda reread: progress.advance(bar),
            )

    done = run_with_app(ctx, use)
    if as_json:
        print_json(stale if dry_run else done)
    elif dry_run:
        _list(stale)
    else:
        _sum_up(done)
    if any(one.failure for one in done):
        raise typer.Exit(FAILED)


def _progress() -> Progress:
    """Return a bar that goes to standard error, and vanishes when all is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=err, transient=True)


def _list(stale: list[Version]) -> None:
    for version in stale:
        day = version.fetched_at.date().isoformat()
        say(f"  {version.watch_id}  version {version.version:<4} {day}  {safe(version.headline)}")
    say(f"{count(len(stale), 'version')} would be read anew")


def _sum_up(done: tuple[Reread, ...]) -> None:
    failed = [one for one in done if one.failure]
    differing = sum(one.differs for one in done)
    say(
        f"[green]✓[/] {count(len(done) - len(failed), 'version')} read anew, "
        f"{differing or 'none'} with other words than before; nobody is told"
    )
    for one in failed:
        detail = one.failure.detail if one.failure else ""
        say(f"[red]✗[/] {one.watch_id}, version {one.version}, keeps its reading: {safe(detail)}")
