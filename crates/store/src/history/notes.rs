//! What a person adds to an exchange: a note, and that it is kept.

use super::{History, HistoryError, body, words};
use mudbrick_model::{Exchange, ExchangeId, NewSecret};
use rusqlite::{OptionalExtension, params};

impl History {
    /// What a person added to an exchange: the note, and whether it is pinned.
    ///
    /// # Errors
    /// [`HistoryError::NotFound`], or the database cannot be read.
    pub fn notes(&self, id: ExchangeId) -> Result<(Option<String>, Pinned), HistoryError> {
        self.database.with(|connection| {
            let found = connection
                .prepare_cached("SELECT note, pinned FROM exchanges WHERE id = ?1")?
                .query_row([id.0], |row| {
                    Ok((row.get(0)?, if row.get(1)? { Pinned::Yes } else { Pinned::No }))
                })
                .optional()?;
            found.ok_or(HistoryError::NotFound { id })
        })
    }

    /// Writes a note on an exchange, in place of the one before; none takes it away. It is found by its words.
    ///
    /// # Errors
    /// [`HistoryError::NotFound`], a newer Mudbrick wrote the history, or the disk refuses.
    pub fn set_note(&self, id: ExchangeId, note: Option<&str>) -> Result<(), HistoryError> {
        self.database.write(|connection| {
            let transaction = connection.transaction()?;
            let changed = transaction
                .execute("UPDATE exchanges SET note = ?2 WHERE id = ?1", params![id.0, note])?;
            if changed == 0 {
                return Err(HistoryError::NotFound { id });
            }
            let (json, small): (String, Option<Vec<u8>>) = transaction
                .query_row("SELECT exchange, body FROM contents WHERE id = ?1", [id.0], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?
                .ok_or(HistoryError::NotFound { id })?;
            let exchange: Exchange = serde_json::from_str(&json).map_err(HistoryError::Encoding)?;
            // The index keeps no text, so that all of the exchange's is given to it again.
            let beginning = body::beginning_of(small, &self.bodies, id.0);
            let words = words::indexed(&exchange, &beginning, note);
            words::index_again(&transaction, id.0, &words)?;
            Ok(transaction.commit()?)
        })
    }

    /// Says in place of what was said before where the new client secret of an answer is.
    ///
    /// # Errors
    /// As [`History::set_note`].
    pub fn set_new_secret(&self, id: ExchangeId, new: &NewSecret) -> Result<(), HistoryError> {
        self.database.write(|connection| {
            let transaction = connection.transaction()?;
            let json: String = transaction
                .query_row("SELECT exchange FROM contents WHERE id = ?1", [id.0], |row| row.get(0))
                .optional()?
                .ok_or(HistoryError::NotFound { id })?;
            let mut exchange: Exchange =
                serde_json::from_str(&json).map_err(HistoryError::Encoding)?;
            exchange.new_secret = Some(new.clone());
            let json = serde_json::to_string(&exchange).map_err(HistoryError::Encoding)?;
            transaction
                .execute("UPDATE contents SET exchange = ?2 WHERE id = ?1", params![id.0, json])?;
            Ok(transaction.commit()?)
        })
    }

    /// Has an exchange kept whatever its age and size, or no longer.
    ///
    /// # Errors
    /// As [`History::set_note`].
    pub fn set_pinned(&self, id: ExchangeId, pinned: Pinned) -> Result<(), HistoryError> {
        self.database.write(|connection| {
            let pinned = pinned == Pinned::Yes;
            match connection
                .execute("UPDATE exchanges SET pinned = ?2 WHERE id = ?1", params![id.0, pinned])?
            {
                0 => Err(HistoryError::NotFound { id }),
                _ => Ok(()),
            }
        })
    }
}

/// Whether a person keeps an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pinned {
    /// It is never pruned.
    Yes,
    /// It goes with its age.
    No,
}
