"""How many requests are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Allowance:
    """Fills with `a_second` requests, up to `burst` of them."""

    a_second: float
    burst: float
    monotonic: Callable[[], float]
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.burst
        self._at = self.monotonic()

    def take(self) -> bool:
        """Return whether one more request is taken."""
        now = self.monotonic()
        self._left = min(self.burst, self._left + (now - self._at) * self.a_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
