//! Taking out what is not to be kept any more.

use super::{HistoryError, body};
use mudbrick_model::Timestamp;
use mudbrick_vault::files;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::fs;
use std::path::Path;

/// How much of the history [`History::prune`](super::History::prune) keeps.
#[derive(Debug, Clone, Copy)]
pub struct Keep {
    /// At most so many exchanges, the newest.
    pub newest: u32,
    /// None from before this instant.
    pub since: Timestamp,
    /// At most so many bytes, the newest exchanges', with what was sent and answered.
    pub bytes: u64,
}

impl Keep {
    /// Keeps everything.
    pub const EVERYTHING: Self =
        Self { newest: u32::MAX, since: Timestamp(i64::MIN), bytes: u64::MAX };
}

/// How many exchanges are removed at once.
pub(super) const PIECE: usize = 500;

/// The exchanges that are not to be kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beyond {
    /// Those from before this instant, in milliseconds.
    before: i64,
    /// And those up to this number.
    up_to: i64,
}

const BEYOND: &str = "started_at < ?1 OR id <= ?2";

impl Beyond {
    pub(super) fn of(
        connection: &Connection,
        bodies: &Path,
        keep: Keep,
    ) -> Result<Self, HistoryError> {
        let by_number: Option<i64> = connection
            .query_row(
                "SELECT id FROM exchanges ORDER BY id DESC LIMIT 1 OFFSET ?1",
                [keep.newest],
                |row| row.get(0),
            )
            .optional()?;
        let by_size = match keep.bytes {
            u64::MAX => None,
            bytes => first_beyond(connection, bodies, bytes)?,
        };
        // Numbers begin with 1.
        Ok(Self { before: keep.since.0, up_to: by_number.max(by_size).unwrap_or(0) })
    }

    pub(super) fn count(self, connection: &Connection) -> Result<usize, HistoryError> {
        let sql = format!("SELECT count(*) FROM exchanges WHERE {BEYOND}");
        let count: u32 =
            connection.query_row(&sql, params![self.before, self.up_to], |row| row.get(0))?;
        Ok(count as usize)
    }

    /// Removes some, with what the index has of them; fewer than [`PIECE`] are the last.
    pub(super) fn remove_piece(self, connection: &mut Connection) -> Result<usize, HistoryError> {
        let transaction = connection.transaction()?;
        let some = format!("SELECT id FROM exchanges WHERE {BEYOND} ORDER BY id LIMIT {PIECE}");
        let beyond = params![self.before, self.up_to];
        transaction.execute(&format!("DELETE FROM search WHERE rowid IN ({some})"), beyond)?;
        let removed =
            transaction.execute(&format!("DELETE FROM exchanges WHERE id IN ({some})"), beyond)?;
        transaction.commit()?;
        Ok(removed)
    }
}

/// The newest exchange that has no room any more when all newer ones are kept.
fn first_beyond(
    connection: &Connection,
    bodies: &Path,
    bytes: u64,
) -> Result<Option<i64>, HistoryError> {
    // Lengths are in the rows' heads; no text and no body is read for them.
    let mut statement = connection.prepare(
        "SELECT id, octet_length(exchange) + coalesce(octet_length(body), 0), body IS NULL \
         FROM exchanges ORDER BY id DESC",
    )?;
    let mut rows = statement.query([])?;
    let mut left = bytes;
    while let Some(row) = rows.next()? {
        let (id, in_row, in_file): (i64, i64, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let in_row = u64::try_from(in_row).unwrap_or(0);
        let file = || fs::metadata(body::path(bodies, id)).map_or(0, |found| found.len());
        let size = in_row.saturating_add(if in_file { file() } else { 0 });
        match left.checked_sub(size) {
            Some(rest) => left = rest,
            None => return Ok(Some(id)),
        }
    }
    Ok(None)
}

/// Removes the body files whose exchange is gone. Whoever records an exchange puts its body's file in place before the row can be
/// seen, so nobody may be recording meanwhile, in whatever process: this has the database's one write lock.
pub(super) fn remove_orphans(
    connection: &mut Connection,
    bodies: &Path,
) -> Result<(), HistoryError> {
    let Ok(entries) = fs::read_dir(bodies) else { return Ok(()) };
    let alone = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut statement = alone.prepare("SELECT 1 FROM exchanges WHERE id = ?1")?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(".body")?.parse::<i64>().ok());
        if let Some(id) = id
            && !statement.exists([id])?
        {
            files::remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_vault::files::Mode;
    use std::time::Duration;

    #[test]
    fn the_body_of_an_exchange_that_is_being_recorded_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("x.db")).unwrap();
        let (mut recording, mut pruning) = (open(), open());
        pruning.busy_timeout(Duration::ZERO).unwrap();
        recording
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE exchanges (id INTEGER)")
            .unwrap();
        let under_way = recording.transaction().unwrap();
        under_way.execute("INSERT INTO exchanges VALUES (1)", []).unwrap();
        let place = body::path(folder.path(), 1);
        files::save(&place, b"body", Mode::Private).unwrap();
        assert!(remove_orphans(&mut pruning, folder.path()).is_err(), "it waits for its turn");
        assert!(place.exists());
        under_way.commit().unwrap();
        remove_orphans(&mut pruning, folder.path()).unwrap();
        assert!(place.exists());
        recording.execute("DELETE FROM exchanges", []).unwrap();
        remove_orphans(&mut pruning, folder.path()).unwrap();
        assert!(!place.exists());
    }
}
