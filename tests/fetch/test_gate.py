"""The gate: which addresses may be talked to, and that nothing goes around it."""

from __future__ import annotations

import ast
import asyncio
import json
import socket
import sys
from dataclasses import replace
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path
from typing import Never

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor
from monitor.errors import BadAddress
from monitor.fetch import Gate, WebFetcher
from monitor.fetch.addresses import as_address, embedded, normalise, refusal
from monitor.model import Failure, FetchRequest, Reason
from tests.fetch.conftest import Opener
from tests.fetch.rawserver import RawServer
from tests.fetch.webs import LOOPBACK, SETTINGS, PatientClock, Web


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://News.Example/a", "https://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("http://news.example:8080/a?b=1#part", "http://news.example:8080/a?b=1"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4"),
        ("  https://news.example/a  ", "https://news.example/a"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_an_address_has_one_spelling(url: str, same: str) -> None:
    assert normalise(url) == same
    assert normalise(same) == same


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("news.example/a", "is not an http(s) address"),
        ("ftp://news.example/", "is not an http(s) address"),
        ("file:///etc/passwd", "is not an http(s) address"),
        ("javascript:alert(1)", "is not an http(s) address"),
        ("https://user:pass@news.example/", "has credentials in it"),
        ("https://news.example\\@inside/", "backslash"),
        ("https://news.example/a b", "white space"),
        ("https://news.example/\x00", "control characters"),
        ("https:///path", "names no host"),
        ("https://news.example:99999/", "is not a URL"),
        ("https://[::1/", "is not a URL"),
        ("https://news.example/" + "a" * 5000, "longer than"),
        ("https://" + "a" * 70 + ".ä.example/", "names no possible host"),
        ("https://xn--a.example/", "names no possible host"),
        ("https:\\\\user:pass@news.example/", "backslash"),
    ],
)
def test_what_is_no_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(BadAddress) as caught:
        normalise(url)
    assert reason in str(caught.value)
    assert "pass" not in str(caught.value) or "file" in url


INSIDE = [
    "127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0x7f000001", "017700000001",
    "127.0.0.1.", "１２７.0.0.1", "0.0.0.0", "0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1",
    "198.18.0.1", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]",
    "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[::127.0.0.1]", "[2002:7f00:1::]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]", "[2001:0:7f00:1::]", "[2001:db8::1]",
    "127。0。0。1", "168.63.129.16", "[4000::1]",
    "localhost", "a.localhost", "LOCALHOST", "1.2.3.4.5", "0x",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused_in_every_notation(host: str) -> None:
    with pytest.raises(BadAddress, match="points inside"):
        normalise(f"http://{host}/")


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "[2606:4700::1111]", "[::ffff:8.8.8.8]"])
def test_an_address_outside_is_let_through(host: str) -> None:
    assert normalise(f"http://{host}/")


def test_an_operator_can_open_a_network_of_their_own() -> None:
    opened = (ip_network("10.1.0.0/16"),)
    assert normalise("http://10.1.2.3/", opened) == "http://10.1.2.3/"
    with pytest.raises(BadAddress):
        normalise("http://10.2.0.1/", opened)
    assert normalise("http://localhost/", LOOPBACK) == "http://localhost/"


@given(st.integers(0, 2**32 - 1))
def test_no_notation_of_an_ipv4_address_is_judged_otherwise_than_the_plain_one(number: int) -> None:
    plain = IPv4Address(number)
    notations = [str(number), hex(number), f"0{number:o}", f"[::ffff:{plain}]", f"{plain}."]
    for text in notations:
        found = as_address(text.rstrip("."))
        assert found is not None
        inner = embedded(found) or (found,)
        assert inner == (plain,)
        assert (refusal(found) is None) == (refusal(plain) is None)


@given(st.ip_addresses())
def test_what_is_let_through_is_global(address: object) -> None:
    found = ip_address(str(address))
    if refusal(found) is None and not embedded(found):
        assert found.is_global
        assert not found.is_multicast


def _gate(*answers: str, allow: bool = False) -> tuple[Gate, list[str]]:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        if not answers:
            raise socket.gaierror("no such name")
        return answers

    return Gate(LOOPBACK if allow else (), resolve=resolve), asked


async def _fetch(gate: Gate, url: str) -> Failure:
    web = WebFetcher(SETTINGS, PatientClock(), gate=gate)
    result = (await web.fetch(FetchRequest(url=url))).result
    await web.aclose()
    assert isinstance(result, Failure)
    return result


async def test_a_name_that_leads_inside_is_refused() -> None:
    gate, asked = _gate("10.0.0.5")
    assert (await _fetch(gate, "http://news.example/")).reason is Reason.FORBIDDEN_ADDRESS
    assert asked == ["news.example"]


async def test_a_name_that_mixes_public_and_private_addresses_is_refused() -> None:
    gate, _ = _gate("8.8.8.8", "127.0.0.1")
    assert (await _fetch(gate, "http://news.example/")).reason is Reason.FORBIDDEN_ADDRESS


