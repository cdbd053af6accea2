"""Commands about sources: source add, list, show, remove, pause, resume, poll, try."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from monitor.cli.listing import (
    poll_line,
    print_listing,
    print_others,
    source_facts,
    source_state,
    source_table,
    source_title,
)
from monitor.cli.output import FAILED, out, plain, print_json, safe, say
from monitor.cli.session import guarded, look_with_app, run_with_app
from monitor.cli.watches import JsonOption
from monitor.config import duration as parse_duration
from monitor.config import plan_from
from monitor.core import Preview, SourceWish
from monitor.errors import UsageError
from monitor.model import (
    ArticleKind,
    Failure,
    Origin,
    Plan,
    Scope,
    SourceKind,
    SourceLink,
    SourceOverview,
)
from monitor.wiring import App

app = typer.Typer(
    help="Feeds, sitemaps and section pages that list articles to watch.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="URL, id, or a unique part of URL, name or title.")
]
UrlArgument = Annotated[
    str, typer.Argument(metavar="URL", help="A feed, a sitemap, a section, or a home page.")
]
KindOption = Annotated[
    SourceKind | None, typer.Option(help="Take the address itself, as this, whatever it links to.")
]
IncludeOption = Annotated[
    list[str] | None, typer.Option(help="Only paths like this: '/politics/*' (may be repeated).")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option(help="No paths like this (may be repeated).")
]
HostOption = Annotated[list[str] | None, typer.Option(help="Only articles on this host.")]
LanguageOption = Annotated[list[str] | None, typer.Option(help="Only articles in this language.")]
SectionOption = Annotated[list[str] | None, typer.Option(help="Only articles of this section.")]


@app.command("add")
def add(
    ctx: typer.Context,
    url: UrlArgument,
    name: Annotated[str | None, typer.Option(help="A name of your own for it.")] = None,
    kind: KindOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    host: HostOption = None,
    language: LanguageOption = None,
    section: SectionOption = None,
    pieces: Annotated[
        list[ArticleKind] | None, typer.Option(help="Only pieces of this kind (may be repeated).")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="New articles a day: 200.")] = None,
    life: Annotated[
        str | None, typer.Option(help="How long to watch an article after its last edit: 30d.")
    ] = None,
    interval: Annotated[
        str | None, typer.Option(help="How often to look at the source itself: 10m.")
    ] = None,
    looks: Annotated[
        str | None, typer.Option(help="How often to look at its articles: 15m, adaptive, a cron…")
    ] = None,
    budget: Annotated[int | None, typer.Option(min=1, help="Requests a day, at most.")] = None,
    channel: Annotated[
        list[str] | None, typer.Option(help="Tell this channel only (may be repeated).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Watch what a source lists. Of a home page, the sources that it points to are found."""
    wish = SourceWish(
        url=url,
        name=name,
        kind=kind,
        scope=_scope(host, include, exclude, language, section),
        kinds=tuple(pieces) if pieces else None,
        limit=limit,
        budget=budget,
        life=guarded(lambda: parse_duration(life)) if life else None,
        interval=guarded(lambda: parse_duration(interval)) if interval else None,
        channels=tuple(channel) if channel else None,
    )

    async def use(opened: App) -> tuple[Preview, SourceOverview]:
        asked = replace(wish, plan=_plan(looks, opened))
        found = await opened.sources.preview(asked)
        chosen = _chosen(found, kind)
        added = await opened.sources.add(replace(asked, url=chosen.url) if chosen else asked)
        return found, added

    found, added = run_with_app(ctx, use)
    if as_json:
        print_json(added)
        return
    say(f"[green]following[/] {added.source.id}  {safe(added.source.url)}")
    print_others(found.links, added.source.url)
    if added.source.url == found.url:
        print_listing(found)
    say("[dim]`monitor source poll` looks now; `monitor run` keeps looking.[/]")


def _plan(looks: str | None, opened: App) -> Plan | None:
    return None if looks is None else plan_from(looks, opened.config.timezone)


def _chosen(found: Preview, kind: SourceKind | None) -> SourceLink | None:
    """Return the source to take instead of the page; None: the page itself.

    Raises UsageError where the address lists nothing and points to nothing.
    """
    if kind is None and found.links:
        return found.links[0]
    if isinstance(found.result, Failure):
        hint = "`monitor source try URL` shows what is there"
        raise UsageError(f"{found.url} is no source: {found.result.detail}", hint=hint)
    return None


