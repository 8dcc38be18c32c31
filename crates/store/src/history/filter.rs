//! Which exchanges are meant: a filter, and the part of an SQL statement that it becomes.

use super::{HistoryError, words};
use mudbrick_model::{ExchangeId, Method, ProfileId, Timestamp};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// What to list. The default is everything, the newest hundred. Whatever is given has to fit.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only this profile's.
    pub profile: Option<ProfileId>,
    /// Only those of one of these profiles; none of no profile.
    pub profiles: Option<Vec<ProfileId>>,
    /// Only those of one of these hosts; none of no host.
    pub hosts: Option<Vec<String>>,
    /// Only these methods; empty for all.
    pub methods: Vec<Method>,
    /// Only outcomes that are one of these; empty for all.
    pub statuses: Vec<StatusFilter>,
    /// Only those that were sent at this instant or later.
    pub since: Option<Timestamp>,
    /// Only those that were sent before this instant.
    pub until: Option<Timestamp>,
    /// Only those whose request's name has this in it, from the beginning of a word on.
    pub name: Option<String>,
    /// Only those that took so many milliseconds.
    pub took_ms: Option<RangeInclusive<f64>>,
    /// Only those whose answer has so many bytes.
    pub body_bytes: Option<RangeInclusive<u64>>,
    /// Only those with all of these marks.
    pub only: Vec<Mark>,
    /// Only those in which every one of these words begins a word of the name, URL, headers, bodies or note; empty for all.
    pub text: String,
    /// Only those in which each of these stands, word for word.
    pub phrases: Vec<String>,
    /// Only those before this one, for the next page.
    pub before: Option<ExchangeId>,
    /// At most so many.
    pub limit: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            profile: None,
            profiles: None,
            hosts: None,
            methods: Vec::new(),
            statuses: Vec::new(),
            since: None,
            until: None,
            name: None,
            took_ms: None,
            body_bytes: None,
            only: Vec::new(),
            text: String::new(),
            phrases: Vec::new(),
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
    /// Statuses that begin with this digit.
    Class(u8),
    /// No answer at all.
    Unanswered,
}

/// What an exchange is besides its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Its method may change something.
    Write,
    /// A person keeps it.
    Pinned,
    /// A person wrote a note on it.
    Noted,
}

/// As the indexes of the schema have them, word for word: SQLite uses a partial index only for the same condition.
const FAILED: &str = "(status IS NULL OR status >= 400)";
const WRITES: &str = "method NOT IN ('GET', 'HEAD', 'OPTIONS')";

/// Conditions on `exchanges`, and their values in the order in which they stand.
#[derive(Default)]
pub(super) struct Conditions {
    sql: String,
    pub(super) values: Vec<Value>,
    /// Only exchanges from this number on.
    pub(super) from: i64,
    /// Only exchanges below this number.
    pub(super) below: i64,
}

impl Conditions {
    /// None when nothing can fit.
    pub(super) fn of(
        connection: &Connection,
        filter: &Filter,
    ) -> Result<Option<Self>, HistoryError> {
        let is_one_of_none = filter.profiles.as_ref().is_some_and(Vec::is_empty)
            || filter.hosts.as_ref().is_some_and(Vec::is_empty);
        let before = filter.before.map_or(i64::MAX, |before| before.0);
        let mut all = Self { from: i64::MIN, below: before, ..Self::default() };
        if is_one_of_none || !all.bound_by_time(connection, filter)? {
            return Ok(None);
        }
        // The first of them that has an index is what SQLite goes by; the plus keeps it from going by another. From the
        // one that few exchanges fit to the one that most do.
        let mut go_by = true;
        let mut plus = || if std::mem::take(&mut go_by) { "" } else { "+" };
        for mark in &filter.only {
            match mark {
                Mark::Pinned => all.and("pinned", []),
                Mark::Noted => all.and("note IS NOT NULL", []),
                Mark::Write => all.and(WRITES, []),
            }
            plus();
        }
        all.and_statuses(&filter.statuses, &mut plus);
        if let Some(profile) = &filter.profile {
            all.and_one_of("profile", &[profile.as_str()], &mut plus);
        }
        if let Some(profiles) = &filter.profiles {
            let profiles: Vec<&str> = profiles.iter().map(ProfileId::as_str).collect();
            all.and_one_of("profile", &profiles, &mut plus);
        }
        if let Some(hosts) = &filter.hosts {
            let hosts: Vec<String> = hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
            all.and_one_of("host", &hosts, &mut plus);
        }
        if !filter.methods.is_empty() {
            let methods: Vec<&str> = filter.methods.iter().map(|it| it.as_str()).collect();
            all.and_one_of("+method", &methods, &mut || "");
        }
        if let Some(name) = &filter.name {
            all.and("name LIKE ? ESCAPE '\\'", [containing(name).into()]);
        }
        if let Some(took) = &filter.took_ms {
            all.and("total_ms BETWEEN ? AND ?", [(*took.start()).into(), (*took.end()).into()]);
        }
        if let Some(bytes) = &filter.body_bytes {
            let signed = |bytes: u64| Value::from(i64::try_from(bytes).unwrap_or(i64::MAX));
            all.and("body_bytes BETWEEN ? AND ?", [signed(*bytes.start()), signed(*bytes.end())]);
        }
        Ok(Some(all))
    }

