"""Each word by which pages name what is not the article's, on a page that has it."""

from __future__ import annotations

import pytest

from monitor.model import BlockKind, Reason
from tests.extract import words
from tests.extract.pages import BODY, FIRST, SECOND, THIRD, block, fail, page, read, texts

TEXT = [FIRST, SECOND, THIRD]
LONG = "Readers wrote to us about this and about that, as they do in each week of the year."
LINK = '<a href="/news/other">Council approves the new housing plan after a late vote</a>'


def phrases(table: str) -> list[str]:
    """Return the phrases of a table that parts them by bars."""
    return [phrase for one in table.split("|") if (phrase := " ".join(one.split()))]


def between(markup: str) -> bytes:
    """Return a page with `markup` between two paragraphs of its article."""
    return page(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p><p>{THIRD}</p>")


def after(markup: str) -> bytes:
    """Return a page with `markup` after all paragraphs of its article."""
    return page(f"{BODY}{markup}")


# --- names of elements -------------------------------------------------------------------------


@pytest.mark.parametrize("name", words.FURNITURE.split())
def test_a_box_called_like_furniture_is_not_the_articles(name: str) -> None:
    assert texts(read(between(f'<div class="{name}"><p>{LONG}</p></div>'))) == TEXT


@pytest.mark.parametrize("name", words.MINOR.split())
def test_a_short_piece_called_like_a_byline_or_a_date_is_not_the_texts(name: str) -> None:
    assert read(between(f'<div class="{name}"><p>{LONG}</p></div>')).text == "\n".join(TEXT)


@pytest.mark.parametrize("name", words.CAPTIONS.split())
def test_a_piece_called_a_caption_is_one(name: str) -> None:
    article = read(between(f'<div class="{name}">{LONG}</div>'))
    assert texts(article, BlockKind.CAPTION) == [LONG]


@pytest.mark.parametrize("name", words.CREDITS.split())
def test_who_made_a_picture_is_told_from_its_caption(name: str) -> None:
    credit = f'<span class="{name}">Bo Lens</span>'
    html = between(f"<figure><figcaption>The bridge. {credit}</figcaption></figure>")
    assert block(read(html), BlockKind.CAPTION).credit == "Bo Lens"


@pytest.mark.parametrize("name", words.STANDFIRSTS.split())
def test_a_paragraph_apart_that_is_called_a_standfirst_is_one(name: str) -> None:
    article = read(page(f'<div><p class="{name}">{LONG}</p></div><div>{BODY}</div>'))
    assert (article.standfirst, texts(article)) == (LONG, TEXT)


@pytest.mark.parametrize("name", words.BODIES.split())
def test_a_body_is_no_furniture_whatever_else_it_is_called(name: str) -> None:
    article = read(between(f'<div class="{name} widget"><p>{LONG}</p></div>'))
    assert LONG in texts(article)


@pytest.mark.parametrize("name", words.UNSEEN.split())
def test_words_inside_a_line_that_nobody_sees_are_none_of_it(name: str) -> None:
    article = read(page(f'<p>{FIRST} <span class="{name}">Not seen.</span> Seen.</p>{BODY}'))
    assert texts(article)[0] == f"{FIRST} Seen."


@pytest.mark.parametrize("name", words.OTHERS.split())
def test_what_others_wrote_is_not_the_articles_however_much_it_is(name: str) -> None:
    much = "".join(f"<p>{LONG} {n}</p>" for n in range(7))
    assert texts(read(after(f'<div class="{name}">{much}</div>'))) == TEXT


@pytest.mark.parametrize("name", words.NEVER.split())
def test_what_is_never_an_article_is_none_where_nothing_else_has_text(name: str) -> None:
    much = "".join(f"<p>{LONG} {n}</p>" for n in range(9))
    html = f'<title>Courier</title><body><div class="x {name}">{much}</div></body>'
    assert fail(html.encode()).reason


@pytest.mark.parametrize("name", words.LAYOUTS.split())
def test_a_name_that_says_what_stands_beside_a_box_says_nothing_of_it(name: str) -> None:
    assert LONG in texts(read(between(f'<div class="{name}"><p>{LONG}</p></div>')))


@pytest.mark.parametrize("name", words.KICKERS.split())
def test_a_line_above_the_headline_called_a_kicker_is_one(name: str) -> None:
    html = page().replace(b"<h1>", f'<span class="{name}">Harbour</span><h1>'.encode())
    assert read(html).kicker == "Harbour"


# --- words of lines ----------------------------------------------------------------------------


@pytest.mark.parametrize("words_", phrases(words.RELATED))
def test_a_line_that_opens_like_a_hint_and_is_mostly_a_link_leads_elsewhere(words_: str) -> None:
    line = f"{words_} all that we know of it so far. {LINK}."
    assert words_ in block(read(between(f"<p>{line}</p>")), BlockKind.RELATED).text


@pytest.mark.parametrize("label", phrases(words.LABELS))
def test_a_label_is_no_text(label: str) -> None:
    assert texts(read(between(f"<p>{label.title()}</p>"))) == TEXT


@pytest.mark.parametrize("opening", phrases(words.CONTACTS))
def test_a_line_after_the_text_that_opens_like_a_contact_is_none_of_it(opening: str) -> None:
    assert texts(read(after(f"<p>{opening} the people of the Courier, as ever.</p>"))) == TEXT


@pytest.mark.parametrize("phrase", phrases(words.SIGNED))
def test_a_line_after_the_text_that_says_who_helped_is_none_of_it(phrase: str) -> None:
    assert texts(read(after(f"<p>Bo Ray in Zorya, {phrase} Ann Lee.</p>"))) == TEXT


@pytest.mark.parametrize("phrase", phrases(words.SUPPORT))
def test_an_appeal_for_money_after_the_text_is_none_of_it(phrase: str) -> None:
    assert texts(read(after(f"<p><em>Here and there {phrase} for all of us.</em></p>"))) == TEXT


@pytest.mark.parametrize("verb", phrases(words.ABOUT))
def test_what_is_said_of_an_author_after_the_text_is_none_of_it(verb: str) -> None:
    head = '<meta name="author" content="Ann Lee">'
    assert texts(read(page(f"{BODY}<p>Ann Lee {verb} Zorya.</p>", head=head))) == TEXT


@pytest.mark.parametrize("hint", phrases(words.WINDOWS))
def test_a_hint_that_a_link_opens_elsewhere_is_no_text(hint: str) -> None:
    link = f'<a href="/map">map<span> ({hint})</span></a>'
    assert texts(read(page(f"<p>{FIRST} See the {link}.</p>{BODY}")))[0] == f"{FIRST} See the map."


@pytest.mark.parametrize("network", phrases(words.NETWORKS))
def test_a_line_of_the_names_of_networks_is_a_share_bar(network: str) -> None:
    links = f'<a href="#1">{network}</a> <a href="#2">Facebook</a>'
    counted = f"<div>Deel dit: {links} 311 | Reacties (3)</div>"
    assert not any(network in text for text in texts(read(page(f"{BODY}{counted}"))))


@pytest.mark.parametrize(
    "line",
    [
        '<p>The mayor left <a href="/f">Facebook</a> and <a href="/x">X</a> in the same week.</p>',
        '<p>Facebook said nothing, and neither did <a href="/t">Telegram</a>.</p>',
        "<p>What was said on Facebook and Twitter about the ferries that do not sail</p>",
    ],
)
def test_a_line_about_networks_is_no_share_bar(line: str) -> None:
    assert len(texts(read(page(f"<p>{FIRST}</p>{line}{BODY}")))) == len(TEXT) + 2


@pytest.mark.parametrize("end", phrases(words.PICTURES))
def test_a_line_that_ends_like_a_caption_is_one(end: str) -> None:
    article = read(between(f"<p>The bridge at dawn, as seen from the mill {end}</p>"))
    assert len(texts(article, BlockKind.CAPTION)) == 1


@pytest.mark.parametrize("name", phrases(words.NOTICES))
def test_a_line_that_names_itself_a_note_is_one(name: str) -> None:
    for line in (
        f"{name}: the piers of the bridge are nine and not ten.",
        f"【{name}】The piers are nine.",
    ):
        assert texts(read(between(f"<p>{line}</p>")), BlockKind.NOTICE) == [line]


@pytest.mark.parametrize("name", phrases(words.NOTICES))
def test_a_sentence_that_opens_with_the_name_of_a_note_is_none(name: str) -> None:
    line = f"{name} of the old bridge over the river is what the council wants to discuss in May."
    assert line in texts(read(between(f"<p>{line}</p>")))


@pytest.mark.parametrize("opening", phrases(words.SPOKEN))
def test_a_line_that_speaks_of_the_article_is_a_note(opening: str) -> None:
    article = read(between(f"<p>{opening} the number of piers, which is nine and not ten.</p>"))
    assert len(texts(article, BlockKind.NOTICE)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Correction: 72, not 27.",
        "Correction, 4 March: 72 cracks.",
        "CORRECTION (4 March 2026): it is 72.",
        "Korrektur, 4. März 2026: 72 Risse.",
        "This article was amended on 4 March 2026.",
        "【訂正】正しくは2100冊です。",
        "（訂正：2100冊に修正しました）",
    ],
)
def test_a_short_correction_with_a_figure_is_no_line_of_a_date(line: str) -> None:
    assert texts(read(between(f"<p>{line}</p>")), BlockKind.NOTICE) == [line]


