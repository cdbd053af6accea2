"""The sources of last resort: a page whose article only its scripts would show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.model import BlockKind, Provenance, Reason
from tests.extract.pages import FIRST, HEADLINE, SECOND, THIRD, fail, read, texts

TEXT = [FIRST, SECOND, THIRD]


def shell(*scripts: str, title: str = HEADLINE) -> bytes:
    """Return a page that is empty without its scripts."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        f"<body><div id=root></div>{''.join(scripts)}</body></html>"
    ).encode()


def state(value: Any) -> str:
    return f"<script>window.__PRELOADED_STATE__ = {json.dumps(value)};</script>"


def flight(*rows: str) -> str:
    """Return scripts that push these rows, cut into pieces somewhere in between."""
    text = "\n".join(rows)
    pieces = (text[:300], text[300:])
    pushes = (f"self.__next_f.push({json.dumps([1, piece])})" for piece in pieces)
    start = "<script>(self.__next_f=self.__next_f||[]).push([0])</script>"
    return start + "".join(f"<script>{push}</script>" for push in pushes)


def nuxt(value: object) -> str:
    """Return what devalue makes of `value`."""
    flat: list[object] = []

    def put(one: object) -> int:
        place = len(flat)
        flat.append(None)
        if isinstance(one, dict):
            flat[place] = {key: put(inner) for key, inner in one.items()}
        elif isinstance(one, list):
            flat[place] = [put(inner) for inner in one]
        else:
            flat[place] = one
        return place

    put(value)
    flat.append(["Reactive", 0])
    data = json.dumps([["Reactive", 1], *(_shifted(one) for one in flat)])
    return f'<script type="application/json" id="__NUXT_DATA__">{data}</script>'


def _shifted(one: object) -> object:
    if isinstance(one, dict):
        return {key: place + 1 for key, place in one.items()}
    if isinstance(one, list):
        return [place + 1 if isinstance(place, int) else place for place in one]
    return one


MARKUP = "".join(f"<p>{text}</p>" for text in TEXT)
ARC = [{"_id": f"X{n}", "type": "text", "content": text} for n, text in enumerate(TEXT)]
PORTABLE = [
    {
        "_type": "block",
        "style": "normal",
        "children": [
            {"_type": "span", "text": text[:40]},
            {"_type": "span", "marks": ["strong"], "text": text[40:]},
        ],
    }
    for text in TEXT
]
RICH = {
    "nodeType": "document",
    "content": [
        {
            "nodeType": "paragraph",
            "content": [
                {"nodeType": "text", "value": text[:30]},
                {
                    "nodeType": "hyperlink",
                    "data": {"uri": "https://courier.example/x"},
                    "content": [{"nodeType": "text", "value": text[30:50]}],
                },
                {"nodeType": "text", "value": text[50:]},
            ],
        }
        for text in TEXT
    ],
}
NESTED = [
    {"type": "text", "model": {"blocks": [{"type": "paragraph", "model": {"text": text}}]}}
    for text in TEXT
]
APOLLO = {
    "ROOT_QUERY": {"article": {"__ref": "Article:1"}},
    "Article:1": {"body": [{"__ref": f"Paragraph:{n}"} for n in range(3)]},
    **{f"Paragraph:{n}": {"__typename": "Paragraph", "text": text} for n, text in enumerate(TEXT)},
}


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(state({"story": {"blocks": TEXT}}), id="strings"),
        pytest.param(state({"article": {"bodyHtml": MARKUP}}), id="markup"),
        pytest.param(state({"article": {"content": PORTABLE}}), id="portable text"),
        pytest.param(state({"article": {"body": RICH}}), id="rich text"),
        pytest.param(state({"page": {"blocks": NESTED}}), id="models"),
        pytest.param(
            f"<script>window.__APOLLO_STATE__={json.dumps(APOLLO)}</script>", id="references"
        ),
        pytest.param(
            "<script>window.Fusion=window.Fusion||{};Fusion.arcSite='courier';"
            f"Fusion.globalContent={json.dumps({'content_elements': ARC})};Fusion.x=1</script>",
            id="Fusion",
        ),
        pytest.param(
            f"<script>window.__A__ = JSON.parse({json.dumps(json.dumps({'a': ARC}))});</script>",
            id="a string of JSON",
        ),
        pytest.param(nuxt({"data": {"article": {"body": ARC}}}), id="Nuxt"),
        pytest.param(flight('1:["$","p",null,{}]', f"2:{json.dumps({'a': ARC})}"), id="flight"),
        pytest.param(
            flight('1:["$"]', f"a:T{len(MARKUP.encode()):x},{MARKUP}3:[]"), id="flight text"
        ),
    ],
)
def test_the_text_is_found_in_what_frameworks_embed(script: str) -> None:
    article = read(shell(script))
    assert texts(article) == TEXT
    assert article.source is Provenance.EMBEDDED_STATE
    assert article.headline == HEADLINE


