"""How long telling the article from its page takes, and whether memory stays flat.

    python -m bench.extract DATA [--repeat 10000]

DATA is the benchmark folder (docs/benchmarks.md says where to get it). Each of its pages is read
in turn by us and by trafilatura's default in the same run; CPU time, the best of three. With
`--repeat`, so many readings follow, with the resident memory after each tenth of them.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import trafilatura

from monitor.extract import extract

_URL = "https://news.example/story"
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def main(arguments: list[str] | None = None) -> None:
    """Print the medians, their ratio, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--repeat", type=int, default=0)
    wanted = parser.parse_args(arguments)
    pages = _pages(wanted.data)
    _compare(pages)
    if wanted.repeat:
        _repeat(pages, wanted.repeat)


def _pages(data: Path) -> list[bytes]:
    found = sorted(data.rglob("pages/*/*.html.gz"))
    return [gzip.decompress(path.read_bytes()) for path in found]


def _compare(pages: list[bytes]) -> None:
    ours, theirs = [], []
    for page in pages:
        ours.append(_best(partial(extract, page, url=_URL)))
        theirs.append(_best(partial(trafilatura.extract, page, url=_URL)))
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    print(f"pages         {len(pages)}")
    print(f"ours          {statistics.median(ours) * 1000:6.2f} ms a page (median)")
    print(f"trafilatura   {statistics.median(theirs) * 1000:6.2f} ms a page (median)")
    print(
        f"ours / theirs {statistics.median(ours) / statistics.median(theirs):6.2f} of the medians"
    )
    print(f"              {statistics.median(ratios):6.2f} median of the ratios")


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


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
