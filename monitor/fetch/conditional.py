"""PURE: conditional requests, past what servers and CDNs do to validators."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from monitor.model import Validators

_VARIANT = re.compile(
    r'^((?:W/)?")(.+?)(?:-{1,2}|;|:|\+)(?:x-)?(?:gzip|gz|br|brotli|zstd|deflate|df)"$',
    re.IGNORECASE,
)
"""What servers append for the coding in which they sent a page: "abc-gzip", "a--gzip", "a;br"."""


def condition(validators: Validators) -> dict[str, str]:
    """Return the headers that make a request conditional.

    What is not plain ASCII can be stored as it came, but not be sent back. An ETag of one coding
    is sent with the one it was made from: some servers change it on the way out, and do not
    know it when it comes back.
    """
    etag, date = validators.etag, validators.last_modified
    headers = {}
    if etag and etag.isascii():
        plain = _plain(etag)
        headers["if-none-match"] = etag if plain == etag else f"{etag}, {plain}"
    if date and date.isascii():
        headers["if-modified-since"] = date
    return headers


def contradicts(sent: Validators, etag: str | None, last_modified: str | None) -> bool:
    """Return whether "not modified" comes with validators of another page than the one we have.

    Weak and strong ETags, and those of several codings, count as the same (RFC 9110, 8.8.3.2).
    """
    if etag and sent.etag:
        return _opaque(etag) != _opaque(sent.etag)
    if not (last_modified and sent.last_modified):
        return False
    try:
        now, then = (parsedate_to_datetime(x) for x in (last_modified, sent.last_modified))
        return now > then
    except (ValueError, TypeError, IndexError):
        return False


def _plain(etag: str) -> str:
    return _VARIANT.sub(r'\1\2"', etag)


def _opaque(etag: str) -> str:
    return _plain(etag).removeprefix("W/")
