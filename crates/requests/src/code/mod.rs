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
mod follower;
mod headers;
mod how;
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
pub use owner::{CodeFor, CodeSource, OauthClient, Show};

use crate::variables::Source;
use body::BodyFile;
use message::{Message, Text};
use mudbrick_model::CodeLanguage;
use mudbrick_vault::{Secret, SecretText};
use note::Notes;

/// A request as code.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code, without a line end behind it. It is a secret with [`Show::Real`].
    pub text: SecretText,
    /// What differs from what Mudbrick sends, and what one has to know before running it.
    pub notes: Vec<CodeNote>,
    /// The file that it reads the body from, which [`code_body`] has.
    pub body_file: Option<String>,
    /// Whether the profile's token is in it, or asked for when it runs.
    pub has_token: bool,
}

/// A body that code reads from a file.
#[derive(Debug, Clone)]
pub struct CodeBody {
    /// What the code calls the file.
    pub name: String,
    /// What is in it. It is a secret with [`Show::Real`].
    pub bytes: Secret<Vec<u8>>,
}

/// Writes a request. Every text that a person typed goes through `masked` first, which takes secrets out of it that were
/// typed there; with [`Show::Real`] nothing does.
pub fn write_code(
    source: &CodeSource<'_>,
    language: CodeLanguage,
    owner: &CodeFor<'_>,
    (show, long): (Show, LongBody),
    masked: &dyn Fn(&str) -> String,
) -> Result<Code, CodeError> {
    let mut notes = Notes::default();
    let file = BodyFile::of(source, language, (show, long));
    let saved = file.as_ref().filter(|file| file.is_of_code());
    let body_file = saved.map(|file| file.name.clone());
    let head = saved.map(|file| comment(&file.note(), language)).unwrap_or_default();
    let message = Message::of(source, file, show, masked, &mut notes);
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
    let mut uses = source.filled.uses.iter();
    let has_token = match language {
        CodeLanguage::Aepp => aepp::has_token(source.filled),
        _ => uses.any(|used| used.source == Some(Source::Token)),
    };
    Ok(Code { text: SecretText::new(head + &text), notes: notes.0, body_file, has_token })
}

/// The body that code of this language reads from a file; none where it stands in the code. `masked` as for [`write_code`].
pub fn code_body(
    source: &CodeSource<'_>,
    language: CodeLanguage,
    show: Show,
    masked: &dyn Fn(&str) -> String,
) -> Option<CodeBody> {
    let body = source.filled.body.as_ref()?;
    let file = BodyFile::of(source, language, (show, LongBody::InFile))?;
    let name = Some(file.name.clone()).filter(|_| file.is_of_code())?;
    let bytes = match show {
        Show::Real => body.expose_bytes(),
        Show::Redacted => Secret::new(Text::for_file(body, masked)),
    };
    Some(CodeBody { name, bytes })
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
