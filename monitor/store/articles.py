"""Articles as small blobs: JSON in a zstd frame, later versions against an earlier one.

A version is packed with its `base` as dictionary: a version that stands alone. All versions of a
run share one base, so that any of them is read in two steps and none leans on a long chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import zstandard
from pydantic import TypeAdapter

from monitor.errors import StoreDamaged
from monitor.model import Article
from monitor.store.rows import to_json

_LEVEL = 9
_MAX_JSON = 64 * 1024 * 1024
"""Bytes. No article comes near; a damaged frame may claim anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """What a snapshot keeps of a page beside its bytes: the article and the answer's headers."""

    article: Article
    headers: tuple[tuple[str, str], ...]


@cache
def _readouts() -> TypeAdapter[Readout]:
    return TypeAdapter(Readout)


def to_bytes(readout: Readout) -> bytes:
    """Return `readout` as JSON in UTF-8; lone surrogates become question marks."""
    return to_json(_readouts(), readout).encode()


def from_bytes(data: bytes) -> Readout:
    """Return what `to_bytes` wrote."""
    return _readouts().validate_json(data)


def pack(data: bytes, base: bytes | None = None) -> bytes:
    """Return `data` as a zstd frame with a checksum; `base` serves as dictionary."""
    return zstandard.ZstdCompressor(
        level=_LEVEL, dict_data=_dictionary(base), write_checksum=True
    ).compress(data)


def unpack(packed: bytes, base: bytes | None = None) -> bytes:
    """Return what `pack` was given. Raises StoreDamaged."""
    try:
        return zstandard.ZstdDecompressor(dict_data=_dictionary(base)).decompress(
            packed, max_output_size=_MAX_JSON
        )
    except zstandard.ZstdError as error:
        raise StoreDamaged(
            f"a stored article cannot be read: {error}",
            hint="restore monitor.db from a backup; its capture still holds the page",
        ) from error


def _dictionary(base: bytes | None) -> zstandard.ZstdCompressionDict | None:
    if base is None:
        return None
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
