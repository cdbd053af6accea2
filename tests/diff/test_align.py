"""What became of which: the smallest set of crossings moved, and nothing else."""

from __future__ import annotations

from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.diff import compare
from monitor.diff.align import align
from monitor.diff.tokens import near, words
from monitor.model import BlockKind, Change, EditKind, HunkKind
from tests.diff.articles import article, paragraph

calmly = settings(deadline=None, max_examples=60)
SUBJECTS = ("pilots", "dockers", "insurers", "ministers", "divers", "farmers", "judges", "nurses")
VERBS = ("inspected", "repaired", "described", "protected", "measured", "followed", "restored")
OBJECTS = ("trawler", "harbour", "lighthouse", "warehouse", "railway", "orchard", "hospital")
PLACES = ("Lodrava", "Astrel", "Sarnholm", "Pellworth", "Tarrant", "Oakness", "Vosk")


def _sentence(k: int, number: int = 120) -> str:
    """Return sentence `k`, which shares few words with every other one."""
    return (
        f"{SUBJECTS[k % 8].capitalize()}{k} {VERBS[k % 7]}{k} {number} {OBJECTS[(k * 3) % 7]}{k}"
        f" near {PLACES[(k * 5) % 7]}{'abcdefghijkl'[k]} before winter{k} storms{k} arrived{k}."
    )


orders = st.integers(2, 9).flatmap(lambda count: st.permutations(range(count)))


def _moved(change: Change) -> list[int]:
    return [h.old for h in change.hunks if h.kind is HunkKind.MOVED_HERE and h.old is not None]


@calmly
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=5), unique=True, max_size=7), st.data())
def test_of_all_that_could_stay_the_most_text_does(units: list[str], data: st.DataObject) -> None:
    order = data.draw(st.permutations(units))
    rows = align(units, order, words, near)
    stay = sum(1 + len(units[row.old]) for row in rows if not row.moved and row.old is not None)
    places = {unit: at for at, unit in enumerate(order)}
    runs = (
        run
        for size in range(len(units) + 1)
        for run in combinations(units, size)
        if sorted(run, key=places.__getitem__) == list(run)
    )
    assert stay == max(sum(1 + len(unit) for unit in run) for run in runs)


@calmly
@given(orders)
def test_paragraphs_in_another_order_have_moved_and_are_the_same(order: list[int]) -> None:
    old = [_sentence(k) for k in range(len(order))]
    change = compare(article(*old), article(*(old[k] for k in order)))
    assert {kind for edit in change.edits for kind in edit.kinds} <= {EditKind.MOVED}
    assert not change.material
    assert all(
        edit.before == edit.after == old[k]
        for edit, k in zip(change.edits, _moved(change), strict=True)
    )


@calmly
@given(orders, st.data())
def test_a_paragraph_that_moves_and_is_edited_shows_both(
    order: list[int], data: st.DataObject
) -> None:
    old = [_sentence(k) for k in range(len(order))]
    edited = data.draw(st.sampled_from(order))
    new = [_sentence(k, 12) if k == edited else old[k] for k in order]
    change = compare(article(*old), article(*new))
    (edit,) = (edit for edit in change.edits if edit.before != edit.after)
    assert (edit.before, edit.after) == (old[edited], _sentence(edited, 12))
    assert EditKind.NUMBER in edit.kinds
    assert (EditKind.MOVED in edit.kinds) is (edited in _moved(change))


@calmly
@given(st.integers(3, 9), st.data())
def test_one_paragraph_that_moves_is_the_only_one_that_did(count: int, data: st.DataObject) -> None:
    old = [_sentence(k) for k in range(count)]
    gone = data.draw(st.integers(0, count - 1))
    new = old[:gone] + old[gone + 1 :]
    to = data.draw(st.integers(0, count - 1))
    assume(abs(to - gone) > 1)  # of two neighbours either may have moved
    new.insert(to, _sentence(gone, 12))
    change = compare(article(*old), article(*new))
    (edit,) = change.edits
    assert {EditKind.MOVED, EditKind.NUMBER} >= set(edit.kinds) >= {EditKind.NUMBER}
    assert len(_moved(change)) == 1


@calmly
@given(st.integers(2, 9), st.data())
def test_a_paragraph_that_is_divided_or_joined_loses_and_gains_nothing(
    count: int, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, count - 1))
    sentences = [_sentence(k) for k in range(count)]
    whole = article("It began.", " ".join(sentences), "It ended.")
    parts = article("It began.", " ".join(sentences[:cut]), " ".join(sentences[cut:]), "It ended.")
    for old, new in ((whole, parts), (parts, whole)):
        change = compare(old, new)
        assert {kind for edit in change.edits for kind in edit.kinds} == {EditKind.MOVED}
        assert not change.material


@calmly
@given(st.integers(1, 6), st.integers(0, 6), st.data())
def test_a_sentence_that_is_divided_or_joined_is_edited(
    at: int, others: int, data: st.DataObject
) -> None:
    first = f"The tugs towed vessel{at} towards the port of {PLACES[at]}"
    second = f"the dockers of {OBJECTS[at]}{at} waited with cranes{at} until the morning"
    joined, divided = (
        f"{first}, and {second}.",
        f"{first}. {second.capitalize()}.",
    )
    around = [_sentence(k) for k in range(others)]
    place = data.draw(st.integers(0, others))
    texts = (
        article(" ".join([*around[:place], one, *around[place:]])) for one in (joined, divided)
    )
    whole, parts = texts
    for old, new in ((whole, parts), (parts, whole)):
        (edit,) = compare(old, new).edits
        assert not {EditKind.SENTENCE_ADDED, EditKind.SENTENCE_REMOVED} & set(edit.kinds)


@calmly
@given(orders, st.sets(st.integers(0, 8)), st.sets(st.integers(20, 23), max_size=3))
def test_what_goes_and_what_comes_is_told_among_what_moves(
    order: list[int], gone: set[int], came: set[int]
) -> None:
    old = [_sentence(k) for k in range(len(order))]
    fresh = [
        f"Something else altogether was told by witness{k} on stage{k} alone{k}." for k in came
    ]
    new = [*fresh, *(old[k] for k in order if k not in gone)]
    change = compare(article(*old), article(*new))
    kinds = {HunkKind.REMOVED: [], HunkKind.ADDED: []}  # type: dict[HunkKind, list[str]]
    for hunk in change.hunks:
        kinds.get(hunk.kind, []).append("".join(piece.text for piece in hunk.pieces))
    assert sorted(kinds[HunkKind.REMOVED]) == sorted(old[k] for k in gone if k < len(old))
    assert sorted(kinds[HunkKind.ADDED]) == sorted(fresh)


def test_what_stands_beside_the_text_never_pairs_with_it() -> None:
    text = _sentence(1)
    change = compare(article(text), article(paragraph(text, BlockKind.CAPTION)))
    kinds = [hunk.kind for hunk in change.hunks[1:]]
    assert kinds == [HunkKind.REMOVED, HunkKind.ADDED]
