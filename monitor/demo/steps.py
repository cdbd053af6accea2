"""What the newspaper's desk does to its story in the demo, and what the monitor must make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.demo.hook import Call
from monitor.demo.mail import Mail
from monitor.demo.site import Site
from monitor.demo.story import TRAIN, disclosed_update, new_headline, report, silent_edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that the desk does, and the words that every alert about it must have."""

    name: str
    title: str
    outlet: str
    act: Callable[[Site], None]
    kind: str
    """The kind of event that must be told."""
    words: tuple[str, ...]
    has_diff: bool = True


def edits(published: datetime) -> tuple[Step, ...]:
    """Return the life of the story after its first version, in order."""
    first = report(published)
    second = disclosed_update(first)
    third = silent_edit(second)
    fourth = new_headline(third)
    return (
        Step(
            name="update",
            title="An update that the paper discloses",
            outlet="The desk adds the spokesman’s remarks in two paragraphs, puts a note above the"
            " story, and moves its date.",
            act=lambda site: site.publish(TRAIN, second),
            kind="changed",
            words=(second.note, "has not seen his diary"),
        ),
        Step(
            name="silent",
            title="A figure that it changes silently",
            outlet="270,000 shells become 370,000. No note, and the date stays as it was.",
            act=lambda site: site.publish(TRAIN, third),
            kind="changed",
            words=("270,000", "370,000"),
        ),
        Step(
            name="headline",
            title="Another headline",
            outlet=f"The same story at the same address is now called “{fourth.headline}”.",
            act=lambda site: site.publish(TRAIN, fourth),
            kind="changed",
            words=(fourth.headline,),
        ),
        Step(
            name="gone",
            title="Taken down",
            outlet="The address answers 404. One miss proves nothing, so the monitor looks again"
            " before it says so.",
            act=lambda site: site.take_down(TRAIN),
            kind="gone",
            words=(fourth.headline,),
            has_diff=False,
        ),
    )


def lacks(step: Step, mail: Mail, call: Call) -> tuple[str, ...]:
    """Return what the alerts about a step should say and don't; empty where all is there."""
    if not call.verified:
        return (f"the webhook’s signature is wrong ({call.id})",)
    told = {"webhook": _words(json.dumps(call.payload, ensure_ascii=False)), "e-mail": ""}
    told["e-mail"] = _words(f"{mail.subject} {mail.text}")
    missing = [
        f"the {channel} does not say “{words}”"
        for channel, text in told.items()
        for words in step.words
        if words not in text
    ]
    if step.kind not in told["webhook"]:
        missing.append(f"the webhook does not say that it is “{step.kind}”")
    return tuple(missing)


def _words(text: str) -> str:
    """Return text on one line: mails break theirs."""
    return " ".join(text.split())
