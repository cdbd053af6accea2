"""The demo from beginning to end: publish, wait until it is truly told, show, judge."""

from __future__ import annotations

import asyncio
import shlex
import signal
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from time import monotonic
from typing import Any

from rich.console import Console

from monitor.config import environment
from monitor.demo import process
from monitor.demo.folder import DemoFolder, demo_folder
from monitor.demo.hook import Receiver, new_secret
from monitor.demo.mail import Postbox
from monitor.demo.narrator import Narrator, shorter
from monitor.demo.process import DaemonProcess, DemoFailed
from monitor.demo.site import Site, Visit
from monitor.demo.steps import Step, edits, lacks
from monitor.demo.story import MILL, TRAIN, quiet_story, report
from monitor.demo.verdict import outbox, silence, tally

_PATIENCE = 30.0
"""Seconds until something that was not told counts as missed."""
_SHORT = "armoured-train"
"""A part of the story's address that no other has: people name a watch like that."""
_QUIET_LOOKS = 3
"""Looks at each story before its first edit: the furniture turned in between, nobody was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Everything that runs during a demo."""

    folder: DemoFolder
    site: Site
    postbox: Postbox
    receiver: Receiver
    daemon: DaemonProcess
    narrator: Narrator


def run(root: Path, console: Console | None = None) -> int:
    """Run the demo in the folder `root`; return 0 where all was caught, once, and nothing else.

    Ends by itself within about a minute. Raises UsageError and AlreadyRunning for a folder that
    cannot be used; Ctrl-C stops everything that was started.
    """
    narrator = Narrator(console or Console(highlight=False))
    with demo_folder(root) as folder:
        try:
            return asyncio.run(_run(folder, narrator))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None  # SIGTERM: everything was stopped, as for Ctrl-C


async def _run(folder: DemoFolder, narrator: Narrator) -> int:
    task = asyncio.current_task()
    assert task is not None, "within asyncio.run"
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    published = (datetime.now(UTC) - timedelta(hours=3)).replace(second=0, microsecond=0)
    try:
        async with AsyncExitStack() as stack:
            stage = await _set(folder, narrator, stack, published)
            complaints = await _walk(stage, published)
    except DemoFailed as error:
        complaints = (str(error), *error.hint.splitlines())
    for complaint in complaints:
        narrator.bad(complaint)
    if complaints:
        narrator.bad(f"the daemon’s log: {folder.log}")
        return 1
    narrator.closing("Everything was caught, once, and nothing else", _places(folder))
    return 0


async def _set(
    folder: DemoFolder, narrator: Narrator, stack: AsyncExitStack, published: datetime
) -> _Stage:
    """Start the servers and the daemon; `stack` stops them, the daemon first."""
    secret = new_secret()
    folder.secret.touch(mode=0o600)
    folder.secret.write_text(secret)
    site = await stack.enter_async_context(Site())
    postbox = await stack.enter_async_context(Postbox(folder.mails))
    receiver = await stack.enter_async_context(Receiver(secret, folder.webhooks))
    site.publish(TRAIN, report(published))
    site.publish(MILL, quiet_story(published))
    write_config(folder.config, site, postbox, receiver)
    narrator.opening(
        site=site.url("/"),
        mailbox=f"smtp://{postbox.host}:{postbox.port}",
        webhook=receiver.url,
        command=_typed(folder, "run"),
    )
    daemon = await stack.enter_async_context(DaemonProcess(folder.config, folder.log))
    return _Stage(
        folder=folder,
        site=site,
        postbox=postbox,
        receiver=receiver,
        daemon=daemon,
        narrator=narrator,
    )


def write_config(path: Path, site: Site, postbox: Postbox, receiver: Receiver) -> None:
    """Write the configuration that watches both stories; the secret lies beside it."""
    template = Path(__file__).with_name("config.template.yaml").read_text("utf-8")
    text = Template(template).substitute(
        smtp_port=postbox.port, webhook_url=receiver.url, train=site.url(TRAIN), mill=site.url(MILL)
    )
    path.write_text(text, "utf-8")


async def _walk(stage: _Stage, published: datetime) -> tuple[str, ...]:
    """Go through the story; return what went wrong."""
    steps = edits(published)
    complaints = await _first_version(stage, len(steps) + 1)
    for number, step in enumerate(steps, start=1):
        complaints += await _take(stage, step, number, len(steps))
    stage.narrator.console.print()
    stage.narrator.console.rule("[bold]Afterwards[/]", align="left", style="dim")
    await stage.daemon.stop()
    complaints += await _judge(stage, steps)
    await _write_reports(stage, steps)
    return complaints


