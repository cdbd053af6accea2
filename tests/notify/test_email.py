"""E-mail against real SMTP servers, well and badly behaved."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from monitor.model import Delivered, Delivery, GiveUp, Message, TryAgain
from monitor.notify import EmailNotifier, EmailSettings, Encryption
from monitor.notify.email import written

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MESSAGE = Message(
    id="a1b2c3",
    thread="w1",
    subject="Edited: Ferries run again — a figure changed",
    text="120 became 150.\nПесков",
    html="<p><del>120</del> <ins>150</ins></p>",
    payload="{}",
    at=AT,
)
SETTINGS = EmailSettings(
    host="127.0.0.1",
    port=0,
    sender="monitor@example.org",
    to=("desk@example.org", "second@example.org"),
    encryption=Encryption.NONE,
    timeout=timedelta(seconds=5),
)


class Box:
    """Keeps what arrives; answers as it is told to."""

    def __init__(self, *, data: str = "250 OK", recipients: dict[str, str] | None = None) -> None:
        self.mails: list[bytes] = []
        self.data = data
        self.recipients = recipients or {}
        self.logins: list[bytes] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        return self.data

    def log_in(self, *args: object) -> AuthResult:
        self.logins.append(getattr(args[-1], "password", b""))
        return AuthResult(success=self.logins[-1] == b"right", handled=False)


@asynccontextmanager
async def served(
    make: Callable[[], asyncio.Protocol], tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def sent(port: int, **changes: object) -> Delivery:
    settings = replace(SETTINGS, port=port, **changes)  # type: ignore[arg-type]
    return await EmailNotifier(settings).send(MESSAGE)


async def test_a_mail_arrives_whole() -> None:
    box = Box()
    async with served(lambda: SMTP(box)) as port:
        assert await sent(port) == Delivered()
    assert b"Message-ID: <a1b2c3@article-monitor.invalid>" in box.mails[0]
    assert b"multipart/alternative" in box.mails[0]


def parts() -> EmailMessage:
    return written(MESSAGE, SETTINGS)


def test_text_and_html_say_the_same_and_nothing_is_loaded() -> None:
    mail = parts()
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Песков" in body.get_content()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == AT


def test_all_mails_about_an_article_belong_to_one_thread() -> None:
    one = parts()
    other = written(replace(MESSAGE, id="d4"), SETTINGS)
    elsewhere = written(replace(MESSAGE, thread="w2"), SETTINGS)
    assert one["References"] == other["References"] == one["In-Reply-To"]
    assert one["Message-ID"] != other["Message-ID"]
    assert elsewhere["References"] != one["References"]


def test_a_headline_cannot_add_a_header() -> None:
    mail = written(replace(MESSAGE, subject="x\r\nBcc: all@example.org\n\nbody"), SETTINGS)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "x Bcc: all@example.org body"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("451 4.7.1 Greylisted, try again later", TryAgain),
        ("452 4.3.1 Out of disk", TryAgain),
        ("550 5.7.1 Refused", GiveUp),
        ("554 5.7.1 Spam", GiveUp),
    ],
)
async def test_4xx_is_tried_again_and_5xx_given_up(
    reply: str, kind: type[TryAgain | GiveUp]
) -> None:
    async with served(lambda: SMTP(Box(data=reply))) as port:
        delivery = await sent(port)
    assert isinstance(delivery, kind)
    assert reply[:3] in delivery.error


async def test_one_refused_recipient_does_not_keep_it_from_the_others() -> None:
    box = Box(recipients={"second@example.org": "550 no such user"})
    async with served(lambda: SMTP(box)) as port:
        assert await sent(port) == Delivered(detail="refused: second@example.org")
    assert len(box.mails) == 1


@pytest.mark.parametrize(("code", "kind"), [("450", TryAgain), ("550", GiveUp)])
async def test_no_recipient_at_all_is_a_failure(code: str, kind: type) -> None:
    everyone = dict.fromkeys(SETTINGS.to, f"{code} no")
    async with served(lambda: SMTP(Box(recipients=everyone))) as port:
        assert isinstance(await sent(port), kind)


class Cutting(asyncio.Protocol):
    """Speaks just enough SMTP to take the mail, then hangs up without an answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.data = b""
        self.write(b"220 hello\r\n")

    def write(self, line: bytes) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.write(line)

    def data_received(self, data: bytes) -> None:
        if data.endswith(b".\r\n") and b"From:" in self.data + data:
            self.transport.close()
        elif data.startswith(b"DATA"):
            self.write(b"354 go\r\n")
        elif data.startswith((b"EHLO", b"MAIL", b"RCPT")):
            self.write(b"250 OK\r\n")
        self.data += data


class Silent(asyncio.Protocol):
    """Says nothing at all."""


async def test_a_connection_lost_after_the_data_is_tried_again() -> None:
    async with served(Cutting) as port:
        assert isinstance(await sent(port), TryAgain)


async def test_a_server_that_hangs_is_tried_again() -> None:
    async with served(Silent) as port:
        delivery = await sent(port, timeout=timedelta(milliseconds=200))
    assert isinstance(delivery, TryAgain)
    assert "in time" in delivery.error or "127.0.0.1" in delivery.error


async def test_nobody_there_is_tried_again() -> None:
    assert isinstance(await sent(9), TryAgain)


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def test_starttls_is_demanded_and_the_certificate_checked(
    authority: trustme.CA, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context, box = server_context(authority), Box()
    starttls = {"encryption": Encryption.STARTTLS}
    async with served(lambda: SMTP(box, tls_context=context)) as port:
        assert isinstance(await sent(port, **starttls), TryAgain)
        assert await sent(port, ca_file=tmp_path / "ca.pem", **starttls) == Delivered()
    async with served(lambda: SMTP(box)) as port:
        assert not isinstance(await sent(port, **starttls), Delivered)
    assert len(box.mails) == 1


async def test_implicit_tls_works_and_a_login_is_sent_only_inside(
    authority: trustme.CA, tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    box = Box()
    make = lambda: SMTP(box, authenticator=box.log_in, auth_require_tls=False)  # noqa: E731
    secure = {"encryption": Encryption.TLS, "ca_file": tmp_path / "ca.pem", "username": "u"}
    async with served(make, server_context(authority)) as port:
        assert await sent(port, password="right", **secure) == Delivered()
        wrong = await sent(port, password="wrong-secret", **secure)
    assert isinstance(wrong, TryAgain)
    assert "wrong-secret" not in wrong.error
    assert "wrong-secret" not in repr(replace(SETTINGS, password="wrong-secret"))


@pytest.mark.parametrize(("first", "second"), [("450 later", "250 OK"), ("450 later", "550 no")])
async def test_a_recipient_who_can_be_reached_later_is_worth_another_try(
    first: str, second: str
) -> None:
    box = Box(recipients=dict(zip(SETTINGS.to, (first, second), strict=True)))
    async with served(lambda: SMTP(box)) as port:
        assert isinstance(await sent(port), TryAgain)


class Unmannered(SMTP):
    """Takes the mail, and never answers a goodbye."""

    async def smtp_QUIT(self, arg: str) -> None:
        await asyncio.Event().wait()


async def test_what_was_taken_is_delivered_however_the_server_says_goodbye() -> None:
    box = Box()
    async with served(lambda: Unmannered(box)) as port:
        assert await sent(port, timeout=timedelta(seconds=2)) == Delivered()
    assert len(box.mails) == 1
