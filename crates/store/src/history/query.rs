//! Listing and counting exchanges.

use super::expression::expression;
use super::filter::{Conditions, Filter};
use super::{HistoryError, words};
use mudbrick_model::{ErrorCode, ExchangeId, Method, ProfileId, Timestamp};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, Row};

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ExchangeRow {
    /// Its number.
    pub id: ExchangeId,
    /// The profile it was sent with.
    pub profile: ProfileId,
    /// That profile's title then.
    pub profile_title: String,
    /// When sending began.
    pub started_at: Timestamp,
    /// The request's name.
    pub name: String,
    /// The method that went out.
    pub method: Method,
    /// The URL that went out.
    pub url: String,
    /// The status, when an answer came, or the beginning of one.
    pub status: Option<u16>,
    /// What kind of failure, when none came or it broke off.
    pub failed: Option<ErrorCode>,
    /// The whole time in milliseconds.
    pub total_ms: f64,
    /// Bytes of the answer's body, or of what came of it.
    pub body_bytes: Option<u64>,
    /// What a person wrote on it.
    pub note: Option<String>,
    /// Whether a person keeps it: it is never pruned.
    pub pinned: bool,
}

/// The columns have no status for what broke off, which is a failure by the indexes: what came of it is in the exchange itself,
/// and only looked up for those few.
const LINE: &str = "id, profile, profile_title, started_at, name, method, url, \
     COALESCE(status, (SELECT exchange ->> '$.outcome.came.status' FROM contents \
         WHERE contents.id = exchanges.id)), \
     failed, total_ms, \
     COALESCE(body_bytes, (SELECT exchange ->> '$.outcome.came.body_bytes' FROM contents \
         WHERE contents.id = exchanges.id)), \
     note, pinned";

pub(super) fn list(
    connection: &Connection,
    filter: &Filter,
) -> Result<Vec<ExchangeRow>, HistoryError> {
    rows(connection, filter, LINE, line)
}

/// Their numbers alone, newest first.
pub(super) fn numbers(connection: &Connection, filter: &Filter) -> Result<Vec<i64>, HistoryError> {
    rows(connection, filter, "id", |row| row.get(0))
}

/// How many fit, up to the filter's limit.
pub(super) fn count(connection: &Connection, filter: &Filter) -> Result<usize, HistoryError> {
    Ok(rows(connection, filter, "1", |_| Ok(()))?.len())
}

fn rows<T>(
    connection: &Connection,
    filter: &Filter,
    columns: &str,
    read: fn(&Row<'_>) -> Result<T, rusqlite::Error>,
) -> Result<Vec<T>, HistoryError> {
    let Some(conditions) = Conditions::of(connection, filter)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut select = |from: &str, key: &str, matched: Option<&str>| {
        let sql = format!(
            "SELECT {columns} FROM {from} WHERE {key} >= ? AND {key} < ?{}{} ORDER BY {key} DESC LIMIT ?",
            if matched.is_some() { " AND words MATCH ?" } else { "" },
            conditions.sql(),
        );
        let left = i64::from(filter.limit) - i64::try_from(found.len()).unwrap_or(i64::MAX);
        let mut values = vec![Value::from(conditions.from), Value::from(conditions.below)];
        values.extend(matched.map(|words| Value::from(words.to_owned())));
        values.extend(conditions.values.iter().cloned());
        values.push(left.into());
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), read)?;
        for row in rows {
            found.push(row?);
        }
        Ok::<bool, HistoryError>(found.len() < filter.limit as usize)
    };
    let has_words =
        !filter.text.trim().is_empty() || !filter.phrases.is_empty() || filter.name.is_some();
    if !has_words {
        select("exchanges", "id", None)?;
        return Ok(found);
    }
    // A text of punctuation alone is in none.
    let Some(wanted) = expression(filter) else { return Ok(found) };
    // The parts of the index from the newest on, until the page is full: a word that is everywhere is found at once in the
    // first, and one that is nowhere costs one look a part.
    for part in words::parts(connection, conditions.from, conditions.below)? {
        let table = words::table(part);
        let from = format!("{table} CROSS JOIN exchanges ON exchanges.id = {table}.rowid");
        if !select(&from, &format!("{table}.rowid"), Some(&wanted))? {
            break;
        }
    }
    Ok(found)
}

