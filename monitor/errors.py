"""Every exception the monitor raises on purpose. Imports nothing.

What the network or a page does is a value (`model.Failure`); an exception is a mistake of
ours, of the operator, or of this machine::

    MonitorError
    ├── ConfigError            config.yaml or the environment is wrong
    ├── UsageError             the caller asked for something that cannot be
    │   ├── BadAddress         a URL that is not one, or that the gate refuses
    │   ├── UnknownWatch       no watch goes by that name
    │   ├── AmbiguousWatch     several watches go by that name
    │   ├── UnknownSource      no source goes by that name
    │   ├── AmbiguousSource    several sources go by that name
    │   ├── UnknownVersion     the watch has no such version
    │   └── UnknownAlert       no alert has that id
    ├── StoreError             the database cannot be used
    │   ├── StoreDamaged       it is there, but not whole
    │   ├── StoreBusy          another process holds it
    │   └── StoreFull          no room, no permission, no file descriptors
    ├── CaptureError           a stored capture cannot be used
    │   ├── CaptureMissing     its file is gone
    │   └── CaptureDamaged     its bytes are not those that its hash names
    └── AlreadyRunning         another daemon owns the data folder
"""

from __future__ import annotations


class MonitorError(Exception):
    """The root of the tree; `hint` says what to do about it, in one line."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(MonitorError):
    """config.yaml or the environment is wrong; the message names file, line and reason."""


class UsageError(MonitorError):
    """The caller asked for something that cannot be."""


class BadAddress(UsageError):
    """A URL that is not one, or that the gate refuses."""

    def __init__(self, url: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{url}: {reason}", hint=hint)
        self.url = url
        self.reason = reason


class UnknownWatch(UsageError):
    """No watch goes by that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no watch matches {name!r}", hint="`monitor list` shows all watches")
        self.name = name


class AmbiguousWatch(UsageError):
    """Several watches go by that name."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        shown = ", ".join(candidates[:5]) + (", …" if len(candidates) > 5 else "")
        super().__init__(f"{name!r} matches {len(candidates)} watches: {shown}", hint="use the id")
        self.name = name
        self.candidates = candidates


class UnknownSource(UsageError):
    """No source goes by that name."""

    def __init__(self, name: str) -> None:
        hint = "`monitor source list` shows all sources"
        super().__init__(f"no source matches {name!r}", hint=hint)
        self.name = name


class AmbiguousSource(UsageError):
    """Several sources go by that name."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        shown = ", ".join(candidates[:5]) + (", …" if len(candidates) > 5 else "")
        super().__init__(f"{name!r} matches {len(candidates)} sources: {shown}", hint="use the id")
        self.name = name
        self.candidates = candidates


class UnknownVersion(UsageError):
    """The watch has no such version."""

    def __init__(self, watch_id: str, version: int, latest: int) -> None:
        has = f"versions 1 to {latest}" if latest else "no version yet"
        super().__init__(f"watch {watch_id} has {has}, not {version}")
        self.watch_id = watch_id
        self.version = version


class UnknownAlert(UsageError):
    """No alert has that id."""

    def __init__(self, alert_id: str) -> None:
        super().__init__(f"no alert {alert_id!r}", hint="`monitor alerts` lists them")
        self.alert_id = alert_id


class StoreError(MonitorError):
    """The database cannot be used."""


class StoreDamaged(StoreError):
    """The database is there, but not whole."""


class StoreBusy(StoreError):
    """Another process held the database for too long."""


class StoreFull(StoreError):
    """There is no room, no permission or no file descriptor to write with."""


class CaptureError(MonitorError):
    """A stored capture cannot be used."""

    def __init__(self, path: str, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}", hint=hint)
        self.path = path


class CaptureMissing(CaptureError):
    """A stored capture's file is gone."""


class CaptureDamaged(CaptureError):
    """A stored capture's bytes are not those that its hash names."""


class AlreadyRunning(MonitorError):
    """Another daemon owns the data folder."""

    def __init__(self, folder: str, holder: str) -> None:
        super().__init__(
            f"{folder} is in use by {holder}",
            hint="stop that one, or use another data folder",
        )
        self.folder = folder
        self.holder = holder
