//! The database's shape, as the steps that lead to it. A step that was released is never edited; a change is a new step.

use super::HistoryError;
use rusqlite::{Connection, TransactionBehavior, params};

/// The first step leads to version 1, and so on.
const STEPS: [&str; 1] = ["
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
"];

/// The version this build writes.
const NEWEST: u32 = STEPS.len() as u32;

/// Whether a database has no tables yet.
///
/// # Errors
/// [`HistoryError::Newer`] when this build does not know its version; it was not touched then.
pub(super) fn is_new(connection: &Connection) -> Result<bool, HistoryError> {
    match version(connection)? {
        found if found > NEWEST => Err(HistoryError::Newer { version: found }),
        found => Ok(found == 0),
    }
}

/// Brings a database to this build's version.
pub(super) fn migrate(connection: &mut Connection, now: i64) -> Result<(), HistoryError> {
    if version(connection)? == NEWEST {
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
    if found > NEWEST {
        return Err(HistoryError::Newer { version: found });
    }
    for (leads_to, step) in (1u32..).zip(STEPS).skip_while(|(leads_to, _)| *leads_to <= found) {
        transaction.execute_batch(step)?;
        transaction.execute(
            "INSERT INTO migrations (version, applied_at) VALUES (?1, ?2)",
            params![leads_to, now],
        )?;
    }
    transaction.pragma_update(None, "user_version", NEWEST)?;
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> Result<u32, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
