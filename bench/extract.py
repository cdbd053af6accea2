"""How long telling the article from its page takes, and whether memory stays flat.

    python -m bench.extract DATA [--repeat 10000]

DATA is the benchmark folder (docs/benchmarks.md says where to get it). Each of its pages is read
by us and by trafilatura's default, in turns in the same run, so that both see the same machine;
CPU time, the best of five, set by set. `trafilatura.extract` returns no title, authors and date;
what it takes to return them too, as we do, is told beside it. With `--repeat`, so many readings
follow, with the resident memory after each tenth of them.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import math
import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import trafilatura

from monitor.extract import extract

_URL = "https://news.example/story"
_TURNS = 5
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def main(arguments: list[str] | None = None) -> None:
    """Print the medians, their ratios, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--repeat", type=int, default=0)
    wanted = parser.parse_args(arguments)
    sets = _sets(wanted.data)
    for name, pages in sets.items():
        _compare(name, pages)
    if wanted.repeat:
        _repeat([page for pages in sets.values() for page in pages], wanted.repeat)


def _sets(data: Path) -> dict[str, list[bytes]]:
    """Return the pages of each set, by its name."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(data.rglob("pages/*/*.html.gz")):
        found.setdefault(path.parent.name, []).append(gzip.decompress(path.read_bytes()))
    return found


def _compare(name: str, pages: list[bytes]) -> None:
    readers = (
        ("ours", partial(extract, url=_URL)),
        ("trafilatura", partial(trafilatura.extract, url=_URL)),
        ("with metadata", partial(trafilatura.bare_extraction, url=_URL, with_metadata=True)),
    )
    rows = [_best(page, [reader for _, reader in readers]) for page in pages]
    print(f"{name}: {len(pages)} pages")
    mine = statistics.median(row[0] for row in rows)
    for at, (reader, _) in enumerate(readers):
        median = statistics.median(row[at] for row in rows)
        line = f"  {reader:14}{median * 1000:6.2f} ms a page (median)"
        if at:
            ratio = statistics.median(row[0] / row[at] for row in rows)
            line += f"; ours {mine / median:.3f} of it, {ratio:.3f} by the median of the ratios"
        print(line, flush=True)


def _best(page: bytes, readers: Sequence[Callable[[bytes], object]]) -> list[float]:
    """Return the least CPU time that each reader takes for a page, read in turns."""
    best = [math.inf] * len(readers)
    for _ in range(_TURNS):
        for at, reader in enumerate(readers):
            start = time.process_time()
            reader(page)
            best[at] = min(best[at], time.process_time() - start)
    return best


def _repeat(pages: list[bytes], readings: int) -> None:
    step = max(readings // 10, 1)
    for done, page in enumerate(islice(cycle(pages), readings), 1):
        extract(page, url=_URL)
        if done % step == 0:
            gc.collect()
            print(f"after {done:6} readings  {_resident() / 1e6:6.1f} MB", flush=True)


def _resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_SIZE


if __name__ == "__main__":
    main()
