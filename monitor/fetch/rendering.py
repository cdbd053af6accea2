"""A browser that runs the scripts of pages, and shows what they make of them.

The bytes of the page are given to it. Whatever its scripts ask for goes through `filtering`, and so
through the gate; nothing is downloaded, and nothing is kept between two pages.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from monitor.errors import ConfigError
from monitor.fetch.filtering import FilteringProxy, Passage
from monitor.fetch.gate import Gate
from monitor.fetch.residence import resident
from monitor.model import (
    Capture,
    Failure,
    Reason,
)

if TYPE_CHECKING:
    from playwright.async_api import (
        Browser,
        BrowserContext,
        Error,
        Page,
        Playwright,
        Request,
        Route,
    )

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--js-flags=--max-old-space-size=256",
    "--mute-audio",
    "--no-first-run",
    # No UDP past the proxy: the name of today's chromium, and the one that older ones know.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_UNWANTED = frozenset({"image", "media", "font", "ping", "websocket", "eventsource", "manifest"})
"""What no text is made of."""
_PAGES = 100
"""After so many a fresh browser takes over."""
_QUIET = """
    ([quiet, most]) => new Promise(done => {
        let timer = setTimeout(done, quiet);
        const watch = new MutationObserver(() => {
            clearTimeout(timer);
            timer = setTimeout(done, quiet);
        });
        watch.observe(document, {subtree: true, childList: true, characterData: true});
        setTimeout(done, most);
    })
"""
"""Waits until nothing has changed for `quiet` milliseconds, but no longer than `most`."""
_PATIENCE = 5.0
"""Seconds for a browser to close."""
_INSTALL = "pip install 'article-monitor[browser]', and chromium by your system's packages"
RENDERED_BY = "x-rendered-by"
"""A header that a rendered capture has besides those that were received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSettings:
    """Which pages a browser renders, and within which bounds."""

    hosts: frozenset[str] = frozenset()
    """By name, without a port."""
    path: Path | None = None
    """The browser; None: the chromium that is installed."""
    timeout: timedelta = timedelta(seconds=30)
    """For a page, once its own bytes are there."""
    quiet: timedelta = timedelta(milliseconds=750)
    """For so long nothing must change before a page counts as shown."""
    most_bytes: int = 30_000_000
    """Of all that its scripts send and get."""
    most_memory: int = 1_500_000_000
    """Of the browser, resident, in bytes."""


