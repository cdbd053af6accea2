"""The main job from end to end: real HTTP, SQLite and SMTP, a real webhook, the real daemon."""

from __future__ import annotations

import pytest

from monitor.demo.mail import Mail
from monitor.demo.story import (
    MILL,
    TRAIN,
    disclosed_update,
    new_headline,
    report,
    silent_edit,
)
from tests.e2e.conftest import PUBLISHED, Newsroom

pytestmark = pytest.mark.slow

FIRST = report(PUBLISHED)
SECOND = disclosed_update(FIRST)
THIRD = silent_edit(SECOND)
FOURTH = new_headline(THIRD)


def _words(mail: Mail) -> str:
    return " ".join(f"{mail.subject} {mail.text}".split())


async def test_a_story_is_followed_from_its_first_version_to_its_return(
    newsroom: Newsroom,
) -> None:
    site = newsroom.site

    # The first version is kept in silence, however the furniture turns.
    await newsroom.seen(TRAIN, 200, times=3)
    await newsroom.seen(MILL, 200, times=3)
    assert newsroom.silent_after(0)

    # An update that the paper discloses.
    site.publish(TRAIN, SECOND)
    update, call = await newsroom.told(1)
    assert call.verified
    assert "Updated with Pell’s remarks about Vosk." in _words(update)
    assert "has not seen his diary" in _words(update)

    # A page that answers 304 is not read again, and nothing is told.
    site.not_modified(TRAIN)
    await newsroom.seen(TRAIN, 304, times=2)
    assert newsroom.silent_after(1)

    # A figure changes without a word: the validators of the page move, so it is read.
    site.publish(TRAIN, THIRD)
    silent, call = await newsroom.told(2)
    assert call.verified
    assert "370,000" in _words(silent)
    assert "370,000" in call.body.decode()

    # The server stumbles: no edit, no alarm, and nothing is lost.
    site.fail(TRAIN, 500)
    await newsroom.seen(TRAIN, 500)
    site.mend(TRAIN)
    await newsroom.seen(TRAIN, 304, times=2)
    assert newsroom.silent_after(2)

    # Another headline at the same address.
    site.publish(TRAIN, FOURTH)
    headline, call = await newsroom.told(3)
    assert call.verified
    assert FOURTH.headline in _words(headline)

    # Taken down: told only after three looks.
    site.take_down(TRAIN)
    await newsroom.seen(TRAIN, 404, times=2)
    assert newsroom.silent_after(3)
    gone, call = await newsroom.told(4)
    assert call.verified
    assert sum(visit.status == 404 for visit in site.visits if visit.path == TRAIN) >= 3

    # Back again, as it was.
    site.publish(TRAIN, FOURTH)
    back, call = await newsroom.told(5)
    assert call.verified
    await newsroom.seen(TRAIN, 304, times=2)
    assert newsroom.silent_after(5)

    await _agrees(newsroom, (update, silent, headline, gone, back))


async def _agrees(newsroom: Newsroom, mails: tuple[Mail, ...]) -> None:
    """Check that the mails form one thread, and that the store says what was told."""
    assert len({mail.message_id for mail in mails}) == len(mails)
    assert len({mail.references for mail in mails}) == 1
    assert len({call.id for call in newsroom.receiver.calls}) == len(mails)
    train, mill = await newsroom.history(TRAIN), await newsroom.history(MILL)
    assert [event["kind"] for event in reversed(train["events"])] == [
        "first_seen",
        "changed",
        "changed",
        "changed",
        "gone",
        "restored",
    ]
    assert [version["version"] for version in train["versions"]] == [1, 2, 3, 4]
    assert [event["kind"] for event in mill["events"]] == ["first_seen"]
    assert mill["overview"]["state"]["checks"] == mill["overview"]["state"]["checks_ok"] >= 3


async def test_what_was_told_survives_that_both_channels_stumble(newsroom: Newsroom) -> None:
    await newsroom.seen(TRAIN, 200, times=2)
    newsroom.postbox.refuse_next("451 4.7.1 Greylisted, try again")
    newsroom.receiver.refuse_next(503)
    newsroom.site.publish(TRAIN, THIRD)
    mail, _ = await newsroom.told(1)
    first, second = await newsroom.receiver.calls.count(2, within=60)
    assert (first.id, first.body) == (second.id, second.body)
    assert (first.status, second.status) == (503, 204)
    assert "370,000" in _words(mail)
