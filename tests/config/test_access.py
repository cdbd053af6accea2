"""Headers, cookies, proxies, certificates: what is refused, and that nothing of them is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config import Config, parse, schema
from monitor.errors import ConfigError
from monitor.fetch import ClientCert, Gate, Proxy
from monitor.wiring.ways import check_rendering, fetch_settings

SECRET = "t0p-s3cret"


def read(text: str, **environ: str) -> Config:
    return parse(text, name="config.yaml", environ={"S": SECRET} | environ)


def complaint(text: str, **environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text, **environ)
    assert SECRET not in str(caught.value)
    return str(caught.value)


WATCH = "watches:\n  - url: https://h.example/\n    {kind}:\n      {name}: {value}\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("host", "the monitor's own"),
        ("Host", "the monitor's own"),
        ("content-length", "the monitor's own"),
        ("transfer-encoding", "the monitor's own"),
        ("accept-encoding", "the monitor's own"),
        ("if-none-match", "the monitor's own"),
        ("If-Modified-Since", "the monitor's own"),
        ("range", "the monitor's own"),
        ("connection", "the monitor's own"),
        ("upgrade", "the monitor's own"),
        ("proxy-authorization", "the monitor's own"),
        ("cookie", "write it under `cookies`"),
        ("user-agent", "set `fetch.user_agent`"),
        ("x key", "no name of a header"),
        ("'x:'", "no name of a header"),
        ("é", "no name of a header"),
    ],
)
def test_a_header_that_would_break_a_request_is_refused(name: str, reason: str) -> None:
    found = complaint(WATCH.format(kind="headers", name=name, value="${S}"))
    assert found.startswith("config.yaml:4: watches.0.headers.")
    assert reason in found


@pytest.mark.parametrize("value", ["a\nhost: b", "a\rb", "a\x00", "é", "x" * 9_000])
def test_the_value_of_a_header_is_one_line_of_plain_characters(value: str) -> None:
    found = complaint(WATCH.format(kind="headers", name="x-key", value="${S}"), S=SECRET + value)
    assert found == (
        "config.yaml:4: watches.0.headers.x-key: "
        "no value of a header: plain characters in one line only"
    )


@pytest.mark.parametrize("value", ["a; b=c", "a b", 'a"b', "a,b", "a\n", "é"])
def test_the_value_of_a_cookie_is_one_value(value: str) -> None:
    found = complaint(WATCH.format(kind="cookies", name="id", value="${S}"), S=SECRET + value)
    assert "watches.0.cookies.id: no value of a cookie" in found


def test_the_name_of_a_cookie_is_a_name() -> None:
    assert "no name of a cookie" in complaint(WATCH.format(kind="cookies", name="a=b", value="1"))


@pytest.mark.parametrize(
    "address",
    [
        "ftp://p.example:21",
        "p.example:3128",
        "http://",
        "http://p.example/path",
        "http://p.example:99999",
        "http://p.example:0",
        "http://[p.example",
        "direct",
    ],
)
def test_what_is_no_proxy_is_refused(address: str) -> None:
    found = complaint("fetch:\n  proxy: ${P}\n", P=address)
    assert "config.yaml:2: fetch.proxy: no proxy; write http://" in found
    assert address not in found.partition("fetch.proxy:")[2].partition("write")[0]


def test_the_log_in_of_a_proxy_is_not_shown_where_its_address_is_wrong() -> None:
    complaint("fetch: {proxy: '${P}'}", P=f"http://me:{SECRET}@p.example/path")
    complaint("fetch: {hosts: {h.example: {proxy: '${P}'}}}", P=f"gopher://me:{SECRET}@p.example")


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("my-desk", True),
        ("my_desk/1.0", True),
        ("1desk", False),
        ("my desk", False),
        ("desk\nx: y", False),
        ("", False),
    ],
)
def test_our_name_has_a_product_token_that_a_robots_txt_can_name(name: str, good: bool) -> None:
    text = "fetch: {user_agent: '${N}'}"
    if good:
        assert read(text, N=name).fetch.user_agent == name
    else:
        assert "fetch.user_agent: write a name of letters" in complaint(text, N=name)


@pytest.mark.parametrize("contact", ["a (b)", "a\nb", "", "ä@b.example"])
def test_a_contact_is_an_address(contact: str) -> None:
    assert "fetch.contact: write an address" in complaint("fetch: {contact: '${C}'}", C=contact)


FULL = """
fetch:
  proxy: socks5://me:${S}@p.example:1080
  hosts:
    h.example:
      headers: {Authorization: "Bearer ${S}"}
      cookies: {id: "${S}"}
      proxy: http://me:${S}@q.example
      client_cert: {cert: a.pem, password: "${S}"}
watches:
  - url: https://h.example/
    headers: {x-key: "${S}"}
    cookies: {session: "${S}"}
"""


def test_nothing_of_it_is_ever_shown() -> None:
    config = read(FULL)
    for shown in (repr(config), str(config), str(config.model_dump()), config.model_dump_json()):
        assert SECRET not in shown


def test_it_is_all_there() -> None:
    config = read(FULL)
    host, watch = config.fetch.hosts["h.example"], config.watches[0]
    assert host.headers["authorization"].get_secret_value() == f"Bearer {SECRET}"
    assert watch.cookies["session"].get_secret_value() == SECRET


def test_no_setting_is_a_regular_expression_a_template_or_a_command() -> None:
    """Each of them would need limits of its own: a time, a sandbox, a shell."""

    def names(node: object) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(names, node))
        if not isinstance(node, dict):
            return set()
        own = set(node.get("properties", {}))
        return own.union(*map(names, node.values()))

    words = re.compile("regex|regexp|pattern|xpath|template|command|shell|exec|script")
    assert [name for name in sorted(names(schema())) if words.search(name)] == []


def test_it_reaches_the_fetcher_as_it_was_written() -> None:
    settings = fetch_settings(read(FULL.replace("me:${S}@q", "m%40e:${S}@q")))
    host = settings.hosts["h.example"]
    assert settings.proxy == Proxy(
        scheme="socks5", host="p.example", port=1080, username="me", password=SECRET
    )
    assert host.proxy == Proxy(
        scheme="http", host="q.example", port=80, username="m@e", password=SECRET
    )
    assert host.client_cert == ClientCert(cert=Path("a.pem"), password=SECRET)
    direct = read("fetch: {hosts: {H.example: {proxy: direct}}}")
    assert fetch_settings(direct).hosts["h.example"].proxy == "direct"
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("host", "words"), [("a.example", "a.example: "), ("b.example", "no browser")]
)
def test_a_page_behind_a_proxy_is_not_rendered(host: str, words: str) -> None:
    fetch = "fetch:\n  proxy: ${P}\n  hosts:\n    b.example: {proxy: direct}\n"
    fetch += "  browser: {path: /nowhere/chromium}\n"
    watch = f"watches:\n  - {{url: 'https://{host}/x', browser: true}}\n"
    config = read(fetch + watch, P="http://127.0.0.1:3128")
    with pytest.raises(ConfigError, match=words):
        check_rendering(config, Gate())
