"""What belongs to a whole site is told once; what belongs to one article is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import (
    AlertStatus,
    Capture,
    CheckStatus,
    EventKind,
    Failure,
    Reason,
    Watch,
)
from tests.check import worlds
from tests.check.conftest import World

REFUSED = Failure(reason=Reason.FORBIDDEN, detail="403: refuses us", status=403)
PAYWALL = Failure(reason=Reason.PAYWALL, detail="a paywall stands in front of it")
PROMO = (
    "Read all of our reports on your telephone, wherever you are, with the new app of the paper."
)

_TOWNS = ("Aberwen", "Brillham", "Corvane", "Duskmoor", "Elderby", "Fennick")


def report(number: int, *lines: str, figure: int = 120) -> Capture:
    """Return one of several articles that have nothing in common but `lines`."""
    town = _TOWNS[number]
    paragraphs = (
        f"The council of {town} counted {figure} boats in its harbour on Monday, it said.",
        f"Nobody in {town} had expected so many after the storm of that week, the mayor said.",
        f"A second count in {town} is planned for the spring, when the season begins again.",
        *lines,
    )
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = f"<html><body><article><h1>Boats counted in {town}</h1>{body}</article></body></html>"
    return worlds.capture(html.encode())


async def watched(world: World, many: int) -> list[Watch]:
    """Return watches of one host, each read for the first time."""
    watches = [await world.add(number) for number in range(many)]
    await look(world, {watch: report(number) for number, watch in enumerate(watches)})
    return watches


async def look(world: World, answers: Mapping[Watch, Capture | Failure]) -> None:
    """Look at all watches, a day later."""
    world.clock.at += timedelta(days=1)
    world.web.answers |= {watch.url: answer for watch, answer in answers.items()}
    world.seen.clear()
    await world.drain.run_dry()


def kinds(world: World) -> list[EventKind]:
    return [event.kind for outcome in world.seen for event in outcome.events]


async def pending(world: World) -> list[EventKind]:
    alerts = await world.store.alerts(pending=True, limit=100)
    found = [alert.event.kind for alert in alerts if alert.channel == "mail"]
    return [kind for kind in found if kind is not EventKind.FIRST_SEEN]


async def test_a_line_that_comes_to_many_articles_at_once_is_one_event_of_the_site(
    world: World,
) -> None:
    watches = await watched(world, 6)
    await look(world, {watch: report(n, PROMO) for n, watch in enumerate(watches)})
    assert [outcome.row.status for outcome in world.seen] == [CheckStatus.CHANGED] * 6
    assert kinds(world) == [EventKind.CHANGED, EventKind.CHANGED, EventKind.SITE_CHANGED]
    assert await pending(world) == [EventKind.SITE_CHANGED]


async def test_what_was_told_before_the_site_was_seen_to_change_is_taken_back(
    world: World,
) -> None:
    watches = await watched(world, 6)
    await look(world, {watch: report(n, PROMO) for n, watch in enumerate(watches)})
    alerts = await world.store.alerts(pending=False, limit=100)
    taken = [alert for alert in alerts if alert.event.kind is EventKind.CHANGED]
    assert {alert.status for alert in taken} == {AlertStatus.GIVEN_UP}
    assert {alert.error for alert in taken} == {
        "taken back: the whole site was changed, not this article"
    }


async def test_an_edit_of_one_article_is_told_while_its_site_changes(world: World) -> None:
    watches = await watched(world, 6)
    answers = {watch: report(n, PROMO) for n, watch in enumerate(watches)}
    edits = ("The count was wrong.", "The mayor has resigned.", "The harbour is closed for now.")
    answers[watches[5]] = report(5, PROMO, *edits, figure=12)
    await look(world, answers)
    told = {o.watch.id for o in world.seen for e in o.events if e.kind is EventKind.CHANGED}
    assert watches[5].id in told


async def test_edits_that_have_nothing_in_common_are_all_told(world: World) -> None:
    watches = await watched(world, 6)
    await look(world, {watch: report(n, figure=7 + n) for n, watch in enumerate(watches)})
    assert kinds(world) == [EventKind.CHANGED] * 6
    assert await pending(world) == [EventKind.CHANGED] * 6


async def test_the_same_news_of_their_subject_in_several_articles_is_told_of_each(
    world: World,
) -> None:
    watches = await watched(world, 6)
    news = "More boats were counted on Tuesday than ever before, the ministry of trade said."
    await look(world, {watch: report(n, news) for n, watch in enumerate(watches)})
    assert kinds(world) == [EventKind.CHANGED] * 6


async def test_the_same_note_beside_edits_of_their_own_hides_none(world: World) -> None:
    watches = await watched(world, 6)
    note = "This report was updated with new figures."
    await look(world, {watch: report(n, note, figure=7 + n) for n, watch in enumerate(watches)})
    assert kinds(world) == [EventKind.CHANGED] * 6


async def test_a_line_on_few_of_many_articles_is_told_as_the_edit_that_it_is(
    world: World,
) -> None:
    world.policy = replace(world.policy, site_share=0.9)
    world.drain.use(world.checker())
    watches = await watched(world, 6)
    few = {watch: report(n, PROMO) for n, watch in enumerate(watches) if n >= 3}
    await look(world, few)
    assert kinds(world) == [EventKind.CHANGED] * 3


async def test_a_change_of_the_site_that_is_taken_back_is_no_edit(world: World) -> None:
    watches = await watched(world, 6)
    await look(world, {watch: report(n, PROMO) for n, watch in enumerate(watches)})
    await look(world, {watch: report(n) for n, watch in enumerate(watches)})
    told = [kind for kind in kinds(world) if kind is EventKind.CHANGED]
    assert told == []


async def test_an_edit_after_the_site_changed_is_told_by_itself(world: World) -> None:
    watches = await watched(world, 6)
    await look(world, {watch: report(n, PROMO) for n, watch in enumerate(watches)})
    await look(world, {watches[4]: report(4, PROMO, figure=12)})
    (event,) = [event for outcome in world.seen for event in outcome.events]
    assert event.kind is EventKind.CHANGED
    assert event.change is not None
    assert "120" in event.line or event.change.edits == 1


async def test_a_host_that_refuses_us_is_told_of_once(world: World) -> None:
    watches = await watched(world, 4)
    await look(world, dict.fromkeys(watches, REFUSED))
    assert kinds(world) == [EventKind.BLOCKED] * 4
    await look(world, dict.fromkeys(watches, REFUSED))
    assert await pending(world) == [EventKind.BLOCKED]


async def test_a_host_that_can_be_read_again_is_told_of_once(world: World) -> None:
    watches = await watched(world, 4)
    for _ in range(2):
        await look(world, dict.fromkeys(watches, REFUSED))
    await look(world, {watch: report(n) for n, watch in enumerate(watches)})
    assert kinds(world) == [EventKind.RECOVERED] * 4
    assert (await pending(world)).count(EventKind.RECOVERED) == 1


async def test_what_stays_unreadable_is_told_once_the_article_that_told_is_read_again(
    world: World,
) -> None:
    watches = await watched(world, 3)
    for _ in range(2):
        await look(world, dict.fromkeys(watches, REFUSED))
    (told,) = [
        alert.event.watch_id
        for alert in await world.store.alerts(pending=True, limit=100)
        if alert.channel == "mail" and alert.event.kind is EventKind.BLOCKED
    ]
    back = next(n for n, watch in enumerate(watches) if watch.id == told)
    for _ in range(3):
        await look(world, dict.fromkeys(watches, REFUSED) | {watches[back]: report(back)})
    kinds_told = await pending(world)
    assert kinds_told.count(EventKind.RECOVERED) == 1
    assert kinds_told.count(EventKind.BLOCKED) == 2


async def test_a_paywall_is_told_of_each_article(world: World) -> None:
    watches = await watched(world, 3)
    for _ in range(2):
        await look(world, dict.fromkeys(watches, PAYWALL))
    assert await pending(world) == [EventKind.BLOCKED] * 3


@pytest.mark.parametrize("reason", [Reason.NOT_FOUND, Reason.SOFT_404, Reason.NOT_HTML])
async def test_what_became_of_one_article_is_told_where_it_became_of_another_before(
    world: World, reason: Reason
) -> None:
    watches = await watched(world, 3)
    missing = Failure(reason=reason, detail="it is no longer there")
    for many in (1, 1, 1, 1, 2, 2, 2, 2):
        await look(world, dict.fromkeys(watches[:many], missing))
    kind = EventKind.FAILING if reason is Reason.NOT_HTML else EventKind.GONE
    assert await pending(world) == [kind] * 2


async def test_a_site_out_of_reach_is_told_where_one_of_its_articles_was_failing_before(
    world: World,
) -> None:
    watches = await watched(world, 3)
    pdf = Failure(reason=Reason.NOT_HTML, detail="a PDF")
    for _ in range(3):
        await look(world, {watches[0]: pdf})
    late = Failure(reason=Reason.TIMEOUT, detail="no answer")
    for _ in range(4):
        await look(world, dict.fromkeys(watches[1:], late))
    assert await pending(world) == [EventKind.FAILING] * 2


async def test_another_host_is_told_of_by_itself(world: World) -> None:
    watches = [await world.add(1), await world.add(2, host="other.example")]
    await look(world, {watch: report(n) for n, watch in enumerate(watches)})
    for _ in range(2):
        await look(world, dict.fromkeys(watches, REFUSED))
    assert await pending(world) == [EventKind.BLOCKED] * 2


async def test_by_what_articles_were_changed_is_forgotten(world: World) -> None:
    watches = await watched(world, 2)
    await look(world, {watch: report(n, PROMO) for n, watch in enumerate(watches)})
    assert await world.store.forget_changes(world.clock.at - timedelta(days=1)) == 0
    assert await world.store.forget_changes(world.clock.at + timedelta(days=1)) == 2
