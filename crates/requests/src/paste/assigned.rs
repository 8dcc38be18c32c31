//! The values that lines such as `export TOKEN=…` and `set TOKEN=…` give variables above a curl command.

use super::comments::said;
use super::curl_name::{is_before_a_command, is_name};
use super::doubt_kind::DoubtKind;
use super::remark::{PasteNote, Remarks};
use super::word::Word;
use std::collections::{HashMap, HashSet};

/// The words that begin and end a block of a shell, in which a value may be given or not.
const BEGIN: [&str; 5] = ["if", "for", "while", "until", "case"];
const END: [&str; 3] = ["fi", "done", "esac"];
/// Behind these comes a command on the same line, or what gives a value.
const BEFORE_A_COMMAND: [&str; 7] =
    ["then", "do", "else", "export", "readonly", "local", "declare"];

/// The values, by name: of several, the last.
#[derive(Default)]
pub(super) struct Assigned {
    values: HashMap<String, String>,
    /// Those that have several, or get theirs in a block.
    changed: HashSet<String>,
    /// In how many blocks the reader stands.
    depth: usize,
}

impl Assigned {
    /// Goes on with the lines above a command.
    pub(super) fn follow(&mut self, above: &str, remarks: &mut Remarks) {
        let mut rest = above;
        while !rest.is_empty() {
            let line = rest.split('\n').next().unwrap_or_default();
            let was_in_block = self.depth > 0;
            let words = first_words(line);
            for word in &words {
                self.depth += usize::from(BEGIN.contains(word));
                self.depth = self.depth.saturating_sub(usize::from(END.contains(word)));
            }
            let mut length = line.len();
            let statement = Statement::of(rest);
            self.change(words.into_iter().skip(usize::from(statement.is_some())));
            match statement {
                Some(statement) => {
                    length = length.max(statement.end);
                    self.add(statement, was_in_block || self.depth > 0);
                }
                None => {
                    let line = line.trim();
                    let says = !line.is_empty() && said(line).is_none() && !line.ends_with("$(");
                    if says && !is_before_a_command(line) {
                        remarks.note(PasteNote::TextBefore);
                    }
                }
            }
            let behind = &rest[length..];
            rest = behind.find('\n').map_or("", |end| &behind[end + 1..]);
        }
    }

    /// What is given a value further along a line has it or not.
    fn change<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let names = words
            .filter_map(|word| word.split_once('='))
            .map(|(name, _)| name.trim_end_matches('+'));
        self.changed.extend(names.filter(|name| is_name(name)).map(str::to_owned));
    }

    fn add(&mut self, Statement { name, value, adds, .. }: Statement<'_>, in_block: bool) {
        let known = self.values.get(name);
        if adds || in_block || known.is_some_and(|known| Some(known) != value.as_ref()) {
            self.changed.insert(name.to_owned());
        }
        match value.filter(|_| !adds) {
            Some(value) => drop(self.values.insert(name.to_owned(), value)),
            // What would have to be run stays a variable.
            None => drop(self.values.remove(name)),
        }
    }

    /// Puts the values into a word of the command.
    pub(super) fn fill(&self, word: &mut Word, remarks: &mut Remarks) {
        for (name, value) in &self.values {
            let written = format!("{{{{{name}}}}}");
            if word.text.contains(&written) {
                word.text = word.text.replace(&written, value);
                if self.changed.contains(name) {
                    let variable = name.clone();
                    remarks.doubt(word.at, DoubtKind::SeveralValues { variable });
                }
            }
        }
    }
}

/// The first word of each command on a line, up to its comment.
fn first_words(line: &str) -> Vec<&str> {
    let (mut words, mut mark, mut before, mut begin) = (Vec::new(), None, ' ', 0);
    let mut end = line.len();
    for (at, character) in line.char_indices() {
        match (mark, character) {
            (None, '"' | '\'') => mark = Some(character),
            (Some(open), _) => mark = mark.filter(|_| open != character),
            (None, ';' | '&' | '|') => {
                words.extend(first_word(&line[begin..at]));
                begin = at + 1;
            }
            (None, '#') if before.is_whitespace() => {
                end = at;
                break;
            }
            (None, _) => {}
        }
        before = character;
    }
    words.extend(first_word(&line[begin..end]));
    words
}

fn first_word(command: &str) -> Option<&str> {
    command.split_whitespace().find(|word| !BEFORE_A_COMMAND.contains(word))
}

struct Statement<'a> {
    name: &'a str,
    /// None where it would have to be run, or is none.
    value: Option<String>,
    /// Whether it is put behind the value that there is.
    adds: bool,
    /// Where it ends in its text, which may be some lines further down.
    end: usize,
}

impl<'a> Statement<'a> {
    /// That of the first line.
    fn of(text: &'a str) -> Option<Self> {
        let line = text.split('\n').next().unwrap_or_default();
        let begun = line.trim_start();
        let set = ["set ", "SET "].into_iter().find_map(|word| begun.strip_prefix(word));
        let statement = set.unwrap_or_else(|| without_declaration(begun));
        // `set "NAME=value"`
        let whole = set.and_then(|set| set.trim().strip_prefix('"')?.strip_suffix('"'));
        let statement = whole.unwrap_or(statement);
        let (name, value) = statement.strip_prefix('$').unwrap_or(statement).split_once('=')?;
        let (name, adds) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
        // A makefile's.
        let name = name.strip_suffix([':', '?']).unwrap_or(name);
        let at = line.len() - value.trim_start().len();
        let name = name.trim();
        if !is_name(name) {
            return Some(Self { name: "", value: None, adds: false, end: line.len() });
        }
        let ends = |rest: &str| {
            rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || ";&|)".contains(c))
        };
        let (value, end, is_whole) = match quoted(&text[at..]) {
            _ if set.is_some() => (value.trim().to_owned(), line.len(), true),
            Some((value, length)) => (value, at + length, ends(&text[at + length..])),
            None => {
                let word = value.split_whitespace().next().unwrap_or_default();
                let word = word.trim_end_matches(';');
                (word.to_owned(), line.len(), !word.contains(['\'', '"', '\\']))
            }
        };
        let is_plain = is_whole && !value.contains(['$', '`', '(']) && !value.is_empty();
        Some(Self { name, value: is_plain.then_some(value), adds, end })
    }
}

/// `export NAME=…`, `declare -r NAME=…` without what stands before the name.
fn without_declaration(statement: &str) -> &str {
    let words = ["export ", "readonly ", "local ", "declare ", "typeset "];
    let Some(rest) = words.into_iter().find_map(|word| statement.strip_prefix(word)) else {
        return statement;
    };
    let mut rest = rest.trim_start();
    while let Some((_, behind)) = rest.strip_prefix('-').and_then(|option| option.split_once(' ')) {
        rest = behind.trim_start();
    }
    rest
}

/// What stands between quotation marks at the beginning of the text, and where it ends.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if mark == '"' => match characters.next()?.1 {
                plain @ ('"' | '\\') => inside.push(plain),
                '\n' => {}
                other => inside.extend(['\\', other]),
            },
            _ if character == mark => return Some((inside, at + mark.len_utf8())),
            _ => inside.push(character),
        }
    }
    None
}
