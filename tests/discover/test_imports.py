"""The watch lists of other tools, as they write them, and as somebody might who means harm."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.discover import read_import
from monitor.discover.imports import collecting, lists
from monitor.model import Failure, Imported, ImportedSource, ImportedWatch, Reason

A, B, C = (f"https://www.example.org/{letter}" for letter in "abc")
UUID = "b31fecbc-c846-4b53-af73-2476c5626e4a"
GROUP = "1116c562-f33f-417e-b561-3f42e5c59c2a"


def read(data: bytes | str) -> Imported:
    found = read_import(data.encode() if isinstance(data, str) else data, "list")
    assert isinstance(found, Imported), found
    return found


def fail(data: bytes | str) -> Failure:
    found = read_import(data.encode() if isinstance(data, str) else data, "list")
    assert isinstance(found, Failure), found
    return found


def left(found: Imported) -> list[str]:
    return [f"{one.what}: {one.why}" for one in found.left_behind]


def listed(found: Imported) -> list[tuple[str, str]]:
    return [(watch.url, watch.name) for watch in found.watches]


def archive(**files: object) -> bytes:
    """Return a zip with files; `__` stands for a slash, `_json` for the ending."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            path = name.replace("__", "/").replace("_json", ".json")
            made.writestr(path, content if isinstance(content, str) else json.dumps(content))
    return out.getvalue()


# Lists of addresses


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (A, ""),
        (f"  {A}  ", ""),
        (f"{A}\tThe bridge", "The bridge"),
        (f"{A}, The bridge", "The bridge"),
        (f"{A},The bridge", "The bridge"),
        (f"{A} The bridge", "The bridge"),
        (f"{A} # the bridge", ""),
    ],
)
def test_a_line_is_an_address_and_maybe_a_name(line: str, name: str) -> None:
    found = read(f"# my list\n\n{line}\r\n; more\n// and more\n{B}\n")
    assert listed(found) == [(A, name), (B, "")]
    assert (found.tool, found.left_behind) == ("list of addresses", ())


def test_a_comma_in_an_address_is_part_of_it() -> None:
    assert listed(read("https://example.org/a,b-7.html")) == [
        ("https://example.org/a,b-7.html", "")
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_list_in_another_encoding_is_read(encoding: str) -> None:
    text = f"{A}\tСтарый мост через гавань закроют в понедельник\n"
    found = read(text.encode(encoding))
    assert listed(found) == [(A, "Старый мост через гавань закроют в понедельник")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("javascript:alert(1)", "is no http(s) address"),
        ("file:///etc/passwd", "is no http(s) address"),
        ("example.org/a", "is no http(s) address"),
        ("hello", "is no http(s) address"),
        ("http://[", "is no http(s) address"),
        ("https://example.org/{{date}}", "its address is a template"),
        (f"{A}?utm_source=x", "is listed twice"),
        ("http://m.example.org/a/", "is listed twice"),
    ],
)
def test_what_cannot_be_watched_stays_behind(line: str, why: str) -> None:
    assert left(read(f"{A}\n{line}")) == [f"{line.partition(' ')[0]}: {why}"]