@pytest.mark.parametrize(
    "line", ["Updated 4 March 2026, 14:05", "Updated: May 7", "Update: 7.5.2026", "Corrected May 7"]
)
def test_the_line_of_a_date_is_no_note(line: str) -> None:
    assert texts(read(between(f"<p>{line}</p>"))) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "The report was amended by the council in January after residents had complained of noise.",
        "The story of the bridge was updated by a historian, Ann Price, who wrote a book in 2021.",
        "An earlier version of the plan would have closed the bridge for twelve weeks in winter.",
        "In einer früheren Sitzung hatte der Rat den Plan noch abgelehnt, mit 30 zu 33 Stimmen.",
    ],
)
def test_a_sentence_about_versions_of_other_things_is_no_note(line: str) -> None:
    assert line in texts(read(between(f"<p>{line}</p>")), BlockKind.PARAGRAPH)


@pytest.mark.parametrize("phrase", phrases(words.CONSENTS))
def test_a_line_that_asks_for_consent_is_no_text(phrase: str) -> None:
    assert texts(read(between(f"<p>Inhalt: {phrase}, if it must be.</p>"))) == TEXT


@pytest.mark.parametrize("opening", phrases(words.BYLINES))
def test_a_line_that_opens_like_a_byline_is_no_text(opening: str) -> None:
    name = "" if opening == "by" else " Ann Lee"
    assert texts(read(between(f"<p>{opening.removesuffix(' x').title()}{name}</p>"))) == TEXT


