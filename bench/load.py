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
from dataclasses import dataclass, replace
from pathlib import Path

from bench.peers import Urlwatch

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
    peer_ms: float = 0.0


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
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
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
    """Return user and system time of a process tree, that of workers that were replaced too."""
    total = 0
    for member in _tree(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(field) for field in fields[11:15])
    return total * 1000 / _TICKS


def _peak_mb(pid: int) -> float:
    """Return the peaks of resident memory of a process tree, added up."""
    total = 0
    for member in _tree(pid):
        for line in Path(f"/proc/{member}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                total += int(line.split()[1])
                print(f"  process {member}: {int(line.split()[1]) / 1024:.0f} MB at its peak")
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


_STEPS = (
    ("new", ""),
    ("unchanged, 304", "/_ctl?etag=1"),
    ("unchanged, same bytes", "/_ctl?etag=0&lastmod=0"),
    ("only the furniture differs", "/_ctl?noise=1"),
    ("all edited", "/_ctl?noise=0&round=1&change=1.0"),
    ("a tenth edited, furniture rotates", "/_ctl?noise=1&round=2&change=0.1"),
)


async def _rounds(
    bench: Bench, origin: Origin, hooks: Hooks, urls: int, peer: Urlwatch | None
) -> list[Phase]:
    """Go through the steps; after those in which articles were edited, compare with the key."""
    phases = []
    disk = 0.0
    for number, (name, control) in enumerate(_STEPS):
        if control:
            origin.get(control)
        hooks.events.clear()
        phase = await bench.phase(name, make_due=number > 0)
        await _drained(bench)
        theirs = await asyncio.to_thread(peer.round) if peer else 0.0
        phases.append(replace(phase, peer_ms=theirs))
        grown, disk = bench.disk_kb() - disk, bench.disk_kb()
        print(f"{name}: {grown / urls:.2f} kB more a watch, {len(hooks.events)} alerts")
        if "round=" in control:
            _judge(hooks, origin, control.split("round=")[1][0])
    return phases


def _judge(hooks: Hooks, origin: Origin, number: str) -> None:
    truth = set(json.loads(origin.get(f"/_ctl/truth?round={number}")))
    told = [
        int(str(event["data"]["watch"]["url"]).split("/a/")[1].split("/")[0])  # type: ignore[index]
        for event in hooks.events
    ]
    print(
        f"round {number}: {len(truth)} edited, {len(told)} told; missed {sorted(truth - set(told))}"
        f", false {sorted(set(told) - truth)}, doubled {len(told) - len(set(told))}"
    )


def _peer(folder: Path, urls: list[str]) -> Urlwatch:
    home = folder / "urlwatch"
    home.mkdir()
    peer = Urlwatch(home, urls)
    peer.install()
    return peer


async def _run(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        origin = Origin(options.data, options.urls, options.hosts)
        addresses = origin.get("/urls.txt").split()
        peer = _peer(folder, addresses[: options.peer_urls]) if options.peer_urls else None
        hooks = Hooks()
        await hooks.start()
        config = _config(folder, addresses, hooks.port)
        command = [sys.executable, "-m", "monitor", "--config", str(config), "run", "--plain"]
        with (folder / "log").open("wb") as log:
            daemon = subprocess.Popen(command, stderr=log, stdout=log)
        try:
            bench = Bench(folder, daemon, options.urls)
            phases = await _rounds(bench, origin, hooks, options.urls, peer)
            _print_table(phases)
            print(f"\npeak memory, daemon and worker: {bench.peak_mb():.0f} MB")
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(30)
            origin.stop()
            await hooks.stop()
            print("\n".join((folder / "log").read_text().splitlines()[-5:]))


def _print_table(phases: list[Phase]) -> None:
    print(f"\n{'':36}{'CPU ms/check':>14}{'checks/s':>10}{'urlwatch ms':>13}{'ratio':>8}")
    for phase in phases:
        ratio = f"{phase.peer_ms / phase.cpu_ms:8.1f}" if phase.peer_ms else ""
        speed = phase.checks / phase.seconds
        print(f"{phase.name:36}{phase.cpu_ms:14.2f}{speed:10.0f}{phase.peer_ms:13.1f}{ratio}")


def main(arguments: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="bench load", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--urls", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument(
        "--peer-urls", type=int, default=300, help="how many urlwatch gets; 0: none"
    )
    asyncio.run(_run(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
