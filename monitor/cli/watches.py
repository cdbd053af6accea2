"""Commands about watches: add, remove, pause, resume, list, show."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from monitor.check import Rhythm
from monitor.cli.output import FAILED, ago, complain, count, out, plain, print_json, safe, say
from monitor.cli.session import look_with_app, run_with_app
from monitor.config import plan_from
from monitor.core import History, Wish
from monitor.errors import MonitorError
from monitor.model import Health, Origin, Overview, Reason, Retirement
from monitor.wiring import App

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
WatchArgument = Annotated[
    str, typer.Argument(metavar="WATCH", help="URL, id, or a unique part of URL or headline.")
]

_COLOUR = {
    Health.NEW: "cyan",
    Health.OK: "green",
    Health.FAILING: "yellow",
    Health.BLOCKED: "yellow",
    Health.GONE: "red",
}

_BROWSER = "`browser: true` in config.yaml lets a browser run them (docs/configuration.md)"
_RETIRED = {
    Retirement.SILENT: "long silent",
    Retirement.KIND: "not wanted",
    Retirement.NO_ARTICLE: "no article",
    Retirement.DUPLICATE: "the same",
}
_WORDS = {
    Reason.DNS: "no such host",
    Reason.CONNECT: "no connection",
    Reason.TLS: "bad certificate",
    Reason.DISK: "disk full",
}


def add(
    ctx: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL…", help="Articles to watch.")],
    name: Annotated[str | None, typer.Option(help="A name of your own for it.")] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            help="When to look: 5m, adaptive, '*/10 6-22 * * *', or '10m between 06:00-23:00'."
        ),
    ] = None,
    channel: Annotated[
        list[str] | None, typer.Option(help="Tell this channel only (may be repeated).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Watch one or more articles."""
    channels = tuple(channel) if channel else None

    async def use(app: App) -> tuple[list[Overview], bool]:
        added, failed = [], False
        plan = plan_from(interval, app.config.timezone) if interval else None
        for url in urls:
            wish = Wish(url=url, name=name, plan=plan, channels=channels)
            try:
                added.append(await app.monitor.add(wish))
            except MonitorError as error:
                complain(error)
                failed = True
        return added, failed

    added, failed = run_with_app(ctx, use)
    if as_json:
        print_json(added)
    else:
        for item in added:
            say(f"[green]watching[/] {item.watch.id}  {safe(item.watch.url)}")
        if added:
            say("[dim]`monitor check` looks now; `monitor run` keeps looking.[/]")
    if failed:
        raise typer.Exit(2)


