"""The folder that a demo writes into. Rule: nothing is removed that a demo did not write."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from monitor.errors import AlreadyRunning, UsageError

_MARKER = ".monitor-demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFolder:
    """Where each thing lies that a demo leaves behind."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "config.yaml"

    @property
    def secret(self) -> Path:
        return self.root / "webhook.secret"

    @property
    def log(self) -> Path:
        return self.root / "daemon.log"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def mails(self) -> Path:
        return self.root / "mails"

    @property
    def webhooks(self) -> Path:
        return self.root / "webhooks"

    @property
    def pages(self) -> Path:
        return self.root / "site"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def life(self) -> Path:
        return self.reports / "whole-life.html"

    def _written(self) -> tuple[Path, ...]:
        files = (self.config, self.secret, self.log)
        return (*files, self.snapshots, self.mails, self.webhooks, self.pages, self.reports)

    def clear(self) -> None:
        """Remove what a demo writes, and nothing else."""
        for path in self._written():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        for path in (self.pages, self.reports):
            path.mkdir()


@contextmanager
def demo_folder(root: Path) -> Iterator[DemoFolder]:
    """Hold `root` for one demo, without the leftovers of an earlier one.

    Raises UsageError for a folder that is someone else's, AlreadyRunning for a demo at work in it.
    """
    folder = DemoFolder(root=root.absolute())
    with _take(folder, root):
        yield folder


def _take(folder: DemoFolder, name: Path) -> TextIO:
    """Return the marker, open and locked, once the folder is ours and clear."""
    try:
        _claim(folder.root, name)
        marker = (folder.root / _MARKER).open("a")
        _lock(marker, name)
        folder.clear()
    except OSError as error:
        raise UsageError(
            f"the demo cannot write to {name}: {error.strerror}", hint="choose one with --folder"
        ) from error
    return marker


def _claim(root: Path, name: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()) and not (root / _MARKER).exists():
        raise UsageError(
            f"{name} has files in it that no demo wrote", hint="choose another one with --folder"
        )


def _lock(marker: TextIO, name: Path) -> None:
    try:
        fcntl.flock(marker.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        marker.close()
        raise AlreadyRunning(str(name), "another demo") from error
