"""The small web's server: answers as each host does, and writes down who asked for what."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from bench.web.world import Host, Lists, Robots, Story, Trait, text

RETRY_AFTER = 4
"""Seconds that a limiting host asks for."""
_LIMIT, _WITHIN = 12, 3.0
"""Requests, and within how many seconds, that a limiting host lets pass."""
_PAGE = """<!doctype html><html lang="en"><head><title>{headline} | The Paper</title>
<meta property="og:type" content="article"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>{headline}</h1>{paragraphs}</article>
<aside><h2>Most read</h2><ol>{teasers}</ol></aside>
<footer>{visits} readers are here now.</footer></body></html>"""
_ROBOTS = {
    Robots.OPEN: "User-agent: *\nAllow: /\n",
    Robots.DELAY: "User-agent: *\nCrawl-delay: 1\n",
    Robots.PRIVATE: "User-agent: *\nDisallow: /private/\n",
    Robots.CLOSED: "User-agent: *\nDisallow: /\n",
    Robots.PAGE: "<!doctype html><html><body><h1>Welcome</h1></body></html>",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, from its arrival to the end of the answer, in seconds after the start."""

    path: str
    begun: float
    ended: float
    status: int


@dataclass
class Site:
    """A host at work."""

    host: Host
    port: int
    start: float
    visits: list[Visit] = field(default_factory=list)
    lately: deque[float] = field(default_factory=deque)

    @property
    def now(self) -> float:
        return time.monotonic() - self.start

    async def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body."""
        if path == "/robots.txt":
            return self._robots()
        if self.host.trait is Trait.SLOW:
            await asyncio.sleep(0.3)
        story = next((one for one in self.host.stories if one.path == path), None)
        if story is None:
            return self._listing(path)
        if self.host.trait is Trait.LIMITING and self._too_often():
            return 429, {"retry-after": str(RETRY_AFTER)}, b"slower, please"
        if self.host.trait is Trait.FAILING:
            return 500, {}, b"out of order"
        if self.host.trait is Trait.BLOCKING:
            return 403, {}, b"not for you"
        return self._article(story, headers)

    def _robots(self) -> tuple[int, dict[str, str], bytes]:
        if self.host.robots is Robots.BROKEN:
            return 500, {}, b""
        if self.host.robots is Robots.NONE:
            return 404, {}, b""
        return 200, {"content-type": "text/plain"}, _ROBOTS[self.host.robots].encode()

    def _too_often(self) -> bool:
        now = self.now
        while self.lately and self.lately[0] < now - _WITHIN:
            self.lately.popleft()
        self.lately.append(now)
        return len(self.lately) > _LIMIT

    def _article(self, story: Story, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        edits = story.edited_by(self.now)
        tag = f'"{story.number}-{len(edits)}"'
        kind = {"content-type": "text/html; charset=utf-8"}
        if not self.host.noisy:
            kind["etag"] = tag
            if headers.get("if-none-match") == tag:
                return 304, {"etag": tag}, b""
        said = text(story, edits)
        turn = len(self.visits) if self.host.noisy else 0
        others = [self.host.stories[(turn + n) % len(self.host.stories)] for n in range(4)]
        page = _PAGE.format(
            headline=escape(said.headline),
            paragraphs="".join(f"<p>{escape(line)}</p>" for line in said.paragraphs),
            teasers="".join(f"<li><a href='{one.path}'>{_title(one)}</a></li>" for one in others),
            visits=1000 + turn,
        )
        return 200, kind, page.encode()

    # --- what it lists -------------------------------------------------------------------------

    def _listing(self, path: str) -> tuple[int, dict[str, str], bytes]:
        listed = [story for story in self.host.stories if story.listed <= self.now]
        lists, base = self.host.lists, f"http://{self.host.address}:{self.port}"
        if path == "/list" and lists is Lists.INDEX:
            now = _written(time.time())
            parts = f"<sitemap><loc>{base}/news.xml</loc><lastmod>{now}</lastmod></sitemap>"
            return 200, _XML, f'<sitemapindex xmlns="{_SITEMAPS}">{parts}</sitemapindex>'.encode()
        if path == "/list" or (path == "/news.xml" and lists is Lists.INDEX):
            began = time.time() - self.now
            dated = [(story, began + _touched(story, self.now)) for story in listed]
            return 200, *_LISTS[lists](base, dated)
        return 404, {"content-type": "text/html"}, b"<h1>Not found</h1>"


_XML = {"content-type": "application/xml"}
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _title(story: Story) -> str:
    return escape(text(story, ()).headline)


def _touched(story: Story, now: float) -> float:
    """Return when a story was listed or last edited, in seconds after the start."""
    return max([story.listed, *(edit.at for edit in story.edited_by(now))])


def _written(seconds: float) -> str:
    """Return a time, in seconds since 1970, as sitemaps and Atom write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


