//! The full-text index: what of an exchange can be searched for, and the tables that it is kept in, one for each sixteen
//! thousand exchanges.
//!
//! In one table, a word that every exchange has would be read for all of them before the first is shown, and taking out
//! what was deleted would write the index of all of them anew, in one go.

use super::HistoryError;
use mudbrick_answers::charset;
use mudbrick_compare::json::without_escapes;
use mudbrick_model::{Exchange, Outcome};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::borrow::Cow;

/// Exchanges whose numbers differ in lower bits alone are in one part.
const BITS: u32 = 14;

pub(super) fn part_of(id: i64) -> i64 {
    id >> BITS
}

/// The numbers of a part's exchanges, the first and the one after the last.
pub(super) fn numbers(part: i64) -> (i64, i64) {
    (part << BITS, (part + 1) << BITS)
}

pub(super) fn table(part: i64) -> String {
    format!("search_{part}")
}

/// The parts between two numbers, the newest first.
pub(super) fn parts(
    connection: &Connection,
    from: i64,
    below: i64,
) -> Result<Vec<i64>, HistoryError> {
    let mut statement = connection
        .prepare("SELECT part FROM parts WHERE part >= ?1 AND part <= ?2 ORDER BY part DESC")?;
    let rows =
        statement.query_map([part_of(from), part_of(below.saturating_sub(1))], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes an exchange that is added, with the bytes that are kept of it and when it was sent, and makes its part when it is the
/// first there.
pub(super) fn add(
    connection: &Connection,
    id: i64,
    words: &str,
    bytes: i64,
    started_at: i64,
) -> Result<(), HistoryError> {
    let part = part_of(id);
    let is_known = connection
        .prepare_cached(
            "UPDATE parts SET exchanges = exchanges + 1, bytes = bytes + ?2, \
             earliest = min(earliest, ?3), latest = max(latest, ?3) WHERE part = ?1",
        )?
        .execute([part, bytes, started_at])?;
    if is_known == 0 {
        make(connection, part)?;
        connection.execute(
            "INSERT INTO parts (part, exchanges, bytes, earliest, latest) VALUES (?1, 1, ?2, ?3, ?3)",
            [part, bytes, started_at],
        )?;
    }
    index(connection, id, words)
}

/// Notes that exchanges of a part are gone, and the bytes that were kept of them.
pub(super) fn subtract(
    connection: &Connection,
    part: i64,
    exchanges: i64,
    bytes: i64,
) -> Result<(), HistoryError> {
    connection
        .prepare("UPDATE parts SET exchanges = exchanges - ?2, bytes = bytes - ?3 WHERE part = ?1")?
        .execute([part, exchanges, bytes])?;
    Ok(())
}

/// Has an exchange found by these words and no others.
pub(super) fn index_again(
    connection: &Connection,
    id: i64,
    words: &str,
) -> Result<(), HistoryError> {
    forget(connection, id)?;
    index(connection, id, words)
}

fn index(connection: &Connection, id: i64, words: &str) -> Result<(), HistoryError> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO {} (rowid, words) VALUES (?1, ?2)",
            table(part_of(id))
        ))?
        .execute(params![id, words])?;
    Ok(())
}

/// Marks an exchange as gone. Its words stay in the file until [`tidy`].
pub(super) fn forget(connection: &Connection, id: i64) -> Result<(), HistoryError> {
    connection
        .prepare(&format!("DELETE FROM {} WHERE rowid = ?1", table(part_of(id))))?
        .execute([id])?;
    Ok(())
}

fn make(connection: &Connection, part: i64) -> Result<(), HistoryError> {
    let table = table(part);
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE {table} USING fts5 (
             words, content = '', contentless_delete = 1, prefix = '2 3',
             tokenize = \"unicode61 remove_diacritics 2\"
         );"
    ))?;
    // What was deleted is taken out in small steps by `tidy`, not by whoever records next.
    connection
        .execute(&format!("INSERT INTO {table} ({table}, rank) VALUES ('deletemerge', 0)"), [])?;
    Ok(())
}

