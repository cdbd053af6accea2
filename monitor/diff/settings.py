"""What config may move, and the bounds that keep one diff cheap."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`material`: the significance (0 to 1) from which an edit is material."""

    material: float = 0.3
    max_words: int = 60_000
    """Words in both articles together that are still compared word by word."""
    max_cells: int = 4_000_000
    """Word pairs (old words times new words) that one word diff may have to look at."""
    unworded: bool = False
    """Whether links, pictures and embeds that changed are edits where no word did."""


DEFAULT = Settings()
