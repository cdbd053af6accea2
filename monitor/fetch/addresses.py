"""PURE: which addresses may be talked to, and what a URL is. Nobody else has an opinion."""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, quote, urlsplit

import idna

from monitor.errors import BadAddress

Network = IPv4Network | IPv6Network
IPAddress = IPv4Address | IPv6Address

_LONGEST_URL = 4_096
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_CREDENTIALS = re.compile(r"^([^:/?#]*:?[/\\]*)[^/?#]*@")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_REFUSED = (
    ip_network("192.88.99.0/24"),  # 6to4 relays, deprecated (RFC 7526)
    ip_network("168.63.129.16/32"),  # a cloud's host, which its machines reach at this address
)
_GLOBAL_UNICAST = ip_network("2000::/3")
"""All of IPv6 that is in use for hosts (RFC 4291, section 2.4)."""
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_HINT = "fetch.allow_private in config.yaml opens networks of your own"


def normalise(url: str, allowed: tuple[Network, ...] = ()) -> str:
    """Return the address that `url` means, in its one spelling, without a fragment.

    Raises BadAddress where it is not http(s), has credentials, white space, control characters or
    a backslash, or names an address inside (in any notation), unless that is in `allowed`.
    """
    text = url.strip()
    if len(text) > _LONGEST_URL:
        raise BadAddress(text[:80] + "…", f"longer than {_LONGEST_URL} characters")
    if _FORBIDDEN.search(text):
        raise BadAddress(_masked(text), "has white space, control characters or a backslash in it")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadAddress(_masked(text), "is not a URL") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        hint = f"did you mean https://{text} ?" if "://" not in text else ""
        raise BadAddress(_masked(text), "is not an http(s) address", hint=hint)
    if "@" in parts.netloc:
        raise BadAddress(_masked(text), "has credentials in it")
    host = _host(parts, text, allowed)
    suffix = "" if port in (None, _PORTS[scheme]) else f":{port}"
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return f"{scheme}://{host}{suffix}{path}{query}"


def _masked(text: str) -> str:
    """Return an address fit to be shown: what may be credentials is left out."""
    return _CREDENTIALS.sub(r"\1…@", text)


def _host(parts: SplitResult, url: str, allowed: tuple[Network, ...]) -> str:
    name = unicodedata.normalize("NFKC", parts.hostname or "").lower()
    name = _ideographic_dots(name).rstrip(".")
    if not name:
        raise BadAddress(url, "names no host")
    literal = as_address(name)
    if literal is not None:
        if (why := refusal(literal, allowed)) is not None:
            raise BadAddress(url, f"points inside: {why}", hint=_HINT)
        return f"[{literal}]" if literal.version == 6 else str(literal)
    if (name == "localhost" or name.endswith(".localhost")) and not _opens_loopback(allowed):
        raise BadAddress(url, "points inside: loopback", hint=_HINT)
    try:
        # Also where the name is ASCII: `xn--` may stand for nothing that a name can be.
        return idna.encode(name, uts46=True).decode("ascii") if _needs_idna(name) else name
    except idna.IDNAError as error:
        raise BadAddress(url, f"names no possible host: {error}") from error


def _needs_idna(name: str) -> bool:
    return not name.isascii() or any(part.startswith("xn--") for part in name.split("."))


def _ideographic_dots(name: str) -> str:
    """Return `name` with the full stops that IDNA takes for dots as dots (RFC 3490, 3.1)."""
    return re.sub("[\u3002\uff0e\uff61]", ".", name)


def _opens_loopback(allowed: tuple[Network, ...]) -> bool:
    return any(network.is_loopback for network in allowed)


def as_address(name: str) -> IPAddress | None:
    """Return the address that `name` writes, in any notation that a resolver takes.

    Decimal, hex, octal and short IPv4 ("2130706433", "0x7f.1") are what inet_aton(3) reads; a name
    whose last label is a number can be nothing else (WHATWG URL, "ends in a number").
    """
    bare = name.strip("[]").partition("%")[0]
    try:
        return ip_address(bare)
    except ValueError:
        pass
    if not _NUMBER.fullmatch(bare.rpartition(".")[2]):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError:
        return IPv4Address(0)  # no address at all; the unspecified one is refused


def refusal(address: IPAddress, allowed: tuple[Network, ...] = ()) -> str | None:
    """Return why `address` may not be talked to, or None where it may."""
    if any(address in network for network in allowed if network.version == address.version):
        return None
    for inner in embedded(address):
        if (why := refusal(inner, allowed)) is not None:
            return f"{address} stands for {why}"
    if any(address in network for network in _REFUSED if network.version == address.version):
        return f"{address} is reserved"
    if embedded(address):
        return None
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return f"{address} is reserved"
    kinds = (
        ("unspecified", address.is_unspecified),
        ("loopback", address.is_loopback),
        ("link-local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("private", not address.is_global),
    )
    return next((f"{address} is {kind}" for kind, holds in kinds if holds), None)


def embedded(address: IPAddress) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that an IPv6 address stands for: mapped, compatible, 6to4, Teredo,
    NAT64."""
    if isinstance(address, IPv4Address):
        return ()
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in _NAT64):
        return (low,)
    return (low,) if int(address) >> 32 == 0 and int(address) > 1 else ()
