"""The words of a text, told as a regular expression's `\\w+` tells them, at the speed of bytes.

What is no letter in ASCII is one byte in UTF-8 and never a part of another letter, so a table
says what becomes of it; only what lies outside of ASCII is looked at as text.
"""

from __future__ import annotations

import re

_NO_WORD = bytes(code for code in range(128) if not re.match(r"\w", chr(code)))
_APART = bytes.maketrans(_NO_WORD, b" " * len(_NO_WORD))
_ASCII = bytes(range(128))
_OTHER = re.compile(r"[^\x00-\x7f\w]+")
"""What is no letter outside of ASCII."""
_FEW = 20
"""So many kinds of it are replaced one by one: dashes and quotation marks, in most texts."""
_LONE = "surrogatepass"
"""Half of a pair, as JSON may hold one, is no letter but must not raise."""


def letters(text: str) -> str:
    """Return the letters and digits of `text`, without what stands between them."""
    plain = text.encode("utf-8", _LONE)
    if len(plain) != len(text):
        plain = _without_others(text, plain, "").encode("utf-8", _LONE)
    return plain.translate(None, _NO_WORD).decode("utf-8", _LONE)


def count_words(text: str) -> int:
    """Return how many words `text` has."""
    plain = text.encode("utf-8", _LONE)
    if len(plain) != len(text):
        plain = _without_others(text, plain, " ").encode("utf-8", _LONE)
    return len(plain.translate(_APART).split())


def _without_others(text: str, plain: bytes, instead: str) -> str:
    """Return `text`, of which `plain` is the UTF-8, without what is no letter outside of ASCII."""
    kinds = set(plain.translate(None, _ASCII).decode("utf-8", _LONE))
    others = [one for one in kinds if not one.isalnum()]
    if len(others) > _FEW:
        return _OTHER.sub(instead, text)
    for one in others:
        text = text.replace(one, instead)
    return text
