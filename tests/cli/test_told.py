"""`monitor source show` says how a hub tells of updates, and no secret."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Subscription, SubscriptionStatus
from monitor.store import SqliteStore
from monitor.wiring.app import SystemClock
from tests.cli.conftest import NewsSite, Terminal

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
SECRET, CALLBACK = "not to be shown", "nor this"
ACTIVE = {"status": SubscriptionStatus.ACTIVE, "until": NOW + 2 * DAY}


async def subscribe(folder: Path, source: str, told: bool, **more: object) -> None:
    store = SqliteStore.open(folder, SystemClock())
    subscription = Subscription(
        callback=CALLBACK,
        secret=SECRET,
        source_id=source,
        hub="https://hub.example/",
        topic="https://news.example/feed",
        next_at=NOW,
    )
    await store.put_subscription(replace(subscription, **more))  # type: ignore[arg-type]
    if told:
        await store.hear_hub(CALLBACK, NOW)
    await store.aclose()


@pytest.mark.parametrize(
    ("told", "more", "said"),
    [
        (True, ACTIVE, ("told by its hub, until", "; last ")),
        (False, ACTIVE, ("told by its hub, until", "; nothing so far")),
        (False, ACTIVE | {"until": NOW - DAY}, ("has not confirmed it",)),
        (False, {}, ("its hub was asked to tell us and has not confirmed it",)),
        (False, {"detail": "the hub answers 503"}, ("confirmed it: the hub answers 503",)),
        (
            False,
            {"status": SubscriptionStatus.DENIED, "detail": "not for you"},
            ("its hub does not want to tell us: not for you",),
        ),
    ],
)
def test_a_source_says_how_its_hub_tells_of_updates(
    terminal: Terminal, site: NewsSite, told: bool, more: dict[str, object], said: tuple[str, ...]
) -> None:
    feed = b"<rss version='2.0'><channel><title>The Paper</title></channel></rss>"
    site.others["/feed"] = ("application/rss+xml", feed)
    terminal.run("source", "add", site.url("/feed"))
    (item,) = terminal.json("source", "list")
    assert item["told"] is None
    asyncio.run(subscribe(terminal.folder / "snapshots", item["source"]["id"], told, **more))
    shown = " ".join(terminal.run("source", "show", "/feed").stdout.split())
    assert [part for part in said if part not in shown] == []
    whole = terminal.run("source", "show", "/feed", "--json").stdout
    assert '"hub": "https://hub.example/"' in whole
    assert not [secret for secret in (SECRET, CALLBACK) if secret in shown + whole]
