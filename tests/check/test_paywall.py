"""Articles behind a paywall keep being watched for headline and teaser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from zoneinfo import ZoneInfo

import pytest

from monitor.check import Stories
from monitor.errors import StoreFull
from monitor.model import (
    ArticleKind,
    Capture,
    CheckOutcome,
    CheckStatus,
    EventKind,
    Failure,
    FindingKind,
    Health,
    Part,
    Provenance,
    Reason,
    Retirement,
    Snapshot,
    Watch,
)
from tests.check import worlds
from tests.check.conftest import World


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An article of our own making, whose outlet may lock it."""

    language: str
    headline: str
    standfirst: str
    teaser: str
    rest: tuple[str, ...]
    asks: str
    edits: tuple[tuple[str, str], ...]
    """One of the headline, one of the standfirst, one of the teaser."""

    def edited(self, *which: int) -> Piece:
        piece = self
        for at in which:
            before, after = self.edits[at]
            name = ("headline", "standfirst", "teaser")[at]
            assert before in getattr(piece, name)
            piece = replace(piece, **{name: getattr(piece, name).replace(before, after)})
        return piece

    def open(self, note: str = "") -> Capture:
        return self._page([self.teaser, *self.rest], note)

    def locked(self, cut: int | None = None) -> Capture:
        """Return the page as it is sent to people who do not pay, the teaser cut short."""
        teaser = self.teaser if cut is None else f"{self.teaser[:cut]}…"
        wall = f'<div class="paywall-box"><p>{self.asks}</p></div>'
        return self._page([teaser], wall)

    def _page(self, paragraphs: Sequence[str], after: str) -> Capture:
        said = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.headline,
            "isAccessibleForFree": False,
        }
        body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
        html = (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>{escape(self.headline)}</title>"
            f'<script type="application/ld+json">{json.dumps(said)}</script></head>'
            f"<body><main><article><h1>{escape(self.headline)}</h1>"
            f'<p class="standfirst">{escape(self.standfirst)}</p>'
            f'<div class="article-body">{body}{after}</div></article></main></body></html>'
        )
        return worlds.capture(html.encode())


ENGLISH = Piece(
    language="en",
    headline="Ferry company to cut three island routes",
    standfirst="Islanders say that they were never asked, and plan to sue in the spring",
    teaser="The ferry company gives up three of its routes in April, its owners said on Monday.",
    rest=(
        "The boats to the two outer islands will run once a week, and not in winter.",
        "A spokeswoman for the islanders said that the school could not be kept without the boat.",
        "The county has promised to pay half of the cost for two years, if the state pays too.",
        "The company lost four million last year and carried a tenth fewer people than before.",
        "Its owners had bought it nine years ago and promised at the time to keep all its routes.",
    ),
    asks="Subscribe to continue reading.",
    edits=(("three", "four"), ("spring", "autumn"), ("April", "March")),
)
GERMAN = Piece(
    language="de",
    headline="Reederei streicht drei Linien zu den Inseln",
    standfirst="Die Inselbewohner wurden nach eigenen Angaben nie gefragt und wollen klagen",
    teaser="Die Reederei gibt im April drei ihrer Linien auf, teilte sie am Montag mit.",
    rest=(
        "Zu den beiden äußeren Inseln fährt einmal in der Woche ein Schiff, im Winter keins.",
        "Eine Sprecherin der Bewohner sagte, ohne das Schiff sei die Schule nicht zu halten.",
        "Der Kreis will zwei Jahre lang die Hälfte der Kosten tragen, wenn das Land mitzahlt.",
        "Das Unternehmen verlor im vergangenen Jahr vier Millionen und viele Fahrgäste.",
        "Die Eigentümer hatten es vor neun Jahren gekauft und alle Linien erhalten wollen.",
    ),
    asks="Jetzt weiterlesen mit einem Abo.",
    edits=(("drei", "vier"), ("klagen", "protestieren"), ("April", "März")),
)
FRENCH = Piece(
    language="fr",
    headline="La compagnie supprime trois liaisons vers les îles",
    standfirst="Les habitants affirment n’avoir jamais été consultés et veulent porter plainte",
    teaser="La compagnie abandonnera en avril trois de ses liaisons, ont dit lundi ses patrons.",
    rest=(
        "Les deux îles les plus lointaines ne seront desservies qu’une fois par semaine.",
        "Une porte-parole des habitants a déclaré que l’école ne survivrait pas sans le bateau.",
        "Le département promet de payer la moitié pendant deux ans si l’État paie le reste.",
        "La compagnie a perdu quatre millions l’an dernier et un dixième de ses passagers.",
        "Ses patrons l’avaient achetée il y a neuf ans en promettant de garder les liaisons.",
    ),
    asks="Cet article est réservé aux abonnés.",
    edits=(("trois", "quatre"), ("plainte", "appel"), ("avril", "mars")),
)
JAPANESE = Piece(
    language="ja",
    headline="フェリー会社、離島への三航路を廃止へ",
    standfirst="島の住民は一度も意見を聞かれなかったとして、春に提訴する方針を示している",
    teaser="フェリー会社は月曜日、離島を結ぶ三つの航路を四月に廃止すると発表した。",
    rest=(
        "外側の二つの島へ向かう船は週に一便となり、冬の間は一便も運航されない見通しになった。",
        "住民の代表は、船がなければ島の学校を続けることはできないと訴え、撤回を求めている。",
        "県は国が残りを負担するのであれば、二年間にわたり費用の半分を支払うと約束している。",
        "会社は昨年、四億円の赤字を計上し、利用客は前の年に比べておよそ一割減ったという。",
        "現在の経営陣は九年前に会社を買収し、そのときすべての航路を維持すると約束していた。",
    ),
    asks="購読する",
    edits=(("三航路", "四航路"), ("春", "秋"), ("四月", "三月")),
)
PIECES = [ENGLISH, GERMAN, FRENCH, JAPANESE]
NAMES = [piece.language for piece in PIECES]
pieces = pytest.mark.parametrize("piece", PIECES, ids=NAMES)


