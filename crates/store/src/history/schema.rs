//! The database's shape, as the steps that lead to it. A step that was released is never edited; a change is a new step.

use super::{HistoryError, filling};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::path::Path;

/// A step to the next version: statements, then what needs more than statements, given the folder of bodies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    sql: &'static str,
    then: Option<Fill>,
}

type Fill = fn(&Transaction<'_>, &Path) -> Result<(), HistoryError>;

impl Step {
    pub(super) const fn of(sql: &'static str) -> Self {
        Self { sql, then: None }
    }

    const fn then(self, then: Fill) -> Self {
        Self { then: Some(then), ..self }
    }
}

/// The first step leads to version 1, and so on.
const STEPS: [Step; 2] = [Step::of(FIRST), Step::of(NARROW).then(filling::index_all)];

const FIRST: &str = "
    CREATE TABLE exchanges (
        id            INTEGER PRIMARY KEY AUTOINCREMENT,
        profile       TEXT    NOT NULL,
        profile_title TEXT    NOT NULL,
        started_at    INTEGER NOT NULL,
        name          TEXT    NOT NULL,
        method        TEXT    NOT NULL,
        url           TEXT    NOT NULL,
        host          TEXT,
        status        INTEGER,
        failed        TEXT,
        total_ms      REAL    NOT NULL,
        body_bytes    INTEGER,
        exchange      TEXT    NOT NULL,
        body          BLOB
    );
    CREATE INDEX exchanges_by_profile ON exchanges (profile, id);
    CREATE INDEX exchanges_by_host    ON exchanges (host, id);
    CREATE INDEX exchanges_by_time    ON exchanges (started_at);
    CREATE VIRTUAL TABLE search USING fts5 (
        words, content = '', contentless_delete = 1, prefix = '2 3',
        tokenize = \"unicode61 remove_diacritics 2\"
    );
";

/// The lines of lists apart from what makes them large, so that going through many of them reads little; what can be
/// searched for in parts (`words.rs`); notes and pins.
const NARROW: &str = "
    CREATE TABLE contents (
        id       INTEGER PRIMARY KEY,
        exchange TEXT NOT NULL,
        body     BLOB
    );
    INSERT INTO contents (id, exchange, body) SELECT id, exchange, body FROM exchanges;
    ALTER TABLE exchanges DROP COLUMN exchange;
    ALTER TABLE exchanges DROP COLUMN body;
    ALTER TABLE exchanges ADD COLUMN note TEXT;
    ALTER TABLE exchanges ADD COLUMN pinned INTEGER NOT NULL DEFAULT FALSE;
    ALTER TABLE exchanges ADD COLUMN kept_bytes INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX exchanges_by_status ON exchanges (status, id);
    CREATE INDEX exchanges_failed    ON exchanges (id) WHERE status IS NULL OR status >= 400;
    CREATE INDEX exchanges_writes    ON exchanges (id) WHERE method NOT IN ('GET', 'HEAD', 'OPTIONS');
    CREATE INDEX exchanges_pinned    ON exchanges (id) WHERE pinned;
    CREATE INDEX exchanges_noted     ON exchanges (id) WHERE note IS NOT NULL;
    CREATE TABLE parts (
        part      INTEGER PRIMARY KEY,
        exchanges INTEGER NOT NULL,
        bytes     INTEGER NOT NULL,
        earliest  INTEGER NOT NULL,
        latest    INTEGER NOT NULL
    );
    DROP TABLE search;
";

/// The steps that a build knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schema {
    steps: &'static [Step],
}

impl Schema {
    /// This build's.
    pub(super) const OURS: Self = Self { steps: &STEPS };

    /// Steps of a test's own.
    #[cfg(test)]
    pub(super) const fn of(steps: &'static [Step]) -> Self {
        Self { steps }
    }

    /// The version its build writes.
    pub(super) fn newest(self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }
}

/// Brings a database to a build's version.
///
/// # Errors
/// [`HistoryError::Newer`] when that build does not know the database's version; it was not touched then.
pub(super) fn migrate(
    connection: &mut Connection,
    schema: Schema,
    bodies: &Path,
    now: i64,
) -> Result<(), HistoryError> {
    if version(connection)? == schema.newest() {
        return Ok(());
    }
    // Another process may be doing the same; the write lock lets one of them in, and the other then finds it done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (
            version    INTEGER PRIMARY KEY,
            applied_at INTEGER NOT NULL
        )",
    )?;
    let found = version(&transaction)?;
    if found > schema.newest() {
        return Err(HistoryError::Newer { version: found });
    }
    for (leads_to, step) in
        (1u32..).zip(schema.steps).skip_while(|(leads_to, _)| *leads_to <= found)
    {
        transaction.execute_batch(step.sql)?;
        if let Some(fill) = step.then {
            fill(&transaction, bodies)?;
        }
        transaction.execute(
            "INSERT INTO migrations (version, applied_at) VALUES (?1, ?2)",
            params![leads_to, now],
        )?;
    }
    transaction.pragma_update(None, "user_version", schema.newest())?;
    Ok(transaction.commit()?)
}

/// The version of a database; 0 when it has no tables yet.
pub(super) fn version(connection: &Connection) -> Result<u32, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
