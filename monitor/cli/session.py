"""From a command's arguments to an open monitor, and back to an exit code."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from monitor.check import Trial
from monitor.cli.output import INTERRUPTED, complain, exit_code
from monitor.config import Config, environment, load
from monitor.errors import ConfigError, MonitorError, StoreFull
from monitor.wiring import App, open_app, open_trial

T = TypeVar("T")

CONFIG_FILE = Path("config.yaml")


def config_path(ctx: typer.Context) -> Path:
    """Return the path given with --config."""
    path = ctx.find_root().params.get("config")
    return path if isinstance(path, Path) else CONFIG_FILE


def read_config(ctx: typer.Context) -> Config:
    """Return the configuration; raises ConfigError, also where there is no file."""
    path = config_path(ctx)
    if not path.exists():
        raise ConfigError(f"there is no {path} here", hint="name it: monitor --config PATH …")
    return load(path, environment())


def run_with_app(ctx: typer.Context, use: Callable[[App], Awaitable[T]]) -> T:
    """Open the app, use it, close it; an error ends the command with its line and code."""
    return guarded(lambda: asyncio.run(_with_app(ctx, use)))


def run_with_trial(ctx: typer.Context, use: Callable[[Trial], Awaitable[T]]) -> T:
    """Like `run_with_app`, for what needs no data folder: none is made or opened."""

    async def session() -> T:
        async with open_trial(read_config(ctx)) as trial:
            return await use(trial)

    return guarded(lambda: asyncio.run(session()))


def look_with_app(
    ctx: typer.Context, look: Callable[[App], Awaitable[T]], *, create: bool = True
) -> T:
    """Like `run_with_app`, for what only looks: it does so also where nothing can be written.

    Without `create`, a data folder that is not there is an error, and is not made.
    """

    async def session() -> T:
        try:
            return await _with_app(ctx, look, create=create)
        except StoreFull as error:
            complain(error)
        async with open_app(read_config(ctx), read_only=True) as app:
            return await look(app)

    return guarded(lambda: asyncio.run(session()))


async def _with_app(
    ctx: typer.Context, use: Callable[[App], Awaitable[T]], *, create: bool = True
) -> T:
    async with open_app(read_config(ctx), path=config_path(ctx), create=create) as app:
        await app.reconcile()
        return await use(app)


def guarded(work: Callable[[], T]) -> T:
    """Run `work`; a MonitorError becomes a line on standard error and an exit code."""
    try:
        return work()
    except MonitorError as error:
        complain(error)
        raise typer.Exit(exit_code(error)) from error
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
