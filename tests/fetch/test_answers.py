"""What the network does, as values."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
import trustme
import zstandard

from monitor.errors import ConfigError
from monitor.fetch import FetchSettings, WebFetcher
from monitor.fetch.answers import retry_after
from monitor.model import Capture, Failure, Reason, Validators
from tests.fetch.conftest import Opener
from tests.fetch.rawserver import Asked, RawServer
from tests.fetch.webs import PatientClock, Web

PAGE = b"<html><body><p>" + b"The ferry left the harbour. " * 200 + b"</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"


async def test_a_page_is_a_capture_with_its_evidence(server: RawServer, web: Web) -> None:
    url = server.answer("/a", PAGE, headers='content-type: text/html\r\nETag: "1"\r\n')
    capture = await web.capture(url)
    assert capture.body == PAGE
    assert capture.validators == Validators(etag='"1"')
    assert capture.peer == "127.0.0.1"
    assert len(capture.digest) == 64
    assert (capture.url, capture.final_url, capture.hops) == (url, url, ())


async def test_we_say_who_we_are_and_what_we_can_read(server: RawServer, web: Web) -> None:
    await web.capture(server.answer("/a", PAGE))
    headers = server.asked[0].headers
    assert headers["user-agent"] == "article-monitor-tests (+mailto:tests@example.org)"
    assert headers["accept-encoding"] == "gzip, br, zstd"
    assert "if-none-match" not in headers
    assert "cookie" not in headers


async def test_connections_are_kept(server: RawServer, web: Web) -> None:
    url = server.answer("/a", PAGE)
    for _ in range(5):
        await web.capture(url)
    assert server.connections == 1


async def test_validators_make_the_request_conditional(server: RawServer, web: Web) -> None:
    url = server.answer("/a", status="304 Not Modified")
    await web.not_modified(url, '"7"')
    assert server.asked[0].headers["if-none-match"] == '"7"'


async def test_a_304_that_nobody_asked_for_is_no_answer(server: RawServer, web: Web) -> None:
    failure = await web.failure(server.answer("/a", status="304 Not Modified"))
    assert failure.reason is Reason.HTTP_ERROR


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("401 Unauthorized", Reason.LOGIN),
        ("402 Payment Required", Reason.PAYWALL),
        ("403 Forbidden", Reason.FORBIDDEN),
        ("404 Not Found", Reason.NOT_FOUND),
        ("410 Gone", Reason.GONE),
        ("418 Teapot", Reason.HTTP_ERROR),
        ("429 Too Many Requests", Reason.RATE_LIMITED),
        ("451 Unavailable", Reason.FORBIDDEN),
        ("500 Oops", Reason.SERVER_ERROR),
        ("503 Unavailable", Reason.UNAVAILABLE),
        ("204 No Content", Reason.HTTP_ERROR),
        ("206 Partial Content", Reason.HTTP_ERROR),
    ],
)
async def test_each_status_has_its_reason(
    server: RawServer, web: Web, status: str, reason: Reason
) -> None:
    failure = await web.failure(server.answer("/a", status=status))
    assert failure.reason is reason
    assert status[:3] in failure.detail


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("cf-mitigated: challenge\r\n", b""),
        ("x-datadome: protected\r\n", b""),
        ("", b"<title>Just a moment...</title>"),
        ("", b"<div class='g-recaptcha'></div>"),
    ],
)
async def test_a_challenge_is_told_from_a_refusal(
    server: RawServer, web: Web, headers: str, body: bytes
) -> None:
    failure = await web.failure(server.answer("/a", body, status="403 No", headers=headers))
    assert failure.reason is Reason.CHALLENGE


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
        ("identity", lambda data: data),
    ],
)
async def test_content_codings_are_undone(server: RawServer, web: Web, coding, pack) -> None:  # type: ignore[no-untyped-def]
    url = server.answer("/a", pack(PAGE), headers=f"content-encoding: {coding}\r\n")
    assert (await web.capture(url)).body == PAGE


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
    ],
)
@pytest.mark.parametrize("kept", [0.3, 0.9, -1])
async def test_a_stream_that_was_cut_is_never_a_page(  # type: ignore[no-untyped-def]
    server: RawServer, web: Web, coding, pack, kept
) -> None:
    whole = pack(PAGE)
    part = whole[:kept] if kept == -1 else whole[: int(len(whole) * kept)]
    url = server.answer("/a", part, headers=f"content-encoding: {coding}\r\n")
    assert (await web.failure(url)).reason is Reason.TRUNCATED


async def test_a_gzip_of_several_members_is_read_to_its_end(server: RawServer, web: Web) -> None:
    body = gzip.compress(PAGE[:1000]) + gzip.compress(PAGE[1000:]) + b"\0\0 padding"
    url = server.answer("/a", body, headers="content-encoding: gzip\r\n")
    assert (await web.capture(url)).body == PAGE


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
async def test_a_bomb_is_stopped_at_the_cap(  # type: ignore[no-untyped-def]
    server: RawServer, open_web: Opener, coding, pack
) -> None:
    web = open_web(max_body_bytes=100_000)
    url = server.answer("/a", pack(b"0" * 5_000_000), headers=f"content-encoding: {coding}\r\n")
    assert (await web.failure(url)).reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("coding", "body"), [("gzip", b"not gzip"), ("lzma", b"x"), ("gzip, gzip, gzip", b"x")]
)
async def test_a_coding_that_cannot_be_undone_says_so(
    server: RawServer, web: Web, coding: str, body: bytes
) -> None:
    url = server.answer("/a", body, headers=f"content-encoding: {coding}\r\n")
    assert (await web.failure(url)).reason is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    "wire",
    [
        HEAD + b"content-length: 9999\r\n\r\n" + PAGE[:500],
        HEAD + b"transfer-encoding: chunked\r\n\r\n80\r\n" + PAGE[:64],
        HEAD + b"transfer-encoding: chunked\r\n\r\n4\r\n<htm\r\n",
        HEAD + b"connection: close\r\n\r\n" + PAGE[:2000],
    ],
    ids=["content-length", "inside a chunk", "between chunks", "neither length nor end"],
)
async def test_a_page_that_was_cut_short_is_never_a_version(
    server: RawServer, web: Web, wire: bytes
) -> None:
    assert (await web.failure(server.say("/a", wire))).reason is Reason.TRUNCATED


async def test_a_whole_page_without_a_length_is_a_page(server: RawServer, web: Web) -> None:
    url = server.say("/a", HEAD + b"connection: close\r\n\r\n" + PAGE)
    assert (await web.capture(url)).body == PAGE


@pytest.mark.parametrize(
    "wire", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 banana\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: y"]
)
async def test_what_is_not_http_is_a_failure(server: RawServer, web: Web, wire: bytes) -> None:
    assert (await web.failure(server.say("/a", wire))).reason is Reason.PROTOCOL


async def test_too_many_headers_are_refused(server: RawServer, web: Web) -> None:
    lines = "".join(f"x-{number}: y\r\n" for number in range(3_000))
    failure = await web.failure(server.answer("/a", PAGE, headers=lines))
    assert failure.reason is Reason.TOO_MANY_HEADERS


async def test_a_page_over_the_cap_is_refused_as_it_comes(
    server: RawServer, open_web: Opener
) -> None:
    web = open_web(max_wire_bytes=1_000)

    async def endless(writer: asyncio.StreamWriter, _: Asked) -> None:
        writer.write(HEAD + b"transfer-encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"100\r\n" + b"x" * 256 + b"\r\n")
            await writer.drain()

    assert (await web.failure(server.do("/a", endless))).reason is Reason.TOO_LARGE


@pytest.mark.parametrize("first", [b"", HEAD, HEAD + b"content-length: 99\r\n\r\n<p>"])
async def test_a_server_that_stalls_ends_at_the_deadline(
    server: RawServer, open_web: Opener, first: bytes
) -> None:
    web = open_web(timeout=timedelta(milliseconds=150))

    async def stall(writer: asyncio.StreamWriter, _: Asked) -> None:
        writer.write(first)
        await writer.drain()
        await asyncio.Event().wait()

    failure = await web.failure(server.do("/a", stall))
    assert failure.reason is Reason.TIMEOUT
    assert "waiting for" in failure.detail


@pytest.mark.parametrize(
    ("kind", "what"), [("application/pdf", "a PDF"), ("video/mp4", "video data")]
)
async def test_what_can_be_no_page_is_not_read(
    server: RawServer, web: Web, kind: str, what: str
) -> None:
    failure = await web.failure(server.answer("/a", b"x", headers=f"content-type: {kind}\r\n"))
    assert failure.reason is Reason.NOT_HTML
    assert what in failure.detail


async def test_nobody_there_is_a_failure(web: Web) -> None:
    assert (await web.failure("http://127.0.0.1:9/")).reason is Reason.CONNECT


async def test_a_certificate_is_checked_and_an_own_authority_can_be_named(
    open_web: Opener, tmp_path: Path
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    secure = RawServer()
    await secure.start(context)
    url = secure.answer("/a", PAGE)
    assert (await open_web().failure(url)).reason is Reason.TLS
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    assert (await open_web(ca_file=tmp_path / "ca.pem").capture(url)).body == PAGE
    await secure.stop()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Sun, 01 Mar 2026 00:10:00 GMT", 600),
        ("Sun, 01 Mar 2020 00:10:00 GMT", 0),
        ("99999999999999999999", 10**8),
        ("soon", None),
        ("-5", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    found = retry_after(value, PatientClock().now())
    assert (found and found.total_seconds()) == seconds if seconds else found in (None, timedelta())


async def test_what_is_posted_arrives_and_what_comes_back_is_a_value(
    server: RawServer, web: Web
) -> None:
    minute = timedelta(minutes=1)
    url = server.answer("/hook", status="204 No Content")
    answer = await web.fetcher.post(url, {"x-test": "1"}, b'{"a": 1}', minute)
    assert (answer.status, answer.error) == (204, None)
    assert (server.asked[0].method, server.asked[0].body) == ("POST", b'{"a": 1}')
    slow = server.answer("/slow", status="503 No", headers="retry-after: 30\r\n")
    assert (await web.fetcher.post(slow, {}, b"", minute)).retry_after == timedelta(seconds=30)
    inside = await web.fetcher.post("http://10.0.0.1/", {}, b"", minute)
    assert inside.error is not None
    assert inside.error.reason is Reason.BAD_URL
    nobody = await web.fetcher.post("http://127.0.0.1:9/", {}, b"", minute)
    assert isinstance(nobody.error, Failure)


async def test_a_post_follows_no_redirect(server: RawServer, web: Web) -> None:
    url = server.answer("/hook", status="302 Found", headers="location: /elsewhere\r\n")
    assert (await web.fetcher.post(url, {}, b"", timedelta(minutes=1))).status == 302
    assert len(server.asked) == 1


async def test_a_validator_that_cannot_be_sent_back_is_left_out(
    server: RawServer, web: Web
) -> None:
    url = server.answer("/a", PAGE)
    assert isinstance((await web.get(url, Validators(etag='"é"'))).result, Capture)
    assert "if-none-match" not in server.asked[0].headers


async def test_no_cookie_is_ever_sent_back(server: RawServer, web: Web) -> None:
    url = server.answer("/a", PAGE, headers="set-cookie: session=1; path=/\r\n")
    await web.capture(url)
    await web.capture(url)
    assert "cookie" not in server.asked[1].headers


async def test_a_challenge_is_known_in_a_compressed_page_too(server: RawServer, web: Web) -> None:
    body = gzip.compress(b"<title>Just a moment...</title>")
    headers = "content-encoding: gzip\r\n"
    url = server.answer("/a", body, status="403 No", headers=headers)
    assert (await web.failure(url)).reason is Reason.CHALLENGE


async def test_the_deadline_is_one_for_all_redirects(server: RawServer, open_web: Opener) -> None:
    web = open_web(timeout=timedelta(milliseconds=400))
    answered = []
    for number in range(8):

        async def slow(writer: asyncio.StreamWriter, asked: Asked, number: int = number) -> None:
            await asyncio.sleep(0.15)
            answered.append(number)
            head = f"HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /n{number + 1}\r\n\r\n"
            writer.write(head.encode())

        server.do(f"/n{number}", slow)
    assert (await web.failure(server.origin + "/n0")).reason is Reason.TIMEOUT
    assert len(answered) < 8


@pytest.mark.parametrize("value", ["Bearer s3cret\nx-more: 1", "Bearer s3cret\r"])
async def test_a_secret_with_a_line_break_is_neither_sent_nor_shown(
    server: RawServer, web: Web, value: str
) -> None:
    url = server.answer("/hook", status="204 No Content")
    answer = await web.fetcher.post(url, {"authorization": value}, b"", timedelta(minutes=1))
    assert answer.error is not None
    assert "s3cret" not in repr(answer)
    assert server.asked == []


async def test_a_header_may_have_letters_of_any_script(server: RawServer, web: Web) -> None:
    url = server.answer("/hook", status="204 No Content")
    answer = await web.fetcher.post(url, {"x-desk": "Редакция"}, b"", timedelta(minutes=1))
    assert answer.status == 204


async def test_a_redirect_with_a_space_in_it_is_followed(server: RawServer, web: Web) -> None:
    url = server.answer("/a", status="302 Found", headers="location: /b c\r\n")
    server.answer("/b%20c", PAGE)
    assert (await web.capture(url)).final_url.endswith("/b%20c")


def test_a_missing_authority_file_is_a_mistake_in_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.ca_file"):
        WebFetcher(FetchSettings(ca_file=tmp_path / "none.pem"), PatientClock())
