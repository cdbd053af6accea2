"""The promises of the port Store."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import CheckStatus, Due, Every, Lease, Reason, content_digest
from monitor.store import SqliteStore
from monitor.store.checking import _DUE
from monitor.store.opening import DATABASE, connect
from tests.store import making
from tests.store.making import MINUTE, NOON, FakeClock


async def _again(store: SqliteStore, name: str = "one") -> Due:
    (found,) = await store.pick([name])
    return found


async def test_a_lease_that_another_holds_is_not_given(store: SqliteStore, lease: Lease) -> None:
    assert await store.acquire(0, "another", MINUTE) is None


async def test_a_holder_extends_its_own_lease_with_the_same_token(
    store: SqliteStore, lease: Lease, clock: FakeClock
) -> None:
    clock.at += MINUTE / 2
    longer = await store.acquire(0, "tests", MINUTE)
    assert longer == replace(lease, until=clock.at + MINUTE)


@pytest.mark.parametrize("given_back", [True, False])
async def test_the_next_holder_gets_a_higher_token(
    store: SqliteStore, lease: Lease, clock: FakeClock, given_back: bool
) -> None:
    if given_back:
        await store.release(lease)
    else:
        clock.at += MINUTE
    taken = await store.acquire(0, "another", MINUTE)
    assert taken is not None
    assert taken.token > lease.token


async def test_the_same_name_gets_a_higher_token_after_giving_back(
    store: SqliteStore, lease: Lease
) -> None:
    await store.release(lease)
    taken = await store.acquire(0, "tests", MINUTE)
    assert taken is not None
    assert taken.token > lease.token


async def test_a_lease_given_back_late_takes_nothing_from_the_next_holder(
    store: SqliteStore, lease: Lease, clock: FakeClock
) -> None:
    clock.at += MINUTE
    taken = await store.acquire(0, "another", MINUTE)
    await store.release(lease)
    assert await store.acquire(0, "third", MINUTE) is None
    assert taken is not None


async def test_due_gives_what_has_come_oldest_first(store: SqliteStore, lease: Lease) -> None:
    for index, name in enumerate(["late", "early", "future"]):
        at = NOON - timedelta(seconds=[1, 2, -1][index])
        await store.put_watch(making.watch(name, f"{name}.example"), at)
    assert [item.watch.id for item in await store.due(lease, (), 10)] == ["early", "late"]
    assert [item.watch.id for item in await store.due(lease, (), 1)] == ["early"]


async def test_due_leaves_out_paused_removed_and_busy(store: SqliteStore, lease: Lease) -> None:
    await store.put_watch(replace(making.watch("paused"), paused=True), NOON)
    await store.put_watch(replace(making.watch("removed"), removed_at=NOON), NOON)
    await store.put_watch(making.watch("busy", "busy.example"), NOON)
    await store.put_watch(making.watch("free", "free.example"), NOON)
    assert [item.watch.id for item in await store.due(lease, ["busy.example"], 10)] == ["free"]


async def test_a_paused_watch_is_due_again_once_it_goes_on(
    store: SqliteStore, lease: Lease
) -> None:
    await store.put_watch(replace(making.watch(), paused=True), NOON)
    assert await store.due(lease, (), 10) == ()
    await store.put_watch(making.watch(), NOON)
    assert len(await store.due(lease, (), 10)) == 1


async def test_a_host_rests_from_the_moment_of_recording(
    store: SqliteStore, lease: Lease, due: Due, clock: FakeClock
) -> None:
    await store.put_watch(making.watch("two"), NOON)
    clock.at += timedelta(seconds=30)
    await store.record(lease, making.outcome(due, pause=timedelta(seconds=10)))
    clock.at += timedelta(seconds=9, milliseconds=999)
    assert await store.due(lease, (), 10) == ()
    clock.at += timedelta(milliseconds=1)
    assert [item.watch.id for item in await store.due(lease, (), 10)] == ["two"]


async def test_due_reads_one_range_of_an_index_and_sorts_nothing(
    store: SqliteStore, tmp_path: Path
) -> None:
    db = connect(tmp_path / DATABASE)
    values = {"bucket": 0, "now": 1, "busy": "[]", "limit": 9}
    plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {_DUE}", values)]
    db.close()
    assert "SEARCH state USING INDEX state_due (bucket=? AND next_check_at<?)" in plan
    assert not [line for line in plan if "TEMP B-TREE" in line or "SCAN state" in line]


async def test_pick_gives_paused_ones_in_the_order_named_but_none_removed(
    store: SqliteStore,
) -> None:
    later = NOON + timedelta(days=1)
    await store.put_watch(making.watch("a"), later)
    await store.put_watch(replace(making.watch("b"), paused=True), later)
    await store.put_watch(replace(making.watch("c"), removed_at=NOON), later)
    picked = await store.pick(["c", "b", "unknown", "a"])
    assert [item.watch.id for item in picked] == ["b", "a"]


async def test_a_state_comes_back_as_it_was_recorded(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    state = making.full_state()
    defaults = replace(due.state, watch_id="one")
    same = [name for name in state.__slots__ if getattr(state, name) == getattr(defaults, name)]
    assert same == ["watch_id"], "full_state must differ in every field"
    assert await store.record(lease, replace(making.outcome(due), state=state))
    assert (await _again(store)).state == state


async def test_an_outcome_is_recorded_as_a_whole(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    outcome = making.changed(due, "First.", channels=("mail", "hook"))
    assert await store.record(lease, outcome)
    assert await store.latest("one") == outcome.snapshot
    assert await store.events("one", 10) == outcome.events
    assert await store.alerts(pending=True, limit=10) == outcome.alerts[::-1]
    assert await store.checks("one", 10) == (outcome.row,)
    overview = await store.overview("one")
    assert overview is not None
    assert (overview.state, overview.pending_alerts) == (outcome.state, 2)


async def test_a_failed_check_keeps_its_reason(store: SqliteStore, lease: Lease, due: Due) -> None:
    plain = making.outcome(due)
    row = replace(
        plain.row, status=CheckStatus.FAILED, http_status=None, reason=Reason.DNS, wire_bytes=0
    )
    await store.record(lease, replace(plain, row=row))
    assert await store.checks("one", 1) == (row,)


async def _everything(store: SqliteStore) -> object:
    return (
        await store.watches(removed=True),
        await store.versions("one"),
        await store.events(None, 100),
        await store.alerts(pending=False, limit=100),
        await store.checks("one", 100),
    )


async def test_what_a_woken_worker_writes_is_refused(
    store: SqliteStore, lease: Lease, due: Due, clock: FakeClock
) -> None:
    clock.at += MINUTE
    assert await store.acquire(0, "another", MINUTE)
    before = await _everything(store)
    assert not await store.record(lease, making.changed(due, "Too late."))
    assert await _everything(store) == before


async def test_the_same_outcome_is_recorded_once(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    outcome = making.changed(due, "First.")
    assert await store.record(lease, outcome)
    before = await _everything(store)
    assert not await store.record(lease, outcome)
    assert await _everything(store) == before


async def test_of_two_checks_of_one_revision_only_one_is_recorded(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    one, other = making.changed(due, "One."), making.changed(due, "Other.")
    written = await asyncio.gather(store.record(lease, one), store.record(lease, other))
    assert sorted(written) == [False, True]


async def test_nothing_is_recorded_of_a_removed_watch(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    await store.put_watch(replace(due.watch, removed_at=NOON), NOON)
    assert not await store.record(lease, making.changed(due, "Gone."))
    assert await store.versions("one") == ()


async def test_nothing_is_recorded_of_a_watch_that_was_deleted(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    await store.delete_watch("one")
    assert not await store.record(lease, making.changed(due, "Gone."))


async def test_an_outcome_that_cannot_be_written_leaves_nothing_of_itself(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    before = await _everything(store)
    outcome = making.changed(due, "First.")
    with pytest.raises(StoreError):
        await store.record(lease, replace(outcome, alerts=outcome.alerts * 2))
    assert await _everything(store) == before
    assert await store.record(lease, outcome)


async def test_settings_changed_during_a_check_are_kept(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    edited = replace(due.watch, name="Train", plan=Every(span=timedelta(hours=3)), channels=())
    await store.put_watch(edited, NOON)
    assert await store.record(lease, making.changed(due, "First."))
    assert (await _again(store)).watch == edited


async def test_a_look_asked_for_during_a_check_is_not_put_off_by_it(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    asked = NOON + timedelta(seconds=1)
    await store.make_due(["one"], asked)
    await store.record(lease, making.outcome(due))
    again = await _again(store)
    assert again.state.next_check_at == asked
    await store.record(lease, making.outcome(again, at=asked))
    assert (await _again(store)).state.next_check_at == asked + MINUTE


async def test_versions_are_found_again_by_their_content(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    for text in ("A", "B", "A", "C"):
        await store.record(lease, making.changed(await _again(store), text))
    digest = content_digest(making.article("A"))
    assert await store.seen_before("one", digest) == (1, 3)
    assert await store.seen_before("one", "never") == ()
    assert await store.seen_before("unknown", digest) == ()


async def test_versions_that_were_read_otherwise_are_found_among_the_newest(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    for text in ("A", "B", "C", "D"):
        await store.record(lease, making.changed(await _again(store), text))
    first = await store.snapshot("one", 1)
    assert first is not None
    today = (first.extractor, first.rules)
    assert await store.read_otherwise("one", *today, 3) == ()
    for number, reading in ((1, {"extractor": 99}), (2, {"extractor": 99}), (3, {"rules": "x"})):
        version = await store.snapshot("one", number)
        assert version is not None
        article = replace(version.article, **reading)
        again = replace(version, article=article, extractor=article.extractor)
        assert await store.replace(again)
        assert await store.snapshot("one", number) == again
    found = await store.read_otherwise("one", *today, 3)
    assert [version.version for version in found] == [2, 3]
    assert await store.read_otherwise("unknown", *today, 3) == ()


async def test_a_version_can_get_a_new_summary_with_its_reading_or_alone(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    for text in ("A", "B"):
        await store.record(lease, making.changed(await _again(store), text))
    version = await store.snapshot("one", 2)
    summary = (await store.versions("one"))[1].change
    assert version is not None
    assert summary is not None
    assert not await store.replace(version)
    for line, again in (("alone", version), ("with it", replace(version, extractor=99))):
        assert await store.replace(again, replace(summary, line=line))
        (_, listed) = await store.versions("one")
        assert listed.change is not None
        assert (listed.change.line, listed.extractor) == (line, again.extractor)


async def test_every_version_of_a_long_history_comes_back(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    outcomes = []
    for number in range(40):
        text = f"Version {number}." if number != 20 else "Something else altogether. " * 300
        outcomes.append(making.changed(await _again(store), text))
        assert await store.record(lease, outcomes[-1])
    for outcome in outcomes:
        assert outcome.snapshot is not None
        assert await store.snapshot("one", outcome.snapshot.version) == outcome.snapshot
    listed = await store.versions("one")
    assert [version.version for version in listed] == list(range(1, 41))
    assert (listed[0].change, listed[1].change) == (None, making.SUMMARY)
    assert listed[0].words == len(making.article("Version 0.").text.split())


@pytest.mark.parametrize("version", [1, 3])
async def test_a_version_read_anew_takes_the_place_of_the_old_reading(
    store: SqliteStore, lease: Lease, due: Due, version: int
) -> None:
    kept = []
    for number in range(3):
        outcome = making.changed(await _again(store), f"Version {number}.")
        await store.record(lease, outcome)
        kept.append(outcome.snapshot)
    old = kept[version - 1]
    assert old is not None
    new = replace(old, article=making.article("Read anew."), content_digest="new", extractor=9)
    following = making.changed(await _again(store), "Version 4.")
    await store.record(lease, replace(following, reread=new))
    kept[version - 1] = new
    for snapshot in (*kept, following.snapshot):
        assert snapshot is not None
        assert await store.snapshot("one", snapshot.version) == snapshot


async def test_a_reading_of_a_version_that_is_not_there_is_refused(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    with pytest.raises(StoreError, match="no version 1"):
        await store.record(lease, replace(making.outcome(due), reread=making.snapshot()))


async def test_lone_surrogates_from_a_page_do_not_stop_the_recording(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    outcome = making.changed(due, "Half a pair: \ud83d.")
    assert await store.record(lease, outcome)
    latest = await store.latest("one")
    assert latest is not None
    assert latest.article.blocks[1].text == "Half a pair: ?."
    assert content_digest(latest.article) == latest.content_digest


async def test_unknown_watches_have_nothing(store: SqliteStore) -> None:
    assert await store.latest("unknown") is None
    assert await store.snapshot("unknown", 1) is None
    assert await store.versions("unknown") == ()
    assert await store.overview("unknown") is None
    assert await store.checks("unknown", 5) == ()
