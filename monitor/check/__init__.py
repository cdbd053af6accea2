"""ONE CHECK, from what is due to what is told.

`checker` is the shell: I/O in a fixed order. `decide` and `alerting` are pure and say what it
means. `drain` works off a bucket's due watches, as far as `spending` allows; `replanning` moves
their next looks for other reasons than a look. `delivery` takes alerts to their channels.
"""

from monitor.check.checker import Checker
from monitor.check.delivery import Deliveries
from monitor.check.drain import Drain
from monitor.check.policy import DEFAULT_ALERTS, Policy
from monitor.check.reading import Page, Reader, page_of, stored_page
from monitor.check.replanning import Replanning, Rhythm
from monitor.check.rereading import Rereading
from monitor.check.spending import Spending
from monitor.check.stories import Stories

__all__ = [
    "DEFAULT_ALERTS",
    "Checker",
    "Deliveries",
    "Drain",
    "Page",
    "Policy",
    "Reader",
    "Replanning",
    "Rereading",
    "Rhythm",
    "Spending",
    "Stories",
    "page_of",
    "stored_page",
]
