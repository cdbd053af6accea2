"""How the operator gets in where not everybody may: headers, cookies, proxies, certificates.

What is wrong is said without the value: it may be a secret.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from monitor.config.types import Secret

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_COOKIE_VALUE = re.compile(r'[^\x00-\x20\x7f-\uffff",;\\]*')
_LONGEST_VALUE = 8_000
_PROXIES = ("http", "https", "socks5", "socks5h")
_OURS = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "range",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    }
)
_INSTEAD = {"cookie": "write it under `cookies`", "user-agent": "set `fetch.user_agent`"}


def _header_name(name: str) -> str:
    low = name.lower()
    if not _TOKEN.fullmatch(name):
        raise ValueError("no name of a header")
    if low in _INSTEAD:
        raise ValueError(f"not as a header; {_INSTEAD[low]}")
    if low in _OURS or low.startswith(("if-", "proxy-", "sec-")):
        raise ValueError("this header is the monitor's own; without it pages could not be read")
    return low


def _header_value(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if len(text) > _LONGEST_VALUE or not _PRINTABLE.fullmatch(text):
        raise ValueError("no value of a header: plain characters in one line only")
    return value


def _cookie_name(name: str) -> str:
    if not _TOKEN.fullmatch(name):
        raise ValueError("no name of a cookie")
    return name


def _cookie_value(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if len(text) > _LONGEST_VALUE or not _COOKIE_VALUE.fullmatch(text):
        raise ValueError("no value of a cookie: no spaces, quotes, commas or semicolons")
    return value


def _proxy(value: SecretStr) -> SecretStr:
    if not _is_proxy(value.get_secret_value()):
        raise ValueError(f"no proxy; write {' or '.join(f'{one}://' for one in _PROXIES)}host:port")
    return value


def _is_proxy(text: str) -> bool:
    try:
        parts = urlsplit(text)
        bare = not (parts.path.strip("/") or parts.query or parts.fragment)
        return parts.scheme in _PROXIES and bool(parts.hostname) and parts.port != 0 and bare
    except ValueError:
        return False


def _proxy_or_direct(value: SecretStr) -> SecretStr:
    return value if value.get_secret_value() == "direct" else _proxy(value)


Headers = dict[
    Annotated[str, AfterValidator(_header_name)],
    Annotated[Secret, AfterValidator(_header_value)],
]
Cookies = dict[
    Annotated[str, AfterValidator(_cookie_name)],
    Annotated[Secret, AfterValidator(_cookie_value)],
]
ProxyAddress = Annotated[Secret, AfterValidator(_proxy)]
HostProxy = Annotated[Secret, AfterValidator(_proxy_or_direct)]
"""A proxy, or "direct" for none."""


class ClientCertConfig(BaseModel):
    """With what we prove to a host who we are."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    cert: Path = Field(description="The certificate, as PEM.")
    key: Path | None = Field(None, description="Its key, where it is not in the same file.")
    password: Secret | None = Field(None, description="Of the key; a reference.")
