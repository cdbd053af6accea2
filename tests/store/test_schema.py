"""Migrations: named, appended to, each in one transaction, from every earlier state."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from monitor.errors import StoreError
from monitor.store import SqliteStore, opening, schema
from monitor.store.engine import sqlite3
from monitor.store.opening import DATABASE, connect
from tests.store import making
from tests.store.making import NOON, FakeClock


def _schema(folder: Path) -> list[tuple[object, ...]]:
    db = connect(folder / DATABASE)
    found = [
        tuple(row) for row in db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 2")
    ]
    db.close()
    return found


def test_the_list_of_names_is_that_of_the_migrations() -> None:
    db = Database(memory=True)
    assert tuple(one.name for one in schema.migrations.pending(db)) == schema.MIGRATIONS
    assert sorted(schema.MIGRATIONS) == list(schema.MIGRATIONS)
    db.close()


@pytest.mark.parametrize("reached", range(1, len(schema.MIGRATIONS) + 1))
def test_a_database_of_any_earlier_version_is_brought_up_to_date(
    tmp_path: Path, clock: FakeClock, reached: int
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    _old_database(old, reached)
    SqliteStore.open(old, clock).close()
    SqliteStore.open(new, clock).close()
    assert _schema(old) == _schema(new)


def _old_database(folder: Path, reached: int) -> None:
    """Make the database of a release that knew only the first `reached` migrations."""
    folder.mkdir(exist_ok=True)
    db = sqlite3.connect(folder / DATABASE, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    schema.migrations.apply(
        Database(db, execute_plugins=False), stop_before=schema.MIGRATIONS[reached:]
    )
    db.close()


def test_what_was_told_last_is_known_by_its_version_after_the_upgrade(
    tmp_path: Path, clock: FakeClock
) -> None:
    _old_database(tmp_path, 1)
    db = connect(tmp_path / DATABASE)
    db.execute(
        "INSERT INTO watch (number, id, url, host, origin, added_at, paused) "
        "VALUES (1, 'one', 'https://a.example/', 'a.example', 'user', 0, 0)"
    )
    memory = '{"told_digest": "b", "held": 3, "held_digest": "a"}'
    db.execute("INSERT INTO state VALUES (1, 0, 'a.example', 0, NULL, 7, 0, 3, ?)", (memory,))
    for number, digest in enumerate("aba", 1):
        db.execute(
            "INSERT INTO version (watch, version, headline, words, fetched_at, url, status, "
            "content_digest, extractor, path, digest, size, stored_size, depth) "
            "VALUES (1, ?, '', 0, 0, '', 200, ?, 1, 'x', 'x', 1, 1, 0)",
            (number, digest),
        )
    db.close()
    store = SqliteStore.open(tmp_path, clock)
    (found,) = asyncio.run(store.watches())
    store.close()
    assert (found.state.told_version, found.state.held) == (2, 3)


def test_articles_are_known_by_their_addresses_after_the_upgrade(
    tmp_path: Path, clock: FakeClock
) -> None:
    _old_database(tmp_path, 3)
    db = connect(tmp_path / DATABASE)
    for number, url in enumerate(("https://a.example/x/", "http://www.a.example/x"), 1):
        db.execute(
            "INSERT INTO watch VALUES (?, ?, ?, 'a.example', 'user', 0, NULL, NULL, NULL, NULL, "
            "0, NULL)",
            (number, f"w{number}", url),
        )
        db.execute(
            "INSERT INTO state VALUES (?, 0, 'a.example', 0, NULL, 7, 0, 0, '{}')", (number,)
        )
    db.close()
    store = SqliteStore.open(tmp_path, clock)
    known = asyncio.run(store.known(("a.example/x",)))
    store.close()
    assert known["a.example/x"].watch_id == "w1"


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    SqliteStore.open(tmp_path, clock).close()
    before = _schema(tmp_path)
    later = Migrations("monitor")

    @later(name="9999_half")
    def _half(db: Database) -> None:
        db.execute("CREATE TABLE half (id INTEGER) STRICT")
        db.execute("CREATE TABLE half (id INTEGER) STRICT")

    monkeypatch.setattr(opening, "migrations", later)
    with pytest.raises(StoreError, match="already exists"):
        SqliteStore.open(tmp_path, clock)
    assert _schema(tmp_path) == before


async def test_every_table_is_strict(store: SqliteStore, tmp_path: Path) -> None:
    await store.put_watch(making.watch(), NOON)
    db = connect(tmp_path / DATABASE)
    tables = {
        row["name"]: row["strict"]
        for row in db.execute("PRAGMA table_list")
        if not row["name"].startswith(("sqlite_", "_sqlite"))
    }
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE state SET next_check_at = 'noon'")
    db.close()
    assert set(tables.values()) == {1}, tables
