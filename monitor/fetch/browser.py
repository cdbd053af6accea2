"""Pages that are empty without their scripts: a browser runs them, and what it shows is read.

The page itself is fetched as any other: at its site's pace, after its robots.txt, under the same
caps. Then `rendering` runs its scripts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from monitor.fetch.gate import Gate
from monitor.fetch.rendering import BrowserSettings, Renderer
from monitor.fetch.web import WebFetcher
from monitor.model import NO_VALIDATORS, Capture, Failure, Fetched, FetchRequest, NotModified


class BrowserFetcher:
    """A fetcher that has a browser run the scripts of some pages."""

    def __init__(
        self, web: WebFetcher, gate: Gate, settings: BrowserSettings, user_agent: str
    ) -> None:
        self._web = web
        self._settings = settings
        self._watches: frozenset[str] = frozenset()
        self._renderer = Renderer(gate, settings, user_agent, web.is_proxied)

    def use(self, watches: Collection[str]) -> None:
        """From now on, render the pages of these watches, besides those of the settings' hosts."""
        self._watches = frozenset(watches)

    async def fetch(self, request: FetchRequest) -> Fetched:
        """Fetch a page, and render it where that is wanted.

        A rendered page is never asked for conditionally: that its scripts are the same says nothing
        about what they fetch.
        """
        if not self._renders(request):
            return await self._web.fetch(request)
        fetched = await self._web.fetch(replace(request, validators=NO_VALIDATORS))
        match fetched.result:
            case Capture() as capture:
                cookies = self._web.access_of(capture, request.watch).cookies
                return replace(fetched, result=await self._renderer.render(capture, cookies))
            case NotModified() | Failure():
                return fetched

    async def aclose(self) -> None:
        """Close the browser and all connections."""
        await self._renderer.aclose()
        await self._web.aclose()

    def _renders(self, request: FetchRequest) -> bool:
        host = request.url.partition("://")[2].partition("/")[0].partition(":")[0].lower()
        return request.watch in self._watches or host in self._settings.hosts
