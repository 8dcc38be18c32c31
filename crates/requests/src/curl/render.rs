//! Writing a curl command.

use crate::fill::{Filled, FilledText, Piece};
use mudbrick_model::Method;
use mudbrick_vault::SecretText;

/// Whether secrets stand in a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Shell variables in their place, `$ACCESS_TOKEN`: safe to share, and runs once the variables are exported.
    Redacted,
    /// As they are, because the person asked for it.
    Real,
}

/// A command for a POSIX shell that sends what Mudbrick would send. It is a secret with [`Show::Real`].
pub fn render_curl(filled: &Filled, show: Show) -> SecretText {
    let mut arguments: Vec<String> = Vec::new();
    let url = filled.url.shown();
    let mut command = "curl".to_owned();
    // Braces and brackets are patterns to curl.
    if url.contains(['[', ']', '{', '}']) {
        command.push_str(" -g");
    }
    let method = filled.method;
    let implied = if filled.body.is_some() { Method::Post } else { Method::Get };
    if method == Method::Head && filled.body.is_none() {
        command.push_str(" --head");
    } else if method != implied {
        command.push_str(&format!(" -X {method}"));
    }
    command.push(' ');
    command.push_str(&quoted(&filled.url, "", show));
    for (name, value) in &filled.headers {
        let empty = value.pieces().is_empty();
        // curl drops a header without a value unless it ends in a semicolon.
        let begin = if empty { format!("{name};") } else { format!("{name}: ") };
        arguments.push(format!("-H {}", quoted(value, &begin, show)));
    }
    if let Some(body) = &filled.body {
        if filled.header("content-type").is_none() {
            // Otherwise curl would call it a form.
            arguments.push("-H 'Content-Type:'".to_owned());
        }
        arguments.push(format!("--data-raw {}", quoted(body, "", show)));
    }
    for argument in arguments {
        command.push_str(" \\\n  ");
        command.push_str(&argument);
    }
    SecretText::new(command)
}

/// One word of a command.
fn quoted(text: &FilledText, begin: &str, show: Show) -> String {
    if show == Show::Real || !text.is_secret() {
        return single(&format!("{begin}{}", text.expose().expose()));
    }
    let mut word = format!("\"{}", inside_double(begin));
    for piece in text.pieces() {
        match piece {
            Piece::Literal(text)
            | Piece::Value { text, .. }
            | Piece::Unset { written: text, .. }
            | Piece::File { written: text, .. } => {
                word.push_str(&inside_double(text));
            }
            Piece::Secret { name, .. } => word.push_str(&format!("${{{}}}", shell_name(name))),
        }
    }
    word.push('"');
    word
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Text between double quotation marks. An exclamation mark would call up the shell's history even there.
fn inside_double(text: &str) -> String {
    let mut inside = String::new();
    for character in text.chars() {
        match character {
            '"' | '\\' | '$' | '`' => inside.extend(['\\', character]),
            '!' => inside.push_str("\"'!'\""),
            other => inside.push(other),
        }
    }
    inside
}

/// A variable's name as a shell can have it.
pub fn shell_name(name: &str) -> String {
    let part = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = name.chars().map(part).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}
