"""PURE: two articles in, the change between them out.

The rule of the room: every word of both articles stands in exactly one hunk (a moved block in
two), every edit names its evidence and its reasons, and what a reader cannot see is no edit.
"""

from monitor.diff.compare import coarse, compare
from monitor.diff.history import Return, Stay, came_back, same_as, stays, stood
from monitor.diff.settings import DEFAULT, Settings
from monitor.diff.summarize import summary

DIFF_VERSION: int = 3
"""Grows by one whenever the same two articles may give another change."""

__all__ = [
    "DEFAULT",
    "DIFF_VERSION",
    "Return",
    "Settings",
    "Stay",
    "came_back",
    "coarse",
    "compare",
    "same_as",
    "stays",
    "stood",
    "summary",
]
