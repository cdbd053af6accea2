"""An alert as written out: subject, text, HTML, and JSON for machines."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Alert, Event, EventKind, Message, Version
from monitor.report.data import payload
from monitor.report.html import render
from monitor.report.phrases import EVENTS, headlined, key_edit, meaning, said
from monitor.report.plaintext import Letter, mail_text
from monitor.report.story import Story, count
from monitor.report.view import View, view
from monitor.report.words import bounded

_MOST = 25
"""Edits that a mail shows; the report has all. Mail programs cut what is longer than 100 KB."""
_LONGEST_HEADLINE = 90


def message(alert: Alert, story: Story) -> Message:
    """Return the message that tells an alert; the same for the same alert and change.

    What came after the event is left out, and how often was looked since: an alert that is sent
    again says the same under the same id.
    """
    event = alert.event
    story = replace(story, event=event, versions=_until(event, story.versions), checks=0)
    shown = view(story, most=_MOST)
    subject = _subject(event, story)
    letter = Letter(
        view=shown,
        subject=subject,
        what=EVENTS[event.kind],
        meaning="" if shown.edits else meaning(event.kind),
        more=_more(shown),
    )
    text = mail_text(letter)
    return Message(
        id=alert.id,
        thread=story.watch.id,
        subject=subject,
        text=text,
        html=render("mail.html", letter=letter, view=shown),
        payload=payload(alert, story, subject=subject, text=text),
        at=event.at,
    )


def _until(event: Event, versions: tuple[Version, ...]) -> tuple[Version, ...]:
    last = event.new_version or 0
    return tuple(version for version in versions if version.version <= last)


def _subject(event: Event, story: Story) -> str:
    """Return the subject: what happened, to which article, and what weighs most; one line."""
    headline = bounded(story.title, _LONGEST_HEADLINE)
    line = f"{EVENTS[event.kind]}: {headline}"
    change = story.change
    if event.kind is not EventKind.CHANGED or change is None or not change.edits:
        return line
    word = said(key_edit(change).disclosure)
    return f"{line} — {headlined(change)}" + (f" ({word.text})" if word else "")


def _more(shown: View) -> str:
    left = count(shown.left_out, "more edit")
    return f"… and {left}, all of them in the report." if shown.left_out else ""
