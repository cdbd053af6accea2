"""One check from end to end, on a real store; only the network and the clock are fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from monitor.check import checker
from monitor.check.decide import decide
from monitor.errors import CaptureDamaged, StoreFull
from monitor.extract import EXTRACTOR_VERSION
from monitor.model import (
    AlertStatus,
    CheckStatus,
    EventKind,
    Failure,
    NotModified,
    Provenance,
    Reason,
    SiteField,
    SiteRules,
    Validators,
)
from tests.check import worlds
from tests.check.conftest import World, page
from tests.check.worlds import NOW, URL

NOT_MODIFIED = NotModified(url=URL, final_url=URL, received_at=NOW)
WALL = Failure(reason=Reason.PAYWALL, detail="a paywall")


async def test_the_first_look_stores_a_version_and_the_next_finds_the_same_bytes(
    world: World,
) -> None:
    watch = await world.add()
    assert (await world.look(page(120), watch)).row.status is CheckStatus.FIRST_SEEN
    assert (await world.look(page(120), watch)).row.status is CheckStatus.SAME_BYTES
    assert [item.version for item in await world.store.versions(watch.id)] == [1]


async def test_rotating_furniture_is_not_an_edit_and_its_bytes_are_not_kept(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    outcome = await world.look(page(120, furniture="1,234 views"), watch)
    assert outcome.row.status is CheckStatus.SAME_ARTICLE
    assert len(await world.store.capture_paths()) == 1


async def test_an_edit_becomes_a_version_whose_bytes_can_be_read_back(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    edited = page(150)
    outcome = await world.look(edited, watch)
    assert outcome.row.status is CheckStatus.CHANGED
    found = await world.store.snapshot(watch.id, 2)
    assert found is not None
    assert world.captures.get(found.capture) == edited.body


async def test_requests_are_conditional_only_while_the_last_answer_was_the_article(
    world: World,
) -> None:
    watch = await world.add()
    for answer in (page(120, etag='"a"'), NOT_MODIFIED, WALL, page(120, etag='"a"'), NOT_MODIFIED):
        await world.look(answer, watch)
    sent = [request.validators.etag for request in world.web.asked]
    assert sent == [None, '"a"', '"a"', None, '"a"']


async def test_a_full_fetch_comes_every_so_often_since_some_servers_lie(world: World) -> None:
    world.policy = replace(world.policy, full_fetch_every=2)
    world.drain.use(world.checker())
    watch = await world.add()
    await world.look(page(120), watch)
    for _ in range(5):
        await world.look(NOT_MODIFIED, watch)
    full = [request.validators == Validators() for request in world.web.asked]
    assert full == [True, False, False, True, True, True]


async def test_an_edit_behind_a_wall_is_found_against_the_last_good_version(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    for _ in range(3):
        assert (await world.look(WALL, watch)).snapshot is None
    outcome = await world.look(page(150), watch)
    kinds = [event.kind for event in outcome.events]
    assert kinds == [EventKind.RECOVERED, EventKind.CHANGED]
    assert outcome.events[-1].old_version == 1


async def test_no_room_for_the_bytes_means_no_version_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = await world.add()
    await world.look(page(120), watch)

    def no_room(*_: object) -> None:
        raise StoreFull("no space left on the disk")

    with monkeypatch.context() as patch:
        patch.setattr(type(world.captures), "put", no_room)
        outcome = await world.look(page(150), watch)
    assert outcome.state.reason is Reason.DISK
    assert outcome.state.latest_version == 1
    assert (await world.look(page(150), watch)).row.status is CheckStatus.CHANGED


async def test_a_new_version_of_our_extractor_is_not_an_edit_of_theirs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    first = await world.store.snapshot(watch.id, 1)
    assert first is not None
    # An older extractor read the first version wrongly: it took the navigation for the article.
    wrong = replace(first, article=replace(first.article, headline="Home"), extractor=0)
    store = world.store
    monkeypatch.setattr(store, "latest", _async_value(wrong), raising=False)
    outcome = await world.look(page(120, furniture="other"), watch)
    assert outcome.events == ()
    assert outcome.row.status is CheckStatus.SAME_ARTICLE
    assert outcome.reread is not None
    assert outcome.reread.article.headline == first.article.headline


async def test_after_an_upgrade_stored_pages_are_read_anew_and_nothing_is_told(
    world: World,
) -> None:
    watch, other = await world.add(1), await world.add(2)
    for one in (watch, other):
        await world.look(page(120), one)
        first = await world.store.latest(one.id)
        assert first is not None
        wrong = replace(first, article=replace(first.article, headline="Home"), extractor=1)
        assert await world.store.replace(wrong)
    rereading = world.rereading()
    assert await rereading.run() == 2
    for one in (watch, other):
        latest = await world.store.latest(one.id)
        assert latest is not None
        assert latest.article.headline == "Ferries run again in the old harbour"
        assert latest.extractor == EXTRACTOR_VERSION
    assert await rereading.run() == 0
    await world.look(page(120, furniture="other"), other)
    outcome = next(one for one in world.seen if one.watch.id == other.id)
    assert outcome.row.status is CheckStatus.SAME_ARTICLE
    assert outcome.reread is None
    assert outcome.events == ()
    await world.look(page(150), other)
    outcome = next(one for one in world.seen if one.watch.id == other.id)
    assert outcome.row.status is CheckStatus.CHANGED


async def test_what_cannot_be_read_anew_keeps_its_reading(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    first = await world.store.latest(watch.id)
    assert first is not None
    old = replace(first, article=replace(first.article, headline="Home"), extractor=1)
    await world.store.replace(old)

    def damaged(*_: object) -> bytes:
        raise CaptureDamaged("captures/w1/1", "it is damaged")

    rereading = world.rereading()
    with monkeypatch.context() as patch:
        patch.setattr(type(world.captures), "get", damaged)
        assert await rereading.run() == 0
    latest = await world.store.latest(watch.id)
    assert latest is not None
    assert (latest.article.headline, latest.extractor) == ("Home", 1)
    rereading.stop()
    assert await rereading.run() == 0


async def test_a_newer_version_is_never_replaced_by_an_older_reading(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    first = await world.store.latest(watch.id)
    assert first is not None
    other = replace(first, capture=replace(first.capture, digest="0" * 64), extractor=1)
    assert not await world.store.replace(other), "read from other bytes"
    assert not await world.store.replace(first), "read by that extractor already"
    assert not await world.store.replace(replace(first, version=2, extractor=1)), "no such version"


async def test_new_rules_for_a_site_are_not_an_edit_of_theirs(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    host = urlsplit(watch.url).hostname or ""
    world.reader.use({host: (SiteRules(fields=((SiteField.SECTION, "nav a"),)),)})
    outcome = await world.look(page(120, furniture="other"), watch)
    assert outcome.events == ()
    assert outcome.reread is not None
    assert outcome.reread.article.section == "Home"
    outcome = await world.look(page(150), watch)
    assert outcome.row.status is CheckStatus.CHANGED
    assert outcome.reread is None, "read by today's rules already"
    assert outcome.snapshot is not None
    assert outcome.snapshot.article.section == "Home"


@pytest.mark.parametrize("steps", [1, 2])
async def test_a_page_that_alternates_is_told_once_also_across_new_rules(
    world: World, steps: int
) -> None:
    watch = await world.add()
    for figure in (120, 150, 120):
        await world.look(page(figure), watch)
    host = urlsplit(watch.url).hostname or ""
    for step in range(steps):
        names = "nav a, b" if step else "nav a"
        world.reader.use({host: (SiteRules(fields=((SiteField.AUTHORS, names),)),)})
        for figure in (150, 120, 150):
            outcome = await world.look(page(figure, furniture=f"{step}"), watch)
            assert outcome.row.status is CheckStatus.CHANGED
            assert outcome.events == ()
            assert outcome.summary is not None
            assert outcome.summary.same_as is not None
        await world.look(page(120), watch)
    outcome = await world.look(page(170), watch)
    assert [event.kind for event in outcome.events] == [EventKind.CHANGED]


async def test_rules_of_a_watch_come_before_those_of_its_site(world: World) -> None:
    watch, other = await world.add(1), await world.add(2)

    async def look(furniture: str) -> dict[str, str | None]:
        """Return the section that each baseline now has; no look may tell anything new."""
        world.web.answers[other.url] = page(120, furniture)
        await world.look(page(120, furniture), watch)
        found = {}
        for outcome in world.seen:
            assert [event.kind for event in outcome.events] in ([], [EventKind.FIRST_SEEN])
            found[outcome.watch.id] = outcome.reread.article.section if outcome.reread else None
        return found

    await look("old")
    host = urlsplit(watch.url).hostname or ""
    site = SiteRules(fields=((SiteField.SECTION, "nav a"),))
    own = SiteRules(fields=((SiteField.SECTION, "footer"),))
    gone = SiteRules(remove=("p",), until=NOW.date())
    world.reader.use({host: (site,)}, {watch.id: (gone, own)})
    assert await look("new") == {watch.id: "old", other.id: "Home"}
    world.reader.use({host: (site,)}, {watch.id: (gone,)})
    assert await look("other") == {watch.id: "Home", other.id: None}


async def test_an_older_capture_is_read_by_the_rules_of_its_day(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    latest = await world.store.latest(watch.id)
    assert latest is not None
    host, day = urlsplit(watch.url).hostname or "", latest.fetched_at.date()
    world.reader.use({host: (SiteRules(remove=("p",), until=day),)})
    assert world.reader.is_current(latest)
    world.reader.use({host: (SiteRules(remove=("p",), until=day + timedelta(days=1)),)})
    assert not world.reader.is_current(latest)


def _async_value(value: object) -> object:
    async def give(_: str) -> object:
        return value

    return give


async def test_an_alert_is_in_the_outbox_as_soon_as_its_edit_is_in_the_store(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    await world.look(page(150), watch)
    alerts = await world.store.alerts(pending=True, limit=10)
    assert sorted(alert.channel for alert in alerts) == ["hook", "mail"]
    assert {alert.status for alert in alerts} == {AlertStatus.PENDING}


async def test_a_bug_over_one_watch_is_said_there_and_stops_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = await world.add(1), await world.add(2, host="other.example")
    world.web.answers[good.url] = page(120)
    world.web.answers[bad.url] = page(120)
    real = decide

    def stumble(due, look, policy, now, terms):  # type: ignore[no-untyped-def]
        if due.watch.id == bad.id and look.found.status is not CheckStatus.FAILED:
            raise ZeroDivisionError
        return real(due, look, policy, now, terms)

    monkeypatch.setattr(checker, "decide", stumble)
    await world.drain.run_dry()
    states = {item.watch.id: item.state for item in await world.store.watches()}
    assert states[bad.id].reason is Reason.EXTRACTOR_FAILED
    assert "ZeroDivisionError" in states[bad.id].detail
    assert states[good.id].latest_version == 1
    assert states[bad.id].next_check_at > world.clock.now()


async def test_what_comes_too_late_is_dropped(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    (due,) = await world.store.pick([watch.id])
    lease = await world.store.acquire(0, "tests", timedelta(minutes=1))
    assert lease is not None
    assert await world.checker().check(lease, due) is not None
    assert await world.checker().check(lease, due) is None


async def test_not_modified_of_another_page_is_no_reading_of_this_one(world: World) -> None:
    watch = await world.add()
    await world.look(page(120), watch)
    elsewhere = replace(NOT_MODIFIED, final_url="https://news.example/elsewhere")
    asked = len(world.web.asked)
    await world.look(elsewhere, watch)
    first, second = world.web.asked[asked:]
    assert (first.validators.etag, second.validators.etag) == ('"120"', None)


@pytest.mark.parametrize(
    ("script", "source"),
    [
        ('<script type="application/ld+json">{"@type": "Article", "articleBody": "%s"}</script>',
         Provenance.JSON_LD),
        ('<script id="__NEXT_DATA__" type="application/json">{"body": "<p>%s</p>"}</script>',
         Provenance.EMBEDDED_STATE),
    ],
)  # fmt: skip
async def test_a_version_says_that_it_was_read_from_data_of_an_empty_shell(
    world: World, script: str, source: Provenance
) -> None:
    text = "The port authority said that 120 passengers had left the old harbour. " * 5
    html = f"<title>Ferries run again</title>{script % text}<div id='root'></div>"
    watch = await world.add()
    await world.look(worlds.capture(html.encode()), watch)
    latest = await world.store.latest(watch.id)
    assert latest is not None
    assert latest.article.source is source
    assert "120 passengers" in latest.article.text
