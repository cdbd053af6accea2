"""PURE: when to look at a watch again.

The rule: a time comes out of what is remembered, the settings and `now`, and out of nothing else.
It is never in the past, never further off than the settings allow, and the same at every call.

`looks` decides by how the last looks went; `plans` are the alternatives to a fixed interval. The
adaptive one asks `habits` and `likelihood` how likely an edit is, `threshold` when that makes a
look worth its request, and `budget` what a request is worth.
"""

from monitor.cadence.budget import Purse, affordable_at, new_purse, paid, price, settled
from monitor.cadence.habits import PUBLISHED, Beliefs, Habits, beliefs
from monitor.cadence.likelihood import Past, edited_between, learn
from monitor.cadence.looks import (
    BLOCKED_REASONS,
    GONE_REASONS,
    LASTING_REASONS,
    Known,
    after_jump,
    next_check,
    remembered,
)
from monitor.cadence.plans import Adaptive, Cron, Plan, Windows
from monitor.cadence.settings import CadenceSettings
from monitor.cadence.spreading import first_check, share, spread
from monitor.cadence.threshold import worth_a_look

__all__ = [
    "BLOCKED_REASONS",
    "GONE_REASONS",
    "LASTING_REASONS",
    "PUBLISHED",
    "Adaptive",
    "Beliefs",
    "CadenceSettings",
    "Cron",
    "Habits",
    "Known",
    "Past",
    "Plan",
    "Purse",
    "Windows",
    "affordable_at",
    "after_jump",
    "beliefs",
    "edited_between",
    "first_check",
    "learn",
    "new_purse",
    "next_check",
    "paid",
    "price",
    "remembered",
    "settled",
    "share",
    "spread",
    "worth_a_look",
]
