//! A line typed at the Windows console without being shown.

use mudbrick_engine::{Secret, SecretText};
use std::io;

/// How a prompt ended.
pub(crate) enum Typed {
    Line(SecretText),
    /// Never here: the console keeps Ctrl+C to itself.
    #[allow(dead_code, reason = "the other systems have it")]
    Stopped,
}

/// Asks at the process's own console. `prompt` is shown as it is.
pub(crate) fn line(prompt: &str) -> io::Result<Typed> {
    rpassword::prompt_password(prompt).map(|typed| Typed::Line(Secret::new(typed)))
}
