//! curl for the prompt of Windows' `cmd`, which has two readers: `cmd` itself fills `%NAME%` and takes carets away, and the
//! program's own start splits what is left into arguments (Microsoft, "Parsing C command-line arguments"). No quotation mark
//! is left for `cmd` to see, so that nothing it does inside quotations can matter.

use super::command;
use super::message::{Message, Part, Text};
use super::note::{CodeNote, Notes};

/// The longest command line of `cmd` (Microsoft, "Command prompt line string limitation").
const LONGEST: usize = 8191;

pub(super) fn curl(message: &Message, profile: &str, notes: &mut Notes) -> String {
    let lines = command::curl("curl", message, notes);
    let command = lines.written(" ^\n  ", quoted);
    if lines.texts().any(|text| text.contains(|c| c == '\r')) {
        notes.add(CodeNote::CarriageReturns);
    }
    if lines.texts().any(|text| text.contains(|c| c == '\0')) {
        notes.add(CodeNote::Nul);
    }
    if message.has_token() || lines.texts().any(|text| text.contains(|c| c == '%')) {
        notes.add(CodeNote::PercentSigns);
    }
    let length = command.chars().count();
    if length > LONGEST {
        notes.add(CodeNote::TooLong { shell: "cmd", length, most: LONGEST });
    }
    match message.has_token() {
        // `cmd` has no other way to put a program's output into a command.
        true => format!(
            "for /f \"delims=\" %T in ('mudbrick token {profile}') do @set \"ACCESS_TOKEN=%T\"\n{command}"
        ),
        false => command,
    }
}

/// One argument.
fn quoted(text: &Text) -> String {
    let mut word = String::new();
    // Backslashes count only before a quotation mark, where each stands for half of one.
    let mut backslashes = 0;
    let mut guarded = false;
    for part in &text.0 {
        let plain = match part {
            Part::Plain(plain) => plain,
            Part::Token => {
                word.push_str("%ACCESS_TOKEN%");
                (backslashes, guarded) = (0, false);
                continue;
            }
            Part::Secret(name) => {
                word.push_str(&format!("%{name}%"));
                (backslashes, guarded) = (0, false);
                continue;
            }
        };
        for character in plain.chars() {
            match character {
                '\\' => backslashes += 1,
                '"' => {
                    word.push_str(&"^\\".repeat(backslashes + 1));
                    backslashes = 0;
                }
                _ => backslashes = 0,
            }
            // A caret behind a percent sign: no variable's name begins with one, so nothing is filled in.
            let plain = character.is_ascii_alphanumeric() || !character.is_ascii();
            match character {
                '\n' => word.push_str("^\n\n"),
                // What `cmd` would leave out anyhow, and what no command can hold.
                '\r' | '\0' => continue,
                _ if (plain || character == ' ') && !guarded => word.push(character),
                _ => word.extend(['^', character]),
            }
            guarded = character == '%';
        }
    }
    word.push_str(&"^\\".repeat(backslashes));
    format!("^\"{word}^\"")
}
