"""Walls and keys, from the configuration to the store: what opens, what is told, what is kept."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from monitor.config import load
from monitor.demo.server import Answer, Request, Server
from monitor.model import Article, EventKind, Failure, Health, Reason
from monitor.wiring import App, open_app, open_trial
from tests.fetch.webs import PatientClock

SECRETS = {"CONSENT": "c0nsent-given-2026", "TOKEN": "Bearer t0ken-of-ours", "HOST": "h0st-key-9"}
PAGE = """<!doctype html><html lang="en"><head><title>Pilots return to work</title></head><body>
<article><h1>Pilots return to work in the old harbour</h1>
<p>The pilots of the old harbour went back to work on Monday after nine days of talks.</p>
<p>Their union said that {shifts} shifts a week had been agreed upon with the port authority.</p>
<p>Ships that had waited outside for more than a week began to come in before noon.</p>
</article></body></html>"""
WALL = """<!doctype html><html lang="en"><head><title>Before you continue</title></head><body>
<div class="consent-wall"><h1>Before you continue</h1>
<p>We and our partners use cookies. Accept all cookies or manage your choices to continue.</p>
<button>Accept all</button><button>Manage choices</button></div></body></html>"""


@dataclass
class Outlet:
    """A site with walls; it writes down what it is asked."""

    asked: list[Request] = field(default_factory=list)
    shifts: int = 6
    challenge: bool = False

    def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        html = ("content-type", "text/html; charset=utf-8")
        if self.challenge:
            marks = (html, ("cf-mitigated", "challenge"))
            return Answer(status=403, body=b"<title>Just a moment...</title>", headers=marks)
        if request.path == "/walled" and SECRETS["CONSENT"] not in request.headers.get(
            "cookie", ""
        ):
            return Answer(status=200, body=WALL.encode(), headers=(html,))
        if request.path == "/staff" and request.headers.get("authorization") != SECRETS["TOKEN"]:
            return Answer(status=401)
        echo = ("set-cookie", f"consent={SECRETS['CONSENT']}; path=/")
        return Answer(
            status=200, body=PAGE.format(shifts=self.shifts).encode(), headers=(html, echo)
        )


@dataclass
class World:
    outlet: Outlet
    server: Server
    config: Path

    def configure(self, *, given: bool, paths: tuple[str, ...] = ("/walled", "/staff")) -> None:
        access: dict[str, object] = {
            "headers": {"authorization": "${TOKEN}"},
            "cookies": {"consent": "${CONSENT}"},
        }
        own = {"127.0.0.1": {"headers": {"x-partner": "${HOST}"}}}
        origin = self.server.origin
        self.config.write_text(
            json.dumps(
                {
                    "fetch": {
                        "delay": "0s",
                        "allow_private": ["127.0.0.0/8"],
                        "obey_robots": False,
                        "hosts": own,
                    },
                    "watches": [
                        {"url": origin + path} | (access if given else {}) for path in paths
                    ],
                }
            )
        )


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    outlet = Outlet()
    server = Server(outlet.answer)
    await server.start()
    yield World(outlet, server, tmp_path / "config.yaml")
    await server.stop()


async def _look(app: App) -> dict[str, Health]:
    ids = tuple(item.watch.id for item in await app.store.watches())
    await app.drain.check_now(ids)
    return {
        item.watch.url.rpartition("/")[2]: item.state.health for item in await app.store.watches()
    }


async def test_a_wall_is_passed_with_the_cookie_that_the_user_has_configured(world: World) -> None:
    world.configure(given=False)
    async with open_app(load(world.config, SECRETS), path=world.config) as app:
        await app.reconcile()
        await _look(app)
        reasons = {item.state.reason for item in await app.store.watches()}
        assert reasons == {Reason.CONSENT, Reason.LOGIN}
    world.configure(given=True)
    async with open_app(load(world.config, SECRETS), path=world.config) as app:
        await app.reconcile()
        assert set((await _look(app)).values()) == {Health.OK}
        assert {item.state.latest_version for item in await app.store.watches()} == {1}
        world.outlet.shifts = 7
        await _look(app)
        assert {item.state.latest_version for item in await app.store.watches()} == {2}


async def test_access_is_taken_over_at_a_reload(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    world.configure(given=False)
    async with open_app(load(world.config, SECRETS), path=world.config) as app:
        await app.reconcile()
        await _look(app)
        world.configure(given=True)
        await app.reload()
        assert set((await _look(app)).values()) == {Health.OK}


async def test_trying_a_page_uses_the_access_of_its_watch(world: World) -> None:
    world.configure(given=True)
    async with open_trial(load(world.config, SECRETS)) as trial:
        found = await trial.explain(world.server.origin + "/walled")
        assert isinstance(found.result, Article)
        other = await trial.explain(world.server.origin + "/staff?other")
        assert isinstance(other.result, Failure)


async def test_no_secret_is_kept_logged_or_reported(world: World) -> None:
    """Whatever is stored, logged or written about a watch: the server sends its secrets back."""
    world.configure(given=True, paths=("/walled", "/staff", "/missing"))
    with capture_logs() as logs:
        async with open_app(load(world.config, SECRETS), path=world.config) as app:
            await app.reconcile()
            await _look(app)
            world.outlet.challenge = True
            for _ in range(3):
                await _look(app)
            told = repr(await app.monitor.history(world.server.origin + "/walled"))
            told += repr(
                [await app.store.snapshot(i.watch.id, 1) for i in await app.store.watches()]
            )
            told += repr(app.config) + repr(app.config.model_dump_json())
    assert all(request.headers["x-partner"] == SECRETS["HOST"] for request in world.outlet.asked)
    kept = b"".join(path.read_bytes() for path in world.config.parent.rglob("*") if path.is_file())
    kept += (told + repr(logs)).encode()
    assert [name for name, secret in SECRETS.items() if secret.encode() in kept] == []
    assert world.outlet.asked[0].headers["authorization"] == SECRETS["TOKEN"]


async def test_a_challenge_is_told_once_slows_the_host_down_and_is_not_evaded(
    world: World,
) -> None:
    world.configure(given=True, paths=("/walled",))
    clock, pauses = PatientClock(), []
    config = load(world.config, SECRETS)
    async with open_app(
        config, clock=clock, on_check=lambda outcome: pauses.append(outcome.pause)
    ) as app:
        await app.reconcile()
        await _look(app)
        world.outlet.challenge = True
        for _ in range(4):
            clock.offset += 7_200
            await _look(app)
        item = (await app.store.watches())[0]
        kinds = [event.kind for event in await app.store.events(item.watch.id, 20)]
        assert kinds == [EventKind.BLOCKED, EventKind.FIRST_SEEN]
        assert item.state.latest_version == 1
        assert pauses[1:] == [timedelta(minutes=2**n) for n in range(1, 5)]
        world.outlet.challenge = False
        clock.offset += 7_200
        await _look(app)
        kinds = [event.kind for event in await app.store.events(item.watch.id, 20)]
        assert kinds[0] is EventKind.RECOVERED
    first, *later = [request.headers for request in world.outlet.asked]
    assert {key: later[0][key] for key in first} == first
    assert all(request.keys() == later[0].keys() for request in later[:4])
