"""Whether the demo kept its promise: everything told, once each, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from monitor.demo import process
from monitor.demo.hook import Call
from monitor.demo.mail import Mail


def tally(mails: Iterable[Mail], calls: Iterable[Call], expected: int) -> tuple[str, ...]:
    """Return what is wrong with what arrived in all: each alert once in each channel."""
    return (
        *_each_once("e-mails", [mail.message_id for mail in mails], expected),
        *_each_once("webhooks", [call.id for call in calls], expected),
    )


def _each_once(what: str, ids: list[str], expected: int) -> tuple[str, ...]:
    complaints = []
    if len(ids) != expected:
        complaints.append(f"{len(ids)} {what} arrived, not {expected}")
    if len(set(ids)) != len(ids):
        complaints.append(f"{what} arrived twice under the same id")
    return tuple(complaints)


async def outbox(config: Path, expected: int) -> tuple[str, ...]:
    """Return what is wrong with the outbox: `expected` alerts, all of them delivered."""
    alerts = await process.ask(config, "alerts", "--json")
    complaints = [
        f"alert {alert['id']} is {alert['status']}: {alert['error']}"
        for alert in alerts
        if alert["status"] != "delivered"
    ]
    if len(alerts) != expected:
        complaints.append(f"{len(alerts)} alerts in the outbox, not {expected}")
    return tuple(complaints)


async def silence(config: Path, url: str) -> tuple[int, tuple[str, ...]]:
    """Return how often the story at `url`, which nobody edited, was looked at, and what is wrong:
    it has one version, every look read it, and there was nothing to tell."""
    history = await process.ask(config, "show", url, "--json")
    state = history["overview"]["state"]
    told = [event["line"] for event in history["events"] if event["kind"] != "first_seen"]
    complaints = [f"told of the story that nobody edited: {line}" for line in told]
    if state["latest_version"] != 1:
        complaints.append(f"the story that nobody edited has {state['latest_version']} versions")
    if state["checks_ok"] != state["checks"]:
        complaints.append(f"{state['checks'] - state['checks_ok']} looks at it did not read it")
    return state["checks"], tuple(complaints)
