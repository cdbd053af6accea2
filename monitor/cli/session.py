"""From a command's arguments to an open monitor, and back to an exit code."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from monitor.cli.output import INTERRUPTED, complain, exit_code
from monitor.config import Config, environment, load
from monitor.errors import ConfigError, MonitorError
from monitor.model import CheckOutcome
from monitor.wiring import App, open_app

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


def run_with_app(
    ctx: typer.Context,
    use: Callable[[App], Awaitable[T]],
    *,
    on_check: Callable[[CheckOutcome], None] = lambda outcome: None,
) -> T:
    """Open the app, use it, close it; an error ends the command with its line and code."""

    async def session() -> T:
        config = read_config(ctx)
        async with open_app(config, path=config_path(ctx), on_check=on_check) as app:
            await app.reconcile()
            return await use(app)

    return guarded(lambda: asyncio.run(session()))


def guarded(work: Callable[[], T]) -> T:
    """Run `work`; a MonitorError becomes a line on standard error and an exit code."""
    try:
        return work()
    except MonitorError as error:
        complain(error)
        raise typer.Exit(exit_code(error)) from error
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
