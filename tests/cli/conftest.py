"""A site on loopback in a thread of its own, and the command line pointed at it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app

PAGE = """<!doctype html><html lang="en"><head><title>Ferries run again</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferries run again in the old harbour</h1>
<p>The port authority said that {figure} passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
<p>Officials expect the full timetable to return before the end of the month, they added.</p>
</article></body></html>"""


@dataclass
class NewsSite:
    """What is served, by path: a figure, an error status, or other bytes."""

    port: int = 0
    figures: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    others: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def url(self, path: str = "/ferry") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        if path in self.others:
            return 200, *self.others[path]
        if path not in self.figures or path in self.statuses:
            return self.statuses.get(path, 404), "text/html", b"<h1>Not here</h1>"
        return 200, "text/html; charset=utf-8", PAGE.format(figure=self.figures[path]).encode()


@pytest.fixture
def site() -> Iterator[NewsSite]:
    news = NewsSite(figures={"/ferry": 120})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = news.answer(self.path)
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    news.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield news
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Terminal:
    """Runs commands in a folder with a configuration of its own."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    def configure(self, **settings: object) -> None:
        base: dict[str, object] = {
            "fetch": {"delay": "0s", "allow_private": ["127.0.0.0/8"], "timeout": "5s"},
            "watches": [],
        }
        self.config.write_text(json.dumps(base | settings))

    def run(self, *arguments: str, code: int = 0, stdin: str | None = None) -> Result:
        command = ["--config", str(self.config), *arguments]
        result = CliRunner().invoke(app, command, input=stdin)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", code=code).stdout)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    made = Terminal(tmp_path)
    made.configure()
    return made
