"""Whatever a page is made of: it is read the same again, and no memory of others changes that."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.diff import compare
from monitor.extract import explain, extract
from monitor.model import VOTING, Article, ballot, line_digest
from tests.extract.pages import FIRST, HEADLINE, SECOND, THIRD, URL

PARTS = """
<p> </p> <div_class='promo'> <div_class='caption'> </div> <a_href='/x'> </a> <ul><li> <li> </ul>
<br><br> <table><tr><td> <td> </table> <figure> <figcaption> </figure> <blockquote> </blockquote>
<aside_class='quote'> </aside> <h1> <h2> </h2> <em> <b> <!-- --> <iframe_src='http://a/b'> <section>
<time_datetime='2026-05-07'> <template> &#x1F; &amp; </article> <base_href='//x'> <nav> </nav> \x00
Read_more_from_the_paper. Updated_7_May_2026 Correction:_it_was_nine. Ad
"""


def _page(parts: list[str]) -> bytes:
    return f"<title>{HEADLINE}</title><article>{''.join(parts)}".encode("utf-8", "replace")


WORDS = [part.replace("_", " ") for part in PARTS.split()]
TEXTS = [FIRST, SECOND, THIRD, HEADLINE]
PAGES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(TEXTS), st.text(max_size=12)), max_size=60
).map(_page)


@given(PAGES)
@settings(max_examples=120, deadline=None)
def test_a_page_is_read_the_same_again_and_the_reasons_are_those_of_that_reading(
    html: bytes,
) -> None:
    first = extract(html, url=URL)
    assert explain(html, url=URL).result == first
    if isinstance(first, Article):
        again = extract(html, url=URL, previous=first)
        assert again == first
        assert not compare(first, first, url=URL).edits
        (first.headline + first.text).encode("utf-8")
        assert ballot(None, first).stands == ballot(first, first).stands


@given(PAGES)
@settings(max_examples=120, deadline=None)
def test_nothing_that_was_read_before_is_taken_whatever_is_remembered(html: bytes) -> None:
    first = extract(html, url=URL)
    if not isinstance(first, Article):
        return
    known = {line_digest(block.text) for block in first.blocks}
    again = extract(html, url=URL, previous=first, remembered=known)
    assert again == first
    fresh = extract(html, url=URL, remembered=known)
    if isinstance(fresh, Article):
        gone = [one for one in first.blocks if one.text in fresh.left_out]
        assert sum(len(one.text) for one in gone if one.kind in VOTING) <= 0.31 * len(first.text)
        stays = [one for one in first.blocks if one.kind not in VOTING]
        assert [one for one in fresh.blocks if one.kind not in VOTING] == stays
