"""What is kept of an article: its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.model.article import Article
from monitor.model.edit import Disclosure, EditKind
from monitor.model.fetching import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRef:
    """Where a capture's bytes lie."""

    path: str
    """Relative to the data folder, with forward slashes."""
    digest: str
    """SHA-256 of the bytes, in hex."""
    size: int
    stored_size: int
    based_on: str | None = None
    """Path of the capture that serves as dictionary; None for a full frame."""
    depth: int = 0
    """Dictionaries up to the full frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One stored version of an article. Versions count from 1, and only the number orders them."""

    watch_id: str
    version: int
    article: Article
    capture: CaptureRef
    fetched_at: datetime
    url: str
    """The final address that it was read from."""
    status: int
    headers: tuple[tuple[str, str], ...]
    content_digest: str
    extractor: int

    @property
    def rules(self) -> str:
        """The digest of the site's rules that it was read by; empty where there were none."""
        return self.article.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a list of versions shows of a snapshot, without its article."""

    watch_id: str
    version: int
    headline: str
    fetched_at: datetime
    url: str
    """The final address that it was read from."""
    digest: str
    size: int
    content_digest: str
    extractor: int
    rules: str
    """The digest of the site's rules that it was read by; empty where there were none."""
    words: int
    change: ChangeSummary | None = None
    """Against the version before; None for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A stored version after it was read anew from its capture."""

    watch_id: str
    version: int
    differs: bool
    """Whether its content is another one than it was read as before."""
    failure: Failure | None = None
    """Why it could not be read: it keeps the reading that it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSummary:
    """What is kept of a change; the whole can be worked out again from the two articles."""

    line: str
    """One line for people: "3 edits · a figure changed · silent"."""
    edits: int
    kinds: tuple[EditKind, ...]
    significance: float
    material: bool
    disclosure: Disclosure
    same_as: int | None = None
    """The earlier version whose wording this one returns to."""
