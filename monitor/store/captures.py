"""The bytes behind each version, as files that explain themselves.

A file is a zstd skippable frame that holds a small JSON header (digest, size, dictionary), then
one zstd frame. A version is stored against the last full one in its folder as dictionary, so that
a page whose furniture rotates costs a few hundred bytes and any version needs at most two files.

Rule: once `put` returns, the bytes survive a power cut; `get` never returns other bytes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import zstandard
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monitor.errors import CaptureDamaged, CaptureError, CaptureMissing, StoreError
from monitor.model import CaptureRef, Watch
from monitor.store import paths
from monitor.store.failures import from_os
from monitor.store.opening import sync_folder

_FULL_LEVEL = 6
_DELTA_LEVEL = 4
_RUN = 16
"""Versions from one full frame to the next, at most."""
_SUSPICIOUS = 0.5
"""A delta larger than this share of its dictionary's file is compared with a full frame."""
_MAX_SIZE = 256 * 1024 * 1024
"""Bytes of a page; far above what the fetcher lets in."""
_WINDOW_LOG_MAX = 27
_LARGE = 512 * 1024
_TABLE_LOG_MAX = 22
_ATTEMPTS = 5
_RESTORE = "restore the file from a backup; monitoring goes on without it"
_SKIPPABLE = 0x184D2A5A
"""Magic number of a frame that every zstd reader skips (RFC 8878, section 3.1.2)."""
_TEMPORARY = ".new-"


class _Header(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=0, le=_MAX_SIZE)
    based_on: str | None = None
    """Name, in the same folder, of the file whose bytes serve as dictionary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchor:
    path: str
    body: bytes
    stored_size: int


class FileCaptures:
    """The port Captures over files in the data folder. Safe to call from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(
        self, watch: Watch, version: int, headline: str, body: bytes, base: CaptureRef | None
    ) -> CaptureRef:
        """Store `body` so that it survives a power cut. Raises StoreFull, StoreError."""
        digest = hashlib.sha256(body).hexdigest()
        path = _path(watch, version, headline, digest, base)
        frame, based_on = self._encode(path, version, body, base)
        data = _with_header(frame, digest, len(body), based_on)
        try:
            _write(self._folder, paths.inside(self._folder, path), data)
        except OSError as error:
            raise from_os(error, f"write {path}") from error
        return CaptureRef(
            path=path,
            digest=digest,
            size=len(body),
            stored_size=len(data),
            based_on=based_on,
            depth=0 if based_on is None else 1,
        )

    def get(self, ref: CaptureRef) -> bytes:
        """Return the bytes. Raises CaptureMissing or CaptureDamaged, never other bytes."""
        body = self._body(ref.path)
        if hashlib.sha256(body).hexdigest() != ref.digest:
            raise CaptureDamaged(ref.path, "its bytes are not those that were stored")
        return body

    def sweep(self, keep: Collection[str], older_than: datetime) -> int:
        """Remove files that `keep` does not name and that are older; return how many."""
        kept, removed = frozenset(keep), 0
        limit = older_than.timestamp()
        for path in _files(self._folder):
            name = path.relative_to(self._folder).as_posix()
            if name not in kept and _ours(name) and _older(path, limit):
                removed += _unlink(path)
        _drop_empty_folders(self._folder, limit)
        return removed

    def remove(self, paths: Collection[str]) -> None:
        """Remove these captures; those that are gone already are gone."""
        folders = {self._remove_one(path) for path in paths}
        for folder in folders:
            with suppress(OSError):
                sync_folder(folder)
                folder.rmdir()
                folder.parent.rmdir()

    def _remove_one(self, path: str) -> Path:
        file = paths.inside(self._folder, path)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise from_os(error, f"remove {path}") from error
        return file.parent

    def _encode(
        self, path: str, version: int, body: bytes, base: CaptureRef | None
    ) -> tuple[bytes, str | None]:
        """Return the frame, and the path of the capture that is its dictionary."""
        anchor = None if base is None else self._anchor(path, version, base)
        if anchor is None:
            return _compress(body, _FULL_LEVEL), None
        delta = _compress(body, _DELTA_LEVEL, anchor.body)
        if len(delta) <= anchor.stored_size * _SUSPICIOUS:
            return delta, anchor.path
        full = _compress(body, _FULL_LEVEL)
        return (full, None) if len(full) <= len(delta) else (delta, anchor.path)

    def _anchor(self, path: str, version: int, base: CaptureRef) -> _Anchor | None:
        """Return the full frame that `base` is or leans on, where it can still serve."""
        name = base.based_on or base.path
        first = paths.version_of(name)
        if first is None or not 0 < version - first < _RUN:
            return None
        if name.rpartition("/")[0] != path.rpartition("/")[0]:
            return None
        try:
            data = self._load(name)
            body = _decode(name, data)
        except (CaptureError, StoreError):
            return None
        return _Anchor(path=name, body=body, stored_size=len(data)) if body else None

    def _body(self, path: str) -> bytes:
        data = self._load(path)
        header = _header(path, data)
        if header.based_on is None:
            return _decode(path, data)
        beside = f"{path.rpartition('/')[0]}/{header.based_on}"
        return _decode(path, data, _decode(beside, self._load(beside)))

    def _load(self, path: str) -> bytes:
        try:
            return paths.inside(self._folder, path).read_bytes()
        except FileNotFoundError as error:
            raise CaptureMissing(path, "the file is gone", hint=_RESTORE) from error
        except OSError as error:
            raise from_os(error, f"read {path}") from error


