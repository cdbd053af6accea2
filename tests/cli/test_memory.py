"""Seeing and forgetting what is remembered of sites."""

from __future__ import annotations

import json
from pathlib import Path

from monitor.model import Ballot
from monitor.store import memory
from monitor.store.opening import DATABASE, connect
from tests.cli.conftest import PAGE, NewsSite, Terminal

PROMO = "Get [red]our[/] best reporting in your inbox, free of charge, on each working day."
SEEN = "A line that two of them had."


def remember(site: NewsSite, terminal: Terminal) -> str:
    """Let nine articles of the site share a line; return the host they are on."""
    host = site.url().split("/")[2]
    terminal.run("list")
    db = connect(terminal.folder / "snapshots" / DATABASE)
    for number in range(9):
        lines = (PROMO, SEEN) if number < 2 else (PROMO,)
        memory.add(db, host, Ballot(article=f"{number:08x}", stands=lines))
    db.close()
    return host


def serve(site: NewsSite, path: str) -> None:
    line = PROMO.replace("<", "&lt;")
    html = PAGE.format(figure=7).replace("</h1>", f"</h1><p>{line}</p>")
    html = html.replace("</article>", f"<p>{'And so it went on. ' * 9}</p></article>")
    site.others[path] = ("text/html", html.encode())


def test_sites_are_listed_in_figures_and_one_of_them_line_by_line(
    site: NewsSite, terminal: Terminal
) -> None:
    assert terminal.json("memory") == []
    host = remember(site, terminal)
    (listed,) = terminal.json("memory")
    assert listed == {"host": host, "articles": 9, "lines": 2, "left_out": 1}
    shown = terminal.run("memory").stdout
    assert host in shown and "9" in shown
    first, second = terminal.json("memory", host.upper())
    assert (first["text"], first["stands"], first["left_out"]) == (PROMO, 9, True)
    assert (second["text"], second["stands"], second["left_out"]) == (SEEN, 2, False)
    shown = terminal.run("memory", host).stdout
    assert "✗ left out" in shown and "9 of 9" in shown and "✓ read" in shown
    assert "Get [red]our[/] best" in shown
    assert "2 lines that several articles had, of which 1 left out" in shown


def test_a_site_is_forgotten_on_demand(site: NewsSite, terminal: Terminal) -> None:
    host = remember(site, terminal)
    assert f"forgotten: {host}" in terminal.run("memory", host, "--forget").stdout
    assert terminal.json("memory") == terminal.json("memory", host) == []
    assert "nothing is known of" in terminal.run("memory", host, "--forget").stdout
    assert "--forget needs a host" in terminal.run("memory", "--forget", code=2).stderr


def test_a_page_that_is_tried_says_which_lines_are_remembered(
    site: NewsSite, terminal: Terminal, tmp_path: Path
) -> None:
    host = remember(site, terminal)
    serve(site, "/new")
    data = terminal.json("try", site.url("/new"))
    assert {one["text"]: one["why"] for one in data["decisions"]}[PROMO] == "remembered"
    shown = terminal.run("try", site.url("/new")).output
    assert "shared by most articles of the site" in shown and f"✗ {PROMO}" in shown
    saved = tmp_path / "saved.html"
    saved.write_bytes(site.others["/new"][1])
    data = terminal.json("try", str(saved), "--url", f"http://{host}/x")
    assert data["result"]["left_out"] == [PROMO]


def test_a_watch_shows_which_lines_its_newest_version_was_read_without(
    site: NewsSite, terminal: Terminal
) -> None:
    remember(site, terminal)
    serve(site, "/new")
    terminal.run("add", site.url("/new"))
    terminal.run("check")
    shown = terminal.run("show", "/new").stdout
    assert "Left out" in shown and f"✗ {PROMO}" in shown
    assert terminal.json("show", "/new")["left_out"] == [PROMO]
    assert PROMO not in terminal.run("text", "/new").stdout
    data = terminal.json("try", "--watch", "/new")
    assert {one["text"]: one["why"] for one in data["decisions"]}[PROMO] == "remembered"


def test_a_database_from_before_is_tried_with_as_if_nothing_was_remembered(
    site: NewsSite, terminal: Terminal
) -> None:
    remember(site, terminal)
    db = connect(terminal.folder / "snapshots" / DATABASE)
    db.execute("DROP TABLE remembered_line")
    db.close()
    serve(site, "/new")
    assert json.dumps(PROMO) in terminal.run("try", site.url("/new"), "--json").stdout
    assert terminal.json("try", site.url("/new"))["result"]["left_out"] == []
