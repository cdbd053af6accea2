"""Commands about the set-up: config check, config schema, doctor."""

from __future__ import annotations

import typer

from monitor.cli.output import FAILED, count, print_json, safe, say
from monitor.cli.session import config_path, guarded, look_with_app, read_config
from monitor.cli.watches import JsonOption
from monitor.config import schema as config_schema
from monitor.doctor import Finding, examine
from monitor.wiring import App

app = typer.Typer(help="The configuration: check it, or get its schema.", no_args_is_help=True)


@app.command()
def check(ctx: typer.Context) -> None:
    """Check the configuration file; exits with 3 and file, line and reason where it is wrong."""
    config = guarded(lambda: read_config(ctx))
    say(
        f"[green]✓[/] {safe(str(config_path(ctx)))}: {count(len(config.watches), 'watch')}, "
        f"{count(len(config.channels), 'channel')}"
    )


@app.command()
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    print_json(config_schema())


def doctor(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Check everything that the monitor needs, and say what to do about what is wrong."""

    async def use(opened: App) -> tuple[Finding, ...]:
        return await examine(opened)

    findings = look_with_app(ctx, use)
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            mark = "[green]✓[/]" if finding.good else "[red]✗[/]"
            say(f"{mark} {safe(finding.about)}: {safe(finding.text)}")
            if finding.hint:
                say(f"  [dim]{safe(finding.hint)}[/]")
    if not all(finding.good for finding in findings):
        raise typer.Exit(FAILED)
