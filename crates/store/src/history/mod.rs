//! The history of exchanges: SQLite (WAL, FTS5) for what is searched, files for large bodies. Everything is redacted
//! before it gets here.
//!
//! ```text
//! history.db   exchanges   a row each: what lists are made of, and what a person noted
//!              contents    the whole exchange as JSON, and a small body
//!              search_<n>  full-text index over name, URL, headers, sent body, note and the beginning of the answer
//!              parts       how many exchanges and bytes each of these stands for, and from when to when
//! bodies/      <id>.body   a body above 64 KiB
//! ```

mod body;
mod condition;
mod database;
mod error;
mod expression;
mod filling;
mod filter;
mod notes;
mod prune;
mod query;
mod removal;
mod schema;
mod words;

pub use body::{BodyPart, BodySource, LARGEST_IN_DATABASE, OpenBody};
pub use condition::{HistoryCondition, HistoryOnDisk};
pub use error::HistoryError;
pub use filter::{Filter, Mark, StatusFilter};
pub use notes::Pinned;
pub use prune::Keep;
pub use query::ExchangeRow;

use crate::Home;
use database::Database;
use mudbrick_model::{
    Clock, Exchange, ExchangeId, Explain, Outcome, Problem, ProfileId, Timestamp,
};
use rusqlite::{OptionalExtension, params};
use schema::Schema;
use std::path::PathBuf;
use std::sync::Arc;

/// The history of a home folder. Shared by reference, from any thread; other processes may write to it at once.
pub struct History {
    database: Database,
    bodies: PathBuf,
}

impl History {
    /// Opens the history, making it when it is missing. An older Mudbrick's is copied before it is changed. A damaged one
    /// is set aside and a new one begun; a newer Mudbrick's can be read and not be added to. See [`History::notice`].
    ///
    /// # Errors
    /// The disk refuses.
    pub fn open(home: &Home, clock: Arc<dyn Clock>) -> Result<Self, HistoryError> {
        let (path, lock, bodies) = (home.history_db(), home.lock("history"), home.bodies());
        let database = Database::open(path, lock, bodies.clone(), Schema::OURS, clock)?;
        Ok(Self { database, bodies })
    }

    /// What a person has to be told once: that a damaged history was set aside, or that a newer Mudbrick's is only read.
    pub fn notice(&self) -> Option<Problem> {
        self.database.notice()
    }

    /// Why nothing can be added: a newer Mudbrick wrote the history. None when it can.
    pub fn read_only(&self) -> Option<Problem> {
        self.database.read_only().map(|error| error.problem())
    }

    /// Adds an exchange and its answer's body.
    ///
    /// # Errors
    /// A newer Mudbrick wrote the history, or the disk refuses; nothing was added then.
    pub fn record(
        &self,
        exchange: &Exchange,
        body: BodySource<'_>,
    ) -> Result<ExchangeId, HistoryError> {
        let json = serde_json::to_string(exchange).map_err(HistoryError::Encoding)?;
        let host = url_host(&exchange.sent_url);
        let (status, failed, bytes) = match &exchange.outcome {
            Outcome::Answered { status, body_bytes, .. } => {
                (Some(*status), None, i64::try_from(*body_bytes).ok())
            }
            Outcome::Failed { problem, .. } => (None, Some(query::code_text(problem.code)?), None),
        };
        let small = body.small()?;
        let words = match &small {
            Some(bytes) => words::indexed(exchange, bytes, None),
            None => words::indexed(exchange, &body.beginning()?, None),
        };
        let kept = body::kept_bytes(&json, body.length());
        let id = self.database.write(|connection| {
            let transaction = connection.transaction()?;
            transaction
                .prepare_cached(
                    "INSERT INTO exchanges (profile, profile_title, started_at, name, method, url, host, \
                     status, failed, total_ms, body_bytes, kept_bytes) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                )?
                .execute(params![
                    exchange.profile.as_str(),
                    exchange.profile_title,
                    exchange.started_at.0,
                    exchange.request.name,
                    exchange.sent_method.as_str(),
                    exchange.sent_url,
                    host,
                    status,
                    failed,
                    exchange.timings.total_ms,
                    bytes,
                    kept,
                ])?;
            let id = transaction.last_insert_rowid();
            transaction
                .prepare_cached("INSERT INTO contents (id, exchange, body) VALUES (?1, ?2, ?3)")?
                .execute(params![id, json, small])?;
            words::add(&transaction, id, &words, kept, exchange.started_at.0)?;
            if small.is_none() {
                // Before the row is committed: a crash leaves a file without a row, which pruning removes.
                body.keep_as(&body::path(&self.bodies, id))?;
            }
            transaction.commit()?;
            Ok(ExchangeId(id))
        })?;
        body.discard();
        Ok(id)
    }

    /// The exchanges that fit, newest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list(&self, filter: &Filter) -> Result<Vec<ExchangeRow>, HistoryError> {
        self.database.with(|connection| query::list(connection, filter))
    }

