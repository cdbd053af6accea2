"""Measure: `python -m bench DATA` for the usual, `python -m bench load DATA` for one of them.

DATA is the folder with the benchmark's data and scorers (docs/benchmarks.md).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import extract, load

_SCORERS = (
    ("extraction.py", "bench.adapters:extract"),
    ("stability.py", "bench.adapters:compare"),
    ("versions.py", "bench.adapters:compare"),
)


def main(arguments: list[str]) -> int:
    """Run what the arguments name; return the exit code."""
    if not arguments:
        print(__doc__)
        return 2
    if arguments[0] == "load":
        load.main(arguments[1:])
        return 0
    data = Path(arguments[0])
    for scorer, function in _SCORERS:
        print(f"\n== {scorer}", flush=True)
        subprocess.run([sys.executable, str(data / scorer), function], check=True)
    print("\n== extract", flush=True)
    extract.main([str(data)])
    print("\n== load", flush=True)
    load.main([str(data)])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
