"""Where the next look is worth its request: when what waiting costs has reached the common price.

An edit that nobody has seen costs the time that it stays unseen, and a version that is overwritten
before anybody looked is lost, which is counted as `LOST` more. Of a watch that was last looked at
`L`, the expected cost of waiting until `t` is

    cost(t) = integral from L to t of chance(edit in (L, s]) ds  +  LOST * chance(two in (L, t])

in edit seconds, and each watch is looked at when its own cost reaches one price, the same for all.
With a constant rate r and nothing lost, this gives looks every sqrt(2 price / r). That one common
threshold is optimal is shown by Cho and Garcia-Molina 2003, Olston and Pandey 2008 and Azar et al.
2018; a hint that is right with the chance q adds q for each second since it came (after
Busa-Fekete et al. 2025). A watch needs to know no other for this: the price follows the budget.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.cadence.habits import Beliefs
from monitor.cadence.hours import shown
from monitor.cadence.likelihood import Outlook, Past, after_one_more, outlook, passed

LOST = 3 * 3600.0
"""What a lost version costs, in seconds of delay."""
_STEPS = 1.5
"""The ratio of a step to the one before, in working out the cost."""


def worth_a_look(
    past: Past, beliefs: Beliefs, price: float, shortest: timedelta, longest: timedelta
) -> timedelta:
    """Return how long after `past.looked_at` a look is worth `price` edit seconds."""
    low, high = shortest.total_seconds(), longest.total_seconds()
    ahead = outlook(past, beliefs)
    waiting = _Waiting(past, beliefs, ahead, after_one_more(past, ahead, beliefs))
    wait = waiting.reach(price, low / 2, high)
    if past.hinted_at is not None:
        heard = max((past.hinted_at - past.looked_at).total_seconds(), 0.0)
        wait = min(wait, heard + price / beliefs.hint_right)
    return timedelta(seconds=min(max(wait, low), high))


class _Waiting:
    """What waiting after a look costs."""

    def __init__(self, past: Past, beliefs: Beliefs, ahead: Outlook, then: Outlook) -> None:
        self._hours = beliefs.hours
        self._looked = past.looked_at.timestamp()
        self._shown = shown(self._hours, self._looked)
        self._ahead, self._then = ahead, then
        self._since = passed(past, beliefs)
        self._before = ahead.edited_by(self._since)

    def reach(self, price: float, step: float, limit: float) -> float:
        """Return after how many seconds the cost reaches `price`, or `limit` if not before."""
        at, area, chance, cost = 0.0, 0.0, 0.0, 0.0
        while at < limit:
            further, lost = self._chances(at + step)
            area += step * (chance + further) / 2
            more = area + LOST * lost
            if more >= price:
                return at + step * (price - cost) / (more - cost)
            at, chance, cost, step = at + step, further, more, step * _STEPS
        return limit

    def _chances(self, at: float) -> tuple[float, float]:
        """Return the chances of an edit, and of two, within `at` seconds after the look.

        A second edit has, on average, half of the time that the first left.
        """
        gone = shown(self._hours, self._looked + at) - self._shown
        more = self._ahead.edited_by(self._since + gone) - self._before
        further = more / (1 - self._before) * self._ahead.untold
        return further, further * self._then.edited_by(gone / 2)
