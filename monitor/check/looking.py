"""What one look at a watch yielded: the check's I/O as a value, ready to be decided upon."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model import (
    NOBODY,
    Article,
    Ballot,
    Capture,
    CaptureRef,
    Change,
    CheckStatus,
    Failure,
    Fetched,
    Neighbours,
    Snapshot,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The article is the latest version."""

    status: CheckStatus
    capture: Capture | None = None
    """None for a 304."""
    addresses: tuple[str, ...] = ()
    """Keys of the addresses that the article has, where they are others than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """The article is not the latest version; its bytes are on disk."""

    capture: Capture
    ref: CaptureRef
    article: Article
    content_digest: str
    change: Change | None = None
    """Against the latest version; None for the first."""
    ballot: Ballot | None = None
    """What it says about the lines of its host."""
    same_as: tuple[int, ...] = ()
    """The earlier versions with the same content."""
    addresses: tuple[str, ...] = ()
    """Keys of the addresses that the article has."""
    changed_lines: tuple[str, ...] = ()
    """Digests by which a change of the whole site is known (`sitewide.changed_lines`)."""

    @property
    def status(self) -> CheckStatus:
        edited = self.change is not None and self.change.edits
        return CheckStatus.CHANGED if edited else CheckStatus.FIRST_SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """There is no article to be had now."""

    failure: Failure
    teaser: NewVersion | None = None
    """Before a paywall: headline and teaser, where they are not those of the latest version."""
    status: CheckStatus = CheckStatus.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The article is the one of another watch, at another address."""

    of: Snapshot
    capture: Capture
    status: CheckStatus = CheckStatus.DUPLICATE


Found = Failed | Unchanged | NewVersion | Duplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look: what was found, what fetching it cost, and the baseline if that was read anew."""

    fetched: Fetched
    found: Found
    reread: Snapshot | None = None
    neighbours: Neighbours = NOBODY
