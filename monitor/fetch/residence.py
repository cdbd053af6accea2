"""How much memory the processes hold that this one has started, where the system tells (Linux)."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def resident(name: str, root: int) -> int:
    """Return the bytes of memory of their own that all processes below `root` hold whose names
    begin with `name`; 0 where the system does not tell."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for pid in _below(root):
        with suppress(OSError, ValueError):
            if (_PROC / str(pid) / "comm").read_text().startswith(name):
                held, shared = (_PROC / str(pid) / "statm").read_text().split()[1:3]
                total += (int(held) - int(shared)) * page
    return total


def _below(root: int) -> Iterator[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for stat in _PROC.glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            # The name in brackets may hold anything; the parent is the second field after it.
            fields = stat.read_text().rpartition(")")[2].split()
            children[int(fields[1])].append(int(stat.parent.name))
    waiting = [root]
    while waiting:
        found = children.pop(waiting.pop(), [])
        yield from found
        waiting += found
