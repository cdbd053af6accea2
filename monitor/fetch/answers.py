"""PURE: what an answer, or the lack of one, means."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import h11
import httpcore
import httpx
from h2.exceptions import DenialOfServiceError, H2Error

from monitor.fetch.gate import Refused
from monitor.model import Failure, Reason

_STATUS: dict[int, Reason] = {
    401: Reason.LOGIN,
    402: Reason.PAYWALL,
    403: Reason.FORBIDDEN,
    404: Reason.NOT_FOUND,
    406: Reason.FORBIDDEN,
    407: Reason.CONNECT,
    410: Reason.GONE,
    429: Reason.RATE_LIMITED,
    451: Reason.FORBIDDEN,
    503: Reason.UNAVAILABLE,
}
_WORDS: dict[int, str] = {
    401: "wants a log-in",
    402: "wants money",
    403: "refuses us",
    404: "not found",
    407: "the proxy wants another log-in",
    410: "gone for good",
    429: "says that we ask too often",
    451: "refuses us for legal reasons",
    500: "server error",
    502: "server error",
    503: "not available at the moment",
    504: "server error",
}
_CHALLENGES = (
    b"just a moment...",
    b"challenge-platform",
    b"cf-chl-",
    b"captcha-delivery.com",
    b"px-captcha",
    b"_incapsula_resource",
    b"g-recaptcha",
    b"h-captcha",
    b"verify you are human",
    b"attention required! | cloudflare",
)
_NOT_PAGES = ("image/", "audio/", "video/", "font/")
_NOT_PAGE_TYPES = {
    "application/pdf": "a PDF",
    "application/zip": "an archive",
    "application/gzip": "an archive",
    "application/octet-stream": "a file",
    "application/msword": "a document",
    "application/epub+zip": "a book",
}


def failure_of(status: int, headers: Mapping[str, str], body: bytes) -> Failure | None:
    """Return what an error status means, or None where it is none."""
    if status < 400:
        return None
    if status in (401, 403, 405, 406, 429, 503) and _is_challenge(headers, body):
        detail = f"{status}: the site wants proof that a person is reading (a challenge page)"
        return Failure(reason=Reason.CHALLENGE, detail=detail, status=status)
    other = Reason.SERVER_ERROR if status >= 500 else Reason.HTTP_ERROR
    words = _WORDS.get(status, "server error" if status >= 500 else "refused")
    return Failure(reason=_STATUS.get(status, other), detail=f"{status}: {words}", status=status)


def _is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    if headers.get("cf-mitigated", "").lower() == "challenge" or "x-datadome" in headers:
        return True
    low = body[:100_000].lower()
    return any(mark in low for mark in _CHALLENGES)


def not_a_page(content_type: str | None) -> Failure | None:
    """Return a failure for what can be no page by its declared type, so that it is not read."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    what = _NOT_PAGE_TYPES.get(kind)
    if kind.startswith(_NOT_PAGES):
        what = f"{kind.partition('/')[0]} data"
    if what is None:
        return None
    detail = f"this is {what}, not a page; only web pages can be watched"
    return Failure(reason=Reason.NOT_HTML, detail=detail)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return how long Retry-After asks for, in either of its forms; None for neither."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return timedelta(seconds=min(int(text[:12]), 10**8))
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(then - now, timedelta())


def failure_from(error: Exception, host: str, waiting_for: str) -> Failure:
    """Return what an exception of the network means. The one place where they are translated."""
    if isinstance(error, Refused):
        return error.failure
    if isinstance(error, (TimeoutError, httpcore.TimeoutException)):
        detail = f"{host} did not answer in time (waiting for {waiting_for})"
        return Failure(reason=Reason.TIMEOUT, detail=detail)
    if _is_endless_header(error):
        detail = f"{host}: the answer's header is too large"
        return Failure(reason=Reason.TOO_MANY_HEADERS, detail=detail)
    tls = _tls_trouble(error)
    if tls is not None:
        return Failure(reason=Reason.TLS, detail=f"{host}: {tls}", evidence=str(error))
    for kind, reason, words in _ERRORS:
        if isinstance(error, kind):
            if reason is Reason.PROTOCOL and waiting_for == "the rest of the page":
                reason, words = Reason.TRUNCATED, "the page was cut short"
            # What we could not send may hold a secret: it is not evidence.
            ours = isinstance(error, httpcore.LocalProtocolError)
            evidence = "" if ours else str(error)
            return Failure(reason=reason, detail=f"{host}: {words}", evidence=evidence)
    raise error


def _is_endless_header(error: Exception) -> bool:
    """Return whether a parser gave up on a header before we could look at its size."""
    inner = error.args[0] if error.args else None
    endless = isinstance(inner, h11.RemoteProtocolError) and inner.error_status_hint == 431
    return endless or any(isinstance(one, DenialOfServiceError) for one in (error, inner))


_ERRORS: tuple[tuple[type[Exception], Reason, str], ...] = (
    (httpcore.ConnectError, Reason.CONNECT, "no connection could be made"),
    (httpcore.ReadError, Reason.PROTOCOL, "the connection broke"),
    (httpcore.WriteError, Reason.PROTOCOL, "the connection broke"),
    (httpcore.RemoteProtocolError, Reason.PROTOCOL, "the answer is not valid HTTP"),
    (httpcore.LocalProtocolError, Reason.PROTOCOL, "the request could not be sent"),
    (httpcore.NetworkError, Reason.CONNECT, "the connection broke"),
    (httpcore.ProtocolError, Reason.PROTOCOL, "the answer is not valid HTTP"),
    (httpcore.ProxyError, Reason.CONNECT, "the proxy did not let us through"),
    # httpcore lets some of these through.
    (H2Error, Reason.PROTOCOL, "the answer is not valid HTTP"),
    (OSError, Reason.CONNECT, "no connection could be made"),
    (httpx.HTTPError, Reason.PROTOCOL, "the answer is not valid HTTP"),
    (httpx.InvalidURL, Reason.PROTOCOL, "the answer names an address that is none"),
    (UnicodeError, Reason.PROTOCOL, "the answer names a host that can be none"),
)


def _tls_trouble(error: BaseException) -> str | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {seen.verify_message}"
        if isinstance(seen, ssl.SSLError):
            return "no encrypted connection could be made"
        seen = seen.__cause__ or seen.__context__
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate is not valid"
    return "no encrypted connection could be made" if "SSL:" in text else None
