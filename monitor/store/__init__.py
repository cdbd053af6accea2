"""All that is kept: the database (`SqliteStore`) and the captures beside it (`FileCaptures`).

Rule: all SQL, all row mapping and all paths of stored files are in this room; whatever SQLite or
the file system raises leaves it as an exception of `monitor/errors.py`.
"""

from monitor.store.captures import FileCaptures
from monitor.store.lock import FolderLock
from monitor.store.sqlite import SqliteStore

__all__ = ["FileCaptures", "FolderLock", "SqliteStore"]