def kinds(outcome: CheckOutcome) -> list[EventKind]:
    return [event.kind for event in outcome.events]


async def looks(world: World, watch: Watch, *pages: Capture) -> list[list[EventKind]]:
    return [kinds(await world.look(page, watch)) for page in pages]


async def stored(world: World, watch: Watch, number: int) -> Snapshot:
    found = await world.store.snapshot(watch.id, number)
    assert found is not None
    return found


async def count(world: World, watch: Watch) -> int:
    return len(await world.store.versions(watch.id))


@pieces
@pytest.mark.parametrize("part", [0, 1, 2], ids=["headline", "standfirst", "teaser"])
async def test_an_edit_of_what_a_wall_lets_be_read_is_told_and_nothing_is_called_deleted(
    world: World, piece: Piece, part: int
) -> None:
    watch = await world.add()
    first = await looks(world, watch, piece.open(), piece.locked(), piece.locked())
    assert first == [[EventKind.FIRST_SEEN], [], [EventKind.BLOCKED]]
    assert await count(world, watch) == 1
    outcome = await world.look(piece.edited(part).locked(), watch)
    assert kinds(outcome) == [EventKind.CHANGED]
    assert outcome.state.health is Health.BLOCKED
    assert outcome.state.reason is Reason.PAYWALL
    assert outcome.row.status is CheckStatus.FAILED
    told = outcome.events[0]
    assert (told.old_version, told.new_version) == (1, 2)
    assert told.change is not None
    assert told.change.edits == 1
    assert "only headline and teaser could be read" in told.change.line
    article = (await stored(world, watch, 2)).article
    assert article.source is Provenance.TEASER_AND_BEFORE
    assert article.paywalled
    assert article.text == "\n".join(
        [piece.edited(part).standfirst, piece.edited(part).teaser, *piece.rest]
    )
    assert (await looks(world, watch, piece.edited(part).locked())) == [[]]

    story = await Stories(rereading=world.rereading(), zone=ZoneInfo("UTC")).of_event(told)
    assert story.change is not None
    assert len(story.change.edits) == 1
    assert FindingKind.TEASER in {one.kind for one in story.change.findings}


@pieces
async def test_once_the_wall_has_gone_only_real_edits_are_told(world: World, piece: Piece) -> None:
    watch = await world.add()
    edited = piece.edited(0, 2)
    await looks(world, watch, piece.open(), *[edited.locked()] * 3)
    assert await looks(world, watch, edited.open()) == [[EventKind.RECOVERED]]
    assert await count(world, watch) == 2

    later = replace(edited, rest=(*edited.rest[:-1], edited.rest[-1][:-1] + " 2027."))
    outcome = await world.look(later.open(), watch)
    assert kinds(outcome) == [EventKind.CHANGED]
    assert outcome.events[0].change is not None
    assert outcome.events[0].change.edits == 1
    assert (await stored(world, watch, 3)).article.source is Provenance.HTML


@pieces
async def test_an_edit_made_while_the_wall_stood_is_told_when_it_has_gone(
    world: World, piece: Piece
) -> None:
    watch = await world.add()
    await looks(world, watch, piece.open(), *[piece.edited(0).locked()] * 3)
    changed = replace(piece.edited(0), rest=(*piece.rest[:-1], piece.rest[-1][:-1] + " 2027."))
    outcome = await world.look(changed.open(), watch)
    assert kinds(outcome) == [EventKind.RECOVERED, EventKind.CHANGED]
    assert outcome.events[1].change is not None
    assert outcome.events[1].change.edits == 1


