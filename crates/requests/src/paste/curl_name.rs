//! Where the word `curl` is the name of a command, and not one of a sentence.

use super::clients::{NAMES, are_words};
use super::enclosed::enclosure;

/// Where a curl command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Curl {
    /// Where it begins.
    pub(super) at: usize,
    /// Where its words begin, behind its name.
    pub(super) words: usize,
}

impl Curl {
    /// Whether it stands in a comment of a script, which keeps what was done at another time.
    pub(super) fn is_commented(self, text: &str) -> bool {
        let line = text[..self.at].rsplit('\n').next().unwrap_or_default().trim_start();
        ["//", "/*", "*"].into_iter().any(|mark| line.starts_with(mark))
    }

    /// In a text with `length` bytes more before it.
    pub(super) fn behind(self, length: usize) -> Self {
        Self { at: self.at + length, words: self.words + length }
    }
}

/// Each `curl`, or other program whose commands are read, that begins a command.
pub(super) fn curls(text: &str) -> impl Iterator<Item = Curl> {
    let first_letters = |c: char| matches!(c, 'c' | 'w' | 'h');
    text.match_indices(first_letters).filter_map(|(at, _)| {
        let name = NAMES.into_iter().find(|name| text[at..].starts_with(name))?;
        let before = text[..at].trim_end_matches([' ', '\t']);
        let is_apart = text[before.len()..at].ends_with(' ');
        let begins = || {
            before.is_empty()
            || before.ends_with(['\n', '(', '`', ';', '|', '&', '\u{201c}', '/', '\\'])
            // `kubectl exec … -- curl`.
            || before.ends_with(" --")
            // `sudo curl`, `time curl`, `TOKEN=x curl`, `for …; do curl`; `docker exec a curl`.
            || words_before(before).is_some_and(|words| {
                is_before_a_command(words) || is_apart && is_behind_a_program(words)
            })
            // `Step 1: curl …`
            || is_apart && before.ends_with(':')
            || before.ends_with(['"', '\'']) && enclosure(text, at).is_some()
        };
        let rest = &text[at + name.len()..];
        let rest = rest.strip_prefix(".exe").unwrap_or(rest);
        let ends = rest.is_empty()
            || rest.starts_with(char::is_whitespace)
            || rest.starts_with(['\\', '^', '`']);
        (ends && begins() && are_words(name, rest))
            .then(|| Curl { at, words: text.len() - rest.len() })
    })
}

/// More bytes than anybody writes before a command: of a text on one line, all of it would be looked at for each `curl`.
const MOST_BEFORE_A_COMMAND: usize = 2_000;

/// The words at the end of a text that are on one line, and in one statement of it.
fn words_before(text: &str) -> Option<&str> {
    let near = text.ceil_char_boundary(text.len().saturating_sub(MOST_BEFORE_A_COMMAND));
    let bytes = &text.as_bytes()[near..];
    // `{}` is what `xargs` fills in.
    let is_end = |at: &usize| match bytes[*at] {
        b'{' => bytes.get(at + 1) != Some(&b'}'),
        byte => b"\n;|&".contains(&byte),
    };
    let end = (0..bytes.len()).rev().find(is_end);
    match end {
        Some(end) => Some(&text[near + end + 1..]),
        None => (near == 0).then_some(text),
    }
}

/// Programs that run the command behind their own words.
const PROGRAMS: [&str; 13] = [
    "xargs",
    "parallel",
    "docker",
    "podman",
    "kubectl",
    "oc",
    "sudo",
    "doas",
    "nice",
    "timeout",
    "retry",
    "proxychains",
    "env",
];

/// Whether the words of a line are those of a program that runs another one, up to that one's name.
fn is_behind_a_program(line: &str) -> bool {
    let first = line.split_whitespace().find(|word| *word != "$");
    first.is_some_and(|first| PROGRAMS.contains(&first)) && !line.contains(['"', '\''])
}

/// Whether the words of a line may stand before a command's name.
pub(super) fn is_before_a_command(line: &str) -> bool {
    line.split_whitespace().all(|word| {
        let stands_before = [
            "sudo",
            "time",
            "nohup",
            "exec",
            "command",
            "env",
            "if",
            "while",
            "until",
            "then",
            "else",
            "do",
            "!",
            "&",
            "-",
            "*",
            "/*",
            "/**",
            "//!",
            "$",
            "@",
            "-@",
            "RUN",
            "CMD",
            "HEALTHCHECK",
        ];
        let number = word.strip_suffix(['.', ')']).unwrap_or_default();
        stands_before.contains(&word)
            || (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
            || word.split_once('=').is_some_and(|(name, _)| is_name(name))
    })
}

/// The name of a variable at the beginning.
pub(super) fn name_at(text: &str) -> Option<&str> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = &text[..text.find(|c| !part(c)).unwrap_or(text.len())];
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(name)
}

pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
