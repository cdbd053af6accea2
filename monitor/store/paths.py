"""Where a capture lies. The only place that makes a path from remote or user text.

Rule: what comes from outside keeps `a-z`, `0-9`, `.` and `-`, has a bounded length, and never
begins with a dot; a path read back is used only if it has the form that is made here.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from monitor.errors import CaptureDamaged
from monitor.model import Watch

_HOST_MAX, _SLUG_MAX, _ID_MAX = 80, 48, 40
_NAME = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_PATH = re.compile(rf"{_NAME}/{_NAME}/(\d{{1,9}})-[0-9a-f]{{8}}\.html\.zst", re.ASCII)
_OTHER = re.compile(r"[^a-z0-9]+")
_OTHER_IN_HOST = re.compile(r"[^a-z0-9.]+|\.{2,}")


def capture_path(watch: Watch, version: int, headline: str, digest: str) -> str:
    """Return `<host>/<slug>-<id>/<version>-<digest8>.html.zst`, relative to the data folder."""
    host = _OTHER_IN_HOST.sub("-", _ascii(watch.host)[:_HOST_MAX]).strip("-.") or "host"
    slug = _OTHER.sub("-", _ascii(headline))[:_SLUG_MAX].strip("-") or "article"
    return f"{host}/{slug}-{_id(watch.id)}/{version}-{digest[:8]}.html.zst"


def beside(path: str, watch: Watch, version: int, digest: str) -> str | None:
    """Return a path in the folder of `path`, or None where that is not this watch's folder."""
    folder = path.rpartition("/")[0]
    if not _PATH.fullmatch(path) or not folder.endswith(f"-{_id(watch.id)}"):
        return None
    return f"{folder}/{version}-{digest[:8]}.html.zst"


def inside(folder: Path, path: str) -> Path:
    """Return where `path` lies in `folder`. Raises CaptureDamaged where it could lead outside."""
    if not _PATH.fullmatch(path):
        raise CaptureDamaged(path, "this is not the path of a capture")
    return folder / path


def version_of(path: str) -> int | None:
    """Return the version that a capture's path names; None where it is no such path."""
    match = _PATH.fullmatch(path)
    return int(match.group(1)) if match else None


def _id(watch_id: str) -> str:
    plain = _OTHER.sub("-", _ascii(watch_id))[:_ID_MAX].strip("-")
    if plain and plain == watch_id:
        return plain
    digest = hashlib.sha256(watch_id.encode("utf-8", "backslashreplace")).hexdigest()[:12]
    return f"{plain}-{digest}" if plain else digest


def _ascii(text: str) -> str:
    """Return the letters of `text` without their marks, in lower case, ASCII where there is one."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
