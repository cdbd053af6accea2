"""Where looks fall when many would fall together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.cadence import first_check, share, spread
from monitor.model import Origin, Watch

NOW = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def watch(number: int) -> Watch:
    url = f"https://news.example/{number}"
    return Watch(id=f"w{number}", url=url, host="news.example", origin=Origin.USER, added_at=NOW)


def test_shares_fill_the_unit_interval_evenly_and_stay_the_same() -> None:
    shares = [share("w", number) for number in range(4000)]
    for tenth in range(10):
        assert 320 < sum(tenth <= 10 * one < tenth + 1 for one in shares) < 480
    assert shares[17] == share("w", 17)


def test_a_new_watch_is_looked_at_at_once() -> None:
    assert first_check(watch(1), NOW) == NOW


def test_many_new_watches_can_be_spread_over_a_window() -> None:
    times = [first_check(watch(number), NOW, 10 * MINUTE) for number in range(600)]
    assert all(NOW <= at < NOW + 10 * MINUTE for at in times)
    for minute in range(10):
        start = NOW + minute * MINUTE
        assert 30 < sum(start <= at < start + MINUTE for at in times) < 95


def test_after_a_restart_the_longest_overdue_comes_first_and_no_moment_takes_all() -> None:
    due = [(f"w{number}", NOW - number * MINUTE) for number in range(100)]
    future = ("later", NOW + MINUTE)
    got = spread([*due, future], NOW, 10 * MINUTE)
    assert [watch_id for watch_id, _ in got] == [f"w{number}" for number in reversed(range(100))]
    assert [at for _, at in got] == [NOW + timedelta(seconds=6) * n for n in range(100)]


def test_nothing_overdue_is_nothing_to_spread() -> None:
    assert spread([], NOW, MINUTE) == ()