def _path(watch: Watch, version: int, headline: str, digest: str, base: CaptureRef | None) -> str:
    """Return the new capture's path: beside `base`, so that an article keeps its folder."""
    beside = None if base is None else paths.beside(base.path, watch, version, digest)
    return beside or paths.capture_path(watch, version, headline, digest)


def _compress(body: bytes, level: int, dictionary: bytes | None = None) -> bytes:
    """Return one zstd frame whose window reaches back over all of `dictionary`."""
    known = 0 if dictionary is None else len(dictionary)
    reach = (len(body) + known).bit_length()
    # The level's own tables forget the start of a large dictionary.
    table = {"hash_log": min(reach, _TABLE_LOG_MAX), "chain_log": min(reach, _TABLE_LOG_MAX)}
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level,
        source_size=len(body),
        dict_size=known,
        window_log=min(max(reach, zstandard.WINDOWLOG_MIN), _WINDOW_LOG_MAX),
        write_content_size=True,
        write_dict_id=False,
        **(table if known > _LARGE else {}),
    )
    return zstandard.ZstdCompressor(
        compression_params=parameters, dict_data=_dictionary(dictionary)
    ).compress(body)


def _decode(path: str, data: bytes, dictionary: bytes | None = None) -> bytes:
    """Return the bytes of a capture's file, which are those that its header names."""
    header = _header(path, data)
    if (header.based_on is None) != (dictionary is None):
        raise CaptureDamaged(path, "its dictionary is not a full frame", hint=_RESTORE)
    frame = data[_start(data) :]
    try:
        if zstandard.frame_content_size(frame) != header.size:
            raise CaptureDamaged(path, "its frame is not the one it names", hint=_RESTORE)
        body = zstandard.ZstdDecompressor(
            dict_data=_dictionary(dictionary), max_window_size=1 << _WINDOW_LOG_MAX
        ).decompress(frame, max_output_size=header.size)
    except zstandard.ZstdError as error:
        raise CaptureDamaged(path, f"it cannot be read: {error}", hint=_RESTORE) from error
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise CaptureDamaged(path, "its bytes are not those that its hash names", hint=_RESTORE)
    return body


def _dictionary(data: bytes | None) -> zstandard.ZstdCompressionDict | None:
    if data is None:
        return None
    return zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _with_header(frame: bytes, digest: str, size: int, based_on: str | None) -> bytes:
    name = None if based_on is None else based_on.rpartition("/")[2]
    header = _Header(sha256=digest, size=size, based_on=name)
    text = header.model_dump_json(exclude_none=True).encode()
    return struct.pack("<II", _SKIPPABLE, len(text)) + text + frame


def _header(path: str, data: bytes) -> _Header:
    try:
        magic, _ = struct.unpack_from("<II", data)
        if magic == _SKIPPABLE and _start(data) <= len(data):
            return _Header.model_validate_json(data[8 : _start(data)])
    except (struct.error, ValidationError) as error:
        raise CaptureDamaged(path, "its header cannot be read", hint=_RESTORE) from error
    raise CaptureDamaged(path, "its header cannot be read", hint=_RESTORE)


def _start(data: bytes) -> int:
    """Return where the frame begins."""
    return 8 + int(struct.unpack_from("<I", data, 4)[0])


def _write(root: Path, target: Path, data: bytes) -> None:
    """Write `data` under another name, put it on disk, then give it its own name."""
    temporary = target.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    made = _open_new(root, temporary)
    try:
        with os.fdopen(made, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _open_new(root: Path, path: Path) -> int:
    """Create `path`; its folders too, which a sweep may remove until a file lies in them."""
    for attempt in range(_ATTEMPTS):
        _make_folders(root, path.parent)
        try:
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _make_folders(root: Path, folder: Path) -> None:
    """Make the host's folder and the article's, and put their names on disk."""
    for parent, child in ((root, folder.parent), (folder.parent, folder)):
        with suppress(FileExistsError):
            child.mkdir(mode=0o700)
            sync_folder(parent)


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.glob("*/*/*") if path.is_file())


def _ours(name: str) -> bool:
    return paths.version_of(name) is not None or name.rpartition("/")[2].startswith(_TEMPORARY)


def _older(path: Path, limit: float) -> bool:
    try:
        return path.stat().st_mtime < limit
    except FileNotFoundError:
        return False


def _unlink(path: Path) -> int:
    try:
        path.unlink()
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise from_os(error, f"remove {path.name}") from error
    return 1


def _drop_empty_folders(root: Path, limit: float) -> None:
    for pattern in ("*/*/", "*/"):
        for folder in root.glob(pattern):
            if _older(folder, limit):
                with suppress(OSError):
                    folder.rmdir()