class Renderer:
    """One browser for all pages, each in a context of its own, one after the other."""

    def __init__(
        self,
        gate: Gate,
        settings: BrowserSettings,
        user_agent: str,
        is_proxied: Callable[[str], bool],
    ) -> None:
        self._settings = settings
        self._user_agent = user_agent
        self._proxy = FilteringProxy(
            gate, timeout=settings.timeout.total_seconds(), is_proxied=is_proxied
        )
        self._turn = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0

    async def render(
        self, capture: Capture, cookies: tuple[tuple[str, str], ...] = ()
    ) -> Capture | Failure:
        """Return what a browser shows of a page; a failure where it does not get there.

        Its scripts' requests to its own host bring `cookies`; no script can read them.
        """
        async with self._turn:
            try:
                browser = await self._opened()
            except ConfigError as error:
                detail = f"no browser: {error}"
                return Failure(reason=Reason.EXTRACTOR_FAILED, detail=detail)
            limit = self._settings.timeout.total_seconds()
            try:
                async with asyncio.timeout(limit), self._context(browser) as (context, passage):
                    await context.add_cookies(_cookies(capture.final_url, cookies))
                    return await self._shown(context, passage, capture)
            except TimeoutError:
                await self._end()
                detail = f"its scripts were not done within {limit:g} s"
                return Failure(reason=Reason.TIMEOUT, detail=detail, status=capture.status)
            except _Trouble as trouble:
                await self._end()
                return Failure(reason=trouble.reason, detail=str(trouble), status=capture.status)

    async def aclose(self) -> None:
        """Close the browser."""
        async with self._turn:
            await self._end()
            await self._proxy.aclose()

    # --- the browser ---------------------------------------------------------------------------

    async def _opened(self) -> Browser:
        if self._browser is not None and (
            self._pages >= _PAGES or not self._browser.is_connected()
        ):
            await self._end()
        if self._browser is None:
            self._browser = await self._launched()
            self._pages = 0
        self._pages += 1
        return self._browser

    async def _launched(self) -> Browser:
        try:
            # An extra: whoever renders nothing need not have it.
            from playwright.async_api import async_playwright  # noqa: PLC0415
        except ImportError as error:
            hint = "pip install 'article-monitor[browser]'"
            raise ConfigError(
                "pages are to be rendered, but playwright is missing", hint=hint
            ) from error
        path = browser_path(self._settings.path)
        await self._proxy.start()
        self._playwright = await async_playwright().start()
        sandbox = () if os.geteuid() else ("--no-sandbox",)
        try:
            return await self._playwright.chromium.launch(
                executable_path=path,
                args=[*_ARGUMENTS, *sandbox],
                proxy={"server": self._proxy.address},
            )
        except _errors() as error:
            await self._end()
            raise ConfigError(
                f"the browser at {path} does not start: {error.message[:300]}"
            ) from error

    async def _end(self) -> None:
        """Close the browser, as good as it can be done."""
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        # Whatever is wrong with them: new ones take their place.
        with suppress(Exception):
            if browser is not None:
                await asyncio.wait_for(browser.close(), _PATIENCE)
        with suppress(Exception):
            if playwright is not None:
                await asyncio.wait_for(playwright.stop(), _PATIENCE)
        await self._proxy.aclose()

    # --- one page ------------------------------------------------------------------------------

    @asynccontextmanager
    async def _context(self, browser: Browser) -> AsyncIterator[tuple[BrowserContext, Passage]]:
        """Open a context that shares nothing with any other, and may send and get so much."""
        with self._proxy.passage(self._settings.most_bytes) as passage:
            context = await browser.new_context(
                user_agent=self._user_agent,
                accept_downloads=False,
                service_workers="block",
                proxy={
                    "server": self._proxy.address,
                    "username": "rendering",
                    "password": passage.word,
                },
            )
            try:
                yield context, passage
            finally:
                with suppress(Exception):  # it may be gone with its browser
                    await context.close()

    async def _shown(
        self, context: BrowserContext, passage: Passage, capture: Capture
    ) -> Capture | Failure:
        page = await context.new_page()
        context.on("page", _close)
        await context.route("**/*", _Guide(capture).lead)
        html = await self._within_memory(self._settled(page, capture.final_url))
        if passage.left < 0:
            detail = f"its scripts fetch more than {self._settings.most_bytes / 1e6:g} MB"
            return Failure(reason=Reason.TOO_LARGE, detail=detail, status=capture.status)
        assert self._browser is not None
        return _rendered(capture, html, f"chromium {self._browser.version}")

    async def _settled(self, page: Page, url: str) -> str:
        """Return the document once nothing has changed for a while, as HTML."""
        quiet = self._settings.quiet.total_seconds() * 1000
        most = self._settings.timeout.total_seconds() * 1000 / 2
        try:
            await page.goto(url, wait_until="domcontentloaded", timeout=most)
        except _errors() as error:
            if "Timeout" not in error.message:
                raise _Trouble(
                    Reason.PROTOCOL, f"the browser cannot show it: {_first(error)}"
                ) from error
        try:
            await page.evaluate(_QUIET, [quiet, most / 2])
            return await page.content()
        except _errors() as error:
            raise _Trouble(
                Reason.PROTOCOL, f"the browser lost the page: {_first(error)}"
            ) from error

    async def _within_memory(self, work: Coroutine[Any, Any, str]) -> str:
        """Do `work`; raise _Trouble if the browser takes more memory than it may meanwhile."""
        task = asyncio.ensure_future(work)
        try:
            while True:
                done, _ = await asyncio.wait({task}, timeout=_LOOK)
                if done:
                    return task.result()
                if resident("chrom", os.getpid()) > self._settings.most_memory:
                    most = self._settings.most_memory / 1e6
                    raise _Trouble(Reason.TOO_COMPLEX, f"its scripts take more than {most:g} MB")
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


