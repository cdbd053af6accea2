"""PURE: headers and cookies of the operator's own, and to whom they may go.

The rule: what was configured for a host goes to that host, and over no connection that is less
private than the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

_SHORTEST_SECRET = 8
"""Shorter values are words that pages have anyway."""
_HIDDEN = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a page is asked for with. Nothing of it is ever shown."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names in lower case."""
    cookies: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def sent(self) -> dict[str, str]:
        """Return it as headers of a request."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies)
        return dict(self.headers) | ({"cookie": cookies} if cookies else {})

    def hidden(self, text: str) -> str:
        """Return `text` without what is secret here: some servers send back what they got."""
        for _, value in (*self.headers, *self.cookies):
            if len(value) >= _SHORTEST_SECRET:
                text = text.replace(value, _HIDDEN)
        return text


NO_ACCESS = Access()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy, and how to log in to it."""

    scheme: str
    """http, https, socks5 (this machine resolves names) or socks5h (the proxy does)."""
    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def access_to(
    visited: tuple[str, ...], hosts: Mapping[str, Access], own: Access = NO_ACCESS
) -> Access:
    """Return what goes along to the last of `visited`, the addresses of one fetch in their order.

    `hosts` by name without a port; `own` is the watch's, whose address is the first.
    """
    if not hosts and own is NO_ACCESS:
        return NO_ACCESS
    last = urlsplit(visited[-1])
    if last.scheme == "http" and any(one.startswith("https:") for one in visited):
        return NO_ACCESS
    found = hosts.get(last.hostname or "", NO_ACCESS)
    return _joined(found, own) if is_same_server(visited[0], visited[-1]) else found


def is_same_server(one: str, other: str) -> bool:
    """Return whether both addresses are of one server, or the second is of its encrypted front."""
    first, last = urlsplit(one), urlsplit(other)
    ports = (_port(first), _port(last))
    return first.hostname == last.hostname and (ports[0] == ports[1] or ports == (80, 443))


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _joined(host: Access, own: Access) -> Access:
    return Access(
        headers=_over(host.headers, own.headers), cookies=_over(host.cookies, own.cookies)
    )


def _over(
    below: Iterable[tuple[str, str]], above: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    return tuple((dict(below) | dict(above)).items())