@pieces
async def test_a_teaser_that_is_cut_short_is_no_edit_and_an_edit_of_it_is_one(
    world: World, piece: Piece
) -> None:
    watch = await world.add()
    cut = len(piece.teaser) * 3 // 4
    await looks(world, watch, piece.open(), *[piece.locked(cut)] * 3)
    assert await count(world, watch) == 1
    assert await looks(world, watch, piece.edited(2).locked(cut)) == [[EventKind.CHANGED]]
    assert piece.edited(2).teaser in (await stored(world, watch, 2)).article.text.split("\n")
    assert await looks(world, watch, piece.edited(2).open()) == [[EventKind.RECOVERED]]


@pieces
@pytest.mark.parametrize("part", [0, 1, 2], ids=["headline", "standfirst", "teaser"])
async def test_a_page_that_is_walled_every_other_time_tells_an_edit_once(
    world: World, piece: Piece, part: int
) -> None:
    watch = await world.add()
    await world.look(piece.open(), watch)
    assert await looks(world, watch, *[piece.locked(), piece.open()] * 4) == [[]] * 8
    assert await count(world, watch) == 1
    edited = piece.edited(part)
    told = await looks(world, watch, *[edited.locked(), edited.open()] * 4)
    assert told == [[EventKind.CHANGED]] + [[]] * 7
    assert await count(world, watch) == 2


@pieces
async def test_a_wall_with_a_headline_of_its_own_is_told_once_and_is_no_storm(
    world: World, piece: Piece
) -> None:
    watch = await world.add()
    await world.look(piece.open(), watch)
    told = await looks(world, watch, *[piece.edited(0).locked(), piece.open()] * 6)
    assert told == [[EventKind.CHANGED]] + [[]] * 11


@pieces
async def test_an_article_walled_from_the_start_is_watched_for_headline_and_teaser(
    world: World, piece: Piece
) -> None:
    watch = await world.add()
    assert await looks(world, watch, *[piece.locked()] * 3) == [[], [EventKind.BLOCKED], []]
    assert await count(world, watch) == 1
    first = (await stored(world, watch, 1)).article
    assert first.source is Provenance.TEASER
    assert first.paywalled
    assert first.headline == piece.headline
    assert first.text.split("\n") == [piece.standfirst, piece.teaser]

    outcome = await world.look(piece.edited(0).locked(), watch)
    assert kinds(outcome) == [EventKind.CHANGED]
    assert outcome.state.health is Health.BLOCKED
    assert (await stored(world, watch, 2)).article.source is Provenance.TEASER

    assert await looks(world, watch, piece.edited(0).open()) == [[EventKind.RECOVERED]]
    opened = (await world.store.versions(watch.id))[2]
    assert opened.change is not None
    assert opened.change.line == "no edits · the paywall has gone"
    assert (await stored(world, watch, 3)).article.blocks[-1].text == piece.rest[-1]
    assert await looks(world, watch, piece.edited(0).open(), piece.edited(0).locked()) == [[], []]


@pieces
async def test_an_edit_of_the_teaser_is_told_when_the_wall_goes_and_the_text_that_appears_is_not(
    world: World, piece: Piece
) -> None:
    watch = await world.add()
    await looks(world, watch, *[piece.locked()] * 3)
    outcome = await world.look(piece.edited(0, 2).open(), watch)
    assert kinds(outcome) == [EventKind.RECOVERED, EventKind.CHANGED]
    told = outcome.events[1]
    assert told.change is not None
    assert told.change.edits == 2
    story = await Stories(rereading=world.rereading(), zone=ZoneInfo("UTC")).of_event(told)
    assert story.change is not None
    assert [edit.part for edit in story.change.edits] == [Part.HEADLINE, Part.BODY]
    assert FindingKind.OPENED in {one.kind for one in story.change.findings}
    assert all(story.block(hunk) for hunk in story.change.hunks if hunk.part is Part.BODY)


@pieces
async def test_walled_every_other_time_from_the_start_nothing_is_told_but_the_first_text(
    world: World, piece: Piece
) -> None:
    watch = await world.add()
    told = await looks(world, watch, *[piece.locked(), piece.open()] * 4)
    assert told == [[], [EventKind.FIRST_SEEN]] + [[]] * 6
    assert await count(world, watch) == 2


