//! What a new version of the database needs of the exchanges that an older one recorded.

use super::{HistoryError, body, words};
use mudbrick_model::Exchange;
use rusqlite::{Transaction, params};
use std::path::Path;

/// Measures every exchange and indexes its words anew. One that cannot be understood is listed as before, and found by its
/// name and URL.
pub(super) fn index_all(transaction: &Transaction<'_>, bodies: &Path) -> Result<(), HistoryError> {
    let mut all = transaction.prepare(
        "SELECT id, name, url, exchange, body, started_at FROM exchanges JOIN contents USING (id) ORDER BY id",
    )?;
    let mut measured = transaction.prepare("UPDATE exchanges SET kept_bytes = ?2 WHERE id = ?1")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (id, json, body): (i64, String, Option<Vec<u8>>) =
            (row.get(0)?, row.get(3)?, row.get(4)?);
        let in_file = match &body {
            Some(body) => body.len() as u64,
            None => body::file_length(bodies, id),
        };
        let bytes = body::kept_bytes(&json, in_file);
        let beginning = body::beginning_of(body, bodies, id);
        let text = match serde_json::from_str::<Exchange>(&json) {
            Ok(exchange) => words::indexed(&exchange, &beginning, None),
            Err(_) => format!("{}\n{}", row.get::<_, String>(1)?, row.get::<_, String>(2)?),
        };
        measured.execute(params![id, bytes])?;
        words::add(transaction, id, &text, bytes, row.get(5)?)?;
    }
    Ok(())
}