/// How much of an index is written in one step, in its pages of about 4 KB.
const STEP_PAGES: i64 = 16;

/// Takes some of what was deleted out of a part's index; the part goes when nothing is left of it. Whether there is more
/// to do.
pub(super) fn tidy(connection: &mut Connection, part: i64) -> Result<bool, HistoryError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let goes_on = match emptied(&transaction)? {
        Some(table) => drain(&transaction, &table)?,
        None => merge_or_empty(&transaction, part)?,
    };
    transaction.commit()?;
    Ok(goes_on)
}

fn merge_or_empty(connection: &Connection, part: i64) -> Result<bool, HistoryError> {
    let left: Option<i64> = connection
        .query_row("SELECT exchanges FROM parts WHERE part = ?1", [part], |row| row.get(0))
        .optional()?;
    let table = table(part);
    match left {
        None => Ok(false),
        // Under another name, so that the next exchange of this part, if there is one to come, begins it anew.
        Some(0) => {
            connection.execute_batch(&format!("ALTER TABLE {table} RENAME TO {EMPTIED}{part}"))?;
            connection.execute("DELETE FROM parts WHERE part = ?1", [part])?;
            Ok(true)
        }
        Some(_) => {
            let before = changes(connection)?;
            connection.execute(
                &format!("INSERT INTO {table} ({table}, rank) VALUES ('merge', ?1)"),
                [-STEP_PAGES],
            )?;
            // One change is the command itself (the documentation of FTS5 on “merge”).
            Ok(changes(connection)? - before > 1)
        }
    }
}

/// What an index is called that nothing is left of.
const EMPTIED: &str = "emptied_";

fn emptied(connection: &Connection) -> Result<Option<String>, HistoryError> {
    let found = connection.query_row(
        "SELECT name FROM sqlite_master \
         WHERE name GLOB ?1 AND sql LIKE 'CREATE VIRTUAL TABLE%' LIMIT 1",
        [format!("{EMPTIED}[0-9]*")],
        |row| row.get(0),
    );
    Ok(found.optional()?)
}

/// Takes a few pages of an index away, and the index when that were all. They are overwritten, and a whole one has tens of
/// megabytes: whoever records meanwhile would wait for it.
fn drain(connection: &Connection, table: &str) -> Result<bool, HistoryError> {
    let removed = connection.execute(
        &format!(
            "DELETE FROM {table}_data WHERE id IN \
             (SELECT id FROM {table}_data ORDER BY id DESC LIMIT {STEP_PAGES})"
        ),
        [],
    )?;
    if removed == 0 {
        connection.execute_batch(&format!("DROP TABLE {table}"))?;
    }
    Ok(removed > 0 || emptied(connection)?.is_some())
}

fn changes(connection: &Connection) -> Result<i64, HistoryError> {
    Ok(connection.query_row("SELECT total_changes()", [], |row| row.get(0))?)
}

/// Everything of an exchange that can be searched for.
pub(super) fn indexed(exchange: &Exchange, body: &[u8], note: Option<&str>) -> String {
    let mut text = format!("{}\n{}\n", exchange.request.name, exchange.sent_url);
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let received = match &exchange.outcome {
        Outcome::Answered { headers, .. } => headers.as_slice(),
        Outcome::Failed { problem, .. } => {
            add(&problem.message);
            &[]
        }
    };
    for header in exchange.sent_headers.iter().chain(received) {
        add(&header.name);
        add(&header.value);
    }
    add(&read_aloud(exchange.sent_body.as_deref().unwrap_or_default()));
    add(note.unwrap_or_default());
    if let Some(body) = charset::text_with_gaps(body, exchange.outcome.header("content-type")) {
        text.push_str(&read_aloud(&body));
    }
    text
}

/// JSON as somebody would say it, who searches for `Jörg` where `J\u00f6rg` is written. In any other text a backslash may be just
/// that.
fn read_aloud(text: &str) -> Cow<'_, str> {
    match text.trim_start().starts_with(['{', '[', '"']) {
        true => without_escapes(text),
        false => Cow::Borrowed(text),
    }
}
