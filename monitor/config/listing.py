"""What the configuration says of sources: what lists articles to watch."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from monitor.config.plans import Interval, Strict, Wait
from monitor.config.types import Duration
from monitor.model import ArticleKind, EventKind, SourceKind


def _path_pattern(text: str) -> str:
    if not text.startswith(("/", "*")):
        raise ValueError("a pattern of paths starts with / or *")
    return text


PathPattern = Annotated[str, Field(max_length=500), AfterValidator(_path_pattern)]


class SourceConfig(Strict):
    """A feed, a sitemap or a section page that lists articles to watch."""

    url: str = Field(description="Its address.")
    name: str | None = Field(None, description="A name of your own for it.")
    kind: SourceKind | None = Field(None, description="feed, sitemap or section; told by itself.")
    interval: Wait = Field(
        timedelta(minutes=10), description="Between two looks at the source itself."
    )
    hosts: tuple[str, ...] = Field((), description="Only articles on these hosts.")
    include: tuple[PathPattern, ...] = Field((), description="Only these paths: /politics/*.")
    exclude: tuple[PathPattern, ...] = Field((), description="Not these paths.")
    languages: tuple[str, ...] = Field((), description="Only articles in these languages.")
    sections: tuple[str, ...] = Field((), description="Only articles of these sections.")
    kinds: tuple[ArticleKind, ...] = Field((), description="Only these kinds of pieces.")
    limit: int = Field(200, ge=1, le=100_000, description="New articles a day.")
    life: Duration = Field(timedelta(days=30), description="To watch after the last edit.")
    looks: Interval | None = Field(
        None, description="When its articles are looked at, instead of checks.interval."
    )
    budget: int | None = Field(None, ge=1, description="Requests in a day, at most.")
    channels: tuple[str, ...] | None = Field(None, description="Instead of all channels.")
    alert_on: tuple[EventKind, ...] | None = Field(None, description="Instead of alerts.on.")
    paused: bool = Field(False, description="Not looked at for now.")
