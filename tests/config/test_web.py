"""Where the web server listens, and what the public calls it."""

from __future__ import annotations

import json

import pytest

from monitor.config import Config, listen_address, parse
from monitor.errors import ConfigError


def web(**settings: object) -> Config:
    return parse(json.dumps({"web": settings}), name="c", environ={})


def test_without_the_setting_there_is_no_server() -> None:
    assert parse("", name="c", environ={}).web is None


def test_alone_it_listens_on_loopback_for_nobody() -> None:
    found = web().web
    assert found is not None
    assert (found.listen, found.public_url) == ("127.0.0.1:8377", None)


@pytest.mark.parametrize(
    ("listen", "address"),
    [
        ("127.0.0.1:8377", ("127.0.0.1", 8377)),
        ("localhost:1", ("localhost", 1)),
        ("[::1]:65535", ("::1", 65535)),
        ("127.7.7.7:0", ("127.7.7.7", 0)),
    ],
)
def test_it_listens_at_an_address_of_loopback(listen: str, address: tuple[str, int]) -> None:
    found = web(listen=listen).web
    assert found is not None
    assert listen_address(found.listen) == address


@pytest.mark.parametrize("listen", ["0.0.0.0:8377", "[::]:8377", "192.0.2.7:80", "[2001:db8::1]:1"])
def test_without_a_public_address_it_listens_on_loopback_only(listen: str) -> None:
    with pytest.raises(ConfigError, match="listens on loopback only"):
        web(listen=listen)
    assert web(listen=listen, public_url="https://monitor.example.org").web is not None


@pytest.mark.parametrize(
    "listen",
    ["8377", ":8377", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "host:80", "",
     "127.0.0.1:٣", "localhost:65536", "[127.0.0.1:80", "[::1:80", "evil.example:80"],
)  # fmt: skip
def test_what_is_no_address_of_this_machine_is_refused(listen: str) -> None:
    with pytest.raises(ConfigError, match=r"web\.listen"):
        web(listen=listen, public_url="https://monitor.example.org")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://monitor.example.org", "https://monitor.example.org"),
        ("http://monitor.example.org:8080/", "http://monitor.example.org:8080"),
    ],
)
def test_a_public_address_is_scheme_and_host(given: str, kept: str) -> None:
    found = web(public_url=given).web
    assert found is not None
    assert found.public_url == kept


@pytest.mark.parametrize(
    "url",
    ["monitor.example.org", "ftp://monitor.example.org", "https://", "https://h.example/monitor",
     "https://h.example?a", "https://h.example#a", "https://me@h.example", "https://h.example:0",
     "https://h.example:x", "https://[", "https://h.exämple", "https://h.exa mple",
     "https://h.example\\@x", "https://h.example\n", "https://h.example:99999"],
)  # fmt: skip
def test_a_public_address_with_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"web\.public_url"):
        web(public_url=url)
