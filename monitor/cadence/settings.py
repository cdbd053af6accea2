"""What the configuration says about when to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.model import Adaptive, Plan, Reason, Watch

_WHERE_IT_PAYS = Adaptive()


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceSettings:
    """How often to look at a watch, when it is well and when it is not."""

    plan: Plan = _WHERE_IT_PAYS
    """When to look at a page that can be read; `Watch.plan` overrides it."""
    shortest: timedelta = timedelta(minutes=2)
    """Between two looks at least, where they are placed where they pay."""
    longest: timedelta = timedelta(days=1)
    """Between two looks at most, where they are placed where they pay."""
    price: timedelta = timedelta(seconds=2)
    """What a look has to be worth before any budget makes it dearer: the expected delay that it
    ends."""
    hinted_after: timedelta = timedelta(minutes=5)
    """The shortest time from one look to the next that a hint brings about, at fixed intervals."""
    jitter: float = 0.1
    """The share of a wait by which it is made longer or shorter, so that looks do not march."""
    retry_first: timedelta = timedelta(minutes=5)
    """The wait after a first failure that time may heal, where the interval is not shorter."""
    interval: timedelta = timedelta(minutes=15)
    """What stands for the interval in the waits after failures, where a plan has none."""
    failure_longest: timedelta = timedelta(hours=6)
    """The longest wait while a page cannot be read, where the interval is not longer."""
    gone_looks: int = 3
    """Looks in a row that must miss a page before it is called gone; at least 2."""
    gone_over: timedelta = timedelta(hours=1)
    """The time that those looks must span."""
    gone_longest: timedelta = timedelta(days=1)
    """The longest wait between two looks at a page that is gone."""

    def plan_of(self, watch: Watch) -> Plan:
        """Return the plan of `watch`."""
        return watch.plan or self.plan

    def gone_needs(self, reason: Reason | None) -> tuple[int, timedelta]:
        """Return how many looks must miss a page, over what time, before it is called gone.

        A server that answers 410 says that it means it: two looks over a quarter of the time.
        """
        if reason is Reason.GONE:
            return min(self.gone_looks, 2), self.gone_over / 4
        return self.gone_looks, self.gone_over
