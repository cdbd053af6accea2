"""Text from pages, made fit for where it goes: terminals, mail headers, Markdown."""

from __future__ import annotations

import re
import unicodedata

from monitor.model import Op, Piece

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~])")
_LONGEST_SUBJECT = 180


def plain(text: str) -> str:
    """Return text on one line, without control characters, escapes and overrides of direction."""
    kept = (
        "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in _spaced(text)
    )
    return " ".join("".join(kept).split())


def _spaced(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def subject(text: str) -> str:
    """Return text fit for a mail's subject: one line, bounded."""
    line = plain(text)
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1].rstrip() + "…"


def markdown_safe(text: str) -> str:
    """Return text in which nothing is Markdown or HTML."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def marked(pieces: tuple[Piece, ...]) -> str:
    """Return pieces as plain text, what went as [-…-] and what came as {+…+}."""
    return "".join(_MARKS[piece.op].format(_inside(piece.text)) for piece in pieces)


_MARKS = {Op.KEEP: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}


def _inside(text: str) -> str:
    """Return a piece without control characters, its outer spaces kept."""
    return "".join(
        "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text
    )


def web_link(url: str | None) -> str | None:
    """Return an address if it is http(s), else None: nothing else is ever a link."""
    if url and url.lower().startswith(("http://", "https://")):
        return url
    return None
