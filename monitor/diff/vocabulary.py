"""What is known of a language's words: `lexicon/*.toml`, one file a language, as patterns.

A person extends a language by adding to its file, and adds one by adding a file. What a language
without a file cannot show (negation, attribution, sense) is not guessed at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from monitor.diff.lookup import Hints, Lookup, beginning
from monitor.model import Article

LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "ru", "nl", "pl", "tr", "uk", "ar", "zh", "ja",
    "sv", "da", "no", "fi", "cs", "hu", "ro", "el", "id", "he", "hi", "ko",
)  # fmt: skip
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("el", re.compile("[\u03b1-\u03ce]")),
)
"""Languages that are guessed by their letters, the first that is right."""
_OTHER_NAMES = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Codes under which pages state a language that has a file."""
FIGURED = 1
_STEM = re.compile(r"(?<=[\w)\]])\*")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One language. Patterns of groups name the group that matched (`match.lastgroup`)."""

    common: frozenset[str]
    """Words too frequent to say what a sentence is about."""
    months: re.Pattern[str]
    dates: re.Pattern[str]
    dateish: re.Pattern[str]
    """One word or mark of a date line."""
    numbers: Mapping[str, str]
    hints: Hints
    """Bit `FIGURED`: a word may be a number, or the beginning of a month's or a day's name."""
    negation: Lookup
    negating: tuple[str, ...]
    """Prefixes that turn a word into its opposite."""
    attribution: Lookup
    sense: Lookup
    labels: re.Pattern[str]
    """How a note names itself, at its beginning."""
    phrases: re.Pattern[str]
    """How a note speaks of the article, at the beginning of a sentence."""
    vague: re.Pattern[str]
    """Words of a note that do not say what was edited."""
    boilerplate: re.Pattern[str]
    capital_nouns: bool
    articles: re.Pattern[str]
    noun_ends: tuple[str, ...]


def language_of(old: Article, new: Article) -> str:
    """Return the two letters of what both are written in; without a file, what they say."""
    said = new.language or old.language
    if not said:
        return guess(new.text)
    code = re.split("[-_]", said)[0].casefold()
    return _OTHER_NAMES.get(code, code)


def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language (its two letters); of one without a file, none."""
    return _load(language if language in LANGUAGES else "")


@cache
def _load(language: str) -> Vocabulary:
    data = _read(language) if language else {}
    spaced = data.get("spaced", True)
    months, days = data.get("months", []), data.get("days", [])
    numbers = {word: value for value, words in data.get("numbers", {}).items() for word in words}
    attribution, sense = data.get("attribution", {}), data.get("sense", {})
    lists = [
        [*months, *days, *map(re.escape, numbers)],
        data.get("negation", []),
        *([word for words in groups.values() for word in words] for groups in (attribution, sense)),
    ]
    tests = [beginning(words) for words in lists]
    hints = Hints.by(tests)
    sought = hints if spaced else None
    return Vocabulary(
        common=frozenset(data.get("common", ())),
        months=_any(months),
        dates=_dates(months, days),
        dateish=_dateish([*months, *days, *data.get("clock", [])]),
        numbers=numbers,
        hints=hints,
        negation=Lookup(_any(lists[1], spaced=spaced), tests[1], sought, 1),
        negating=tuple(data.get("negating", ())),
        attribution=Lookup(_groups(attribution, spaced=spaced), tests[2], sought, 2),
        sense=Lookup(_groups(sense, spaced=spaced), tests[3], sought, 3),
        labels=_groups(data.get("labels", {}), end=r"(?!\w)" if spaced else ""),
        phrases=_groups(data.get("phrases", {}), stems=False, end=""),
        vague=_any(data.get("vague", ())),
        boilerplate=_any(data.get("boilerplate", ()), stems=False, end=""),
        capital_nouns=data.get("capital_nouns", False),
        articles=_any(data.get("articles", ())),
        noun_ends=tuple(data.get("noun_ends", ())),
    )


def guess(text: str) -> str:
    """Return the language whose common words `text` uses most, or "" where none stands out."""
    text = text[:4000]
    for code, letters in _SCRIPTS:
        if len(letters.findall(text)) * 6 > len(text):
            return code
    found = re.findall(r"[^\W\d_]+", text.casefold())
    scores = {code: sum(w in vocabulary(code).common for w in found) for code in LANGUAGES}
    best = max(LANGUAGES, key=scores.__getitem__)
    return best if scores[best] * 6 > len(found) else ""


def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((files("monitor.diff") / f"lexicon/{language}.toml").read_text("utf-8"))


def _source(words: Iterable[str], stems: bool) -> str:
    return "|".join(_STEM.sub(r"\\w*", word) if stems else word for word in words)


def _any(
    words: Sequence[str], *, stems: bool = True, end: str = r"(?!\w)", spaced: bool = True
) -> re.Pattern[str]:
    if not words:
        return _NEVER
    bounds = (r"(?<!\w)", end) if spaced else ("", "")
    return re.compile(rf"{bounds[0]}(?:{_source(words, stems)}){bounds[1]}", re.IGNORECASE)


def _groups(
    groups: Mapping[str, Sequence[str]],
    *,
    stems: bool = True,
    end: str = r"(?!\w)",
    spaced: bool = True,
) -> re.Pattern[str]:
    named = [f"(?P<{name}>{_source(words, stems)})" for name, words in groups.items()]
    return _any(named, stems=False, end=end, spaced=spaced)


def _dates(months: Sequence[str], days: Sequence[str]) -> re.Pattern[str]:
    """Return what finds dates and times: with names where there are any, and in figures."""
    forms = [
        r"\d{4}-\d\d?-\d\d?",
        r"\d{4}\s?[年년](?:\s?\d\d?\s?[月월](?:\s?\d\d?\s?[日일])?)?",
        r"\d\d?\s?[月월]\s?\d\d?\s?[日일]",
        r"\d\d?\s?[時时点點시](?:\s?\d\d?\s?[分분])?",
        r"(?<![\d.,])\d\d?[./]\d\d?[./](?:\d{4}|\d\d)(?![\d.,]\d)",
        r"\d\d?[:h]\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\b\.?|uhr\b))?",
        r"\d\d?(?:\.\d\d)?\s?(?:[ap]\.m\.|[ap]m\b|uhr\b)",
        r"(?<![\d.,:/])(?:19|20)\d\d(?![\d:]|[.,/]\d)",
    ]
    if months:
        month = f"(?:{_source(months, True)})"
        ordinal = r"\d\d?(?:st|nd|rd|th|er|º|ª|\.)?"
        join = r"(?:\s+(?:of|de|del|di)\s+|[\s,-]+|\.\s?)"
        forms = [
            rf"(?<!\d){ordinal}{join}{month}\b(?:{join}\d{{4}})?",
            rf"(?<!\w){month}\b{join}{ordinal}\b(?:{join}\d{{4}})?(?!\d)",
            rf"(?<!\w){month}\b(?:{join}\d{{4}})?",
            *forms,
            rf"(?<!\w)(?:{_source(days, True)})(?!\w)",
        ]
    return re.compile("|".join(forms), re.IGNORECASE)


def _dateish(words: Sequence[str]) -> re.Pattern[str]:
    named = f"(?:{_source(words, True)})(?!\\w)|" if words else ""
    zone = r"(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|MSK)\b"
    return re.compile(
        rf"{named}{zone}|\d\d?h\d\d(?!\w)|\d(?:[\d:./]*\d)?(?:st|nd|rd|th|h|am|pm)?(?!\w)|[ap]\.?m\b\.?|[\s,.|/()•·-]|\d",
        re.IGNORECASE,
    )
