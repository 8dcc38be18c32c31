//! The base64 between two lines, whatever a text's travels have put into it.

use crate::repair::{Repair, Repairs};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use zeroize::Zeroizing;

/// Why a text or a block holds no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArmourError {
    /// There is nothing between the lines.
    CutOff,
    /// A character that PEM cannot hold.
    Foreign(char),
    /// Only PEM's characters, but not a whole number of bytes.
    Uneven,
}

/// The bytes of a base64 text, whole or not.
pub(crate) fn base64_bytes(
    body: &str,
    repairs: &mut Repairs,
) -> Result<Zeroizing<Vec<u8>>, ArmourError> {
    let plain = unescape(body, repairs);
    let mut base64 = clean(&plain, repairs)?;
    if let Some(mended) = without_stray_n(&base64) {
        base64 = mended;
        repairs.add(Repair::EscapedLineEnds);
    }
    if base64.is_empty() {
        return Err(ArmourError::CutOff);
    }
    note_lines(&plain, base64.len(), repairs);
    let mut bytes = Zeroizing::new(vec![0; base64.len() / 4 * 3 + 3]);
    let length = STANDARD_PAD_INDIFFERENT
        .decode_slice(base64.as_bytes(), &mut bytes)
        .map_err(|_| ArmourError::Uneven)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// `body` with `\n`, `\"` and the like as the characters they stand for, however often they were escaped.
fn unescape(body: &str, repairs: &mut Repairs) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(body.len()));
    let mut rest = body.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        while rest.next_if_eq(&'\\').is_some() {}
        match rest.peek() {
            Some('n' | 'r' | 't') => {
                rest.next();
                plain.push('\n');
                repairs.add(Repair::EscapedLineEnds);
            }
            // JSON may write a slash as `\/`.
            Some('/' | '"' | '\'' | '+' | '=') => repairs.add(Repair::Escapes),
            // A line that goes on in the next one.
            Some(blank) if blank.is_whitespace() => repairs.add(Repair::Escapes),
            None => repairs.add(Repair::Escapes),
            Some(_) => plain.push('\\'),
        }
    }
    plain
}

/// The base64 characters alone.
fn clean(plain: &str, repairs: &mut Repairs) -> Result<Zeroizing<String>, ArmourError> {
    let mut kept = Zeroizing::new(String::with_capacity(plain.len()));
    let mut at_line_start = true;
    let mut rest = plain;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '\n' | '\r' => at_line_start = true,
            blank if blank.is_whitespace() => {}
            '>' => repairs.add(Repair::MailQuotes),
            '-' | '*' if at_line_start && rest.starts_with(' ') => repairs.add(Repair::SourceCode),
            quote if is_quote(quote) => {
                repairs.add(Repair::Quotes);
                // "MIIE…" + "AbCd…": what stands between two quotes joins them.
                let next = rest.trim_start_matches(is_joiner);
                if next.starts_with(is_quote) {
                    if rest[..rest.len() - next.len()].contains(|c: char| !c.is_whitespace()) {
                        repairs.add(Repair::SourceCode);
                    }
                    rest = next;
                }
            }
            hidden if is_invisible(hidden) => repairs.add(Repair::Invisible),
            other => {
                kept.push(base64_character(other, repairs)?);
                at_line_start = false;
            }
        }
    }
    Ok(kept)
}

fn base64_character(character: char, repairs: &mut Repairs) -> Result<char, ArmourError> {
    let standard = match character {
        'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=' => return Ok(character),
        '-' => '+',
        '_' => '/',
        other => return Err(ArmourError::Foreign(other)),
    };
    repairs.add(Repair::UrlAlphabet);
    Ok(standard)
}

/// `base64` without the letter that is left of `\n` when a shell took the backslash: one before each line.
fn without_stray_n(base64: &str) -> Option<Zeroizing<String>> {
    const WIDTHS: [usize; 3] = [64, 70, 76];
    // A key's or certificate's content begins so, and with the letter in front of it nothing does.
    let begins = |inner: &&str| inner.starts_with("MI") || inner.starts_with("b3BlbnNzaC");
    let inner = base64.strip_prefix('n').filter(begins)?;
    let inner = inner.strip_suffix('n').unwrap_or(inner);
    WIDTHS.iter().find_map(|width| {
        let mut kept = Zeroizing::new(String::with_capacity(inner.len()));
        for line in inner.as_bytes().chunks(width + 1) {
            let line = match line.get(*width) {
                None => line,
                Some(b'n') => &line[..*width],
                Some(_) => return None,
            };
            kept.extend(line.iter().map(|byte| char::from(*byte)));
        }
        Some(kept)
    })
}

/// Notes how the lines were before, now that `length` characters were found on them.
fn note_lines(plain: &str, length: usize, repairs: &mut Repairs) {
    let plain = plain.trim();
    let mut lines = plain.split(['\n', '\r']).filter(|line| !line.is_empty());
    if lines.clone().nth(1).is_none() {
        if length > 76 {
            let blanks = plain.contains(char::is_whitespace);
            repairs.add(if blanks { Repair::BlanksForLineEnds } else { Repair::OneLine });
        }
    } else if lines.any(|line| line.starts_with([' ', '\t', '\u{a0}'])) {
        repairs.add(Repair::Indentation);
    }
}

fn is_joiner(character: char) -> bool {
    character.is_whitespace() || "+,.;&|()[]".contains(character)
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\0')
}

fn is_quote(character: char) -> bool {
    "\"'`“”„‘’«»".contains(character)
}
