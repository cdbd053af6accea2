"""What changed besides the words, and which of it is only another spelling of the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.diff import Settings, compare
from monitor.diff.targets import page, same_page, same_picture
from monitor.model import (
    Article,
    Block,
    BlockKind,
    Edit,
    EditKind,
    FindingKind,
    Span,
    SpanKind,
)
from tests.diff.articles import article, paragraph

FIRST = "The pilots found a drifting trawler off the northern cape at dawn on Monday."
NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)
ALONE = Settings(unworded=True)


def _linked(*links: tuple[str, str], text: str = FIRST) -> Block:
    spans = tuple(
        Span(start=text.find(w), end=text.find(w) + len(w), kind=SpanKind.LINK, href=href)
        for w, href in links
    )
    return Block(kind=BlockKind.PARAGRAPH, text=text, spans=spans)


def _beside(old: Article, new: Article) -> tuple[Edit, ...]:
    """Return the edits where such edits may stand alone."""
    return compare(old, new, settings=ALONE).edits


# --- links -----------------------------------------------------------------------------------


def test_a_link_that_leads_elsewhere_shows_both_addresses() -> None:
    old = article(_linked(("trawler", "https://port.example/report-of-march")))
    new = article(_linked(("trawler", "https://port.example/report-of-june")))
    (edit,) = _beside(old, new)
    assert (edit.kinds, edit.hunk, edit.material) == ((EditKind.LINK,), None, False)
    assert (edit.before, edit.after) == (
        "https://port.example/report-of-march",
        "https://port.example/report-of-june",
    )
    assert edit.because[0].text == "link changed under “trawler”"


def test_a_link_is_told_beside_an_edit_and_alone_it_is_a_finding() -> None:
    old = article(_linked(("trawler", "https://port.example/report-of-march")), "Ships wait.")
    new = article(_linked(("trawler", "https://port.example/report-of-june")), "Ships wait.")
    change = compare(old, new)
    assert change.edits == ()
    assert [finding.kind for finding in change.findings] == [FindingKind.UNWORDED]
    worded = article(*new.blocks[:1], "Ships sink.")
    assert EditKind.LINK in {kind for edit in compare(old, worded).edits for kind in edit.kinds}


def test_words_that_become_a_link_or_cease_to_be_one_are_no_edit() -> None:
    linked = article(_linked(("trawler", "https://port.example/trawlers")))
    assert _beside(article(FIRST), linked) == _beside(linked, article(FIRST)) == ()
    bold = replace(linked.blocks[0], spans=(Span(start=0, end=3, kind=SpanKind.STRONG),))
    assert _beside(linked, article(bold)) == ()


def test_links_that_all_change_at_once_were_changed_by_the_site() -> None:
    words = ("pilots", "trawler", "cape", "dawn")
    old = article(_linked(*((w, f"https://port.example/about-{w}") for w in words)))
    new = article(_linked(*((w, f"https://port.example/topics/{w}-news") for w in words)))
    assert _beside(old, new) == ()
    some = _linked(
        *((w, f"https://port.example/about-{w}") for w in words[:3]),
        ("dawn", "https://port.example/topics/dawn-news"),
    )
    assert len(_beside(old, article(some))) == 1


def test_the_same_words_twice_are_paired_in_order() -> None:
    text = "Report, and another Report."
    spans = [
        tuple(
            Span(start=at, end=at + 6, kind=SpanKind.LINK, href=f"https://port.example/{href}")
            for at, href in zip((0, 20), hrefs, strict=True)
        )
        for hrefs in (("first-one", "second-one"), ("first-one", "third-one"))
    ]
    old, new = (article(Block(kind=BlockKind.PARAGRAPH, text=text, spans=found)) for found in spans)
    (edit,) = _beside(old, new)
    assert edit.after == "https://port.example/third-one"
    fewer = article(Block(kind=BlockKind.PARAGRAPH, text=text, spans=spans[1][:1]))
    assert _beside(old, fewer) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://port.example/a-story", "https://port.example/a-story?utm_source=x&fbclid=1"),
        ("https://port.example/a-story", "http://www.port.example/a-story/#comments"),
        ("https://port.example/a-story.html", "https://m.port.example/a-story/amp"),
        ("https://port.example/a-story", "https://courier.example/news/a-story"),
        ("https://port.example/", "http://www.port.example"),
        ("https://port.example/a-story", "https://go.example/out?id=7&url=https%3A%2F%2Fport.example%2Fa-story"),
        ("https://port.example/a", "https://port.example/b?sid=71fa"),
        ("https://port.example/a", "https://port.example/3fa91c77e20b4d11a9c07e55"),
        ("https://port.example/x/index.html", "https://port.example/x/"),
        ("https://video.example/watch?v=Ab1&t=3", "https://video.example/watch?t=3&v=Ab1&utm_source=x"),
        ("https://port.example/a", "https://[port"),
        ("https://port.example/a", "javascript:void(0)"),
        ("mailto:Desk@port.example", "mailto:desk@port.example"),
        ("https://port.example/story.php?id=7", "https://port.example/story.php?ref=home&id=7"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_address_are_the_same_page(old: str, new: str) -> None:
    assert same_page(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://port.example/a-story", "https://port.example/b-story"),
        ("https://port.example/2024/05", "https://port.example/2024/06"),
        ("https://port.example/", "https://courier.example/"),
        ("https://video.example/watch?v=Ab1", "https://video.example/watch?v=Ab2"),
        ("https://port.example/story.php?id=7", "https://port.example/story.php?id=8"),
        ("mailto:desk@port.example", "mailto:news@port.example"),
        ("tel:+4912345", "tel:+4954321"),
    ],
)
def test_two_addresses_lead_to_two_pages(old: str, new: str) -> None:
    assert not same_page(old, new)


def test_an_address_inside_an_address_is_followed_a_few_times() -> None:
    inner = "https://port.example/the-story"
    for _ in range(2):
        inner = f"https://go.example/out?url={inner}"
    assert page(inner) == "the-story"
    for _ in range(9):
        inner = f"https://go.example/out?url={inner}"
    assert page(inner) not in ("the-story", None)


# --- pictures --------------------------------------------------------------------------------


def _caption(source: str | None, credit: str | None = None, text: str = "The port.") -> Block:
    return Block(kind=BlockKind.CAPTION, text=text, source=source, credit=credit)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://c.example/port.jpg", "https://c.example/port.jpg?w=640&h=360"),
        ("https://c.example/port-1024x683.jpg", "https://cdn.example/2024/port-640x427.jpg.webp"),
        ("https://i.example/640/prod/AB12/_9341276_port.jpg", "https://i.example/976/prod/AB12/_9341276_port.jpg"),
        ("https://c.example/w_640,c_fill/photo_881726.png", "https://c.example/w_1280/photo_881726/large.avif"),
        ("https://c.example/port@2x.png", "https://c.example/port.png"),
        ("https://c.example/port_16x9.jpg", "https://c.example/port_4x3.jpg"),
        ("https://c.example/port.jpg", "https://resize.example/?url=https%3A%2F%2Fc.example%2Fport.jpg"),
        ("https://c.example/port.jpg", "https://c.example/9f8e7d6c5b4a39281706f5e4d3c2b1a0.jpg"),
        ("https://c.example/port.jpg", "https://c.example/"),
        ("https://c.example/port.jpg", "https://[c"),
    ],
)  # fmt: skip
def test_another_size_or_host_is_the_same_picture(old: str, new: str) -> None:
    assert same_picture(old, new)
    assert _beside(article(_caption(old)), article(_caption(new))) == ()


def test_another_picture_over_the_same_caption_is_told() -> None:
    old, new = "https://c.example/port-640x360.jpg", "https://c.example/bridge-640x360.jpg"
    (edit,) = _beside(article(_caption(old)), article(_caption(new)))
    assert (edit.kinds, edit.before, edit.after) == ((EditKind.IMAGE,), old, new)
    assert _beside(article(_caption(None)), article(_caption(new))) == ()


def test_another_credit_is_told() -> None:
    old, new = _caption(None, "Mira Tallis"), _caption(None, "Jonas Eeke")
    (edit,) = _beside(article(FIRST, old), article(FIRST, new))
    assert edit.because[0].text == "picture credited to another Mira Tallis → Jonas Eeke"
    assert _beside(article(old), article(_caption(None))) != ()


# --- embeds, related links, kickers, times ---------------------------------------------------


def _embed(source: str | None, text: str = "") -> Block:
    return Block(kind=BlockKind.EMBED, text=text, source=source)


def test_an_embed_comes_goes_and_is_exchanged() -> None:
    one = _embed("https://video.example/embed/Ab1xyz?autoplay=1")
    other = _embed("https://video.example/embed/Qr7uvw")
    (came,) = _beside(article(FIRST), article(FIRST, one))
    assert (came.kinds, came.because[0].text[:11]) == ((EditKind.EMBED,), "embed added")
    (gone,) = _beside(article(FIRST, one), article(FIRST))
    assert gone.before == one.source
    assert len(_beside(article(FIRST, one), article(FIRST, other))) == 2


def test_an_embed_that_moves_or_is_spelled_otherwise_is_no_edit() -> None:
    one = _embed("https://video.example/embed/Ab1xyz?autoplay=1")
    other = _embed("http://www.video.example/embed/Ab1xyz?start=0", "A video")
    assert _beside(article(one, FIRST), article(FIRST, other)) == ()
    random = _embed("https://ads.example/frame?token=1")
    assert _beside(article(FIRST), article(FIRST, random)) == ()


def test_the_text_of_an_embed_without_an_address_is_what_it_is() -> None:
    (edit,) = _beside(article(FIRST, _embed(None, "A post")), article(FIRST))
    assert (edit.kinds, edit.before) == ((EditKind.EMBED,), "A post")


def test_related_links_are_one_edit() -> None:
    old = article(FIRST, *(paragraph(t, BlockKind.RELATED) for t in ("One", "Two")))
    new = article(FIRST, *(paragraph(t, BlockKind.RELATED) for t in ("Two", "Three")))
    (edit,) = _beside(old, new)
    assert (edit.kinds, edit.before, edit.after) == ((EditKind.RELATED,), "One", "Three")
    assert compare(old, new).edits == ()


def test_related_links_that_rotate_are_no_edit() -> None:
    one, two = (
        article(FIRST, *(paragraph(text, BlockKind.RELATED) for text in texts))
        for texts in (("One", "Two", "Three"), ("Four", "Five", "Three"))
    )
    assert _beside(one, two) == _beside(article(FIRST), one) == _beside(one, article(FIRST)) == ()


def test_a_kicker_is_told_in_its_place() -> None:
    old = replace(article(FIRST), kicker="World")
    (edit,) = _beside(old, replace(old, kicker="Europe"))
    assert (edit.kinds, edit.before, edit.after) == ((EditKind.KICKER,), "World", "Europe")
    assert edit.hunk == 1
    assert _beside(old, replace(old, kicker="World ")) == ()


def _entries(*hours: int) -> Article:
    return article(
        *(
            Block(kind=BlockKind.LIVE_ENTRY, text=f"{FIRST} {k}", at=NOON + timedelta(hours=hour))
            for k, hour in enumerate(hours)
        )
    )


def test_an_entry_with_another_time_is_told_unless_all_have_one() -> None:
    (edit,) = _beside(_entries(1, 2, 3), _entries(1, 2, 4))
    assert edit.kinds == (EditKind.LIVE_ENTRY,)
    assert edit.because[0].text.endswith("2024-05-03 15:00+00:00 → 2024-05-03 16:00+00:00")
    assert _beside(_entries(1, 2, 3), _entries(2, 3, 4)) == ()


def test_an_entry_that_is_edited_or_goes_is_called_one() -> None:
    old, entry = article("A.", paragraph(FIRST, BlockKind.LIVE_ENTRY)), BlockKind.LIVE_ENTRY
    (edit,) = compare(old, article("A.", paragraph(FIRST.replace("Monday", "Friday"), entry))).edits
    assert edit.kinds == (EditKind.DATE, EditKind.LIVE_ENTRY)
    (gone,) = compare(old, article("A.")).edits
    assert gone.because[0].text == "live-blog entry removed"


def test_nothing_beside_the_words_is_compared_across_two_designs() -> None:
    old = replace(article(_linked(("trawler", "https://p.example/story-one"))), template="a b c")
    new = replace(article(_linked(("trawler", "https://p.example/story-two"))), template="d e f")
    assert len(_beside(old, replace(new, template="a b c"))) == 1
    change = compare(old, new, settings=ALONE)
    assert change.edits == ()
    assert [finding.kind for finding in change.findings] == [FindingKind.REDESIGNED]
