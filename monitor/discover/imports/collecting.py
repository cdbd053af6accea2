"""What an import gathers on its way: each address once, and a word about all that stays behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from monitor.discover.fields import absolute, plain, sections
from monitor.model import Imported, ImportedSource, ImportedWatch, LeftBehind, address_key

_MOST = 50_000
"""Watches, and sources."""
_MOST_LEFT = 10_000
_TEMPLATES = ("{{", "{%")


class Collector:
    """Gathers one import."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._watches: dict[str, ImportedWatch] = {}
        self._sources: dict[str, ImportedSource] = {}
        self._left: list[LeftBehind] = []
        self._left_out = 0

    def watch(
        self,
        url: object,
        name: object = "",
        *,
        interval: timedelta | None = None,
        paused: bool = False,
        tags: Iterable[object] = (),
    ) -> str | None:
        """Take a page; return its address, or None where it stays behind."""
        address = self._address(url, name, self._watches)
        if address is not None:
            self._watches[address_key(address)] = ImportedWatch(
                url=address,
                name=plain(name),
                interval=interval,
                paused=paused,
                tags=sections(tags),
            )
        return address

    def source(self, url: object, name: object = "") -> str | None:
        """Take a feed; return its address, or None where it stays behind."""
        address = self._address(url, name, self._sources)
        if address is not None:
            self._sources[address_key(address)] = ImportedSource(url=address, name=plain(name))
        return address

    def leave(self, what: str, why: str) -> None:
        """Say that something is not carried over."""
        if len(self._left) < _MOST_LEFT:
            self._left.append(LeftBehind(what=plain(what), why=why))
        else:
            self._left_out += 1

    def imported(self) -> Imported:
        """Return what was gathered."""
        if self._left_out:
            what = f"{self._left_out} things more"
            self._left.append(LeftBehind(what=what, why="too many to list"))
        return Imported(
            tool=self._tool,
            watches=tuple(self._watches.values()),
            sources=tuple(self._sources.values()),
            left_behind=tuple(self._left),
        )

    def _address(self, url: object, name: object, taken: Mapping[str, object]) -> str | None:
        text = url.strip() if isinstance(url, str) else ""
        shown = plain(text) or plain(name) or "an entry"
        address = absolute(text, "")
        if not text:
            why = "has no address"
        elif any(sign in text for sign in _TEMPLATES):
            why = "its address is a template"
        elif address is None:
            why = "is no http(s) address"
        elif "@" in address.split("/")[2]:
            why = "has a password in its address"
            shown = plain(text.rpartition("@")[2])
        elif address_key(address) in taken:
            why = "is listed twice"
        elif len(taken) >= _MOST:
            why = f"is past the first {_MOST}"
        else:
            return address
        self.leave(shown, why)
        return None
