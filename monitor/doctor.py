"""What `monitor doctor` looks at: everything that the monitor needs on this machine."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass

from monitor.config import budgets
from monitor.errors import CaptureError
from monitor.model import Overview
from monitor.wiring import App

_LITTLE_ROOM = 500_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What `monitor doctor` found about one thing."""

    about: str
    good: bool
    text: str
    hint: str = ""


async def examine(app: App) -> tuple[Finding, ...]:
    """Check everything that the monitor needs."""
    room = shutil.disk_usage(app.folder).free
    watches = await app.store.watches(removed=True)
    troubles = (*await app.store.check(), *await _damaged_captures(app, watches))
    waiting = await app.store.alerts(pending=True, limit=1000)
    watches = tuple(item for item in watches if item.watch.removed_at is None)
    failing = [item for item in watches if item.state.reason is not None]
    holder = app.monitor.holder()
    return (
        Finding(about="configuration", good=True, text=f"{app.path or 'built in'}"),
        Finding(
            about="data folder",
            good=room >= _LITTLE_ROOM,
            text=f"{app.folder}, {room / 1e9:.1f} GB free",
            hint="" if room >= _LITTLE_ROOM else "make room soon",
        ),
        *(
            Finding(about="store", good=False, text=trouble, hint="restore it from a back-up")
            for trouble in troubles
        ),
        *([] if troubles else [Finding(about="store", good=True, text="whole")]),
        Finding(
            about="watches",
            good=not failing,
            text=f"{len(watches)}, of which {len(failing)} could not be read last time",
            hint="`monitor list` shows which" if failing else "",
        ),
        Finding(
            about="channels",
            good=True,
            text=", ".join(sorted(app.config.channels)) or "none: nobody is told",
        ),
        *await _budgets(app),
        _contact(app.config.fetch.contact),
        Finding(about="alerts on their way", good=True, text=str(len(waiting))),
        Finding(about="daemon", good=True, text=f"running: {holder}" if holder else "not running"),
    )


async def _budgets(app: App) -> tuple[Finding, ...]:
    """Return what each budget has and what was spent of it today, as it was last settled."""
    kept, today = await app.store.purses(), app.clock.now().date()
    found = []
    for name, a_day in sorted(budgets(app.config).items()):
        purse = kept.get(name)
        spent = purse.today if purse and purse.day == today else 0
        short = purse is not None and purse.left < 1
        found.append(
            Finding(
                about=f"budget {name}",
                good=not short,
                text=f"{spent} of {a_day:.0f} looks today",
                hint="looks wait until it has filled" if short else "",
            )
        )
    return tuple(found)


def _contact(contact: str | None) -> Finding:
    if contact:
        return Finding(about="contact", good=True, text=contact)
    return Finding(
        about="contact",
        good=True,
        text="none: a site that minds can only block you",
        hint="name an address in fetch.contact, for instance mailto:desk@example.org",
    )


async def _damaged_captures(app: App, watches: tuple[Overview, ...]) -> tuple[str, ...]:
    """Read the bytes behind every version; return what is wrong with those that are damaged."""
    troubles: list[str] = []
    for item in watches:
        for number in range(1, item.state.latest_version + 1):
            version = await app.store.snapshot(item.watch.id, number)
            if version is None:
                troubles.append(f"watch {item.watch.id}: version {number} is missing")
                continue
            try:
                await asyncio.to_thread(app.captures.get, version.capture)
            except CaptureError as error:
                troubles.append(str(error))
    return tuple(troubles)
