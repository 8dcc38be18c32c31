//! Undoing what web pages, forms and mails do to a whole text.

use crate::material::{Repair, Repairs};
use zeroize::Zeroizing;

/// `text` with one of its encodings undone; none when there is none to be seen.
pub(super) fn once(text: &str, repairs: &mut Repairs) -> Option<Zeroizing<String>> {
    let (decoded, repair) = if has_unicode_escape(text) {
        (decode(text, unicode_escape), Repair::Escapes)
    } else if has_percent(text) {
        let form = text.contains("BEGIN+");
        let decode_one = |rest: &str| match rest.as_bytes()[0] {
            b'%' => hexadecimal(rest.get(1..3)?).map(|c| (Some(c), 3)),
            b'+' if form => Some((Some(' '), 1)),
            _ => None,
        };
        (decode(text, decode_one), Repair::PercentEncoded)
    } else if has_html(text) {
        (decode(text, html), Repair::Html)
    } else if has_soft_line_end(text) {
        (decode(text, quoted_printable), Repair::QuotedPrintable)
    } else {
        return None;
    };
    repairs.add(repair);
    (*decoded != text).then_some(decoded)
}

/// `text` with what `one` knows replaced: it gives the character that the beginning of a text stands for, and how long
/// that beginning is.
fn decode(text: &str, one: impl Fn(&str) -> Option<(Option<char>, usize)>) -> Zeroizing<String> {
    let mut decoded = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = match one(rest) {
            Some((replacement, length)) => {
                decoded.extend(replacement);
                length
            }
            None => {
                decoded.push(character);
                character.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    decoded
}

/// Whether `pattern` occurs with one of `endings`, in any case, behind it.
fn has_any(text: &str, pattern: char, endings: &[&str]) -> bool {
    text.match_indices(pattern).any(|(place, _)| {
        let after = &text.as_bytes()[place + pattern.len_utf8()..];
        endings.iter().any(|ending| {
            after.get(..ending.len()).is_some_and(|a| a.eq_ignore_ascii_case(ending.as_bytes()))
        })
    })
}

fn has_unicode_escape(text: &str) -> bool {
    has_any(text, '\\', &["u00", "x0", "x2", "x3"])
}

/// `\u003d`, as careful JSON writers have it, and `\x3d`; of the backslashes in front any number.
fn unicode_escape(rest: &str) -> Option<(Option<char>, usize)> {
    let behind = rest.trim_start_matches('\\');
    let slashes = rest.len() - behind.len();
    let (digits, length) = match behind.as_bytes().first().filter(|_| slashes > 0)? {
        b'u' => (behind.get(1..5)?, 5),
        b'x' => (behind.get(1..3)?, 3),
        _ => return None,
    };
    hexadecimal(digits).map(|character| (Some(character), slashes + length))
}

fn has_percent(text: &str) -> bool {
    has_any(text, '%', &["0A", "0D", "20", "2B", "2D", "2F", "3D"])
}

fn has_html(text: &str) -> bool {
    has_any(text, '&', &["#", "quot;", "nbsp;", "amp;", "plus;", "equals;", "sol;", "newline;"])
        || has_any(text, '<', &["br", "p>", "/p>", "div", "/div", "span", "/span", "code", "pre"])
}

fn html(rest: &str) -> Option<(Option<char>, usize)> {
    match rest.as_bytes()[0] {
        b'&' => {
            let end = rest.bytes().take(12).position(|byte| byte == b';')?;
            let name = &rest[1..end];
            let character = match name.to_ascii_lowercase().as_str() {
                "quot" => '"',
                "apos" => '\'',
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "nbsp" => ' ',
                "plus" => '+',
                "equals" => '=',
                "sol" => '/',
                "newline" => '\n',
                "hyphen" | "dash" => '-',
                number => match number.strip_prefix('#')? {
                    hex if hex.starts_with('x') => hexadecimal(&hex[1..])?,
                    decimal => char::from_u32(decimal.parse().ok()?)?,
                },
            };
            Some((Some(character), end + 1))
        }
        b'<' => {
            let end = rest.bytes().take(200).position(|byte| byte == b'>')?;
            let name = rest[1..end].trim_start_matches('/').to_ascii_lowercase();
            name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
            let block = ["br", "p", "div", "li", "tr"].iter().any(|tag| {
                name.strip_prefix(tag)
                    .is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()))
            });
            Some((block.then_some('\n'), end + 1))
        }
        _ => None,
    }
}

/// Base64 ends with `=` at most, so something behind one is a mail's doing.
fn has_soft_line_end(text: &str) -> bool {
    has_any(text, '=', &["3D", "20", "0A", "0D"])
        || text.match_indices('=').any(|(place, _)| {
            let after = &text[place + 1..];
            let line = after.strip_prefix('\r').unwrap_or(after).strip_prefix('\n');
            line.is_some_and(|line| line.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
}

fn quoted_printable(rest: &str) -> Option<(Option<char>, usize)> {
    let after = rest.strip_prefix('=')?;
    if after.starts_with('\n') {
        return Some((None, 2));
    }
    if after.starts_with("\r\n") {
        return Some((None, 3));
    }
    hexadecimal(after.get(..2)?).map(|character| (Some(character), 3))
}

/// The ASCII character, or the character of Latin-1, with this number.
fn hexadecimal(digits: &str) -> Option<char> {
    let digits = Some(digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}
