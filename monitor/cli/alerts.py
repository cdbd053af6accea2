"""Commands about alerts: list, show, resend."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from monitor.cli.output import ago, count, out, plain, print_json, safe, say
from monitor.cli.session import look_with_app, run_with_app
from monitor.cli.watches import JsonOption
from monitor.model import Alert, AlertStatus, Message
from monitor.report import message
from monitor.wiring import App

app = typer.Typer(help="Alerts: what was told to whom, and what is still on its way.")

AlertArgument = Annotated[str, typer.Argument(metavar="ALERT", help="Its id, or how that begins.")]
_COLOUR = {
    AlertStatus.PENDING: "yellow",
    AlertStatus.DELIVERED: "green",
    AlertStatus.GIVEN_UP: "red",
}


@app.callback(invoke_without_command=True)
def alerts(
    ctx: typer.Context,
    pending: Annotated[bool, typer.Option("--pending", help="Only those on their way.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List alerts, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    _list(ctx, pending=pending, limit=limit, as_json=as_json)


@app.command("list")
def list_alerts(
    ctx: typer.Context,
    pending: Annotated[bool, typer.Option("--pending", help="Only those on their way.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List alerts, newest first."""
    _list(ctx, pending=pending, limit=limit, as_json=as_json)


def _list(ctx: typer.Context, *, pending: bool, limit: int, as_json: bool) -> None:
    async def use(opened: App) -> tuple[tuple[Alert, ...], datetime]:
        return await opened.monitor.alerts(pending=pending, limit=limit), opened.clock.now()

    found, now = look_with_app(ctx, use)
    if as_json:
        print_json(found)
    elif not found:
        say("No alerts yet.")
    else:
        out.print(_table(found, now))


def _table(found: tuple[Alert, ...], now: datetime) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("ID", "STATUS", "CHANNEL", "WHEN"):
        table.add_column(name, no_wrap=True)
    table.add_column("WHAT")
    for alert in found:
        what = f"{alert.event.headline} – {alert.event.line}".strip(" –")
        table.add_row(
            Text(alert.id[:8], style="dim"),
            Text(alert.status.replace("_", " "), style=_COLOUR[alert.status]),
            alert.channel,
            ago(alert.event.at, now),
            Text(plain(alert.error or what), no_wrap=True, overflow="ellipsis"),
        )
    return table


@app.command("show")
def show_alert(ctx: typer.Context, alert: AlertArgument, as_json: JsonOption = False) -> None:
    """Show an alert as it is written out, and how its delivery went."""

    async def use(opened: App) -> tuple[Alert, Message]:
        found, story = await opened.monitor.alert(alert)
        return found, message(found, story)

    found, written = look_with_app(ctx, use)
    if as_json:
        print_json({"alert": found, "message": written})
        return
    say(f"[bold]{safe(written.subject)}[/]")
    say(
        f"[dim]{found.id} · {found.channel} · {found.status.replace('_', ' ')} · "
        f"{count(found.attempts, 'attempt')}[/]"
    )
    if found.error:
        say(f"[yellow]{safe(found.error)}[/]")
    say()
    say(safe(written.text))


@app.command()
def resend(ctx: typer.Context, alert: AlertArgument) -> None:
    """Send an alert once more, under the same id."""

    async def use(opened: App) -> Alert:
        return await opened.monitor.resend(alert)

    found = run_with_app(ctx, use)
    say(f"{found.id[:8]} to {found.channel}: {found.status.replace('_', ' ')}")
