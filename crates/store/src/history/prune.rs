//! What is not to be kept any more: which exchanges that are, and taking exchanges out in pieces.

use super::{HistoryError, words};
use mudbrick_model::Timestamp;
use mudbrick_vault::files;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How much of the history [`History::prune`](super::History::prune) keeps. What a person pinned is kept in any case.
#[derive(Debug, Clone, Copy)]
pub struct Keep {
    /// At most so many exchanges, the newest.
    pub newest: u32,
    /// None from before this instant.
    pub since: Timestamp,
    /// At most so many bytes, the newest exchanges', with what was sent and answered. What is pinned counts first.
    pub bytes: u64,
}

impl Keep {
    /// Keeps everything.
    pub const EVERYTHING: Self =
        Self { newest: u32::MAX, since: Timestamp(i64::MIN), bytes: u64::MAX };
}

/// The exchanges that are not to be kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beyond {
    /// Those from before this instant, in milliseconds.
    before: i64,
    /// And those up to this number.
    up_to: i64,
}

impl Beyond {
    pub(super) fn of(connection: &Connection, keep: Keep) -> Result<Self, HistoryError> {
        let by_number: Option<i64> = connection
            .query_row(
                "SELECT id FROM exchanges ORDER BY id DESC LIMIT 1 OFFSET ?1",
                [keep.newest],
                |row| row.get(0),
            )
            .optional()?;
        let by_size = match keep.bytes {
            u64::MAX => None,
            bytes => first_beyond(connection, bytes)?,
        };
        // Numbers begin with 1.
        Ok(Self { before: keep.since.0, up_to: by_number.max(by_size).unwrap_or(0) })
    }

    pub(super) fn count(self, connection: &Connection) -> Result<usize, HistoryError> {
        let count = |sql: &str, values: &[i64]| {
            connection.query_row(sql, rusqlite::params_from_iter(values), |row| {
                row.get::<_, Option<i64>>(0).map(Option::unwrap_or_default)
            })
        };
        // Whole parts are known by their sums.
        let part = words::part_of(self.up_to);
        let (first, _) = words::numbers(part);
        let by_number = count("SELECT sum(exchanges) FROM parts WHERE part < ?1", &[part])?
            + count(
                "SELECT count(*) FROM exchanges WHERE id >= ?1 AND id <= ?2",
                &[first, self.up_to],
            )?
            - count("SELECT count(*) FROM exchanges WHERE pinned AND id <= ?1", &[self.up_to])?;
        let by_time = count(
            "SELECT count(*) FROM exchanges WHERE started_at < ?1 AND +id > ?2 AND NOT pinned",
            &[self.before, self.up_to],
        )?;
        Ok(usize::try_from(by_number + by_time).unwrap_or(0))
    }

    /// The next few to be removed.
    pub(super) fn next(self, connection: &Connection, most: u32) -> Result<Vec<i64>, HistoryError> {
        // Each by its own index: together they would be looked for among all that is kept.
        const BY_NUMBER: &str =
            "SELECT id FROM exchanges WHERE id <= ?1 AND NOT pinned ORDER BY id LIMIT ?2";
        const BY_TIME: &str = "SELECT id FROM exchanges WHERE started_at < ?1 AND NOT pinned ORDER BY started_at LIMIT ?2";
        for (sql, bound) in [(BY_NUMBER, self.up_to), (BY_TIME, self.before)] {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map(params![bound, most], |row| row.get(0))?;
            let ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
            if !ids.is_empty() {
                return Ok(ids);
            }
        }
        Ok(Vec::new())
    }
}

/// The newest exchange that has no room any more when all newer ones are kept.
fn first_beyond(connection: &Connection, bytes: u64) -> Result<Option<i64>, HistoryError> {
    let sum = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, Option<i64>>(0))
            .map(Option::unwrap_or_default)
    };
    let pinned = sum("SELECT sum(kept_bytes) FROM exchanges WHERE pinned")?;
    let mut left = i64::try_from(bytes).unwrap_or(i64::MAX).saturating_sub(pinned);
    let mut parts = connection.prepare("SELECT part, bytes FROM parts ORDER BY part DESC")?;
    let mut parts = parts.query([])?;
    while let Some(row) = parts.next()? {
        let (part, all): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (from, below) = words::numbers(part);
        // Pinned exchanges of the part are in its sum and were subtracted already: look closer then.
        let pinned: i64 = connection
            .prepare(
                "SELECT coalesce(sum(kept_bytes), 0) FROM exchanges WHERE pinned AND id >= ?1 AND id < ?2",
            )?
            .query_row([from, below], |row| row.get(0))?;
        let unpinned = all - pinned;
        if unpinned <= left {
            left -= unpinned;
            continue;
        }
        let mut statement = connection.prepare(
            "SELECT id, kept_bytes FROM exchanges WHERE id >= ?1 AND id < ?2 AND NOT pinned \
             ORDER BY id DESC",
        )?;
        let mut rows = statement.query([from, below])?;
        while let Some(row) = rows.next()? {
            left -= row.get::<_, i64>(1)?;
            if left < 0 {
                return Ok(Some(row.get(0)?));
            }
        }
    }
    Ok(None)
}

