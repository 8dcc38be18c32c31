//! Text and regular expressions found in a text of any size, in one pass that can be stopped. Of many matches a few places are kept,
//! from which any other is found again.

use crate::{AnswerError, Body, Stop, body};
use regex::bytes::{Regex, RegexBuilder};

/// A match of a regular expression is found up to this length, wherever it lies. A longer one is found when it lies in one piece of what
/// is read at a time.
pub const MATCH_BYTES: usize = 64 << 10;
/// How much is looked through at a time.
const PIECE: usize = 1 << 20;
/// What lies before a match decides whether a word begins there, or a line.
const BEFORE: usize = 4;
/// So many places of matches are kept.
const PLACES: usize = 1 << 16;
/// A pattern may take so much memory, compiled.
const PATTERN_BYTES: usize = 8 << 20;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The text or expression.
    pub text: String,
    /// How it is read.
    pub kind: PatternKind,
    /// Whether `a` is found by `A`.
    pub case: Case,
    /// Whether it has to be a whole word.
    pub words: Words,
}

/// How a pattern is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PatternKind {
    /// As the very text.
    Text,
    /// As a regular expression.
    Expression,
}

/// Whether capital and small letters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// They do.
    Matters,
    /// They do not.
    Ignored,
}

/// Whether a match may be a part of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Words {
    /// It may.
    Any,
    /// It has to be whole words.
    Whole,
}

/// Where a match lies in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Of its first byte.
    pub at: u64,
    /// Behind its last byte.
    pub end: u64,
}

/// Finds a pattern.
#[derive(Debug, Clone)]
pub struct Finder {
    regex: Regex,
    /// The length of the longest match that there can be; none without bound.
    longest: Option<usize>,
}

impl Finder {
    /// For a pattern.
    ///
    /// # Errors
    /// [`AnswerError::Pattern`].
    pub fn new(pattern: &Pattern) -> Result<Self, AnswerError> {
        let inner = match pattern.kind {
            PatternKind::Text => regex::escape(&pattern.text),
            PatternKind::Expression => pattern.text.clone(),
        };
        let whole = match pattern.words {
            Words::Any => inner,
            Words::Whole => format!(r"\b{{start-half}}(?:{inner})\b{{end-half}}"),
        };
        let regex = RegexBuilder::new(&whole)
            .case_insensitive(pattern.case == Case::Ignored)
            .multi_line(true)
            .size_limit(PATTERN_BYTES)
            .build()
            .map_err(|error| AnswerError::Pattern { message: error.to_string() })?;
        let longest =
            regex_syntax::parse(&whole).ok().and_then(|read| read.properties().maximum_len());
        Ok(Self { regex, longest })
    }

    /// Up to which length each match of a text of so many bytes is found; none when no match is missed.
    pub fn sure_up_to(&self, text_bytes: u64) -> Option<u64> {
        let is_sure = text_bytes <= PIECE as u64
            || self.longest.is_some_and(|longest| longest <= MATCH_BYTES);
        (!is_sure).then_some(MATCH_BYTES as u64)
    }

