"""PURE: when to look at a watch again.

The rule: a time comes out of what is remembered, the settings and `now`, and out of nothing else.
It is never in the past, never further off than the settings allow, and the same at every call.
"""

from monitor.cadence.looks import BLOCKED_REASONS, GONE_REASONS, after_jump, next_check, wait
from monitor.cadence.settings import CadenceSettings
from monitor.cadence.spreading import first_check, share, spread

__all__ = [
    "BLOCKED_REASONS",
    "GONE_REASONS",
    "CadenceSettings",
    "after_jump",
    "first_check",
    "next_check",
    "share",
    "spread",
    "wait",
]
