"""JSON for programs holds to its published schema, and the schema to the model."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from monitor.model import (
    Block,
    BlockKind,
    Change,
    Disclosure,
    Edit,
    EditKind,
    EventKind,
    Finding,
    FindingKind,
    HunkKind,
    Notice,
    NoticeKind,
    Op,
    Part,
    Provenance,
    Reason,
    Stamp,
)
from monitor.report import Story, as_json, life_json, message
from tests.report.making import BODY, NOW, alert, article, event, figure_changed, story, told

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
DIFF = json.loads((SCHEMAS / "diff.json").read_text("utf-8"))
LIFE = json.loads((SCHEMAS / "life.json").read_text("utf-8"))
ALERT = json.loads((SCHEMAS / "alert.json").read_text("utf-8"))


def _closed(schema: Any) -> Any:
    """Return a schema that refuses what it does not name: our own outputs must be all described."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(item) for key, item in schema.items()}
    return closed | ({"additionalProperties": False} if "properties" in schema else {})


REGISTRY: Registry[Any] = Registry().with_resource(
    DIFF["$id"], Resource.from_contents(_closed(deepcopy(DIFF)))
)


def check(data: str, schema: Any) -> Any:
    validator = Draft202012Validator(
        _closed(deepcopy(schema)), format_checker=FormatChecker(), registry=REGISTRY
    )
    value = json.loads(data)
    assert [error.message for error in validator.iter_errors(value)] == []
    return value


def _full() -> Story:
    """Return a story with something in every field."""
    at = Stamp(at=NOW, source=Provenance.META)
    old = replace(article(), published=at)
    new = replace(article((BODY[3], *BODY[:3], "A new end."), headline="Other"), modified=at)
    shown = story(old, new)
    assert shown.change is not None
    odd = Edit(
        kinds=(EditKind.LINK,), part=Part.BODY, before="a", after="b", hunk=None, disclosed_by=0
    )
    change = replace(
        shown.change,
        edits=(*shown.change.edits, odd),
        notices=(Notice(kind=NoticeKind.UPDATE, op=Op.INSERT, text="Updated."),),
        findings=(Finding(kind=FindingKind.TOUCHED, text="moved"),),
    )
    return replace(shown, change=change)


STORIES = [figure_changed(), _full(), told(EventKind.GONE, "gone"), story(article(), article())]


@pytest.mark.parametrize("shown", STORIES)
def test_a_report_is_valid(shown: Story) -> None:
    check(as_json(shown), DIFF)


@pytest.mark.parametrize("shown", STORIES)
@pytest.mark.parametrize("kind", EventKind)
def test_an_alert_is_valid(shown: Story, kind: EventKind) -> None:
    value = check(message(alert(event(kind, reason=Reason.PAYWALL)), shown).payload, ALERT)
    assert value["type"] == f"article.{kind}"


def test_a_report_is_valid_where_nothing_was_ever_read() -> None:
    check(as_json(replace(figure_changed(), old=None, new=None, change=None, versions=())), DIFF)
    check(as_json(replace(figure_changed(), old=None)), DIFF)


def test_a_life_is_valid_and_has_every_change() -> None:
    value = check(life_json((figure_changed(), _full())), LIFE)
    assert [len(one["change"]["edits"]) > 0 for one in value["changes"]] == [True, True]
    assert value["changes"][0]["verdict"] == "1 edit in 24 minutes · silent · a figure changed"
    assert len(value["versions"]) == 2


def test_blocks_are_told_with_what_stands_beside_their_text() -> None:
    caption = Block(kind=BlockKind.CAPTION, text="Dusk.", credit="Ida Solvay", source="https://a.b")
    entry = Block(kind=BlockKind.LIVE_ENTRY, text="It opened at 10.", at=NOW)
    new = (replace(caption, text="Dawn."), replace(entry, text="It opened at 11."))
    value = check(as_json(story(article(blocks=(caption, entry)), article(blocks=new))), DIFF)
    told = [hunk["block"] for hunk in value["change"]["hunks"]]
    assert told[0] is None, "the headline is no block"
    assert told[-2:] == [
        {"kind": "caption", "level": 0, "source": "https://a.b", "credit": "Ida Solvay",
         "at": None},
        {"kind": "live_entry", "level": 0, "source": None, "credit": None,
         "at": "2026-03-01T09:30:00Z"},
    ]  # fmt: skip
    entries = {edit["hunk"]: edit["entry"] for edit in value["change"]["edits"]}
    assert entries[len(told) - 1] == "2026-03-01T09:30:00Z" and entries[len(told) - 2] is None


