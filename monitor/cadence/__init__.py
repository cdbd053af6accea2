"""PURE: when to look at a watch again.

The rule: a time comes out of what is remembered, the settings and `now`, and out of nothing else.
It is never in the past, never further off than the settings allow, and the same at every call.

`looks` decides by how the last looks went; `plans` are the alternatives to a fixed interval. The
adaptive one asks `habits` and `likelihood` how likely an edit is, `threshold` when that makes a
look worth its request, and `budget` what a request is worth.
"""

from monitor.cadence.budget import (
    affordable_at,
    new_purse,
    paid,
    price,
    resized,
    settled,
)
from monitor.cadence.habits import PUBLISHED, Beliefs, beliefs
from monitor.cadence.likelihood import Past, edited_between, learnt
from monitor.cadence.looks import (
    BLOCKED_REASONS,
    GONE_REASONS,
    LASTING_REASONS,
    STANDARD,
    Terms,
    after_jump,
    hinted,
    next_check,
    remembered,
)
from monitor.cadence.plans import checked
from monitor.cadence.settings import CadenceSettings
from monitor.cadence.spreading import first_check, share, spread
from monitor.cadence.threshold import worth_a_look
from monitor.cadence.wording import in_words, reason

__all__ = [
    "BLOCKED_REASONS",
    "GONE_REASONS",
    "LASTING_REASONS",
    "PUBLISHED",
    "STANDARD",
    "Beliefs",
    "CadenceSettings",
    "Past",
    "Terms",
    "affordable_at",
    "after_jump",
    "beliefs",
    "checked",
    "edited_between",
    "first_check",
    "hinted",
    "in_words",
    "learnt",
    "new_purse",
    "next_check",
    "paid",
    "price",
    "reason",
    "remembered",
    "resized",
    "settled",
    "share",
    "spread",
    "worth_a_look",
]
