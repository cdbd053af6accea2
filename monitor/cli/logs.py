"""Where the log goes: one line per event on standard error, for people or as JSON.

Values come from pages and servers, so control characters never reach the terminal.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from monitor.cli.output import plain


def configure_logs(*, level: str, as_json: bool, stream: TextIO = sys.stderr) -> None:
    """Send the log of everything to `stream`, from `level` on."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), pad_event_to=0, sort_keys=False, exception_formatter=_trace
        )
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if as_json else _pass,
            _clean,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=stream, force=True)


_trace = structlog.dev.plain_traceback


def _pass(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return event


def _clean(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    keep = ("exception", "exc_info")
    return {
        key: plain(value) if isinstance(value, str) and key not in keep else value
        for key, value in event.items()
    }
