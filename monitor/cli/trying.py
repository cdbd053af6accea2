"""The command that shows how a page is read: what was taken from it, what not, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import FAILED, count, print_json, read_file, safe, say
from monitor.cli.session import run_with_app
from monitor.cli.watches import JsonOption
from monitor.model import Article, Decision, Explanation, Failure, Stamp, Why
from monitor.wiring import App

_REASONS = {
    Why.OUTSIDE: "outside of the article",
    Why.RULE: "removed by a rule for this site",
    Why.NAME: "its tag or its name says that it is no text of an article",
    Why.ABOVE_HEADLINE: "above the headline",
    Why.LINE: "a label, a byline, a date, or what waits for consent",
    Why.LABEL: "neither the length nor the end of a sentence, beside paragraphs",
    Why.EMPTY_HEADING: "a heading with nothing under it",
    Why.SIGN_OFF: "after the text: contacts, rights, authors, appeals",
}
_SHOWN = 110


def try_page(
    ctx: typer.Context,
    page: Annotated[str, typer.Argument(metavar="URL|FILE", help="A page, or one that is saved.")],
    url: Annotated[str, typer.Option(help="Where a saved page stood.")] = "https://example.org/",
    everything: Annotated[
        bool, typer.Option("--all", help="Show what stands outside of the article too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show how a page is read: what was kept, what was left out, and why."""

    async def use(app: App) -> Explanation:
        if page.startswith(("http://", "https://")):
            return await app.monitor.explain(page)
        return await app.monitor.explain_page(read_file(Path(page)), url)

    found = run_with_app(ctx, use)
    if as_json:
        print_json(found)
    else:
        _show(found, everything=everything)
    if isinstance(found.result, Failure):
        raise typer.Exit(FAILED)


def _show(found: Explanation, *, everything: bool) -> None:
    if isinstance(found.result, Failure):
        say(f"[bold red]not an article:[/] {safe(found.result.detail)}  [dim]{found.result.reason}")
        if found.result.evidence:
            say(f"[dim]seen: {_cut(found.result.evidence)}[/]")
    else:
        _fields(found.result)
    if found.place:
        say(f"[dim]the article stands in[/] {safe(found.place)}")
    kept = [one for one in found.decisions if one.kind is not None]
    if kept:
        say(f"\n[bold]Kept[/] [dim]{count(len(kept), 'block')}[/]")
    for one in kept:
        colour, mark = ("cyan", "·") if one.why is Why.BESIDE else ("green", "✓")
        say(f"  [{colour}]{mark} {one.kind or '':<10}[/] {_cut(one.text)}")
    for why, reason in _REASONS.items():
        _left_out([one for one in found.decisions if one.why is why], why, reason, everything)


def _fields(article: Article) -> None:
    say(f"[bold]{safe(article.headline) or '(no headline)'}[/]")
    if article.standfirst:
        say(f"[italic]{safe(article.standfirst)}[/]")
    for name, value in (
        ("by", ", ".join(article.authors)),
        ("published", _when(article.published)),
        ("modified", _when(article.modified)),
        ("kind", str(article.kind)),
        ("language", article.language or ""),
        ("read from", str(article.source)),
    ):
        if value:
            say(f"  [dim]{name:<10}[/] {safe(value)}")


def _when(stamp: Stamp | None) -> str:
    if stamp is None:
        return ""
    shown = stamp.at.date().isoformat() if stamp.day_only else stamp.at.isoformat(" ", "minutes")
    return f"{shown} ({stamp.source})"


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


def _cut(text: str) -> str:
    return safe(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
