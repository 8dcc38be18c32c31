//! Reads a database as SQLite does, on a copy: rows that overflow a page come in one piece, and the words of a full-text
//! index as they were before it shortened them. Free pages and the log are left to the search of the raw file.

use anyhow::{Context as _, Result};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};

/// What every SQLite file begins with.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Every value in every table, each as `(place, bytes)`.
pub(super) fn values(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let folder = tempfile::tempdir().context("making a folder for the copy")?;
    let copy = copy_with_log(path, folder.path())?;
    let connection = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut found = Vec::new();
    let mut indexes = Vec::new();
    for (name, made_by) in tables(&connection)? {
        if made_by.to_ascii_lowercase().contains("using fts5") {
            indexes.push(name.clone());
        }
        // A table that an extension this reader lacks would have to open still shows in the raw file.
        if let Ok(rows) = rows(&connection, &format!("SELECT * FROM {}", quoted(&name))) {
            found.extend(rows.into_iter().map(|value| (format!("table {name}"), value)));
        }
    }
    for index in indexes {
        let make = format!(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {}, 'row')",
            quoted(&index)
        );
        connection.execute_batch(&make).with_context(|| format!("the words of {index}"))?;
        let words = rows(&connection, "SELECT term FROM temp.words")?;
        found.extend(words.into_iter().map(|word| (format!("words of {index}"), word)));
        connection.execute_batch("DROP TABLE temp.words")?;
    }
    Ok(found)
}

fn copy_with_log(path: &Path, folder: &Path) -> Result<PathBuf> {
    let copy = folder.join("copy.db");
    fs::copy(path, &copy).with_context(|| format!("copying {}", path.display()))?;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if Path::new(&log).is_file() {
        fs::copy(&log, folder.join("copy.db-wal"))?;
    }
    Ok(copy)
}

fn tables(connection: &Connection) -> Result<Vec<(String, String)>> {
    let mut query = connection.prepare(
        "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type IN ('table', 'view')",
    )?;
    let tables = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(tables.collect::<rusqlite::Result<_>>()?)
}

fn rows(connection: &Connection, query: &str) -> Result<Vec<Vec<u8>>> {
    let mut statement = connection.prepare(query)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            match row.get_ref(column)? {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => values.push(bytes.to_vec()),
                ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => {}
            }
        }
    }
    Ok(values)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
