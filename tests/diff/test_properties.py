"""What holds for any two articles."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.diff import coarse, compare
from monitor.diff.tokens import alike, folded
from monitor.model import (
    Article,
    Block,
    BlockKind,
    Change,
    Hunk,
    HunkKind,
    Op,
    Part,
    comparable,
    content_digest,
)
from tests.diff.articles import article

WORDS = (
    "harbour",
    "The",
    "of",
    "27",
    "Mary",
    "not",
    "said",
    "“No”",
    "4 March",
    "«oui»",
    "море",
    "海",
)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
marks = st.sampled_from([".", "!", ". ", "\u00a0", "\u200b", "…", "\ud800"])
texts = st.lists(st.tuples(words, marks).map("".join), max_size=4).map(" ".join)
kinds = st.sampled_from(
    [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.NOTICE]
)
blocks = st.builds(Block, kind=kinds, text=texts | st.text(max_size=30))
articles = st.builds(
    article,
    headline=words,
    language=st.sampled_from(["en", "de-AT", "ru", "ja", ""]),
).flatmap(
    lambda one: st.builds(
        lambda body, standfirst, authors: replace(
            one, blocks=tuple(body), standfirst=standfirst, authors=tuple(authors)
        ),
        body=st.lists(blocks, max_size=6),
        standfirst=st.none() | texts,
        authors=st.lists(words, max_size=2),
    )
)


def _joined(hunk: Hunk, *ops: Op) -> str:
    return "".join(piece.text for piece in hunk.pieces if piece.op in ops)


def _fields(one: Article) -> dict[Part, str]:
    return {
        Part.HEADLINE: one.headline,
        Part.STANDFIRST: one.standfirst or "",
        Part.BYLINE: ", ".join(one.authors),
    }


def _olds(change: Change) -> dict[Part | int, str]:
    hunks = [hunk for hunk in change.hunks if hunk.kind is not HunkKind.MOVED_HERE]
    return {
        hunk.part if hunk.old is None else hunk.old: _joined(hunk, Op.KEEP, Op.DELETE)
        for hunk in hunks
        if hunk.part is not Part.BODY or hunk.old is not None
    }


def _news(change: Change) -> dict[Part | int, str]:
    return {
        hunk.part if hunk.new is None else hunk.new: _joined(hunk, Op.KEEP, Op.INSERT)
        for hunk in change.hunks
        if hunk.part is not Part.BODY or hunk.new is not None
    }


def _whole(one: Article) -> dict[Part | int, str]:
    shown: dict[Part | int, str] = {part: text for part, text in _fields(one).items() if text}
    return {**shown, **{at: block.text for at, block in enumerate(one.blocks)}}


def _without_empty(texts: dict[Part | int, str]) -> dict[Part | int, str]:
    return {at: text for at, text in texts.items() if text}


@given(articles, articles)
def test_the_hunks_hold_every_character_of_both(old: Article, new: Article) -> None:
    for change in (compare(old, new), coarse(old, new)):
        assert _without_empty(_olds(change)) == _without_empty(_whole(old))
        assert _without_empty(_news(change)) == _without_empty(_whole(new))


@given(articles)
def test_an_article_has_no_edits_against_itself(one: Article) -> None:
    change = compare(one, one)
    assert (change.edits, change.notices, change.material) == ((), (), False)
    assert coarse(one, one).edits == ()


@given(articles, articles)
def test_articles_of_one_digest_have_no_edits(old: Article, new: Article) -> None:
    twin = replace(new, blocks=old.blocks, headline=old.headline, standfirst=old.standfirst)
    twin = replace(twin, authors=old.authors)
    assert content_digest(twin) == content_digest(old)
    assert compare(old, twin).edits == ()


@given(articles, articles)
def test_there_are_edits_exactly_where_a_reader_sees_a_difference(
    old: Article, new: Article
) -> None:
    differ = _seen(old) != _seen(new)
    assert bool(compare(old, new).edits) is differ
    assert bool(coarse(old, new).edits) is differ


def _seen(one: Article) -> list[str]:
    found = [*_fields(one).values()]
    body = [
        f"{block.kind if block.kind is BlockKind.CAPTION else ''}{comparable(block.text)}"
        for block in one.blocks
        if comparable(block.text)
    ]
    return [*map(comparable, found), *body]


SENTENCES = (
    "Harbour pilots found a drifting trawler.",
    "Nobody aboard answered their calls.",
    "Salvage crews towed it towards Lodrava.",
    "Insurers estimate losses around 40 millions.",
    "Ministers promised stricter inspections soon.",
)
bodies = st.lists(st.sampled_from(SENTENCES), unique=True, max_size=5)


@given(bodies, bodies)
def test_swapping_the_articles_swaps_added_and_removed(old: list[str], new: list[str]) -> None:
    there = compare(article(*old), article(*new))
    back = compare(article(*new), article(*old))
    assert _of(there, HunkKind.ADDED) == _of(back, HunkKind.REMOVED)
    assert _of(there, HunkKind.REMOVED) == _of(back, HunkKind.ADDED)


def _of(change: Change, kind: HunkKind) -> Counter[str]:
    return Counter(_joined(h, Op.DELETE, Op.INSERT) for h in change.hunks if h.kind is kind)


@given(articles, articles)
@settings(max_examples=60)
def test_every_edit_names_its_kinds_reasons_and_hunk(old: Article, new: Article) -> None:
    change = compare(old, new)
    for edit in change.edits:
        assert edit.kinds and edit.because
        assert 0 < edit.significance <= 1
        assert edit.hunk is not None and change.hunks[edit.hunk].part is edit.part
        assert edit.disclosed_by is None or edit.disclosed_by < len(change.notices)


@given(st.text(alphabet="aé e\u0301\u200b\u00a0\t\n"))
def test_folding_sooner_folds_the_same(text: str) -> None:
    assert folded(text) == comparable(text)
    assert alike(text, f"{text} \u200b")