def test_a_password_in_an_address_is_not_shown() -> None:
    found = read(f"{A}\nhttps://me:secret@example.org/x")
    assert left(found) == ["example.org/x: has a password in its address"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the caps small enough to be reached at once."""
    monkeypatch.setattr(collecting, "_MOST", 50)
    monkeypatch.setattr(collecting, "_MOST_LEFT", 10)
    monkeypatch.setattr(lists, "_MOST_LINES", 100)
    monkeypatch.setattr(lists, "_MOST_OUTLINES", 100)


@pytest.mark.usefixtures("small")
def test_a_list_without_end_is_read_in_part() -> None:
    found = read("".join(f"https://example.org/{n}\n" for n in range(10_000)))
    assert (len(found.watches), len(found.left_behind)) == (50, 11)
    assert left(found)[0] == "https://example.org/50: is past the first 50"
    assert found.left_behind[-1].what == "41 things more"


# Tables


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    found = read(
        'Title,URL,Tags,Interval,Colour\n"Bridge, old",' + A + ',"Politics;Harbour",1h 30m,red\n'
        f",{B},,soon,\n\n,,,,x\nShort\n"
    )
    assert found.tool == "CSV"
    assert found.watches == (
        ImportedWatch(
            url=A, name="Bridge, old", interval=timedelta(minutes=90), tags=("Politics", "Harbour")
        ),
        ImportedWatch(url=B),
    )
    assert left(found) == [
        "the column colour: nothing here is like it",
        f"{B}: its interval soon: is not written as 90s, 15m, 1h 30m or 2d",
        "an entry: has no address",
        "Short: has no address",
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_table_may_be_divided_by_something_else(delimiter: str) -> None:
    assert listed(read(f"url{delimiter}name\n{A}{delimiter}Bridge\n")) == [(A, "Bridge")]


def test_a_table_with_one_column_is_read() -> None:
    assert listed(read(f"url\n{A}\n")) == [(A, "")]


def test_a_broken_table_is_read_as_far_as_it_goes() -> None:
    found = read(f'url,name\n{A},x\n{B},"{"y" * 200_000}"\n')
    assert listed(found) == [(A, "x")]
    assert "the rest of the table: it is broken" in left(found)[0]


@pytest.mark.usefixtures("small")
def test_a_table_without_end_is_read_in_part() -> None:
    found = read("url\n" + f"{A}\n" * 10_000)
    assert (len(found.watches), found.left_behind[-1].what) == (1, "90 things more")


# OPML


def test_the_feeds_of_opml_are_sources() -> None:
    found = read(
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE opml [<!ENTITY x "y">]>'
        '<opml version="2.0"><head><title>Mine</title></head><body>'
        '<outline text="News"><outline text="Deep">'
        f'<outline type="rss" text="Bridge &amp; port" xmlUrl="{A}?x=1&y=2" htmlUrl="{B}"/>'
        f'</outline><outline title="Port" text="p" xmlurl="{B}"/></outline>'
        f'<outline type="link" text="A page" url="{C}"/><outline text="Nothing"/>'
        '<outline xmlUrl="javascript:x"/></body></opml>'
    )
    assert found.tool == "OPML"
    assert found.sources == (
        ImportedSource(url=f"{A}?x=1&y=2", name="Bridge & port"),
        ImportedSource(url=B, name="Port"),
    )
    assert listed(found) == [(C, "A page")]
    assert left(found) == [
        "Nothing: has no feed",
        "javascript:x: is no http(s) address",
        "folders: News, Deep: sources are not kept in folders",
    ]


@pytest.mark.usefixtures("small")
def test_opml_without_end_is_read_in_part() -> None:
    found = read("<opml><body>" + f'<outline xmlUrl="{A}"/>' * 10_000)
    assert (len(found.sources), found.left_behind[-1].what) == (1, "90 things more")


def test_opml_that_would_fill_memory_is_none() -> None:
    assert fail("<opml><body>" + "<outline/>" * 600_000).reason is Reason.NOT_A_SOURCE


# changedetection.io

WATCH: dict[str, Any] = {
    "url": A,
    "title": "Bridge",
    "uuid": UUID,
    "paused": True,
    "tags": [GROUP, "gone"],
    "time_between_check": {"weeks": None, "days": "1", "hours": 2, "minutes": "", "seconds": 0},
    "time_between_check_use_default": False,
    "include_filters": ["#main", "xpath://p"],
    "headers": {"Authorization": "secret", "Accept": "x"},
    "notification_urls": ["mailto://me:secret@example.org"],
    "css_filter": ".body",
    "trigger_text": ["secret"],
    "method": "POST",
    "fetch_backend": "html_webdriver",
    "processor": "image_ssim_diff",
    "time_schedule_limit": {"enabled": True},
    "filter_text_added": False,
    "browser_steps": [{"operation": "Click"}],
}
SETTINGS = {
    "application": {"notification_urls": ["x"], "tags": {GROUP: {"title": "Politics"}}},
    "requests": {"time_between_check": {"hours": 3}},
}
LEFT = [
    f"{A}: selectors of what to watch (#main, xpath://p)",
    f"{A}: a selector of what to watch (.body)",
    f"{A}: texts that must be there",
    f"{A}: notifications",
    f"{A}: headers of requests (Accept, Authorization)",
    f"{A}: steps in a browser",
    f"{A}: another method than GET",
    f"{A}: a browser",
    f"{A}: the processor image_ssim_diff",
    f"{A}: hours in which it is looked at",
    f"{A}: only some kinds of edits",
]
OF_ALL = [
    "notifications of all watches",
    "the interval of all watches (3:00:00)",
    "the history of its watches",
]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps({"watching": {UUID: WATCH, "x": 7}, "settings": SETTINGS}),
        archive(**{"url-watches_json": {"watching": {UUID: WATCH}, "settings": SETTINGS}}),
        archive(
            **{
                "changedetection_json": {"settings": {**SETTINGS, "application": {
                    "notification_urls": ["x"], "tags": {}}}},
                f"{UUID}__watch_json": WATCH,
                f"{GROUP}__tag_json": {"uuid": GROUP, "title": "Politics"},
                f"{UUID}__1732610000.txt.br": "text",
                "url-list.txt": "https://example.org/other",
            }
        ),
        archive(
            **{
                f"backup__{UUID}__watch_json": WATCH,
                "backup__changedetection_json": {"settings": SETTINGS},
            }
        ),
    ],
)  # fmt: skip
def test_the_watches_of_changedetection_are_read_in_every_layout(data: str | bytes) -> None:
    found = read(data)
    assert found.tool == "changedetection.io"
    assert found.watches == (
        ImportedWatch(
            url=A, name="Bridge", interval=timedelta(hours=26), paused=True, tags=("Politics",)
        ),
    )
    assert [one.what for one in found.left_behind] == [*LEFT, *OF_ALL]
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("watch", "imported"),
    [
        ({"url": A, "tag": "Politics, Harbour"}, {"tags": ("Politics", "Harbour")}),
        ({"url": A, "tags": {"x": 1}, "page_title": "Bridge"}, {"name": "Bridge"}),
        ({"url": A, "minutes_between_check": 90}, {"interval": timedelta(minutes=90)}),
        ({"url": A, "time_between_check": {"hours": 2}}, {"interval": timedelta(hours=2)}),
        (
            {"url": A, "time_between_check": {"hours": 2}, "time_between_check_use_default": True},
            {},
        ),
        ({"url": A, "time_between_check": {"weeks": "9" * 9}}, {}),
        ({"url": A, "time_between_check": {"hours": -1}}, {}),
        ({"url": A, "time_between_check": 7, "title": None, "tags": [[]]}, {}),
        ({"url": A, "headers": ["x"], "include_filters": [7], "body": "secret"}, {}),
    ],
)
def test_watches_of_every_age_are_read(watch: dict[str, Any], imported: dict[str, Any]) -> None:
    assert read(json.dumps(watch)).watches == (ImportedWatch(url=A, **imported),)


def test_the_answer_of_the_api_is_read() -> None:
    data = {UUID: {"url": A, "title": "Bridge"}, "other": {"url": B}, "x": 7}
    assert listed(read(json.dumps(data))) == [(A, "Bridge"), (B, "")]


def test_all_are_paused_where_all_were() -> None:
    data = {"watching": {UUID: {"url": A}}, "settings": {"application": {"all_paused": True}}}
    assert read(json.dumps(data)).watches[0].paused


def test_a_store_without_a_watch_is_empty() -> None:
    assert read('{"watching": {}}') == Imported(tool="changedetection.io")


def test_prices_are_no_articles() -> None:
    found = read(json.dumps({"url": A, "processor": "restock_diff"}))
    assert found.watches == ()
    assert left(found)[0] == f"{A}: it watches a price or a stock, not an article"


def test_what_a_group_sets_stays_behind() -> None:
    group = {"uuid": GROUP, "title": "Politics", "trigger_text": ["x"]}
    found = read(archive(**{f"{UUID}__watch_json": WATCH, f"{GROUP}__tag_json": group}))
    assert "the group Politics: texts that must be there" in [w.what for w in found.left_behind]


def test_a_backup_with_broken_files_is_read_as_far_as_it_goes() -> None:
    found = read(
        archive(**{f"{UUID}__watch_json": WATCH, "x__watch_json": "{", "y__tag_json": "7"})
    )
    assert listed(found) == [(A, "Bridge")]
    assert {"x/watch.json: is no JSON", "y/tag.json: is no JSON"} <= set(left(found))


def test_names_that_lead_outside_are_not_read() -> None:
    names = ("..__..__watch_json", "__etc__watch_json", "a__b__c__watch_json")
    assert "no backup" in fail(archive(**dict.fromkeys(names, WATCH))).detail


def test_a_link_in_a_backup_leads_nowhere() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo(f"{UUID}/watch.json")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("x/watch.json", json.dumps(WATCH))
    found = read(out.getvalue())
    assert f"{UUID}/watch.json: is no JSON" in left(found)


def test_a_bomb_is_not_unpacked() -> None:
    data = archive(**{"url-watches_json": " " * 70_000_000})
    assert "larger than 60 MB" in fail(data).detail


def test_an_archive_of_endless_files_is_refused() -> None:
    assert "too many files" in fail(b"PK\x03\x04" + b"PK\x01\x02" * 200_001).detail


def test_a_locked_or_broken_archive_is_told() -> None:
    data = bytearray(archive(**{"url-watches_json": {"watching": {}}}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "broken or locked" in fail(bytes(data)).detail
    assert "broken or locked" in fail(b"PK\x03\x04nonsense").detail


def test_an_archive_without_lists_is_no_backup() -> None:
    assert "no backup" in fail(archive(**{"url-list.txt": A})).detail


# urlwatch, webchanges, diffengine


def test_the_jobs_of_urlwatch_are_watches() -> None:
    found = read(
        f'name: "Bridge"\nurl: "{A}"\nfilter:\n  - html2text\n  - grep: "x"\n  - strip\n'
        f"tags: [news, harbour]\n---\nname: Listing\ncommand: 'curl -u me:secret x'\n---\n"
        f"url: {B}\nenabled: false\ndata: {{a: secret}}\nheaders: {{Cookie: secret}}\n"
        f"tags: news\nmax_tries: 3\ntimeout:\n---\nurl: {C}\nkind: url\nodd: secret\n"
        "---\nkind: shell\n---\nname: Odd\n---\n- 7\n"
    )
    assert found.tool == "urlwatch"
    assert found.watches == (
        ImportedWatch(url=A, name="Bridge", tags=("news", "harbour")),
        ImportedWatch(url=B, paused=True, tags=("news",)),
        ImportedWatch(url=C),
    )
    assert [one.what for one in found.left_behind] == [
        f"{A}: filters (html2text, grep, strip)",
        "Listing",
        f"{B}: `data`",
        f"{B}: `headers` (Cookie)",
        f"{B}: `max_tries`",
        f"{C}: `odd`",
        "job 5",
        "Odd",
        "entry 7",
    ]
    assert "secret" not in repr(found)


def test_the_jobs_of_webchanges_are_watches() -> None:
    found = read(
        f"# mine\nurl: {A}\nuse_browser: true\nadditions_only: true\nnote: mine\n"
        f"filters: html2text\ndiffer: !custom {{name: ai}}\n---\nnavigate: {B}\nfilter: {{}}\n"
    )
    assert found.tool == "webchanges"
    assert listed(found) == [(A, ""), (B, "")]
    assert [one.what for one in found.left_behind] == [
        f"{A}: only what was added",
        f"{A}: another way to compare",
        f"{A}: filters (html2text)",
        f"{A}: a note",
        f"{A}: a browser",
        f"{B}: a browser",
    ]


def test_a_list_of_jobs_and_jobs_in_json_are_read() -> None:
    assert listed(read(f"- url: {A}\n- url: {B}\n")) == [(A, ""), (B, "")]
    assert listed(read(json.dumps([{"url": A}, {"url": B, "name": "x"}]))) == [(A, ""), (B, "x")]
    assert listed(read(json.dumps([A, 7, B]))) == [(A, ""), (B, "")]


def test_the_feeds_of_diffengine_are_sources() -> None:
    found = read(
        "feeds:\n- name: The Harbour\n  twitter:\n    access_token: secret\n"
        f"  url: {A}\n- url: {B}\n  odd: 1\n- 7\n- name: Nowhere\n"
        "twitter:\n  consumer_key: secret\nlog: x.log\nother: secret\n"
    )
    assert found.tool == "diffengine"
    assert found.sources == (
        ImportedSource(url=A, name="The Harbour"),
        ImportedSource(url=B),
    )
    assert [one.what for one in found.left_behind] == [
        f"{A}: accounts to tweet from",
        f"{B}: `odd`",
        "an entry of its feeds",
        "Nowhere",
        "where it logs",
        "`other`",
        "accounts to tweet from",
    ]
    assert "secret" not in repr(found)


def test_yaml_that_runs_things_runs_nothing() -> None:
    found = read(f"url: {A}\nname: !!python/object/apply:os.system ['exit 1']\n")
    assert len(found.watches) == 1


# What is no list


@pytest.mark.parametrize(
    "data",
    [
        "",
        "hello world\nand more",
        "{",
        "[]",
        "[7]",
        "{}",
        '{"a": {"b": 1}}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "<html><body>x</body></html>",
        "<rss/>",
        "<",
        "name,colour\nx,y",
        "url: [",
        "---\n",
        "name: Bridge\n",
        "kind: shell\n",
        "feeds: 7\n",
        json.dumps({"url": A, "junk": [[]] * 1_000_001}),
    ],
)
def test_what_is_no_list_is_told(data: str) -> None:
    assert fail(data).reason is Reason.NOT_A_SOURCE


@pytest.mark.parametrize("start", [b"", b"{", b"PK\x03\x04"])
def test_a_list_of_a_hundred_megabytes_is_too_large(
    start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.discover.imports.MAX_ARCHIVE", 99_000_000)
    assert fail(start + b" " * 100_000_000).reason is Reason.TOO_LARGE


PIECES = st.sampled_from([
    b"url: ", b"https://e.org/a", b"\n", b"---\n", b"- ", b"feeds:", b"{", b"}", b"[", b'"url"',
    b"<opml>", b"<outline xmlUrl='x'/>", b"&x;", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b",",
    b"url,name", b"&a ", b"*a", b"!!x ", b"\xff\xfe", b"\x00", b"'", b"#", b'"watching"', b"\t",
    b":",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=6), max_size=25))
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    assert isinstance(read_import(b"".join(pieces), "list"), (Imported, Failure))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*WATCH, "watching", "settings", "application"]), inner),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_no_json_raises(data: Any) -> None:
    for one in (
        data,
        {"url": A, **(data if isinstance(data, dict) else {})},
        {"watching": {"x": data}},
    ):
        assert isinstance(read_import(json.dumps(one).encode(), "list"), (Imported, Failure))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255))
def test_no_damage_to_an_archive_raises(at: int, byte: int) -> None:
    data = bytearray(archive(**{"url-watches_json": {"watching": {UUID: {"url": A}}}}))
    data[4 + at % (len(data) - 4)] = byte
    assert isinstance(read_import(bytes(data), "list"), (Imported, Failure))
