"""A version as text, and patches that apply."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Article, Block, BlockKind, Change
from monitor.report import article_text, patch
from tests.report.making import BODY, NOW, article, figure_changed, paragraphs, snapshot, story


def test_the_text_of_a_version_is_made_to_be_read() -> None:
    blocks = (
        Block(kind=BlockKind.CAPTION, text="The bridge.", credit="Ida Solvay"),
        Block(kind=BlockKind.PARAGRAPH, text="It closes."),
        Block(kind=BlockKind.HEADING, text="Why", level=2),
        Block(kind=BlockKind.LIST_ITEM, text="rust;", level=1),
        Block(kind=BlockKind.LIST_ITEM, text="age.", level=1),
        Block(kind=BlockKind.QUOTATION, text="“Old,” he said."),
        Block(kind=BlockKind.EMBED, text="", source="https://chirp.example/1"),
        Block(kind=BlockKind.EMBED, text="A post", source="https://chirp.example/2"),
        Block(kind=BlockKind.RELATED, text="Ferries"),
        Block(kind=BlockKind.LIVE_ENTRY, text="It opened.", at=NOW),
        Block(kind=BlockKind.LIVE_ENTRY, text="", at=NOW),
        Block(kind=BlockKind.CAPTION, text=""),
    )
    read = replace(article(blocks=blocks), kicker="Harbour")
    assert article_text(snapshot(read, 1)) == "\n".join(
        (
            "Harbour bridge to close for a year",
            "",
            "Harbour",
            "",
            "Ships will have to wait, and so will drivers.",
            "",
            "Mira Tallis",
            "",
            "[Picture: The bridge. (Ida Solvay)]",
            "",
            "It closes.",
            "",
            "Why",
            "",
            "- rust;",
            "- age.",
            "",
            "> “Old,” he said.",
            "",
            "[Embedded: https://chirp.example/1]",
            "",
            "[Embedded: A post https://chirp.example/2]",
            "",
            "[Related: Ferries]",
            "",
            "[2026-03-01 09:30 UTC] It opened.",
        )
    )


def test_each_block_is_one_line_whatever_is_in_it() -> None:
    text = article_text(snapshot(article(["one\ntwo\x1b[31m\u2028three"]), 1))
    assert text.splitlines()[-1] == "one two[31m three"


def applied(old: str, diff: str, folder: Path) -> str:
    """Return `old` patched by the command that everybody has."""
    (folder / "a.txt").write_text(old + "\n", "utf-8")
    (folder / "it.patch").write_text(diff, "utf-8")
    command = ["patch", "--silent", "--fuzz=0", "a.txt", "it.patch"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=30)
    return (folder / "a.txt").read_text("utf-8").removesuffix("\n")


def by_hand(old: str, diff: str) -> str:
    """Return `old` with a unified patch applied, each line checked against what is there."""
    lines, found, at = old.split("\n"), list[str](), 0
    for line in diff.split("\n")[2:-1]:
        if line.startswith("@@"):
            start = int(line.split()[1].split(",")[0][1:]) - 1
            found += lines[at:start]
            at = start
        elif line[0] == "+":
            found.append(line[1:])
        else:
            assert lines[at] == line[1:]
            found += [line[1:]] if line[0] == " " else []
            at += 1
    return "\n".join([*found, *lines[at:]])


PAIRS = [
    (article(), article((*BODY[:2], "Something new.", *BODY[2:]))),
    (article(), article(BODY[2:])),
    (article(), article((BODY[4], *BODY[:4], BODY[5]), headline="Another headline")),
    (article(), article((), standfirst=None, authors=())),
    (article((), headline="One"), article(headline="Two", authors=("Ida Solvay", "Jo Eeke"))),
    (article(), article([text.replace("the", "that") for text in BODY])),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.skipif(shutil.which("patch") is None, reason="needs the command `patch`")
def test_the_command_patch_turns_the_old_text_into_the_new_one(
    old: Article, new: Article, tmp_path: Path
) -> None:
    shown = story(old, new)
    assert shown.old and shown.new
    assert applied(article_text(shown.old), patch(shown), tmp_path) == article_text(shown.new)


VOCABULARY = ("port", "ship", "bridge", "270", "370", "June", "said", "“no”", "–")
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=6)
TEXTS = st.lists(WORDS.map(" ".join), max_size=9)
KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    blocks = tuple(Block(kind=draw(KINDS), text=text) for text in draw(TEXTS))
    return article(blocks=blocks, headline=draw(st.sampled_from(["One", "Two"])))


@settings(max_examples=60, deadline=None)
@given(articles(), articles())
def test_every_patch_applies(old: Article, new: Article) -> None:
    shown = story(old, new)
    assert shown.old and shown.new
    before, after = article_text(shown.old), article_text(shown.new)
    assert by_hand(before, patch(shown)) == after if before != after else patch(shown) == ""


def test_an_alignment_that_leaves_words_out_is_not_trusted() -> None:
    old, new = article(), article((*BODY, "A new end."))
    shown = story(old, new, Change(edits=(), hunks=()))
    assert shown.old and shown.new
    assert by_hand(article_text(shown.old), patch(shown)) == article_text(shown.new)


def test_a_patch_has_three_lines_of_context_and_no_more() -> None:
    texts = [f"Paragraph {number} of many." for number in range(30)]
    new = [text.replace("3 of", "3 out of") for text in texts]
    diff = patch(story(article(blocks=paragraphs(texts)), article(blocks=paragraphs(new))))
    assert diff.count("\n@@ ") == 3
    assert sum(line.startswith(" ") for line in diff.splitlines()) <= 18


def test_the_files_of_a_patch_are_named_by_version_and_time() -> None:
    first, second, *_ = patch(figure_changed()).splitlines()
    assert first == "--- version-1.txt\t2026-03-01 09:30:00.000000000 +0000"
    assert second == "+++ version-2.txt\t2026-03-01 09:54:00.000000000 +0000"


def test_without_two_versions_there_is_no_patch() -> None:
    assert patch(replace(figure_changed(), old=None)) == ""
    assert patch(story(article(), article())) == ""
