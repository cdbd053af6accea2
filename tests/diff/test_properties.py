"""What holds for any two articles."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.diff import Settings, coarse, compare
from monitor.diff.redesign import is_redesigned
from monitor.diff.tokens import alike, folded
from monitor.model import (
    Article,
    Block,
    BlockKind,
    Change,
    FindingKind,
    Hunk,
    HunkKind,
    Op,
    Part,
    Provenance,
    Span,
    SpanKind,
    Stamp,
    comparable,
    content_digest,
)
from tests.diff.articles import article

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)
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
kinds = st.sampled_from(list(BlockKind))
addresses = st.sampled_from(
    [
        None,
        "https://port.example/a-story",
        "http://www.port.example/a-story/?utm_source=x#top",
        "https://port.example/b-story",
        "https://cdn.example/port-640x360.jpg",
        "https://cdn.example/bridge.jpg",
        "mailto:desk@port.example",
        "https://[port",
        "\ud800",
    ]
)
times = st.none() | st.integers(0, 50).map(lambda hour: NOON + timedelta(hours=hour))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Return a block of any kind, with links and emphasis anywhere in its text."""
    text = draw(texts | st.text(max_size=30))
    spans = []
    for _ in range(draw(st.integers(0, 2)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        kind = draw(st.sampled_from(list(SpanKind)))
        href = draw(addresses) if kind is SpanKind.LINK else None
        spans.append(Span(start=start, end=end, kind=kind, href=href))
    return Block(
        kind=draw(kinds),
        text=text,
        spans=tuple(spans),
        source=draw(addresses),
        credit=draw(st.none() | words),
        at=draw(times),
    )


stamps = st.none() | st.builds(
    Stamp,
    at=st.integers(0, 3).map(lambda hour: NOON + timedelta(hours=hour)),
    source=st.sampled_from([Provenance.META, Provenance.JSON_LD]),
)
articles = st.builds(
    Article,
    url=st.just("https://courier.example/a"),
    headline=words,
    blocks=st.lists(blocks(), max_size=6).map(tuple),
    standfirst=st.none() | texts,
    kicker=st.none() | words,
    authors=st.lists(words, max_size=2).map(tuple),
    published=stamps,
    modified=stamps,
    language=st.sampled_from(["en", "de-AT", "ru", "ja", "sv", None]),
    corrections=st.lists(texts, max_size=1).map(tuple),
    template=st.sampled_from(["", "a b c", "a b d", "e f g"]),
)
ALONE = Settings(unworded=True)
calmly = settings(deadline=None, max_examples=60)
"""Without a limit of time: the machine may be busy."""


def _joined(hunk: Hunk, *ops: Op) -> str:
    return "".join(piece.text for piece in hunk.pieces if piece.op in ops)


def _fields(one: Article) -> dict[Part, str]:
    return {
        Part.HEADLINE: one.headline,
        Part.KICKER: one.kicker or "",
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


@calmly
@given(articles, articles)
def test_the_hunks_hold_every_character_of_both(old: Article, new: Article) -> None:
    for change in (compare(old, new), coarse(old, new)):
        assert _without_empty(_olds(change)) == _without_empty(_whole(old))
        assert _without_empty(_news(change)) == _without_empty(_whole(new))


@calmly
@given(articles, articles)
def test_the_old_with_its_edits_is_the_new(old: Article, new: Article) -> None:
    change = compare(old, new)
    found = [hunk for hunk in change.hunks if hunk.part is Part.BODY and hunk.new is not None]
    assert [hunk.new for hunk in found] == list(range(len(new.blocks)))
    assert [_joined(hunk, Op.KEEP, Op.INSERT) for hunk in found] == [b.text for b in new.blocks]
    for hunk in found:
        kept = "" if hunk.old is None else old.blocks[hunk.old].text
        assert _joined(hunk, Op.KEEP, Op.DELETE) == kept


@calmly
@given(articles, articles)
def test_the_old_blocks_stand_in_their_order_but_for_those_that_moved(
    old: Article, new: Article
) -> None:
    hunks = [hunk for hunk in compare(old, new).hunks if hunk.part is Part.BODY]
    stood = [
        hunk.old for hunk in hunks if hunk.old is not None and hunk.kind is not HunkKind.MOVED_HERE
    ]
    assert stood == list(range(len(old.blocks)))
    away = Counter(hunk.old for hunk in hunks if hunk.kind is HunkKind.MOVED_AWAY)
    assert away == Counter(hunk.old for hunk in hunks if hunk.kind is HunkKind.MOVED_HERE)


@calmly
@given(articles)
def test_an_article_has_no_edits_against_itself(one: Article) -> None:
    for change in (compare(one, one), coarse(one, one), compare(one, one, settings=ALONE)):
        assert (change.edits, change.notices, change.findings[:-1], change.material) == (
            (), (), (), False,
        )  # fmt: skip
        assert {hunk.kind for hunk in change.hunks} <= {HunkKind.SAME}


@calmly
@given(articles, articles)
def test_articles_of_one_digest_have_no_edits(old: Article, new: Article) -> None:
    twin = replace(new, blocks=old.blocks, headline=old.headline, standfirst=old.standfirst)
    twin = replace(twin, authors=old.authors)
    assert content_digest(twin) == content_digest(old)
    assert compare(old, twin).edits == ()


@calmly
@given(articles, articles)
def test_there_are_edits_exactly_where_a_reader_sees_a_difference(
    old: Article, new: Article
) -> None:
    alike = _seen(old) == _seen(new)
    if alike:
        assert compare(old, new).edits == coarse(old, new).edits == ()
    elif not is_redesigned(old, new) and not _only_arranged(old, new):
        assert compare(old, new).edits
        assert coarse(old, new).edits


def _seen(one: Article) -> list[str]:
    shown = [text for part, text in _fields(one).items() if part is not Part.KICKER]
    body = [
        f"{block.kind if block.kind is BlockKind.CAPTION else ''}{comparable(block.text)}"
        for block in one.blocks
        if comparable(block.text) and block.kind not in (BlockKind.EMBED, BlockKind.RELATED)
    ]
    return [*map(comparable, shown), *body]


def _only_arranged(old: Article, new: Article) -> bool:
    """Return whether the two differ in where the standfirst is read, which is no edit."""
    return Counter(filter(None, _seen(old))) == Counter(filter(None, _seen(new)))


@calmly
@given(articles, articles)
def test_what_is_told_alone_is_told_beside_the_words_too(old: Article, new: Article) -> None:
    quiet, loud = compare(old, new), compare(old, new, settings=ALONE)
    assert loud.hunks == quiet.hunks
    if quiet.edits:
        assert loud == quiet
    unworded = FindingKind.UNWORDED in [finding.kind for finding in quiet.findings]
    assert unworded is (not quiet.edits and bool(loud.edits))


SENTENCES = (
    "Harbour pilots found a drifting trawler.",
    "Nobody aboard answered their calls.",
    "Salvage crews towed it towards Lodrava.",
    "Insurers estimate losses around 40 millions.",
    "Ministers promised stricter inspections soon.",
)
bodies = st.lists(st.sampled_from(SENTENCES), unique=True, max_size=5)


@calmly
@given(bodies, bodies)
def test_swapping_the_articles_swaps_added_and_removed(old: list[str], new: list[str]) -> None:
    there = compare(article(*old), article(*new))
    back = compare(article(*new), article(*old))
    assert _of(there, HunkKind.ADDED) == _of(back, HunkKind.REMOVED)
    assert _of(there, HunkKind.REMOVED) == _of(back, HunkKind.ADDED)


def _of(change: Change, kind: HunkKind) -> Counter[str]:
    return Counter(_joined(h, Op.DELETE, Op.INSERT) for h in change.hunks if h.kind is kind)


@calmly
@given(articles, articles)
def test_every_edit_names_its_kinds_reasons_and_hunk(old: Article, new: Article) -> None:
    change = compare(old, new)
    for edit in change.edits:
        assert edit.kinds and edit.because
        assert 0 < edit.significance <= 1
        if edit.hunk is None:
            assert edit.before != edit.after
        else:
            assert change.hunks[edit.hunk].part is edit.part
        assert edit.disclosed_by is None or edit.disclosed_by < len(change.notices)


@calmly
@given(st.text(alphabet="aé e\u0301\u200b\u00a0\t\n"))
def test_folding_sooner_folds_the_same(text: str) -> None:
    assert folded(text) == comparable(text)
    assert alike(text, f"{text} \u200b")
