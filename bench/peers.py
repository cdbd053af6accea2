"""urlwatch on the same site in the same run, so that our figures can be told as ratios.

It is installed from the package registry into a folder of its own, and set up as its documentation
advises for pages: the text of the page by the Python package html2text, and a report nobody reads.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import venv
from pathlib import Path


class Urlwatch:
    """urlwatch over a list of URLs, with a cache of its own."""

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self._folder = folder
        self._urls = len(urls)
        self._idle_ms = 0.0
        jobs = (
            f"name: n{n}\nurl: {url}\nfilter:\n  - html2text: pyhtml2text\n"
            for n, url in enumerate(urls)
        )
        (folder / "urls.yaml").write_text("---\n".join(jobs))
        (folder / "empty.yaml").write_text("name: none\ncommand: 'true'\n")
        (folder / "config.yaml").write_text("report: {stdout: {enabled: false}}\n")

    def install(self) -> None:
        """Make its environment, and see what an empty run costs."""
        venv.create(self._folder / "venv", with_pip=True)
        pip = [str(self._folder / "venv/bin/python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "urlwatch>=2.29", "html2text"], check=True, stdout=sys.stderr)
        self._run("empty.yaml", "empty.db")
        self._idle_ms = self._run("empty.yaml", "empty.db")

    def round(self) -> float:
        """Look at all URLs once; return milliseconds of CPU a check, start-up taken off."""
        return (self._run("urls.yaml", "cache.db") - self._idle_ms) / self._urls

    def _run(self, jobs: str, cache: str) -> float:
        before = _children_ms()
        command = [str(self._folder / "venv/bin/urlwatch"), "--urls", str(self._folder / jobs)]
        command += ["--config", str(self._folder / "config.yaml")]
        command += ["--cache", str(self._folder / cache), "--hooks", str(self._folder / "no.py")]
        subprocess.run(command, check=False, capture_output=True)
        return _children_ms() - before


def _children_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000
