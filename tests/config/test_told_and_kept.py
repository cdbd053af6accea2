"""What is kept never depends on what is told: what makes an edit is a setting of the checks."""

from __future__ import annotations

import pytest

from monitor.config import Config, parse
from monitor.errors import ConfigError
from monitor.wiring.translating import diff_settings


def read(text: str) -> Config:
    return parse(text, name="config.yaml", environ={})


def test_what_counts_as_an_edit_is_set_with_the_checks() -> None:
    assert not diff_settings(read("{}")).unworded
    assert diff_settings(read("checks: {unworded: true}")).unworded


def test_no_setting_of_the_alerts_decides_what_is_kept() -> None:
    with pytest.raises(ConfigError, match="unworded"):
        read("alerts: {unworded: true}")
