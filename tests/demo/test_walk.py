"""The demo ends well only where everything was caught, and leaves nothing running."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from monitor.demo import process, walk
from monitor.demo.folder import demo_folder
from monitor.errors import AlreadyRunning

ROOT = Path(__file__).parents[2]
DEMO = (sys.executable, "-m", "monitor", "demo", "--folder")
IDLE = "import time; time.sleep(60)"
DIES = "import sys; sys.exit('config.yaml, line 3: wrong')"


def _console() -> Console:
    return Console(file=StringIO(), width=100)


def _text(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.slow
def test_everything_is_caught_and_kept(tmp_path: Path) -> None:
    console = _console()
    assert walk.run(tmp_path, console) == 0, _text(console)
    said = _text(console)
    assert "Everything was caught, once, and nothing else" in said
    assert said.count("signature verified") == 4
    assert "\x1b" not in said
    assert [path.name for path in sorted((tmp_path / "reports").iterdir())] == [
        "1-update.html",
        "2-silent.html",
        "3-headline.html",
        "whole-life.html",
    ]
    assert [path.name for path in sorted((tmp_path / "mails").glob("*.eml"))] == [
        f"0{number}.eml" for number in (1, 2, 3, 4)
    ]
    told = [json.loads(path.read_text()) for path in sorted((tmp_path / "webhooks").iterdir())]
    assert len(told) == 4
    assert (tmp_path / "site" / "3-silent.html").read_text().count("370,000") == 1


def _instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    def command(config: Path, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-c", program)

    monkeypatch.setattr(process, "command", command)


def test_what_is_not_caught_in_time_fails_the_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _instead(monkeypatch, IDLE)
    monkeypatch.setattr(walk, "_PATIENCE", 0.3)
    console = _console()
    assert walk.run(tmp_path, console) == 1
    assert "✗ waited 0.3 seconds in vain for 3 looks at /world/" in _text(console)
    assert "Everything was caught" not in _text(console)


def test_a_daemon_that_ends_fails_the_demo_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _instead(monkeypatch, DIES)
    console = _console()
    assert walk.run(tmp_path, console) == 1
    assert "✗ the daemon ended with code 1" in _text(console)
    assert "✗ config.yaml, line 3: wrong" in _text(console)
    assert str(tmp_path / "daemon.log") in _text(console).replace("\n", "")


def test_the_secret_is_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _instead(monkeypatch, DIES)
    walk.run(tmp_path, _console())
    assert (tmp_path / "webhook.secret").stat().st_mode & 0o077 == 0


def test_a_second_demo_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with demo_folder(tmp_path), pytest.raises(AlreadyRunning, match="another demo"):
        walk.run(tmp_path, _console())


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_stops_the_demo_and_its_daemon(tmp_path: Path, sign: signal.Signals) -> None:
    demo = await asyncio.create_subprocess_exec(
        *DEMO,
        str(tmp_path),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert demo.stdout is not None
    async with asyncio.timeout(60):
        while b"nothing to tell" not in await demo.stdout.readline():
            assert demo.returncode is None
        demo.send_signal(sign)
        _, complaints = await demo.communicate()
    assert (demo.returncode, complaints) == (130, b"")
    last = json.loads((tmp_path / "daemon.log").read_text().splitlines()[-1])
    assert last["event"] == "stopped"
