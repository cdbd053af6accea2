"""Several hosts with names, ports and certificates of their own, all of them on loopback."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import httpcore
import trustme

from monitor.fetch import FetchSettings, Gate, WebFetcher
from tests.fetch.rawserver import RawServer
from tests.fetch.webs import LOOPBACK, SETTINGS, PatientClock, Web


class _Streets(httpcore.AnyIOBackend):
    """Leads to the server that stands for an address and a port."""

    def __init__(self) -> None:
        self.ports: dict[tuple[str, int], int] = {}
        self.went: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.went.append((host, port))
        real = self.ports.get((host, port), 9)
        return await super().connect_tcp("127.0.0.1", real, timeout)


class Town:
    """Hosts by name. Each has an address of its own; `web` opens a fetcher that finds them."""

    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(str(self.ca_file))
        self.addresses: dict[str, str] = {}
        self.streets = _Streets()
        self.asked_for: list[str] = []
        self._servers: list[RawServer] = []
        self._fetchers: list[WebFetcher] = []

    async def build(self, name: str, *, tls: bool = False, clients: bool = False) -> RawServer:
        """Open a server that stands at the usual port of `name`; with `clients`, one that wants a
        certificate of whoever comes."""
        server = RawServer()
        await server.start(self.context(name, clients=clients) if tls else None)
        port = int(server.origin.rpartition(":")[2])
        self.put(name, 443 if tls else 80, port)
        server.origin = f"{'https' if tls else 'http'}://{name}"
        self._servers.append(server)
        return server

    def put(self, name: str, port: int, real: int) -> None:
        """Let `name` have an address, at which `port` leads to a port of this machine."""
        address = self.addresses.setdefault(name, f"127.0.1.{len(self.addresses) + 1}")
        self.streets.ports[address, port] = real

    def context(self, name: str, *, clients: bool = False) -> ssl.SSLContext:
        """Return what a server at `name` encrypts with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(context)
        if clients:
            context.verify_mode = ssl.CERT_REQUIRED
            self.authority.configure_trust(context)
        return context

    async def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """Return the address of a host of this town."""
        self.asked_for.append(host)
        if host not in self.addresses:
            raise OSError("no such name here")
        return (self.addresses[host],)

    def web(self, **changes: object) -> Web:
        """Open a fetcher."""
        clock = PatientClock()
        gate = Gate(LOOPBACK, resolve=self.resolve, backend=self.streets)
        settings: FetchSettings = replace(SETTINGS, ca_file=self.ca_file, **changes)  # type: ignore[arg-type]
        fetcher = WebFetcher(settings, clock, gate=gate)
        self._fetchers.append(fetcher)
        return Web(fetcher=fetcher, clock=clock)

    async def close(self) -> None:
        """Close all servers and fetchers."""
        for fetcher in self._fetchers:
            await fetcher.aclose()
        for server in self._servers:
            await server.stop()
