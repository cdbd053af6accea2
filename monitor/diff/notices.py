"""Notes by the outlet: told apart from date lines, from the word in a sentence, from quotations.

A note names itself at its beginning ("Correction:", "UPDATE 3 p.m.:", "(Adds quote)"), or speaks
of the article at the beginning of a sentence ("An earlier version of this story said …").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.diff.vocabulary import LANGUAGES, Vocabulary, vocabulary
from monitor.model import NoticeKind

_LEAD = re.compile(r"[\s*_#•▪►■|※—–-]*[(\[*（［【]*\s*")
_QUOTE = re.compile(r"[\s(\[*]*[\"“„«»‘'「『]")
_DELIMITER = re.compile(r"\s*(?:[:–—)\]：）］】]|-\s|\|)\s*")
_NOTICE = re.compile(
    r"(?:please note|note|nb|n\.b\.|p\.?s\.?|nota|nota bene|hinweis|anmerkung|remarque|примечание|"
    r"примітка|uwaga|let op|not)\s*[:,–—-]\s*(?:that |dass |que |che )?",
    re.IGNORECASE,
)
"""What may stand before a note that speaks of the article."""
_NUMBER = re.compile(r"\s*(?:n[o°º]\.?\s*)?#?\d{1,2}(?=\s*[:–—-]|\s+(?:[A-Z]|\())")
_VERB = re.compile(r"\s+(?:with|to|after|mit|um|avec|pour|con|para|com|per|tras|после|с)\s", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(
    r"^(?:(UPDATE|WRAPUP|RECASTS?)|(CORRECTED|CORRECTION)|(CLARIFIED)|(REFILE|RPT|REPEAT)|"
    r"(WITHDRAWN|RETRACTED|KILL))(?:[ -]?\d+)?(?:-|\s?[:–—])\s?(?=\S)"
)
_TAGS = (
    NoticeKind.UPDATE,
    NoticeKind.CORRECTION,
    NoticeKind.CLARIFICATION,
    NoticeKind.REFILE,
    NoticeKind.RETRACTION,
)
ENDS_WITHIN = 60
"""Characters within which a label must end: beyond, the word is part of a sentence."""


def note_kind(text: str, language: str) -> NoticeKind | None:
    """Return what sort of note a block or sentence is, or None where it is none."""
    if _QUOTE.match(text) or len(text) < 5:
        return None
    start = _LEAD.match(text)
    body = text[start.end() :] if start else text
    bracketed = text[: len(text) - len(body)].rstrip().endswith(("(", "[", "（", "［", "【"))
    for words in _vocabularies(language):
        kind = _by_phrase(body, words) or _by_label(body, words, bracketed)
        if kind:
            return kind
    return None


def headline_tag(headline: str) -> NoticeKind | None:
    """Return what an agency's tag before a headline says ("UPDATE 2-", "CORRECTED-")."""
    match = _TAG.match(headline)
    groups: Iterable[str | None] = match.groups() if match else ()
    return next((kind for kind, found in zip(_TAGS, groups, strict=False) if found), None)


def is_date_line(text: str, language: str) -> bool:
    """Return whether a line says when the page was published or updated, and nothing else."""
    if len(text) > 120:
        return False
    return any(_dates_only(text, words) for words in _vocabularies(language))


def is_boilerplate(text: str, language: str) -> bool:
    """Return whether a line is furniture of the outlet: credits, invitations, links."""
    start = _LEAD.match(text)
    body = text[start.end() if start else 0 :]
    return any(words.boilerplate.match(body) for words in _vocabularies(language))


def said(text: str, language: str) -> str:
    """Return what a note says besides that it is one, and when."""
    start = _LEAD.match(text)
    body = text[start.end() if start else 0 :]
    for words in _vocabularies(language):
        match = words.phrases.match(body) or words.labels.match(body)
        body = body[match.end() :] if match else body
        body = words.dates.sub(" ", body)
    return body


def _vocabularies(language: str) -> tuple[Vocabulary, ...]:
    """Return the article's language and English; all of them where its own is not covered."""
    codes = dict.fromkeys((language, "en")) if language in LANGUAGES else LANGUAGES
    return tuple(vocabulary(code) for code in codes)


def _by_phrase(body: str, words: Vocabulary) -> NoticeKind | None:
    lead = _NOTICE.match(body)
    match = words.phrases.match(body) or (lead and words.phrases.match(body, lead.end()))
    return NoticeKind(match.lastgroup) if match and match.lastgroup else None


def _by_label(body: str, words: Vocabulary, bracketed: bool) -> NoticeKind | None:
    match = words.labels.match(body)
    if not match or not match.lastgroup:
        return None
    kind = NoticeKind(match.lastgroup)
    if kind is NoticeKind.REFILE and not bracketed:
        return None
    rest = body[match.end() :]
    end = _past_date(rest, words)
    if end > ENDS_WITHIN:
        return None
    if kind is NoticeKind.REFILE:
        return kind
    if bracketed and ". " in rest[:end] and len(_WORD.findall(rest[end:])) >= 2:
        return kind
    return kind if _announces(rest, end, kind, words) else None


def _past_date(rest: str, words: Vocabulary) -> int:
    """Return where the number and the date after a label end."""
    number = _NUMBER.match(rest)
    at = number.end() if number else 0
    while at < len(rest) and (match := words.dateish.match(rest, at)):
        if (
            rest[at] in ")-–—|"
            and _DELIMITER.match(rest, at)
            and not rest[at + 1 : at + 2].isalnum()
        ):
            break
        at = match.end()
    return at


def _announces(rest: str, end: int, kind: NoticeKind, words: Vocabulary) -> bool:
    """Return whether something is said after the label: a date alone is a date line."""
    while end and rest[end - 1].isspace():
        end -= 1
    delimiter = _DELIMITER.match(rest, end)
    verb = _VERB.match(rest, end)
    found = delimiter or verb
    if not found:
        return not rest.strip(" .!") and kind is not NoticeKind.UPDATE
    if kind is not NoticeKind.UPDATE:
        return True
    return len(_WORD.findall(_undated(rest[found.end() :], words))) >= 2


def _undated(text: str, words: Vocabulary) -> str:
    """Return what a text says besides dates and times."""
    text = words.dates.sub(" ", text)
    return " ".join(
        word for word in text.split() if not words.dateish.fullmatch(word.strip(",.|:()"))
    )


def _dates_only(text: str, words: Vocabulary) -> bool:
    """Return whether a text says that it was published or updated, when, and nothing else."""
    rest = words.dates.sub(" ", text)
    named = _PUBLISHED.sub(" ", words.labels.sub(" ", rest))
    at = 0
    while at < len(named):
        match = words.dateish.match(named, at) or _COLON.match(named, at)
        if not match:
            return False
        at = match.end()
    return named != rest and any(map(str.isdigit, text))


_COLON = re.compile("[:：–—]")
_PUBLISHED = re.compile(
    r"(?<!\w)(?:last|first|published|posted|modified|veröffentlicht|erstellt|zuletzt|publié|"
    r"modifié|dernière|letzte|últim[ao]|ultimo|последнее|publicado|publicada|"
    r"pubblicato|опубликовано|zuletzt geändert|stand|gepubliceerd|"
    r"opublikowano|yayınlanma|опубліковано)(?!\w)",
    re.IGNORECASE,
)
