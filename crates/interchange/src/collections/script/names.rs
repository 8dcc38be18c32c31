//! What a script's own names stand for: each by its one assignment, as long as nothing else may be meant by the name.

use super::code::expression_end;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The names of a script.
pub(super) struct Names<'a> {
    /// Where each one's value stands; nowhere for one that is assigned twice.
    values: HashMap<&'a str, Option<Range<usize>>>,
    /// Names that a function or loop gives a meaning of their own.
    parameters: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    /// Those of code whose strings are blank.
    pub(super) fn of(bare: &'a str) -> Self {
        let mut names = Self { values: HashMap::new(), parameters: HashSet::new() };
        for (at, _) in bare.match_indices('=') {
            let behind = &bare[at + 1..];
            if behind.starts_with('>') {
                names.parameters.extend(before_arrow(bare[..at].trim_end()));
            } else if !behind.starts_with('=') && !bare[..at].ends_with(['=', '!', '<', '>']) {
                names.assign(bare, at);
            }
        }
        for word in ["function", "catch"] {
            let lists = bare.match_indices(word).filter_map(|(at, _)| enclosed(&bare[at..]));
            lists.for_each(|list| names.parameters.extend(words(list)));
        }
        for word in [" of ", " in "] {
            let loops = bare.match_indices(word).map(|(at, _)| trailing(bare[..at].trim_end()));
            names.parameters.extend(loops);
        }
        names
    }

    fn assign(&mut self, bare: &'a str, at: usize) {
        let target = bare[..at].trim_end();
        let plain = target.trim_end_matches(['+', '-', '*', '/', '%', '&', '|', '^', '?']);
        let name = trailing(plain.trim_end());
        if name.is_empty() || plain.trim_end()[..plain.trim_end().len() - name.len()].ends_with('.')
        {
            return;
        }
        let value = at + 1..at + 1 + expression_end(&bare[at + 1..]);
        let is_whole = plain.len() == target.len() && !self.values.contains_key(name);
        self.values.insert(name, is_whole.then_some(value));
    }

    /// Where the value of a name stands, when there is no doubt about it.
    pub(super) fn value(&self, name: &str) -> Option<Range<usize>> {
        self.values.get(name).cloned().flatten().filter(|_| !self.is_parameter(name))
    }

    /// Whether a function or loop means something of its own by a name.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        self.parameters.contains(name)
    }
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The name at the beginning of a text; empty when there is none.
pub(super) fn leading(text: &str) -> &str {
    &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())]
}

fn trailing(text: &str) -> &str {
    &text[text.trim_end_matches(is_part).len()..]
}

/// The longest list of parameters that is looked for.
const LONGEST_LIST: usize = 300;

/// The parameters of a function whose arrow follows.
fn before_arrow(text: &str) -> Vec<&str> {
    match text.strip_suffix(')') {
        Some(text) => {
            let near = &text[text.floor_char_boundary(text.len().saturating_sub(LONGEST_LIST))..];
            words(&near[near.rfind('(').map_or(0, |at| at + 1)..])
        }
        None => vec![trailing(text)],
    }
}

/// What stands in the first pair of brackets.
fn enclosed(text: &str) -> Option<&str> {
    let near = &text[..text.floor_char_boundary(LONGEST_LIST)];
    let (_, list) = near.split_once('(')?;
    list.split(')').next()
}

fn words(list: &str) -> Vec<&str> {
    list.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect()
}
