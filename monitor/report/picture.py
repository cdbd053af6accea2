"""The report as a picture for sharing: PNG by Pillow, and SVG, from one layout.

Not imported by the rest of the room: only who wants a picture pays for loading Pillow and a font.
"""

from __future__ import annotations

import io
from functools import partial

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from monitor.report.card import HEIGHT, PAPER, WIDTH, Card, card
from monitor.report.fonts import Fonts, load
from monitor.report.html import render
from monitor.report.lines import Face, Run
from monitor.report.story import Story

OURS = Fonts()


def picture(story: Story, fonts: Fonts = OURS) -> bytes:
    """Return the report's headline, verdict and key edit as a PNG of 1200 by 630 pixels.

    Raises UsageError where no font has letters for the text: never a picture of empty boxes.
    """
    drawn = card(story, partial(_measure, fonts))
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    for box in drawn.boxes:
        corners = (box.x, box.y, box.x + box.width, box.y + box.height)
        draw.rounded_rectangle(corners, box.round, fill=box.colour)
    for run in drawn.runs:
        _write(draw, run, fonts)
    return _png(image, drawn)


def _write(draw: ImageDraw.ImageDraw, run: Run, fonts: Fonts) -> None:
    """Write the words of a run, those of each font after the other, in the line's direction."""
    at = run.x + run.width if run.backwards else run.x
    for part in fonts.segments(run.text):
        font = load(part.family, run.face.size, run.face.weight)
        long = font.getlength(part.text)
        at -= long if run.backwards else 0
        way = "rtl" if run.backwards else "ltr"
        draw.text((at, run.y), part.text, run.face.colour, font, anchor="ls", direction=way)
        at += 0 if run.backwards else long


def svg(story: Story, fonts: Fonts = OURS) -> str:
    """Return the same picture as SVG, its text as text, in the letters that its viewer has."""
    drawn = card(story, partial(_measure, fonts))
    return render("card.svg", card=drawn, width=WIDTH, height=HEIGHT, paper=PAPER)


def _measure(fonts: Fonts, text: str, face: Face) -> float:
    return fonts.width(text, face.size, face.weight)


def _png(image: Image.Image, drawn: Card) -> bytes:
    about = PngInfo()
    about.add_itxt("Title", drawn.title)
    about.add_itxt("Description", drawn.description)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, pnginfo=about)
    return file.getvalue()
