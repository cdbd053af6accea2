"""Changes of which a paywall hid a part."""

from __future__ import annotations

from monitor.diff import coarse, compare, summary
from monitor.model import Article, Block, BlockKind, FindingKind, Provenance, laid_over

FIRST = "The lighthouse will be sold in May, the harbour office said on Tuesday evening."
SECOND = "It was built a hundred years ago, and its lamp was put out for good in the spring."


def made(*paragraphs: str, headline: str, source: Provenance = Provenance.HTML) -> Article:
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs)
    return Article(
        url="https://x.example/", headline=headline, blocks=blocks, source=source, language="en"
    )


FULL = made(FIRST, SECOND, headline="Lighthouse to be sold")
TEASER = made(FIRST, headline="Lighthouse is for sale", source=Provenance.TEASER)


def test_a_change_says_that_only_headline_and_teaser_could_be_read() -> None:
    change = compare(FULL, laid_over(TEASER, FULL))
    assert [edit.after for edit in change.edits] == ["Lighthouse is for sale"]
    assert FindingKind.TEASER in {one.kind for one in change.findings}
    assert "only headline and teaser could be read" in summary(change).line
    back = compare(laid_over(TEASER, FULL), FULL)
    assert FindingKind.TEASER not in {one.kind for one in back.findings}


def test_where_a_wall_has_gone_only_what_was_read_before_it_is_compared() -> None:
    for change in (compare(TEASER, FULL), coarse(TEASER, FULL)):
        assert [edit.after for edit in change.edits] == ["Lighthouse to be sold"]
        assert FindingKind.OPENED in {one.kind for one in change.findings}
        assert "the paywall has gone" in summary(change).line
    same = made(FIRST, SECOND, headline=TEASER.headline)
    assert compare(TEASER, same).edits == ()
    assert summary(compare(TEASER, same)).line == "no edits · the paywall has gone"
