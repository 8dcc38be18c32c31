//! The clipboard for secrets: kept out of clipboard histories, and cleared after a while if nobody copied over it.

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(target_os = "linux")]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use mudbrick_engine::SecretText;
use mudbrick_model::{ErrorCode, Problem};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a copied secret stays.
pub(crate) const CLEARS_AFTER: Duration = Duration::from_secs(60);

/// The system clipboard, opened at the first copy and kept open: on X11 its owner has to answer for what it holds.
#[derive(Default, Clone)]
pub(crate) struct Clipboard(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    system: Option<arboard::Clipboard>,
    /// Counts copies, so that an old copy's timer does not clear a newer one.
    copies: u64,
    ours: Option<SecretText>,
}

impl Clipboard {
    /// Puts a secret on the clipboard and clears it again after [`CLEARS_AFTER`].
    pub(crate) fn copy(&self, secret: SecretText) -> Result<(), Problem> {
        let copy = self.put(secret).map_err(|error| {
            Problem::new(ErrorCode::Internal, "The clipboard could not be written.")
                .remedy("Copy again; another program may be holding the clipboard.")
                .detail(error.to_string())
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

    /// Empties the clipboard if it still holds what was copied here.
    pub(crate) fn clear(&self) {
        let mut state = self.state();
        let Some(ours) = state.ours.take() else { return };
        let Some(system) = state.system.as_mut() else { return };
        if system.get_text().is_ok_and(|now| now == *ours.expose()) {
            // When it cannot be cleared there is nothing better to do than to leave it.
            let _ = system.clear();
        }
    }

    fn put(&self, secret: SecretText) -> Result<u64, arboard::Error> {
        let mut state = self.state();
        if state.system.is_none() {
            state.system = Some(arboard::Clipboard::new()?);
        }
        let Some(system) = state.system.as_mut() else {
            return Err(arboard::Error::ClipboardNotSupported);
        };
        system.set().exclude_from_history().text(secret.expose().as_str())?;
        state.ours = Some(secret);
        state.copies += 1;
        Ok(state.copies)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
