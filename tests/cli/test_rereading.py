"""Reading the stored history anew from the command line."""

from __future__ import annotations

import shutil
from urllib.parse import urlsplit

from tests.cli.conftest import NewsSite, Terminal


def watched(site: NewsSite, terminal: Terminal) -> str:
    """Watch an article through one edit, then get other rules; return the watch's id."""
    terminal.run("add", site.url())
    terminal.run("check")
    site.figures["/ferry"] = 150
    terminal.run("check")
    rules = [{"fields": {"section": "nav a"}}]
    terminal.configure(sites={urlsplit(site.url()).hostname: rules})
    (item,) = terminal.json("list")
    return str(item["watch"]["id"])


def test_what_is_outdated_is_listed_and_read_anew_once(site: NewsSite, terminal: Terminal) -> None:
    watch = watched(site, terminal)
    listed = terminal.run("reextract", "--dry-run").stdout
    assert f"{watch}  version 1" in listed
    assert "2 versions would be read anew" in listed
    assert [one["version"] for one in terminal.json("reextract", "-n")] == [1, 2]
    done = terminal.run("reextract").stdout
    assert "2 versions read anew, none with other words than before" in done
    assert "0 versions read anew" in terminal.run("reextract", "/ferry").stdout
    assert "no watch matches" in terminal.run("reextract", "zeppelin", code=2).stderr


def test_nobody_is_told_of_a_reading(site: NewsSite, terminal: Terminal) -> None:
    watch = watched(site, terminal)
    before = terminal.json("show", watch)["events"]
    terminal.run("reextract")
    assert terminal.json("show", watch)["events"] == before
    assert "no edit" in terminal.run("check").stdout


def test_a_version_whose_page_is_lost_is_named(site: NewsSite, terminal: Terminal) -> None:
    watch = watched(site, terminal)
    for folder in (terminal.folder / "snapshots").iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    result = terminal.run("reextract", code=1)
    assert f"{watch}, version 1, keeps its reading" in result.stdout
    assert [bool(one["failure"]) for one in terminal.json("reextract", code=1)] == [True, True]


def test_rules_of_a_watch_silence_a_box_and_are_no_edit(site: NewsSite, terminal: Terminal) -> None:
    watches: list[dict[str, object]] = [{"url": site.url()}]
    terminal.configure(watches=watches)
    terminal.run("check")
    watches[0]["rules"] = [{"remove": ["h1 + p"], "fields": {"section": "nav a"}}]
    terminal.configure(watches=watches)
    assert terminal.json("try", site.url())["result"]["section"] == "Home"
    assert "no edit" in terminal.run("check").stdout
    site.figures["/ferry"] = 150
    assert "no edit" in terminal.run("check").stdout
    assert len(terminal.json("show", "/ferry")["versions"]) == 1
    assert terminal.json("reextract", "--dry-run") == []
    del watches[0]["rules"]
    terminal.configure(watches=watches)
    assert [one["version"] for one in terminal.json("reextract", "--dry-run")] == [1]
