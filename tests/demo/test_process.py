"""The demo speaks to the monitor as people do, and is not left waiting for one that died."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from monitor.demo import process
from monitor.demo.process import DaemonProcess, DemoFailed

WAITS = "import time\nprint('waiting', flush=True)\ntime.sleep(60)"
DEAF = f"import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n{WAITS}"


def _instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Run a small program in place of the monitor."""

    def command(config: Path, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-c", program, *arguments)

    monkeypatch.setattr(process, "command", command)


async def _said_something(log: Path) -> None:
    while "waiting" not in log.read_text():
        await asyncio.sleep(0)


async def test_a_command_answers_in_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _instead(monkeypatch, "import json, sys; print(json.dumps(sys.argv[1:]))")
    assert await process.ask(tmp_path, "show", "x") == ["show", "x"]


async def test_a_command_that_fails_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _instead(monkeypatch, "import sys; sys.exit('no such watch')")
    with pytest.raises(DemoFailed, match="monitor show ended with code 1") as caught:
        await process.run(tmp_path, "show")
    assert caught.value.hint == "no such watch"


async def test_a_command_may_write_to_our_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _instead(monkeypatch, "import os; print(os.environ['LINES'])")
    await process.show(tmp_path, {"LINES": "9999"}, "diff")
    assert capfd.readouterr().out == "9999\n"


async def test_a_command_is_ended_when_we_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _instead(monkeypatch, WAITS)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(process.run(tmp_path), 0.5)


async def test_the_daemon_is_asked_to_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _instead(monkeypatch, WAITS)
    log = tmp_path / "log"
    async with DaemonProcess(tmp_path, log) as daemon:
        await daemon.alive_until(_said_something(log))
    assert await daemon.stop() == -15


async def test_a_daemon_that_does_not_listen_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _instead(monkeypatch, DEAF)
    monkeypatch.setattr(process, "_PATIENCE", 0.1)
    log = tmp_path / "log"
    async with DaemonProcess(tmp_path, log) as daemon:
        await daemon.alive_until(_said_something(log))
        assert await daemon.stop() == -9


async def test_waiting_ends_when_the_daemon_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _instead(monkeypatch, "import sys; sys.exit('bad config: line 3')")
    async with DaemonProcess(tmp_path, tmp_path / "log") as daemon:
        with pytest.raises(DemoFailed, match="ended with code 1") as caught:
            await daemon.alive_until(asyncio.Event().wait())
    assert caught.value.hint == "bad config: line 3"
