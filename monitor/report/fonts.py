"""Which font draws which letters: three that come with us, then what is installed here.

Source Serif 4 has Latin, Greek and Cyrillic, Amiri Arabic, Frank Ruhl Libre Hebrew (all under the
SIL Open Font License). Other scripts, Chinese, Japanese and Korean among them, need a font of this
machine. A letter without a font is refused, never drawn as an empty box; of what is no letter (an
emoji) the name is written instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import fontpkg  # type: ignore[import-untyped]
from PIL import ImageFont

from monitor.errors import UsageError
from monitor.report.lines import split

INSTALLED = tuple(
    Path(folder).expanduser()
    for folder in (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "~/.local/share/fonts",
        "~/.fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
        "C:/Windows/Fonts",
    )
)
"""Where systems keep their fonts."""
_LATIN, _ARABIC, _HEBREW = "Source Serif 4", "Amiri", "Frank Ruhl Libre"
_OURS = (_LATIN, _ARABIC, _HEBREW)
_OPTICAL = (8, 60)
"""The sizes for which Source Serif draws its letters differently."""
_NO_SUCH_LETTER = "\U0010fffe"
_BOLD = 600
_SLANTED = re.compile("bold|italic|oblique", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that one font draws."""

    text: str
    family: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """Our fonts, and those in the folders of this machine."""

    folders: tuple[Path, ...] = INSTALLED

    def segments(self, text: str) -> Iterator[Segment]:
        """Yield text in pieces of one font each, what has no glyph by its name.

        Raises UsageError for letters that no font has.
        """
        self._require(text)
        named = "".join(self._named(text))
        pairs = ((part, family) for word in split(named) for part, family in self._fonts(word))
        for family, run in groupby(pairs, key=lambda pair: pair[1]):
            yield Segment("".join(part for part, _ in run), family)

    def width(self, text: str, size: int, weight: int) -> float:
        """Return the width of text in pixels; letters that no font has count as a square."""
        lacking = self._lacking(text)
        known = "".join(char for char in text if char not in lacking)
        drawn = sum(
            load(part.family, size, weight).getlength(part.text) for part in self.segments(known)
        )
        return drawn + size * len(lacking)

    def _lacking(self, text: str) -> list[str]:
        return [char for char in text if char.isalpha() and not self._family(char)]

    def _require(self, text: str) -> None:
        lacking = self._lacking(text)
        if lacking:
            raise UsageError(
                f"no font here has letters such as {''.join(lacking[:5])}",
                hint="install one that has (fonts-noto-cjk on Debian), or write the picture as"
                " SVG: that is shown in the letters of whoever opens it",
            )

    def _named(self, text: str) -> Iterator[str]:
        for char in text:
            if not _is_drawn(char) or char.isalpha() or self._family(char):
                yield char
            else:
                yield f"[{unicodedata.name(char, 'sign').lower()}]"

    def _fonts(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield a word with its font, or its letters with theirs where no font has them all."""
        whole = self._family(word)
        yield from [(word, whole)] if whole else [(char, self._family(char)) for char in word]

    def _family(self, word: str) -> str:
        needed = "".join(sorted({char for char in word if _is_drawn(char)}))
        return _family(needed, self.folders)


def _is_drawn(char: str) -> bool:
    """Return whether a character has a glyph of its own: no space, mark or sign of direction."""
    return unicodedata.category(char)[0] not in "ZCM"


@lru_cache(10_000)
def _family(needed: str, folders: tuple[Path, ...]) -> str:
    """Return the first font that has all of these characters, or nothing."""
    ours = next((family for family in _OURS if _has(family, needed)), "")
    return ours or next((path for path in _installed(folders) if _has(path, needed)), "")


@cache
def _installed(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the fonts of this machine, serifs first: what is drawn here is a newspaper."""
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    fonts = [path for path in found if path.suffix.lower() in (".ttf", ".otf", ".ttc")]
    upright = [path for path in fonts if not _SLANTED.search(path.stem)]
    return tuple(str(path) for path in sorted(upright, key=lambda path: _taste(path.name)))


def _taste(name: str) -> tuple[bool, bool, str]:
    return "serif" not in name.lower(), "noto" not in name.lower(), name


@lru_cache(10_000)
def _has(family: str, needed: str) -> bool:
    try:
        font = load(family, 40, 400)
    except OSError:  # no font, whatever it is called
        return False
    missing = bytes(font.getmask(_NO_SUCH_LETTER))
    return all(bytes(font.getmask(char)) != missing for char in needed)


@cache
def load(family: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Return one of our fonts by its name, or another by its path, in a size and a weight."""
    if family not in _OURS:
        return ImageFont.truetype(_weighed(family, weight), size)
    if family == _ARABIC:
        path = fontpkg.path(family, weight=700 if weight >= _BOLD else 400)
        return ImageFont.truetype(str(path), size)
    font = ImageFont.truetype(str(fontpkg.path(family)), size)
    smallest, largest = _OPTICAL
    optical = [min(max(size, smallest), largest)] if family == _LATIN else []
    font.set_variation_by_axes([weight, *optical])
    return font


def _weighed(path: str, weight: int) -> str:
    """Return the bold font beside one of this machine, where letters are to be bold."""
    bold = path.replace("Regular", "Bold")
    return bold if weight >= _BOLD and Path(bold).is_file() else path
