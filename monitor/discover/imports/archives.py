"""The few files that are read of a zip archive: by name, into memory, under a cap."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

_MOST_ENTRIES = 200_000
_MOST_FILES = 50_000
_MOST_BYTES = 60_000_000
"""Of all files that are read, unpacked."""
_ENTRY = b"PK\x01\x02"
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What the standard library raises on archives that are none, are coded, or lie."""


class NoArchive(Exception):
    """It cannot be read; the message says why."""


def files_in(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the files of the archive in `data` whose name is wanted. Raises NoArchive.

    Nothing is unpacked to disk, so that names and links in it lead nowhere.
    """
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise NoArchive("it has too many files")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            named = [info for info in archive.infolist() if wanted(info.filename)]
            return _read(archive, named[:_MOST_FILES])
    except _BROKEN as error:
        raise NoArchive(f"it is broken or locked: {error}") from error


def _read(archive: zipfile.ZipFile, named: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = _MOST_BYTES
    for info in named:
        with archive.open(info) as file:
            found[info.filename] = file.read(left + 1)
        left -= len(found[info.filename])
        if left < 0:
            raise NoArchive(f"its lists are larger than {_MOST_BYTES / 1e6:g} MB")
    return found