    /// ` AND …`, or nothing.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    fn and<const N: usize>(&mut self, condition: &str, values: [Value; N]) {
        // Writing to a String does not fail.
        let _ = write!(self.sql, " AND {condition}");
        self.values.extend(values);
    }

    /// One value is looked up in its index, which has the exchanges in their order; of several, none has.
    fn and_one_of<S: AsRef<str>>(
        &mut self,
        column: &str,
        values: &[S],
        plus: &mut dyn FnMut() -> &'static str,
    ) {
        let values: Vec<Value> = values.iter().map(|it| it.as_ref().to_owned().into()).collect();
        let plus = if values.len() == 1 { plus() } else { "+" };
        let places = vec!["?"; values.len()].join(", ");
        let _ = write!(self.sql, " AND {plus}{column} IN ({places})");
        self.values.extend(values);
    }

    fn and_statuses(&mut self, statuses: &[StatusFilter], plus: &mut dyn FnMut() -> &'static str) {
        if let [StatusFilter::Exactly(status)] = statuses {
            let plus = plus();
            return self.and(&format!("{plus}status = ?"), [i64::from(*status).into()]);
        }
        let is_failure = |status: &StatusFilter| match *status {
            StatusFilter::Failed | StatusFilter::Unanswered => true,
            StatusFilter::Succeeded => false,
            StatusFilter::Exactly(status) => status >= 400,
            StatusFilter::Class(digit) => digit >= 4,
        };
        if statuses.is_empty() {
            return;
        }
        if statuses.iter().all(is_failure) {
            self.and(FAILED, []);
            plus();
        }
        let mut either = Vec::new();
        for status in statuses {
            either.push(match *status {
                StatusFilter::Succeeded => "+status < 400".to_owned(),
                StatusFilter::Failed => FAILED.to_owned(),
                StatusFilter::Exactly(status) => format!("+status = {status}"),
                StatusFilter::Class(digit) => {
                    let first = u16::from(digit) * 100;
                    format!("+status BETWEEN {first} AND {}", first + 99)
                }
                StatusFilter::Unanswered => "+status IS NULL".to_owned(),
            });
        }
        self.and(&format!("({})", either.join(" OR ")), []);
    }

    /// Goes by the parts in which anything was sent at that time. Whether anything can fit.
    fn bound_by_time(
        &mut self,
        connection: &Connection,
        filter: &Filter,
    ) -> Result<bool, HistoryError> {
        if filter.since.is_none() && filter.until.is_none() {
            return Ok(true);
        }
        let since = filter.since.map_or(i64::MIN, |since| since.0);
        let until = filter.until.map_or(i64::MAX, |until| until.0);
        self.and("+started_at >= ? AND +started_at < ?", [since.into(), until.into()]);
        let (first, last): (Option<i64>, Option<i64>) = connection.query_row(
            "SELECT min(part), max(part) FROM parts WHERE latest >= ?1 AND earliest < ?2",
            [since, until],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let (Some(first), Some(last)) = (first, last) else { return Ok(false) };
        self.from = words::numbers(first).0;
        self.below = self.below.min(words::numbers(last).1);
        Ok(true)
    }
}

/// A pattern for `LIKE`, which knows upper and lower case of ASCII alone.
fn containing(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    format!("%{escaped}%")
}
