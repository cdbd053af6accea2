"""The command that shows how a page is read: what was taken from it, what not, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.check import Trial
from monitor.cli.output import FAILED, count, err, print_json, read_file, safe, say, write_file
from monitor.cli.session import guarded, look_with_app, run_with_trial
from monitor.cli.watches import JsonOption
from monitor.errors import UsageError
from monitor.model import Article, Decision, Explanation, Failure, Proposal, Why
from monitor.report import REASONS, article_fields, tried
from monitor.wiring import App

_SHOWN = 110


def try_page(
    ctx: typer.Context,
    page: Annotated[
        str | None, typer.Argument(metavar="URL|FILE", help="A page, or one that is saved.")
    ] = None,
    url: Annotated[str, typer.Option(help="Where a saved page stood.")] = "https://example.org/",
    watch: Annotated[
        str | None, typer.Option(metavar="WATCH", help="A stored version of this watch instead.")
    ] = None,
    version: Annotated[
        int | None, typer.Option(metavar="N", help="Which version; by default the newest.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show what stands outside of the article too.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as an HTML page.")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Show that page in a browser.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show how a page is read: what was kept, what was left out, and why."""
    guarded(lambda: _refuse_odd(page, watch, version, html, show=show))
    found = _explained(ctx, page, url, watch, version)
    if html is not None:
        _write(html, found, _address(found, page, url), show=show)
    if as_json:
        print_json(found)
    elif html is None:
        _show(found, everything=everything)
    if isinstance(found.result, Failure):
        raise typer.Exit(FAILED)


def _refuse_odd(
    page: str | None, watch: str | None, version: int | None, html: Path | None, *, show: bool
) -> None:
    """Refuse arguments that do not fit together."""
    if (page is None) == (watch is None):
        raise UsageError("name a page or, with --watch, a watch", hint="monitor try URL|FILE")
    if version is not None and watch is None:
        raise UsageError("--version is one of a watch", hint="name it with --watch")
    if show and html is None:
        raise UsageError("--open shows what --html writes", hint="--html page.html --open")


def _explained(
    ctx: typer.Context, page: str | None, url: str, watch: str | None, version: int | None
) -> Explanation:
    async def look(app: App) -> Explanation:
        return await app.monitor.explain(watch or "", version)

    async def use(trial: Trial) -> Explanation:
        if _is_url(page):
            return await trial.explain(page or "")
        return await trial.explain_page(read_file(Path(page or "")), url)

    if watch is not None:
        return look_with_app(ctx, look, create=False)
    return run_with_trial(ctx, use)


def _is_url(page: str | None) -> bool:
    return (page or "").startswith(("http://", "https://"))


def _address(found: Explanation, page: str | None, url: str) -> str:
    """Return where the page stands or stood."""
    known = found.result.url
    return known or (page or "" if page is None or _is_url(page) else url)


def _write(path: Path, found: Explanation, address: str, *, show: bool) -> None:
    data = tried(found, address).encode("utf-8", "replace")
    guarded(lambda: write_file(path, data))
    err.print(f"[green]written:[/] {safe(str(path))}")
    if show:
        typer.launch(path.resolve().as_uri())


def _show(found: Explanation, *, everything: bool) -> None:
    if isinstance(found.result, Failure):
        say(f"[bold red]not an article:[/] {safe(found.result.detail)}  [dim]{found.result.reason}")
        if found.result.evidence:
            say(f"[dim]seen: {_cut(found.result.evidence)}[/]")
    else:
        _fields(found.result)
    if found.place:
        say(f"[dim]the article stands in[/] {safe(found.place)}")
    _kept([one for one in found.decisions if one.why not in REASONS])
    for why, reason in REASONS.items():
        _left_out([one for one in found.decisions if one.why is why], why, reason, everything)
    if found.proposal:
        _propose(found.proposal)


def _fields(article: Article) -> None:
    say(f"[bold]{safe(article.headline) or '(no headline)'}[/]")
    for field in article_fields(article):
        source = f" [dim](from {field.source})[/]" if field.source else ""
        say(f"  [dim]{field.name:<10}[/] {safe(field.text)}{source}")


def _kept(found: list[Decision]) -> None:
    if found:
        say(f"\n[bold]Kept[/] [dim]{count(len(found), 'block')}[/]")
    for one in found:
        colour, mark = ("cyan", "·") if one.why is Why.BESIDE else ("green", "✓")
        say(f"  [{colour}]{mark} {one.kind or one.why:<10}[/] {_cut(one.text)}")


def _left_out(found: list[Decision], why: Why, reason: str, everything: bool) -> None:
    if not found:
        return
    say(f"\n[bold]Left out[/] [dim]{count(len(found), 'piece')}:[/] {reason}")
    if why is Why.OUTSIDE and not everything:
        say("  [dim]--all shows it[/]")
        return
    for one in found:
        place = f"  [dim]{safe(one.place)}[/]" if one.place else ""
        say(f"  [red]✗[/] {_cut(one.text)}{place}")


def _propose(proposal: Proposal) -> None:
    say("\n[bold]Proposed rule[/] [dim]for config.yaml: it names what was judged here[/]")
    for line in proposal.snippet.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        say(f"  {indent}{safe(line)}")


def _cut(text: str) -> str:
    return safe(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
