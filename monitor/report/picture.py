"""The report as a picture for sharing: PNG by Pillow, and SVG, from one layout.

Not imported by the rest of the room: only who wants a picture pays for loading Pillow and a font.
The font is Source Serif 4 (SIL Open Font License): Latin, Greek and Cyrillic.
"""

from __future__ import annotations

import io
from functools import cache

import fontpkg  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from monitor.errors import UsageError
from monitor.report.card import HEIGHT, PAPER, WIDTH, Card, card
from monitor.report.html import render
from monitor.report.lines import Face
from monitor.report.story import Story

_FAMILY = "Source Serif 4"
_OPTICAL = (8, 60)
"""The sizes for which the font draws its letters differently."""
_NO_SUCH_LETTER = "\U0010fffe"


def picture(story: Story) -> bytes:
    """Return the report's headline, verdict and key edit as a PNG of 1200 by 630 pixels.

    Raises UsageError where the font has no letters for the text: never a picture of empty boxes.
    """
    drawn = card(story, _measure)
    _require_letters(drawn)
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    for box in drawn.boxes:
        corners = (box.x, box.y, box.x + box.width, box.y + box.height)
        draw.rounded_rectangle(corners, box.round, fill=box.colour)
    for run in drawn.runs:
        font = _font(run.face.size, run.face.weight)
        draw.text((run.x, run.y), run.text, run.face.colour, font, anchor="ls")
    return _png(image, drawn)


def svg(story: Story) -> str:
    """Return the same picture as SVG, its text as text, in the letters that its viewer has."""
    return render("card.svg", card=card(story, _measure), width=WIDTH, height=HEIGHT, paper=PAPER)


def _png(image: Image.Image, drawn: Card) -> bytes:
    about = PngInfo()
    about.add_itxt("Title", drawn.title)
    about.add_itxt("Description", drawn.description)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, pnginfo=about)
    return file.getvalue()


def _require_letters(drawn: Card) -> None:
    font = _font(40, 400)
    missing = bytes(font.getmask(_NO_SUCH_LETTER))
    letters = {char for run in drawn.runs for char in run.text if char.isalpha()}
    lacking = sorted(char for char in letters if bytes(font.getmask(char)) == missing)
    if lacking:
        raise UsageError(
            f"the picture’s font has no letters such as {''.join(lacking[:5])}",
            hint="write it as SVG: that is shown in the letters of whoever opens it",
        )


def _measure(text: str, face: Face) -> float:
    return _font(face.size, face.weight).getlength(text)


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(fontpkg.path(_FAMILY)), size)
    smallest, largest = _OPTICAL
    font.set_variation_by_axes([weight, min(max(size, smallest), largest)])
    return font