Dated = list[tuple[Story, float]]
"""Stories, and when each was last touched, in seconds since 1970."""


def _rss(base: str, stories: Dated) -> tuple[dict[str, str], bytes]:
    items = "".join(
        f"<item><title>{_title(one)}</title><link>{base}{one.path}</link></item>"
        for one, _ in stories
    )
    text = f"<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>"
    return {"content-type": "application/rss+xml"}, text.encode()


def _atom(base: str, stories: Dated) -> tuple[dict[str, str], bytes]:
    items = "".join(_entry(base, story, at) for story, at in stories)
    head = "<title>The Paper</title>"
    text = f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{items}</feed>"
    return {"content-type": "application/atom+xml"}, text.encode()


def _entry(base: str, story: Story, at: float) -> str:
    link = f"<id>{base}{story.path}</id><link href='{base}{story.path}'/>"
    updated = f"<updated>{_written(at)}</updated>"
    return f"<entry><title>{_title(story)}</title>{link}{updated}</entry>"


def _sitemap(base: str, stories: Dated) -> tuple[dict[str, str], bytes]:
    urls = "".join(
        f"<url><loc>{base}{one.path}</loc><lastmod>{_written(at)}</lastmod></url>"
        for one, at in stories
    )
    return _XML, f'<urlset xmlns="{_SITEMAPS}">{urls}</urlset>'.encode()


def _section(base: str, stories: Dated) -> tuple[dict[str, str], bytes]:
    links = "".join(f"<h3><a href='{one.path}'>{_title(one)}</a></h3>" for one, _ in stories)
    page = f"<!doctype html><html><head><title>The Paper</title></head><body>{links}</body></html>"
    return {"content-type": "text/html"}, page.encode()


_LISTS = {
    Lists.RSS: _rss,
    Lists.ATOM: _atom,
    Lists.SITEMAP: _sitemap,
    Lists.INDEX: _sitemap,
    Lists.SECTION: _section,
}


class Web:
    """All sites, on one port of their addresses."""

    def __init__(self, hosts: tuple[Host, ...], port: int) -> None:
        start = time.monotonic()
        self.sites = [Site(host, port, start) for host in hosts]
        self._servers: list[asyncio.Server] = []

    @property
    def now(self) -> float:
        return self.sites[0].now

    async def start(self) -> None:
        for site in self.sites:
            server = await asyncio.start_server(_serving(site), site.host.address, site.port)
            self._servers.append(server)

    def stop(self) -> None:
        for server in self._servers:
            server.close()


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def _serving(site: Site) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                begun = site.now
                path = head[0].split(" ")[1]
                pairs = (line.partition(": ") for line in head[1:] if line)
                headers = {name.lower(): value for name, _, value in pairs}
                status, extra, body = await site.answer(path, headers)
                lines = [f"HTTP/1.1 {status} .", f"content-length: {len(body)}"]
                lines += [f"{name}: {value}" for name, value in extra.items()]
                # A client may go on as soon as it has the last byte, so the visit ends before it.
                site.visits.append(Visit(path, begun, site.now, status))
                writer.write("\r\n".join([*lines, "", ""]).encode() + body)
                await writer.drain()
        writer.close()

    return serve
