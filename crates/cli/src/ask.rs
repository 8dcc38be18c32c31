//! Asking the person at the terminal: yes or no, and passphrases, which are not shown while they are typed.

use crate::input;
use mudbrick_engine::{Secret, SecretText};
use mudbrick_model::{ErrorCode, Problem};
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

/// Whether there is somebody to ask.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Yes, or anything else for no.
pub(crate) fn agrees(question: &str) -> bool {
    let mut stderr = std::io::stderr();
    let _ = write!(stderr, "{question} [y/N] ");
    let _ = stderr.flush();
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    matches!(answer.trim(), "y" | "Y" | "yes")
}

/// A passphrase; none when nothing was typed.
pub(crate) fn passphrase(what: &str) -> Result<Option<SecretText>, Problem> {
    let typed = rpassword::prompt_password(format!("{what}: ")).map_err(|error| {
        Problem::new(ErrorCode::Internal, "The passphrase could not be read from the terminal.")
            .detail(error.to_string())
    })?;
    Ok((!typed.is_empty()).then(|| Secret::new(typed)))
}

/// A passphrase that something will be protected with: from a file, else typed twice.
pub(crate) fn new_passphrase(
    file: Option<&Path>,
    what: &str,
    option: &str,
) -> Result<SecretText, Problem> {
    if let Some(file) = file {
        return input::from_file(file);
    }
    if !can_ask() {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("{what} is needed, and nobody can be asked for it."),
        )
        .remedy(format!("Put it on the first line of a file and name that with {option}.")));
    }
    let first = passphrase(what)?.ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, "Nothing was typed; nothing was changed.")
    })?;
    let again = passphrase("Once more")?;
    if again.is_some_and(|again| again.expose() == first.expose()) {
        return Ok(first);
    }
    Err(Problem::new(ErrorCode::InvalidInput, "The two were not the same; nothing was changed."))
}