@pytest.mark.parametrize("opening", phrases(words.PHOTOS))
def test_a_line_that_opens_like_a_credit_is_no_text(opening: str) -> None:
    assert texts(read(between(f"<p>{opening.title()} Bo Lens of the Agency</p>"))) == TEXT


# --- what is shown instead of an article -------------------------------------------------------


def shown(title: str, text: str = "", more: str = "") -> bytes:
    return f"<title>{title}</title><body><h1>{title}</h1><p>{text}</p>{more}</body>".encode()


@pytest.mark.parametrize("phrase", phrases(words.CHALLENGES))
def test_a_page_that_asks_for_proof_of_a_person_is_a_challenge(phrase: str) -> None:
    assert fail(shown(f"{phrase}")).reason is Reason.CHALLENGE


@pytest.mark.parametrize("phrase", phrases(words.MISSING))
def test_a_page_that_says_that_nothing_is_there_is_a_soft_404(phrase: str) -> None:
    assert fail(shown(f"Oh: {phrase}")).reason is Reason.SOFT_404


@pytest.mark.parametrize("phrase", phrases(words.ERRORS))
def test_a_page_that_speaks_of_an_error_of_the_server_is_one(phrase: str) -> None:
    assert fail(shown(phrase)).reason is Reason.ERROR_PAGE


@pytest.mark.parametrize("phrase", phrases(words.CONSENT_ASKED))
def test_a_page_that_asks_its_reader_for_consent_is_a_wall(phrase: str) -> None:
    assert fail(shown("Hello", f"{phrase}: cookies, gdpr, tracking.")).reason is Reason.CONSENT


@pytest.mark.parametrize("word", phrases(words.CONSENT_WORDS))
def test_a_page_of_nothing_but_words_of_consent_is_a_wall(word: str) -> None:
    other = "cookies" if "gdpr" in word.casefold() else "gdpr"
    text = f"{word}. {word}. {word}. {other}."
    assert fail(shown("Hello", text)).reason is Reason.CONSENT


@pytest.mark.parametrize("word", phrases(words.LOGINS))
def test_a_page_that_asks_for_a_password_is_a_log_in(word: str) -> None:
    form = f"<form><input type=password><button>{word}</button></form>"
    assert fail(shown("Hello", "", form)).reason is Reason.LOGIN


@pytest.mark.parametrize("phrase", phrases(words.PAYWALLS))
def test_a_page_for_those_who_pay_is_a_paywall(phrase: str) -> None:
    assert fail(shown("The bridge closes", f"Hello! {phrase}.")).reason is Reason.PAYWALL
