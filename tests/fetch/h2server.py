"""A server that speaks HTTP/2 over TLS, on loopback."""

from __future__ import annotations

import asyncio
import ssl

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, RequestReceived
from h2.exceptions import ProtocolError

Answer = tuple[list[tuple[str, str]], bytes]


class H2Server:
    """Answers by path, and writes down what it is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[dict[str, str]] = []
        self.connections = 0
        self.cut_after: int | None = None
        """Bytes of a body after which the connection is closed."""
        self.port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, context: ssl.SSLContext) -> None:
        context.set_alpn_protocols(["h2"])
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        config = H2Configuration(
            client_side=False,
            header_encoding="utf-8",
            validate_outbound_headers=False,
            normalize_outbound_headers=False,
        )
        connection = H2Connection(config)
        connection.initiate_connection()
        try:
            writer.write(connection.data_to_send())
            while data := await reader.read(65_536):
                for event in connection.receive_data(data):
                    if isinstance(event, ConnectionTerminated):
                        return
                    self._on(event, connection)
                writer.write(connection.data_to_send())
                await writer.drain()
                if self.cut_after is not None and self.asked:
                    return
        except (ConnectionError, ProtocolError):
            pass
        finally:
            writer.close()

    def _on(self, event: object, connection: H2Connection) -> None:
        if isinstance(event, RequestReceived):
            headers = {_text(name): _text(value) for name, value in event.headers}
            self.asked.append(headers)
            self._answer(connection, event.stream_id, headers[":path"])

    def _answer(self, connection: H2Connection, stream: int, path: str) -> None:
        headers, body = self.answers.get(path, ([(":status", "404")], b""))
        connection.send_headers(stream, headers, end_stream=not body)
        for start in range(0, len(body), 16_000):
            part = body[start : start + 16_000][: self.cut_after]
            connection.send_data(stream, part)
            if self.cut_after is not None:
                return
        if body:
            connection.end_stream(stream)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
