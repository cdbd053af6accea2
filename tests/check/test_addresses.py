"""One article is one watch, whatever addresses it has; what a source does not want is let rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import (
    ArticleKind,
    Capture,
    CheckStatus,
    EventKind,
    Failure,
    Hop,
    Origin,
    Reason,
    Retirement,
    Watch,
    address_key,
)
from tests.check import worlds
from tests.check.conftest import World

_PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>
<article><h1>{title}</h1>
<p>The port authority said that {figure} passengers had left the old harbour on Monday.</p>
<p>It was the first crossing since the storm that closed the route for more than three weeks.</p>
<p>Officials expect the full timetable to return before the end of the month, they added.</p>
</article></body></html>"""


def page(
    canonical: str | None = None,
    *,
    title: str = "Ferries run again in the old harbour",
    figure: int = 120,
) -> Capture:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    html = _PAGE.format(title=title, head=link, figure=figure)
    return worlds.capture(html.encode())


async def listed(world: World, number: int = 1, **changes: object) -> Watch:
    """Return a watch that a source has listed."""
    watch = await world.add(number)
    watch = replace(watch, origin=Origin.SOURCE, source=None, **changes)  # type: ignore[arg-type]
    await world.store.put_watch(watch, world.clock.now())
    return watch


async def found(world: World, watch: Watch) -> Watch:
    overview = await world.store.overview(watch.id)
    assert overview is not None
    return overview.watch


async def test_an_article_that_another_watch_has_is_a_duplicate_of_it(world: World) -> None:
    first, second = await world.add(1), await world.add(2)
    world.web.answers = {
        first.url: page(),
        second.url: page("https://news.example/1?utm_source=x"),
    }
    await world.drain.check_now((first.id, second.id))
    assert [one.row.status for one in world.seen] == [
        CheckStatus.FIRST_SEEN,
        CheckStatus.DUPLICATE,
    ]
    twin = await found(world, second)
    assert (twin.retired, twin.same_as, twin.resting) == (Retirement.DUPLICATE, first.id, True)
    assert world.seen[1].events == ()


async def test_both_addresses_of_an_article_lead_to_its_one_watch(world: World) -> None:
    first, second = await world.add(1), await world.add(2)
    world.web.answers = {first.url: page(), second.url: page("https://news.example/1")}
    await world.drain.check_now((first.id, second.id))
    known = await world.store.known(("news.example/1", "news.example/2"))
    assert {key: one.watch_id for key, one in known.items()} == {
        "news.example/1": first.id,
        "news.example/2": first.id,
    }


async def test_two_articles_that_name_one_address_stay_two(world: World) -> None:
    home = "https://news.example/"
    first, second = await world.add(1), await world.add(2)
    world.web.answers = {
        first.url: page(home),
        second.url: page(home, title="Another report about something else", figure=7),
    }
    await world.drain.check_now((first.id, second.id))
    assert [one.row.status for one in world.seen] == [CheckStatus.FIRST_SEEN] * 2


async def test_parts_of_a_series_that_name_their_first_one_stay_apart(world: World) -> None:
    first, second = await world.add(1), await world.add(2)
    other = page("https://news.example/1").body.decode()
    for old, new in (
        ("The port authority said that 120 passengers", "In the evening 900 people"),
        ("It was the first crossing", "Nobody had seen such a queue"),
        ("Officials expect the full timetable", "The mayor wants a second quay"),
    ):
        other = other.replace(old, new)
    world.web.answers = {first.url: page(), second.url: worlds.capture(other.encode())}
    await world.drain.check_now((first.id, second.id))
    assert [one.row.status for one in world.seen] == [CheckStatus.FIRST_SEEN] * 2


async def test_what_a_person_names_goes_on_where_a_source_let_it_rest(world: World) -> None:
    first = await listed(world, 1)
    second = await world.add(2)
    mine = replace(second, channels=("mine",))
    await world.store.put_watch(mine, world.clock.now())
    await world.look(page(), first)
    resting = replace(first, retired=Retirement.SILENT)
    await world.store.put_watch(resting, world.clock.now())
    await world.look(page("https://news.example/1"), mine)
    assert (await found(world, second)).same_as == first.id
    taken_over = await found(world, first)
    assert (taken_over.resting, taken_over.origin) == (False, Origin.USER)
    assert taken_over.channels == ("mine",)