async def _first_version(stage: _Stage, of: int) -> tuple[str, ...]:
    stage.narrator.heading(
        1,
        of,
        "The story is published",
        "The paper reports that a leader’s armoured train has arrived. Adverts, counters, tickers"
        " and boxes around it are other ones at every request.",
    )
    photos = stage.folder.pages / "photos"
    photos.mkdir()
    (photos / "train.svg").write_bytes(stage.site.page("/photos/train.svg"))
    _keep_page(stage, 1, "report")
    began = monotonic()
    for path in (TRAIN, MILL):
        await _within(
            stage,
            f"for {_QUIET_LOOKS} looks at {path}",
            stage.site.visits.first(_nth(path, _QUIET_LOOKS), within=_PATIENCE),
        )
    told = len(stage.postbox.mails) + len(stage.receiver.calls)
    if told:
        return (f"{told} alerts before anything was edited",)
    stage.narrator.good(
        f"read at once; {_QUIET_LOOKS} looks in {monotonic() - began:.1f} seconds, each time other"
        " bytes, and nothing to tell"
    )
    return ()


async def _take(stage: _Stage, step: Step, number: int, of: int) -> tuple[str, ...]:
    """Let the desk act; wait for both alerts; show them. Return what they lack."""
    stage.narrator.heading(number + 1, of + 1, step.title, step.outlet)
    began = monotonic()
    step.act(stage.site)
    _keep_page(stage, number + 1, step.name)
    with stage.narrator.waiting("waiting for the alerts …"):
        mails = await _within(
            stage,
            f"for the e-mail about “{step.title}”",
            stage.postbox.mails.count(number, within=_PATIENCE),
        )
        calls = await _within(
            stage,
            f"for the webhook about “{step.title}”",
            stage.receiver.calls.count(number, within=_PATIENCE),
        )
    mail, call = mails[-1], calls[-1]
    stage.narrator.caught(step, monotonic() - began, mail, call)
    if step.has_diff:
        await _show_diff(stage)
    return lacks(step, mail, call)


async def _show_diff(stage: _Stage) -> None:
    """Show `monitor diff`: straight on a terminal, for its colours; else as lines of ours.

    A screen of 9999 lines, because a demo has nobody at the pager.
    """
    console, config = stage.narrator.console, stage.folder.config
    stage.narrator.shows(_typed(stage.folder, "diff", _SHORT))
    console.file.flush()
    if console.is_terminal:
        await process.show(config, {**environment(), "LINES": "9999"}, "diff", _SHORT)
    else:
        printed = await process.run(config, "diff", _SHORT)
        console.print(printed, markup=False, soft_wrap=True, end="")


async def _within(stage: _Stage, what: str, waiting: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await stage.daemon.alive_until(waiting)
    except TimeoutError as error:
        raise DemoFailed(
            f"waited {_PATIENCE:g} seconds in vain {what}", hint=stage.daemon.last_words()
        ) from error


async def _judge(stage: _Stage, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Look at everything once more, now that the daemon has ended and nothing can follow."""
    config, expected = stage.folder.config, len(steps)
    checks, loud = await silence(config, stage.site.url(MILL))
    if not loud:
        stage.narrator.good(
            f"the story that nobody edited was read {checks} times: one version, nobody was told"
        )
    undelivered = await outbox(config, 2 * expected)
    return loud + undelivered + tally(stage.postbox.mails, stage.receiver.calls, expected)


async def _write_reports(stage: _Stage, steps: tuple[Step, ...]) -> None:
    """Write the reports with the command that everyone has."""
    folder = stage.folder
    for version, step in enumerate(steps, start=1):
        if step.has_diff:
            path = folder.reports / f"{version}-{step.name}.html"
            pair = (str(version), str(version + 1))
            await process.run(folder.config, "report", _SHORT, *pair, "-o", str(path))
    await process.run(folder.config, "report", _SHORT, "--life", "-o", str(folder.life))
    stage.narrator.shows(_typed(folder, "report", _SHORT, "--life", "-o", shorter(folder.life)))


def _keep_page(stage: _Stage, number: int, name: str) -> None:
    """Keep the page as the paper shows it now, for people to open."""
    page = stage.site.page(TRAIN).replace(b'src="/photos/', b'src="photos/')
    (stage.folder.pages / f"{number}-{name}.html").write_bytes(page)


def _nth(path: str, number: int) -> Callable[[Visit], bool]:
    """Return a question that is answered with yes at the `number`-th visit to `path`."""
    countdown = iter(range(number - 1, -1, -1))
    return lambda visit: visit.path == path and next(countdown) == 0


def _typed(folder: DemoFolder, *arguments: str) -> str:
    """Return a command as people type it."""
    return shlex.join(("monitor", "--config", shorter(folder.config), *arguments))


def _places(folder: DemoFolder) -> tuple[tuple[str, Path], ...]:
    return (
        ("the whole story", folder.life),
        ("one report an edit", folder.reports),
        ("the e-mails", folder.mails),
        ("the webhooks", folder.webhooks),
        ("the paper’s pages", folder.pages),
        ("every version", folder.snapshots),
        ("the configuration", folder.config),
    )
