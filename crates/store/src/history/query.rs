//! Searching the history, and what of an exchange can be searched for.

use super::HistoryError;
use mudbrick_model::{ErrorCode, Exchange, ExchangeId, Method, Outcome, ProfileId, Timestamp};
use rusqlite::types::Type;
use rusqlite::{Connection, Row, ToSql};
use std::fmt::Write as _;

/// What to list. The default is everything, the newest hundred.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only this profile's.
    pub profile: Option<ProfileId>,
    /// Only those in which every one of these words begins a word of the name, URL or bodies; empty for all.
    pub text: String,
    /// Only these outcomes.
    pub status: Option<StatusFilter>,
    /// Only this host's.
    pub host: Option<String>,
    /// Only those before this one, for the next page.
    pub before: Option<ExchangeId>,
    /// At most so many.
    pub limit: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            profile: None,
            text: String::new(),
            status: None,
            host: None,
            before: None,
            limit: 100,
        }
    }
}

/// Outcomes to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFilter {
    /// Statuses below 400.
    Succeeded,
    /// Statuses from 400 on, and no answer at all.
    Failed,
    /// This status.
    Exactly(u16),
    /// No answer at all.
    Unanswered,
}

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
    /// The status, when an answer came.
    pub status: Option<u16>,
    /// What kind of failure, when none came.
    pub failed: Option<ErrorCode>,
    /// The whole time in milliseconds.
    pub total_ms: f64,
    /// Bytes of the answer's body, when an answer came.
    pub body_bytes: Option<u64>,
}

pub(super) fn list(
    connection: &Connection,
    filter: &Filter,
) -> Result<Vec<ExchangeRow>, HistoryError> {
    let mut sql =
        "SELECT id, profile, profile_title, started_at, name, method, url, status, failed, \
                   total_ms, body_bytes FROM exchanges WHERE TRUE"
            .to_owned();
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    let mut and = |condition: &str, value: Box<dyn ToSql>| {
        values.push(value);
        // Writing to a String does not fail.
        let _ = write!(sql, " AND {} ?{}", condition, values.len());
        if condition.ends_with("MATCH") {
            sql.push(')');
        }
    };
    if let Some(profile) = &filter.profile {
        and("profile =", Box::new(profile.as_str().to_owned()));
    }
    if let Some(host) = &filter.host {
        and("host =", Box::new(host.to_ascii_lowercase()));
    }
    if let Some(before) = filter.before {
        and("id <", Box::new(before.0));
    }
    if !filter.text.trim().is_empty() {
        let Some(words) = match_expression(&filter.text) else { return Ok(Vec::new()) };
        and("id IN (SELECT rowid FROM search WHERE search MATCH", Box::new(words));
    }
    match filter.status {
        None => {}
        Some(StatusFilter::Succeeded) => and("status <", Box::new(400)),
        Some(StatusFilter::Failed) => and("coalesce(status, 999) >=", Box::new(400)),
        Some(StatusFilter::Exactly(status)) => and("status =", Box::new(status)),
        Some(StatusFilter::Unanswered) => and("status IS", Box::new(rusqlite::types::Null)),
    }
    values.push(Box::new(filter.limit));
    let _ = write!(sql, " ORDER BY id DESC LIMIT ?{}", values.len());
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(values), row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn row(row: &Row<'_>) -> Result<ExchangeRow, rusqlite::Error> {
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
    })
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

/// A person's words as an FTS5 query: every one has to begin a word. None when there is nothing to look for, such as in
/// a text of punctuation alone. The index splits at the same places.
fn match_expression(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Everything of an exchange that can be searched for.
pub(super) fn indexed_text(exchange: &Exchange, body: Option<&[u8]>) -> String {
    let mut text = format!("{}\n{}\n", exchange.request.name, exchange.sent_url);
    text.push_str(exchange.sent_body.as_deref().unwrap_or_default());
    if let Outcome::Failed { problem, .. } = &exchange.outcome {
        text.push('\n');
        text.push_str(&problem.message);
    }
    if let Some(body) = body
        && !body.contains(&0)
    {
        // The last character may be cut in two.
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(body));
    }
    text
}
