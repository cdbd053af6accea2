"""Commands that keep going: run, demo."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from monitor.cli.live import LiveStatus
from monitor.cli.logs import configure_logs
from monitor.cli.output import out, say
from monitor.cli.session import config_path, guarded, read_config
from monitor.config import Config, LogFormat, environment
from monitor.daemon import Daemon, keep_memory_small, sd_notify
from monitor.model import CheckOutcome, CheckStatus, EventKind, PollOutcome
from monitor.wiring import open_app

log = structlog.get_logger()


def run(
    ctx: typer.Context,
    plain: Annotated[bool, typer.Option("--plain", help="Log lines, also in a terminal.")] = False,
) -> None:
    """Watch: look at every article at once, then on schedule, until Ctrl-C or SIGTERM."""
    keep_memory_small()
    config = guarded(lambda: read_config(ctx))
    live = out.is_terminal and not plain
    guarded(lambda: asyncio.run(_watch_live(ctx, config) if live else _watch(ctx, config)))


async def _watch(ctx: typer.Context, config: Config) -> None:
    as_json = config.log.format is LogFormat.JSON or (
        config.log.format is LogFormat.AUTO and not sys.stderr.isatty()
    )
    configure_logs(level=config.log.level, as_json=as_json)
    async with open_app(config, path=config_path(ctx), on_check=log_check, on_poll=log_poll) as app:
        await Daemon(app, notify=sd_notify(environment().get("NOTIFY_SOCKET"))).run()
    log.info("stopped")


async def _watch_live(ctx: typer.Context, config: Config) -> None:
    status = LiveStatus(out)
    async with open_app(config, path=config_path(ctx), on_check=status.on_check) as app:
        with status.shown(app):
            await Daemon(app).run()
    say("stopped")


_SAID = (EventKind.FIRST_SEEN, EventKind.CHANGED)
"""What the line about the check itself says already."""


def log_check(outcome: CheckOutcome) -> None:
    """Write one line about a check: what was new as information, the rest for debugging."""
    state, row = outcome.state, outcome.row
    about = {"watch": state.watch_id, "url": outcome.watch.url}
    took = round(row.elapsed.total_seconds() * 1000)
    match row.status:
        case CheckStatus.FAILED:
            log.warning("not read", **about, reason=state.reason, why=state.detail)
        case CheckStatus.CHANGED:
            line = outcome.summary.line if outcome.summary else ""
            log.info("edited", **about, version=state.latest_version, what=line)
        case CheckStatus.FIRST_SEEN:
            log.info("first version", **about)
        case _:
            log.debug("no edit", **about, status=row.status, ms=took)
    for event in outcome.events:
        if outcome.snapshot is not None and event.kind in _SAID:
            continue
        log.info("event", **about, kind=event.kind, line=event.line, alerts=len(outcome.alerts))


def log_poll(outcome: PollOutcome) -> None:
    """Write one line about a poll: what was new as information, the rest for debugging."""
    state = outcome.state
    about = {"source": state.source_id, "url": outcome.source.url}
    if state.reason is not None:
        log.warning("source not read", **about, reason=state.reason, why=state.detail)
    elif outcome.watches:
        log.info("new articles", **about, new=len(outcome.watches), waiting=state.waiting)
    else:
        log.debug("nothing new", **about, listed=state.listed, hints=len(outcome.hints))


def demo(
    folder: Annotated[
        Path, typer.Option(help="Where the demo may write; emptied if a demo made it.")
    ] = Path("demo"),
) -> None:
    """Watch a small news site on this machine edit its report, and see every edit caught."""
    # The demo starts servers of its own: nobody else should pay for importing them.
    from monitor.demo.walk import run as run_demo  # noqa: PLC0415

    raise typer.Exit(guarded(lambda: run_demo(folder)))
