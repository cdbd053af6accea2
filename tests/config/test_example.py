"""The shipped config.yaml is a commented example of every setting that exists, and of no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Config, parse, schema

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "config.yaml").read_text()
ENVIRONMENT = {
    "SMTP_PASSWORD": "not a secret at all",
    "WEBHOOK_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "WEBHOOK_TOKEN": "Bearer none",
    "DESK_TOKEN": "Bearer desk",
    "CONSENT_COOKIE": "agreed",
    "PARTNER_KEY": "partner",
    "SESSION_COOKIE": "session",
    "PROXY": "socks5://me:secret@proxy.example:1080",
    "KEY_PASSWORD": "none",
}
_SETTING = re.compile(r"^(\s*)# ?(\s*(?:- )?[a-z_.]+:(?: .*)?)$")


def uncommented() -> str:
    """Return the example with every commented-out setting in force."""
    lines = [_SETTING.sub(r"\1\2", line) for line in TEXT.splitlines()]
    return "\n".join(line for line in lines if not line.startswith("# "))


def keys(node: dict[str, Any], definitions: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the dotted path of every setting in a JSON Schema."""
    if "$ref" in node:
        node = definitions[node["$ref"].rpartition("/")[2]]
    for part in (*node.get("oneOf", ()), *node.get("anyOf", ())):
        yield from keys(part, definitions, path)
    for name, child in node.get("properties", {}).items():
        yield f"{path}{name}"
        yield from keys(child, definitions, f"{path}{name}.")
    more = node.get("additionalProperties")
    if isinstance(more, dict):
        yield from keys(more, definitions, f"{path}*.")
    if isinstance(node.get("items"), dict):
        yield from keys(node["items"], definitions, f"{path}*.")


def all_keys() -> list[str]:
    found = schema()
    return sorted(set(keys(found, found["$defs"])))


def example_config() -> Config:
    return parse(uncommented(), name="config.yaml", environ=ENVIRONMENT)


def test_the_example_is_valid_as_shipped() -> None:
    config = parse(TEXT, name="config.yaml", environ={})
    assert [watch.url.rpartition("-")[2] for watch in config.watches] == ["a82429"]
    assert config.channels == {}


def test_the_example_is_valid_with_every_setting_in_force() -> None:
    config = example_config()
    assert set(config.channels) == {"desk", "newsroom"}
    assert config.watches[0].channels == ("desk",)


def test_what_is_commented_out_shows_the_defaults() -> None:
    config, default = example_config(), Config()
    assert config.checks == default.checks
    assert config.alerts == default.alerts
    assert config.log == default.log
    changed = {"browser", "contact", "ca_file", "hosts", "proxy"}
    for name in type(config.fetch).model_fields.keys() - changed:
        assert getattr(config.fetch, name) == getattr(default.fetch, name), name


@pytest.mark.parametrize("key", all_keys())
def test_every_setting_is_in_the_example(key: str) -> None:
    assert re.search(rf"^[\s#-]*{key.rpartition('.')[2]}:", TEXT, re.MULTILINE), key


@pytest.mark.parametrize("key", all_keys())
def test_every_setting_is_documented(key: str) -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    assert f"`{key.replace('*', 'NAME') if '.*.' in key else key}`" in page or f"`{key}`" in page


def test_no_setting_is_documented_that_does_not_exist() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    listed = re.findall(r"^\| `([a-z_.*]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == all_keys()
