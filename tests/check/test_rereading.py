"""The stored history is read anew: after an upgrade of the extractor, or with new rules."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from monitor.check import Stories
from monitor.errors import CaptureDamaged
from monitor.extract import EXTRACTOR_VERSION
from monitor.model import CaptureRef, Reread, SiteRules, Snapshot, Watch
from tests.check.conftest import World, page


async def watched(world: World, *figures: int) -> Watch:
    watch = await world.add()
    for figure in figures:
        await world.look(page(figure), watch)
    return watch


async def read_badly(world: World, watch: Watch, *numbers: int) -> None:
    """Let these versions be as an extractor read them that took the menu for text."""
    for number in numbers:
        known = await stored(world, watch, number)
        wrong = replace(known.article, headline=f"Home {number}", extractor=1)
        old = replace(known, article=wrong, extractor=1, content_digest=f"{number}")
        assert await world.store.replace(old)


async def stored(world: World, watch: Watch, number: int) -> Snapshot:
    found = await world.store.snapshot(watch.id, number)
    assert found is not None
    return found


async def test_all_versions_of_a_history_are_read_anew(world: World) -> None:
    watch = await watched(world, 120, 150, 120)
    before = [await stored(world, watch, number) for number in (1, 2, 3)]
    changes = [version.change for version in await world.store.versions(watch.id)]
    await read_badly(world, watch, 1, 2, 3)
    rereading = world.rereading()
    assert [one.version for one in await rereading.stale([watch.id])] == [1, 2, 3]
    seen: list[Reread] = []
    done = await rereading.history([watch.id], seen.append)
    assert done == tuple(seen)
    assert [(one.version, one.differs, one.failure) for one in done] == [
        (1, True, None),
        (2, True, None),
        (3, True, None),
    ]
    assert [await stored(world, watch, number) for number in (1, 2, 3)] == before
    assert [version.change for version in await world.store.versions(watch.id)] == changes
    assert await rereading.stale([watch.id]) == ()
    assert await rereading.history([watch.id], seen.append) == ()


async def test_what_a_version_changed_is_worked_out_anew_where_the_one_before_was_read_anew(
    world: World,
) -> None:
    watch = await watched(world, 120, 150)
    rules = SiteRules(remove=("p:first-of-type",))
    world.reader.use({urlsplit(watch.url).hostname or "": (rules,)})
    await world.rereading().history([watch.id], lambda reread: None)
    changed = (await world.store.versions(watch.id))[1].change
    assert changed is not None
    assert (changed.edits, changed.line) == (0, "no edits"), "the figure stood in what is removed"

    world.reader.use({})
    await world.store.replace(await as_read_today(world, watch, 2))
    done = await world.rereading().history([watch.id], lambda reread: None)
    assert [one.version for one in done] == [1]
    changed = (await world.store.versions(watch.id))[1].change
    assert changed is not None
    assert changed.edits == 1


async def as_read_today(world: World, watch: Watch, number: int) -> Snapshot:
    return await world.rereading().today(await stored(world, watch, number))


async def test_a_version_that_cannot_be_read_keeps_its_reading_and_says_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = await watched(world, 120, 150, 170)
    recorded = [version.change for version in await world.store.versions(watch.id)]
    await read_badly(world, watch, 1, 2, 3)
    whole = type(world.captures).get
    damaged = (await stored(world, watch, 2)).capture

    def get(captures: object, ref: CaptureRef) -> bytes:
        if ref == damaged:
            raise CaptureDamaged(ref.path, "it is damaged")
        return whole(world.captures, ref)

    monkeypatch.setattr(type(world.captures), "get", get)
    done = await world.rereading().history([watch.id], lambda reread: None)
    assert [one.failure is None for one in done] == [True, False, True]
    assert done[1].failure is not None
    assert "it is damaged" in done[1].failure.detail
    assert (await stored(world, watch, 2)).article.headline == "Home 2"
    assert (await stored(world, watch, 3)).extractor == EXTRACTOR_VERSION
    changes = [version.change for version in await world.store.versions(watch.id)]
    assert changes == recorded, "an old reading is compared with no new one"


async def test_a_version_that_is_gone_meanwhile_is_passed_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = await watched(world, 120, 150)
    await read_badly(world, watch, 1, 2)
    listed = await world.store.versions(watch.id)
    await world.store.delete_watch(watch.id)

    async def as_listed(_: object, watch_id: str) -> object:
        return listed

    monkeypatch.setattr(type(world.store), "versions", as_listed)
    assert await world.rereading().history([watch.id], lambda reread: None) == ()


async def test_versions_up_to_date_are_left_alone(world: World) -> None:
    watch = await watched(world, 120, 150)
    revision = (await world.store.pick([watch.id]))[0].state.revision
    assert await world.rereading().history([watch.id], lambda reread: None) == ()
    assert (await world.store.pick([watch.id]))[0].state.revision == revision


async def test_a_report_compares_no_old_reading_with_a_new_one(world: World) -> None:
    watch = await watched(world, 120, 150)
    await read_badly(world, watch, 1)
    story = await Stories(rereading=world.rereading(), zone=ZoneInfo("UTC")).between(watch.id, 1, 2)
    assert story.change is not None
    assert [edit.before for edit in story.change.edits if "Home" in edit.before] == []
    assert story.old is not None
    assert story.old.article.headline == "Ferries run again in the old harbour"
