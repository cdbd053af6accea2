"""What a look means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.cadence import Terms
from monitor.check.decide import decide
from monitor.check.looking import Look
from monitor.check.policy import Policy
from monitor.model import (
    Article,
    CheckOutcome,
    CheckStatus,
    Disclosure,
    EventKind,
    Health,
    Hop,
    Provenance,
    Reason,
    Stamp,
    Validators,
    WatchState,
    event_id,
)
from tests.check import worlds
from tests.check.worlds import NOW, article, due, failed, not_modified, unchanged, version

POLICY = Policy(channels=("mail", "hook"))
FIRST = article("The ferry carried 120 people when it left the harbour on Monday morning.")
SECOND = article("The ferry carried 150 people when it left the harbour on Monday morning.")
THIRD = article("The ferry carried 190 people when it left the harbour on Monday morning.")
HOUR = timedelta(hours=1)


class Life:
    """A watch that lives through one look after the other."""

    def __init__(self, policy: Policy = POLICY, **settings: object) -> None:
        self.policy = policy
        self.settings = settings
        self.state = WatchState(watch_id="w1", next_check_at=NOW)
        self.now = NOW

    def look(self, look: Look, *, after: timedelta = HOUR) -> CheckOutcome:
        self.now += after
        outcome = decide(due(self.state, **self.settings), look, self.policy, self.now)
        self.state = outcome.state
        return outcome

    def kinds(self, look: Look, *, after: timedelta = HOUR) -> list[EventKind]:
        return [event.kind for event in self.look(look, after=after).events]


def read_once() -> Life:
    life = Life()
    life.look(version(FIRST))
    return life


def test_the_first_version_is_an_event_but_no_alert_by_default() -> None:
    outcome = Life().look(version(FIRST))
    assert [event.kind for event in outcome.events] == [EventKind.FIRST_SEEN]
    assert outcome.alerts == ()
    assert outcome.snapshot is not None
    assert outcome.snapshot.version == 1
    assert outcome.row.status is CheckStatus.FIRST_SEEN


def test_an_edit_is_told_to_every_channel() -> None:
    outcome = read_once().look(version(SECOND, FIRST))
    assert [alert.channel for alert in outcome.alerts] == ["mail", "hook"]
    event = outcome.events[0]
    assert event.kind is EventKind.CHANGED
    assert (event.old_version, event.new_version) == (1, 2)
    assert event.change is not None
    assert event.change.disclosure is Disclosure.SILENT
    assert outcome.state.last_changed_at == outcome.row.at


def test_ids_come_from_the_revision_and_not_from_the_clock() -> None:
    early, late = read_once(), read_once()
    one = early.look(version(SECOND, FIRST))
    other = late.look(version(SECOND, FIRST), after=9 * HOUR)
    assert one.events[0].id == other.events[0].id == event_id("w1", 2, EventKind.CHANGED)
    assert [alert.id for alert in one.alerts] == [alert.id for alert in other.alerts]


def test_a_watch_can_name_its_own_channels_and_kinds() -> None:
    life = Life(channels=("hook", "gone away"), alert_on=(EventKind.FIRST_SEEN,))
    assert [alert.channel for alert in life.look(version(FIRST)).alerts] == ["hook"]
    assert life.look(version(SECOND, FIRST)).alerts == ()


def test_what_is_kept_does_not_depend_on_what_is_told() -> None:
    life = Life(replace(POLICY, min_significance=1.1))
    life.look(version(FIRST))
    outcome = life.look(version(SECOND, FIRST))
    assert outcome.alerts == ()
    assert outcome.snapshot is not None
    assert [event.kind for event in outcome.events] == [EventKind.CHANGED]


def test_an_unchanged_look_counts_and_keeps_validators() -> None:
    life = read_once()
    outcome = life.look(unchanged())
    assert outcome.events == ()
    assert outcome.snapshot is None
    assert outcome.state.validators == Validators(etag='"1"')
    assert (outcome.state.checks, outcome.state.checks_ok) == (2, 2)


def test_answers_304_are_counted_until_a_page_comes() -> None:
    life = read_once()
    life.look(not_modified())
    assert life.look(not_modified()).state.not_modified == 2
    assert life.look(unchanged()).state.not_modified == 0


def test_gone_is_told_after_three_looks_over_an_hour_and_once() -> None:
    life = read_once()
    minutes = timedelta(minutes=20)
    looks = [life.kinds(failed(Reason.NOT_FOUND), after=minutes) for _ in range(6)]
    assert looks == [[], [], [], [EventKind.GONE], [], []]
    assert life.state.health is Health.GONE


def test_three_looks_in_a_minute_are_not_enough_for_gone() -> None:
    life = read_once()
    looks = [life.kinds(failed(Reason.NOT_FOUND), after=timedelta(seconds=9)) for _ in range(6)]
    assert looks == [[]] * 6


def test_410_is_believed_sooner_than_404() -> None:
    life = read_once()
    looks = [life.kinds(failed(Reason.GONE), after=timedelta(minutes=20)) for _ in range(2)]
    assert looks == [[], [EventKind.GONE]]


def test_what_comes_back_is_restored_and_an_edit_meanwhile_is_told_too() -> None:
    life = read_once()
    for _ in range(3):
        life.look(failed(Reason.GONE))
    assert life.kinds(version(SECOND, FIRST)) == [EventKind.RESTORED, EventKind.CHANGED]
    assert life.state.health is Health.OK
    assert life.state.reason is None


def test_a_page_that_was_never_read_is_not_gone_but_failing() -> None:
    life = Life()
    looks = [life.kinds(failed(Reason.NOT_FOUND)) for _ in range(4)]
    assert looks == [[], [], [EventKind.FAILING], []]


@pytest.mark.parametrize(
    ("reason", "kind", "looks"),
    [
        (Reason.TIMEOUT, EventKind.FAILING, 3),
        (Reason.SERVER_ERROR, EventKind.FAILING, 3),
        (Reason.DISK, EventKind.FAILING, 3),
        (Reason.PAYWALL, EventKind.BLOCKED, 2),
        (Reason.CHALLENGE, EventKind.BLOCKED, 2),
        (Reason.CONSENT, EventKind.BLOCKED, 2),
    ],
)
def test_each_state_is_told_once_when_it_is_sure_and_its_end_once(
    reason: Reason, kind: EventKind, looks: int
) -> None:
    life = read_once()
    told = [life.kinds(failed(reason), after=timedelta(minutes=5)) for _ in range(looks + 2)]
    assert told == [[]] * (looks - 1) + [[kind], [], []]
    assert life.kinds(unchanged()) == [EventKind.RECOVERED]
    assert life.kinds(unchanged()) == []


def test_a_single_failure_is_not_told_and_its_end_neither() -> None:
    life = read_once()
    assert life.kinds(failed(Reason.TIMEOUT)) == []
    assert life.state.detail == "it says no"
    assert life.kinds(unchanged()) == []
    assert life.state.detail == ""


def test_failures_of_alternating_sorts_are_told_after_a_day_without_a_reading() -> None:
    life = read_once()
    reasons = [Reason.NOT_FOUND, Reason.TIMEOUT] * 20
    told = [kind for reason in reasons for kind in life.kinds(failed(reason))]
    assert told == [EventKind.FAILING]


def test_a_failure_never_touches_the_baseline() -> None:
    life = read_once()
    before = life.state
    outcome = life.look(failed(Reason.PAYWALL))
    assert outcome.snapshot is None
    assert life.state.capture_digest == before.capture_digest
    assert life.state.validators == before.validators
    assert life.state.latest_version == 1


def test_a_challenge_slows_the_host_down_more_each_time() -> None:
    life = read_once()
    pauses = [life.look(failed(Reason.CHALLENGE)).pause for _ in range(3)]
    assert pauses == sorted(set(pauses))
    assert pauses[0] >= timedelta(minutes=1)
    assert life.look(unchanged()).pause == timedelta(seconds=1)


def test_a_return_to_an_earlier_wording_is_told_once_it_has_stayed() -> None:
    life = read_once()
    assert life.kinds(version(SECOND, FIRST)) == [EventKind.CHANGED]
    back = life.look(version(FIRST, SECOND, same_as=1))
    assert back.events == ()
    assert back.snapshot is not None
    assert back.snapshot.version == 3
    assert back.summary is not None
    assert back.summary.same_as == 1
    event = life.look(unchanged()).events[0]
    assert event.kind is EventKind.CHANGED
    assert (event.old_version, event.new_version) == (2, 3)
    assert life.kinds(unchanged()) == []


def test_a_page_that_alternates_is_told_once_and_all_its_versions_are_kept() -> None:
    life = read_once()
    told = life.kinds(version(SECOND, FIRST))
    kept = 2
    for turn in range(10):
        old, new, same = (SECOND, FIRST, kept - 1) if turn % 2 == 0 else (FIRST, SECOND, kept - 1)
        outcome = life.look(version(new, old, same_as=same))
        told += [event.kind for event in outcome.events]
        assert outcome.snapshot is not None
        kept = outcome.snapshot.version
    assert told == [EventKind.CHANGED]
    assert kept == 12


def test_a_page_that_alternates_must_stay_longer_each_time_to_be_believed() -> None:
    life = read_once()
    life.look(version(SECOND, FIRST))
    life.look(version(FIRST, SECOND, same_as=1))
    life.look(version(SECOND, FIRST, same_as=2))
    life.look(version(FIRST, SECOND, same_as=3))
    looks = [life.kinds(unchanged()) for _ in range(5)]
    assert looks == [[], [], [], [EventKind.CHANGED], []]


def test_the_first_return_is_called_a_reversal_and_the_next_a_flip_flop() -> None:
    life = read_once()
    life.look(version(SECOND, FIRST))
    back = life.look(version(FIRST, SECOND, same_as=1)).summary
    again = life.look(version(SECOND, FIRST, same_as=2)).summary
    assert back is not None and "reversal: back to version 1" in back.line
    assert again is not None and "flip-flop: back to version 2" in again.line


def test_new_words_after_a_flip_are_told_at_once() -> None:
    life = read_once()
    life.look(version(SECOND, FIRST))
    life.look(version(FIRST, SECOND, same_as=1))
    assert life.kinds(version(THIRD, FIRST)) == [EventKind.CHANGED]
    assert life.state.flips == 0


@pytest.mark.parametrize(("status", "kinds"), [(301, [EventKind.MOVED]), (302, [])])
def test_only_a_permanent_redirect_is_a_move(status: int, kinds: list[EventKind]) -> None:
    there = "https://news.example/new"
    page = worlds.capture(final_url=there, hops=(Hop(url=worlds.URL, status=status, to=there),))
    life = read_once()
    assert life.kinds(unchanged(page)) == kinds
    assert life.kinds(unchanged(page)) == []


def test_the_next_look_is_never_in_the_past_whatever_the_clock_does() -> None:
    life = read_once()
    for jump in (-HOUR, 24 * HOUR, -30 * HOUR, timedelta()):
        assert life.look(unchanged(), after=jump).state.next_check_at > life.now


def test_times_are_those_that_were_passed_in() -> None:
    outcome = read_once().look(not_modified())
    assert isinstance(outcome.row.at, datetime)
    assert outcome.row.http_status == 304
    assert outcome.state.last_checked_at == outcome.row.at


# --- what looks are planned by -----------------------------------------------------------------

MINUTE = timedelta(minutes=1)


def stamped(read: Article, **times: datetime) -> Article:
    stamps = {name: Stamp(at=at, source=Provenance.META) for name, at in times.items()}
    return replace(read, **stamps)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "expected"),
    [(NOW - 9 * HOUR, NOW - 9 * HOUR), (NOW + 9 * HOUR, NOW), (None, NOW)],
)
def test_an_article_is_as_old_as_it_says_where_that_can_be_true(
    said: datetime | None, expected: datetime
) -> None:
    first = FIRST if said is None else stamped(FIRST, published=said)
    assert Life().look(version(first)).state.published_at == expected


def test_a_day_alone_is_no_time_of_publication() -> None:
    day = Stamp(at=NOW - 9 * HOUR, source=Provenance.META, day_only=True)
    assert Life().look(version(replace(FIRST, published=day))).state.published_at == NOW


def test_an_edit_was_made_between_two_looks_or_when_the_page_says() -> None:
    life = read_once()
    first = life.look(version(SECOND, FIRST)).state
    assert first.edited_at == (life.now - HOUR / 2,)
    third = stamped(THIRD, modified=life.now + 50 * MINUTE)
    second = life.look(version(third, SECOND)).state
    assert second.edited_at == (*first.edited_at, life.now - 10 * MINUTE)


def test_only_the_last_edits_are_remembered() -> None:
    life = read_once()
    for old, new in ((FIRST, SECOND), (SECOND, THIRD)) * 8:
        life.look(version(new, old))
    assert len(life.state.edited_at) == 9
    assert life.state.edited_at[-1] == life.now - HOUR / 2


def test_a_page_that_alternates_is_not_looked_at_more_often_for_that() -> None:
    life = read_once()
    life.look(version(SECOND, FIRST))
    edited = life.state.edited_at
    for _ in range(3):
        outcome = life.look(version(FIRST, SECOND, same_as=1))
        assert (outcome.state.edited_at, outcome.learnt) == (edited, None)


def test_a_look_says_what_it_teaches_of_the_host() -> None:
    life = Life()
    assert life.look(version(FIRST)).learnt is None
    assert life.look(unchanged()).learnt is None
    edit = life.look(version(SECOND, FIRST)).learnt
    assert edit is not None
    assert edit.edited == (1, 0, 0, 0, 0)
    assert life.look(failed(Reason.TIMEOUT)).learnt is None
    silence = life.look(unchanged(), after=timedelta(days=4)).learnt
    assert silence is not None
    assert silence.finished == (0, 1, 0, 0, 0)


def test_a_hint_is_judged_by_the_next_look_that_can_read_the_page() -> None:
    life = read_once()
    life.state = replace(life.state, hinted_at=life.now, listed=True)
    assert life.look(failed(Reason.TIMEOUT)).state.hinted_at is not None
    outcome = life.look(unchanged())
    assert outcome.state.hinted_at is None
    assert outcome.learnt is not None
    assert (outcome.learnt.hints_right, outcome.learnt.hints_wrong) == (0, 1)


def test_the_next_look_is_planned_by_the_terms_of_the_host() -> None:
    watched = due(read_once().state)
    cheap = decide(watched, unchanged(), POLICY, NOW + HOUR, Terms(price=timedelta(seconds=1)))
    dear = decide(watched, unchanged(), POLICY, NOW + HOUR, Terms(price=HOUR))
    assert cheap.state.next_check_at < dear.state.next_check_at
