"""Sources from end to end, over the real fetcher: what is found, and what lists may not do."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest_asyncio

from monitor.config import load
from monitor.core import SourceWish, Wish
from monitor.model import CheckStatus, Reason, SourceKind, SourceOverview
from monitor.wiring import App, open_app

ARTICLE = """<!doctype html><html lang="en"><head><title>Ferries run again</title></head><body>
<article><h1>Ferries run again in the old harbour</h1>
<p>The port authority said that {} passengers had left the old harbour on Monday morning.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
</article></body></html>"""
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass
class Paper:
    """A site on loopback: bodies by path, with their types."""

    port: int = 0
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    endless: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).decode().split(" ")[1]
                self.asked.append(path)
                if path in self.endless:
                    await self._pour(writer)
                kind, body = self.pages.get(path, ("text/html", b"not here"))
                status = 200 if path in self.pages else 404
                head = f"HTTP/1.1 {status} .\r\ncontent-type: {kind}\r\n"
                writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        writer.close()

    async def _pour(self, writer: asyncio.StreamWriter) -> None:
        """Send a feed of 100 MB."""
        size = 100_000_000
        head = f"HTTP/1.1 200 .\r\ncontent-type: application/rss+xml\r\ncontent-length: {size}"
        writer.write(f"{head}\r\n\r\n<rss version='2.0'><channel>".encode())
        item = b"<item><title>x</title><link>http://127.0.0.1/x</link></item>" * 1000
        for _ in range(size // len(item)):
            writer.write(item)
            await writer.drain()


@pytest_asyncio.fixture
async def paper() -> AsyncIterator[Paper]:
    made = Paper()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


@asynccontextmanager
async def opened(folder: Path, **settings: object) -> AsyncIterator[App]:
    config = folder / "config.yaml"
    fetch = {"delay": "0s", "allow_private": ["127.0.0.0/8"]}
    config.write_text(json.dumps({"fetch": fetch, **settings}))
    async with open_app(load(config, {}), path=config) as app:
        await app.reconcile()
        yield app


async def polled(app: App, paper: Paper, path: str, **wish: object) -> SourceOverview:
    await app.sources.add(SourceWish(url=paper.url(path), **wish))  # type: ignore[arg-type]
    (found,) = await app.sources.poll([paper.url(path)])
    return found


def rss(*links: str) -> tuple[str, bytes]:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    return "application/rss+xml", f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


async def test_from_a_feed_to_a_version(tmp_path: Path, paper: Paper) -> None:
    paper.pages |= {
        "/feed": rss(paper.url("/ferries-run-again?utm_source=rss")),
        "/ferries-run-again?utm_source=rss": ("text/html", ARTICLE.format(120).encode()),
    }
    async with opened(tmp_path) as app:
        found = await polled(app, paper, "/feed")
        assert (found.watched, found.state.kind) == (1, SourceKind.FEED)
        (item,) = await app.monitor.check()
        assert item.state.latest_version == 1


async def test_a_sitemap_that_comes_as_an_archive_is_read(tmp_path: Path, paper: Paper) -> None:
    location = f"<url><loc>{paper.url('/a-report-of-today')}</loc></url>"
    text = f"<urlset xmlns='{SITEMAPS}'>{location}</urlset>"
    paper.pages["/news.xml.gz"] = ("application/x-gzip", gzip.compress(text.encode()))
    async with opened(tmp_path) as app:
        found = await polled(app, paper, "/news.xml.gz")
        assert (found.watched, found.state.kind) == (1, SourceKind.SITEMAP)


async def test_hostile_sources_are_clear_states_and_slow_nothing_else_down(
    tmp_path: Path, paper: Paper
) -> None:
    paper.endless.add("/endless")
    index = f"<sitemapindex xmlns='{SITEMAPS}'><sitemap><loc>{{}}</loc></sitemap></sitemapindex>"
    world = rss(*(f"http://host{n % 997}.example/article-{n}" for n in range(50_000)))
    home = "<!doctype html><html><body><h1>The Paper</h1><p>Welcome to it.</p></body></html>"
    strange = "<item><title>x</title><pubDate>1 Jan 3000</pubDate></item>" * 50
    paper.pages |= {
        "/index.xml": ("application/xml", index.format(paper.url("/more.xml")).encode()),
        "/more.xml": ("application/xml", index.format(paper.url("/index.xml")).encode()),
        "/world": world,
        "/home": ("text/html", home.encode()),
        "/strange": ("text/xml", f"<rss version='2.0'><channel>{strange}</channel></rss>".encode()),
        "/article": ("text/html", ARTICLE.format(120).encode()),
    }
    async with opened(tmp_path, checks={"failing_after": 1}) as app:
        await app.monitor.check([(await app.monitor.add(Wish(url=paper.url("/article")))).watch.id])
        endless = await polled(app, paper, "/endless")
        looped = await polled(app, paper, "/index.xml")
        listed = await polled(app, paper, "/world", limit=20)
        page = await polled(app, paper, "/home", kind=SourceKind.FEED)
        odd = await polled(app, paper, "/strange")
        paper.pages["/article"] = ("text/html", ARTICLE.format(150).encode())
        (item,) = await app.monitor.check([paper.url("/article")])
    assert endless.state.reason is Reason.TOO_LARGE
    assert (looped.watched, paper.asked.count("/more.xml")) == (0, 1)
    assert listed.watched == 20
    assert listed.state.waiting == listed.state.listed - 20
    assert page.state.reason is Reason.NOT_A_SOURCE
    assert odd.watched == 0
    assert item.state.latest_version == 2


async def test_a_home_page_that_is_listed_as_an_article_is_let_rest(
    tmp_path: Path, paper: Paper
) -> None:
    links = "".join(
        f"<a href='/n{n}'>A headline of several words number {n}</a>" for n in range(60)
    )
    paper.pages |= {
        "/feed": rss(paper.url("/")),
        "/": ("text/html", f"<html><body>{links}</body></html>".encode()),
    }
    async with opened(tmp_path, checks={"failing_after": 1}) as app:
        await polled(app, paper, "/feed")
        (item,) = await app.monitor.check()
        checks = (await app.monitor.history(item.watch.id)).checks
        assert checks[0].status is CheckStatus.FAILED
        assert item.watch.resting
        assert await app.monitor.alerts() == ()
