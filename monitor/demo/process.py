"""The monitor as its users run it: a process of its own, spoken to by command line and signals."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from monitor.errors import MonitorError

T = TypeVar("T")

_PATIENCE = 25.0
"""Seconds that the daemon has to stop; it promises 20."""


class DemoFailed(MonitorError):
    """What the demo promised did not happen."""


class DaemonProcess:
    """`monitor run`, from `async with` to its end; its log goes to a file."""

    def __init__(self, config: Path, log: Path) -> None:
        self._config = config
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command(self._config, "run", "--plain"), stdout=log, stderr=log
            )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def stop(self) -> int:
        """Ask it to end, as systemd would, and return its exit code."""
        process = self._running()
        if process.returncode is None:
            process.terminate()
        try:
            return await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            process.kill()
            return await process.wait()

    async def alive_until(self, waiting: Coroutine[Any, Any, T]) -> T:
        """Return what `waiting` returns; raises DemoFailed where the daemon ends before that."""
        task = asyncio.ensure_future(waiting)
        end = asyncio.ensure_future(self._running().wait())
        try:
            await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise DemoFailed(f"the daemon ended with code {end.result()}", hint=self.last_words())
        finally:
            task.cancel()
            end.cancel()
            await asyncio.gather(task, end, return_exceptions=True)

    def last_words(self) -> str:
        """Return the last lines of its log."""
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-5:])

    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "entered first"
        return self._process


def command(config: Path, *arguments: str) -> tuple[str, ...]:
    """Return the words of a `monitor` command on that configuration."""
    return (sys.executable, "-m", "monitor", "--config", str(config), *arguments)


async def ask(config: Path, *arguments: str) -> Any:
    """Run a `monitor` command that prints JSON, and return what it printed. Raises DemoFailed."""
    return json.loads(await run(config, *arguments))


async def run(config: Path, *arguments: str) -> str:
    """Run a `monitor` command to its end and return what it printed. Raises DemoFailed."""
    process = await asyncio.create_subprocess_exec(
        *command(config, *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complaints = await _ended(process)
    if process.returncode:
        raise DemoFailed(
            f"monitor {arguments[0]} ended with code {process.returncode}",
            hint=complaints.decode("utf-8", "replace").strip(),
        )
    return printed.decode("utf-8", "replace")


async def show(config: Path, environment: Mapping[str, str], *arguments: str) -> None:
    """Let a `monitor` command write straight to our terminal, in its own colours."""
    process = await asyncio.create_subprocess_exec(
        *command(config, *arguments), env=dict(environment)
    )
    await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    """Wait for the end of a short command; where we are stopped first, stop it."""
    try:
        return await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