def remove(
    ctx: typer.Context,
    watch: WatchArgument,
    purge: Annotated[bool, typer.Option("--purge", help="Delete its versions too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Stop watching an article. Its versions are kept, unless --purge."""

    async def find(app: App) -> Overview:
        return await app.monitor.find(watch)

    found = run_with_app(ctx, find)
    if purge and not yes:
        shown = plain(found.headline or found.watch.url)
        typer.confirm(f"Delete all {found.state.latest_version} versions of {shown!r}?", abort=True)

    async def use(app: App) -> None:
        await app.monitor.remove(found.watch.id, purge=purge)

    run_with_app(ctx, use)
    kept = "and deleted" if purge else "; its versions are kept"
    say(f"removed {found.watch.id}{kept if not purge else ' ' + kept}")
    if found.watch.origin is Origin.CONFIG:
        say("[yellow]config.yaml still declares it: it comes back at the next start.[/]")


def pause(ctx: typer.Context, watch: WatchArgument) -> None:
    """Stop looking at an article for now."""
    _set_paused(ctx, watch, paused=True)


def resume(ctx: typer.Context, watch: WatchArgument) -> None:
    """Look at a paused article again."""
    _set_paused(ctx, watch, paused=False)


def _set_paused(ctx: typer.Context, name: str, *, paused: bool) -> None:
    async def use(app: App) -> None:
        found = await app.monitor.pause(name, paused=paused)
        word = "paused" if paused else "resumed"
        say(f"{word} {found.id}  {safe(found.url)}")

    run_with_app(ctx, use)


def list_watches(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that are looked at no longer.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Say how each is looked at, and why next then.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List all watches and how they are."""

    async def use(app: App) -> tuple[tuple[Overview, ...], dict[str, Rhythm], datetime]:
        items = await app.monitor.watches()
        rhythms = {one.watch.id: await app.replanning.rhythm(one) for one in items if why}
        return items, rhythms, app.clock.now()

    found, rhythms, now = look_with_app(ctx, use)
    items = tuple(item for item in found if everything or item.watch.retired is None)
    if as_json:
        print_json(items)
        return
    if items:
        out.print(watch_table(items, now))
    elif not found:
        say("No watches yet: `monitor add URL`, or declare them in config.yaml.")
    if len(found) > len(items):
        rest = count(len(found) - len(items), "article")
        say(f"[dim]{rest} looked at no longer: `monitor list --all` shows them[/]")
    for item in items if why else ():
        rhythm = rhythms[item.watch.id]
        say(f"\n[dim]{item.watch.id}[/]  looked at {safe(rhythm.how)}")
        say(f"          next look {next_look(item, rhythm, now)}")


def watch_table(items: tuple[Overview, ...], now: datetime) -> Table:
    """Return the table of watches that `list` and the live status show."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ID", style="dim", no_wrap=True)
    table.add_column("STATE", no_wrap=True)
    table.add_column("VER", justify="right", no_wrap=True)
    table.add_column("LOOKED", no_wrap=True)
    table.add_column("NEXT", no_wrap=True)
    table.add_column("ARTICLE")
    for item in items:
        state = item.state
        table.add_row(
            item.watch.id,
            state_word(item),
            str(state.latest_version or "–"),
            ago(state.last_checked_at, now),
            "–" if item.watch.resting else ago(max(state.next_check_at, now), now),
            Text(
                plain(item.watch.name or item.headline or item.watch.url),
                no_wrap=True,
                overflow="ellipsis",
            ),
        )
    return table


def state_word(item: Overview) -> Text:
    """Return a watch's state as one coloured word or two."""
    if item.watch.removed_at:
        return Text("removed", style="dim")
    if item.watch.paused:
        return Text("paused", style="dim")
    if item.watch.retired is not None:
        return Text(_RETIRED[item.watch.retired], style="dim")
    health = item.state.health
    if health in (Health.OK, Health.NEW) and item.state.reason:
        word = _WORDS.get(item.state.reason) or item.state.reason.replace("_", " ")
        return Text(word, style="yellow")
    return Text(health, style=_COLOUR[health])


def show(ctx: typer.Context, watch: WatchArgument, as_json: JsonOption = False) -> None:
    """Show a watch: its state, its versions, what happened, its last checks."""

    async def use(app: App) -> tuple[History, datetime]:
        return await app.monitor.history(watch), app.clock.now()

    history, now = look_with_app(ctx, use)
    if as_json:
        print_json(history)
    else:
        _print_history(history, now)


def _print_history(history: History, now: datetime) -> None:
    item = history.overview
    state = item.state
    say(f"[bold]{safe(item.watch.name or item.headline or item.watch.url)}[/]")
    say(f"[dim]{item.watch.id}  {safe(item.watch.url)}[/]\n")
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_column()
    facts.add_row("state", state_word(item))
    if state.detail:
        facts.add_row("why", Text(plain(state.detail)))
    if state.reason is Reason.EMPTY_SHELL:
        facts.add_row("", _BROWSER)
    facts.add_row("checked", f"{state.checks_ok} of {state.checks} times read as the article")
    facts.add_row("last look", ago(state.last_checked_at, now))
    if item.watch.same_as:
        facts.add_row("same as", f"watch {item.watch.same_as}, at another address")
    if item.watch.retired is None:
        facts.add_row("looked at", Text(history.rhythm.how))
        facts.add_row("next look", next_look(item, history.rhythm, now))
    facts.add_row("last edit", ago(state.last_changed_at, now))
    out.print(facts)
    _print_versions(history)
    if history.left_out:
        say("\n[bold]Left out[/] [dim]as the site's articles share it (`monitor memory`)[/]")
        for line in history.left_out:
            say(f"  [red]✗[/] {safe(line)}")
    if history.events:
        say("\n[bold]What happened[/]")
        for event in history.events:
            shown = safe(event.line)
            say(f"  {_time(event.at)}  {event.kind.replace('_', ' '):<10}  {shown}")
    if state.failures and history.checks:
        say(f"\n[yellow]{count(state.failures, 'failed look')} in a row[/]")


def next_look(item: Overview, rhythm: Rhythm, now: datetime) -> str:
    """Return when the next look is, and why then: "in 12 min: edited 40 min ago, …"."""
    if item.watch.paused:
        return "–"
    when = ago(max(item.state.next_check_at, now), now)
    return f"{when}: {rhythm.why}" if rhythm.why else when


def _print_versions(history: History) -> None:
    if not history.versions:
        return
    say("\n[bold]Versions[/]")
    for version in history.versions:
        line = safe(version.change.line) if version.change else "first version"
        size = f"{version.words} words"
        say(
            f"  {version.version:>3}  {_time(version.fetched_at)}  {size:>11}  {line}"
            f"  [dim]{version.digest[:8]}[/]"
        )


def _time(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def check(
    ctx: typer.Context,
    watches: Annotated[
        list[str] | None, typer.Argument(metavar="[WATCH…]", help="Which; none: all.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Look at watches now, whether they are due or not, and send the alerts."""
    seen: list[Overview] = []

    def report(item: Overview) -> None:
        seen.append(item)
        if not as_json:
            say(result_line(item))

    async def use(app: App) -> tuple[Overview, ...]:
        with out.status("looking…"):
            return await app.monitor.check(watches or (), seen=report)

    done = run_with_app(ctx, use)
    if as_json:
        print_json(done)
    elif not done:
        say("No watches yet: `monitor add URL`, or declare them in config.yaml.")
    missing = len(done) - len(seen)
    if missing:
        say(f"[yellow]{missing} not looked at yet; the daemon goes on with them[/]")
    if missing or any(item.state.reason for item in done):
        raise typer.Exit(FAILED)


def result_line(item: Overview) -> str:
    """Return one line of Rich markup on how the last look at a watch went."""
    state = item.state
    title = safe(item.watch.name or item.headline or item.watch.url)
    if state.reason:
        hint = f"\n  [dim]{_BROWSER}[/]" if state.reason is Reason.EMPTY_SHELL else ""
        return f"[yellow]✗[/] {title}\n  [yellow]{safe(state.detail)}[/]{hint}"
    if state.last_changed_at and state.last_changed_at == state.last_checked_at:
        return f"[bold magenta]●[/] {title}  [magenta]edited: version {state.latest_version}[/]"
    if item.watch.same_as:
        return f"[green]✓[/] {title}  [dim]the same article as {item.watch.same_as}[/]"
    word = "first version" if state.checks_ok == 1 else "no edit"
    return f"[green]✓[/] {title}  [dim]{word}[/]"
