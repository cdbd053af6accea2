"""Whatever a page says, it stays text: in every renderer, every field is hostile at once."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import partial

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from monitor.diff import compare
from monitor.model import (
    Alert,
    Article,
    Because,
    Block,
    BlockKind,
    Decision,
    Edit,
    EditKind,
    Explanation,
    Failure,
    Finding,
    FindingKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Proposal,
    Reason,
    SiteRules,
    Why,
)
from monitor.report import (
    Story,
    article_text,
    as_json,
    life,
    life_csv,
    life_markdown,
    life_terminal,
    markdown,
    message,
    page,
    patch,
    terminal,
    tried,
)
from monitor.report.picture import picture, svg
from monitor.report.view import view
from tests.report.making import BODY, NOW, URL, alert, article, event, story

HOSTILE = (
    "</title></style></svg>--><script>alert(1)</script><img src=x onerror=alert(2)>"
    "\" onmouseover=\"alert(3) ' onfocus='alert(4) {{ 7*7 }} {% raw %} &lt;b&gt; <b>"
    "\r\nBcc: victim@example.org\r\n\r\nbody\x1b[2J\x1b]0;owned\x07\x9b31m\x08\x00"
    "\u202egnp.exe\u2066 [link](javascript:alert(5)) ![i](https://t.example/p.gif)"
    " <https://t.example> `code` ~~s~~ **b** | a | b |\n# heading\n- item\n\u2028\u0085\ud800\ufffe"
)
CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def _hostile() -> Story:
    """Return a story in which every word that comes from outside is hostile."""
    blocks = tuple(
        Block(kind=kind, text=f"{kind} {HOSTILE}", source="javascript:alert(6)", credit=HOSTILE)
        for kind in BlockKind
    )
    old = replace(article(blocks=blocks, headline="An old " + HOSTILE), kicker=HOSTILE)
    new = replace(
        article(
            blocks=(blocks[2], *blocks[:2], *blocks[4:]),
            headline=HOSTILE,
            standfirst=HOSTILE,
            authors=(HOSTILE, HOSTILE),
            language='"><script>',
        ),
        url=URL + '/"><script>alert(7)</script>',
    )
    change = compare(old, new, url=URL)
    odd = Edit(
        kinds=(EditKind.LINK,), part=Part.BODY, before="javascript:alert(8)", after=HOSTILE,
        hunk=None, because=(Because(text=HOSTILE, weight=0.1),), disclosed_by=0,
    )  # fmt: skip
    change = replace(
        change,
        edits=(*change.edits, odd),
        notices=(Notice(kind=NoticeKind.UPDATE, op=Op.INSERT, text=HOSTILE),),
        findings=(Finding(kind=FindingKind.TOUCHED, text=HOSTILE),),
    )
    shown = story(old, new, change)
    assert shown.versions[1].change
    versions = (
        shown.versions[0],
        replace(shown.versions[1], change=replace(shown.versions[1].change, line=HOSTILE)),
    )
    return replace(
        shown, versions=versions, headline=HOSTILE,
        watch=replace(shown.watch, name=HOSTILE, url="javascript:alert(9)"),
    )  # fmt: skip


STORY = _hostile()
ALERT: Alert = alert(event(line=HOSTILE))
BARE = replace(STORY, old=None, new=None, change=None, event=event(line=HOSTILE))
DECISIONS = tuple(
    Decision(why=why, text=f"{why} {HOSTILE}", kind=kind, place=HOSTILE)
    for why in Why
    for kind in (None, BlockKind.PARAGRAPH)
)
TRIED = Explanation(
    result=replace(
        article(headline=HOSTILE, standfirst=HOSTILE, authors=(HOSTILE,), language='"><script>'),
        kicker=HOSTILE,
        section=HOSTILE,
    ),
    decisions=DECISIONS,
    place=HOSTILE,
    proposal=Proposal(host=HOSTILE, rules=SiteRules(), snippet=HOSTILE),
)
REFUSED = Explanation(
    result=Failure(reason=Reason.NOT_AN_ARTICLE, detail=HOSTILE, evidence=HOSTILE),
    decisions=DECISIONS,
)
HTML = {
    "page": page(STORY),
    "bare page": page(BARE),
    "life": life((STORY, STORY)),
    "mail": message(ALERT, STORY).html,
    "bare mail": message(ALERT, BARE).html,
    "tried": tried(TRIED, "javascript:alert(9)"),
    "refused": tried(REFUSED, URL + '/"><script>alert(7)</script>'),
}


@pytest.mark.parametrize("name", HTML)
def test_html_has_no_element_attribute_or_link_that_a_page_brought(name: str) -> None:
    found = BeautifulSoup(HTML[name], "html.parser")
    assert not found.select("img, iframe, object, b > b, [onmouseover], [onerror], [onfocus]")
    assert all(re.match(r"https?://|#", str(link["href"])) for link in found.select("[href]"))
    own = found.find_all(["style", "script"])
    assert [item.name for item in own] in (["style"], ["style", "script"])
    assert not any("alert" in item.get_text() for item in own)
    assert "alert(1)" in found.get_text()


@pytest.mark.parametrize("name", HTML)
def test_html_shows_no_control_and_fills_in_no_template(name: str) -> None:
    text = BeautifulSoup(HTML[name], "html.parser").get_text()
    assert not CONTROLS.search(text.replace("\n", ""))
    assert "{{ 7*7 }}" in text
    HTML[name].encode("utf-8")


def test_svg_is_whole_and_inert() -> None:
    root = ET.fromstring(svg(STORY))
    names = {item.tag.rpartition("}")[2] for item in root.iter()}
    assert names == {"svg", "title", "desc", "rect", "text"}
    assert not [key for item in root.iter() for key in item.attrib if key.startswith("on")]


def test_the_picture_is_drawn() -> None:
    assert picture(STORY).startswith(b"\x89PNG")


@pytest.mark.parametrize("shown", [STORY, BARE])
def test_mail_headers_and_text_stay_in_their_lines(shown: Story) -> None:
    written = message(ALERT, shown)
    assert not CONTROLS.search(written.subject) and "\n" not in written.subject
    assert len(written.subject) < 200
    assert not CONTROLS.search(written.text.replace("\n", ""))
    assert not re.search(r"(?m)^Bcc:", written.subject + "\n" + written.text)


TERMINALS = {
    "report": partial(terminal, STORY),
    "bare report": partial(terminal, BARE),
    "life": partial(life_terminal, (STORY, STORY)),
}


@pytest.mark.parametrize("name", TERMINALS)
@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_gets_no_escape_but_our_colours(name: str, colour: bool) -> None:
    text = TERMINALS[name](colour=colour, width=80)
    rest = re.sub(r"\x1b\[[\d;]*m", "", text) if colour else text
    assert not CONTROLS.search(rest.replace("\n", ""))
    assert "[2J" in rest


@pytest.mark.parametrize("written", [markdown(STORY), markdown(BARE), life_markdown((STORY,))])
def test_markdown_brings_no_element_that_is_not_ours(written: str) -> None:
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
    found = BeautifulSoup(renderer.render(written), "html.parser")
    ours = {
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "s",
        "strong",
        "blockquote",
        "hr",
        "table",
        "thead",
        "tbody",
    }
    assert {item.name for item in found.find_all()} <= ours | {"tr", "th", "td", "code"}
    assert all(
        str(link["href"]).startswith("https://courier.example") for link in found.find_all("a")
    )
    assert len(found.find_all("h1")) == 1
    assert not CONTROLS.search(written.replace("\n", ""))


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r\n=cmd|' /C calc'!A0", "＝1+1")


@pytest.mark.parametrize("formula", [*FORMULAS, HOSTILE])
def test_a_spreadsheet_takes_nothing_for_a_formula_and_no_row_is_torn(formula: str) -> None:
    old, new = article(headline=formula), article([formula, *BODY], headline=formula)
    rows = list(csv.reader(io.StringIO(life_csv((story(old, new), STORY)))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert STORY.change and len(rows) == 2 + len(STORY.change.edits)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝")]
    assert not any(CONTROLS.search(cell) for cell in cells)


OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("override", OVERRIDES)
def test_no_override_of_direction_reaches_a_reader(override: str) -> None:
    """It could show 073 where the text says 370, or turn our own words around it."""
    read = article([f"About {override}370 ships pass.", *BODY[1:]], headline=f"{override}Closed")
    shown = story(article(), read)
    written = message(ALERT, shown)
    assert shown.new
    texts = [page(shown), life((shown,)), written.subject, written.text, written.html, svg(shown)]
    texts += [markdown(shown), life_markdown((shown,)), life_csv((shown,)), patch(shown)]
    texts += [terminal(shown, colour=True, width=80), article_text(shown.new)]
    assert not [text for text in texts if override in text]
    assert sum("370" in text for text in texts) >= len(texts) - 2, "but the subject and the picture"


def test_json_passes_on_what_was_said_as_text() -> None:
    said = HOSTILE.replace("\ud800", "?")
    report = json.loads(as_json(STORY))
    assert report["change"]["findings"][0]["text"] == said
    payload = json.loads(message(ALERT, STORY).payload)
    assert payload["data"]["line"] == said == payload["data"]["change"]["notices"][0]["text"]
    assert json.loads(message(ALERT, BARE).payload)["data"]["line"] == said


def test_texts_and_patches_are_made_of_whole_lines() -> None:
    assert STORY.old and STORY.new
    for written in (article_text(STORY.old), article_text(STORY.new), patch(STORY)):
        assert not CONTROLS.search(written.replace("\n", "").replace("\t", ""))
        assert len(written.splitlines()) == written.count("\n") + (not written.endswith("\n"))


@pytest.mark.parametrize(
    "new",
    [article(("One.",)), article(headline="Other"), article(standfirst=None), article(BODY[::-1])],
)
def test_a_report_with_edits_is_never_empty(new: Article) -> None:
    shown = story(article(), new)
    assert shown.change and shown.change.edits
    written = message(ALERT, shown)
    renderings = [page(shown), life((shown,)), written.html, written.text, written.payload]
    renderings += [markdown(shown), terminal(shown, colour=False, width=80), as_json(shown)]
    firsts = [(edit.after or edit.before).split()[0].strip("“”,.") for edit in shown.change.edits]
    for rendering in (*renderings, patch(shown)):
        assert all(first in rendering for first in firsts)
    assert any(first in svg(shown) for first in firsts)


WORDS = (
    "port",
    "ship",
    "“no”",
    "270",
    "370",
    "June",
    "Ida",
    "not",
    "–",
    "הגשר",
    "أعلنت",
    "港口",
    "\u202e",
)
ODD = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=ODD,
    source=st.sampled_from([None, "https://a.example/1", "javascript:alert(1)"]),
    credit=st.sampled_from([None, "Ida Solvay"]),
    at=st.sampled_from([None, NOW]),
)
ARTICLES = st.builds(
    article,
    blocks=st.lists(BLOCKS, max_size=7).map(tuple),
    headline=ODD,
    standfirst=st.none() | ODD,
    authors=st.lists(ODD, max_size=2).map(tuple),
)


@settings(max_examples=80, deadline=None)
@given(ARTICLES, ARTICLES)
def test_no_report_with_edits_is_ever_empty(old: Article, new: Article) -> None:
    """Every renderer tells every edit by its name, and what went and came of it."""
    shown = story(old, new)
    assert shown.change is not None
    written = message(ALERT, shown)
    renderings = [
        page(shown), life((shown,)), written.html, written.text, markdown(shown),
        life_markdown((shown,)), terminal(shown, colour=False, width=80), life_csv((shown,)),
        life_terminal((shown,), colour=False, width=80),
    ]  # fmt: skip
    texts = [BeautifulSoup(text, "html.parser").get_text(" ") for text in renderings]
    for seen in view(shown).edits:
        assert all(_letters(seen.title) in _letters(text) for text in texts), seen.title
        changed = [piece.text for piece in seen.pieces if piece.op is not Op.KEEP]
        assert all(_letters(words) in _letters(text) for words in changed for text in texts)
    assert bool(shown.change.edits) == ("<ol" in page(shown).partition('id="edits"')[2])


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
