"""An alert as written out: subject, text, HTML, and JSON for machines."""

from __future__ import annotations

from monitor.model import Alert, EventKind, Message
from monitor.report.data import payload
from monitor.report.html import mail_html
from monitor.report.story import Story
from monitor.report.text import mail_text
from monitor.report.words import plain, subject

_WORDS = {
    EventKind.FIRST_SEEN: "Watching",
    EventKind.CHANGED: "Edited",
    EventKind.GONE: "Taken down",
    EventKind.RESTORED: "Back",
    EventKind.MOVED: "Moved",
    EventKind.BLOCKED: "Cannot be read",
    EventKind.FAILING: "Failing",
    EventKind.RECOVERED: "Readable again",
}


def message(alert: Alert, story: Story) -> Message:
    """Return the message that tells an alert; the same for the same alert and story."""
    event = alert.event
    line = f" — {plain(event.line)}" if event.kind is EventKind.CHANGED else ""
    text = mail_text(story)
    return Message(
        id=alert.id,
        thread=story.watch.id,
        subject=subject(f"{_WORDS[event.kind]}: {story.title}{line}"),
        text=text,
        html=mail_html(story),
        payload=payload(alert, story, text),
        at=event.at,
    )