    /// Goes through the matches of a text from a place on, until `hear` has enough. Matches without a byte are none.
    ///
    /// # Errors
    /// The disk refuses, or it was stopped.
    pub fn each(
        &self,
        text: &dyn Body,
        from: u64,
        stop: &Stop,
        mut hear: impl FnMut(Heard) -> Next,
    ) -> Result<(), AnswerError> {
        let length = text.length();
        // `buffer` begins at `start`; matches are looked for from `next` on.
        let (mut start, mut next) = (from.saturating_sub(BEFORE as u64), from);
        let mut buffer = Vec::new();
        let mut most = PIECE;
        while next < length {
            stop.go_on()?;
            read_on(text, start, &mut buffer, most)?;
            let is_last = start + buffer.len() as u64 >= length || buffer.len() < most;
            // A match that begins behind this may go on behind the buffer.
            let certain = buffer.len().saturating_sub(if is_last { 0 } else { MATCH_BYTES });
            let mut place = (next - start) as usize;
            let mut grows = false;
            while place <= buffer.len() {
                let Some(found) = self.regex.find_at(&buffer, place) else { break };
                if found.start() >= certain && !is_last {
                    break;
                }
                if found.end() == buffer.len() && !is_last && most < PIECE * 64 {
                    grows = true;
                    next = start + found.start() as u64;
                    break;
                }
                place = found.end();
                if found.is_empty() {
                    place += 1;
                    continue;
                }
                let (at, end) = (start + found.start() as u64, start + found.end() as u64);
                next = end;
                if hear(Heard::Match(Match { at, end })) == Next::Enough {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
            match grows {
                // It reaches to the end of what was read: with more of the text it may be longer.
                true => most *= 2,
                false => {
                    most = PIECE;
                    next = next.max(start + certain as u64);
                }
            }
            if hear(Heard::UpTo(next)) == Next::Enough {
                return Ok(());
            }
            let keep = next.saturating_sub(BEFORE as u64).max(start);
            buffer.drain(..(keep - start) as usize);
            start = keep;
        }
        Ok(())
    }
}

/// Fills the buffer up to a length.
fn read_on(
    text: &dyn Body,
    start: u64,
    buffer: &mut Vec<u8>,
    most: usize,
) -> Result<(), AnswerError> {
    let before = buffer.len();
    if before >= most {
        return Ok(());
    }
    buffer.resize(most, 0);
    let filled = before + body::fill(text, start + before as u64, &mut buffer[before..])?;
    buffer.truncate(filled);
    Ok(())
}

/// What is told while a text is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The next match.
    Match(Match),
    /// How far the text was looked through.
    UpTo(u64),
}

/// Whether whoever hears of matches wants more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The next one.
    More,
    /// None.
    Enough,
}

/// All matches of a pattern in a text, as far as it was looked through.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    count: u64,
    /// Of every so many matches the place is kept.
    stride: u64,
    places: Vec<u64>,
    /// How far the text was looked through.
    searched: u64,
}

impl Matches {
    /// None yet.
    pub fn new() -> Self {
        Self { stride: 1, ..Self::default() }
    }

    /// Takes the next one.
    pub fn take(&mut self, found: Match) {
        if self.count.is_multiple_of(self.stride) {
            if self.places.len() == PLACES {
                // Every second one is enough to find the others from: memory stays as it is, however many there are.
                let mut number = 0;
                self.places.retain(|_| {
                    number += 1;
                    number % 2 == 1
                });
                self.stride *= 2;
            }
            if self.count.is_multiple_of(self.stride) {
                self.places.push(found.at);
            }
        }
        self.count += 1;
        self.searched = found.end;
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How far the text was looked through.
    pub fn searched(&self) -> u64 {
        self.searched
    }

    /// Says how far the text was looked through.
    pub fn searched_to(&mut self, at: u64) {
        self.searched = self.searched.max(at);
    }

    /// A match by its number, from 0.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn nth(
        &self,
        finder: &Finder,
        text: &dyn Body,
        number: u64,
    ) -> Result<Option<Match>, AnswerError> {
        if number >= self.count {
            return Ok(None);
        }
        let from = self.places.get((number / self.stride) as usize).copied().unwrap_or(0);
        let mut left = number % self.stride;
        let mut nth = None;
        finder.each(text, from, &Stop::default(), |heard| {
            let Heard::Match(found) = heard else { return Next::More };
            if left == 0 {
                nth = Some(found);
                return Next::Enough;
            }
            left -= 1;
            Next::More
        })?;
        Ok(nth)
    }

    /// The number of the first match that does not lie before a place; the first one when all do.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn number_from(
        &self,
        finder: &Finder,
        text: &dyn Body,
        at: u64,
    ) -> Result<u64, AnswerError> {
        let after = self.places.partition_point(|place| *place < at);
        let Some(known) = after.checked_sub(1) else { return Ok(0) };
        let mut number = known as u64 * self.stride;
        finder.each(text, self.places[known], &Stop::default(), |heard| {
            let Heard::Match(found) = heard else { return Next::More };
            if found.at >= at {
                return Next::Enough;
            }
            number += 1;
            Next::More
        })?;
        Ok(if number >= self.count { 0 } else { number })
    }
}
