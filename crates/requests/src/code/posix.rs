//! curl for POSIX shells: bash, zsh, dash (POSIX.1-2017, Shell Command Language, 2.2 Quoting).

use super::command;
use super::message::{Message, Part, Text};
use super::note::{CodeNote, Notes};

/// The longest argument that Linux gives a program (MAX_ARG_STRLEN of execve(2): 32 pages, with the NUL at its end).
const LONGEST_ARGUMENT: usize = 131_071;

pub(super) fn curl(message: &Message, profile: &str, notes: &mut Notes) -> String {
    let lines = command::curl("curl", message, notes);
    lines.texts().for_each(|text| limits(text, notes));
    lines.written(" \\\n  ", |text| quoted(text, profile))
}

/// Says what no argument can hold.
pub(super) fn limits(text: &Text, notes: &mut Notes) {
    let length = text.plains().map(str::len).sum();
    if length > LONGEST_ARGUMENT {
        notes.add(CodeNote::TooLong { shell: "Linux", length, most: LONGEST_ARGUMENT });
    }
    if text.contains(|c| c == '\0') {
        notes.add(CodeNote::Nul);
    }
}

/// One word of a command.
pub(super) fn quoted(text: &Text, profile: &str) -> String {
    if let Some(plain) = text.as_plain() {
        return format!("'{}'", plain.replace('\'', r"'\''"));
    }
    let mut word = "\"".to_owned();
    for part in &text.0 {
        match part {
            Part::Plain(text) => word.push_str(&inside_double(text)),
            Part::Token => word.push_str(&format!("$(mudbrick token {profile})")),
            Part::Secret(name) => word.push_str(&format!("${{{name}}}")),
        }
    }
    word.push('"');
    word
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
