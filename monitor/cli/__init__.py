"""The command line. Commands parse and print; what they do is in `monitor.core`."""

from __future__ import annotations

from importlib.metadata import version as distribution_version
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import (
    alerts,
    configuring,
    importing,
    memory,
    reports,
    rereading,
    running,
    sources,
    trying,
    watches,
)
from monitor.cli.output import out
from monitor.cli.session import CONFIG_FILE

app = typer.Typer(
    name="monitor",
    help="Watches news articles and tells people what was edited.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        out.print(f"article-monitor {distribution_version('article-monitor')}")
        raise typer.Exit


@app.callback()
def options(
    config: Annotated[
        Path,
        typer.Option("--config", "-c", envvar="MONITOR_CONFIG", help="The configuration file."),
    ] = CONFIG_FILE,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print it."),
    ] = False,
) -> None:
    """Watches news articles and tells people what was edited."""


app.command()(running.run)
app.command()(watches.check)
app.command()(watches.add)
app.command()(watches.remove)
app.command()(watches.pause)
app.command()(watches.resume)
app.command("list")(watches.list_watches)
app.command()(watches.show)
app.command()(reports.diff)
app.command()(reports.report)
app.command()(reports.text)
app.command()(reports.raw)
app.command("try")(trying.try_page)
app.command()(rereading.reextract)
app.command()(memory.memory)
app.add_typer(sources.app, name="source")
app.command("import")(importing.import_list)
app.add_typer(alerts.app, name="alerts")
app.add_typer(configuring.app, name="config")
app.command()(configuring.doctor)
app.command()(running.demo)


def main() -> None:
    """Run the command line."""
    app()
