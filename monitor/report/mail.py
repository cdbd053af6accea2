"""An alert as written out: subject, text, HTML, and JSON for machines."""

from __future__ import annotations

from monitor.model import Alert, Event, EventKind, Message
from monitor.report.data import payload
from monitor.report.html import render
from monitor.report.phrases import EVENTS, meaning, said, sentence, weightiest
from monitor.report.plaintext import mail_text
from monitor.report.story import Story, count
from monitor.report.view import View, view
from monitor.report.words import bounded

_MOST = 25
"""Edits that a mail shows; the report has all. Mail programs cut what is longer than 100 KB."""
_LONGEST_HEADLINE = 90


def message(alert: Alert, story: Story) -> Message:
    """Return the message that tells an alert; the same for the same alert and story."""
    shown = view(story)
    event = alert.event
    subject = _subject(event, story)
    told = {
        "what": EVENTS[event.kind],
        "meaning": "" if shown.edits else meaning(event.kind),
        "edits": shown.edits[:_MOST],
        "more": _more(shown),
    }
    text = mail_text(
        shown,
        what=EVENTS[event.kind],
        meaning="" if shown.edits else meaning(event.kind),
        edits=shown.edits[:_MOST],
        more=_more(shown),
    )
    return Message(
        id=alert.id,
        thread=story.watch.id,
        subject=subject,
        text=text,
        html=render("mail.html", view=shown, subject=subject, sentence=sentence, **told),
        payload=payload(alert, story, subject=subject, text=text),
        at=event.at,
    )


def _subject(event: Event, story: Story) -> str:
    """Return the subject: what happened, to which article, and what weighs most; one line."""
    headline = bounded(story.title, _LONGEST_HEADLINE)
    line = f"{EVENTS[event.kind]}: {headline}"
    change = story.change
    if event.kind is not EventKind.CHANGED or change is None or not change.edits:
        return line
    word = said(change.disclosure)
    return f"{line} — {weightiest(change)}" + (f" ({word.text})" if word else "")


def _more(shown: View) -> str:
    left = len(shown.edits) - _MOST
    return f"… and {count(left, 'more edit')}, all of them in the report." if left > 0 else ""
