"""The command line, as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import StoreFull
from monitor.store import FolderLock
from monitor.wiring import App
from tests.cli.conftest import NewsSite, Terminal


def edited(site: NewsSite, terminal: Terminal) -> None:
    """Watch an article and see it edited once."""
    terminal.run("add", site.url())
    terminal.run("check")
    site.figures["/ferry"] = 150
    terminal.run("check")


def test_an_article_is_added_checked_and_its_edit_shown(site: NewsSite, terminal: Terminal) -> None:
    assert "watching" in terminal.run("add", site.url()).stdout
    assert "first version" in terminal.run("check").stdout
    assert "no edit" in terminal.run("check").stdout
    site.figures["/ferry"] = 150
    assert "version 2" in terminal.run("check").stdout
    shown = terminal.run("diff", "ferries run").stdout
    assert "[-120-]" in shown and "{+150+}" in shown
    listed = terminal.run("list").stdout
    assert "ok" in listed and "Ferries run again" in listed
    history = terminal.run("show", "/ferry").stdout
    assert "first version" in history and "changed" in history


def test_a_watch_goes_by_id_url_or_a_part_of_url_or_headline(
    site: NewsSite, terminal: Terminal
) -> None:
    edited(site, terminal)
    (watch,) = terminal.json("list")
    names = (watch["watch"]["id"], site.url(), "/ferry", "OLD HARBOUR")
    found = [terminal.json("show", name)["overview"]["watch"]["id"] for name in names]
    assert found == [watch["watch"]["id"]] * 4
    assert "no watch matches" in terminal.run("show", "zeppelin", code=2).stderr


def test_a_name_that_fits_several_watches_is_refused(site: NewsSite, terminal: Terminal) -> None:
    site.figures["/ferry2"] = 5
    terminal.run("add", site.url(), site.url("/ferry2"))
    assert "matches 2 watches" in terminal.run("show", "ferry", code=2).stderr


def test_an_address_that_cannot_be_watched_gets_one_clear_line(terminal: Terminal) -> None:
    for url, words in (
        ("ftp://news.example/", "is not an http(s) address"),
        ("news.example/a", "did you mean https://news.example/a"),
        ("https://me:secret@news.example/", "has credentials in it"),
        ("http://10.0.0.1/", "points inside"),
    ):
        error = terminal.run("add", url, code=2).stderr
        assert words in error
        assert "secret" not in error
    assert terminal.json("list") == []


def test_the_good_addresses_are_added_beside_a_bad_one(site: NewsSite, terminal: Terminal) -> None:
    terminal.run("add", "gopher://x", site.url(), code=2)
    assert len(terminal.json("list")) == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing", "404: not found"),
        ("/a.pdf", "a PDF"),
        ("/empty", ""),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(
    site: NewsSite, terminal: Terminal, path: str, words: str
) -> None:
    site.others = {"/a.pdf": ("application/pdf", b"%PDF-1.7"), "/empty": ("text/html", b"")}
    terminal.run("add", site.url(path), site.url())
    output = terminal.run("check", code=1).stdout
    assert words in output
    states = {item["watch"]["url"]: item["state"] for item in terminal.json("list")}
    assert states[site.url(path)]["detail"]
    assert states[site.url()]["latest_version"] == 1


def test_a_host_that_does_not_resolve_says_so(terminal: Terminal) -> None:
    terminal.run("add", "http://no-such-host.invalid/")
    assert "no such host" in terminal.run("check", code=1).stdout


def test_text_and_raw_give_back_what_was_read(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    assert "120 passengers" in terminal.run("text", "/ferry", "1").stdout
    assert "150 passengers" in terminal.run("text", "/ferry").stdout
    raw = terminal.run("raw", "/ferry", "1").stdout
    assert raw.startswith("<!doctype html>")
    assert "has versions 1 to 2, not 9" in terminal.run("raw", "/ferry", "9", code=2).stderr


def test_a_damaged_capture_is_never_given_out(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    (path,) = (terminal.folder / "snapshots").rglob("1-*.zst")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-20] + b"\0" * 20)
    assert terminal.run("raw", "/ferry", "1", code=1).stderr
    assert path.name in terminal.run("doctor", code=1).stdout


@pytest.mark.parametrize("form", ["html", "md", "json", "patch", "txt"])
def test_a_report_is_written_in_each_form(site: NewsSite, terminal: Terminal, form: str) -> None:
    edited(site, terminal)
    path = terminal.folder / f"report.{form}"
    terminal.run("report", "/ferry", "-o", str(path))
    content = path.read_text()
    assert "120" in content and "150" in content


@pytest.mark.parametrize("form", ["html", "md", "json", "txt", "csv"])
def test_a_report_of_the_whole_life_has_every_edit(
    site: NewsSite, terminal: Terminal, form: str
) -> None:
    edited(site, terminal)
    site.figures["/ferry"] = 190
    terminal.run("check")
    path = terminal.folder / f"life.{form}"
    terminal.run("report", "/ferry", "--life", "-o", str(path))
    assert all(figure in path.read_text() for figure in ("120", "150", "190"))


def test_a_whole_life_is_no_picture_and_no_patch(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    failed = terminal.run("report", "/ferry", "--life", "-o", "life.png", code=2)
    assert ".csv" in failed.stderr and not (terminal.folder / "life.png").exists()


def test_a_report_that_cannot_be_written_says_so(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    nowhere = str(terminal.folder / "no" / "such" / "r.html")
    assert "cannot write" in terminal.run("report", "/ferry", "-o", nowhere, code=2).stderr
    terminal.run("report", "/ferry", "-o", "report.docx", code=2)


@pytest.mark.parametrize("form", ["text", "markdown", "patch", "json"])
def test_a_diff_is_printed_in_each_form(site: NewsSite, terminal: Terminal, form: str) -> None:
    edited(site, terminal)
    assert "150" in terminal.run("diff", "/ferry", "1", "2", "--format", form).stdout


def test_there_is_no_diff_of_one_version(site: NewsSite, terminal: Terminal) -> None:
    terminal.run("add", site.url())
    assert "has not been read yet" in terminal.run("diff", "/ferry", code=2).stderr
    terminal.run("check")
    assert "nothing was edited yet" in terminal.run("diff", "/ferry", code=2).stderr


def test_pause_and_resume(site: NewsSite, terminal: Terminal) -> None:
    terminal.run("add", site.url())
    terminal.run("pause", "/ferry")
    assert "paused" in terminal.run("list").stdout
    assert "No watches yet" in terminal.run("check").stdout
    terminal.run("resume", "/ferry")
    assert "first version" in terminal.run("check").stdout


def test_what_was_removed_comes_back_with_its_versions(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    terminal.run("remove", "/ferry")
    assert terminal.json("list") == []
    terminal.run("add", site.url())
    (item,) = terminal.json("list")
    assert item["state"]["latest_version"] == 2


def test_a_purge_asks_and_then_leaves_nothing(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    terminal.run("remove", "/ferry", "--purge", stdin="n\n", code=1)
    assert len(terminal.json("list")) == 1
    terminal.run("remove", "/ferry", "--purge", stdin="y\n")
    assert list((terminal.folder / "snapshots").rglob("*.zst")) == []
    terminal.run("add", site.url())
    (item,) = terminal.json("list")
    assert item["state"]["latest_version"] == 0


def test_declared_watches_are_added_updated_and_paused_but_never_deleted(
    site: NewsSite, terminal: Terminal
) -> None:
    def watches() -> Any:
        return terminal.json("list")

    terminal.configure(watches=[{"url": site.url(), "interval": "5m"}])
    (first,) = watches()
    assert (first["watch"]["origin"], first["watch"]["plan"]["span"]) == ("config", 300)
    terminal.configure(watches=[{"url": site.url(), "name": "Ferry"}])
    (second,) = watches()
    assert (second["watch"]["id"], second["watch"]["name"]) == (first["watch"]["id"], "Ferry")
    assert second["watch"]["plan"] is None
    terminal.configure(watches=[])
    (third,) = watches()
    assert (third["watch"]["origin"], third["watch"]["paused"]) == ("dropped", True)
    terminal.configure(watches=[{"url": site.url()}])
    (fourth,) = watches()
    assert (fourth["watch"]["origin"], fourth["watch"]["paused"]) == ("config", False)


def test_a_declared_address_that_is_refused_says_so_in_its_state(
    site: NewsSite, terminal: Terminal
) -> None:
    terminal.configure(watches=[{"url": "http://192.168.0.1/"}, {"url": site.url()}])
    assert "points inside" in terminal.run("check", code=1).stdout
    states = [item["state"] for item in terminal.json("list")]
    assert sorted(state["latest_version"] for state in states) == [0, 1]


def test_a_wrong_configuration_is_refused_with_its_line(terminal: Terminal) -> None:
    terminal.config.write_text("checks:\n  intervall: 5m\n")
    error = terminal.run("config", "check", code=3).stderr
    assert "config.yaml:2: checks.intervall: unknown key; did you mean `interval`?" in error
    assert terminal.run("list", code=3).stderr
    terminal.config.unlink()
    assert "there is no" in terminal.run("list", code=3).stderr


def test_the_configuration_can_be_checked_and_its_schema_printed(terminal: Terminal) -> None:
    assert "0 watches" in terminal.run("config", "check").stdout
    assert json.loads(terminal.run("config", "schema").stdout)["properties"]["watches"]


def test_doctor_says_what_is_well_and_what_is_not(site: NewsSite, terminal: Terminal) -> None:
    terminal.run("add", site.url())
    terminal.run("check")
    assert "whole" in terminal.run("doctor").stdout
    site.statuses["/ferry"] = 500
    terminal.run("check", code=1)
    findings = {item["about"]: item for item in terminal.json("doctor", code=1)}
    assert findings["watches"]["good"] is False
    assert findings["store"]["good"] is True


def test_doctor_shows_what_was_spent_of_each_budget(site: NewsSite, terminal: Terminal) -> None:
    fetch = {"delay": "0s", "allow_private": ["127.0.0.0/8"]}
    host = f"127.0.0.1:{site.port}"
    terminal.configure(checks={"budget": 12}, fetch={**fetch, "hosts": {host: {"budget": 5000}}})
    terminal.run("add", site.url())
    found = {item["about"]: item for item in terminal.json("doctor")}
    assert found["budget all"]["text"] == "0 of 12 looks today"
    terminal.run("check")
    found = {item["about"]: item for item in terminal.json("doctor", code=1)}
    assert found["budget all"]["text"] == "1 of 12 looks today"
    assert not found["budget all"]["good"]
    assert found[f"budget host:{host}"]["text"] == "1 of 5000 looks today"
    assert found[f"budget host:{host}"]["good"]


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (None, "when an edit is likely: after 2 min at least, 1 d at most"),
        ("5m", "every 5 min"),
        ("*/10 6-22 * * *", "at */10 6-22 * * * (UTC)"),
        ("10m between 06:00-23:00", "every 10 min, 06:00 to 23:00 (UTC)"),
    ],
)
def test_how_and_why_an_article_is_looked_at_is_said_in_words(
    site: NewsSite, terminal: Terminal, interval: str | None, words: str
) -> None:
    terminal.run("add", site.url(), *(("--interval", interval) if interval else ()))
    assert "it has not been read yet" in terminal.run("list", "--why").stdout
    terminal.run("check")
    for command in (["list", "--why"], ["show", "/ferry"]):
        shown = " ".join(terminal.run(*command).stdout.split())
        assert words in shown
        assert ("this outlet edits in" in shown) is (interval is None)
    terminal.run("pause", "/ferry")
    assert "next look –" in " ".join(terminal.run("list", "--why").stdout.split())


def test_an_interval_that_is_none_is_refused(site: NewsSite, terminal: Terminal) -> None:
    terminal.run("add", site.url(), "--interval", "sometimes", code=3)
    assert terminal.json("list") == []


@pytest.mark.parametrize("contact", [None, "mailto:desk@example.org"])
def test_doctor_says_whom_sites_can_write_to(terminal: Terminal, contact: str | None) -> None:
    terminal.configure(fetch={"contact": contact})
    findings = {item["about"]: item for item in terminal.json("doctor")}
    assert (contact or "none: a site that minds") in findings["contact"]["text"]
    assert bool(findings["contact"]["hint"]) is (contact is None)


def test_alerts_are_listed_shown_and_sent_again(site: NewsSite, terminal: Terminal) -> None:
    terminal.configure(
        channels={
            "hook": {
                "type": "webhook",
                "url": "http://127.0.0.1:9/",
                "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            }
        }
    )
    assert "No alerts yet" in terminal.run("alerts").stdout
    edited(site, terminal)
    assert "pending" in terminal.run("alerts").stdout
    assert "pending" in terminal.run("alerts", "list", "--pending").stdout
    (alert,) = terminal.json("alerts")
    assert alert["attempts"] == 1
    assert "no connection" in alert["error"]
    shown = terminal.run("alerts", "show", alert["id"][:6]).stdout
    assert "Edited" in shown and "150" in shown
    assert "hook" in terminal.run("alerts", "resend", alert["id"]).stdout
    assert "no alert" in terminal.run("alerts", "show", "ffffff", code=2).stderr


def test_an_unknown_channel_is_refused(site: NewsSite, terminal: Terminal) -> None:
    error = terminal.run("add", site.url(), "--channel", "fax", code=2).stderr
    assert "no channel 'fax' is configured" in error


def test_a_second_monitor_on_the_folder_is_refused_and_the_first_is_named(
    site: NewsSite, terminal: Terminal
) -> None:
    terminal.run("add", site.url())
    with FolderLock(terminal.folder / "snapshots").hold("monitor run"):
        error = terminal.run("run", "--plain", code=4).stderr
    assert "in use by" in error and "monitor run" in error


def test_nothing_colours_the_output_of_a_pipe(site: NewsSite, terminal: Terminal) -> None:
    edited(site, terminal)
    for command in (["list"], ["show", "/ferry"], ["diff", "/ferry"], ["check"]):
        assert "\x1b" not in terminal.run(*command).stdout


def test_help_and_version_are_there(terminal: Terminal, tmp_path: Path) -> None:
    assert "Watches news articles" in terminal.run("--help").stdout
    assert "article-monitor" in terminal.run("--version").stdout


def test_what_is_there_can_be_looked_at_where_nothing_can_be_written(
    site: NewsSite, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(site, terminal)

    async def full(*_: object) -> None:
        raise StoreFull("no space left on the disk", hint="make room")

    monkeypatch.setattr(App, "reconcile", full)
    for command in (["list"], ["show", "/ferry"], ["diff", "/ferry"], ["text", "/ferry"]):
        result = terminal.run(*command)
        assert "no space left" in result.stderr
        assert "harbour" in result.stdout
    assert "make room" in terminal.run("check", code=1).stderr
