"""What is offered for running the monitor as a service holds together."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONTRIB = ROOT / "contrib"
EXIT_CODES = ROOT / "docs" / "cli.md"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that exists here: systemd checks that it can be executed."""
    text = (CONTRIB / "monitor.service").read_text("utf-8")
    path = tmp_path / "article-monitor.service"
    path.write_text(text.replace("/opt/article-monitor/bin/monitor", sys.executable))
    return path


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    about_us = [line for line in done.stderr.splitlines() if "article-monitor" in line]
    assert (done.returncode, about_us) == (0, [])


@needs_systemd
def test_the_unit_is_confined(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-400:] + done.stderr


def _settings(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z]+)=(.*)$", text, re.MULTILINE))


def test_systemd_waits_longer_for_the_end_than_the_daemon_needs() -> None:
    unit = _settings((CONTRIB / "monitor.service").read_text("utf-8"))
    compose = yaml.safe_load((CONTRIB / "compose.yaml").read_text("utf-8"))
    assert unit["TimeoutStopSec"] == compose["services"]["monitor"]["stop_grace_period"] == "30s"


def test_no_restart_follows_what_a_restart_cannot_mend() -> None:
    unit = _settings((CONTRIB / "monitor.service").read_text("utf-8"))
    documented = dict(re.findall(r"^\| (\d+) \| (.*) \|$", EXIT_CODES.read_text("utf-8"), re.M))
    kept_down = unit["RestartPreventExitStatus"].split()
    assert kept_down == ["2", "3", "4"]
    assert [documented[code][:24] for code in kept_down] == [
        "the command cannot be: w",
        "the configuration is wro",
        "another monitor is at wo",
    ]


def test_unit_image_and_compose_name_the_same_places() -> None:
    unit = (CONTRIB / "monitor.service").read_text("utf-8")
    image = (CONTRIB / "Containerfile").read_text("utf-8")
    compose = (CONTRIB / "compose.yaml").read_text("utf-8")
    for text in (unit, image, compose):
        assert "/etc/article-monitor/config.yaml" in text
        assert "data: /var/lib/article-monitor" in text


def test_all_that_the_image_copies_is_there_and_reaches_the_build() -> None:
    image = (CONTRIB / "Containerfile").read_text("utf-8")
    ignore = (CONTRIB / "Containerfile.dockerignore").read_text("utf-8").split()
    copied = re.findall(r"^COPY (?!--)(.+) \./.*$", image, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert names
    for name in names:
        assert (ROOT / name).exists()
        assert f"!{name}" in ignore


def test_the_image_does_not_run_as_root() -> None:
    image = (CONTRIB / "Containerfile").read_text("utf-8")
    last_stage = image[image.rindex("\nFROM ") :]
    assert re.search(r"^USER 10001$", last_stage, re.MULTILINE)


def test_the_licence_is_the_one_that_the_project_names() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
