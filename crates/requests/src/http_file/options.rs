//! How a request is sent, as its lines of the file say it: `# @timeout 30`, `# @no-redirect`, `HTTP/2` behind the URL. It is
//! read, and changed without touching any other byte. What the values mean is the model's.

use super::edit::{Change, EditError, apply, is_what_was_meant, line_end};
use super::file::Entry;
use super::parse::{self, Layout};
use super::render::RenderError;
use super::request_line::is_version;
use super::syntax::directive;
use mudbrick_model::{Cookies, WrittenOption, WrittenOptions};
use std::ops::Range;

/// A comment line that says how its request is sent.
pub(super) struct OptionLine<'a> {
    /// Which of the entry's comments it is.
    at: usize,
    option: WrittenOption,
    pub(super) word: &'a str,
    pub(super) value: &'a str,
    says: WrittenOptions,
    /// Whether it says something that can be used.
    pub(super) is_usable: bool,
}

impl<'a> OptionLine<'a> {
    /// None for a comment about something else.
    pub(super) fn of(comment: &'a str) -> Option<Self> {
        let (word, value) = directive(comment)?;
        let mut says = WrittenOptions::default();
        let text = Some(value.to_owned()).filter(|value| !value.is_empty());
        // httpyac takes either spelling of the first three.
        let option = match word {
            "no-redirect" | "noRedirect" => {
                says.no_redirect = true;
                WrittenOption::Redirects
            }
            "no-log" | "noLog" => {
                says.no_log = true;
                WrittenOption::History
            }
            "no-cookie-jar" | "noCookieJar" => {
                says.cookies = Some(Cookies::Off);
                WrittenOption::Cookies
            }
            "cookie-jar" => {
                says.cookies = Some(Cookies::Keep);
                WrittenOption::Cookies
            }
            "timeout" => {
                says.timeout = text;
                WrittenOption::Timeout
            }
            "connection-timeout" => {
                says.connection_timeout = text;
                WrittenOption::ConnectionTimeout
            }
            "retry" => {
                says.retry = text;
                WrittenOption::Retry
            }
            "retry-methods" => {
                says.retry_methods = text;
                WrittenOption::RetryMethods
            }
            "retry-timeout" => {
                says.retry_timeout = text;
                WrittenOption::RetryTimeout
            }
            _ => return None,
        };
        let says_something = says != WrittenOptions::default();
        let is_usable = says_something && says.read().refused.is_empty();
        Some(Self { at: 0, option, word, value, says, is_usable })
    }

    fn all(comments: &'a [String]) -> Vec<Self> {
        let comments = comments.iter().enumerate();
        comments.filter_map(|(at, comment)| Some(Self { at, ..Self::of(comment)? })).collect()
    }
}

/// The line that counts of those about one option: the last that can be used, or else the last that says something.
fn counting<'a, 'b>(
    lines: &'b [OptionLine<'a>],
    option: WrittenOption,
) -> Option<&'b OptionLine<'a>> {
    let about = lines.iter().filter(|line| line.option == option);
    about.max_by_key(|line| (line.is_usable, line.says != WrittenOptions::default(), line.at))
}

impl Entry {
    /// How it is sent, as it is written.
    pub fn options(&self) -> WrittenOptions {
        let lines = OptionLine::all(&self.comments);
        let mut written =
            WrittenOptions { http_version: self.version.clone(), ..WrittenOptions::default() };
        for option in WrittenOption::ALL {
            if let Some(line) = counting(&lines, option) {
                written.take(option, &line.says);
            }
        }
        written
    }

    /// The same request, to be sent in another way. Unlike [`super::HttpFile::with_options`] it takes what no file can hold.
    #[must_use]
    pub fn with_options(&self, wanted: &WrittenOptions) -> Self {
        let wanted = wanted.tidy();
        self.with_lines(&self.line_changes(&wanted), &wanted, 0)
    }

