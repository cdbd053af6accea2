"""What a site's articles teach about one another, through whole checks."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from monitor.check.reading import Reader
from monitor.model import Capture, CheckOutcome, CheckStatus, Failure, Reason, Snapshot, Watch
from monitor.model.memory import LEAST_ARTICLES, LEAST_TURNS
from tests.check import worlds
from tests.check.conftest import World

HOST = "news.example"
PROMO = "Get our best reporting in your inbox, free of charge, on each working day."
TURNING = (
    "Hear all of it wherever you listen, and let your friends know of it too.",
    "Our app has it all, from breakfast to bedtime, wherever you happen to be.",
)
TOPICS = (
    ("Harbour bridge closes", "The old bridge will close on Monday, engineers said of its piers."),
    ("Museum shows silver hoard", "A hoard of silver coins went on show at the museum."),
    ("Rain ruins the plum harvest", "Growers lost half of their plums to weeks of rain."),
    ("Night trains come back", "Sleeping cars will run to the coast again after eleven years."),
    ("Bakers strike over flour", "Bakers left their ovens cold to protest against dear flour."),
    ("Otters return to the canal", "Two otters and three cubs were counted below the old lock."),
    ("School drops homework", "Pupils will learn by themselves in the afternoon, a head said."),
    ("Clock tower loses a hand", "The minute hand fell into the square, and no one was hurt."),
    ("Library opens on Sundays", "Readers had asked for it in a petition with many signatures."),
    ("Lighthouse keeper retires", "She has kept the lamp for forty years and now grows beans."),
)
MORE = "officials gave no date for a decision, and nobody asked them for any at the meeting."


def story(number: int, *lines: str, more: str = MORE) -> Capture:
    """Return the page of an article of its own subject, with `lines` among its paragraphs."""
    headline, text = TOPICS[number]
    first = f"{text} It was the talk of the town for a day."
    inside = "".join(f"<p>{line}</p>" for line in lines)
    body = (
        f'<!doctype html><html lang="en"><head><title>{headline}</title></head><body><article>'
        f"<h1>{headline}</h1><p>{first}</p>{inside}<p>{headline}: {more}</p>"
        f"<p>{text} Nobody was surprised by that, as it had been expected.</p>"
        f"<p>{text} So it may well go on like this until the end of the year, and longer.</p>"
        "</article></body></html>"
    )
    return replace(
        worlds.capture(body.encode(), final_url=f"https://{HOST}/{number}"),
        url=f"https://{HOST}/{number}",
        headers=(("content-type", "text/html"),),
    )


def altered(page: Capture, old: str, new: str) -> Capture:
    """Return the page with something in its markup put differently."""
    assert old.encode() in page.body
    body = page.body.replace(old.encode(), new.encode())
    return replace(page, body=body, digest=hashlib.sha256(body).hexdigest())


async def read_all(world: World, count: int, *lines: str) -> list[Watch]:
    """Watch so many articles of the site, each with `lines` in it."""
    watches = []
    for number in range(count):
        watches.append(await world.add(number))
        await world.look(story(number, *lines), watches[-1])
    return watches


async def latest(world: World, watch: Watch) -> Snapshot:
    found = await world.store.latest(watch.id)
    assert found is not None
    return found


async def look_alone(world: World, answer: Capture, watch: Watch) -> CheckOutcome:
    """Look at this watch, and at no other, whatever is due."""
    world.web.answers[watch.url] = answer
    world.seen.clear()
    await world.drain.check_now((watch.id,))
    return world.seen[-1]


async def test_a_new_article_is_read_without_what_the_others_share(world: World) -> None:
    await read_all(world, LEAST_ARTICLES, PROMO)
    new = await world.add(9)
    await look_alone(world, story(9, PROMO), new)
    article = (await latest(world, new)).article
    assert PROMO not in article.text
    assert article.left_out == (PROMO,)


async def test_after_the_votes_nothing_false_is_told_and_edits_are_heard(world: World) -> None:
    await read_all(world, LEAST_ARTICLES, PROMO)
    new = await world.add(9)
    await look_alone(world, story(9, PROMO), new)
    for lines in ((), (PROMO,), (PROMO, PROMO), ()):
        outcome = await look_alone(world, story(9, *lines), new)
        assert outcome.row.status is CheckStatus.SAME_ARTICLE
    outcome = await look_alone(world, story(9, PROMO, more=MORE.replace("no date", "a date")), new)
    assert outcome.row.status is CheckStatus.CHANGED
    assert outcome.summary is not None and outcome.summary.edits == 1


async def test_a_line_that_an_article_had_before_the_votes_is_never_taken_from_it(
    world: World,
) -> None:
    watches = await read_all(world, LEAST_ARTICLES, PROMO)
    outcome = await look_alone(world, story(0, PROMO, "A new sentence stands here."), watches[0])
    assert outcome.summary is not None and outcome.summary.edits == 1
    assert PROMO in (await latest(world, watches[0])).article.text
    outcome = await look_alone(world, story(0, "A new sentence stands here."), watches[0])
    assert outcome.row.status is CheckStatus.CHANGED


async def test_the_background_of_a_running_story_is_never_left_out(world: World) -> None:
    """All that is watched is about one story, and repeats a paragraph word by word."""
    background = "The Zorya bank collapsed in 2009 and cost its savers most of what they had."
    pages = [
        altered(story(number, background), "<h1>", f"<h1>Zorya bank inquiry, day {number}: ")
        for number in range(LEAST_ARTICLES + 1)
    ]
    watches = [await world.add(number) for number in range(len(pages))]
    for page, watch in zip(pages, watches, strict=True):
        await look_alone(world, page, watch)
    watch = watches[-1]
    assert background in (await latest(world, watch)).article.text
    gone = altered(pages[-1], background, "")
    assert (await look_alone(world, gone, watch)).row.status is CheckStatus.CHANGED


async def test_a_line_that_turns_on_several_articles_is_left_out_of_new_ones(world: World) -> None:
    watches = await read_all(world, LEAST_TURNS + 1)
    for number in range(LEAST_TURNS):
        for line in (*TURNING, *TURNING)[: 4 if number < LEAST_TURNS - 1 else 3]:
            outcome = await look_alone(world, story(number, line), watches[number])
            assert outcome.row.status is CheckStatus.CHANGED
    new = await world.add(9)
    await look_alone(world, story(9, TURNING[0]), new)
    assert TURNING[0] not in (await latest(world, new)).article.text
    for line in (TURNING[1], TURNING[0]):
        outcome = await look_alone(world, story(9, line), new)
        assert outcome.row.status is CheckStatus.SAME_ARTICLE
    outcome = await look_alone(world, story(LEAST_TURNS, TURNING[1]), watches[LEAST_TURNS])
    assert outcome.row.status is CheckStatus.SAME_ARTICLE


async def test_one_article_that_goes_back_and_forth_teaches_nothing(world: World) -> None:
    (watch, *_) = await read_all(world, 3)
    for turn in (0, 1) * 6:
        await look_alone(world, story(0, TURNING[turn]), watch)
    assert await world.store.remembered(HOST) == frozenset()


async def test_two_watches_of_one_article_have_one_vote(world: World) -> None:
    link = '<head><link rel="canonical" href="https://news.example/one">'
    for number in range(LEAST_ARTICLES + 1):
        page = altered(story(0, PROMO), "<head>", link)
        await look_alone(world, page, await world.add(number))
    (host,) = await world.store.remembered_hosts()
    assert (host.articles, host.left_out) == (1, 0)


async def test_after_a_redesign_its_new_line_is_learned_as_well(world: World) -> None:
    watches = await read_all(world, LEAST_ARTICLES, PROMO)
    for number, watch in enumerate(watches):
        copy = '<div class="story-2"><div class="copy">'
        await look_alone(world, altered(story(number, TURNING[0]), "<article>", copy), watch)
    new = await world.add(9)
    await look_alone(world, story(9, PROMO, TURNING[0]), new)
    assert set((await latest(world, new)).article.left_out) == {PROMO, TURNING[0]}


async def test_after_forgetting_what_was_decided_for_an_article_stands(world: World) -> None:
    await read_all(world, LEAST_ARTICLES, PROMO)
    new = await world.add(9)
    await look_alone(world, story(9, PROMO), new)
    assert await world.store.forget(HOST)
    outcome = await look_alone(world, story(9, PROMO, ""), new)
    assert outcome.row.status is CheckStatus.SAME_ARTICLE
    other = await world.add(8)
    await look_alone(world, story(8, PROMO), other)
    assert PROMO in (await latest(world, other)).article.text


async def test_reading_stored_versions_anew_leaves_out_what_was_left_out_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watches = await read_all(world, LEAST_ARTICLES, PROMO)
    new = await world.add(9)
    await look_alone(world, story(9, PROMO), new)
    await look_alone(world, story(9, PROMO, more="Officials gave a date for it at last."), new)
    before = [await latest(world, watch) for watch in (watches[0], new)]
    await world.store.forget(HOST)
    monkeypatch.setattr("monitor.check.reading.EXTRACTOR_VERSION", 99)
    monkeypatch.setattr("monitor.check.rereading.EXTRACTOR_VERSION", 99)
    done = await world.rereading().history((watches[0].id, new.id), lambda reread: None)
    assert len(done) == 3
    assert not any(one.differs or one.failure for one in done)
    after = [await latest(world, watch) for watch in (watches[0], new)]
    assert [one.extractor for one in after] == [99, 99]
    assert [one.article.left_out for one in after] == [(), (PROMO,)]
    assert [one.content_digest for one in after] == [one.content_digest for one in before]
    (_, second) = await world.store.versions(new.id)
    assert second.change is not None and second.change.edits == 1


async def test_a_page_that_takes_too_long_to_compare_is_read_with_its_memory_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watches = await read_all(world, LEAST_ARTICLES, PROMO)
    run = Reader.run

    async def too_slow(self: Reader, work: object, *args: object) -> object:
        if getattr(work, "__name__", "") == "read":
            return Failure(reason=Reason.TOO_COMPLEX, detail="the page took too long")
        return await run(self, work, *args)  # type: ignore[arg-type]

    new = await world.add(9)
    await look_alone(world, story(9, PROMO), new)
    monkeypatch.setattr(Reader, "run", too_slow)
    edited = "Officials gave a date for it at last."
    await look_alone(world, story(9, PROMO, more=edited), new)
    assert (await latest(world, new)).article.left_out == (PROMO,)
    await look_alone(world, story(0, PROMO, more=edited), watches[0])
    assert PROMO in (await latest(world, watches[0])).article.text
