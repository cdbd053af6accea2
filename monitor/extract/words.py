"""The words of a text, told as a regular expression's `\\w+` tells them, at the speed of bytes.

What is no letter in ASCII is one byte in UTF-8 and never a part of another letter, so a table
says what becomes of it; only what lies outside of ASCII is looked at as text.
"""

from __future__ import annotations

import re

_NO_WORD = bytes(code for code in range(128) if not re.match(r"\w", chr(code)))
_APART = bytes.maketrans(_NO_WORD, b" " * len(_NO_WORD))
_OTHER = re.compile(r"[^\x00-\x7f\w]+")
"""What is no letter outside of ASCII."""
_LONE = "surrogatepass"
"""Half of a pair, as JSON may hold one, is no letter but must not raise."""


def letters(text: str) -> str:
    """Return the letters and digits of `text`, without what stands between them."""
    if not text.isascii():
        text = _OTHER.sub("", text)
    return text.encode("utf-8", _LONE).translate(None, _NO_WORD).decode("utf-8", _LONE)


def count_words(text: str) -> int:
    """Return how many words `text` has."""
    if not text.isascii():
        text = _OTHER.sub(" ", text)
    return len(text.encode("utf-8", _LONE).translate(_APART).split())