    fn line_changes(&self, wanted: &WrittenOptions) -> Vec<LineChange> {
        let lines = OptionLine::all(&self.comments);
        let now = self.options();
        let others = WrittenOption::ALL.into_iter().filter(|option| !now.agrees(*option, wanted));
        others.flat_map(|option| line_changes(&lines, option, wanted)).collect()
    }

    /// With these changes, and with new lines before the comment `at`.
    fn with_lines(&self, changes: &[LineChange], wanted: &WrittenOptions, at: usize) -> Self {
        let mut comments: Vec<Option<String>> = self.comments.iter().cloned().map(Some).collect();
        let mut added = Vec::new();
        for change in changes {
            match change {
                LineChange::Removed { at } => comments[*at] = None,
                LineChange::Respelled { at, spelling } => {
                    comments[*at] = Some(respelled(&self.comments[*at], spelling));
                }
                LineChange::Added { spelling } => added.push(Some(spelling.to_string())),
            }
        }
        comments.splice(at..at, added);
        let comments = comments.into_iter().flatten().collect();
        Self { comments, version: wanted.http_version.clone(), ..self.clone() }
    }
}

/// How a line says an option.
struct Spelling {
    word: &'static str,
    /// None for a word that says it all.
    value: Option<String>,
}

impl std::fmt::Display for Spelling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "@{}", self.word)?;
        match &self.value {
            Some(value) => write!(f, "{}{value}", before_value(value)),
            None => Ok(()),
        }
    }
}

/// One equals sign before a value is no part of it.
fn before_value(value: &str) -> &'static str {
    if value.starts_with('=') { " = " } else { " " }
}

enum LineChange {
    Removed { at: usize },
    Respelled { at: usize, spelling: Spelling },
    Added { spelling: Spelling },
}

