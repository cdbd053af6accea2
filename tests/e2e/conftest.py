"""A newspaper, a mailbox, a webhook receiver, and the daemon as people run it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.demo import process
from monitor.demo.hook import Call, Receiver, new_secret
from monitor.demo.mail import Mail, Postbox
from monitor.demo.process import DaemonProcess
from monitor.demo.site import Site, Visit
from monitor.demo.story import MILL, TRAIN, quiet_story, report
from monitor.demo.walk import write_config

PUBLISHED = datetime(2023, 9, 12, 5, 40, tzinfo=UTC)
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What surrounds one daemon, and what it was seen to do."""

    site: Site
    postbox: Postbox
    receiver: Receiver
    daemon: DaemonProcess
    config: Path

    async def told(self, number: int) -> tuple[Mail, Call]:
        """Wait for alert `number` (from 1) in both channels."""
        mails = await self._patiently(self.postbox.mails.count(number, within=PATIENCE))
        calls = await self._patiently(self.receiver.calls.count(number, within=PATIENCE))
        return mails[-1], calls[-1]

    async def seen(self, path: str, status: int, times: int = 1) -> None:
        """Wait until `path` was answered with `status` so many more times."""
        before = sum(self._is(visit, path, status) for visit in self.site.visits)
        left = iter(range(before + times - 1, -1, -1))
        await self._patiently(
            self.site.visits.first(
                lambda visit: self._is(visit, path, status) and next(left) == 0, within=PATIENCE
            )
        )

    def silent_after(self, number: int) -> bool:
        """Say whether nothing was told after alert `number`."""
        return len(self.postbox.mails) == len(self.receiver.calls) == number

    async def history(self, path: str) -> Any:
        """Return what `monitor show` says of a story."""
        return await process.ask(self.config, "show", self.site.url(path), "--json")

    async def _patiently(self, waiting: Any) -> Any:
        return await self.daemon.alive_until(waiting)

    @staticmethod
    def _is(visit: Visit, path: str, status: int) -> bool:
        return (visit.path, visit.status) == (path, status)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    secret, config = new_secret(), tmp_path / "config.yaml"
    (tmp_path / "webhook.secret").write_text(secret)
    async with Site() as site, Postbox() as postbox, Receiver(secret) as receiver:
        site.publish(TRAIN, report(PUBLISHED))
        site.publish(MILL, quiet_story(PUBLISHED))
        write_config(config, site, postbox, receiver)
        async with DaemonProcess(config, tmp_path / "daemon.log") as daemon:
            yield Newsroom(
                site=site, postbox=postbox, receiver=receiver, daemon=daemon, config=config
            )
