"""The whole daemon under load: CPU, memory and disk per check, and whether it tells the truth.

    python -m bench load DATA [--urls 2000] [--hosts 100]

DATA is the benchmark folder (docs/benchmarks.md says where to get it); its `origin.py` serves real
pages on loopback, with an answer key of which articles were edited in which round. A daemon is
started as users start it; each phase makes all watches due and waits until each was looked at.
CPU is that of the daemon and its worker (user and system), memory the peak of both added up.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_PORT = 8931
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """What one round of looks cost."""

    name: str
    checks: int
    cpu_ms: float
    seconds: float


class Origin:
    """The loopback news site, as its own process."""

    def __init__(self, data: Path, urls: int, hosts: int) -> None:
        command = [sys.executable, str(data / "origin.py"), "--urls", str(urls)]
        command += ["--hosts", str(hosts), "--port", str(_PORT)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def get(self, path: str) -> str:
        """Return what the site answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


class Hooks:
    """A webhook receiver that only counts."""

    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.split("content-length:")[1].split("\r\n")[0])
                self.events.append(json.loads(await reader.readexactly(length)))
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def _config(folder: Path, urls: list[str], hook_port: int) -> Path:
    path = folder / "config.yaml"
    path.write_text(
        json.dumps(
            {
                "data": str(folder / "snapshots"),
                "fetch": {"delay": "0s", "allow_private": ["127.0.0.0/8"], "obey_robots": False},
                "checks": {"interval": "1d"},
                "channels": {
                    "hook": {
                        "type": "webhook",
                        "url": f"http://127.0.0.1:{hook_port}/",
                        "secret": "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                    }
                },
                "watches": [{"url": url} for url in urls],
            }
        )
    )
    return path


def _tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [pid]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == pid:
            found += _tree(int(folder.name))
    return found


def _cpu_ms(pid: int) -> float:
    total = 0
    for member in _tree(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total * 1000 / _TICKS


def _peak_mb(pid: int) -> float:
    """Return the peak of resident memory, shared pages counted once for each process."""
    total = 0
    for member in _tree(pid):
        for line in Path(f"/proc/{member}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                total += int(line.split()[1])
    return total / 1024


def _disk_kb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024


class Bench:
    """One daemon, one site, one phase after the other."""

    def __init__(self, folder: Path, daemon: subprocess.Popen[bytes], urls: int) -> None:
        self._data = folder / "snapshots"
        self._daemon = daemon
        self._urls = urls

    def query(self, sql: str) -> list[tuple[int, ...]]:
        with closing(sqlite3.connect(self._data / "monitor.db", timeout=30)) as connection:
            return connection.execute(sql).fetchall()

    async def phase(self, name: str, *, make_due: bool = True) -> Phase:
        """Make every watch due and wait until each was looked at once more."""
        before = _cpu_ms(self._daemon.pid)
        start = time.monotonic()
        revision = 0
        if make_due:
            revision = self.query("select min(revision) from state")[0][0]
            with closing(sqlite3.connect(self._data / "monitor.db", timeout=30)) as connection:
                connection.execute("update state set next_check_at = 0")
                connection.commit()
        await self._wait(revision + 1)
        return Phase(
            name=name,
            checks=self._urls,
            cpu_ms=(_cpu_ms(self._daemon.pid) - before) / self._urls,
            seconds=time.monotonic() - start,
        )

    async def _wait(self, revision: int) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if self._daemon.poll() is not None:
                raise SystemExit("the daemon ended")
            done = f"select count(*) from state where revision >= {revision}"
            try:
                if self.query(done)[0][0] >= self._urls:
                    return
            except sqlite3.OperationalError:
                pass  # the daemon has not made the database yet
            await asyncio.sleep(0.5)
        raise SystemExit("not all watches were looked at in time")

    def peak_mb(self) -> float:
        return _peak_mb(self._daemon.pid)

    def disk_kb(self) -> float:
        return _disk_kb(self._data)


async def _drained(bench: Bench) -> None:
    while bench.query("select count(*) from alert where status = 'pending'")[0][0]:
        await asyncio.sleep(0.5)


async def _rounds(bench: Bench, origin: Origin, hooks: Hooks, urls: int) -> list[Phase]:
    phases = [await bench.phase("new", make_due=False)]
    print(f"disk per watch with its page: {bench.disk_kb() / urls:.1f} kB")
    phases.append(await bench.phase("unchanged, 304"))
    origin.get("/_ctl?etag=0&lastmod=0")
    phases.append(await bench.phase("unchanged, same bytes (after validators vanish)"))
    phases.append(await bench.phase("unchanged, same bytes"))
    origin.get("/_ctl?noise=1")
    phases.append(await bench.phase("only the furniture differs"))
    false = len(hooks.events)
    origin.get("/_ctl?noise=0")
    before = bench.disk_kb()
    origin.get("/_ctl?round=1&change=1.0")
    phases.append(await bench.phase("changed, all"))
    await _drained(bench)
    print(f"a further version: {(bench.disk_kb() - before) / urls:.2f} kB")
    print(f"alerts when only furniture differed: {false}")
    _judge(bench, hooks, origin, "1")
    hooks.events.clear()
    origin.get("/_ctl?noise=1&etag=1&lastmod=1&round=2&change=0.1")
    phases.append(await bench.phase("a tenth changed, furniture rotates"))
    await _drained(bench)
    _judge(bench, hooks, origin, "2")
    return phases


def _judge(bench: Bench, hooks: Hooks, origin: Origin, number: str) -> None:
    truth = set(json.loads(origin.get(f"/_ctl/truth?round={number}")))
    told = [int(str(event["data"]["watch"]["url"]).split("/a/")[1].split("/")[0])  # type: ignore[index]
            for event in hooks.events]
    print(
        f"round {number}: {len(truth)} edited, {len(told)} told; missed {sorted(truth - set(told))}"
        f", false {sorted(set(told) - truth)}, doubled {len(told) - len(set(told))}"
    )


async def _run(data: Path, urls: int, hosts: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        origin = Origin(data, urls, hosts)
        hooks = Hooks()
        await hooks.start()
        addresses = origin.get("/urls.txt").split()
        config = _config(folder, addresses, hooks.port)
        command = [sys.executable, "-m", "monitor", "--config", str(config), "run", "--plain"]
        with (folder / "log").open("wb") as log:
            daemon = subprocess.Popen(command, stderr=log, stdout=log)
        try:
            bench = Bench(folder, daemon, urls)
            phases = await _rounds(bench, origin, hooks, urls)
            print(f"\n{'':50}{'CPU ms/check':>14}{'checks/s':>12}")
            for phase in phases:
                print(f"{phase.name:50}{phase.cpu_ms:14.2f}{phase.checks / phase.seconds:12.0f}")
            print(f"\npeak memory, daemon and worker: {bench.peak_mb():.0f} MB")
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(30)
            origin.stop()
            await hooks.stop()
            print((folder / "log").read_text()[-2000:])


def main(arguments: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="bench load", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--urls", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=100)
    options = parser.parse_args(arguments)
    asyncio.run(_run(options.data, options.urls, options.hosts))


if __name__ == "__main__":
    main(sys.argv[1:])
