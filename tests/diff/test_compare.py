"""What an edit is called, block by block and field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.diff import Settings, coarse, compare
from monitor.diff.rules import Rule
from monitor.model import (
    Article,
    Block,
    BlockKind,
    Edit,
    EditKind,
    FindingKind,
    HunkKind,
    Op,
    Span,
    SpanKind,
)
from tests.diff.articles import article, paragraph

FIRST = "The pilots found a drifting trawler off the northern cape at dawn on Monday."
SECOND = "Nobody aboard the vessel answered when the coast guard called it by radio."
THIRD = "Two tugs towed it towards Lodrava, where 120 dockers waited with cranes."


def _only(old: Article, new: Article) -> Edit:
    (edit,) = compare(old, new).edits
    return edit


def test_a_moved_paragraph_with_another_number_shows_both() -> None:
    old = article(FIRST, SECOND, THIRD)
    new = article(THIRD.replace("120", "12"), FIRST, SECOND)
    change = compare(old, new)
    (edit,) = change.edits
    assert {EditKind.MOVED, EditKind.NUMBER} == set(edit.kinds)
    kinds = [hunk.kind for hunk in change.hunks]
    assert (kinds.count(HunkKind.MOVED_HERE), kinds.count(HunkKind.MOVED_AWAY)) == (1, 1)


def test_a_sentence_that_goes_to_another_paragraph_has_moved() -> None:
    old = article(f"{FIRST} {SECOND}", THIRD)
    new = article(FIRST, f"{SECOND} {THIRD}")
    change = compare(old, new)
    assert {kind for edit in change.edits for kind in edit.kinds} == {EditKind.MOVED}
    assert not change.material


def test_a_paragraph_that_is_divided_is_not_added() -> None:
    change = compare(article(f"{FIRST} {SECOND}", THIRD), article(FIRST, SECOND, THIRD))
    assert {kind for edit in change.edits for kind in edit.kinds} == {EditKind.MOVED}


def test_a_sentence_that_moves_inside_its_paragraph_is_no_new_one() -> None:
    edit = _only(article(f"{FIRST} {SECOND} {THIRD}"), article(f"{SECOND} {THIRD} {FIRST}"))
    assert edit.kinds == (EditKind.MOVED,)


def test_a_sentence_that_moves_and_is_edited_shows_both() -> None:
    new = THIRD.replace("120", "12")
    edit = _only(article(f"{THIRD} {FIRST} {SECOND}"), article(f"{FIRST} {SECOND} {new}"))
    assert {EditKind.MOVED, EditKind.NUMBER} == set(edit.kinds)


def test_a_sentence_that_is_split_is_edited_not_added() -> None:
    old = "The two tugs towed the vessel towards the port, and the dockers waited with cranes."
    new = "The two tugs towed the vessel towards the port. The dockers waited with cranes."
    edit = _only(article(old), article(new))
    assert not {EditKind.SENTENCE_ADDED, EditKind.SENTENCE_REMOVED} & set(edit.kinds)


@pytest.mark.parametrize("kind", [BlockKind.RELATED, BlockKind.EMBED])
def test_related_links_and_embeds_are_never_told(kind: BlockKind) -> None:
    assert compare(article(FIRST), article(FIRST, paragraph("More on this", kind))).edits == ()


def _linked(text: str, href: str) -> Block:
    span = Span(start=0, end=3, kind=SpanKind.LINK, href=href)
    return Block(kind=BlockKind.PARAGRAPH, text=text, spans=(span,))


def test_a_link_that_leads_elsewhere_is_told_with_the_words_around_it() -> None:
    old = article(_linked(FIRST, "https://www.port.example/a?from=1"))
    other = _linked(FIRST.replace("drifting", "drifting grey"), "https://port.example/b")
    assert EditKind.LINK in _only(old, article(other)).kinds
    same = _linked(FIRST.replace("drifting", "drifting grey"), "http://port.example/a#top")
    assert EditKind.LINK not in _only(old, article(same)).kinds
    assert compare(old, article(_linked(FIRST, "https://port.example/b"))).edits == ()


def _caption(text: str, source: str) -> Block:
    return Block(kind=BlockKind.CAPTION, text=text, source=source)


def test_a_caption_with_another_picture_is_both() -> None:
    old = article(FIRST, _caption("The trawler in the port of Lodrava.", "https://c.example/1.jpg"))
    new = article(FIRST, _caption("The trawler in the port of Astrel.", "https://c.example/2.jpg"))
    edit = _only(old, new)
    assert {EditKind.CAPTION, EditKind.IMAGE} <= set(edit.kinds)
    kept = article(FIRST, _caption("The trawler in the port of Astrel.", "https://d.example/1.jpg"))
    assert EditKind.IMAGE not in _only(old, kept).kinds
    assert _only(old, article(FIRST)).kinds == (EditKind.CAPTION,)


def test_a_picture_at_another_address_is_no_edit() -> None:
    old = article(FIRST, _caption("", "https://c.example/1.jpg"))
    assert compare(old, article(FIRST, _caption("", "https://c.example/2.jpg"))).edits == ()


def test_a_live_entry_is_called_one() -> None:
    entry = paragraph(SECOND, BlockKind.LIVE_ENTRY)
    edit = _only(article(FIRST), article(entry, FIRST))
    assert edit.kinds == (EditKind.LIVE_ENTRY,)


def test_a_heading_or_an_invitation_is_a_short_line() -> None:
    for line in (paragraph("What comes next", BlockKind.HEADING), paragraph("Read more: " + THIRD)):
        edit = _only(article(FIRST), article(FIRST, line))
        assert edit.kinds == (EditKind.PARAGRAPH_ADDED,) and not edit.material
        assert not _only(article(FIRST, line), article(FIRST)).material


def test_a_quotation_of_some_length_is_named_in_a_new_paragraph() -> None:
    said = f"“{SECOND}” the pilot said."
    assert EditKind.QUOTATION_ADDED in _only(article(FIRST), article(FIRST, said)).kinds
    assert EditKind.QUOTATION_REMOVED in _only(article(FIRST, said), article(FIRST)).kinds
    short = "A “dark horse” among the many candidates for the post won it in the end."
    assert _only(article(FIRST), article(FIRST, short)).kinds == (EditKind.PARAGRAPH_ADDED,)


def test_a_long_paragraph_weighs_more() -> None:
    long = " ".join(f"word{k}x" for k in range(60)) + "."
    (short_one,) = compare(article(FIRST), article(FIRST, SECOND)).edits
    (long_one,) = compare(article(FIRST), article(FIRST, long)).edits
    assert long_one.significance > short_one.significance
    assert _only(article(FIRST, long), article(FIRST)).kinds == (EditKind.PARAGRAPH_REMOVED,)


def test_scraps_weigh_little() -> None:
    edit = _only(article(FIRST), article(f"{FIRST} So it was."))
    assert edit.kinds == (EditKind.SENTENCE_ADDED,) and not edit.material
    edit = _only(article(f"{FIRST} So it was."), article(FIRST))
    assert edit.kinds == (EditKind.SENTENCE_REMOVED,) and not edit.material


def test_a_headline_is_reworded_or_respelled() -> None:
    old = article(FIRST, headline="Port closes after 27 ships sink")
    reworded = _only(old, article(FIRST, headline="Port closes after 37 ships sink"))
    assert reworded.kinds == (EditKind.HEADLINE, EditKind.NUMBER) and reworded.material
    respelled = _only(old, article(FIRST, headline="Port closess after 27 ships sink"))
    assert respelled.kinds == (EditKind.HEADLINE,) and not respelled.material


def test_a_standfirst_comes_moves_and_is_edited() -> None:
    plain, full = article(FIRST), replace(article(FIRST), standfirst=SECOND)
    assert _only(plain, full).because == (Rule.STANDFIRST_WHOLE.because(),)
    edited = replace(plain, standfirst=SECOND.replace("Nobody", "Somebody"))
    assert {EditKind.STANDFIRST, EditKind.NEGATION} <= set(_only(full, edited).kinds)
    moved = compare(article(SECOND, FIRST), full)
    assert not moved.material


def test_a_byline_changes_or_is_reordered() -> None:
    old = replace(article(FIRST), authors=("Mira Tallis", "Jonas Eeke"))
    assert _only(old, article(FIRST)).significance == 0.2
    assert _only(old, replace(old, authors=("Jonas Eeke", "Mira Tallis"))).significance == 0.05


def test_a_kicker_is_never_an_edit() -> None:
    assert compare(article(FIRST), replace(article(FIRST), kicker="World")).edits == ()


def test_sense_that_many_small_edits_make_is_counted_once() -> None:
    old = " ".join(f"The {w} is here for all." for w in ("boat", "truck", "horse", "plane"))
    new = " ".join(f"The {w} is here for good." for w in ("boat", "truck", "horse", "plane"))
    edit = _only(article(old), article(new))
    assert edit.significance <= 0.45


def test_a_coarse_change_says_that_it_is_one_and_what_is_there() -> None:
    old = replace(article(FIRST, SECOND, THIRD), standfirst="Early reports.")
    new = article(THIRD.replace("120", "12"), FIRST, "Something else stands here instead of that.")
    new = replace(new, standfirst="Late reports.", headline="A loud day")
    change = coarse(old, new)
    assert FindingKind.COARSE in [finding.kind for finding in change.findings]
    kinds = {kind for edit in change.edits for kind in edit.kinds}
    assert {EditKind.HEADLINE, EditKind.STANDFIRST, EditKind.MOVED} <= kinds
    assert {EditKind.PARAGRAPH_ADDED, EditKind.PARAGRAPH_REMOVED} <= kinds
    assert change.material


def test_a_coarse_change_shows_a_move_as_a_move() -> None:
    (edit,) = coarse(article(FIRST, SECOND, THIRD), article(THIRD, FIRST, SECOND)).edits
    assert edit.kinds == (EditKind.MOVED,)


def test_control_characters_in_a_text_are_text() -> None:
    change = compare(article("\1"), article("\1caption\1", "\1\1"))
    assert {"\1caption\1", "\1\1"} <= {edit.after for edit in change.edits}


# --- bounds ----------------------------------------------------------------------------------


def _long(mark: str) -> Article:
    texts = (" ".join(f"w{at}q{k}" for k in range(59)) + f" {mark}{at}." for at in range(500))
    return article(*texts)


def test_thirty_thousand_words_all_edited_are_compared_word_by_word() -> None:
    change = compare(_long("a"), _long("b"))
    assert len(change.edits) == 500
    assert not change.findings
    kept = [piece for hunk in change.hunks for piece in hunk.pieces if piece.op is Op.KEEP]
    assert sum(len(piece.text) for piece in kept) > 0.9 * len(_long("a").text)


def test_past_the_bound_the_answer_is_coarse_and_says_so() -> None:
    change = compare(_long("a"), _long("b"), settings=Settings(max_words=30_000))
    assert [finding.kind for finding in change.findings] == [FindingKind.COARSE]
    assert len(change.edits) == 500


def test_a_word_diff_past_its_bound_replaces_the_middle_as_a_whole() -> None:
    old, new = "x y " * 200 + "end.", "y x " * 200 + "end."
    change = compare(article(old), article(new), settings=Settings(max_cells=1000))
    assert len(change.hunks[-1].pieces) <= 4
    assert [finding.kind for finding in change.findings] == [FindingKind.COARSE]
    assert compare(article(old), article(new)).findings == ()