async def test_an_article_that_was_removed_stays_so_when_it_is_listed_at_another_address(
    world: World,
) -> None:
    first, second = await listed(world, 1), await listed(world, 2)
    await world.look(page(), first)
    gone = replace(first, removed_at=world.clock.now())
    await world.store.put_watch(gone, world.clock.now())
    await world.look(page("https://news.example/1"), second)
    assert (await found(world, second)).retired is Retirement.DUPLICATE
    assert (await found(world, first)).removed_at is not None


async def test_an_article_named_elsewhere_by_a_person_who_removed_it_is_watched(
    world: World,
) -> None:
    first, second = await world.add(1), await world.add(2)
    await world.look(page(), first)
    gone = replace(first, removed_at=world.clock.now())
    await world.store.put_watch(gone, world.clock.now())
    outcome = await world.look(page("https://news.example/1"), second)
    assert outcome.retire is None


async def test_an_article_that_names_another_site_as_its_own_stays_by_itself(
    world: World,
) -> None:
    first = await world.add(1, host="agency.example")
    second = await world.add(2)
    world.web.answers = {
        first.url: page(),
        second.url: page("https://agency.example/1"),
    }
    await world.drain.check_now((first.id, second.id))
    assert [one.row.status for one in world.seen] == [CheckStatus.FIRST_SEEN] * 2


async def test_an_article_is_known_by_the_address_that_it_moved_to(world: World) -> None:
    watch = await world.add(1)
    await world.look(page(), watch)
    hop = Hop(url=watch.url, status=301, to="https://news.example/moved")
    moved = replace(page(figure=150), final_url="https://news.example/moved", hops=(hop,))
    outcome = await world.look(moved, watch)
    assert EventKind.MOVED in {event.kind for event in outcome.events}
    known = await world.store.known(("news.example/moved",))
    assert known["news.example/moved"].watch_id == watch.id


async def test_a_kind_of_piece_that_its_source_does_not_want_is_let_rest(world: World) -> None:
    watch = await listed(world, kinds=(ArticleKind.LIVE_BLOG,))
    outcome = await world.look(page(), watch)
    assert (outcome.retire, outcome.events) == (Retirement.KIND, ())
    assert (await found(world, watch)).resting


async def test_a_kind_of_piece_that_its_source_wants_is_watched(world: World) -> None:
    watch = await listed(world, kinds=(ArticleKind.ARTICLE, ArticleKind.REVIEW))
    outcome = await world.look(page(), watch)
    assert outcome.retire is None
    assert [event.kind for event in outcome.events] == [EventKind.FIRST_SEEN]


@pytest.mark.parametrize("reason", [Reason.NOT_AN_ARTICLE, Reason.NOT_FOUND, Reason.NOT_HTML])
async def test_what_a_source_lists_and_is_no_article_is_let_rest(
    world: World, reason: Reason
) -> None:
    watch = await listed(world)
    outcome = await world.look(Failure(reason=reason, detail="no article"), watch)
    assert (outcome.retire, outcome.events) == (None, ())
    outcome = await world.look(Failure(reason=reason, detail="no article"), watch)
    assert (outcome.retire, outcome.events) == (Retirement.NO_ARTICLE, ())
    assert (await found(world, watch)).resting


async def test_what_a_person_named_and_is_no_article_is_told(world: World) -> None:
    watch = await world.add(1)
    pdf = Failure(reason=Reason.NOT_HTML, detail="a PDF")
    await world.look(pdf, watch)
    outcome = await world.look(pdf, watch)
    assert [event.kind for event in outcome.events] == [EventKind.FAILING]
    assert outcome.retire is None


async def test_an_address_that_an_unchanged_article_says_is_its_own_is_known_as_its(
    world: World,
) -> None:
    watch = await world.add()
    await world.look(page("https://news.example/1"), watch)
    new = "https://news.example/2026/ferries"
    outcome = await world.look(page(new), watch)
    assert outcome.row.status is CheckStatus.SAME_ARTICLE
    assert outcome.events == ()
    known = await world.store.known([address_key(new)])
    assert known[address_key(new)].watch_id == watch.id
    again = await world.look(page(new), watch)
    assert again.events == ()


async def test_an_address_on_another_site_is_not_taken_for_an_unchanged_articles_own(
    world: World,
) -> None:
    watch = await world.add()
    await world.look(page("https://news.example/1"), watch)
    other = "https://other.example/ferries"
    outcome = await world.look(page(other), watch)
    assert outcome.row.status is CheckStatus.SAME_ARTICLE
    assert await world.store.known([address_key(other)]) == {}
