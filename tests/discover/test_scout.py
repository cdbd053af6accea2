"""The scout polls what is due, one source of a host at a time, and records each poll whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio

from monitor.discover.scout import Scout
from monitor.errors import BadAddress, StoreError, StoreFull
from monitor.model import (
    Failure,
    Fetched,
    FetchRequest,
    Hint,
    HintedLook,
    NotModified,
    Origin,
    PollOutcome,
    Reason,
    Source,
    SourceKind,
    SourceOverview,
)
from monitor.store import SqliteStore
from tests.check import worlds
from tests.check.worlds import NOW, FakeClock

T = TypeVar("T")
HOST = "https://news.example"
MINUTES = timedelta(minutes=10)


def feed(*paths: str, updated: str = "") -> bytes:
    items = "".join(
        f"<item><title>Report {path}</title><link>{HOST}{path}</link>{updated}</item>"
        for path in paths
    )
    return f"<rss version='2.0'><channel><title>The paper</title>{items}</channel></rss>".encode()


def sitemap(*paths: str) -> bytes:
    urls = "".join(f"<url><loc>{HOST}{path}</loc></url>" for path in paths)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def index(**sitemaps: str) -> bytes:
    parts = "".join(
        f"<sitemap><loc>{HOST}/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in sitemaps.items()
    )
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'
    ).encode()


async def here(work: Callable[..., T], *args: object) -> T | Failure:
    """Run the work in this process: what a worker does is tested with the reader."""
    return work(*args)


def refuse_inside(url: str) -> str:
    if "inside" in url:
        raise BadAddress(url, "points inside")
    return url


@dataclass
class World:
    store: SqliteStore
    clock: FakeClock
    answers: dict[str, bytes | Failure | NotModified] = field(default_factory=dict)
    asked: list[FetchRequest] = field(default_factory=list)
    polled: list[PollOutcome] = field(default_factory=list)
    broke: set[str | None] = field(default_factory=set)
    paid: list[str] = field(default_factory=list)
    heard: list[Hint] = field(default_factory=list)
    deaf: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        numbers = count(1)
        self.gate.set()
        self.scout = Scout(
            store=self.store,
            addresses=self.store,
            fetcher=self,
            run=here,
            clock=self.clock,
            new_id=lambda: f"w{next(numbers)}",
            normalise=refuse_inside,
            purses=self,
            hear=self.hear,
            on_poll=self.polled.append,
        )

    async def fetch(self, request: FetchRequest) -> Fetched:
        self.asked.append(request)
        await self.gate.wait()
        answer = self.answers[request.url]
        if not isinstance(answer, bytes):
            return worlds.fetched(answer)
        found = worlds.capture(answer)
        return worlds.fetched(replace(found, url=request.url, final_url=request.url))

    async def aclose(self) -> None:
        """Nothing is open."""

    def exhausted(self, host: str | None = None) -> bool:
        return host in self.broke

    def pay_poll(self, source: Source) -> None:
        self.paid.append(source.host)

    async def hear(self, hints: tuple[Hint, ...]) -> None:
        if self.deaf:
            raise StoreError("the disk is full")
        self.heard += hints

    async def add(self, path: str = "/feed", host: str = "news.example", **more: object) -> Source:
        source = Source(
            id=f"{host}{path}",
            url=f"https://{host}{path}",
            host=host,
            origin=Origin.USER,
            added_at=NOW,
            **more,  # type: ignore[arg-type]
        )
        await self.store.put_source(source, self.clock.now())
        return source

    async def poll(self) -> None:
        self.asked.clear()
        self.clock.at += MINUTES
        await self.scout.run_dry()

    async def overview(self) -> SourceOverview:
        return (await self.store.sources())[0]

    async def paths(self) -> list[str]:
        return [item.watch.url.removeprefix(HOST) for item in await self.store.watches()]


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    clock = FakeClock()
    store = SqliteStore.open(tmp_path, clock)
    made = World(store=store, clock=clock)
    yield made
    await made.scout.stop(timedelta(seconds=1))
    await store.aclose()


async def test_what_a_feed_lists_is_watched(world: World) -> None:
    await world.add()
    world.answers[f"{HOST}/feed"] = feed("/a", "/b")
    await world.poll()
    assert await world.paths() == ["/a", "/b"]
    assert (await world.overview()).state.title == "The paper"
    assert [len(outcome.watches) for outcome in world.polled] == [2]


async def test_a_feed_is_asked_for_conditionally_and_unchanged_bytes_are_not_read(
    world: World,
) -> None:
    await world.add()
    world.answers[f"{HOST}/feed"] = feed("/a")
    await world.poll()
    await world.poll()
    assert [request.validators.etag for request in world.asked] == ['"1"']
    assert (await world.overview()).state.polls_ok == 2
    assert await world.paths() == ["/a"]


async def test_a_feed_that_says_it_is_not_modified_was_polled_well(world: World) -> None:
    await world.add()
    url = f"{HOST}/feed"
    world.answers[url] = feed("/a")
    await world.poll()
    world.answers[url] = NotModified(url=url, final_url=url, received_at=NOW)
    await world.poll()
    state = (await world.overview()).state
    assert (state.polls_ok, state.listed, state.validators.etag) == (2, 1, '"1"')


async def test_the_newest_sitemaps_of_an_index_are_read_at_each_poll(world: World) -> None:
    await world.add("/index.xml")
    world.answers |= {
        f"{HOST}/index.xml": index(old="2026-01-01", new="2026-02-28"),
        f"{HOST}/old.xml": sitemap("/1-first-report-of-the-year"),
        f"{HOST}/new.xml": sitemap("/2-second-report-of-the-year"),
    }
    await world.poll()
    assert len(await world.paths()) == 2
    world.answers[f"{HOST}/index.xml"] = index(old="2026-01-01", new="2026-03-02")
    world.answers[f"{HOST}/new.xml"] = sitemap("/3-third-report-of-the-year")
    await world.poll()
    assert [request.url for request in world.asked] == [f"{HOST}/index.xml", f"{HOST}/new.xml"]
    assert "/3-third-report-of-the-year" in await world.paths()


async def test_a_sitemap_that_could_not_be_read_is_read_at_the_next_poll(world: World) -> None:
    await world.add("/index.xml")
    broken = Failure(reason=Reason.TIMEOUT, detail="no answer")
    world.answers |= {
        f"{HOST}/index.xml": index(one="2026-02-28", two="2026-02-28"),
        f"{HOST}/one.xml": sitemap("/1-first-report-of-the-year"),
        f"{HOST}/two.xml": broken,
    }
    await world.poll()
    assert (await world.overview()).state.reason is None
    world.answers[f"{HOST}/two.xml"] = sitemap("/2-second-report-of-the-year")
    await world.poll()
    assert len(await world.paths()) == 2


async def test_an_index_that_names_an_index_is_not_followed_for_ever(world: World) -> None:
    await world.add("/index.xml")
    world.answers |= {
        f"{HOST}/index.xml": index(further="2026-02-28"),
        f"{HOST}/further.xml": index(further="2026-02-28", index="2026-02-28"),
    }
    await world.poll()
    assert len(world.asked) == 2


async def test_an_address_that_the_gate_refuses_is_left_out(world: World) -> None:
    await world.add()
    world.answers[f"{HOST}/feed"] = feed("/a", "/inside")
    await world.poll()
    assert await world.paths() == ["/a"]


async def test_a_page_given_as_a_feed_is_a_clear_state(world: World) -> None:
    await world.add(kind=SourceKind.FEED)
    world.answers[f"{HOST}/feed"] = b"<!doctype html><html><body><p>Welcome</p></body></html>"
    await world.poll()
    state = (await world.overview()).state
    assert state.reason is Reason.NOT_A_SOURCE
    assert state.failures == 1


async def test_sources_of_one_host_are_polled_one_after_the_other(world: World) -> None:
    await world.add("/feed")
    await world.add("/more")
    await world.add("/feed", host="other.example")
    world.answers |= {f"{HOST}/feed": feed(), f"{HOST}/more": feed()}
    world.answers["https://other.example/feed"] = feed()
    world.gate.clear()
    await world.scout.tick()
    await asyncio.sleep(0)
    await world.scout.tick()
    await asyncio.sleep(0)
    hosts = sorted(request.url.partition("/feed")[0] for request in world.asked)
    assert hosts == [HOST, "https://other.example"]
    world.gate.set()
    await world.scout.run_dry()
    assert len(world.asked) == 3


async def test_a_bug_over_one_source_is_its_state_and_stops_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.add("/feed")
    await world.add("/feed", host="other.example")
    world.answers["https://other.example/feed"] = feed("/a")
    await world.poll()
    states = {item.source.host: item.state for item in await world.store.sources()}
    assert states["news.example"].reason is Reason.EXTRACTOR_FAILED
    assert states["news.example"].failures == 1
    assert states["other.example"].polls_ok == 1


async def test_a_full_disk_leaves_everything_due_and_is_tried_again_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.add()
    world.answers[f"{HOST}/feed"] = feed("/a")

    async def full(outcome: PollOutcome) -> bool:
        raise StoreFull("no room")

    with monkeypatch.context() as patched:
        patched.setattr(world.store, "record_poll", full)
        await world.scout.run_dry()
        assert len(world.asked) == 1
        await world.scout.tick()
        assert len(world.asked) == 1
    await world.poll()
    assert await world.paths() == ["/a"]


async def test_what_a_source_says_of_articles_is_heard(world: World) -> None:
    await world.add()
    date = "<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate>"
    dated = date + "<updated xmlns='http://www.w3.org/2005/Atom'>2026-03-01T11:00:00Z</updated>"
    world.answers[f"{HOST}/feed"] = feed("/a", "/b", updated=dated)
    await world.poll()
    world.answers[f"{HOST}/feed"] = feed("/b", "/a", updated=dated)
    await world.poll()
    assert {(hint.watch_id, hint.listed) for hint in world.heard} == {("w1", True), ("w2", True)}
    looks = [HintedLook(watch_id=name, hinted_at=None, listed=True) for name in ("w1", "w2")]
    await world.store.hint(looks)
    world.heard.clear()
    world.answers[f"{HOST}/feed"] = feed("/b", updated=dated)
    await world.poll()
    assert world.heard == [Hint(watch_id="w1", listed=False)]


async def test_a_hint_that_cannot_be_heard_is_there_at_the_next_poll(world: World) -> None:
    await world.add()
    date = "<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate>"
    date += "<updated xmlns='http://www.w3.org/2005/Atom'>2026-03-01T11:00:00Z</updated>"
    world.answers[f"{HOST}/feed"] = feed("/a", updated=date)
    await world.poll()
    world.answers[f"{HOST}/feed"] = feed("/a", "/b", updated=date)
    world.deaf = True
    await world.poll()
    assert (await world.overview()).state.polls == 1
    assert [due.source.id for due in await world.store.due_sources(9)] != []


async def test_polls_are_paid_for_and_wait_where_nothing_is_left(world: World) -> None:
    await world.add()
    world.answers[f"{HOST}/feed"] = feed("/a")
    world.broke.add("news.example")
    await world.poll()
    assert (world.asked, world.paid) == ([], [])
    world.broke.clear()
    await world.poll()
    assert world.paid == ["news.example"]


async def test_nothing_new_begins_after_a_stop(world: World) -> None:
    await world.add()
    await world.scout.stop(timedelta())
    await world.poll()
    assert world.asked == []


async def test_a_poll_that_takes_too_long_is_ended_by_a_stop(world: World) -> None:
    await world.add()
    world.answers[f"{HOST}/feed"] = feed("/a")
    world.gate.clear()
    await world.scout.tick()
    await asyncio.sleep(0)
    await world.scout.stop(timedelta(milliseconds=10))
    assert await world.paths() == []
    assert (await world.overview()).state.polls == 0
