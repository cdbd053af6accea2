"""The command about what is remembered of hosts: memory."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from monitor.cli.output import count, out, plain, print_json, safe, say
from monitor.cli.session import guarded, look_with_app, run_with_app
from monitor.cli.watches import JsonOption
from monitor.errors import UsageError
from monitor.model import HostRecord, LineRecord
from monitor.wiring import App


def memory(
    ctx: typer.Context,
    host: Annotated[
        str | None, typer.Argument(metavar="[HOST]", help="By default all hosts, in figures.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the lines of HOST.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show which lines a site's articles share: new ones are read without them."""
    if forget:
        _forget(ctx, host)
    elif host is None:
        _hosts(ctx, as_json)
    else:
        _lines(ctx, host.lower(), as_json)


def _forget(ctx: typer.Context, host: str | None) -> None:
    async def use(app: App) -> bool:
        return await app.monitor.memory.forget((host or "").lower())

    def refuse() -> None:
        raise UsageError("--forget needs a host", hint="`monitor memory` lists them")

    if host is None:
        guarded(refuse)
    known = run_with_app(ctx, use)
    say(f"forgotten: {safe(host or '')}" if known else f"nothing is known of {safe(host or '')}")


def _hosts(ctx: typer.Context, as_json: bool) -> None:
    async def use(app: App) -> tuple[HostRecord, ...]:
        return await app.monitor.memory.remembered_hosts()

    found = look_with_app(ctx, use)
    if as_json:
        print_json(found)
        return
    table = Table("host", "articles", "lines", "left out", box=None, header_style="bold")
    for one in found:
        table.add_row(plain(one.host), str(one.articles), str(one.lines), str(one.left_out))
    out.print(table)


def _lines(ctx: typer.Context, host: str, as_json: bool) -> None:
    async def use(app: App) -> tuple[LineRecord, ...]:
        return await app.monitor.memory.remembered_lines(host)

    found = look_with_app(ctx, use)
    if as_json:
        print_json([{**asdict(one), "left_out": one.left_out} for one in found])
        return
    table = Table("", "on articles", "turned", "line", box=None, header_style="bold")
    for one in found:
        mark = Text("✗ left out", "red") if one.left_out else Text("✓ read", "green")
        on = f"{one.stands} of {one.articles}"
        table.add_row(mark, on, str(one.turned or ""), Text(plain(one.text)))
    out.print(table)
    out_of = sum(one.left_out for one in found)
    say(f"{count(len(found), 'line')} that several articles had, of which {out_of} left out")
