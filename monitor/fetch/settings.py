"""What the configuration says about fetching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from monitor.fetch.addresses import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """Settings for one site; None means: as for all."""

    delay: timedelta | None = None
    concurrency: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Settings for all sites."""

    user_agent: str = "article-monitor"
    contact: str | None = None
    """Where a site can reach whoever runs this; part of the User-Agent."""
    delay: timedelta = timedelta(seconds=1)
    """From the end of one request to a host to the start of the next."""
    concurrency: int = 1
    """Requests to one host at a time."""
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    """By host name, without a port."""
    allow_private: tuple[Network, ...] = ()
    """Networks inside that may be fetched from all the same."""
    timeout: timedelta = timedelta(seconds=30)
    """From resolving the name to the last byte, redirects included, waiting for a turn not."""
    max_wire_bytes: int = 10_000_000
    max_body_bytes: int = 20_000_000
    max_headers: int = 200
    max_redirects: int = 8
    max_open_hosts: int = 256
    """Hosts whose connections are kept; the least recently used ones are closed."""
    longest_pause: timedelta = timedelta(hours=6)
    """However long a server wants to be left alone."""
    longest_crawl_delay: timedelta = timedelta(seconds=60)
    obey_robots: bool = True
    ca_file: Path | None = None
    """Certificate authorities to trust besides the usual ones."""

    @property
    def full_user_agent(self) -> str:
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    def for_host(self, name: str) -> tuple[timedelta, int]:
        """Return delay and concurrency for a host, by its name without a port."""
        own = self.hosts.get(name, HostSettings())
        delay = self.delay if own.delay is None else own.delay
        return delay, own.concurrency or self.concurrency
