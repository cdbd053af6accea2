"""An article behind a paywall, from the site to the report: real HTTP, real SQLite."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.check import Stories
from monitor.config import load
from monitor.demo.server import Answer, Request, Server
from monitor.model import Capture, EventKind, Health
from monitor.report import markdown
from monitor.wiring import App, open_app
from tests.check.test_paywall import NAMES, PIECES, Piece


@dataclass
class Outlet:
    """A site that shows its one article, or a teaser of it."""

    page: Capture

    def answer(self, request: Request) -> Answer:
        html = ("content-type", "text/html; charset=utf-8")
        return Answer(status=200, body=self.page.body, headers=(html,))


async def _looks(app: App, outlet: Outlet, *pages: Capture) -> list[EventKind]:
    """Show these pages, one a look; return what all looks so far have told."""
    (item,) = await app.store.watches()
    for page in pages:
        outlet.page = page
        await app.drain.check_now((item.watch.id,))
    return [event.kind for event in reversed(await app.store.events(item.watch.id, 50))]


@pytest.mark.parametrize("piece", PIECES, ids=NAMES)
async def test_headline_and_teaser_are_watched_while_the_wall_stands(
    tmp_path: Path, piece: Piece
) -> None:
    outlet = Outlet(piece.open())
    server = Server(outlet.answer)
    await server.start()
    config = tmp_path / "config.yaml"
    config.write_text(
        json.dumps(
            {
                "fetch": {"delay": "0s", "allow_private": ["127.0.0.0/8"], "obey_robots": False},
                "watches": [{"url": f"{server.origin}/islands"}],
            }
        )
    )
    edited, both = piece.edited(0), piece.edited(0, 2)
    async with open_app(load(config, {}), path=config) as app:
        await app.reconcile()
        told = await _looks(app, outlet, piece.open(), *[piece.locked()] * 3)
        assert told == [EventKind.FIRST_SEEN, EventKind.BLOCKED]
        told = await _looks(app, outlet, edited.locked(), edited.locked(), both.locked())
        assert told[2:] == [EventKind.CHANGED, EventKind.CHANGED]
        (item,) = await app.store.watches()
        assert (item.state.health, item.headline) == (Health.BLOCKED, edited.headline)

        stories = Stories(rereading=app.rereading, zone=ZoneInfo("UTC"))
        event = (await app.store.events(item.watch.id, 1))[0]
        report = markdown(await stories.of_event(event))
        assert "Only headline and teaser could be read" in report
        assert "paragraph removed" not in report.lower()

        told = await _looks(app, outlet, both.open(), both.open())
        assert told[4:] == [EventKind.RECOVERED]
        told = await _looks(app, outlet, *[both.locked(), both.open()] * 3)
        assert len(told) == 5
    await server.stop()