@pytest.mark.parametrize("schema", [DIFF, ALERT, LIFE])
def test_the_schemas_are_schemas(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)


def test_the_schemas_know_every_kind_that_there_is() -> None:
    defs = DIFF["$defs"]
    assert defs["edit"]["properties"]["kinds"]["items"]["enum"] == list(EditKind)
    assert defs["disclosure"]["enum"] == list(Disclosure)
    assert defs["part"]["enum"] == list(Part)
    assert defs["block"]["properties"]["kind"]["enum"] == list(BlockKind)
    assert defs["piece"]["properties"]["op"]["enum"] == list(Op)
    assert defs["hunk"]["properties"]["kind"]["enum"] == list(HunkKind)
    assert defs["notice"]["properties"]["kind"]["enum"] == list(NoticeKind)
    assert defs["finding"]["properties"]["kind"]["enum"] == list(FindingKind)
    data = ALERT["properties"]["data"]["properties"]
    assert data["reason"]["enum"] == [*Reason, None]
    assert ALERT["properties"]["type"]["enum"] == [f"article.{kind}" for kind in EventKind]


def test_both_schemas_describe_the_same_things_the_same_way() -> None:
    shared = deepcopy(DIFF["$defs"])
    del (
        shared["hunk"],
        shared["block"],
        shared["change"]["properties"]["hunks"],
        shared["edit"]["properties"]["hunk"],
    )
    shared["edit"]["required"].remove("hunk")
    assert ALERT["$defs"] == shared


def test_an_alert_leaves_out_what_did_not_change() -> None:
    data = json.loads(message(alert(), figure_changed()).payload)["data"]
    assert "hunks" not in data["change"]
    assert BODY[4] not in json.dumps(data, ensure_ascii=False)
    (edit,) = data["change"]["edits"]
    assert [piece["text"] for piece in edit["pieces"]][1:3] == ["270", "370"]
    assert data["text"].startswith("Harbour bridge to close for a year")


def test_a_storm_of_edits_is_cut_in_an_alert_and_counted() -> None:
    edit = Edit(kinds=(EditKind.LINK,), part=Part.BODY, before="a", after="b", hunk=None)
    shown = story(article(), article(), Change(edits=(edit,) * 300, hunks=()))
    change = json.loads(message(alert(), shown).payload)["data"]["change"]
    assert (len(change["edits"]), change["edit_count"]) == (100, 300)
    assert len(json.loads(as_json(shown))["change"]["edits"]) == 300


def test_the_pieces_of_a_report_give_both_texts_back() -> None:
    value = json.loads(as_json(_full()))
    rows = [row for row in value["change"]["hunks"] if row["part"] == "body"]
    new = [
        "".join(piece["text"] for piece in row["pieces"] if piece["op"] != "delete")
        for row in rows
        if row["new"] is not None
    ]
    assert new == [BODY[3], *BODY[:3], "A new end."]


def test_half_of_a_surrogate_pair_does_not_break_the_bytes() -> None:
    shown = story(article(), article(headline="half \ud83d of a pair"))
    assert "half ? of a pair" in as_json(shown).encode().decode()


def test_moves_keep_their_number() -> None:
    shown = figure_changed()
    assert shown.change is not None
    hunk = shown.change.hunks[0]
    moved = replace(hunk, pieces=(replace(hunk.pieces[0], move=4),))
    change: Change = replace(shown.change, hunks=(moved, *shown.change.hunks[1:]))
    value = check(as_json(replace(shown, change=change)), DIFF)
    assert value["change"]["hunks"][0]["pieces"][0]["move"] == 4
