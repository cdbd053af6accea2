"""One thread that writes, many operations a commit.

Rule: an operation's future is resolved only once its transaction is on disk. Whatever waits when
the thread is free goes into one `BEGIN IMMEDIATE … COMMIT`, each operation under a savepoint of
its own, so that one which fails undoes only itself. Where the transaction as a whole fails, its
operations are tried again one by one, and each gets its own answer.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from monitor.errors import StoreBusy, StoreError
from monitor.store.engine import sqlite3
from monitor.store.failures import from_sqlite
from monitor.store.mark import CommitMark, count_commit

Result = TypeVar("Result")
Operation = Callable[[sqlite3.Connection], Result]

_LARGEST_BATCH = 256


@dataclass(slots=True)
class _Job:
    operation: Operation[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None


@dataclass(slots=True)
class _Batch:
    jobs: list[_Job] = field(default_factory=list)
    last: bool = False


class Writer:
    """The thread that writes. `connection` belongs to it from now on."""

    def __init__(self, connection: sqlite3.Connection, mark: CommitMark) -> None:
        self._connection = connection
        self._mark = mark
        mark.open()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        """Nothing is queued behind the end."""
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def do(self, operation: Operation[Result]) -> Result:
        """Run `operation` in a transaction; return its result once that is on disk."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._gate:
            if self._closed:
                raise StoreError("the store is closed")
            self._queue.put(_Job(operation, future))
        return await future

    def close(self) -> None:
        """Finish what is queued, end the thread, close the connection."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        self._connection.close()
        self._mark.close()

    def _run(self) -> None:
        last = False
        while not last:
            batch = self._next_batch()
            last = batch.last
            if batch.jobs:
                self._write(batch.jobs)
                _resolve(batch.jobs)

    def _next_batch(self) -> _Batch:
        batch = _Batch()
        job = self._queue.get()
        while job is not None and len(batch.jobs) < _LARGEST_BATCH:
            batch.jobs.append(job)
            try:
                job = self._queue.get_nowait()
            except Empty:
                return batch
        if job is None:
            batch.last = True
        else:
            batch.jobs.append(job)
        return batch

    def _write(self, jobs: list[_Job]) -> None:
        error = self._transaction(jobs)
        if error is None:
            return
        alone = len(jobs) == 1 or isinstance(error, StoreBusy)  # each would wait as long again
        for job in jobs:
            job.error = error if alone else self._transaction([job]) or job.error

    def _transaction(self, jobs: list[_Job]) -> StoreError | None:
        """Run all of `jobs` in one transaction; return why it failed as a whole."""
        self._undo()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._run_job(job)
            number = count_commit(self._connection)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            return from_sqlite(error)
        self._mark.write(number)
        return None

    def _run_job(self, job: _Job) -> None:
        job.result = job.error = None
        self._connection.execute("SAVEPOINT job")
        try:
            job.result = job.operation(self._connection)
        except sqlite3.Error as error:
            if not self._connection.in_transaction:
                raise  # A full disk undoes the whole transaction, so that the batch has failed.
            job.error = from_sqlite(error)
        except Exception as error:  # noqa: BLE001 - goes to whoever waits; the thread lives on
            job.error = error
        if job.error is not None:
            self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def _undo(self) -> None:
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):  # the next transaction begins by undoing it again
                self._connection.execute("ROLLBACK")


def _resolve(jobs: list[_Job]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.future.get_loop(), []).append(job)
    for loop, its_jobs in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, its_jobs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
