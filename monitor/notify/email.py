"""E-mail: text and HTML that say the same, one thread for each article."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path

import aiosmtplib

from monitor.model import Delivered, Delivery, GiveUp, Message, TryAgain

_ID_DOMAIN = "article-monitor.invalid"
"""Message-IDs need a domain; this one can never be anybody's (RFC 2606)."""


_BEFORE_THE_MAIL = (
    aiosmtplib.SMTPAuthenticationError,
    aiosmtplib.SMTPConnectError,
    aiosmtplib.SMTPHeloError,
)


class Encryption(StrEnum):
    """How the connection is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSettings:
    """A mail server, and from whom to whom."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    encryption: Encryption = Encryption.STARTTLS
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: timedelta = timedelta(seconds=30)
    ca_file: Path | None = None


class EmailNotifier:
    """Sends messages through a mail server."""

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._tls = _tls_context(settings)

    async def send(self, message: Message) -> Delivery:
        """Send to all recipients at once; refused ones are named in what is returned."""
        settings = self._settings
        try:
            async with asyncio.timeout(settings.timeout.total_seconds()):
                return await self._transmit(written(message, settings))
        except aiosmtplib.SMTPRecipientsRefused as error:
            # Whoever can be reached later is worth another try.
            code = min(item.code for item in error.recipients)
            return _judge(code, "no recipient was accepted")
        except _BEFORE_THE_MAIL as error:
            # A wrong password can be mended: nothing is lost meanwhile.
            return TryAgain(error=f"{settings.host}: {_line(str(error)) or type(error).__name__}")
        except aiosmtplib.SMTPResponseException as error:
            return _judge(error.code, _line(error.message))
        except TimeoutError:
            return TryAgain(error=f"{settings.host} did not answer in time")
        except (aiosmtplib.SMTPException, OSError) as error:
            return TryAgain(error=f"{settings.host}: {_line(str(error)) or type(error).__name__}")

    async def _transmit(self, mail: EmailMessage) -> Delivery:
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.encryption is Encryption.TLS,
            start_tls=settings.encryption is Encryption.STARTTLS,
            tls_context=self._tls,
            timeout=settings.timeout.total_seconds(),
        )
        await client.connect()
        try:
            if settings.username and settings.password is not None:
                await client.login(settings.username, settings.password)
            refused, _ = await client.send_message(mail)
        finally:
            # What the server took is delivered, however it says goodbye.
            client.close()
        return _outcome({address: answer.code for address, answer in refused.items()})


def written(message: Message, settings: EmailSettings) -> EmailMessage:
    """Return `message` as a mail: multipart/alternative, threaded by the watch's id.

    The Message-ID comes from the alert's id, so a mail that is sent again is the same mail.
    """
    mail = EmailMessage(policy=SMTP)
    root = f"<watch.{message.thread}@{_ID_DOMAIN}>"
    mail["From"] = Address("Article monitor", addr_spec=settings.sender)
    mail["To"] = ", ".join(settings.to)
    mail["Subject"] = _line(message.subject)
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.id}@{_ID_DOMAIN}>"
    mail["References"] = root
    mail["In-Reply-To"] = root
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def _tls_context(settings: EmailSettings) -> ssl.SSLContext | None:
    if settings.encryption is Encryption.NONE:
        return None
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    return context


def _outcome(refused: Mapping[str, int]) -> Delivery:
    """Return what it means that some recipients were refused and others were not.

    One who can be reached later gets the mail later; the others get it twice, under the same
    Message-ID, which mail programs show once.
    """
    later = sorted(address for address, code in refused.items() if code < 500)
    if later:
        return TryAgain(error=f"not yet accepted for {', '.join(later)}")
    return Delivered(detail=f"refused: {', '.join(refused)}" if refused else "")


def _judge(code: int, why: str) -> Delivery:
    """Return what an SMTP code means: 4xx passes, 5xx stays (RFC 5321, section 4.2.1)."""
    error = f"the mail server says {code}: {why}"
    return GiveUp(error=error) if code >= 500 else TryAgain(error=error)


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
