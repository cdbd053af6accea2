"""Things that arrive from outside, in order, and waiting for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Arrivals(Generic[T]):
    """A list that grows, and that can be waited on. Belongs to one event loop."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._grown = asyncio.Condition()
        self._waking: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._items))

    def __getitem__(self, index: int) -> T:
        return self._items[index]

    def add(self, item: T) -> None:
        """Append `item` and wake who waits."""
        self._items.append(item)
        task = asyncio.get_running_loop().create_task(self._wake())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def first(self, wanted: Callable[[T], bool], *, within: float) -> T:
        """Return the first item that is `wanted`, there already or to come.

        Raises TimeoutError after `within` seconds.
        """
        async with asyncio.timeout(within):
            seen = 0
            while True:
                for item in self._items[seen:]:
                    if wanted(item):
                        return item
                seen = len(self._items)
                await self._more_than(seen)

    async def count(self, number: int, *, within: float) -> tuple[T, ...]:
        """Wait until there are `number` items; return them. Raises TimeoutError."""
        async with asyncio.timeout(within):
            await self._more_than(number - 1)
        return tuple(self._items[:number])

    async def _more_than(self, number: int) -> None:
        async with self._grown:
            await self._grown.wait_for(lambda: len(self._items) > number)

    async def _wake(self) -> None:
        async with self._grown:
            self._grown.notify_all()