/// The line that counts says what is wanted; other lines about the same would speak against it.
fn line_changes(
    lines: &[OptionLine<'_>],
    option: WrittenOption,
    wanted: &WrittenOptions,
) -> Vec<LineChange> {
    let counts = counting(lines, option).map(|line| line.at);
    let stays = spelling(option, wanted).is_some();
    let others = lines.iter().filter(|line| line.option == option);
    let others = others.filter(|line| !stays || Some(line.at) != counts);
    let mut changes: Vec<_> = others.map(|line| LineChange::Removed { at: line.at }).collect();
    changes.extend(spelling(option, wanted).map(|spelling| match counts {
        Some(at) => LineChange::Respelled { at, spelling },
        None => LineChange::Added { spelling },
    }));
    changes
}

/// How a line says an option; none where there is nothing to say, or it is not said in a line of its own.
fn spelling(option: WrittenOption, wanted: &WrittenOptions) -> Option<Spelling> {
    let flag = |word| Spelling { word, value: None };
    let with = |word, value: &Option<String>| {
        Some(Spelling { word, value: Some(value.as_ref()?.clone()) })
    };
    match option {
        WrittenOption::Redirects => wanted.no_redirect.then(|| flag("no-redirect")),
        WrittenOption::History => wanted.no_log.then(|| flag("no-log")),
        WrittenOption::Cookies => wanted.cookies.map(|cookies| match cookies {
            Cookies::Keep => flag("cookie-jar"),
            Cookies::Off => flag("no-cookie-jar"),
        }),
        WrittenOption::Timeout => with("timeout", &wanted.timeout),
        WrittenOption::ConnectionTimeout => with("connection-timeout", &wanted.connection_timeout),
        WrittenOption::Retry => with("retry", &wanted.retry),
        WrittenOption::RetryMethods => with("retry-methods", &wanted.retry_methods),
        WrittenOption::RetryTimeout => with("retry-timeout", &wanted.retry_timeout),
        WrittenOption::HttpVersion => None,
    }
}

/// A line, or its comment alone, that says something else in the same way: mark, blanks and equals sign stay.
fn respelled(line: &str, spelling: &Spelling) -> String {
    // It is the first one in a line that begins with it behind the mark of a comment.
    let word = line.find('@').map_or(line.len(), |at| at + 1);
    let length = line[word..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let word = word..word + length.unwrap_or(line.len() - word);
    let Some(value) = &spelling.value else {
        return format!("{}{}{}", &line[..word.start], spelling.word, &line[word.end..]);
    };
    let text = line.trim_end();
    let old = text[word.end..].trim_start();
    let old = old.strip_prefix('=').unwrap_or(old).trim_start();
    let head = &text[..text.len() - old.len()];
    let gap = match (old.is_empty(), head[word.end..].contains('=')) {
        (true, true) => " ",
        (true, false) => before_value(value),
        (false, false) if value.starts_with('=') => "= ",
        (false, _) => "",
    };
    format!("{head}{gap}{value}{}", &line[text.len()..])
}

pub(super) fn with_options(
    text: &str,
    entry: usize,
    wanted: &WrittenOptions,
) -> Result<String, EditError> {
    let before = parse::parse(text)?;
    let of = before.file.entries.len();
    let (Some(old), Some(layout)) = (before.file.entries.get(entry), before.layouts.get(entry))
    else {
        return Err(EditError::NoSuchEntry { entry, of });
    };
    let wanted = wanted.tidy();
    writable(&wanted)?;
    let lines = old.line_changes(&wanted);
    let mut changes: Vec<Change> =
        lines.iter().map(|line| line_change(text, layout, line)).collect();
    if old.version != wanted.http_version {
        changes.push(version_change(text, layout, old, wanted.http_version.as_deref()));
    }
    let edited = apply(text, changes);
    let above = layout.comments.iter().filter(|line| line.start < layout.head).count();
    let meant = old.with_lines(&lines, &wanted, above);
    if is_what_was_meant(&edited, &before, entry, meant) {
        return Ok(edited);
    }
    Err(EditError::Entangled)
}

/// Refuses what would be read as something else.
fn writable(wanted: &WrittenOptions) -> Result<(), RenderError> {
    let WrittenOptions { timeout, connection_timeout, retry, retry_methods, retry_timeout, .. } =
        wanted;
    let texts = [timeout, connection_timeout, retry, retry_methods, retry_timeout];
    if texts.into_iter().flatten().any(|text| text.contains(['\n', '\r'])) {
        return Err(RenderError::LineEnd { what: "an option" });
    }
    match &wanted.http_version {
        Some(text) if !is_version(text) || text.contains(char::is_whitespace) => {
            Err(RenderError::Version { written: text.clone() })
        }
        _ => Ok(()),
    }
}

fn line_change(text: &str, layout: &Layout, change: &LineChange) -> Change {
    match change {
        LineChange::Removed { at } => {
            Change { at: layout.comments[*at].clone(), with: String::new() }
        }
        LineChange::Respelled { at, spelling } => {
            let at = without_end(text, &layout.comments[*at]);
            Change { with: respelled(&text[at.clone()], spelling), at }
        }
        LineChange::Added { spelling } => {
            let with = format!("# {spelling}{}", line_end(text, layout));
            Change { at: layout.head..layout.head, with }
        }
    }
}

fn without_end(text: &str, line: &Range<usize>) -> Range<usize> {
    line.start..line.start + text[line.clone()].trim_end_matches(['\n', '\r']).len()
}

fn version_change(text: &str, layout: &Layout, old: &Entry, wanted: Option<&str>) -> Change {
    let behind = layout.url.end..layout.request_line.end;
    let written = &text[behind.clone()];
    let start = behind.start + (written.len() - written.trim_start().len());
    let word = written.split_whitespace().next().map(|word| start..start + word.len());
    // What follows the last blank is taken for the version: a URL that ends in one needs another.
    let ends_in_one = old.request.url.rsplit([' ', '\t']).next().is_some_and(is_version);
    match (word, wanted) {
        (Some(word), Some(version)) => Change { at: word, with: version.to_owned() },
        (Some(word), None) if ends_in_one => Change { at: word, with: "HTTP/1.1".to_owned() },
        (_, None) => Change { at: behind, with: String::new() },
        (None, Some(version)) => {
            Change { at: behind.start..behind.start, with: format!(" {version}") }
        }
    }
}

#[cfg(test)]
mod tests;