async def _close(window: Page) -> None:
    """Close a window that a page has opened."""
    with suppress(_errors()):
        await window.close()


class _Trouble(Exception):
    """The browser did not get to show the page."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class _Guide:
    """Leads each request of a page: the page itself is there already, what is unwanted is not
    fetched, and nothing takes the page elsewhere."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._given = False

    async def lead(self, route: Route) -> None:
        """Answer, refuse, or let through what `route` asks for."""
        with suppress(_errors()):  # the page is gone, or was never there
            await self._lead(route)

    async def _lead(self, route: Route) -> None:
        request = route.request
        if request.is_navigation_request() and not self._is_inner(request):
            if self._given:
                await route.fulfill(status=204)  # to which a browser stays where it is
                return
            self._given = True
            kind = self._capture.header("content-type") or "text/html"
            await route.fulfill(body=self._capture.body, content_type=kind)
        elif request.resource_type in _UNWANTED or not request.url.startswith("http"):
            await route.abort()
        else:
            await route.continue_()

    def _is_inner(self, request: Request) -> bool:
        """Tell whether a navigation is one of a frame within the page."""
        try:
            return request.frame.parent_frame is not None
        except _errors():  # of a window that is only about to open
            return False


def _cookies(url: str, cookies: tuple[tuple[str, str], ...]) -> list[Any]:
    """Return cookies of the host of `url` alone, as a browser wants them."""
    parts = urlsplit(url)
    own = {
        "domain": parts.hostname or "",
        "path": "/",
        "httpOnly": True,
        "secure": parts.scheme == "https",
        "sameSite": "Lax",
    }
    return [{**own, "name": name, "value": value} for name, value in cookies]


def check_browser(settings: BrowserSettings) -> None:
    """Raise ConfigError where pages could not be rendered here."""
    browser_path(settings.path)
    if find_spec("playwright") is None:
        raise ConfigError("pages are to be rendered, but playwright is missing", hint=_INSTALL)


def browser_path(path: Path | None) -> Path:
    """Return the browser at `path`, or the one that is installed. Raises ConfigError."""
    names = _NAMES if path is None else (str(path),)
    found = next((found for name in names if (found := shutil.which(name))), None)
    if found is None:
        where = "no chromium is installed" if path is None else f"there is no browser at {path}"
        hint = "install chromium, or name a browser in fetch.browser.path"
        raise ConfigError(f"pages are to be rendered, but {where}", hint=hint)
    return Path(found)


def _rendered(capture: Capture, html: str, by: str) -> Capture:
    """Return the capture of what was shown. Its headers are those of the page, but for the type:
    what a browser writes is UTF-8."""
    body = html.encode("utf-8", "replace")
    kept = [(name, value) for name, value in capture.headers if name not in _OF_THE_BYTES]
    own = [("content-type", "text/html; charset=utf-8"), (RENDERED_BY, by)]
    return replace(
        capture, body=body, digest=hashlib.sha256(body).hexdigest(), headers=(*kept, *own)
    )


_OF_THE_BYTES = frozenset(
    {"content-type", "content-length", "content-encoding", "etag", "last-modified", "digest"}
)
"""Headers that speak of the page as it was sent."""
_LOOK = 0.5
"""Seconds between two looks at the browser's memory."""


def _errors() -> type[Error]:
    from playwright.async_api import Error  # noqa: PLC0415

    return Error


def _first(error: Error) -> str:
    return error.message.partition("\n")[0][:200]
