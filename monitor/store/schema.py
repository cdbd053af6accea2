"""The tables, as named migrations that are only ever appended to.

Times are integers: milliseconds since 1970 in UTC; durations are milliseconds. Enums are text.
`watch` (what a person set) and `state` (what checks remember) are apart, so that an edit of the
settings and a check never overwrite each other. Rows refer to a watch by a small number that
never leaves this room; everybody else knows the watch by its `id`.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from monitor.model import address_key

APPLICATION_ID = 0x61726D6E
"""Marks the file as ours ("armn", https://sqlite.org/pragma.html#pragma_application_id)."""

migrations = Migrations("monitor")


@migrations(name="0001_first_tables")
def _first_tables(db: Database) -> None:
    for statement in _FIRST_TABLES:
        db.execute(statement)
    db.execute("INSERT INTO commits (number) VALUES (0)")


_FIRST_TABLES = (
    # One row, see mark.py.
    "CREATE TABLE commits (number INTEGER NOT NULL) STRICT",
    """
    CREATE TABLE watch (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        host TEXT NOT NULL,
        origin TEXT NOT NULL,
        added_at INTEGER NOT NULL,
        name TEXT,
        interval INTEGER,
        channels TEXT,
        alert_on TEXT,
        paused INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT
    """,
    # `bucket`, `host` and `resting` copy what `due` filters by, so that it reads one index.
    # They are written with the settings, the rest of the row by checks. `memory` is the rest of
    # the WatchState as JSON: nothing here asks for it, so a new field needs no migration.
    """
    CREATE TABLE state (
        watch INTEGER PRIMARY KEY REFERENCES watch ON DELETE CASCADE,
        bucket INTEGER NOT NULL,
        host TEXT NOT NULL,
        resting INTEGER NOT NULL,
        asked_at INTEGER,
        revision INTEGER NOT NULL,
        next_check_at INTEGER NOT NULL,
        latest_version INTEGER NOT NULL,
        memory TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX state_due ON state (bucket, next_check_at, host) WHERE resting = 0",
    """
    CREATE TABLE host (
        name TEXT PRIMARY KEY,
        next_allowed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX host_resting ON host (next_allowed_at)",
    """
    CREATE TABLE lease (
        bucket INTEGER PRIMARY KEY,
        holder TEXT NOT NULL,
        token INTEGER NOT NULL,
        until INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE version (
        watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE,
        version INTEGER NOT NULL,
        headline TEXT NOT NULL,
        words INTEGER NOT NULL,
        fetched_at INTEGER NOT NULL,
        url TEXT NOT NULL,
        status INTEGER NOT NULL,
        content_digest TEXT NOT NULL,
        extractor INTEGER NOT NULL,
        change TEXT,
        path TEXT NOT NULL,
        digest TEXT NOT NULL,
        size INTEGER NOT NULL,
        stored_size INTEGER NOT NULL,
        based_on TEXT,
        depth INTEGER NOT NULL,
        PRIMARY KEY (watch, version)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX version_content ON version (watch, content_digest, version)",
    # Apart from `version`, so that lists of versions stay dense. `base` is the version whose
    # packed article serves as dictionary; NULL where it stands alone.
    """
    CREATE TABLE article (
        watch INTEGER NOT NULL,
        version INTEGER NOT NULL,
        base INTEGER,
        packed BLOB NOT NULL,
        PRIMARY KEY (watch, version),
        FOREIGN KEY (watch, version) REFERENCES version ON DELETE CASCADE
    ) STRICT
    """,
    """
    CREATE TABLE event (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at INTEGER NOT NULL,
        line TEXT NOT NULL,
        headline TEXT NOT NULL,
        old_version INTEGER,
        new_version INTEGER,
        change TEXT,
        reason TEXT
    ) STRICT
    """,
    "CREATE INDEX event_of_watch ON event (watch, number)",
    """
    CREATE TABLE alert (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
        channel TEXT NOT NULL,
        status TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        next_attempt_at INTEGER,
        delivered_at INTEGER,
        error TEXT NOT NULL,
        claimed_until INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX alert_of_event ON alert (event)",
    "CREATE INDEX alert_pending ON alert (number) WHERE status = 'pending'",
    """
    CREATE TABLE check_log (
        watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        at INTEGER NOT NULL,
        status TEXT NOT NULL,
        http_status INTEGER,
        elapsed INTEGER NOT NULL,
        wire_bytes INTEGER NOT NULL,
        reason TEXT,
        PRIMARY KEY (watch, revision)
    ) STRICT, WITHOUT ROWID
    """,
    # What is left of the check log's old rows: how many checks a day, and how many went well.
    """
    CREATE TABLE check_day (
        watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE,
        day INTEGER NOT NULL,
        checks INTEGER NOT NULL,
        ok INTEGER NOT NULL,
        PRIMARY KEY (watch, day)
    ) STRICT, WITHOUT ROWID
    """,
)


@migrations(name="0002_readings")
def _readings(db: Database) -> None:
    for statement in _READINGS:
        db.execute(statement)


_READINGS = (
    # By which rules of its site a version was read. Where this says "" of one that was read by
    # rules, it is read anew, which changes nothing.
    "ALTER TABLE version ADD COLUMN rules TEXT NOT NULL DEFAULT ''",
    # What was told last is known by its version, no longer by its content digest.
    """
    UPDATE state SET memory = json_remove(
        json_set(memory, '$.told_version', (
            SELECT max(version) FROM version
            WHERE version.watch = state.watch
            AND content_digest = json_extract(memory, '$.told_digest')
        )),
        '$.told_digest', '$.held_digest'
    )
    WHERE json_extract(memory, '$.told_digest') IS NOT NULL
    """,
)


@migrations(name="0003_memory_of_hosts")
def _memory_of_hosts(db: Database) -> None:
    for statement in _MEMORY_OF_HOSTS:
        db.execute(statement)


_MEMORY_OF_HOSTS = (
    """
    CREATE TABLE remembered_host (
        number INTEGER PRIMARY KEY,
        host TEXT NOT NULL UNIQUE,
        articles BLOB NOT NULL
    ) STRICT
    """,
    # `text` comes with the second vote: most lines never get one. `articles`, `stands`, `came` and
    # `went` are marks of articles, 4 bytes each; `turned` counts those that both last ones have.
    """
    CREATE TABLE remembered_line (
        host INTEGER NOT NULL REFERENCES remembered_host ON DELETE CASCADE,
        digest BLOB NOT NULL,
        text TEXT NOT NULL,
        stands BLOB NOT NULL,
        came BLOB NOT NULL,
        went BLOB NOT NULL,
        turned INTEGER NOT NULL,
        PRIMARY KEY (host, digest)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX remembered_often ON remembered_line (host) "
    "WHERE length(stands) >= 32 OR turned >= 3",
)


@migrations(name="0004_sources")
def _sources(db: Database) -> None:
    for statement in _SOURCES:
        db.execute(statement)
    known = db.execute("SELECT number, url FROM watch ORDER BY number").fetchall()
    keys = [(address_key(url), number) for number, url in known]
    db.conn.executemany("INSERT OR IGNORE INTO address (key, watch) VALUES (?, ?)", keys)


_SOURCES = (
    # As for watches: what a person set in columns, what polls remember in `memory`, as JSON.
    """
    CREATE TABLE source (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        settings TEXT NOT NULL,
        resting INTEGER NOT NULL,
        life INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        next_poll_at INTEGER NOT NULL,
        memory TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX source_due ON source (next_poll_at) WHERE resting = 0",
    "ALTER TABLE watch ADD COLUMN source TEXT REFERENCES source (id) ON DELETE SET NULL",
    "ALTER TABLE watch ADD COLUMN kinds TEXT",
    "ALTER TABLE watch ADD COLUMN retired TEXT",
    "ALTER TABLE watch ADD COLUMN same_as TEXT",
    "CREATE INDEX watch_of_source ON watch (source) WHERE source IS NOT NULL",
    # Under which addresses an article is known, as `model.address_key` writes them.
    """
    CREATE TABLE address (
        key TEXT PRIMARY KEY,
        watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX address_of_watch ON address (watch)",
)


@migrations(name="0005_site_changes")
def _site_changes(db: Database) -> None:
    for statement in _SITE_CHANGES:
        db.execute(statement)


_SITE_CHANGES = (
    # What came to an article or went from it lately: digests of lines, in hex.
    """
    CREATE TABLE site_change (
        host TEXT NOT NULL,
        line TEXT NOT NULL,
        watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE,
        at INTEGER NOT NULL,
        PRIMARY KEY (host, line, watch)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX site_change_at ON site_change (at)",
    "CREATE INDEX site_change_of_watch ON site_change (watch)",
    "CREATE INDEX state_of_host ON state (host)",
)


@migrations(name="0006_plans")
def _plans(db: Database) -> None:
    for statement in _PLANS:
        db.execute(statement)


_PLANS = (
    # How a watch is looked at, as JSON, in place of an interval alone.
    "ALTER TABLE watch ADD COLUMN plan TEXT",
    """
    UPDATE watch SET plan = json_object(
        'span', 'PT' || (interval / 1000.0) || 'S', 'kind', 'every'
    ) WHERE interval IS NOT NULL
    """,
    "ALTER TABLE watch DROP COLUMN interval",
    # The edits that are known already: a version lies between two looks, here at its own.
    """
    UPDATE state SET memory = json_set(memory, '$.edited_at', json((
        SELECT json_group_array(fetched_at) FROM (SELECT fetched_at FROM (
            SELECT version.version, fetched_at FROM version
            WHERE version.watch = state.watch AND version.version > 1
            ORDER BY version.version DESC LIMIT 9
        ) ORDER BY version)
    ))) WHERE latest_version > 1
    """,
    # '' is all hosts together.
    "CREATE TABLE habit (host TEXT PRIMARY KEY, counts TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE purse (
        name TEXT PRIMARY KEY,
        a_day REAL NOT NULL,
        remaining REAL NOT NULL,
        price REAL NOT NULL,
        at INTEGER NOT NULL,
        spent INTEGER NOT NULL,
        day TEXT,
        today INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


@migrations(name="0007_subscriptions")
def _subscriptions(db: Database) -> None:
    for statement in _SUBSCRIPTIONS:
        db.execute(statement)


_SUBSCRIPTIONS = (
    """
    CREATE TABLE subscription (
        callback TEXT PRIMARY KEY,
        secret TEXT NOT NULL,
        source TEXT NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        hub TEXT NOT NULL,
        topic TEXT NOT NULL,
        status TEXT NOT NULL,
        revision INTEGER NOT NULL,
        next_at INTEGER NOT NULL,
        until INTEGER,
        told_at INTEGER,
        failures INTEGER NOT NULL,
        detail TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX subscription_of_source ON subscription (source)",
    "CREATE INDEX subscription_due ON subscription (next_at)",
)

MIGRATIONS = (
    "0001_first_tables",
    "0002_readings",
    "0003_memory_of_hosts",
    "0004_sources",
    "0005_site_changes",
    "0006_plans",
    "0007_subscriptions",
)
"""The names of all migrations, oldest first."""
