"""The report, a whole life and a mail, in a real browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from monitor.model import Article, Block, BlockKind
from monitor.report import Story, life, message, page
from tests.browser.looking import Scheme, faults, look, pale
from tests.report.making import BODY, NOW, alert, article, listed, paragraphs, snapshot, story

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 768, 1200, 1600)
HOSTILE = '<script>document.title = "owned"</script><img src=x onerror="document.title=\'owned\'">'
FILLER = paragraphs(f"Paragraph {at} says what it always said of the harbour." for at in range(9))
MOVED = Block(kind=BlockKind.PARAGRAPH, text="The last closure took eleven weeks, said the office.")
OLD = article(
    blocks=(
        Block(kind=BlockKind.CAPTION, text="The bridge at dusk.", credit="Ida Solvay"),
        *paragraphs(BODY),
        MOVED,
        *FILLER,
        Block(kind=BlockKind.EMBED, text="A post", source=f"https://chirp.example/{'1' * 90}"),
        Block(kind=BlockKind.LIVE_ENTRY, text="Some 20 people stand there.", at=NOW),
    )
)
NEW = article(
    headline="Harbour bridge to close in July",
    blocks=(
        replace(OLD.blocks[0], text="The bridge at dawn."),
        *paragraphs([text.replace("270", "370") for text in BODY]),
        *FILLER,
        OLD.blocks[-2],
        MOVED,
        Block(kind=BlockKind.PARAGRAPH, text=f"Nobody should run this: {HOSTILE} {'x' * 400}"),
        replace(OLD.blocks[-1], text="Some 90 people stand there."),
    ),
)
ARABIC = ("أعلنت سلطة الميناء أن 270 سفينة تمر تحت الجسر.", "قالت مديرة الميناء (BBC) ذلك.")


def chapters(*read: Article) -> tuple[Story, ...]:
    """Return the stories of a life, its versions some hours apart."""
    shots = [
        snapshot(item, number, NOW + timedelta(hours=number * number))
        for number, item in enumerate(read, 1)
    ]
    stories = [story(old, new) for old, new in pairwise(read)]
    versions = (
        listed(shots[0], None),
        *(
            listed(shot, one.versions[1].change)
            for shot, one in zip(shots[1:], stories, strict=True)
        ),
    )
    return tuple(
        replace(one, versions=versions, old=shots[at], new=shots[at + 1])
        for at, one in enumerate(stories)
    )


PAGES = {
    "report": page(story(OLD, NEW)),
    "arabic": page(
        story(
            article(ARABIC, headline="إغلاق جسر الميناء", language="ar"),
            article(
                [text.replace("270", "370") for text in ARABIC],
                headline="إغلاق جسر الميناء غدا",
                language="ar",
            ),
        )
    ),
    "life": life(chapters(OLD, NEW, OLD, article())),
    "mail": message(alert(), story(OLD, NEW)).html,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, written in PAGES.items():
        (tmp_path / f"{name}.html").write_text(written, "utf-8")
    return tmp_path


def at(folder: Path, name: str) -> str:
    return (folder / f"{name}.html").as_uri()


@pytest.mark.parametrize("width", WIDTHS)
async def test_it_fits_every_width_and_loads_nothing(
    browser: Browser, folder: Path, width: int
) -> None:
    for name in PAGES:
        opened = await look(browser, at(folder, name), width=width)
        assert opened.asked == [at(folder, name)]
        assert await opened.page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert await opened.page.title() != "owned"
        assert opened.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["report", "arabic"])
async def test_both_columns_fit_and_nothing_hangs_over_an_edge(
    browser: Browser, folder: Path, name: str, width: int
) -> None:
    opened = await look(browser, at(folder, name), width=width)
    await opened.page.locator("label[for=as-two]").click()
    assert await opened.page.evaluate("document.documentElement.scrollWidth") <= width
    boxes: list[list[float]] = await opened.page.evaluate(
        "[...document.querySelectorAll('.was, .now, .label .number')]"
        ".map((item) => item.getBoundingClientRect())"
        ".filter((box) => box.width).map((box) => [box.left, box.right])"
    )
    assert boxes and all(left >= 0 and right <= width for left, right in boxes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_is_told_from_its_ground(
    browser: Browser, folder: Path, scheme: Scheme
) -> None:
    for name in PAGES:
        opened = await look(browser, at(folder, name), scheme=scheme)
        assert await pale(opened.page) == [], name
    opened = await look(browser, at(folder, "report"), scheme=scheme)
    await opened.page.locator("label[for=as-two]").click()
    assert await pale(opened.page) == []


@pytest.mark.parametrize("name", ["report", "arabic", "life"])
async def test_nothing_stands_in_the_way_of_those_who_do_not_see_it(
    browser: Browser, folder: Path, name: str
) -> None:
    opened = await look(browser, at(folder, name))
    assert await faults(opened.page) == []


async def test_it_says_everything_without_script(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "report"), script=False)).page
    text = await opened.inner_text("body")
    assert "270" in text and "370" in text
    assert "<script>" in text
    assert await opened.locator("del").count() >= 1
    assert await opened.locator("ins").count() >= 1
    assert await opened.locator("h1").count() == 1
    assert not await opened.locator(".tools").is_visible()


async def test_the_view_is_chosen_without_script(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "report"), script=False)).page
    assert not await opened.locator(".was").first.is_visible()
    await opened.locator("label[for=as-two]").click()
    assert await opened.locator(".row.edited .was").first.is_visible()
    assert not await opened.locator(".row.edited .one").first.is_visible()


async def focused(opened: Page) -> str:
    return str(
        await opened.evaluate("document.activeElement.id || document.activeElement.textContent")
    )


async def test_the_keyboard_reaches_all_of_it(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "report"))).page
    await opened.keyboard.press("Tab")
    assert await focused(opened) == "Skip to the edits"
    skip = opened.locator(".skip")
    box = await skip.bounding_box()
    assert box is not None and box["width"] > 50, "it is seen while it has focus"
    await opened.keyboard.press("Enter")
    assert await focused(opened) == "edits"
    await opened.locator("#as-one").focus()
    await opened.keyboard.press("ArrowRight")
    assert await focused(opened) == "as-two"
    assert await opened.locator(".row.edited .was").first.is_visible()
    outline = await opened.locator("label[for=as-two]").evaluate(
        "(item) => getComputedStyle(item).outlineStyle"
    )
    assert outline == "solid"
    hidden = opened.get_by_text("Paragraph 4 says").first
    assert not await hidden.is_visible()
    await opened.locator("details.fold", has=hidden).locator("summary").focus()
    await opened.keyboard.press("Enter")
    assert await hidden.is_visible()


async def test_the_buttons_go_from_edit_to_edit_and_unfold(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "report"))).page
    rows = await opened.locator(".row:not(.same)").evaluate_all("(all) => all.map((row) => row.id)")
    forward, back = opened.locator("#on"), opened.locator("#back")
    await forward.click()
    assert await focused(opened) == rows[0]
    await forward.click()
    assert await focused(opened) == rows[1]
    await back.click()
    await back.click()
    assert await focused(opened) == rows[-1], "from the first one back to the last"
    folds = opened.locator("details.fold[open]")
    assert await folds.count() == 0
    await opened.locator("#unfold").click()
    assert await folds.count() == await opened.locator("details.fold").count() > 0
    await opened.locator("#unfold").click()
    assert await folds.count() == 0


async def test_there_is_no_button_for_what_is_not_there(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "arabic"))).page
    assert await opened.locator("details.fold").count() == 0
    assert not await opened.locator("#unfold").is_visible()
    assert await opened.locator("#on").is_visible()


async def test_the_first_step_back_is_the_first_edit(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "report"))).page
    await opened.locator("#back").click()
    first = await opened.locator(".row:not(.same)").first.get_attribute("id")
    assert await focused(opened) == first


async def test_an_article_from_right_to_left_has_its_old_version_on_the_right(
    browser: Browser, folder: Path
) -> None:
    for name, old_is_left in (("report", True), ("arabic", False)):
        opened = (await look(browser, at(folder, name))).page
        await opened.locator("label[for=as-two]").click()
        row = opened.locator(".row.edited.body").first
        was = await row.locator(".was").bounding_box()
        now = await row.locator(".now").bounding_box()
        assert was and now and (was["x"] < now["x"]) is old_is_left
        way = await row.locator(".now > div").evaluate("(item) => getComputedStyle(item).direction")
        assert way == ("ltr" if old_is_left else "rtl")


async def test_marks_are_not_told_by_colour_alone(browser: Browser, folder: Path) -> None:
    opened = (await look(browser, at(folder, "report"))).page
    lines = {
        name: await opened.locator(name).first.evaluate(
            "(item) => getComputedStyle(item).textDecorationLine"
            " + ' ' + getComputedStyle(item).textDecorationStyle"
        )
        for name in (".rows del:not(.moved)", ".rows ins:not(.moved)", "del.moved", "ins.moved")
    }
    assert [*lines.values()] == [
        "line-through solid", "underline solid", "line-through dashed", "underline dashed",
    ]  # fmt: skip
    spoken = await opened.locator(".rows del").first.evaluate(
        "(item) => getComputedStyle(item, '::before').content"
    )
    assert "deleted" in spoken


@pytest.mark.parametrize(("width", "shown"), [(320, "narrow"), (1200, "wide")])
async def test_the_chart_of_a_life_has_letters_that_can_be_read(
    browser: Browser, folder: Path, width: int, shown: str
) -> None:
    opened = (await look(browser, at(folder, "life"), width=width)).page
    charts = opened.locator(".chart svg")
    assert [await charts.nth(at).is_visible() for at in (0, 1)] == [
        shown == "wide", shown == "narrow",
    ]  # fmt: skip
    box = await opened.locator(f".chart .{shown} text").first.bounding_box()
    assert box is not None and box["height"] >= 10


async def test_it_prints(browser: Browser, folder: Path) -> None:
    for name in PAGES:
        opened = (await look(browser, at(folder, name))).page
        assert (await opened.pdf(prefer_css_page_size=True)).startswith(b"%PDF")
    opened = (await look(browser, at(folder, "report"))).page
    await opened.emulate_media(media="print")
    assert not await opened.locator(".bar").is_visible()
    assert await opened.locator("details.fold summary").first.is_visible()