def _scope(
    hosts: list[str] | None,
    include: list[str] | None,
    exclude: list[str] | None,
    languages: list[str] | None,
    sections: list[str] | None,
) -> Scope | None:
    parts = [tuple(part or ()) for part in (hosts, include, exclude, languages, sections)]
    if not any(parts):
        return None
    names = ("hosts", "include", "exclude", "languages", "sections")
    return Scope(**dict(zip(names, parts, strict=True)))


@app.command("try")
def try_source(
    ctx: typer.Context,
    url: UrlArgument,
    kind: KindOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    host: HostOption = None,
    language: LanguageOption = None,
    section: SectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what an address lists and which sources it points to. Nothing is kept."""
    wish = SourceWish(url=url, kind=kind, scope=_scope(host, include, exclude, language, section))

    async def use(opened: App) -> Preview:
        return await opened.sources.preview(wish)

    found = run_with_app(ctx, use)
    if as_json:
        print_json(found)
    else:
        print_listing(found)
        print_others(found.links, found.url)
    if isinstance(found.result, Failure) and not found.links:
        raise typer.Exit(FAILED)


@app.command("list")
def list_sources(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List all sources and how they are."""

    async def use(opened: App) -> tuple[tuple[SourceOverview, ...], datetime]:
        return await opened.sources.all(), opened.clock.now()

    items, now = look_with_app(ctx, use)
    if as_json:
        print_json(items)
    elif not items:
        say("No sources yet: `monitor source add URL`, or declare them in config.yaml.")
    else:
        out.print(source_table(items, now))


@app.command("show")
def show(ctx: typer.Context, source: SourceArgument, as_json: JsonOption = False) -> None:
    """Show a source: its state, its scope, and what became of what it lists."""

    async def use(opened: App) -> tuple[SourceOverview, datetime]:
        return await opened.sources.find(source), opened.clock.now()

    item, now = look_with_app(ctx, use)
    if as_json:
        print_json(item)
        return
    say(f"[bold]{safe(source_title(item))}[/]")
    say(f"[dim]{item.source.id}  {safe(item.source.url)}[/]\n")
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_column()
    facts.add_row("state", source_state(item))
    for name, value in source_facts(item, now):
        facts.add_row(name, Text(plain(value)))
    out.print(facts)


@app.command("remove")
def remove(ctx: typer.Context, source: SourceArgument) -> None:
    """Follow a source no longer. Its articles go on being watched."""

    async def use(opened: App) -> None:
        found = await opened.sources.remove(source)
        say(f"removed {found.id}; its articles go on being watched")
        if found.origin is Origin.CONFIG:
            say("[yellow]config.yaml still declares it: it comes back at the next start.[/]")

    run_with_app(ctx, use)


@app.command("pause")
def pause(ctx: typer.Context, source: SourceArgument) -> None:
    """Take nothing new from a source for now."""
    _set_paused(ctx, source, paused=True)


@app.command("resume")
def resume(ctx: typer.Context, source: SourceArgument) -> None:
    """Follow a paused source again."""
    _set_paused(ctx, source, paused=False)


def _set_paused(ctx: typer.Context, name: str, *, paused: bool) -> None:
    async def use(opened: App) -> None:
        found = await opened.sources.pause(name, paused=paused)
        say(f"{'paused' if paused else 'resumed'} {found.id}  {safe(found.url)}")

    run_with_app(ctx, use)


@app.command("poll")
def poll(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE…]", help="Which; none: all.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Look at sources now, whether they are due or not, and take what is new."""
    seen: list[SourceOverview] = []

    def report(item: SourceOverview) -> None:
        seen.append(item)
        if not as_json:
            say(poll_line(item))

    async def use(opened: App) -> tuple[SourceOverview, ...]:
        with out.status("looking…"):
            return await opened.sources.poll(sources or (), seen=report)

    done = run_with_app(ctx, use)
    if as_json:
        print_json(done)
    elif not done:
        say("No sources yet: `monitor source add URL`, or declare them in config.yaml.")
    missing = len(done) - len(seen)
    if missing:
        say(f"[yellow]{missing} not looked at yet; the daemon goes on with them[/]")
    if missing or any(item.state.reason for item in done):
        raise typer.Exit(FAILED)
