"""The documentation says what is: commands are listed, examples run, links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from monitor.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def _commands(group: Any, prefix: str = "monitor") -> Iterator[str]:
    for name, command in group.commands.items():
        yield f"{prefix} {name}"
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix} {name}")


def _all_commands() -> list[str]:
    return list(_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("command", _all_commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in (ROOT / "docs" / "cli.md").read_text()


def test_no_command_is_documented_that_does_not_exist() -> None:
    listed = re.findall(r"^\| `(monitor[a-z ]*?)(?: [A-Z\[][^`]*)?`", _cli_page(), re.MULTILINE)
    assert set(listed) <= set(_all_commands())
    assert len(listed) > 15


def _cli_page() -> str:
    return (ROOT / "docs" / "cli.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text()) if "://" not in target]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def _examples() -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}:{number}", code)
        for page in PAGES
        for number, code in enumerate(PYTHON.findall(page.read_text()), 1)
    ]


@pytest.mark.parametrize(("where", "code"), _examples(), ids=lambda value: value[:40])
def test_every_python_example_runs(where: str, code: str, tmp_path: Path) -> None:
    config = 'data: snapshots\nfetch: {contact: "mailto:me@example.org"}\n'
    (tmp_path / "config.yaml").write_text(config)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{where}\n{done.stderr}"
    assert done.stdout


def test_the_pages_are_plain_about_this_machine() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    assert "/work/" not in text
    assert "TODO" not in text


def test_every_promise_is_held_by_a_test_that_exists() -> None:
    rows = (ROOT / "docs" / "promises.md").read_text().splitlines()
    promised = [row for row in rows if row.startswith("| ") and "held by" not in row]
    named = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
    assert [row for row in promised if not named.search(row) and not row.startswith("| ---")] == []
    missing = [
        f"{path}::{name}"
        for path, name in named.findall("\n".join(promised))
        if f"def {name}(" not in (ROOT / path).read_text()
    ]
    assert missing == []
