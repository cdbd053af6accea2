"""The web server: where it listens, and what the public calls it."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from monitor.config.plans import Strict

_LISTEN = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.]+)):([0-9]{1,5})", re.I)
_LAST_PORT = 65_535
_PLAIN = re.compile(r"[A-Za-z0-9.:/\[\]_-]+")
"""The characters of a scheme, a host and a port."""


def listen_address(text: str) -> tuple[str, int]:
    """Return the host and the port that `listen` names. Raises ValueError."""
    found = _LISTEN.fullmatch(text)
    host, port = (found[1] or found[2], int(found[3])) if found else ("", 0)
    if port > _LAST_PORT or not (host == "localhost" or _is_address(host)):
        raise ValueError("write an address of this machine: 127.0.0.1:8377, [::1]:8377")
    return host, port


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _listen(text: str) -> str:
    listen_address(text)
    return text


def _public_url(text: str) -> str:
    if not _is_origin(text):
        raise ValueError("write scheme and host alone: https://monitor.example.org")
    return text.rstrip("/")


def _is_origin(text: str) -> bool:
    if not _PLAIN.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
        return known and parts.port != 0 and parts.path in ("", "/")
    except ValueError:
        return False


class WebConfig(Strict):
    """The web server, which hubs of feeds call."""

    listen: Annotated[str, AfterValidator(_listen)] = Field(
        "127.0.0.1:8377", description="Where it listens: an address of this machine and a port."
    )
    public_url: Annotated[str, AfterValidator(_public_url)] | None = Field(
        None, description="Under which address the public reaches it."
    )

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        host, _ = listen_address(self.listen)
        if self.public_url is None and host != "localhost" and not ip_address(host).is_loopback:
            raise ValueError("listen: without public_url it listens on loopback only: 127.0.0.1")
        return self
