"""The mailbox keeps what it gets, as files too, and refuses where it is told to."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from monitor.demo.mail import Postbox


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "monitor@example.org"
    mail["To"] = "desk@example.org"
    mail["Subject"] = "Edited: Harl’s train"
    mail["Message-ID"] = "<1@example.org>"
    mail["References"] = "<0@example.org> <a@example.org>"
    mail.set_content("A figure changed: 270,000 → 370,000\n")
    mail.add_alternative("<p>A figure <b>changed</b></p>", subtype="html")
    return mail


async def _send(box: Postbox, mail: EmailMessage) -> None:
    await aiosmtplib.send(mail, hostname=box.host, port=box.port, start_tls=False)


async def test_a_mail_is_read_and_kept_as_two_files(tmp_path: Path) -> None:
    async with Postbox(tmp_path / "mails") as box:
        await _send(box, _mail())
        (mail,) = await box.mails.count(1, within=10)
    assert mail.subject == "Edited: Harl’s train"
    assert (mail.sender, mail.recipients) == ("monitor@example.org", ("desk@example.org",))
    assert mail.message_id == "<1@example.org>"
    assert mail.references == ("<0@example.org>", "<a@example.org>")
    assert "270,000 → 370,000" in mail.text
    assert mail.path == tmp_path / "mails" / "01.eml"
    assert mail.path.read_bytes() == mail.raw
    assert mail.path.with_suffix(".html").read_text("utf-8") == mail.html
    assert "<b>changed</b>" in mail.html


async def test_without_a_folder_nothing_is_written() -> None:
    bare = EmailMessage()
    bare.set_content("plain")
    bare["From"], bare["To"] = "a@example.org", "b@example.org"
    async with Postbox() as box:
        await _send(box, bare)
    assert (box.mails[0].path, box.mails[0].html, box.mails[0].subject) == (None, "", "")


async def test_a_mail_without_html_has_no_html_file(tmp_path: Path) -> None:
    bare = EmailMessage()
    bare.set_content("plain")
    bare["From"], bare["To"] = "a@example.org", "b@example.org"
    async with Postbox(tmp_path) as box:
        await _send(box, bare)
    assert [path.name for path in tmp_path.iterdir()] == ["01.eml"]


async def test_a_refused_mail_is_not_kept_and_the_next_one_is() -> None:
    async with Postbox() as box:
        box.refuse_next("451 4.7.1 Greylisted, try later")
        with pytest.raises(aiosmtplib.SMTPDataError, match="Greylisted"):
            await _send(box, _mail())
        assert len(box.mails) == 0
        await _send(box, _mail())
        assert len(box.mails) == 1


async def test_closing_ends_connections_that_are_still_open() -> None:
    client = aiosmtplib.SMTP(start_tls=False)
    async with Postbox() as box:
        await client.connect(hostname=box.host, port=box.port)
        await client.noop()
    with pytest.raises(aiosmtplib.SMTPException):
        await client.noop()
    client.close()