async def test_a_name_that_does_not_resolve_says_so() -> None:
    gate, _ = _gate()
    failure = await _fetch(gate, "http://news.example/")
    assert failure.reason is Reason.DNS
    assert "no such host" in failure.detail


async def test_the_connection_goes_to_the_address_that_was_judged(server: RawServer) -> None:
    """A name that is rebound between judgement and connection would be resolved a second time."""
    gate, asked = _gate("127.0.0.1", allow=True)
    web = WebFetcher(SETTINGS, PatientClock(), gate=gate)
    server.answer("/", b"<html></html>")
    port = server.origin.rpartition(":")[2]
    await web.fetch(FetchRequest(url=f"http://news.example:{port}/"))
    await web.aclose()
    assert asked == ["news.example"]
    assert server.asked[0].headers["host"] == f"news.example:{port}"


async def test_a_redirect_inside_is_refused_and_the_hop_is_named(
    server: RawServer, web: Web
) -> None:
    url = server.answer("/a", status="302 Found", headers="location: http://169.254.169.254/x\r\n")
    failure = await web.failure(url)
    assert failure.reason is Reason.BAD_REDIRECT
    assert failure.url == url
    assert "169.254.169.254" in failure.detail


async def test_a_redirect_to_a_name_that_leads_inside_is_refused(server: RawServer) -> None:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("10.0.0.5",) if host == "trap.example" else ("127.0.0.1",)

    gate = Gate(LOOPBACK, resolve=resolve)
    url = server.answer("/a", status="301 Moved", headers="location: http://trap.example/\r\n")
    assert (await _fetch(gate, url)).reason is Reason.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x/", "http://[", ""])
async def test_a_redirect_to_no_address_is_refused(
    server: RawServer, web: Web, target: str
) -> None:
    url = server.answer("/a", status="302 Found", headers=f"location: {target}\r\n")
    assert (await web.failure(url)).reason is Reason.BAD_REDIRECT


async def test_redirects_are_followed_and_kept_as_evidence(server: RawServer, web: Web) -> None:
    url = server.answer("/a", status="301 Moved", headers="location: /b\r\n")
    server.answer("/b", status="302 Found", headers="location: c\r\n")
    server.answer("/c", b"<html></html>")
    capture = await web.capture(url)
    assert capture.final_url == server.origin + "/c"
    assert [(hop.status, hop.permanent) for hop in capture.hops] == [(301, True), (302, False)]


async def test_redirects_in_a_circle_and_without_end_are_refused(
    server: RawServer, web: Web
) -> None:
    url = server.answer("/a", status="302 Found", headers="location: /b\r\n")
    server.answer("/b", status="302 Found", headers="location: /a\r\n")
    assert (await web.failure(url)).reason is Reason.REDIRECT_LOOP
    for number in range(20):
        headers = f"location: /n{number + 1}\r\n"
        server.answer(f"/n{number}", status="302 Found", headers=headers)
    failure = await web.failure(server.origin + "/n0")
    assert failure.reason is Reason.TOO_MANY_REDIRECTS


async def test_an_address_inside_is_refused_before_anything_is_sent(open_web: Opener) -> None:
    web = open_web(allow_private=())
    failure = await web.failure("http://127.0.0.1:9/")
    assert failure.reason is Reason.BAD_URL
    assert "points inside" in failure.detail


async def test_a_local_socket_is_refused() -> None:
    with pytest.raises(Exception, match="local socket"):
        await Gate().connect_unix_socket("/run/x")


# --- nothing goes around it -----------------------------------------------------------------------


class Rebinding:
    """A name that is public when it is first asked for, and leads inside from then on."""

    def __init__(self, inside: str = "10.0.0.5") -> None:
        self.answers = ["127.0.0.1", inside]
        self.asked = 0

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked += 1
        return (self.answers[min(self.asked, 2) - 1],)


async def test_a_name_is_judged_anew_at_a_redirect_to_itself(server: RawServer) -> None:
    """`connection: close` makes each hop connect again, and so resolve again."""
    rebinding = Rebinding()
    gate = Gate(LOOPBACK, resolve=rebinding)
    head = b"HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n"
    server.say("/a", head)
    port = server.origin.rpartition(":")[2]
    failure = await _fetch(gate, f"http://news.example:{port}/a")
    assert (failure.reason, failure.url) == (
        Reason.FORBIDDEN_ADDRESS,
        f"http://news.example:{port}/b",
    )
    assert [asked.path for asked in server.asked] == ["/a"]


async def test_a_name_is_judged_anew_when_a_broken_connection_is_tried_again(
    server: RawServer,
) -> None:
    rebinding = Rebinding()
    web = WebFetcher(SETTINGS, PatientClock(), gate=Gate(LOOPBACK, resolve=rebinding))
    port = server.origin.rpartition(":")[2]
    url = f"http://news.example:{port}/a"
    server.answer("/a", b"<html></html>")
    await web.fetch(FetchRequest(url=url))
    server.say("/a", b"")
    result = (await web.fetch(FetchRequest(url=url))).result
    assert isinstance(result, Failure)
    assert result.reason is Reason.FORBIDDEN_ADDRESS
    assert rebinding.asked == 2
    await web.aclose()


