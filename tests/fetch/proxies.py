"""A proxy on loopback: HTTP (forward and CONNECT) or SOCKS5. It writes down what it is asked."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64decode
from collections.abc import Callable

Route = Callable[[str, int], int]
"""From the host and port that are asked for to a port of this machine; 0: there is none."""


class Proxy:
    """Passes on what it is sent, to where `route` leads."""

    def __init__(self, route: Route, *, login: tuple[str, str] | None = None) -> None:
        self.asked: list[tuple[str, int]] = []
        self.heads: list[bytes] = []
        self.logins: list[tuple[str, str]] = []
        self.port = 0
        self._route = route
        self._login = login
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, *, socks: bool = False, tls: ssl.SSLContext | None = None) -> None:
        serve = self._socks if socks else self._http

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(_until_closed(serve, reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        if self._login and not self._let_in(head):
            writer.write(b"HTTP/1.1 407 Who are you\r\ncontent-length: 0\r\n\r\n")
            return
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
            inner = await self._connect(host, int(port))
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await _pass_on(reader, writer, *inner)
            return
        host = target.split("/")[2]
        inner = await self._connect(host, 80)
        own = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"proxy-")]
        path = "/" + target.split("/", 3)[3]
        own[0] = f"{method} {path} HTTP/1.1".encode()
        inner[1].write(b"\r\n".join(own))
        await _pass_on(reader, writer, *inner)

    def _let_in(self, head: bytes) -> bool:
        for line in head.decode().split("\r\n"):
            if line.lower().startswith("proxy-authorization: basic "):
                user, _, password = b64decode(line.split(" ")[2]).decode().partition(":")
                self.logins.append((user, password))
                return (user, password) == self._login
        return False

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """RFC 1928, and 1929 for the log-in."""
        _, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(b"\x05\x02" if self._login else b"\x05\x00")
        if self._login and not await self._socks_login(reader, writer):
            return
        kind = (await reader.readexactly(4))[3]
        if kind == 1:
            host = ".".join(str(part) for part in await reader.readexactly(4))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2))
        if not self._route(host, port):
            self.asked.append((host, port))
            writer.write(b"\x05\x05\x00\x01" + bytes(6))
            return
        inner = await self._connect(host, port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await _pass_on(reader, writer, *inner)

    async def _socks_login(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        parts = []
        await reader.readexactly(1)
        for _ in range(2):
            parts.append((await reader.readexactly((await reader.readexactly(1))[0])).decode())
        self.logins.append((parts[0], parts[1]))
        good = (parts[0], parts[1]) == self._login
        writer.write(b"\x01\x00" if good else b"\x01\x01")
        return good

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.asked.append((host, port))
        return await asyncio.open_connection("127.0.0.1", self._route(host, port))


async def _until_closed(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], object],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    try:
        await serve(reader, writer)  # type: ignore[misc]
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def _pass_on(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    inner_reader: asyncio.StreamReader,
    inner_writer: asyncio.StreamWriter,
) -> None:
    async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while part := await source.read(65_536):
                target.write(part)
                await target.drain()
        except ConnectionError:
            pass
        finally:
            target.close()

    await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))
