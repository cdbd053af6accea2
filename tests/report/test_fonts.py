"""Every letter is drawn by a font that has it, or the picture says that there is none."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import fontpkg  # type: ignore[import-untyped]
import pytest
from PIL import Image

from monitor.errors import UsageError
from monitor.report.fonts import Fonts, load
from monitor.report.picture import picture
from tests.report.making import article, story

NONE_INSTALLED = Fonts(folders=())
ARABIC = "إغلاق جسر الميناء لمدة عام"
HEBREW = "גשר הנמל ייסגר לשנה"


def families(text: str) -> list[tuple[str, str]]:
    return [(part.text, part.family) for part in NONE_INSTALLED.segments(text)]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Łódź: „Źle”, mówią", "Source Serif 4"),
        ("Мост закроют на год", "Source Serif 4"),
        ("Η γέφυρα κλείνει για έναν χρόνο", "Source Serif 4"),
        ("Cầu cảng đóng cửa một năm", "Source Serif 4"),
        (ARABIC, "Amiri"),
        ("پل بندر می‌بندد", "Amiri"),
        (HEBREW, "Frank Ruhl Libre"),
        ("גָּשֶׁר", "Frank Ruhl Libre"),
    ],
)
def test_each_script_has_a_font_that_comes_with_us(text: str, family: str) -> None:
    assert families(text) == [(text, family)]


def test_words_of_several_scripts_are_drawn_each_by_its_font() -> None:
    assert families("BBC قالت ذلك 370") == [
        ("BBC", "Source Serif 4"),
        (" قالت ذلك", "Amiri"),
        (" 370", "Source Serif 4"),
    ]


def test_a_word_of_two_scripts_is_drawn_letter_by_letter() -> None:
    assert families("гоוра") == [
        ("го", "Source Serif 4"),
        ("ו", "Frank Ruhl Libre"),
        ("ра", "Source Serif 4"),
    ]


def test_a_sign_without_a_glyph_is_written_by_its_name() -> None:
    assert families("It burns 🔥 now ☂") == [("It burns [fire] now [umbrella]", "Source Serif 4")]
    assert families("\ufffc") == [("[object replacement character]", "Source Serif 4")]


def test_letters_without_a_font_are_refused_with_what_to_do() -> None:
    with pytest.raises(UsageError) as refused:
        list(NONE_INSTALLED.segments("the 港口 bridge"))
    assert "港口" in str(refused.value)
    assert "fonts-noto-cjk" in refused.value.hint and "SVG" in refused.value.hint


def test_letters_without_a_font_are_given_the_room_of_a_square_in_an_svg() -> None:
    assert NONE_INSTALLED.width("港口", 40, 400) == 80


def test_a_font_of_this_machine_draws_what_ours_cannot(tmp_path: Path) -> None:
    thai, plain, bold = "สะพานปิด", "serif/Thai Serif-Regular.ttf", "serif/Thai Serif-Bold.ttf"
    for name in ("Thai-Regular.ttf", plain, bold):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(fontpkg.path("Noto Sans Thai"), tmp_path / name)
    (tmp_path / "Noto Serif Broken.ttf").write_bytes(b"no font")
    (tmp_path / "readme.txt").write_text("no font either")
    with pytest.raises(UsageError):
        families(thai)
    (found,) = Fonts(folders=(tmp_path, tmp_path / "none")).segments(thai)
    assert found.family == str(tmp_path / plain), "serifs first, no bold one, nothing broken"
    assert load(found.family, 20, 400).path == str(tmp_path / plain)
    assert load(found.family, 20, 700).path == str(tmp_path / bold)
    alone = str(tmp_path / "Thai-Regular.ttf")
    assert load(alone, 20, 700).path == alone
    read = article(headline=thai)
    shown = story(read, article(["Other."], headline=thai))
    assert picture(shown, Fonts(folders=(tmp_path,))).startswith(b"\x89PNG")


def test_arabic_and_hebrew_are_drawn_at_the_right_edge() -> None:
    for headline in (ARABIC, HEBREW):
        read = article(headline=headline)
        data = picture(story(read, article(["Other."], headline=headline)), NONE_INSTALLED)
        top = Image.open(io.BytesIO(data)).convert("L").crop((0, 130, 1200, 200))
        box = top.point([255 * (level < 128) for level in range(256)]).getbbox()
        assert box is not None and box[0] > 500 and box[2] > 1120
