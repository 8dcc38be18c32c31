//! Splits a command line into words as a POSIX shell does, as far as pasted commands need it. Nothing is run or expanded:
//! `$NAME` becomes `{{NAME}}`.

use thiserror::Error;

/// Why a command line cannot be split.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(super) enum WordsError {
    #[error("a quotation mark {mark} that is never closed")]
    Unclosed { mark: char },
    #[error("a command inside the command, {written}")]
    Substitution { written: String },
}

/// The words of the first command in `text`, and what follows it: a pipe, a redirection, another command.
pub(super) fn split(text: &str) -> Result<(Vec<String>, String), WordsError> {
    let mut words = Vec::new();
    let mut reader = Reader { rest: text };
    loop {
        reader.skip_blanks();
        if reader.rest.is_empty() || (!words.is_empty() && reader.ends_command()) {
            return Ok((words, reader.rest.trim().to_owned()));
        }
        words.push(reader.word()?);
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn take(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_line_continuation(&mut self) -> bool {
        self.take("\\\r\n") || self.take("\\\n")
    }

    fn skip_blanks(&mut self) {
        loop {
            let trimmed = self.rest.trim_start_matches([' ', '\t', '\r', '\u{a0}']);
            let skipped = trimmed.len() < self.rest.len();
            self.rest = trimmed;
            // A backslash and blanks at the end of a line: the blanks are an accident of copying.
            let slip = self
                .rest
                .strip_prefix('\\')
                .map(|after| after.trim_start_matches([' ', '\t', '\r']));
            let slip = slip.filter(|after| after.starts_with('\n') || after.is_empty());
            if let Some(after) = slip {
                self.rest = after.strip_prefix('\n').unwrap_or(after);
            } else if !skipped {
                return;
            }
        }
    }

    /// Whether another command, a pipe or a redirection begins here. An option on a new line is a continuation whose
    /// backslash was lost.
    fn ends_command(&mut self) -> bool {
        if let Some(next) = self.rest.strip_prefix('\n') {
            let next = next.trim_start();
            if next.starts_with('-') || next.starts_with("http") || next.starts_with(['\'', '"']) {
                self.rest = next;
                return false;
            }
            return true;
        }
        let operator = |begin: &str| {
            self.rest.strip_prefix(begin).is_some_and(|after| {
                after.is_empty() || after.starts_with(char::is_whitespace) || begin.len() == 2
            })
        };
        // `<ORGANIZATION>` in Adobe's documents is no redirection.
        ["|", "||", "&&", ";", "&", ">", ">>", "<", "2>", "#"].into_iter().any(operator)
    }

    fn word(&mut self) -> Result<String, WordsError> {
        let mut word = String::new();
        loop {
            if self.rest.is_empty() || self.rest.starts_with([' ', '\t', '\r', '\n', '\u{a0}']) {
                return Ok(word);
            }
            let after = self.rest.strip_prefix(';');
            if after.is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
            {
                return Ok(word);
            }
            if self.take_line_continuation() {
                return Ok(word);
            }
            if self.take("$'") {
                self.escaped(&mut word)?;
                continue;
            }
            match self.next() {
                Some('\'') => self.until('\'', &mut word)?,
                // Documents run through a word processor have these.
                Some('\u{2018}') => self.until('\u{2019}', &mut word)?,
                Some('\u{201c}') => self.until('\u{201d}', &mut word)?,
                Some('"') => self.double(&mut word)?,
                Some('\\') => word.extend(self.next()),
                Some('$') => self.variable(&mut word)?,
                Some('`') => return Err(self.substitution("`")),
                Some(other) => word.push(other),
                None => return Ok(word),
            }
        }
    }

    fn until(&mut self, mark: char, word: &mut String) -> Result<(), WordsError> {
        let (inside, rest) = self.rest.split_once(mark).ok_or(WordsError::Unclosed { mark })?;
        word.push_str(inside);
        self.rest = rest;
        Ok(())
    }

    fn double(&mut self, word: &mut String) -> Result<(), WordsError> {
        loop {
            if self.take_line_continuation() {
                continue;
            }
            match self.next().ok_or(WordsError::Unclosed { mark: '"' })? {
                '"' => return Ok(()),
                '\\' => match self.next().ok_or(WordsError::Unclosed { mark: '"' })? {
                    escaped @ ('"' | '\\' | '$' | '`') => word.push(escaped),
                    other => word.extend(['\\', other]),
                },
                '$' => self.variable(word)?,
                '`' => return Err(self.substitution("`")),
                other => word.push(other),
            }
        }
    }

    /// `$NAME` and `${NAME}`.
    fn variable(&mut self, word: &mut String) -> Result<(), WordsError> {
        if self.rest.starts_with('(') {
            return Err(self.substitution("$"));
        }
        let braced = self.rest.starts_with('{');
        let text = &self.rest[usize::from(braced)..];
        let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = &text[..text.find(|c| !part(c)).unwrap_or(text.len())];
        let after = &text[name.len()..];
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !begins || (braced && !after.starts_with('}')) {
            word.push('$');
            return Ok(());
        }
        word.push_str(&format!("{{{{{name}}}}}"));
        self.rest = &after[usize::from(braced)..];
        Ok(())
    }

    /// `$'…'`, which browsers write for bodies with line ends.
    fn escaped(&mut self, word: &mut String) -> Result<(), WordsError> {
        const UNCLOSED: WordsError = WordsError::Unclosed { mark: '\'' };
        let mut units: Vec<u16> = Vec::new();
        loop {
            let character = self.next().ok_or(UNCLOSED)?;
            if character == '\'' {
                word.push_str(&String::from_utf16_lossy(&units));
                return Ok(());
            }
            let plain = if character != '\\' {
                character
            } else {
                match self.next().ok_or(UNCLOSED)? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'v' => '\u{b}',
                    'e' | 'E' => '\u{1b}',
                    'u' => {
                        // Browsers write characters beyond the first plane as two of these.
                        units.push(u16::try_from(self.digits(4, 16)).unwrap_or(0xFFFD));
                        continue;
                    }
                    'U' => char::from_u32(self.digits(8, 16)).unwrap_or('\u{FFFD}'),
                    'x' => char::from_u32(self.digits(2, 16)).unwrap_or('\u{FFFD}'),
                    digit @ '0'..='7' => {
                        let value = digit.to_digit(8).unwrap_or(0) * 64;
                        let rest = self.digits(2, 8);
                        char::from_u32(value + rest).unwrap_or('\u{FFFD}')
                    }
                    other => other,
                }
            };
            units.extend(plain.encode_utf16(&mut [0; 2]).iter());
        }
    }

    /// A number of at most `most` digits.
    fn digits(&mut self, most: usize, radix: u32) -> u32 {
        let mut value = 0;
        for _ in 0..most {
            let Some(digit) = self.rest.chars().next().and_then(|c| c.to_digit(radix)) else {
                break;
            };
            value = value * radix + digit;
            self.rest = &self.rest[1..];
        }
        value
    }

    fn substitution(&self, begin: &str) -> WordsError {
        let written: String = begin.chars().chain(self.rest.chars().take(20)).collect();
        WordsError::Substitution { written: written.lines().next().unwrap_or_default().to_owned() }
    }
}
