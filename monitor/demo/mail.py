"""The reader's mailbox: a real SMTP server (aiosmtpd) that keeps each mail as files."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.arrivals import Arrivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    text: str
    html: str
    raw: bytes
    at: datetime
    path: Path | None = None
    """Its `.eml`, where the mailbox keeps files; its HTML part lies beside it."""


class Postbox:
    """An SMTP server on loopback; with `folder` each mail becomes a `.eml` and a `.html`."""

    def __init__(self, folder: Path | None = None, *, host: str = "127.0.0.1") -> None:
        self.mails: Arrivals[Mail] = Arrivals()
        self.host = host
        self.port = 0
        self._folder = folder
        self._refusals: deque[str] = deque()
        self._server: asyncio.Server | None = None
        self._talks: list[SMTP] = []

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._talk, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is None:
            return
        self._server.close()
        for talk in self._talks:
            if talk.transport is not None:
                talk.transport.close()
        await self._server.wait_closed()
        self._server = None

    def refuse_next(self, *replies: str) -> None:
        """Answer the next mails with these SMTP replies ("451 4.7.1 Try later") instead."""
        self._refusals.extend(replies)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail, or refuse it; the name is aiosmtpd's."""
        if self._refusals:
            return self._refusals.popleft()
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = _read(raw, envelope.mail_from or "", tuple(envelope.rcpt_tos))
        self.mails.add(self._keep(mail))
        return "250 2.0.0 Kept"

    def _talk(self) -> SMTP:
        talk = SMTP(self, hostname="mail.reader.example", enable_SMTPUTF8=True)
        self._talks.append(talk)
        return talk

    def _keep(self, mail: Mail) -> Mail:
        if self._folder is None:
            return mail
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{len(self.mails) + 1:02}.eml"
        path.write_bytes(mail.raw)
        if mail.html:
            path.with_suffix(".html").write_text(mail.html, "utf-8")
        return replace(mail, path=path)


def _read(raw: bytes, sender: str, recipients: tuple[str, ...]) -> Mail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(raw)
    return Mail(
        sender=sender,
        recipients=recipients,
        subject=str(message["subject"] or ""),
        message_id=str(message["message-id"] or "").strip(),
        references=tuple(str(message["references"] or "").split()),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        raw=raw,
        at=datetime.now(UTC),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
