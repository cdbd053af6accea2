"""Taking over the watch lists of other tools on the command line."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import NewsSite, Terminal

OPML = """<opml version="2.0"><body><outline text="News">
<outline type="rss" text="The Paper" xmlUrl="https://paper.example/feed"/></outline></body></opml>"""
URLWATCH = """---
name: The report
url: https://paper.example/report
filter:
  - css: article
---
name: A command
command: ls
"""


def backup() -> bytes:
    watch = {"url": "https://paper.example/report", "paused": True, "include_filters": ["article"]}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("url-watches.json", json.dumps({"watching": {"a-b": watch}}))
    return buffer.getvalue()


def written(folder: Path, name: str, data: str | bytes) -> str:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def test_a_list_of_addresses_is_taken_over(
    terminal: Terminal, tmp_path: Path, site: NewsSite
) -> None:
    listed = written(tmp_path, "list.txt", f"# mine\n{site.url()}\tThe ferry\n{site.url('/b')}\n")
    said = terminal.run("import", listed).stdout
    assert "2 articles" in said
    names = {item["watch"]["name"] for item in terminal.json("list")}
    assert names == {"The ferry", None}


def test_what_is_watched_already_is_taken_over_once(
    terminal: Terminal, tmp_path: Path, site: NewsSite
) -> None:
    terminal.run("add", site.url())
    listed = written(tmp_path, "list.txt", f"{site.url()}?utm_source=x\n")
    terminal.run("import", listed)
    assert len(terminal.json("list")) == 1


def test_feeds_become_sources(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("import", written(tmp_path, "feeds.opml", OPML)).stdout
    assert "1 source" in said
    (found,) = terminal.json("source", "list")
    assert found["source"]["url"] == "https://paper.example/feed"


@pytest.mark.parametrize(
    ("name", "data", "paused"), [("backup.zip", backup(), True), ("urls.yaml", URLWATCH, False)]
)
def test_what_cannot_be_carried_over_is_listed(
    terminal: Terminal, tmp_path: Path, name: str, data: str | bytes, paused: bool
) -> None:
    said = terminal.run("import", written(tmp_path, name, data)).stdout
    assert "1 article" in said
    assert "stayed behind" in said
    assert "article" in said.partition("stayed behind")[2]
    (found,) = terminal.json("list")
    assert found["watch"]["paused"] is paused


def test_an_address_that_is_refused_stays_behind(terminal: Terminal, tmp_path: Path) -> None:
    inside = written(tmp_path, "list.txt", "http://10.0.0.1/a\nhttps://paper.example/b\n")
    taken = terminal.json("import", inside)
    assert [item["what"] for item in taken["left_behind"]] == ["http://10.0.0.1/a"]
    assert len(terminal.json("list")) == 1


def test_a_trial_takes_nothing_over(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("import", "--dry-run", written(tmp_path, "u.yaml", URLWATCH)).stdout
    assert "https://paper.example/report" in said
    assert terminal.json("list") == []
    found = terminal.json("import", "-n", written(tmp_path, "feeds.opml", OPML))
    assert [item["url"] for item in found["sources"]] == ["https://paper.example/feed"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"PK\x03\x04rubbish", b""])
def test_what_is_no_list_is_refused(terminal: Terminal, tmp_path: Path, data: bytes) -> None:
    result = terminal.run("import", written(tmp_path, "file", data), code=2)
    assert "error:" in result.stderr


def test_a_file_that_is_not_there_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    assert "cannot read" in terminal.run("import", str(tmp_path / "none"), code=2).stderr
