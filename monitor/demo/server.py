"""A small HTTP/1.1 server on loopback: h11 speaks the protocol, a function gives the answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

import h11

_MOST_BODY = 1 << 20
_READ = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked for. Header names are in lower case; `path` has no query."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What it is told."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Server:
    """Serves on `host` at a free port from `start` to `stop`; keeps connections alive."""

    def __init__(self, answer: Callable[[Request], Answer], *, host: str = "127.0.0.1") -> None:
        self._answer = answer
        self._host = host
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.origin = ""
        """Scheme, host and port, once it serves."""

    async def start(self, port: int = 0) -> None:
        """Begin to serve; port 0 takes a free one."""
        self._server = await asyncio.start_server(self._accept, self._host, port)
        self.origin = f"http://{self._host}:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is None:
            return
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: `stop` ends it, and asyncio has no complaint about a cancelled one.
        talk = asyncio.create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        try:
            while await self._exchange(connection, reader, writer):
                connection.start_next_cycle()
        except (ConnectionError, h11.LocalProtocolError):
            pass  # the client went away in the middle: nobody is left to answer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _exchange(
        self,
        connection: h11.Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Answer one request; return whether the connection can carry another."""
        try:
            request = await _read(connection, reader)
        except h11.RemoteProtocolError as error:
            await _write(connection, writer, Answer(status=error.error_status_hint))
            return False
        if request is None:
            return False
        await _write(connection, writer, self._answer(request))
        return connection.states == {h11.CLIENT: h11.DONE, h11.SERVER: h11.DONE}


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    """Return the next request, or None where the client has no more."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_READ))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > _MOST_BODY:
                raise h11.RemoteProtocolError("body too large", error_status_hint=413)
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _request(head, bytes(body))
        else:
            return None


def _request(head: h11.Request, body: bytes) -> Request:
    return Request(
        method=head.method.decode("ascii"),
        path=head.target.decode("latin-1").partition("?")[0],
        headers={name.decode("ascii"): value.decode("latin-1") for name, value in head.headers},
        body=body,
        at=datetime.now(UTC),
    )


async def _write(connection: h11.Connection, writer: asyncio.StreamWriter, answer: Answer) -> None:
    if connection.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
        return
    headers = [*answer.headers, ("Date", format_datetime(datetime.now(UTC), usegmt=True))]
    if answer.status != HTTPStatus.NOT_MODIFIED:
        headers.append(("Content-Length", str(len(answer.body))))
    head = h11.Response(
        status_code=answer.status,
        reason=HTTPStatus(answer.status).phrase,
        headers=headers,
    )
    writer.write(connection.send(head) or b"")
    writer.write(connection.send(h11.Data(data=answer.body)) or b"")
    writer.write(connection.send(h11.EndOfMessage()) or b"")
    await writer.drain()
