"""PURE: content codings, under a cap, with the end of the stream required.

httpx would give the readable part of a stream that was cut, as if it were the whole page.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli
import zstandard

from monitor.model import Failure, Reason

ACCEPTED = "gzip, br, zstd"
_MOST_CODINGS = 2
_BITE = 256
"""Bytes of input at a time where a library cannot bound its output: 4 bytes of zstd give 128 kB."""
_WINDOW = 1 << 23
"""What a zstd stream may make us remember: what the web is held to (RFC 9659, section 3)."""


class _Cut(Exception):
    """The stream ends too early."""


class _TooLarge(Exception):
    """There is more than the cap."""


def decode(wire: bytes, codings: str | None, cap: int) -> bytes | Failure:
    """Return the content of `wire`, which was coded as the Content-Encoding header says.

    At most `cap` bytes; more is TOO_LARGE, a stream without its end TRUNCATED, anything else that
    cannot be decoded BAD_ENCODING.
    """
    names = [name.strip().lower() for name in (codings or "").split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if len(names) > _MOST_CODINGS or any(name not in _DECODERS for name in names):
        detail = f"the server used a content coding that nobody asked for: {codings}"
        return Failure(reason=Reason.BAD_ENCODING, detail=detail)
    try:
        for name in reversed(names):
            wire = _DECODERS[name](wire, cap) if wire else wire
    except _Cut:
        detail = f"the page was cut short: its {codings} stream has no end"
        return Failure(reason=Reason.TRUNCATED, detail=detail)
    except _TooLarge:
        detail = f"the page is larger than {cap / 1e6:g} MB when unpacked"
        return Failure(reason=Reason.TOO_LARGE, detail=detail)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        detail = f"the page is no valid {codings} stream"
        return Failure(reason=Reason.BAD_ENCODING, detail=detail, evidence=str(error))
    if len(wire) > cap:
        detail = f"the page is larger than {cap / 1e6:g} MB"
        return Failure(reason=Reason.TOO_LARGE, detail=detail)
    return wire


def _gzip(wire: bytes, cap: int) -> bytes:
    """Decode one or several members; what follows the last one and is none is ignored."""
    out = bytearray()
    while wire[:2] == b"\x1f\x8b" or not out:
        stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        out += stream.decompress(wire, cap - len(out) + 1)
        _bounded(len(out), cap)
        if not stream.eof:
            raise _Cut
        wire = stream.unused_data
        if not wire:
            break
    return bytes(out)


def _deflate(wire: bytes, cap: int) -> bytes:
    """Decode zlib's format, or the raw stream that some servers send instead."""
    try:
        return _inflate(wire, cap, zlib.MAX_WBITS)
    except zlib.error:
        return _inflate(wire, cap, -zlib.MAX_WBITS)


def _inflate(wire: bytes, cap: int, bits: int) -> bytes:
    stream = zlib.decompressobj(bits)
    out = stream.decompress(wire, cap + 1)
    _bounded(len(out), cap)
    if not stream.eof:
        raise _Cut
    return out


def _brotli(wire: bytes, cap: int) -> bytes:
    stream = brotli.Decompressor()
    out = bytearray(stream.process(wire, output_buffer_limit=cap + 1))
    while not stream.is_finished():
        _bounded(len(out), cap)
        more = stream.process(b"", output_buffer_limit=cap + 1 - len(out))
        if not more:
            raise _Cut
        out += more
    _bounded(len(out), cap)
    return bytes(out)


def _zstd(wire: bytes, cap: int) -> bytes:
    out = bytearray()
    while wire:
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        position = 0
        while position < len(wire) and not stream.eof:
            out += stream.decompress(wire[position : position + _BITE])
            position += _BITE
            _bounded(len(out), cap)
        if not stream.eof:
            raise _Cut
        wire = stream.unused_data + wire[position:]
    return bytes(out)


def _bounded(size: int, cap: int) -> None:
    if size > cap:
        raise _TooLarge


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
