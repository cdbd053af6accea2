"""A server that says exactly the bytes it is told to, as wrongly as it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable

Script = Callable[[asyncio.StreamWriter, "Asked"], Awaitable[None]]


class Asked:
    """One request as it came."""

    def __init__(self, head: str, body: bytes = b"") -> None:
        self.line, _, rest = head.partition("\r\n")
        self.method, self.path, _ = self.line.split(" ", 2)
        lines = (line.partition(":") for line in rest.split("\r\n") if ":" in line)
        self.headers = {name.lower(): value.strip() for name, _, value in lines}
        self.body = body


class RawServer:
    """Serves scripts by path; counts requests and how many ran side by side."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {}
        self.asked: list[Asked] = []
        self.at_once = 0
        self.most_at_once = 0
        self.connections = 0
        self.origin = ""
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=tls)
        port = self._server.sockets[0].getsockname()[1]
        self.origin = f"{'https' if tls else 'http'}://127.0.0.1:{port}"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def say(self, path: str, *parts: bytes, close: bool = True) -> str:
        """Answer `path` with these bytes; return its URL."""

        async def script(writer: asyncio.StreamWriter, _: Asked) -> None:
            for part in parts:
                writer.write(part)
                await writer.drain()
            if close:
                writer.close()

        return self.do(path, script)

    def answer(
        self, path: str, body: bytes = b"", *, status: str = "200 OK", headers: str = ""
    ) -> str:
        """Answer `path` properly; return its URL."""
        head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{headers}\r\n"
        return self.say(path, head.encode() + body, close=False)

    def do(self, path: str, script: Script) -> str:
        self.scripts[path] = script
        return self.origin + path

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                await self._exchange(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        asked = Asked(head)
        if length := int(asked.headers.get("content-length", 0)):
            asked.body = await reader.readexactly(length)
        self.asked.append(asked)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            script = self.scripts.get(asked.path)
            if script is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
            else:
                await script(writer, asked)
        finally:
            self.at_once -= 1
