"""The judge of the small web sees each kind of fault: a run that it calls good is good."""

from __future__ import annotations

from bench.web.judge import Told, judge
from bench.web.server import RETRY_AFTER, Site, Visit
from bench.web.world import Edit, Host, Lists, Robots, Sort, Story, Trait

BASE = "http://127.1.0.1:8940"
PATH, PRIVATE = "/news/one", "/private/two"


def site(
    *visits: Visit, trait: Trait = Trait.FINE, robots: Robots = Robots.OPEN, edited: bool = False
) -> Site:
    edits = (Edit(at=10.0, sort=Sort.FIGURE),) if edited else ()
    stories = (
        Story(host="127.1.0.1", number=1, path=PATH, listed=0.0, edits=edits),
        Story(host="127.1.0.1", number=2, path=PRIVATE, listed=0.0, edits=()),
    )
    host = Host(
        address="127.1.0.1",
        trait=trait,
        robots=robots,
        lists=Lists.RSS,
        noisy=False,
        stories=stories,
    )
    return Site(host, 8940, 0.0, visits=[ROBOTS, *visits])


def visit(at: float, path: str = PATH, status: int = 200) -> Visit:
    return Visit(path, at, at + 0.01, status)


ROBOTS = visit(0.0, "/robots.txt")
CHANGED = Told("changed", BASE + PATH, 12.0)


def faults(made: Site, *told: Told) -> tuple[str, ...]:
    return judge([made], told, 0.1).faults


def test_a_run_without_fault_has_none() -> None:
    assert faults(site(visit(1), visit(12), edited=True), CHANGED) == ()


def test_an_edit_that_is_not_told_or_told_twice_or_made_up_is_a_fault() -> None:
    assert "was missed" in faults(site(edited=True))[0]
    assert "nothing was edited" in faults(site(edited=True), CHANGED, CHANGED)[0]
    assert "nothing was edited" in faults(site(), CHANGED)[0]


def test_robots_that_are_broken_are_a_fault() -> None:
    for robots, path in ((Robots.CLOSED, PATH), (Robots.BROKEN, PATH), (Robots.PRIVATE, PRIVATE)):
        blocked = Told("blocked", BASE + path, 5.0)
        told = (blocked,) if robots is Robots.PRIVATE else ()
        assert any(
            "against its robots" in one
            for one in faults(site(visit(1, path), robots=robots), *told)
        )


def test_a_pause_that_is_not_kept_is_a_fault() -> None:
    assert "not 0.1 s" in faults(site(visit(1), visit(1.05)))[0]
    assert "not 1 s" in faults(site(visit(1), visit(1.5), robots=Robots.DELAY))[-1]


def test_a_retry_after_that_is_not_kept_is_a_fault() -> None:
    limited = visit(1, status=429)
    early, late = visit(1 + RETRY_AFTER / 2), visit(2 + RETRY_AFTER)
    assert "Retry-After" in faults(site(limited, early, trait=Trait.LIMITING))[0]
    assert faults(site(limited, late, trait=Trait.LIMITING)) == ()


def test_trouble_is_told_once_a_host_and_of_no_other() -> None:
    blocked = Told("blocked", BASE + PATH, 5.0)
    assert faults(site(trait=Trait.BLOCKING), blocked) == ()
    assert faults(site(trait=Trait.BLOCKING)) != ()
    assert faults(site(trait=Trait.BLOCKING), blocked, blocked) != ()
    assert faults(site(), blocked) != ()


def test_a_host_that_failed_often_enough_is_told_of() -> None:
    tries = [visit(at, status=500) for at in (1, 30, 60)]
    failing = Told("failing", BASE + PATH, 61.0)
    assert faults(site(*tries, trait=Trait.FAILING)) != ()
    assert faults(site(*tries, trait=Trait.FAILING), failing) == ()
    assert faults(site(*tries[:2], trait=Trait.FAILING)) == ()


def test_what_never_happened_here_is_a_fault_where_it_is_told() -> None:
    for kind in ("moved", "restored", "recovered", "site_changed"):
        assert faults(site(), Told(kind, BASE + PATH, 5.0)) != ()
    assert faults(site(), Told("changed", BASE + "/list", 5.0)) != ()
