"""The use cases that the command line, the daemon and Python users share; a few lines each.

`Monitor` is about watches and what was seen of them, `Sources` about what lists articles, `Trial`
about a look at a page without keeping anything.
"""

from monitor.core.importing import TakenOver, take_over
from monitor.core.monitor import History, Monitor, Wish
from monitor.core.sources import Preview, Sources, SourceWish
from monitor.core.trial import Trial

__all__ = [
    "History",
    "Monitor",
    "Preview",
    "SourceWish",
    "Sources",
    "TakenOver",
    "Trial",
    "Wish",
    "take_over",
]
