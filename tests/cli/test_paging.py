"""What does not fit a screen is shown in `less`, with its colours."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

from tests.cli.conftest import NewsSite, Terminal
from tests.cli.test_commands import edited

LESS = """#!/bin/sh
echo "$@" > {folder}/options
cat > {folder}/paged
"""


def in_a_terminal(terminal: Terminal, rows: int, path: str, **more: str) -> str:
    """Run `monitor diff` in a terminal of so many rows; return what it wrote there."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    command = [sys.executable, "-m", "monitor", "--config", str(terminal.config)]
    environment = {"PATH": path, "HOME": str(terminal.folder), "TERM": "xterm", **more}
    run = subprocess.Popen(
        [*command, "diff", "/ferry"], stdin=there, stdout=there, stderr=there, env=environment
    )
    os.close(there)
    written = b""
    while chunk := _read(here):
        written += chunk
    os.close(here)
    assert run.wait(timeout=60) == 0, written
    return written.decode()


def _read(here: int) -> bytes:
    try:
        return os.read(here, 65_536)
    except OSError:  # Linux says so when nobody has the other end open any more
        return b""


def pager(folder: Path) -> str:
    """Put a `less` in a folder that notes what it is given; return the folder as a PATH."""
    less = folder / "bin" / "less"
    less.parent.mkdir()
    less.write_text(LESS.format(folder=folder))
    less.chmod(0o755)
    return f"{less.parent}:/usr/bin:/bin"


def test_a_long_report_is_paged_with_colours_that_less_shows(
    site: NewsSite, terminal: Terminal
) -> None:
    edited(site, terminal)
    written = in_a_terminal(terminal, 10, pager(terminal.folder))
    assert "150" not in written
    paged = (terminal.folder / "paged").read_text()
    assert "\x1b[" in paged and "150" in paged
    assert (terminal.folder / "options").read_text().split() == ["-R"]


def test_colours_are_left_out_in_the_pager_too(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    in_a_terminal(terminal, 10, pager(terminal.folder), NO_COLOR="1")
    paged = (terminal.folder / "paged").read_text()
    assert "\x1b[" not in paged and "[-120-] {+150+}" in paged


def test_a_report_that_fits_is_not_paged(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    assert "150" in in_a_terminal(terminal, 90, pager(terminal.folder))
    assert not (terminal.folder / "paged").exists()


def test_without_less_a_report_is_printed(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    assert "150" in in_a_terminal(terminal, 10, str(terminal.folder))
