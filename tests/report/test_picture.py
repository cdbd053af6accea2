"""The picture for sharing: headline, verdict and key edit, as PNG and as SVG."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image

from monitor.errors import UsageError
from monitor.model import Change, Edit, EditKind, EventKind, Op, Part
from monitor.report import Story
from monitor.report.card import HEIGHT, WIDTH, card
from monitor.report.fonts import Fonts
from monitor.report.lines import Face, fit, split
from monitor.report.picture import picture, svg
from tests.report.making import BODY, article, figure_changed, story, told

SVG = "{http://www.w3.org/2000/svg}"
RUSSIAN = "Мост закроют на год, сообщили власти порта"


def texts(written: str) -> list[str]:
    return [item.text or "" for item in ET.fromstring(written).iter(f"{SVG}text")]


def fixed(text: str, face: Face) -> float:
    """Measure without a font: half of the size for each letter."""
    return len(text) * face.size * 0.5


def rewritten(texts: tuple[str, ...], headline: str = "Mole") -> Story:
    return story(article(BODY, headline=headline), article(texts, headline=headline))


def test_the_png_has_the_shape_that_is_shown_whole_and_says_what_it_shows() -> None:
    image = Image.open(io.BytesIO(picture(figure_changed())))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert image.info["Title"] == (
        "Harbour bridge to close for a year – 1 edit in 24 minutes · silent · a figure changed"
    )
    colours = {colour for _, colour in image.getcolors(100_000) or []}
    assert {(251, 223, 217), (215, 240, 224)} <= colours


def test_the_same_story_is_the_same_picture() -> None:
    assert picture(figure_changed()) == picture(figure_changed())


def test_the_svg_says_the_same_in_text() -> None:
    written = svg(figure_changed())
    words = "".join(texts(written))
    assert "Harbour bridge to close for a year" in words
    assert "270" in words and "370" in words
    root = ET.fromstring(written)
    description = root.find(f"{SVG}desc")
    assert description is not None and description.text is not None
    assert description.text.startswith("A figure changed. Before: About 270 ships")
    assert not any(item.tag.endswith(("image", "script", "style")) for item in root.iter())


def test_cyrillic_and_greek_have_letters() -> None:
    for headline in (RUSSIAN, "Η γέφυρα κλείνει για έναν χρόνο", "Łódź: „Źle”, mówią"):
        assert picture(story(article(), article(headline=headline)))


def test_letters_that_the_font_lacks_are_refused_and_not_drawn_as_boxes() -> None:
    shown = story(article(), article(headline="港口大桥将关闭一年"))
    with pytest.raises(UsageError) as refused:
        picture(shown, Fonts(folders=()))
    assert "SVG" in refused.value.hint
    assert "港口大桥将关闭一年" in "".join(texts(svg(shown)))


@pytest.mark.parametrize(
    "shown",
    [
        figure_changed(),
        rewritten(tuple("Entirely other words, many of them, stand here. " * 9 for _ in BODY)),
        rewritten(tuple("x" * 400 for _ in BODY), headline="A headline " * 40),
        rewritten(("字" * 500,), headline="港口大桥将关闭一年" * 9),
        replace(figure_changed(), headline="Gone", new=None),
        told(EventKind.GONE, "taken down: the server says 404 Not Found " * 6),
    ],
)
def test_nothing_is_drawn_outside_of_the_picture_or_over_other_words(shown: Story) -> None:
    drawn = card(shown, fixed)
    for run in drawn.runs:
        assert run.x >= 60 and run.x + run.width <= WIDTH - 40, run
        assert 0 < run.y < HEIGHT - 20, run
    lines = sorted({(run.y, run.face.size) for run in drawn.runs})
    assert all(b[0] - a[0] >= 0.8 * b[1] for a, b in pairwise(lines))


def test_an_edit_of_very_many_words_is_cut_with_a_mark() -> None:
    texts = tuple(" ".join(f"kept{at} {word}{at}" for at in range(90)) for word in ("old", "new"))
    shown = story(article(texts[:1]), article(texts[1:]))
    assert any("…" in run.text for run in card(shown, fixed).runs)


def test_what_was_never_read_is_drawn_without_evidence() -> None:
    never = replace(told(EventKind.FAILING, "keeps failing: timeout"), new=None, versions=())
    words = " ".join(run.text for run in card(never, fixed).runs)
    assert "Keeps failing: timeout" in words and "SHA-256" not in words


def test_no_words_make_no_lines() -> None:
    assert list(split("")) == []
    assert fit([], (40,), 100, 1, fixed).lines == ()


def test_the_weightiest_edit_is_the_one_that_is_drawn() -> None:
    light = Edit(kinds=(EditKind.LINK,), part=Part.BODY, before="a", after="b", hunk=None)
    heavy = replace(light, before="270", after="370", significance=0.9)
    shown = story(article(), article(), Change(edits=(light, heavy), hunks=()))
    marked = [run.text for run in card(shown, fixed).runs if run.face.op is not Op.KEEP]
    assert marked == ["270", "370"]


def test_an_edit_without_words_is_named_and_no_more() -> None:
    bare = Edit(kinds=(EditKind.IMAGE,), part=Part.BODY, before="", after="", hunk=None)
    drawn = card(story(article(), article(), Change(edits=(bare,), hunks=())), fixed)
    assert drawn.description == "A picture changed. Before: nothing After: nothing"


def test_text_from_right_to_left_begins_at_the_right() -> None:
    arabic = "أعلنت سلطة الميناء إغلاق الجسر لمدة عام كامل"
    shown = story(article(headline=arabic), article(headline=arabic + " الآن"))
    drawn = card(shown, fixed)
    headline = [run for run in drawn.runs if run.face.weight == 700 and "أعلنت" in run.text]
    assert headline and headline[0].x + headline[0].width == WIDTH - 64
    first = next(line for line in svg(shown).splitlines() if "أعلنت" in line and "<text" in line)
    assert 'direction="rtl" x="1136' in first
