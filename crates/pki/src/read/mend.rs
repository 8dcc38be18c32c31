//! Undoing what web pages, forms and mails do to a whole text.

use crate::repair::{Repair, Repairs};
use zeroize::Zeroizing;

/// The character that the beginning of a text stands for, if any, and how long that beginning is.
type Decoded = Option<(Option<char>, usize)>;

/// `text` with one of its encodings undone; none when there is none to be seen.
pub(super) fn once(text: &str, repairs: &mut Repairs) -> Option<Zeroizing<String>> {
    let form = text.contains("BEGIN+");
    let web_address = |rest: &str| match rest.as_bytes()[0] {
        b'%' => coded(rest, '%'),
        b'+' if form => Some((Some(' '), 1)),
        _ => None,
    };
    let undo = |seen: bool, one: &dyn Fn(&str) -> Decoded, repair: Repair| {
        let decoded = seen.then(|| decode(text, one)).filter(|decoded| **decoded != text)?;
        Some((decoded, repair))
    };
    // Of two around each other the outer one is undone first: pages leave no `=` bare, nor web addresses a `<`.
    let (decoded, repair) =
        undo(has_soft_line_end(text), &quoted_printable, Repair::QuotedPrintable)
            .or_else(|| undo(has_html(text), &html, Repair::Html))
            .or_else(|| undo(has_percent(text), &web_address, Repair::PercentEncoded))
            .or_else(|| undo(has_unicode_escape(text), &unicode_escape, Repair::Escapes))?;
    repairs.add(repair);
    Some(decoded)
}

/// `text` with what `one` knows replaced.
fn decode(text: &str, one: &dyn Fn(&str) -> Decoded) -> Zeroizing<String> {
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

/// `\u003d`, as careful JSON writers have it, and `\x3d`, escaped up to three times over.
fn unicode_escape(rest: &str) -> Decoded {
    let slashes = rest.bytes().take(8).take_while(|byte| *byte == b'\\').count();
    let behind = &rest[slashes..];
    let (digits, length) = match behind.as_bytes().first().filter(|_| slashes > 0)? {
        b'u' => (behind.get(1..5)?, 5),
        b'x' => (behind.get(1..3)?, 3),
        _ => return None,
    };
    hexadecimal(digits).map(|character| (Some(character), slashes + length))
}

fn has_percent(text: &str) -> bool {
    text.match_indices('%').any(|(place, _)| coded(&text[place..], '%').is_some())
}

fn has_html(text: &str) -> bool {
    has_any(
        text,
        '&',
        &[
            "#", "lt;", "gt;", "apos;", "quot;", "nbsp;", "amp;", "plus;", "equals;", "sol;",
            "newline;",
        ],
    ) || has_any(text, '<', &["br", "p>", "/p>", "div", "/div", "span", "/span", "code", "pre"])
}

fn html(rest: &str) -> Decoded {
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
            // The line end of the page's source is no other one.
            let line = rest[end + 1..].trim_start_matches('\r').starts_with('\n');
            Some(((block && !line).then_some('\n'), end + 1))
        }
        _ => None,
    }
}

/// Base64 ends with `=` at most, so something behind one is a mail's doing.
fn has_soft_line_end(text: &str) -> bool {
    text.match_indices('=').any(|(place, _)| {
        let after = &text[place + 1..];
        let line = after.strip_prefix('\r').unwrap_or(after).strip_prefix('\n');
        let goes_on = |c: char| c.is_ascii_alphanumeric() || "+/<&=%".contains(c);
        let padding = text[..place].ends_with(|c: char| !c.is_whitespace());
        line.is_some_and(|line| !padding || line.starts_with(goes_on))
            || after.get(..2).is_some_and(|digits| {
                digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
            })
    })
}

fn quoted_printable(rest: &str) -> Decoded {
    let after = rest.strip_prefix('=')?;
    if after.starts_with('\n') {
        return Some((None, 2));
    }
    if after.starts_with("\r\n") {
        return Some((None, 3));
    }
    coded(rest, '=')
}

/// The character at the beginning of a text that has each byte as `marker` and two digits.
fn coded(text: &str, marker: char) -> Decoded {
    let byte = |place: usize| {
        let digits = text.get(3 * place..3 * place + 3)?.strip_prefix(marker)?;
        u8::try_from(u32::from(hexadecimal(digits)?)).ok()
    };
    let first = byte(0)?;
    // As many bytes as UTF-8 has for the character.
    let length = first.leading_ones().clamp(1, 4) as usize;
    let bytes: Option<Vec<u8>> = (0..length).map(byte).collect();
    let character = bytes.and_then(|bytes| str::from_utf8(&bytes).ok()?.chars().next());
    Some(character.map_or((Some(char::from(first)), 3), |c| (Some(c), 3 * length)))
}

/// The ASCII character, or the character of Latin-1, with this number.
fn hexadecimal(digits: &str) -> Option<char> {
    let digits = Some(digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}
