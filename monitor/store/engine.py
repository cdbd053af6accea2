"""Which SQLite: the one that sqlite-utils picks, `pysqlite3` where it is installed.

Everything in this room uses the same module, so that connections and exceptions fit together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["sqlite3"]
