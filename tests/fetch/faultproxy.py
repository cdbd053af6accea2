"""A proxy for TCP that does harm: it cuts, stalls, resets or truncates what a server says."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from enum import StrEnum


class Harm(StrEnum):
    """What becomes of an answer once so many bytes of it have passed."""

    NONE = "none"
    CUT = "cut"
    """The connection is closed in good order."""
    RESET = "reset"
    """The connection is reset (RST)."""
    STALL = "stall"
    """Nothing more comes, and nothing is closed."""


class FaultProxy:
    """Stands before the server at `port`. `harm(number)` says what to do to which connection's
    answers (from 1), and after how many bytes."""

    def __init__(self, port: int, harm: Callable[[int], tuple[Harm, int]]) -> None:
        self.connections = 0
        self._port = port
        self._harm = harm
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Begin, and return the port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer, self.connections))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._port)
        harm, after = self._harm(number)
        there = asyncio.get_running_loop().create_task(_copy(reader, inner_writer))
        try:
            await _copy(inner_reader, writer, None if harm is Harm.NONE else after)
            if harm is Harm.STALL:
                await asyncio.Event().wait()
            if harm is Harm.RESET:
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        finally:
            there.cancel()
            writer.close()
            inner_writer.close()


async def _copy(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, most: int | None = None
) -> None:
    """Pass on what comes, `most` bytes of it; then return."""
    left = most
    try:
        while left != 0 and (part := await source.read(65_536 if left is None else left)):
            target.write(part)
            await target.drain()
            left = None if left is None else left - len(part)
    except ConnectionError:
        return
