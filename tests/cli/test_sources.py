"""Sources on the command line, against a real site on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import NewsSite, Terminal

FERRY, BRIDGE = "/news/ferries-run-again-in-harbour-101", "/sport/bridge-race-ends-in-storm-102"


def feed(site: NewsSite, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>Report {number}</title><link>{site.url(path)}</link></item>"
        for number, path in enumerate(paths)
    )
    return f"<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>".encode()


HOME = b"""<!doctype html><html><head><title>The Paper</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/feed">
<link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.xml">
</head><body><h1>The Paper</h1></body></html>"""


@pytest.fixture
def paper(site: NewsSite) -> NewsSite:
    """A paper with a home page, a feed of two articles, and a sitemap that robots.txt names."""
    site.figures |= {FERRY: 120, BRIDGE: 7}
    site.others |= {
        "/": ("text/html", HOME),
        "/feed": ("application/rss+xml", feed(site, FERRY, BRIDGE)),
        "/robots.txt": ("text/plain", f"Sitemap: {site.url('/news.xml')}\n".encode()),
    }
    return site


def test_a_feed_is_followed_and_what_it_lists_is_watched(
    terminal: Terminal, paper: NewsSite
) -> None:
    said = terminal.run("source", "add", paper.url("/feed"), "--name", "all").stdout
    assert "following" in said
    assert "a feed “The Paper” that lists 2 articles" in said
    assert "2 of its articles watched" in terminal.run("source", "poll").stdout
    terminal.run("check")
    watched = {item["watch"]["url"] for item in terminal.json("list")}
    assert watched == {paper.url(FERRY), paper.url(BRIDGE)}


def test_how_its_articles_are_looked_at_and_what_that_may_cost_is_kept(
    terminal: Terminal, paper: NewsSite
) -> None:
    terminal.run("source", "add", paper.url("/feed"), "--looks", "15m", "--budget", "99")
    (item,) = terminal.json("source", "list")
    assert item["source"]["plan"] == {"span": 900.0, "kind": "every"}
    assert item["source"]["budget"] == 99
    terminal.configure(sources=[{"url": paper.url("/feed"), "looks": "20m", "budget": 7}])
    (item,) = terminal.json("source", "list")
    assert item["source"]["plan"]["span"] == 1200.0
    assert item["source"]["budget"] == 7


def test_of_a_home_page_the_first_feed_is_taken_and_the_others_are_shown(
    terminal: Terminal, paper: NewsSite
) -> None:
    said = terminal.run("source", "add", paper.url("/")).stdout
    assert f"{paper.url('/feed')}\n" in said
    assert paper.url("/sport.xml") in said
    assert paper.url("/news.xml") in said
    (found,) = terminal.json("source", "list")
    assert found["source"]["url"] == paper.url("/feed")


def test_a_page_is_taken_itself_where_that_is_asked_for(
    terminal: Terminal, paper: NewsSite
) -> None:
    links = f"<h2><a href='{FERRY}'>Ferries run again in the old harbour today</a></h2>"
    body = f"<!doctype html><html><head><title>News</title></head><body>{links}</body></html>"
    paper.others["/news"] = ("text/html", body.encode())
    terminal.run("source", "add", paper.url("/news"), "--kind", "section")
    terminal.run("source", "poll")
    (found,) = terminal.json("list")
    assert found["watch"]["url"] == paper.url(FERRY)


def test_only_what_is_in_scope_is_watched(terminal: Terminal, paper: NewsSite) -> None:
    terminal.run("source", "add", paper.url("/feed"), "--include", "/sport/*")
    terminal.run("source", "poll")
    (found,) = terminal.json("list")
    assert found["watch"]["url"] == paper.url(BRIDGE)
    said = terminal.run("source", "show", "feed").stdout
    assert "2 articles, 1 out of scope" in said
    assert "/sport/*" in said


def test_what_is_no_source_is_refused_with_the_reason(terminal: Terminal, paper: NewsSite) -> None:
    result = terminal.run("source", "add", paper.url("/nowhere"), code=2)
    assert "is no source: 404" in result.stderr
    assert terminal.json("source", "list") == []


def test_a_look_at_a_source_keeps_nothing(terminal: Terminal, paper: NewsSite) -> None:
    said = terminal.run("source", "try", paper.url("/")).stdout
    assert paper.url("/feed") in said
    assert terminal.json("source", "list") == []
    found = terminal.json("source", "try", paper.url("/feed"), "--include", "/news/*")
    assert [entry["url"] for entry in found["in_scope"]] == [paper.url(FERRY)]
    terminal.run("source", "try", paper.url("/nowhere"), code=1)


def test_a_source_that_cannot_be_read_says_why(terminal: Terminal, paper: NewsSite) -> None:
    terminal.run("source", "add", paper.url("/feed"))
    paper.statuses["/feed"] = 500
    del paper.others["/feed"]
    said = terminal.run("source", "poll", code=1).stdout
    assert "500" in said
    assert "server error" in terminal.run("source", "list").stdout
    assert "500" in terminal.run("source", "show", "feed").stdout


def test_a_source_can_be_paused_resumed_and_removed(terminal: Terminal, paper: NewsSite) -> None:
    terminal.run("source", "add", paper.url("/feed"))
    terminal.run("source", "pause", "feed")
    assert "paused" in terminal.run("source", "list").stdout
    assert "No sources yet" in terminal.run("source", "poll").stdout
    terminal.run("source", "resume", "feed")
    terminal.run("source", "poll")
    assert "go on being watched" in terminal.run("source", "remove", "feed").stdout
    assert terminal.json("source", "list") == []
    assert len(terminal.json("list")) == 2
    terminal.run("source", "show", "feed", code=2)


def test_a_removed_source_comes_back_where_it_left_off(terminal: Terminal, paper: NewsSite) -> None:
    terminal.run("source", "add", paper.url("/feed"))
    terminal.run("source", "poll")
    (before,) = terminal.json("source", "list")
    terminal.run("source", "remove", "feed")
    terminal.run("source", "add", paper.url("/feed"))
    (after,) = terminal.json("source", "list")
    assert after["source"]["id"] == before["source"]["id"]
    assert after["state"]["polls"] == 1


def test_sources_that_the_configuration_declares_are_followed_and_paused_when_they_go(
    terminal: Terminal, paper: NewsSite
) -> None:
    declared = {"url": paper.url("/feed"), "name": "all", "limit": 1, "kinds": ["article"]}
    terminal.configure(sources=[declared])
    terminal.run("source", "poll")
    assert len(terminal.json("list")) == 1
    assert "1 article for tomorrow" in terminal.run("source", "show", "all").stdout
    said = terminal.run("source", "remove", "all").stdout
    assert "comes back at the next start" in said
    terminal.configure(sources=[declared])
    terminal.run("source", "list")
    terminal.configure(sources=[])
    (found,) = terminal.json("source", "list")
    assert (found["source"]["origin"], found["source"]["paused"]) == ("dropped", True)


def test_an_unknown_channel_and_an_ambiguous_name_are_refused(
    terminal: Terminal, paper: NewsSite
) -> None:
    refused = terminal.run("source", "add", paper.url("/feed"), "--channel", "desk", code=2)
    assert "no channel 'desk'" in refused.stderr
    terminal.run("source", "add", paper.url("/feed"))
    paper.others["/feed2"] = paper.others["/feed"]
    terminal.run("source", "add", paper.url("/feed2"))
    assert "matches 2 sources" in terminal.run("source", "show", "127.0.0.1", code=2).stderr


def test_the_same_article_at_another_address_is_the_same_watch(
    terminal: Terminal, paper: NewsSite
) -> None:
    (first,) = terminal.json("add", paper.url(FERRY))
    (second,) = terminal.json("add", paper.url(FERRY) + "/?utm_source=mail")
    assert second["watch"]["id"] == first["watch"]["id"]
    terminal.run("source", "add", paper.url("/feed"))
    terminal.run("source", "poll")
    assert len(terminal.json("list")) == 2


def test_what_is_looked_at_no_longer_is_listed_on_request(
    terminal: Terminal, paper: NewsSite
) -> None:
    terminal.configure(checks={"failing_after": 1})
    paper.statuses[BRIDGE] = 404
    terminal.run("source", "add", paper.url("/feed"))
    terminal.run("source", "poll")
    terminal.run("check", code=1)
    said = terminal.run("list").stdout
    assert "1 article looked at no longer" in said
    assert "no article" in terminal.run("list", "--all").stdout


def test_a_duplicate_says_of_what(terminal: Terminal, paper: NewsSite, tmp_path: Path) -> None:
    link = f"<link rel='canonical' href='{paper.url(FERRY)}'>"
    status, kind, body = paper.answer(FERRY)
    paper.others["/print/ferries"] = (kind, body.replace(b"<head>", b"<head>" + link.encode()))
    assert status == 200
    terminal.run("add", paper.url(FERRY))
    terminal.run("check")
    terminal.run("add", paper.url("/print/ferries"))
    assert "the same article as" in terminal.run("check", "print/ferries").stdout
    assert "at another address" in terminal.run("show", "print/ferries").stdout
