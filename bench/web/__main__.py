"""Let the daemon loose on a small web on loopback, and judge what it did.

    python -m bench.web [--seed 1] [--hosts 50] [--stories 3000] [--seconds 300]

The daemon is started as users start it, with one source for each host. What it is judged by is
measured by the servers and by a webhook receiver: each host's pace, robots.txt and Retry-After are
kept, every edit of what may be read is told, nothing else is, and trouble is told once a host.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import statistics
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bench.load import Hooks
from bench.web.judge import Told, Verdict, judge
from bench.web.server import Web
from bench.web.world import draw

_DELAY = 0.1
_TAIL = 60.0
"""Seconds after the last edit for the daemon to find it."""


async def run(*, seed: int, hosts: int, stories: int, seconds: float, port: int = 8940) -> Verdict:
    """Run the daemon for `seconds` and a tail, and return the verdict."""
    web = Web(draw(seed, hosts=hosts, stories=stories, seconds=seconds), port)
    hooks = Hooks()
    await web.start()
    await hooks.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = _config(folder, web, hooks.port)
        with (folder / "log").open("wb") as log:
            daemon = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "monitor", "--config", str(config), "run", "--plain"),
                stdout=log,
                stderr=log,
            )
        try:
            await asyncio.sleep(seconds + _TAIL)
        finally:
            if daemon.returncode is None:
                daemon.send_signal(signal.SIGTERM)
            await daemon.wait()
            web.stop()
            await hooks.stop()
        if daemon.returncode:
            raise SystemExit((folder / "log").read_text()[-3000:])
    return judge(web.sites, _told(hooks, web), _DELAY)


def _config(folder: Path, web: Web, hook_port: int) -> Path:
    path = folder / "config.yaml"
    kinds = {"section": {"kind": "section"}}
    sources = [
        {
            "url": f"http://{site.host.address}:{site.port}/list",
            "interval": "15s",
            "limit": 10_000,
            **kinds.get(site.host.lists, {}),
        }
        for site in web.sites
    ]
    settings = {
        "data": str(folder / "snapshots"),
        "fetch": {"delay": f"{int(_DELAY * 1000)}ms", "allow_private": ["127.0.0.0/8"]},
        "checks": {"interval": "25s"},
        "channels": {
            "hook": {
                "type": "webhook",
                "url": f"http://127.0.0.1:{hook_port}/",
                "secret": "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            }
        },
        "sources": sources,
    }
    path.write_text(json.dumps(settings))
    return path


def _told(hooks: Hooks, web: Web) -> list[Told]:
    """Return the alerts, in seconds after the start of the web."""
    began = datetime.now().astimezone().timestamp() - web.now
    told = []
    for event in hooks.events:
        data = event["data"]
        assert isinstance(data, dict)
        at = datetime.fromisoformat(str(event["timestamp"])).timestamp() - began
        kind = str(event["type"]).removeprefix("article.")
        told.append(Told(kind, str(data["watch"]["url"]), at))
    return told


def main(arguments: list[str]) -> int:
    """Run it and print the verdict; return 1 where there was a fault."""
    parser = argparse.ArgumentParser(prog="bench.web", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args(arguments)
    verdict = asyncio.run(run(**vars(options)))
    print(f"{verdict.requests} requests, {verdict.seen} of {verdict.edits} edits seen")
    if verdict.delays:
        median = statistics.median(verdict.delays)
        print(f"seen after {median:.1f} s in the median, {verdict.delays[-1]:.1f} s at the latest")
    print(f"{len(verdict.faults)} faults")
    for fault in verdict.faults[:40]:
        print(f"  {fault}")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
