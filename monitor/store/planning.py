"""What looks are planned by, in the database: habits of hosts, purses, and plans that are moved."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from monitor.model import EVERYONE, Due, Habits, HintedLook, Purse, together
from monitor.store import rows
from monitor.store.engine import sqlite3

_PUT_HABITS = """
    INSERT INTO habit (host, counts) VALUES (?, ?)
    ON CONFLICT (host) DO UPDATE SET counts = excluded.counts
"""

_PUT_PURSE = "INSERT INTO purse VALUES (:name, :a_day, :left, :price, :at, :spent, :day, :today)"

# Somebody may be looking right now: then `asked_at` keeps the look (see `checking`).
_HINT = """
    UPDATE state SET
        memory = json_set(memory, '$.listed', json(:listed),
            '$.hinted_at', coalesce(memory ->> 'hinted_at', :hinted)),
        next_check_at = min(next_check_at, coalesce(:next, next_check_at)),
        asked_at = coalesce(min(asked_at, :next), :next, asked_at)
    WHERE watch = (SELECT number FROM watch WHERE id = :id)
"""

_PLANNED = f"""
    SELECT {rows.WATCH_COLUMNS}, {rows.STATE_COLUMNS} FROM watch
    JOIN state ON state.watch = watch.number
    WHERE watch.id > :after AND state.resting = 0 AND state.next_check_at > :until
    ORDER BY watch.id LIMIT :limit
"""

_OVERDUE = """
    SELECT watch.id, next_check_at FROM state JOIN watch ON watch.number = state.watch
    WHERE state.resting = 0 AND state.asked_at IS NULL
    AND state.next_check_at <= ?
"""

_RESCHEDULE = """
    UPDATE state SET next_check_at = ? WHERE watch = (SELECT number FROM watch WHERE id = ?)
"""


def habits(db: sqlite3.Connection, hosts: Collection[str]) -> dict[str, Habits]:
    found = db.execute(
        "SELECT host, counts FROM habit WHERE host IN (SELECT value FROM json_each(?))",
        (json.dumps([rows.clean(host) for host in hosts]),),
    )
    return {row["host"]: rows.habits_from(row["counts"]) for row in found}


def learn(db: sqlite3.Connection, host: str, learnt: Habits) -> None:
    """Add what a look showed to the habits of its host, and of all."""
    known = habits(db, (host, EVERYONE))
    for name in (rows.clean(host), EVERYONE):
        after = together(known.get(name, Habits()), learnt)
        db.execute(_PUT_HABITS, (name, rows.habits_json(after)))


def purses(db: sqlite3.Connection) -> dict[str, Purse]:
    return {row["name"]: _purse(row) for row in db.execute("SELECT * FROM purse")}


def put_purses(db: sqlite3.Connection, kept: Mapping[str, Purse]) -> None:
    db.execute("DELETE FROM purse")
    db.executemany(_PUT_PURSE, [_purse_values(name, purse) for name, purse in kept.items()])


def _purse(row: rows.Row) -> Purse:
    return Purse(
        a_day=row["a_day"],
        left=row["remaining"],
        price=timedelta(seconds=row["price"]),
        at=rows.from_ms(row["at"]),
        spent=row["spent"],
        day=None if row["day"] is None else date.fromisoformat(row["day"]),
        today=row["today"],
    )


def _purse_values(name: str, purse: Purse) -> dict[str, rows.Value]:
    return {
        "name": rows.clean(name),
        "a_day": purse.a_day,
        "left": purse.left,
        "price": purse.price.total_seconds(),
        "at": rows.to_ms(purse.at),
        "spent": purse.spent,
        "day": None if purse.day is None else purse.day.isoformat(),
        "today": purse.today,
    }


def hint(db: sqlite3.Connection, looks: Collection[HintedLook]) -> None:
    db.executemany(_HINT, [_hint_values(look) for look in looks])


def _hint_values(look: HintedLook) -> dict[str, rows.Value]:
    return {
        "id": look.watch_id,
        "hinted": None if look.hinted_at is None else look.hinted_at.isoformat(),
        "listed": json.dumps(look.listed),
        "next": rows.opt_ms(look.next_check_at),
    }


def planned(db: sqlite3.Connection, after: str, until: datetime, limit: int) -> tuple[Due, ...]:
    values = {"after": after, "until": rows.to_ms(until), "limit": limit}
    return tuple(map(rows.due_from, db.execute(_PLANNED, values)))


def overdue(db: sqlite3.Connection, now: datetime) -> tuple[tuple[str, datetime], ...]:
    found = db.execute(_OVERDUE, (rows.to_ms(now),))
    return tuple((row["id"], rows.from_ms(row["next_check_at"])) for row in found)


def reschedule(db: sqlite3.Connection, looks: Collection[tuple[str, datetime]]) -> None:
    db.executemany(_RESCHEDULE, [(rows.to_ms(at), watch_id) for watch_id, at in looks])


def set_back(db: sqlite3.Connection, by: timedelta, now: datetime) -> None:
    """Take `by` off what lies ahead, but for the next looks (`reschedule`)."""
    values = {"by": by // timedelta(milliseconds=1), "now": rows.to_ms(now)}
    db.execute(
        "UPDATE host SET next_allowed_at = next_allowed_at - :by WHERE next_allowed_at > :now",
        values,
    )
    db.execute(
        "UPDATE alert SET next_attempt_at = next_attempt_at - :by, "
        "claimed_until = claimed_until - :by WHERE status = 'pending'",
        values,
    )
