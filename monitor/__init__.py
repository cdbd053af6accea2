"""Watches news articles and tells people what was edited.

From Python: `extract` tells an article from its page, `compare` says what was edited between two,
`open_monitor` opens a data folder with all that the command line can do (docs/python.md).
"""

from typing import Any

from monitor.diff import compare
from monitor.extract import extract
from monitor.model import Article, Change, Failure

__all__ = ["Article", "Change", "Failure", "compare", "extract", "open_monitor"]


def __getattr__(name: str) -> Any:
    # Opening a monitor needs network and database; reading and comparing should not pay for it.
    if name == "open_monitor":
        from monitor.wiring import open_monitor  # noqa: PLC0415

        return open_monitor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
