"""How articles vote on the lines of their site, and what makes no vote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import Article, Ballot, Block, BlockKind, LineRecord, Subject, ballot
from monitor.model.memory import MOST_LINES

URL = "https://www.courier.example/news/bridge"
HEADLINE = "Harbour bridge closes for a year of repairs"
OWN = "Ferries will run every ten minutes between the two banks."
PROMO = "Get our best reporting in your inbox, free, six days a week."
TURNING = "Follow us wherever you listen to podcasts."
LETTERS = "abcdefghijklmnopqrstuvwxyz"
BACKGROUND = "The bridge, built in 1931, carries 20,000 cars a day."


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind=kind, text=text)


def article(*lines: str | Block, **more: object) -> Article:
    blocks = tuple(line if isinstance(line, Block) else block(line) for line in lines)
    fields: dict[str, object] = {"url": URL, "headline": HEADLINE, "blocks": blocks}
    return Article(**(fields | more))  # type: ignore[arg-type]


def test_a_first_version_votes_with_the_lines_that_do_not_speak_of_its_subject() -> None:
    said = ballot(None, article(OWN, BACKGROUND, PROMO))
    assert said == Ballot(article=said.article, stands=(OWN, PROMO))


def test_what_was_left_out_of_it_votes_too_so_that_it_is_not_forgotten() -> None:
    assert PROMO in ballot(None, article(OWN, left_out=(PROMO,))).stands


@pytest.mark.parametrize(
    "kind",
    [
        BlockKind.NOTICE,
        BlockKind.LIVE_ENTRY,
        BlockKind.QUOTATION,
        BlockKind.TABLE_ROW,
        BlockKind.CAPTION,
        BlockKind.RELATED,
        BlockKind.EMBED,
    ],
)
def test_notes_entries_and_what_stands_beside_the_text_never_vote(kind: BlockKind) -> None:
    assert ballot(None, article(OWN, block(PROMO, kind))).stands == (OWN,)


def test_a_line_too_long_to_be_furniture_does_not_vote() -> None:
    assert ballot(None, article(OWN, "word " * 120, "word " * 121)).stands == (
        OWN,
        ("word " * 120).strip(),
    )


def test_of_a_very_long_article_the_first_and_the_last_lines_vote() -> None:
    lines = [f"so {a}{b} it is" for a in LETTERS for b in LETTERS]
    assert len(lines) > MOST_LINES
    stands = ballot(None, article(*lines)).stands
    assert stands == (*lines[: MOST_LINES // 2], *lines[-MOST_LINES // 2 :])


def test_a_line_that_comes_or_goes_while_the_rest_stays_says_so() -> None:
    said = ballot(article(OWN, PROMO), article(OWN, TURNING))
    assert (said.came, said.went) == ((TURNING,), (PROMO,))
    assert said.stands == (OWN, TURNING)


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(article(OWN, TURNING, headline="Harbour bridge closes"), id="headline"),
        pytest.param(article(OWN, TURNING, standfirst="A year at least."), id="standfirst"),
        pytest.param(article(OWN, TURNING, authors=("Ann Lee",)), id="authors"),
        pytest.param(
            article(OWN, TURNING, block("Updated with figures.", BlockKind.NOTICE)), id="note"
        ),
        pytest.param(article(OWN, TURNING, "One more.", "Two more."), id="three lines"),
    ],
)
def test_a_line_that_comes_while_anything_else_changes_is_an_edit_as_any_other(
    new: Article,
) -> None:
    said = ballot(article(OWN, PROMO), new)
    assert (said.came, said.went) == ((), ())
    assert TURNING in said.stands


def test_a_line_about_the_subject_that_comes_or_goes_is_no_vote() -> None:
    said = ballot(article(OWN), article(OWN, BACKGROUND))
    assert (said.came, said.went) == ((), ())
    said = ballot(article(OWN, BACKGROUND), article(OWN))
    assert (said.came, said.went) == ((), ())


def test_an_article_is_known_by_its_canonical_address_whatever_watches_it() -> None:
    one = article(OWN, canonical_url="https://www.courier.example/a/")
    other = replace(one, url="https://www.courier.example/print?id=1", headline="Another")
    plain = replace(one, canonical_url=None, url="http://www.courier.example/a#comments")
    assert ballot(None, one).article == ballot(None, other).article == ballot(None, plain).article
    assert ballot(None, one).article != ballot(None, article(OWN)).article


# --- what an article is about ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "line"),
    [
        ("Harbour bridge closes", "The bridges of the town were last repaired in 1998."),
        ("Talks on Iran resume", "The West says that Iran wants a weapon, which it denies."),
        ("Мост через гавань закрыт", "Гавань замёрзла впервые за сорок лет."),
        ("Budget of 2027 passes", "It is the third vote on the sums for 2027."),
        ("港の橋が閉鎖", "橋は一年間閉鎖される。"),
        ("항구의 다리가 닫히다", "이 다리가 처음 놓인 해는 오래전이다."),
        ("สะพานท่าเรือปิดซ่อม", "คนเดินข้ามสะพานท่าเรือทุกวัน"),
    ],
)
def test_a_line_with_a_word_of_the_headline_speaks_of_the_subject(headline: str, line: str) -> None:
    assert Subject(URL, [headline], [OWN]).names(line)


@pytest.mark.parametrize(
    ("headline", "line"),
    [
        ("Harbour bridge closes for a year", PROMO),
        ("In the rain", "Sign up for it in the app, or on the phone."),
        ("Get up and walk", "Get our best reporting. Get it now. (Get it “Get it”)"),
        ("Мост закрыт", "Подпишитесь на нашу рассылку, чтобы ничего не пропустить."),
        ("港の橋が閉鎖", "続きは会員になってお読みください。"),
        ("สะพานท่าเรือปิดซ่อม", "สมัครรับข่าวสารของเราได้ทุกวัน"),
        ("The Courier is sold", "Read more from the Courier every morning."),
    ],
)
def test_a_line_without_one_does_not(headline: str, line: str) -> None:
    assert not Subject(URL, [headline], [OWN]).names(line)


def test_a_name_that_several_other_lines_have_is_the_subjects() -> None:
    lines = ["Yesterday Zorya won.", "Nobody had asked Zorya.", "He left Zorya in 2001."]
    subject = Subject(URL, ["A match in the rain"], lines)
    assert subject.names("He left Zorya in 2001.")
    assert subject.names("All of them know Zorya by now.")
    assert not Subject(URL, ["A match in the rain"], lines[1:]).names(lines[2])


def test_only_so_much_of_a_giant_article_is_looked_at() -> None:
    late = [f"so {number:b}" for number in range(1_100)]
    late += ["One said it of Zorya.", "Two said it of Zorya."]
    assert not Subject(URL, [""], late).names("All of them know Zorya by now.")
    assert not Subject(URL, ["Harbour"], []).names("word " * 400 + "harbour")


def test_an_address_that_cannot_be_parsed_names_no_outlet() -> None:
    for url in ("http://[bad", "courier"):
        assert Subject(url, ["Courier sold"], []).names("Read the Courier.")


# --- the verdict -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("articles", "stands", "turned", "left_out"),
    [
        (8, 8, 0, True),
        (7, 7, 0, False),  # too few to say
        (10, 8, 0, True),
        (11, 8, 0, False),  # many, but not most
        (100, 75, 0, True),
        (100, 74, 2, False),
        (100, 3, 3, True),
    ],
)
def test_a_line_is_left_out_once_enough_articles_agree(
    articles: int, stands: int, turned: int, left_out: bool
) -> None:
    line = LineRecord(digest="", text="", articles=articles, stands=stands, turned=turned)
    assert line.left_out is left_out