def test_pieces_keep_their_kinds_and_what_is_no_text_is_left_out() -> None:
    elements = [
        {"type": "text", "content": FIRST},
        {"type": "header", "level": 2, "content": "What the engineers found"},
        {"type": "image", "caption": "The bridge", "content": "An image of the bridge at dawn"},
        {"type": "list", "items": [{"type": "text", "content": one} for one in (SECOND, THIRD)]},
        {"type": "quote", "content_elements": [], "content": f"“{FIRST}”"},
        {"type": "text", "content": "Tom &amp; Ann saw it <b>first</b>, they said at the pier."},
        {
            "type": "text",
            "content": "The repair costs <less than 5 & more than 4 million, he said.",
        },
        {"type": "text", "content": 7},
    ]
    article = read(shell(state({"content_elements": elements})))
    assert [(one.kind, one.text) for one in article.blocks] == [
        (BlockKind.PARAGRAPH, FIRST),
        (BlockKind.HEADING, "What the engineers found"),
        (BlockKind.LIST_ITEM, SECOND),
        (BlockKind.LIST_ITEM, THIRD),
        (BlockKind.QUOTATION, f"“{FIRST}”"),
        (BlockKind.PARAGRAPH, "Tom & Ann saw it first, they said at the pier."),
        (BlockKind.PARAGRAPH, "The repair costs <less than 5 & more than 4 million, he said."),
    ]


def test_rich_text_is_read_however_deep_it_is_wrapped() -> None:
    wrapped: object = [{"text": text} for text in TEXT]
    for _ in range(60):
        wrapped = [{"children": wrapped}]
    assert texts(read(shell(state(wrapped)))) == TEXT


def test_teasers_and_comments_are_no_text() -> None:
    teasers = [{"headline": "More", "url": "/x", "text": text * 9} for text in TEXT]
    comments = [{"author": {"name": "A."}, "text": [text * 9]} for text in TEXT]
    article = read(shell(state({"more": teasers, "comments": comments, "story": ARC})))
    assert texts(article) == TEXT


@pytest.mark.parametrize("headline", [HEADLINE, {"basic": HEADLINE, "web": ""}])
def test_the_text_under_the_pages_title_is_the_articles(headline: object) -> None:
    other = {"headlines": {"basic": "Another story of the day"}, "elements": ARC * 9}
    own = {"headlines": headline, "content_elements": ARC}
    title = f"{HEADLINE} | The Courier"
    for order in ([other, own], [own, other]):
        assert texts(read(shell(state({"stories": order}), title=title))) == TEXT


@pytest.mark.parametrize(
    "script",
    [
        state({"a": [{"type": "text", "content": "Too short to be an article."}]}),
        state(7),
        state({"a": {"__ref": "none"}, "b": [{"__ref": "none"}, {"__ref": 7}]}),
        "<script>window.__STATE__ = makeState();</script>",
        "<script>window.__STATE__ = JSON.parse(x);</script>",
        "<script>self.__next_f.push([1, 7])</script>",
        '<script type="application/json" id="__NUXT_DATA__">[]</script>',
        '<script type="application/json" id="__NUXT_DATA__">{"a": 1}</script>',
        '<script type="application/json" id="__NUXT_DATA__">[{"a": 0, "b": -1, "c": 99}]</script>',
    ],
)
def test_state_without_a_text_leaves_the_shell_empty(script: str) -> None:
    assert fail(shell(script)).reason is Reason.EMPTY_SHELL


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(nuxt({"a": [[["x"] * 50] * 50] * 20}), id="much"),
        pytest.param(
            '<script id="__NUXT_DATA__">'
            + json.dumps([{"a": 1}, [n + 2 if n < 60 else 1 for n in (0, 0)], *([[1, 1]] * 60)])
            + "</script>",
            id="circles",
        ),
        pytest.param(state({"text": ["w" * 30] * 30_000}), id="words"),
        pytest.param(
            "<script>" + "window.__A__ = [];" * 5_000 + "</script>", id="many assignments"
        ),
        pytest.param(flight(*(f"{n % 999:x}:[]" for n in range(30_000))), id="many rows"),
        pytest.param(
            "<script>window.__S__ = " + '{"content":[' * 5_000 + "]}" * 5_000 + "</script>",
            id="depth",
        ),
    ],
)
def test_state_without_end_is_given_up(script: str) -> None:
    assert fail(shell(script)).reason is Reason.EMPTY_SHELL


@pytest.mark.parametrize(
    ("remark", "others"),
    [
        (f"<!-- {SECOND} -->", []),
        (f"<div><!-- {SECOND} --></div>", []),
        (f"<?note {SECOND} ?>", []),
        (f"<p>The bridge is<!-- {SECOND} --> closed.</p>", ["The bridge is closed."]),
    ],
)
def test_remarks_in_a_text_for_scripts_are_no_part_of_it(remark: str, others: list[str]) -> None:
    said = {"@type": "NewsArticle", "articleBody": f"<p>{FIRST} {SECOND}</p>{remark}<p>{THIRD}</p>"}
    html = shell(f'<script type="application/ld+json">{json.dumps(said)}</script>')
    assert texts(read(html)) == [f"{FIRST} {SECOND}", *others, THIRD]