    /// How many exchanges fit, up to `most`: counting on would read the whole of a large history.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn count(&self, filter: &Filter, most: u32) -> Result<usize, HistoryError> {
        let filter = Filter { limit: most, ..filter.clone() };
        self.database.with(|connection| query::count(connection, &filter))
    }

    /// How many exchanges there are, and the bytes that are kept of them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn total(&self) -> Result<(u64, u64), HistoryError> {
        self.database.with(|connection| {
            let sums = connection.query_row(
                "SELECT coalesce(sum(exchanges), 0), coalesce(sum(bytes), 0) FROM parts",
                [],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
            )?;
            Ok((u64::try_from(sums.0).unwrap_or(0), u64::try_from(sums.1).unwrap_or(0)))
        })
    }

    /// The hosts that anything was sent to, as far as it is kept.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn hosts(&self) -> Result<Vec<String>, HistoryError> {
        self.database.with(|connection| query::hosts(connection))
    }

    /// The profiles that anything was sent with, as far as it is kept, each with the title that it had last.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn profiles(&self) -> Result<Vec<(ProfileId, String)>, HistoryError> {
        self.database.with(|connection| query::profiles(connection))
    }

    /// When anything was sent last with each profile, as far as it is kept.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn last_used(&self) -> Result<Vec<(ProfileId, Timestamp)>, HistoryError> {
        self.database.with(|connection| query::last_used(connection))
    }

    /// One exchange.
    ///
    /// # Errors
    /// [`HistoryError::NotFound`], or the database cannot be read.
    pub fn get(&self, id: ExchangeId) -> Result<Exchange, HistoryError> {
        let json: Option<String> = self.database.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT exchange FROM contents WHERE id = ?1")?;
            Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
        })?;
        let json = json.ok_or(HistoryError::NotFound { id })?;
        serde_json::from_str(&json).map_err(HistoryError::Encoding)
    }

    /// A part of an answer's body: at most `length` bytes from `offset`.
    ///
    /// # Errors
    /// [`HistoryError::NotFound`], or the disk refuses.
    pub fn body(&self, id: ExchangeId, offset: u64, length: u32) -> Result<BodyPart, HistoryError> {
        let start = i64::try_from(offset).unwrap_or(i64::MAX - 1) + 1;
        let found: Option<(Option<i64>, Option<Vec<u8>>)> = self.database.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT length(body), substr(body, ?2, ?3) FROM contents WHERE id = ?1",
            )?;
            let row = statement
                .query_row(params![id.0, start, length], |row| Ok((row.get(0)?, row.get(1)?)));
            Ok(row.optional()?)
        })?;
        match found.ok_or(HistoryError::NotFound { id })? {
            // To SQLite a part of an empty value is NULL; only the length says whether the body is here.
            (Some(total), bytes) => Ok(BodyPart {
                bytes: bytes.unwrap_or_default(),
                total: u64::try_from(total).unwrap_or(0),
            }),
            (None, _) => body::read_part(&body::path(&self.bodies, id.0), offset, length),
        }
    }

    /// A whole body, to be read at any place.
    ///
    /// # Errors
    /// [`HistoryError::NotFound`], or the disk refuses.
    pub fn open_body(&self, id: ExchangeId) -> Result<OpenBody, HistoryError> {
        let small: Option<Option<Vec<u8>>> = self.database.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT body FROM contents WHERE id = ?1")?;
            Ok(statement.query_row([id.0], |row| row.get(0)).optional()?)
        })?;
        match small.ok_or(HistoryError::NotFound { id })? {
            Some(bytes) => Ok(OpenBody::Bytes(bytes)),
            None => Ok(OpenBody::File(body::open(&body::path(&self.bodies, id.0))?)),
        }
    }
}

/// The host of a URL as it was sent; what is not a URL, such as one with an unfilled variable, has none.
fn url_host(url: &str) -> Option<String> {
    let authority = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}
