"""What the configuration says about fetching."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from monitor.fetch.access import NO_ACCESS, Access, Proxy
from monitor.fetch.addresses import Network
from monitor.fetch.pace import site_of

_TOKEN = re.compile(r"[a-z_-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCert:
    """With what we prove to a host who we are."""

    cert: Path
    key: Path | None = None
    """None: it is in the same file."""
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """Settings for one host; None means: as for all."""

    delay: timedelta | None = None
    concurrency: int | None = None
    access: Access = NO_ACCESS
    proxy: Proxy | Literal["direct"] | None = None
    client_cert: ClientCert | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Settings for all sites."""

    user_agent: str = "article-monitor"
    contact: str | None = None
    """Where a site can reach whoever runs this; part of the User-Agent."""
    delay: timedelta = timedelta(seconds=1)
    """From the end of one request to a site to the start of the next."""
    concurrency: int = 1
    """Requests to one site at a time."""
    share_pace_by_address: bool = False
    """Hosts at one address share a pace too. Many sites stand behind one address of a CDN."""
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    """By host name, without a port."""
    allow_private: tuple[Network, ...] = ()
    """Networks inside that may be fetched from all the same."""
    proxy: Proxy | Literal["direct"] | None = None
    proxy_resolves: bool = False
    """The proxy may resolve names that nobody here has judged."""
    timeout: timedelta = timedelta(seconds=30)
    """From resolving the name to the last byte, redirects included, waiting for a turn not."""
    first_byte: timedelta = timedelta(seconds=15)
    """From resolving the name to the end of the answer's header."""
    max_wire_bytes: int = 10_000_000
    max_body_bytes: int = 20_000_000
    max_headers: int = 200
    max_header_bytes: int = 65_536
    max_redirects: int = 8
    max_open_hosts: int = 256
    """Hosts whose connections are kept; the least recently used ones are closed."""
    rest_after: int = 5
    """Failures in a row after which a site is rested, and tried by one request."""
    longest_pause: timedelta = timedelta(hours=6)
    """However long a server wants to be left alone."""
    longest_crawl_delay: timedelta = timedelta(seconds=60)
    obey_robots: bool = True
    ca_file: Path | None = None
    """Certificate authorities to trust besides the usual ones."""

    @property
    def full_user_agent(self) -> str:
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def product_token(self) -> str:
        """The name that we go by in a robots.txt (RFC 9309, section 2.2.1), in lower case."""
        found = _TOKEN.match(self.user_agent)
        return found[0].lower() if found else ""

    @property
    def accesses(self) -> Mapping[str, Access]:
        """What hosts are given, by name."""
        given = self.hosts.items()
        return {name: host.access for name, host in given if host.access != NO_ACCESS}

    def proxy_for(self, name: str) -> Proxy | None:
        """Return the proxy by which the host of that name is reached; None: directly."""
        own = self.hosts.get(name)
        proxy = self.proxy if own is None or own.proxy is None else own.proxy
        return None if proxy == "direct" else proxy

    def for_site(self, site: str) -> tuple[timedelta, int]:
        """Return delay and concurrency for a site: the strictest that its hosts are given."""
        # The names have no port; the one that a site has on another port is its own.
        name = site.rpartition(":")[0] if site.rpartition(":")[2].isdigit() else site
        own = [host for key, host in self.hosts.items() if site_of(key) == name]
        delays = [host.delay for host in own if host.delay is not None]
        many = [host.concurrency for host in own if host.concurrency is not None]
        return max(delays, default=self.delay), min(many, default=self.concurrency)
