"""The demo tells its story in plain lines where nobody sees colours."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from rich.console import Console

from monitor.demo.narrator import Narrator, shorter
from monitor.demo.steps import edits
from tests.demo.test_steps import CALL, MAIL, PUBLISHED


def _told(*, terminal: bool = False) -> str:
    colours: Literal["standard", "auto"] = "standard" if terminal else "auto"
    console = Console(file=StringIO(), force_terminal=terminal, width=100, color_system=colours)
    narrator = Narrator(console)
    silent, gone = edits(PUBLISHED)[1], edits(PUBLISHED)[3]
    narrator.opening(site="http://s", mailbox="smtp://m", webhook="http://w", command="monitor run")
    narrator.heading(3, 5, silent.title, silent.outlet)
    with narrator.waiting("waiting"):
        pass
    mail, call = replace(MAIL, path=Path("m/1.eml")), replace(CALL, path=Path("w/1.json"))
    narrator.caught(silent, 1.26, mail, call)
    narrator.caught(gone, 4, MAIL, CALL)
    narrator.shows("monitor diff [x]")
    narrator.bad("a complaint [with brackets]")
    narrator.closing("All well", (("the report", Path("demo/report.html")),))
    output = console.file
    assert isinstance(output, StringIO)
    return output.getvalue()


def test_a_pipe_gets_no_escape_sequences() -> None:
    assert "\x1b" not in _told()


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;32m" in _told(terminal=True)


@pytest.mark.parametrize(
    "words",
    [
        "3 of 5 · A figure that it changes silently",
        "caught 1.3 seconds later",
        "told as gone 4.0 seconds later",
        "m/1.html",
        "w/1.json",
        "$ monitor diff [x]",
        "✗ a complaint [with brackets]",
        "demo/report.html",
    ],
)
def test_everything_is_said(words: str) -> None:
    assert words in _told()


def test_paths_are_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shorter(tmp_path / "demo" / "x") == "demo/x"
    assert shorter(tmp_path.parent / "y") == str(tmp_path.parent / "y")