async def test_a_name_is_judged_for_its_robots_txt_too(server: RawServer) -> None:
    settings = replace(SETTINGS, obey_robots=True)
    gate, _ = _gate("10.0.0.5")
    web = WebFetcher(settings, PatientClock(), gate=gate)
    result = (await web.fetch(FetchRequest(url="http://news.example/"))).result
    assert isinstance(result, Failure)
    assert result.reason is Reason.FORBIDDEN_ADDRESS
    await web.aclose()


async def test_every_address_of_a_name_is_judged_before_any_is_tried() -> None:
    tried: list[str] = []

    class Backend(httpcore.AnyIOBackend):
        async def connect_tcp(self, host: str, *_: object, **__: object) -> Never:
            tried.append(host)
            raise httpcore.ConnectError(host)

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return ("8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:10.0.0.5")

    web = WebFetcher(SETTINGS, PatientClock(), gate=Gate(resolve=resolve, backend=Backend()))
    result = (await web.fetch(FetchRequest(url="http://news.example/"))).result
    assert isinstance(result, Failure)
    assert (result.reason, tried) == (Reason.FORBIDDEN_ADDRESS, [])
    await web.aclose()


AUDIT = """
import asyncio, sys
seen = []
def hook(event, arguments):
    if event == "socket.connect" and len(arguments) > 1 and isinstance(arguments[1], tuple):
        seen.append((arguments[1][0], through_the_gate()))
    if event == "socket.getaddrinfo":
        seen.append((arguments[0], True))
def through_the_gate():
    frame = sys._getframe()
    while frame:
        if frame.f_code.co_filename.endswith("monitor/fetch/gate.py"):
            return True
        frame = frame.f_back
    return any("gate.py" in str(task.get_coro()) or in_stack(task) for task in asyncio.all_tasks())
def in_stack(task):
    return any(f.f_code.co_filename.endswith("monitor/fetch/gate.py") for f in chain(task))
def chain(task):
    awaited = task.get_coro()
    while awaited is not None:
        if getattr(awaited, "cr_frame", None):
            yield awaited.cr_frame
        awaited = getattr(awaited, "cr_await", None)
sys.addaudithook(hook)
from monitor.cli import app
from typer.testing import CliRunner
for arguments in (["check"], ["try", URL], ["doctor"]):
    CliRunner().invoke(app, ["--config", CONFIG, *arguments])
import json
print(json.dumps(seen))
"""


async def test_at_run_time_no_socket_is_connected_but_by_the_gate(
    server: RawServer, tmp_path: Path
) -> None:
    """An audit hook of Python sees every connection that commands make, whoever makes it."""
    url = server.answer("/a", b"<html></html>")
    inside = "http://169.254.169.254/latest"
    config = tmp_path / "config.yaml"
    config.write_text(
        json.dumps(
            {
                "data": str(tmp_path / "data"),
                "fetch": {"allow_private": ["127.0.0.0/8"], "delay": "0s"},
                "watches": [{"url": url}, {"url": inside}, {"url": "http://trap.invalid/"}],
            }
        )
    )
    script = AUDIT.replace("URL", repr(url)).replace("CONFIG", repr(str(config)))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        script,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(monitor.__file__).parents[1],
    )
    out, _ = await process.communicate()
    seen = json.loads(out.splitlines()[-1])
    connected = [host for host, gated in seen if gated and host == "127.0.0.1"]
    assert len(connected) >= 2
    assert [item for item in seen if not item[1]] == []
    assert {host for host, _ in seen} <= {"127.0.0.1", "trap.invalid"}


SOCKETS = {
    "aiohttp",
    "anyio",
    "ftplib",
    "http",
    "http.client",
    "httpcore",
    "httpx",
    "requests",
    "socket",
    "socksio",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc.client",
}
MAY = {
    "fetch": SOCKETS,
    "notify/email.py": {"ssl"},  # aiosmtplib's own connection, to a server the operator names
    "daemon.py": {"socket"},  # sd_notify: a datagram to systemd
    "demo": SOCKETS,  # servers on loopback
}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


CALLS = {
    "connect_tcp",
    "create_connection",
    "create_datagram_endpoint",
    "getaddrinfo",
    "open_connection",
    "open_unix_connection",
    "sock_connect",
    "urlopen",
}


def _calls(path: Path) -> set[str]:
    """Return what a module uses that opens connections without importing anything for it."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} & CALLS


def test_no_other_module_calls_what_opens_a_connection() -> None:
    root = Path(monitor.__file__).parent
    users = {path.relative_to(root).parts[0] for path in root.rglob("*.py") if _calls(path)}
    assert users <= {"fetch", "demo"}
    assert "fetch" in users


def test_no_other_module_can_open_a_connection() -> None:
    root = Path(monitor.__file__).parent
    offenders = []
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        allowed = set().union(*(may for place, may in MAY.items() if name.startswith(place)))
        used = {
            module
            for module in _imports(path)
            if module in SOCKETS or module.split(".")[0] in {"httpx", "httpcore"}
        }
        offenders += [(name, module) for module in used - allowed]
    assert offenders == []
