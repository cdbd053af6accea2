"""robots.txt after RFC 9309, by the sections of the RFC."""

from __future__ import annotations

from datetime import timedelta

import pytest
from protego import Protego

from monitor.fetch import FetchSettings
from monitor.fetch.robots import MOST_OF_ROBOTS, our_rules
from monitor.model import Reason
from tests.fetch.conftest import Opener
from tests.fetch.rawserver import RawServer
from tests.fetch.webs import Web

PAGE = b"<html></html>"
SECOND = timedelta(seconds=1)


def allowed(text: str, path: str, token: str = "article-monitor") -> bool:
    rules = Protego.parse(our_rules(text, token))
    return bool(rules.can_fetch(f"https://harbour.example{path}", "*"))


# --- 2.2.1: whom a group is for -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("article-monitor", "article-monitor"),
        ("Desk_Watch/2.1", "desk_watch"),
        ("desk-watch (x)", "desk-watch"),
    ],
)
def test_our_product_token_is_the_name_without_its_version(agent: str, token: str) -> None:
    assert FetchSettings(user_agent=agent).product_token == token


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("article-monitor", True),
        ("Article-Monitor", True),
        ("ARTICLE-MONITOR/9.9 (like anything)", True),
        ("article-monitor *", True),
        ("article", False),
        ("article-monitor-image", False),
        ("my-article-monitor", False),
        ("", False),
    ],
)
def test_a_group_is_for_us_if_it_names_our_product_token(line: str, ours: bool) -> None:
    text = f"User-agent: {line}\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    assert allowed(text, "/a") is not ours


def test_groups_for_us_are_one_and_those_for_all_count_only_without_any() -> None:
    text = """
        User-agent: other
        User-agent: article-monitor
        Disallow: /one

        User-agent: *
        Disallow: /

        User-agent: article-monitor
        Disallow: /two
    """
    assert [allowed(text, path) for path in ("/one", "/two", "/three")] == [False, False, True]
    assert not allowed(text, "/three", "somebody-else")


def test_groups_for_all_are_one_too() -> None:
    text = (
        "User-agent: *\nDisallow: /one\n\nUser-agent: x\nAllow: /\n\nUser-agent: *\nDisallow: /two"
    )
    assert [allowed(text, path) for path in ("/one", "/two", "/three")] == [False, False, True]


def test_a_group_for_us_without_rules_allows_all() -> None:
    text = "User-agent: *\nDisallow: /\nUser-agent: article-monitor\nDisallow:\n"
    assert allowed(text, "/a")


@pytest.mark.parametrize("between", ["", "\n\n", "Sitemap: https://harbour.example/s.xml\n", "x\n"])
def test_only_a_rule_ends_the_heading_of_a_group(between: str) -> None:
    text = f"User-agent: article-monitor\n{between}User-agent: other\nDisallow: /a\n"
    assert not allowed(text, "/a")


def test_a_crawl_delay_is_a_rule_of_its_group() -> None:
    text = "User-agent: *\nCrawl-delay: 5\n\nUser-agent: bad-bot\nDisallow: /\n"
    assert allowed(text, "/a")


