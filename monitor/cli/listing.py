"""How sources are shown in a terminal."""

from __future__ import annotations

from datetime import datetime

from rich.table import Table
from rich.text import Text

from monitor.cli.output import ago, count, plain, safe, say
from monitor.core import Preview
from monitor.model import (
    Entry,
    Failure,
    Listing,
    Scope,
    SourceLink,
    SourceOverview,
    SubscriptionStatus,
    Told,
)

_SHOWN = 10
"""Entries that a look at a source shows."""


def print_listing(found: Preview) -> None:
    """Print what an address lists, or why it lists nothing."""
    if isinstance(found.result, Failure):
        say(f"[yellow]✗[/] {safe(found.result.detail)}")
        return
    _print_entries(found.result, found.in_scope)


def _print_entries(listing: Listing, entries: tuple[Entry, ...]) -> None:
    title = f" “{safe(listing.title)}”" if listing.title else ""
    outside = len(listing.entries) - len(entries)
    besides = f", {outside} of them out of scope" if outside else ""
    say(f"a {listing.kind}{title} that lists {_articles(len(listing.entries))}{besides}")
    for entry in entries[:_SHOWN]:
        when = entry.published or entry.updated
        day = when.astimezone().strftime("%d %b %H:%M") if when else ""
        say(f"  [dim]{day:>12}[/]  {safe(entry.title or entry.url)}")
        if entry.title:
            say(f"  [dim]{'':>12}  {safe(entry.url)}[/]")
    if len(entries) > _SHOWN:
        say(f"  [dim]{'':>12}  … and {len(entries) - _SHOWN} more[/]")


def _articles(number: int) -> str:
    return count(number, "article") if number else "no articles"


def print_others(links: tuple[SourceLink, ...], chosen: str) -> None:
    """Print the sources that a page points to, but for the one that was taken."""
    others = [link for link in links if link.url != chosen]
    if others:
        say("[dim]it also points to[/]")
    for link in others:
        title = f"  {safe(link.title)}" if link.title else ""
        say(f"  {link.kind:<8} {safe(link.url)}[dim]{title}[/]")


def source_table(items: tuple[SourceOverview, ...], now: datetime) -> Table:
    """Return the table of sources that `list` shows."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ID", style="dim", no_wrap=True)
    table.add_column("STATE", no_wrap=True)
    table.add_column("KIND", no_wrap=True)
    table.add_column("LISTS", justify="right", no_wrap=True)
    table.add_column("WATCHED", justify="right", no_wrap=True)
    table.add_column("EDITED", justify="right", no_wrap=True)
    table.add_column("LOOKED", no_wrap=True)
    table.add_column("SOURCE")
    for item in items:
        state = item.state
        table.add_row(
            item.source.id,
            source_state(item),
            item.source.kind or state.kind or "–",
            str(state.listed) if state.last_read_at else "–",
            str(item.watched),
            str(item.edited),
            ago(state.last_polled_at, now),
            Text(plain(source_title(item)), no_wrap=True, overflow="ellipsis"),
        )
    return table


def source_title(item: SourceOverview) -> str:
    """Return what people know a source by."""
    return item.source.name or item.state.title or item.source.url


def source_state(item: SourceOverview) -> Text:
    """Return a source's state as one coloured word or two."""
    if item.source.paused:
        return Text("paused", style="dim")
    if item.state.reason is not None:
        return Text(item.state.reason.replace("_", " "), style="yellow")
    return Text("ok", style="green") if item.state.polls_ok else Text("new", style="cyan")


def source_facts(item: SourceOverview, now: datetime) -> list[tuple[str, str]]:
    """Return what `show` says of a source, as names and values."""
    source, state = item.source, item.state
    asleep = f", {item.retired} no longer" if item.retired else ""
    facts = [
        ("why", state.detail),
        ("is", source.kind or state.kind or ""),
        ("lists", f"{_articles(state.listed)}, {state.out_of_scope} out of scope"),
        ("watched", f"{_articles(item.watched)}{asleep}; {item.edited} edited"),
        ("today", f"{state.taken} of {source.limit} new articles"),
        ("waiting", f"{_articles(state.waiting)} for tomorrow" if state.waiting else ""),
        *((name, ", ".join(value)) for name, value in _scope_facts(source.scope)),
        ("pieces", ", ".join(source.kinds)),
        ("life", f"{source.life.days} days after the last edit" if source.life.days > 1 else ""),
        ("hub", _told(item.told, now) if item.told else ""),
        ("last look", ago(state.last_polled_at, now)),
        ("next look", "" if source.paused else ago(max(state.next_poll_at, now), now)),
    ]
    return [(name, value) for name, value in facts if value]


def _told(told: Told, now: datetime) -> str:
    """Return how a source's hub tells us of updates."""
    match told.status:
        case SubscriptionStatus.ACTIVE if told.until is not None and told.until > now:
            until = told.until.astimezone().strftime("%d %b %H:%M")
            return f"told by its hub, until {until}; {_last_word(told, now)}"
        case SubscriptionStatus.DENIED:
            return f"its hub does not want to tell us: {told.detail}"
        case _:
            why = f": {told.detail}" if told.detail else ""
            return f"its hub was asked to tell us and has not confirmed it{why}"


def _last_word(told: Told, now: datetime) -> str:
    return f"last {ago(min(told.told_at, now), now)}" if told.told_at else "nothing so far"


def _scope_facts(scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("hosts", scope.hosts),
        ("only", scope.include),
        ("not", scope.exclude),
        ("languages", scope.languages),
        ("sections", scope.sections),
    )


def poll_line(item: SourceOverview) -> str:
    """Return one line of Rich markup on how the last poll of a source went."""
    title = safe(source_title(item))
    if item.state.reason is not None:
        return f"[yellow]✗[/] {title}\n  [yellow]{safe(item.state.detail)}[/]"
    listed = _articles(item.state.listed)
    return f"[green]✓[/] {title}  [dim]lists {listed}; {item.watched} of its articles watched[/]"
