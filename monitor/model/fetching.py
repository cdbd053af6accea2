"""What the network did, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model.article import Article


class Reason(StrEnum):
    """Why there is no article, in the order in which a check can find out."""

    # the address
    BAD_URL = "bad_url"
    FORBIDDEN_ADDRESS = "forbidden_address"
    ROBOTS = "robots"
    # the connection
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    TRUNCATED = "truncated"
    # the caps
    TOO_LARGE = "too_large"
    TOO_MANY_HEADERS = "too_many_headers"
    BAD_ENCODING = "bad_encoding"
    # redirects
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"
    # the status
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    SERVER_ERROR = "server_error"
    HTTP_ERROR = "http_error"
    # the page
    NOT_HTML = "not_html"
    EMPTY = "empty"
    CHALLENGE = "challenge"
    CONSENT = "consent"
    LOGIN = "login"
    PAYWALL = "paywall"
    SOFT_404 = "soft_404"
    ERROR_PAGE = "error_page"
    EMPTY_SHELL = "empty_shell"
    FRONT_PAGE = "front_page"
    NOT_AN_ARTICLE = "not_an_article"
    TOO_COMPLEX = "too_complex"
    # the source
    NOT_A_SOURCE = "not_a_source"
    # ourselves
    EXTRACTOR_FAILED = "extractor_failed"
    DISK = "disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next request conditional (RFC 9110, section 13)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()
"""What makes a request unconditional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a check yielded no article. `detail` is one line for people, `evidence` what was seen."""

    reason: Reason
    detail: str
    status: int | None = None
    url: str | None = None
    """The hop at which it failed, where that is not the watch's own address."""
    evidence: str = ""
    teaser: Article | None = None
    """Of a paywall: the article as far as it can be known (`model.teaser`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed."""

    url: str
    status: int
    to: str

    @property
    def permanent(self) -> bool:
        return self.status in (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What one fetch read: the decoded body with what came with it."""

    url: str
    final_url: str
    requested_at: datetime
    received_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    """As received, in order, names in lower case."""
    body: bytes
    digest: str
    """SHA-256 of `body`, in hex."""
    wire_bytes: int
    http_version: str = "HTTP/1.1"
    peer: str = ""
    """The address that was connected to."""
    hops: tuple[Hop, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first value of the header called `name` (lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def validators(self) -> Validators:
        return Validators(etag=self.header("etag"), last_modified=self.header("last-modified"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that the page is the one its validators name."""

    url: str
    final_url: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One page to fetch, conditionally where validators are given."""

    url: str
    validators: Validators = NO_VALIDATORS
    accept: str = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
    page: bool = True
    """What can be no page by its declared type is not read; False: it is, as lists of articles
    come as archives and what not."""
    watch: str = ""
    """The watch that it is for: its own headers, cookies and ways go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a fetch did, and how long its host wants to be left alone from now on."""

    result: Capture | NotModified | Failure
    pause: timedelta
    elapsed: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAnswer:
    """What became of a POST: a status, or the reason why there is none."""

    status: int | None = None
    retry_after: timedelta | None = None
    location: str | None = None
    """Where it redirects to; nobody has judged that."""
    error: Failure | None = None
