"""The promises of the port Catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from monitor.model import Due, EventKind, Every, Lease, Origin, Watch, WatchState
from monitor.store import SqliteStore
from monitor.store.opening import DATABASE, connect
from tests.store import making
from tests.store.making import MINUTE, NOON

FULL = Watch(
    id="full",
    url="https://news.example/Ünïcode?q=1",
    host="news.example:8080",
    origin=Origin.CONFIG,
    added_at=NOON,
    name="A name",
    plan=Every(span=timedelta(minutes=5)),
    channels=("mail", "hook"),
    alert_on=(EventKind.CHANGED, EventKind.GONE),
    paused=True,
    removed_at=NOON + MINUTE,
)


async def test_settings_come_back_as_they_were_put(store: SqliteStore) -> None:
    await store.put_watch(FULL, NOON)
    await store.put_watch(making.watch("plain"), NOON)
    overview, plain = await store.watches(removed=True)
    assert overview.watch == FULL
    assert overview.state == WatchState(watch_id="full", next_check_at=NOON)
    assert plain.watch == making.watch("plain")


async def test_no_channels_is_not_the_same_as_those_of_the_configuration(
    store: SqliteStore,
) -> None:
    await store.put_watch(replace(making.watch(), channels=(), alert_on=()), NOON)
    overview = await store.overview("one")
    assert overview is not None
    assert (overview.watch.channels, overview.watch.alert_on) == ((), ())


async def test_watches_come_in_the_order_they_were_added_without_removed_ones(
    store: SqliteStore,
) -> None:
    for name in ("z", "a", "m"):
        await store.put_watch(making.watch(name), NOON)
    await store.put_watch(replace(making.watch("a"), removed_at=NOON), NOON)
    await store.put_watch(replace(making.watch("z"), name="edited"), NOON)
    assert [item.watch.id for item in await store.watches()] == ["z", "m"]
    assert [item.watch.id for item in await store.watches(removed=True)] == ["z", "a", "m"]
    assert await store.overview("a") is not None


async def test_new_settings_leave_the_memory_alone(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    state = making.full_state()
    await store.record(lease, replace(making.outcome(due), state=state))
    await store.put_watch(replace(due.watch, name="edited"), state.next_check_at + MINUTE)
    (again,) = await store.pick(["one"])
    assert again.state == state
    await store.put_watch(due.watch, NOON)
    (again,) = await store.pick(["one"])
    assert again.state == replace(state, next_check_at=NOON)


async def test_the_headline_of_a_watch_is_that_of_its_newest_version(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    overview = await store.overview("one")
    assert overview is not None
    assert overview.headline == ""
    await store.record(lease, making.changed(due, "First."))
    (overview,) = await store.watches()
    assert (overview.headline, overview.pending_alerts) == ("Léader arrives", 1)


async def test_a_deleted_watch_leaves_nothing_but_the_names_of_its_captures(
    store: SqliteStore, lease: Lease, due: Due, tmp_path: Path
) -> None:
    for text in ("First.", "Second."):
        (item,) = await store.pick(["one"])
        await store.record(lease, making.changed(item, text))
    await store.prune_checks(NOON + MINUTE)
    paths = await store.delete_watch("one")
    assert [path.rsplit("/", 1)[1][0] for path in paths] == ["1", "2"]
    db = connect(tmp_path / DATABASE)
    tables = ("watch", "state", "version", "article", "event", "alert", "check_log", "check_day")
    counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    db.close()
    assert set(counts.values()) == {0}, counts
    assert await store.delete_watch("one") == ()


async def test_events_come_newest_first_of_one_watch_or_of_all(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    await store.put_watch(making.watch("two"), NOON)
    for name in ("one", "two", "one"):
        (item,) = await store.pick([name])
        await store.record(lease, making.changed(item, f"{name} {item.state.revision}"))
    seen = [(event.watch_id, event.revision) for event in await store.events(None, 10)]
    assert seen == [("one", 2), ("two", 1), ("one", 1)]
    assert [event.revision for event in await store.events("one", 1)] == [2]


async def test_make_due_brings_forward_and_never_puts_off(
    store: SqliteStore,
) -> None:
    for name, wait in (("soon", 0), ("late", 10)):
        await store.put_watch(making.watch(name), NOON + wait * MINUTE)
    await store.make_due(["soon", "late", "unknown"], NOON + MINUTE)
    states = [item.state.next_check_at for item in await store.watches()]
    assert states == [NOON, NOON + MINUTE]


async def test_capture_paths_name_every_version_and_its_dictionary(
    store: SqliteStore, lease: Lease, due: Due
) -> None:
    outcome = making.changed(due, "First.")
    assert outcome.snapshot is not None
    capture = replace(outcome.snapshot.capture, based_on="news.example/a-one/0-00.html.zst")
    await store.record(lease, replace(outcome, snapshot=replace(outcome.snapshot, capture=capture)))
    assert await store.capture_paths() == {capture.path, capture.based_on}


async def test_old_traces_of_checks_become_daily_tallies(
    store: SqliteStore, lease: Lease, due: Due, tmp_path: Path
) -> None:
    for day in (0, 0, 1, 2):
        (item,) = await store.pick(["one"])
        await store.record(lease, making.outcome(item, at=NOON + timedelta(days=day)))
    assert await store.prune_checks(NOON + timedelta(days=1)) == 2
    assert await store.prune_checks(NOON + timedelta(days=1, seconds=1)) == 1
    assert [row.revision for row in await store.checks("one", 10)] == [4]
    db = connect(tmp_path / DATABASE)
    tallies = [tuple(row) for row in db.execute("SELECT checks, ok FROM check_day ORDER BY day")]
    db.close()
    assert tallies == [(2, 2), (1, 1)]
    (item,) = await store.pick(["one"])
    assert item.state.checks == 4
