"""How pages and sources are read, for a look at it: nothing is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.check import Page, Reader, page_of
from monitor.model import Capture, Explanation, Failure, FetchRequest, NotModified, Reason
from monitor.ports import Fetcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How pages are read, for a look at it: nothing is kept, and no data folder is needed.

    So there are no ids: its reader knows the rules of single watches by their addresses.
    """

    fetcher: Fetcher
    reader: Reader
    normalise: Callable[[str], str]
    """The gate's judgement on an address: the address to use; raises BadAddress."""
    remembered: Callable[[str], Awaitable[frozenset[str]]]
    """What is remembered of the lines of a host's articles, where there is a data folder."""

    async def explain(self, url: str) -> Explanation:
        """Fetch a page once, as politely as any, and say what is read from it and why.

        Raises BadAddress.
        """
        url = self.normalise(url)
        fetched = await self.fetcher.fetch(FetchRequest(url=url, watch=url))
        match fetched.result:
            case Capture() as capture:
                known = await self.remembered(urlsplit(url).netloc)
                return await self.reader.explain(page_of(capture, url, known))
            case Failure() as failure:
                return Explanation(result=failure, decisions=())
            case NotModified() as answer:
                detail = "the site says that nothing has changed, but nothing was known"
                failure = Failure(reason=Reason.PROTOCOL, detail=detail, url=answer.final_url)
                return Explanation(result=failure, decisions=())

    async def explain_page(self, html: bytes, url: str) -> Explanation:
        """Say what is read from the bytes of a page that stood at `url`, and why."""
        page = Page(
            body=html,
            url=url,
            final_url=url,
            content_type="text/html",
            watch=url,
            remembered=await self.remembered(urlsplit(url).netloc),
        )
        return await self.reader.explain(page)
