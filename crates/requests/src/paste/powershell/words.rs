//! The words of a program's command line as PowerShell writes it, such as `curl.exe …`.

use super::reader::Reader;
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::remark::Remarks;
use crate::paste::word::{Command, Word};

/// The words of a program's command line, such as `curl.exe …`, that begins at byte `from`.
pub(in crate::paste) fn command(text: &str, from: usize, remarks: &mut Remarks) -> Command {
    // As Mudbrick's own code says.
    let keeps_marks = text[..from].contains("PowerShell 7.3");
    let mut reader = Reader::new(text, remarks);
    reader.assignments(from);
    reader.go_to(from);
    let mut words = Vec::new();
    loop {
        reader.skip_blanks();
        if reader.ends_command() {
            return Command { words, input: None, end: reader.cursor.at };
        }
        let at = reader.cursor.at;
        let mut word = String::new();
        while !reader.ends_command() && !reader.cursor.rest().starts_with(char::is_whitespace) {
            let before = reader.cursor.at;
            let rest = reader.cursor.rest();
            let part = if rest.starts_with('"')
                || rest.starts_with('\'')
                || rest.starts_with("@\"")
                || rest.starts_with("@'")
            {
                match reader.term(0) {
                    Ok(value) => value.into_text(),
                    Err(_) => {
                        let mark = rest.chars().next().unwrap_or('"');
                        reader.remarks.doubt(before, DoubtKind::Unclosed { mark });
                        let line = rest.lines().next().unwrap_or_default();
                        reader.cursor.at = before + line.len();
                        line[1..].to_owned()
                    }
                }
            } else if rest.starts_with('`') && rest[1..].starts_with(['\r', '\n']) {
                break;
            } else {
                let mut text = String::new();
                match reader.cursor.next() {
                    Some('$') => reader.interpolated(&mut text),
                    Some('`') => reader.escape(&mut text),
                    Some(other) => text.push(other),
                    None => break,
                }
                text
            };
            word.push_str(&part);
        }
        let text = if keeps_marks { word } else { without_backslashes(word) };
        words.push(Word { text, at });
    }
}

/// What the program's own start makes of an argument that Windows PowerShell hands on, where every quotation mark needs a
/// backslash. Newer ones add the backslashes by themselves, and a text with a bare mark was written for them.
fn without_backslashes(word: String) -> String {
    let escaped = word.matches("\\\"").count();
    match escaped == word.matches('"').count() {
        true => word.replace("\\\"", "\""),
        false => word,
    }
}
