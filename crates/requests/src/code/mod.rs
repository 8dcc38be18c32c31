//! A filled request as code that sends the same: curl for three shells, HTTPie, `Invoke-RestMethod`, Python, JavaScript, Java,
//! C#. Reading such code is left to `paste`.
//!
//! ```text
//! Filled ─message─▶ Message ─┬─command─▶ bash, cmd, PowerShell, HTTPie
//!                            └─expression─▶ Python, JavaScript, Java, C#
//! ```
//!
//! Unless the person asks for the real one, the token is what `mudbrick token` prints when the code runs, and every other
//! secret is an environment variable.

mod aepp;
mod body;
mod cmd;
mod command;
mod csharp;
mod expression;
mod headers;
mod httpie;
mod java;
mod javascript;
mod message;
mod normal;
mod note;
mod owner;
mod posix;
mod powershell;
mod python;

pub use body::LongBody;
pub use headers::{HeaderCode, write_headers};
pub use note::{CodeError, CodeNote};
pub use owner::{CodeFor, OauthClient, Show};

use crate::fill::Filled;
use body::BodyFile;
use message::Message;
use mudbrick_model::CodeLanguage;
use mudbrick_vault::SecretText;
use note::Notes;

/// A request as code.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code, without a line end behind it. It is a secret with [`Show::Real`].
    pub text: SecretText,
    /// What differs from what Mudbrick sends, and what one has to know before running it.
    pub notes: Vec<CodeNote>,
}

/// Writes a request. Every text that a person typed goes through `masked` first, which takes secrets out of it that were
/// typed there; with [`Show::Real`] nothing does.
pub fn write_code(
    filled: &Filled,
    language: CodeLanguage,
    owner: &CodeFor<'_>,
    (show, long): (Show, LongBody),
    masked: &dyn Fn(&str) -> String,
) -> Result<Code, CodeError> {
    let mut notes = Notes::default();
    let file = filled.body.as_ref().and_then(|body| BodyFile::of(body, language, long));
    let head = file.as_ref().map(|file| comment(&file.note(), language)).unwrap_or_default();
    let message = Message::of(filled, file, show, masked, &mut notes);
    let profile = owner.profile.as_str();
    let text = match language {
        CodeLanguage::Bash => posix::curl(&message, profile, &mut notes),
        CodeLanguage::Cmd => cmd::curl(&message, profile, &mut notes),
        CodeLanguage::Powershell => powershell::curl(&message, profile, &mut notes),
        CodeLanguage::InvokeRestMethod => powershell::invoke(&message, profile, &mut notes),
        CodeLanguage::Httpie => httpie::write(&message, profile, &mut notes),
        CodeLanguage::Python => python::write(&message, profile, &mut notes),
        CodeLanguage::Aepp => aepp::write(&message, owner, &mut notes)?,
        CodeLanguage::Javascript => javascript::write(&message, profile, &mut notes),
        CodeLanguage::Java => java::write(&message, profile, &mut notes),
        CodeLanguage::Csharp => csharp::write(&message, profile, &mut notes),
    };
    Ok(Code { text: SecretText::new(head + &text), notes: notes.0 })
}

/// A line that says in the code itself what it needs: whoever copies it with the token in it sees no notes.
fn comment(note: &CodeNote, language: CodeLanguage) -> String {
    let mark = match language {
        CodeLanguage::Cmd => "rem",
        CodeLanguage::Javascript | CodeLanguage::Java | CodeLanguage::Csharp => "//",
        _ => "#",
    };
    format!("{mark} Before you run this: {note}\n")
}

#[cfg(test)]
mod tests;
