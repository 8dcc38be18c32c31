//! Text from elsewhere made harmless to look at, in a terminal, a menu and a notification: whatever would steer them, turn the
//! direction of reading or hide from the eye is written as an escape.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A value within a line of ours: line breaks and tabs are escaped too, so that no value begins a line of its own.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false, escape)
}

/// Whether a character is an instruction to a terminal, turns the direction of reading, or cannot be seen.
///
/// The joiners (U+200C, U+200D) are among them: a name in which nothing is hidden is worth more than a family emoji in one
/// piece. Variation selectors stay, since emoji in everyday names have them.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text with what is hidden in it written by `escape`, but for what `stays`.
pub fn escaped(
    text: &str,
    stays: impl Fn(char) -> bool,
    escape: impl Fn(char, &mut String),
) -> Cow<'_, str> {
    let hidden = |character: char| is_hidden(character) && !stays(character);
    let Some(first) = text.find(hidden) else { return Cow::Borrowed(text) };
    let mut shown = String::with_capacity(text.len() + 16);
    shown.push_str(&text[..first]);
    for character in text[first..].chars() {
        match hidden(character) {
            true => escape(character, &mut shown),
            false => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// `\n`, `\u{202e}`.
pub fn escape(character: char, out: &mut String) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        other => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(other));
        }
    }
}
