//! Asking the person at the terminal: yes or no, and passphrases, which are not shown while they are typed.

#[cfg(unix)]
mod hidden;
#[cfg(not(unix))]
#[path = "console.rs"]
mod hidden;

use crate::input;
use crate::output::{question, visible};
use hidden::Typed;
use mudbrick_engine::SecretText;
use mudbrick_engine::view::PromptView;
use mudbrick_model::{ErrorCode, Problem};
use std::io::{BufRead, IsTerminal};
use std::path::Path;

/// Whether there is somebody to ask.
#[allow(clippy::disallowed_methods, reason = "nothing is printed here")]
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Yes, or anything else for no.
pub(crate) fn agrees(what: &str) -> bool {
    question(&format!("{what} [y/N] "));
    let mut answer = String::new();
    // An input that ends or cannot be read has not said yes.
    let _ = std::io::stdin().lock().read_line(&mut answer);
    matches!(answer.trim(), "y" | "Y" | "yes")
}

/// A line that is shown while it is typed; none when the input ends.
pub(crate) fn line(what: &str) -> Option<String> {
    question(&format!("{}: ", visible::line(what)));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer).ok()?;
    (read > 0).then(|| answer.trim_end_matches(['\r', '\n']).to_owned())
}

/// What a request's file asks for; none when nothing was typed.
pub(crate) fn prompt(prompt: &PromptView) -> Result<Option<String>, Problem> {
    let what = match &prompt.description {
        Some(what) => format!("{} ({what})", prompt.name),
        None => prompt.name.clone(),
    };
    match prompt.is_secret {
        true => Ok(passphrase(&what)?.map(|typed| typed.expose().clone())),
        false => Ok(line(&what)),
    }
}

/// A passphrase; none when nothing was typed.
pub(crate) fn passphrase(what: &str) -> Result<Option<SecretText>, Problem> {
    match hidden::line(&format!("{}: ", visible::line(what))) {
        Ok(Typed::Line(typed)) => Ok((!typed.expose().is_empty()).then_some(typed)),
        Ok(Typed::Stopped) => {
            Err(Problem::new(ErrorCode::Cancelled, "Stopped; nothing was changed."))
        }
        Err(error) => Err(Problem::new(
            ErrorCode::Internal,
            "The passphrase could not be read from the terminal.",
        )
        .detail(error.to_string())),
    }
}

/// A passphrase that something will be protected with: from a file, else typed twice.
pub(crate) fn new_passphrase(
    file: Option<&Path>,
    what: &str,
    option: &str,
) -> Result<SecretText, Problem> {
    if let Some(file) = file {
        return input::passphrase_from_file(file);
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
