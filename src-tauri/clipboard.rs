//! Secrets on the clipboard: cleared after a while, and when the vault is locked, if nobody copied over them.

use crate::board::{Board, Content};
use mudbrick_engine::SecretText;
use mudbrick_model::{ErrorCode, Problem};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a copied secret stays.
pub(crate) const CLEARS_AFTER: Duration = Duration::from_secs(60);

/// A clipboard, and what was put on it here.
#[derive(Clone)]
pub(crate) struct Clipboard(Arc<Mutex<State>>);

struct State {
    board: Box<dyn Board>,
    /// Counts copies, so that an old copy's timer does not clear a newer one.
    copies: u64,
    ours: Option<SecretText>,
}

impl Clipboard {
    pub(crate) fn over(board: Box<dyn Board>) -> Self {
        Self(Arc::new(Mutex::new(State { board, copies: 0, ours: None })))
    }

    /// Puts a secret on the clipboard and clears it again after [`CLEARS_AFTER`].
    pub(crate) fn copy(&self, secret: SecretText) -> Result<(), Problem> {
        let copy = self.put(secret).map_err(|error| {
            Problem::new(ErrorCode::Internal, "The clipboard could not be written.")
                .remedy("Copy again; another program may be holding the clipboard.")
                .detail(error)
        })?;
        let clipboard = self.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(CLEARS_AFTER).await;
            if clipboard.state().copies == copy {
                clipboard.clear();
            }
        });
        Ok(())
    }

    /// What is on the clipboard, whoever put it there.
    pub(crate) fn content(&self) -> Result<Content, Problem> {
        self.state().board.content().map_err(|error| {
            Problem::new(ErrorCode::Internal, "The clipboard could not be read.")
                .remedy("Copy it again, or save it as a file and open that.")
                .detail(error)
        })
    }

    /// Empties the clipboard if it still holds what was copied here.
    pub(crate) fn clear(&self) {
        let mut state = self.state();
        let Some(ours) = state.ours.take() else { return };
        if matches!(state.board.content(), Ok(Content::Text(now)) if now.expose() == ours.expose())
        {
            // When it cannot be cleared there is nothing better to do than to leave it.
            let _ = state.board.clear();
        }
        state.board.close();
    }

    fn put(&self, secret: SecretText) -> Result<u64, String> {
        let mut state = self.state();
        state.board.put_secret(&secret)?;
        state.ours = Some(secret);
        state.copies += 1;
        Ok(state.copies)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
