"""httpx over a pool of connections that go through the gate, directly or by way of a proxy."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
from socksio import ProtocolError as SocksError

from monitor.fetch.access import Proxy
from monitor.fetch.gate import Gate, Refused
from monitor.model import Failure, Reason

_KEEP_ALIVE = 75.0


@dataclass(slots=True)
class Traffic:
    """What went over a client's connections so far."""

    opened: int = 0
    """Connections."""
    sent: int = 0
    """Times that something was written."""
    received: int = 0
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a host is reached."""

    tls: ssl.SSLContext
    proxy: Proxy | None = None
    proxy_tls: ssl.SSLContext | None = None
    proxy_resolves: bool = False
    """The operator says that the proxy may resolve names that nobody here has judged."""


class GatedTransport(httpx.AsyncBaseTransport):
    """httpx over a connection pool whose connections go through the gate."""

    def __init__(self, gate: Gate, way: Way, connections: int) -> None:
        self.traffic = Traffic()
        self._gate = gate
        self._way = way
        self._door = _Door(gate, self.traffic, proxied=way.proxy is not None)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=way.tls,
            proxy=_core_proxy(way),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_KEEP_ALIVE,
            http2=True,
            network_backend=self._door,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises httpcore's exceptions and Refused."""
        host, extensions = request.url.raw_host, request.extensions
        if self._way.proxy is not None:
            host, extensions = await self._for_proxy(self._way.proxy, request)
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = await self._answer(
            httpcore.Request(
                method=request.method,
                url=url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    async def _answer(self, request: httpcore.Request) -> httpcore.Response:
        try:
            answer = await self._pool.handle_async_request(request)
        except BaseException as error:
            await self._door.settle(good=False)
            if isinstance(error, (AssertionError, SocksError)):
                # What a proxy says that speaks no SOCKS trips over httpcore's assertions.
                raise httpcore.ProxyError("not the answer of a SOCKS proxy") from error
            raise
        await self._door.settle(good=True)
        return answer

    async def _for_proxy(
        self, proxy: Proxy, request: httpx.Request
    ) -> tuple[bytes, dict[str, Any]]:
        """Judge the name before the proxy gets it; return what the proxy is to connect to.

        socks5 gets an address that was judged. The others get the name, and resolve it themselves.
        """
        name = request.url.raw_host
        if proxy.scheme != "socks5" and self._way.proxy_resolves:
            return name, request.extensions
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        judged = await self._gate.judged(request.url.host, port)
        if proxy.scheme != "socks5":
            return name, request.extensions
        return judged[0].encode(), request.extensions | {"sni_hostname": name.decode()}

    async def aclose(self) -> None:
        await self._pool.aclose()


def _core_proxy(way: Way) -> httpcore.Proxy | None:
    proxy = way.proxy
    if proxy is None:
        return None
    url = httpcore.URL(scheme=proxy.scheme, host=proxy.host, port=proxy.port, target="/")
    auth = (proxy.username.encode(), proxy.password.encode()) if proxy.username else None
    tls = way.proxy_tls if proxy.scheme == "https" else None
    return httpcore.Proxy(url, auth=auth, ssl_context=tls)


class _Stream(httpx.AsyncByteStream):
    """The body of an answer, as it comes off the wire."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._answer.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._answer.aclose()


class _Door(httpcore.AsyncNetworkBackend):
    """Opens connections through the gate and counts what goes over them."""

    def __init__(self, gate: Gate, traffic: Traffic, *, proxied: bool) -> None:
        self._gate = gate
        self._traffic = traffic
        self._proxied = proxied
        self._to_proxy: dict[asyncio.Task[Any] | None, _Counted] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if self._proxied:
            try:
                stream = await self._gate.connect_to_proxy(host, port, timeout)
            except Refused as error:
                detail = f"the proxy cannot be reached: {error.failure.detail}"
                raise Refused(Failure(reason=Reason.CONNECT, detail=detail)) from error
        else:
            stream = await self._gate.connect_tcp(
                host, port, timeout, local_address, socket_options
            )
        self._traffic.opened += 1
        counted = _Counted(stream, self._traffic)
        if self._proxied:
            self._to_proxy[asyncio.current_task()] = counted
        return counted

    async def settle(self, *, good: bool) -> None:
        """Close the connection to a proxy that this request has opened, unless it went well.

        httpcore forgets it where a SOCKS proxy refuses.
        """
        stream = self._to_proxy.pop(asyncio.current_task(), None)
        if stream is not None and not good:
            await stream.aclose()

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return await self._gate.connect_unix_socket(path, timeout, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._gate.sleep(seconds)


class _Counted(httpcore.AsyncNetworkStream):
    """A connection whose traffic is counted."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, traffic: Traffic) -> None:
        self._stream = stream
        self._traffic = traffic
        self._peer: Any = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        part = await self._stream.read(max_bytes, timeout)
        self._traffic.received += len(part)
        return part

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._traffic.sent += 1
        await self._stream.write(buffer, timeout)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        return _Counted(stream, self._traffic)

    def get_extra_info(self, info: str) -> Any:
        if info != "server_addr":
            return self._stream.get_extra_info(info)
        if self._peer is None:
            self._peer = self._stream.get_extra_info(info)
        return self._peer

    async def aclose(self) -> None:
        await self._stream.aclose()
