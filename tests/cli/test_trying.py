"""Showing how a page is read."""

from __future__ import annotations

from pathlib import Path

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
