"""A proxy of our own between a browser and the network: every connection goes through the gate.

It listens on loopback, lets in only who has the word that a rendering was given, and counts what
comes through: past the cap the rendering's connections are cut.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpcore

from monitor.errors import BadAddress
from monitor.fetch.gate import Gate, Refused

_HEAD = 65_536
_CHUNK = 65_536
_MOST_CONNECTIONS = 64
"""Of one rendering, at a time."""
_DROPPED = frozenset({"proxy-authorization", "proxy-connection", "connection", "keep-alive"})
_USER = "rendering"


@dataclass(slots=True)
class Passage:
    """What one rendering may send and get."""

    word: str
    left: int
    """Bytes."""
    refused: list[str] = field(default_factory=list)
    """Hosts that the gate kept it from."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class FilteringProxy:
    """An HTTP proxy whose connections go through the gate."""

    def __init__(
        self,
        gate: Gate,
        *,
        timeout: float,
        is_proxied: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self._gate = gate
        self._is_proxied = is_proxied
        """Hosts that are never to be asked from this address."""
        self._timeout = timeout
        self._server: asyncio.Server | None = None
        self._passages: dict[str, Passage] = {}

    @property
    def address(self) -> str:
        """Where it listens, as a browser wants it."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Listen on a port of loopback."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD)

    async def aclose(self) -> None:
        """Stop listening, and cut what is open."""
        if self._server is not None:
            self._server.close()
        for passage in tuple(self._passages.values()):
            _cut(passage)

    @contextmanager
    def passage(self, most: int) -> Iterator[Passage]:
        """Let one rendering through, for `most` bytes in both directions."""
        passage = Passage(word=secrets.token_urlsafe(24), left=most)
        self._passages[passage.word] = passage
        try:
            yield passage
        finally:
            del self._passages[passage.word]
            _cut(passage)

    # --- one connection ------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await self._answer(reader, writer, task)
        with suppress(ConnectionError):
            writer.close()

    async def _answer(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        task: asyncio.Task[None],
    ) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            passage = self._passages.get(_word(head))
            if passage is not None:
                break
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n")
            writer.write(b'Proxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n')
            await writer.drain()
        if len(passage.tasks) >= _MOST_CONNECTIONS:
            _refuse(writer, 503)
            return
        passage.tasks.add(task)
        try:
            await self._connect(head, passage, reader, writer)
        except asyncio.CancelledError:
            pass  # The rendering is over, or has had its share.
        finally:
            passage.tasks.discard(task)

    async def _connect(
        self,
        head: bytes,
        passage: Passage,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        method, _, rest = head.partition(b" ")
        target = rest.partition(b" ")[0].decode("latin-1")
        tunnel = method == b"CONNECT"
        url = f"https://{target}/" if tunnel else target
        try:
            parts = urlsplit(self._gate.check_url(url))
            port = parts.port or (443 if tunnel else 80)
            host = (parts.hostname or "").strip("[]")
            if self._is_proxied(host):
                raise BadAddress(url, "is to be reached by way of a proxy")
            stream = await self._gate.connect_tcp(host, port, self._timeout)
        except (BadAddress, Refused):
            passage.refused.append(urlsplit(url).hostname or "")
            _refuse(writer, 403)
            return
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            _refuse(writer, 502)
            return
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection Established\r\n\r\n")
            else:
                await stream.write(_forwarded(head, target))
            await _relay(stream, passage, reader, writer)
        finally:
            await stream.aclose()


def _word(head: bytes) -> str:
    """Return the word that a request brings, or "" where it has none."""
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"proxy-authorization":
            with suppress(binascii.Error, UnicodeDecodeError):
                return base64.b64decode(value.split()[-1]).decode().partition(":")[2]
    return ""


def _refuse(writer: asyncio.StreamWriter, status: int) -> None:
    writer.write(f"HTTP/1.1 {status} .\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())


def _forwarded(head: bytes, target: str) -> bytes:
    """Return a request as its server wants it: for a path, and for one answer."""
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    method, version = first.split(b" ")[0], first.split(b" ")[-1]
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [one for one in lines if one.partition(b":")[0].strip().lower().decode() not in _DROPPED]
    start = b" ".join((method, path.encode("latin-1"), version))
    return b"\r\n".join([start, *kept, b"Connection: close", b"", b""])


async def _relay(
    stream: httpcore.AsyncNetworkStream,
    passage: Passage,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """Carry bytes both ways until the server is done, or the rendering has had its share."""

    async def outwards() -> None:
        while data := await reader.read(_CHUNK):
            _pay(passage, len(data))
            await stream.write(data)

    sending = asyncio.create_task(outwards())
    try:
        with suppress(httpcore.ReadError, httpcore.WriteError):
            while data := await stream.read(_CHUNK):
                _pay(passage, len(data))
                writer.write(data)
                await writer.drain()
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, httpcore.WriteError, ConnectionError):
            await sending


def _pay(passage: Passage, size: int) -> None:
    passage.left -= size
    if passage.left < 0:
        _cut(passage)


def _cut(passage: Passage) -> None:
    for task in tuple(passage.tasks):
        task.cancel()