async def test_a_wall_that_shows_no_article_keeps_nothing(world: World) -> None:
    watch = await world.add()
    page = worlds.capture(
        b'<html><body><h1>The Islander</h1><div class="paywall"><p>Subscribe to go on.</p></div>'
    )
    assert await looks(world, watch, page, page) == [[], [EventKind.BLOCKED]]
    assert await count(world, watch) == 0


async def test_the_same_article_walled_at_two_addresses_is_watched_once(world: World) -> None:
    first, second = await world.add(1), await world.add(2)
    said = b'<link rel="canonical" href="https://news.example/islands"></head>'
    page = worlds.capture(ENGLISH.locked().body.replace(b"</head>", said))
    world.web.answers |= {first.url: page, second.url: page}
    await world.drain.run_dry()
    assert {outcome.same_as for outcome in world.seen} == {None, first.id}


async def read_badly(world: World, watch: Watch, *numbers: int) -> None:
    """Let these versions be as an extractor read them that took a line of the site for text."""
    for number in numbers:
        known = await stored(world, watch, number)
        line = replace(known.article.blocks[-1], text="Follow us on the networks of the day")
        wrong = replace(known.article, blocks=(*known.article.blocks, line), extractor=1)
        old = replace(known, article=wrong, extractor=1, content_digest=f"{number}")
        await world.store.replace(old)


@pytest.mark.parametrize("start", [ENGLISH.open(), ENGLISH.locked()], ids=["open", "locked"])
async def test_a_history_with_teasers_is_read_anew_as_it_was(world: World, start: Capture) -> None:
    watch = await world.add()
    edited, twice = ENGLISH.edited(0), ENGLISH.edited(0, 1)
    await looks(world, watch, start, edited.locked(40), twice.locked(40), twice.open())
    numbers = range(1, await count(world, watch) + 1)
    before = [await stored(world, watch, number) for number in numbers]
    changes = [version.change for version in await world.store.versions(watch.id)]
    await read_badly(world, watch, *numbers)
    done = await world.rereading().history([watch.id], lambda reread: None)
    assert [one.failure for one in done] == [None for _ in numbers]
    assert [await stored(world, watch, number) for number in numbers] == before
    assert [version.change for version in await world.store.versions(watch.id)] == changes


async def test_after_an_upgrade_a_teaser_is_laid_over_what_the_new_extractor_reads(
    world: World,
) -> None:
    watch = await world.add()
    edited, twice = ENGLISH.edited(0), ENGLISH.edited(0, 2)
    await looks(world, watch, ENGLISH.open(), edited.locked(), twice.locked())
    before = await stored(world, watch, 3)
    await read_badly(world, watch, 1, 2, 3)
    assert await looks(world, watch, twice.locked()) == [[]]
    assert await stored(world, watch, 3) == before

    await read_badly(world, watch, 1, 2, 3)
    assert await world.rereading().run() == 1
    assert await stored(world, watch, 3) == before

    await read_badly(world, watch, 1, 2, 3)
    assert await looks(world, watch, twice.open()) == [[EventKind.RECOVERED]]


async def test_a_teaser_stays_one_and_what_is_none_becomes_none(world: World) -> None:
    watch = await world.add()
    await looks(world, watch, ENGLISH.locked(), ENGLISH.edited(0).locked())
    for source in (Provenance.HTML, Provenance.TEASER_AND_BEFORE):
        known = await stored(world, watch, 1)
        wrong = replace(known, article=replace(known.article, source=source, extractor=1))
        again = await world.rereading().anew(wrong)
        assert isinstance(again, Failure)
        assert again.reason is Reason.PAYWALL
    await world.look(ENGLISH.edited(0).open(), watch)
    full = await stored(world, watch, 3)
    wrong = replace(full, article=replace(full.article, source=Provenance.TEASER))
    again = await world.rereading().anew(wrong)
    assert isinstance(again, Failure)
    assert "more than a teaser" in again.detail


async def test_a_full_disk_keeps_no_teaser_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = await world.add()
    await world.look(ENGLISH.open(), watch)

    def full(*_: object) -> object:
        raise StoreFull("no space left")

    monkeypatch.setattr(type(world.captures), "put", full)
    outcome = await world.look(ENGLISH.edited(0).locked(), watch)
    assert outcome.state.reason is Reason.DISK
    assert outcome.snapshot is None


async def test_a_kind_that_its_source_does_not_want_is_not_kept_on_being_walled(
    world: World,
) -> None:
    watch = worlds.watch(kinds=(ArticleKind.GALLERY,))
    await world.store.put_watch(watch, world.clock.now())
    outcome = await world.look(ENGLISH.locked(), watch)
    assert outcome.retire is None, "of what is hidden nobody knows the kind"
    outcome = await world.look(ENGLISH.open(), watch)
    assert (outcome.retire, outcome.events) == (Retirement.KIND, ())