fn line(row: &Row<'_>) -> Result<ExchangeRow, rusqlite::Error> {
    let wrong = |index: usize| {
        rusqlite::Error::InvalidColumnType(index, "exchanges".to_owned(), Type::Text)
    };
    let (failed, bytes): (Option<String>, Option<i64>) = (row.get(8)?, row.get(10)?);
    Ok(ExchangeRow {
        id: ExchangeId(row.get(0)?),
        profile: ProfileId::parse(&row.get::<_, String>(1)?).map_err(|_| wrong(1))?,
        profile_title: row.get(2)?,
        started_at: Timestamp(row.get(3)?),
        name: row.get(4)?,
        method: Method::parse(&row.get::<_, String>(5)?).ok_or_else(|| wrong(5))?,
        url: row.get(6)?,
        status: row.get(7)?,
        failed: failed.map(|text| code_from(&text)),
        total_ms: row.get(9)?,
        body_bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()),
        note: row.get(11)?,
        pinned: row.get(12)?,
    })
}

/// The hosts that anything was ever sent to, as far as it is kept.
pub(super) fn hosts(connection: &Connection) -> Result<Vec<String>, HistoryError> {
    let mut statement = connection.prepare(&each_of("host", "host"))?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The profiles that anything was sent with, each with the title of its newest exchange.
pub(super) fn profiles(connection: &Connection) -> Result<Vec<(ProfileId, String)>, HistoryError> {
    let mut statement = connection.prepare(&each_of(
        "profile",
        "profile, (SELECT profile_title FROM exchanges WHERE profile = found.profile \
                   ORDER BY id DESC LIMIT 1)",
    ))?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))?;
    let mut profiles = Vec::new();
    for row in rows {
        let (id, title) = row?;
        // What is no id was written by somebody else, and names no profile.
        profiles.extend(ProfileId::parse(&id).ok().map(|id| (id, title.unwrap_or_default())));
    }
    Ok(profiles)
}

/// When anything was sent last with each profile.
pub(super) fn last_used(
    connection: &Connection,
) -> Result<Vec<(ProfileId, Timestamp)>, HistoryError> {
    let mut statement = connection.prepare(&each_of(
        "profile",
        "profile, (SELECT started_at FROM exchanges WHERE profile = found.profile \
                   ORDER BY id DESC LIMIT 1)",
    ))?;
    let rows = statement
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))?;
    let mut used = Vec::new();
    for row in rows {
        // Removed between the two looks, or no id: nothing that can be told.
        if let (id, Some(at)) = row?
            && let Ok(id) = ProfileId::parse(&id)
        {
            used.push((id, Timestamp(at)));
        }
    }
    Ok(used)
}

/// Selects each value of a column once, at the cost of one look into its index: `DISTINCT` would read the whole of it.
fn each_of(column: &str, columns: &str) -> String {
    format!(
        "WITH RECURSIVE found ({column}) AS ( \
             SELECT min({column}) FROM exchanges \
             UNION ALL \
             SELECT (SELECT min({column}) FROM exchanges WHERE {column} > found.{column}) FROM found \
             WHERE found.{column} IS NOT NULL) \
         SELECT {columns} FROM found WHERE {column} IS NOT NULL"
    )
}

/// The code as the rest of the project writes it in JSON.
pub(super) fn code_text(code: ErrorCode) -> Result<String, HistoryError> {
    match serde_json::to_value(code).map_err(HistoryError::Encoding)? {
        serde_json::Value::String(text) => Ok(text),
        other => Ok(other.to_string()),
    }
}

/// A code that a newer Mudbrick wrote and this one does not know is a failure all the same.
fn code_from(text: &str) -> ErrorCode {
    serde_json::from_value(text.into()).unwrap_or(ErrorCode::Internal)
}