/// What came of a piece.
#[derive(Debug, Default)]
pub(super) struct Removed {
    pub(super) exchanges: usize,
    /// Those whose bodies are files, which can go now.
    pub(super) in_files: Vec<i64>,
    /// The parts of the index that have something to be taken out.
    pub(super) parts: Vec<i64>,
}

/// Takes exchanges out, all or none. What is gone already is passed over.
pub(super) fn remove(connection: &mut Connection, ids: &[i64]) -> Result<Removed, HistoryError> {
    let transaction = connection.transaction()?;
    let mut removed = Removed::default();
    let mut of_parts: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for id in ids {
        let bytes: Option<i64> = transaction
            .prepare("DELETE FROM exchanges WHERE id = ?1 RETURNING kept_bytes")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(bytes) = bytes else { continue };
        let is_in_file: Option<bool> = transaction
            .prepare("DELETE FROM contents WHERE id = ?1 RETURNING body IS NULL")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        words::forget(&transaction, *id)?;
        removed.exchanges += 1;
        removed.in_files.extend(is_in_file.is_some_and(|it| it).then_some(*id));
        let sums = of_parts.entry(words::part_of(*id)).or_default();
        *sums = (sums.0 + 1, sums.1 + bytes);
    }
    for (part, (exchanges, bytes)) in of_parts {
        words::subtract(&transaction, part, exchanges, bytes)?;
        removed.parts.push(part);
    }
    transaction.commit()?;
    Ok(removed)
}

/// Removes the body files that no exchange has. Whoever records an exchange puts its body's file in place before its row can
/// be seen: a number above every one that was ever used may be somebody's who is recording now.
pub(super) fn remove_orphans(connection: &Connection, bodies: &Path) -> Result<(), HistoryError> {
    // Listed first: a row that is added after the reading below begins has a file that is not in the list.
    let Ok(entries) = fs::read_dir(bodies) else { return Ok(()) };
    let entries: Vec<_> = entries.flatten().collect();
    let reading = connection.unchecked_transaction()?;
    let last: i64 = reading
        .query_row("SELECT seq FROM sqlite_sequence WHERE name = 'exchanges'", [], |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    let mut statement = reading.prepare("SELECT 1 FROM contents WHERE id = ?1 AND body IS NULL")?;
    for entry in entries {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(".body")?.parse::<i64>().ok());
        if let Some(id) = id
            && id <= last
            && !statement.exists([id])?
        {
            files::remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::body;
    use super::*;
    use mudbrick_vault::files::Mode;

    #[test]
    fn the_body_of_an_exchange_that_is_being_recorded_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("x.db")).unwrap();
        let (mut recording, pruning) = (open(), open());
        recording
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 CREATE TABLE exchanges (id INTEGER PRIMARY KEY AUTOINCREMENT);
                 CREATE TABLE contents (id INTEGER PRIMARY KEY, body BLOB)",
            )
            .unwrap();
        let places: Vec<_> = (1..=3).map(|id| body::path(folder.path(), id)).collect();
        let left = || places.iter().map(|path| path.exists()).collect::<Vec<_>>();
        let under_way = recording.transaction().unwrap();
        for (path, body) in places.iter().zip(["NULL", "NULL", "x'00'"]) {
            files::save(path, b"body", Mode::Private).unwrap();
            under_way
                .execute_batch(&format!(
                    "INSERT INTO exchanges DEFAULT VALUES;
                     INSERT INTO contents (body) VALUES ({body})"
                ))
                .unwrap();
        }
        remove_orphans(&pruning, folder.path()).unwrap();
        assert_eq!(left(), [true, true, true], "nobody can tell yet whose they are");
        under_way.commit().unwrap();
        remove_orphans(&pruning, folder.path()).unwrap();
        assert_eq!(left(), [true, true, false], "the last is in its row");
        recording
            .execute_batch("DELETE FROM exchanges WHERE id = 1; DELETE FROM contents WHERE id = 1")
            .unwrap();
        remove_orphans(&pruning, folder.path()).unwrap();
        assert_eq!(left(), [false, true, false]);
    }
}
