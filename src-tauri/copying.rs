//! Puts secrets on the clipboard, whoever asked: the window's page, the quick window's, or the tray. No page sees them.

use crate::clipboard::CLEARS_AFTER;
use crate::shell::Shell;
use crate::view::Copied;
use mudbrick_engine::view::TokenForm;
use mudbrick_engine::{Job, SecretText};
use mudbrick_model::{Problem, ProfileId, Timestamp};

/// A profile's token, in the form it is wanted in.
pub(crate) async fn copy_token(
    shell: &Shell,
    job: &Job,
    id: &ProfileId,
    form: TokenForm,
) -> Result<Copied, Problem> {
    let token = job.unless_stopped(shell.engine.tokens().text(id, form)).await?;
    copy(shell, token.value, token.title, token.expires_at)
}

/// A secret, which goes from the clipboard by itself.
pub(crate) fn copy(
    shell: &Shell,
    secret: SecretText,
    what: String,
    expires_at: Option<Timestamp>,
) -> Result<Copied, Problem> {
    shell.clipboard.copy(secret, shell.clock.now())?;
    let clears_in_s = u32::try_from(CLEARS_AFTER.as_secs()).unwrap_or(u32::MAX);
    Ok(Copied { what, expires_at, clears_in_s })
}