# --- 2.2.2 and 2.2.3: what a rule means -----------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("Disallow: /news", "/newsroom", False),
        ("Disallow: /News", "/news", True),
        ("Disallow: /news/$", "/news/", False),
        ("Disallow: /news/$", "/news/a", True),
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?x", True),
        ("Disallow: /a/*/c", "/a/b/c", False),
        ("Disallow: *secret", "/a-secret-b", False),
        ("Disallow: /\nAllow: /news", "/news/a", True),
        ("Allow: /news\nDisallow: /", "/news/a", True),
        ("Allow: /news/a\nDisallow: /news/a", "/news/a", True),
        ("Disallow: /news/a\nAllow: /news/", "/news/a", False),
        ("Disallow: /ä", "/%C3%A4", False),
        ("Disallow: /%C3%A4", "/ä", False),
        ("Disallow: /foo/bar/U%2B30C4", "/foo/bar/U%2B30C4", False),
        ("Disallow: /a%3cd.html", "/a%3Cd.html", False),
        ("Disallow: /~me", "/%7Eme", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /?q=", "/?q=1", False),
        ("Disallow:", "/a", True),
        ("disallow : /a", "/a", False),
        ("DISALLOW: /a # not that", "/a", False),
        ("Disalow: /a", "/a", False),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_a_rule_means_what_the_rfc_says(rules: str, path: str, may: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) is may


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    assert not allowed(end.join(["User-agent: *", "Disallow: /a"]), "/a")


def test_what_is_no_end_of_a_line_does_not_end_it() -> None:
    assert allowed("User-agent: *\nAllow: /x\u2028Disallow: /a", "/a")


def test_a_pattern_full_of_asterisks_takes_no_time() -> None:
    text = "User-agent: *\nDisallow: /" + "*a" * 200 + "*b\n"
    assert allowed(text, "/" + "a" * 4_000)


# --- 2.3: getting it ------------------------------------------------------------------------------


async def robots(
    server: RawServer, open_web: Opener, body: bytes, status: str = "200 OK", **settings: object
) -> Web:
    server.answer("/robots.txt", body, status=status, headers="content-type: text/plain\r\n")
    server.answer("/news/a", PAGE)
    return open_web(obey_robots=True, **settings)


def reads(server: RawServer) -> int:
    return [asked.path for asked in server.asked].count("/robots.txt")


async def test_a_byte_order_mark_hides_no_rule(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"\xef\xbb\xbfUser-agent: *\nDisallow: /news/\n")
    assert (await web.failure(server.origin + "/news/a")).reason is Reason.ROBOTS


async def test_half_a_line_at_the_end_of_what_is_read_is_no_rule(
    server: RawServer, open_web: Opener
) -> None:
    start = b"User-agent: *\nDisallow: /private/\n#"
    cut = b"\nDisallow: /news"
    padding = b"x" * (MOST_OF_ROBOTS - len(start) - len(cut) + len(b"s"))
    web = await robots(server, open_web, start + padding + cut + b"paper/\n" + b"#" * 70_000)
    server.answer("/new", PAGE)
    await web.capture(server.origin + "/new")
    server.answer("/private/a", PAGE)
    assert (await web.failure(server.origin + "/private/a")).reason is Reason.ROBOTS


async def test_what_it_said_last_holds_while_it_cannot_be_read(
    server: RawServer, open_web: Opener
) -> None:
    web = await robots(server, open_web, b"User-agent: *\nDisallow: /private/\n")
    await web.capture(server.origin + "/news/a")
    server.answer("/robots.txt", status="503 Later")
    web.clock.offset += 25 * 3600
    await web.capture(server.origin + "/news/a")
    assert (await web.failure(server.origin + "/private/a")).reason is Reason.ROBOTS
    assert reads(server) == 2
    web.clock.offset += 601
    await web.capture(server.origin + "/news/a")
    assert reads(server) == 3


async def test_a_robots_txt_that_was_never_read_counts_as_none_after_a_month(
    server: RawServer, open_web: Opener
) -> None:
    web = await robots(server, open_web, b"", "500 Oops", rest_after=10_000)
    url = server.origin + "/news/a"
    assert (await web.failure(url)).reason is Reason.UNAVAILABLE
    web.clock.offset += 29 * 86_400
    assert (await web.failure(url)).reason is Reason.UNAVAILABLE
    web.clock.offset += 2 * 86_400
    await web.capture(url)


async def test_a_site_whose_robots_txt_cannot_be_read_is_left_alone_until_it_is_tried_again(
    server: RawServer, open_web: Opener
) -> None:
    web = await robots(server, open_web, b"", "500 Oops")
    assert (await web.get(server.origin + "/news/a")).pause == timedelta(minutes=10)
    web.clock.offset += 400
    assert (await web.get(server.origin + "/news/a")).pause == timedelta(seconds=200)
    assert reads(server) == 1


async def test_a_robots_txt_that_stalls_holds_us_off(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"", first_byte=timedelta(milliseconds=100))
    server.say("/robots.txt", b"HTTP/1.1 200 OK\r\n", close=False)
    assert (await web.failure(server.origin + "/news/a")).reason is Reason.TIMEOUT
    assert [asked.path for asked in server.asked] == ["/robots.txt"]


async def test_a_crawl_delay_that_is_taken_back_holds_no_longer(
    server: RawServer, open_web: Opener
) -> None:
    web = await robots(server, open_web, b"User-agent: *\nCrawl-delay: 20\n")
    assert (await web.get(server.origin + "/news/a")).pause == 20 * SECOND
    server.answer("/robots.txt", b"User-agent: *\nAllow: /\n")
    web.clock.offset += 25 * 3600
    assert (await web.get(server.origin + "/news/a")).pause == timedelta()


@pytest.mark.parametrize("wish", ["-5", "nan", "inf", "soon", "1e400"])
async def test_a_crawl_delay_that_is_no_number_is_none(
    server: RawServer, open_web: Opener, wish: str
) -> None:
    web = await robots(server, open_web, f"User-agent: *\nCrawl-delay: {wish}\n".encode())
    assert (await web.get(server.origin + "/news/a")).pause == timedelta()


async def test_each_port_has_its_own_robots_txt(server: RawServer, open_web: Opener) -> None:
    web = await robots(server, open_web, b"User-agent: *\nDisallow: /\n")
    other = RawServer()
    await other.start()
    await web.capture(other.answer("/news/a", PAGE))
    assert (await web.failure(server.origin + "/news/a")).reason is Reason.ROBOTS
    await other.stop()
