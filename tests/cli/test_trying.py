"""Showing how a page is read."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
import typer

from tests.cli.conftest import PAGE, NewsSite, Terminal


def test_a_page_on_the_web_is_shown_as_it_is_read(site: NewsSite, terminal: Terminal) -> None:
    result = terminal.run("try", site.url())
    assert "Ferries run again in the old harbour" in result.output
    assert "✓ paragraph  It was the first crossing" in result.output
    assert "outside of the article" in result.output
    assert "News" not in result.output
    assert "✗ Home News" in terminal.run("try", site.url(), "--all").output


def test_nothing_is_kept_of_a_page_that_is_tried(site: NewsSite, terminal: Terminal) -> None:
    terminal.run("try", site.url())
    assert terminal.json("list") == []


def test_a_saved_page_is_shown_too(terminal: Terminal, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    share = '<div class="share">114 [red]shares[/]</div></article>'
    saved.write_text(PAGE.format(figure=7).replace("</article>", share))
    data = terminal.json("try", str(saved))
    assert data["result"]["headline"] == "Ferries run again in the old harbour"
    assert "[red]" in terminal.run("try", str(saved)).output


def test_what_is_no_article_says_why(site: NewsSite, terminal: Terminal) -> None:
    site.others["/shell"] = ("text/html", b"<html><body><div id=root></div></body></html>")
    result = terminal.run("try", site.url("/shell"), code=1)
    assert "not an article" in result.output
    assert "empty_shell" in result.output
    assert "404" in terminal.run("try", site.url("/none"), code=1).output


def test_a_file_that_is_not_there_is_one_clear_line(terminal: Terminal) -> None:
    result = terminal.run("try", "none.html", code=2)
    assert "cannot read none.html" in result.output


def test_an_address_that_is_refused_is_not_tried(terminal: Terminal) -> None:
    terminal.run("try", "http://user:pass@x.example/", code=2)


def test_the_page_with_the_decisions_is_written(
    site: NewsSite, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tried.html"
    result = terminal.run("try", site.url(), "--html", str(path))
    assert "written:" in result.output
    written = path.read_text("utf-8")
    assert "It was the first crossing" in written and site.url() in written
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    shell = tmp_path / "shell.html"
    shell.write_text("<html><body><div id=root></div></body></html>")
    options = ("--url", "https://www.example.org/a", "--html", str(path), "--open")
    data = terminal.json("try", str(shell), *options, code=1)
    assert data["result"]["reason"] == "empty_shell"
    assert opened == [path.as_uri()]
    assert "https://www.example.org/a" in path.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_one_line(site: NewsSite, terminal: Terminal) -> None:
    result = terminal.run("try", site.url(), "--html", "/nowhere/at/all.html", code=2)
    assert "cannot write /nowhere/at/all.html" in result.output


def test_the_proposed_rule_goes_into_the_configuration_as_it_is_printed(
    terminal: Terminal, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.html"
    share = '<div class="share-bar">114 shares</div></article>'
    saved.write_text(PAGE.format(figure=7).replace("</article>", share))
    arguments = ("try", str(saved), "--url", "https://www.example.org/ferry")
    first = terminal.json(*arguments)
    snippet = first["proposal"]["snippet"]
    _, _, printed = terminal.run(*arguments).output.partition("Proposed rule")
    assert textwrap.dedent(printed.partition("\n")[2]) == snippet
    terminal.config.write_text(snippet)
    second = terminal.json(*arguments)
    assert second["result"].pop("rules") != first["result"].pop("rules")
    assert second["result"] == first["result"]
    assert second["proposal"] is None
    assert "rule" in {one["why"] for one in second["decisions"]}


def test_no_data_folder_is_made_for_a_page_that_is_tried(
    site: NewsSite, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.run("try", site.url())
    result = terminal.run("try", "--watch", "ferry", code=1)
    assert "there is no" in result.output
    assert [one.name for one in tmp_path.iterdir()] == ["config.yaml"]


def test_a_stored_version_is_read_anew(site: NewsSite, terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("add", site.url())
    terminal.run("check")
    site.figures["/ferry"] = 150
    terminal.run("check")
    for options, figure in (((), "150"), (("--version", "1"), "120")):
        data = terminal.json("try", "--watch", "ferry", *options)
        assert f"said that {figure} passengers" in data["decisions"][2]["text"]
    path = tmp_path / "tried.html"
    terminal.run("try", "--watch", "ferry", "--html", str(path))
    assert site.url() in path.read_text("utf-8")
    terminal.run("try", "--watch", "ferry", "--version", "3", code=2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a page"),
        (("saved.html", "--watch", "ferry"), "name a page"),
        (("saved.html", "--version", "2"), "--version is one of a watch"),
        (("saved.html", "--open"), "--open shows what --html writes"),
    ],
)
def test_arguments_that_do_not_fit_together_are_refused(
    terminal: Terminal, arguments: tuple[str, ...], said: str
) -> None:
    assert said in terminal.run("try", *arguments, code=2).output
