//! What is said about a request beside it: `# @prompt`, `# @check`, `# @capture`, `# @timeout`, `# @no-log`, `# @ref`, and
//! httpyac's `?? …`. Whatever is written for other programs and not done here is named: nothing is passed over in silence.

use super::blocks::BlockKind;
use super::commented::{MarkedLines, is_markdown};
use super::file::{Entry, HttpFile};
use super::foreign;
use super::options::OptionLine;
use super::syntax::{comment, directive};
use crate::answer::{Capture, PartError, ResponseCheck};
use crate::fill::sign_in::{is_of_sign_in, not_worked_out};
use mudbrick_model::{Header, Request, SendOptions, WrittenOption};
use std::fmt;

/// What is said about a request, as far as it is understood, and what is not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directives {
    /// Values that somebody is asked for.
    pub prompts: Vec<Prompt>,
    /// What the answer has to be.
    pub checks: Vec<ResponseCheck>,
    /// Which parts of the answer become variables.
    pub captures: Vec<Capture>,
    /// Requests whose answers are to be there first, by their tags.
    pub after: Vec<String>,
    /// How it is sent: `# @no-redirect`, `# @timeout`, `# @connection-timeout`, `# @retry`, `HTTP/2` behind the URL.
    pub options: SendOptions,
    /// `# @no-log`: the exchange is not kept in the history.
    pub no_log: bool,
    /// `# @note`, by which REST Client and httpyac ask before they send it: what stands there, which may be nothing.
    pub note: Option<String>,
    /// What is not done.
    pub unsupported: Vec<Unsupported>,
}

/// A value that somebody is asked for before the request is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The variable.
    pub name: String,
    /// What to say when asking.
    pub description: Option<String>,
}

/// Names of what nobody should look over a shoulder for. REST Client hides the first three.
const HIDDEN: [&str; 6] = ["password", "passwd", "pass", "secret", "token", "pwd"];

impl Prompt {
    /// Whether the answer is a secret, by the variable's name.
    pub fn is_secret(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        HIDDEN.iter().any(|hidden| name.ends_with(hidden))
    }
}

/// Something that is written for another program, or wrongly for this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// What it is.
    pub kind: UnsupportedKind,
    /// Which one: the directive's word, a check as it is written, a file.
    pub text: String,
}

/// What is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsupportedKind {
    /// `# @loop`, or another word after the mark.
    Directive,
    /// A version of HTTP behind the URL that Mudbrick does not speak on request.
    Version,
    /// A script.
    Script,
    /// A script in a file of its own.
    ScriptFile,
    /// An answer is to be saved in a file.
    SavedAnswer,
    /// An answer that another program has saved.
    EarlierAnswer,
    /// A check that is not understood.
    Check,
    /// A capture that is not understood.
    Capture,
    /// A request by another protocol, an import, or scripts that stand alone.
    Foreign,
    /// A part that is neither a request nor anything else that is known.
    Unread,
    /// A `GraphQL` body that another program would pack into JSON.
    GraphQl,
    /// A directive of no request: above the first one's separator, or below a heading.
    OfNoRequest,
    /// A directive in a comment of a body.
    InBody,
    /// Lines of a body that other programs may take for comments, and that go out.
    MarkedLines,
    /// A variable that the file sets several times, to different values.
    SetAgain,
    /// A sign-in that a program has to work out of user and secret: nothing is sent.
    SignIn,
    /// A backslash in a variable's value that REST Client would take away.
    Backslash,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.text;
        match self.kind {
            UnsupportedKind::Directive => write!(f, "@{text} is not supported and has no effect"),
            UnsupportedKind::Version => {
                write!(f, "{text} is not supported: the version is settled with the server")
            }
            UnsupportedKind::Script => write!(f, "a script is not supported and is not run"),
            UnsupportedKind::ScriptFile => {
                write!(f, "a script is not supported and is not run: {text}")
            }
            UnsupportedKind::SavedAnswer => {
                write!(f, "saving the answer in a file is not supported: {text}")
            }
            UnsupportedKind::EarlierAnswer => {
                write!(f, "an answer that another program has saved is not looked at: {text}")
            }
            UnsupportedKind::Check => {
                write!(f, "a check is not understood and is not made: {text}")
            }
            UnsupportedKind::Capture => {
                write!(f, "a capture is not understood and is not made: {text}")
            }
            UnsupportedKind::Foreign => {
                write!(f, "a part of the file is not supported and is left alone: {text}")
            }
            UnsupportedKind::Unread => {
                write!(
                    f,
                    "a part of the file is no request that can be read, and is left alone: {text}"
                )
            }
            UnsupportedKind::GraphQl => {
                write!(f, "GraphQL is not packed into JSON: the body goes out as it is written")
            }
            UnsupportedKind::OfNoRequest => {
                write!(f, "@{text} has no effect here: write it below the ### of a request")
            }
            UnsupportedKind::InBody => {
                write!(f, "@{text} has no effect in a body: write it above the request's line")
            }
            UnsupportedKind::MarkedLines => {
                write!(
                    f,
                    "each line of the body that begins with # or // goes out with it, while other programs take it for a comment"
                )
            }
            UnsupportedKind::SetAgain => {
                write!(
                    f,
                    "@{text} is set more than once: the last value counts for every request of the file"
                )
            }
            UnsupportedKind::SignIn => {
                write!(f, "signing in by {text} is not supported: the request is not sent as it is")
            }
            UnsupportedKind::Backslash => {
                write!(f, "the value of @{text} keeps its backslashes: it is used as it is written")
            }
        }
    }
}

/// Words that are used elsewhere, or that say something of the file as a whole, such as a note. The last
/// four are the catalogue's, whose requests people copy.
const USED: [&str; 8] =
    ["name", "note", "title", "description", "effect", "scopes", "metascopes", "example"];

impl Directives {
    /// What is said about one request.
    pub fn of(entry: &Entry) -> Self {
        let written = entry.options();
        let read = written.read();
        let mut found =
            Self { no_log: written.no_log, note: entry.note.clone(), ..Self::default() };
        for comment in &entry.comments {
            match OptionLine::of(comment) {
                Some(OptionLine { is_usable: true, .. }) => {}
                Some(OptionLine { word, value, .. }) => {
                    found.name(UnsupportedKind::Directive, format!("{word} {value}").trim());
                }
                None => {
                    if let Some((word, value)) = directive(comment) {
                        found.take(word, value);
                    }
                }
            }
        }
        for block in entry.before.iter().chain(&entry.after) {
            found.take_block(block.kind, &block.text);
        }
        if let Some(version) = &entry.version
            && read.refusal(WrittenOption::HttpVersion).is_some()
        {
            found.name(UnsupportedKind::Version, version);
        }
        found.options = read.options;
        found.take_body(entry);
        found.take_sign_ins(&entry.request.headers);
        let mut headers = entry.request.headers.iter();
        if headers.any(|header| header.name.eq_ignore_ascii_case("x-request-type")) {
            found.name(UnsupportedKind::GraphQl, "");
        }
        found
    }

    fn take(&mut self, word: &str, value: &str) {
        match word {
            "prompt" => {
                let (name, description) =
                    value.split_once(char::is_whitespace).unwrap_or((value, ""));
                if name.is_empty() {
                    return self.name(UnsupportedKind::Directive, word);
                }
                let description = Some(description.trim().to_owned());
                let description = description.filter(|text| !text.is_empty());
                self.prompts.push(Prompt { name: name.to_owned(), description });
            }
            "check" => self.check(value, value),
            "capture" => match Capture::parse(value) {
                Ok(capture) => self.captures.push(capture),
                Err(error) => self.name(UnsupportedKind::Capture, &because(value, &error)),
            },
            "ref" | "forceRef" if !value.is_empty() && !value.contains(char::is_whitespace) => {
                self.after.push(value.to_owned());
                if word == "forceRef" {
                    self.name(UnsupportedKind::Directive, "forceRef (it is taken as @ref)");
                }
            }
            "note" => {
                self.note.get_or_insert_with(|| value.to_owned());
            }
            word if USED.contains(&word) => {}
            word => self.name(UnsupportedKind::Directive, word),
        }
    }

    fn take_sign_ins(&mut self, headers: &[Header]) {
        for header in headers.iter().filter(|header| is_of_sign_in(header.name.trim())) {
            if let Some(scheme) = not_worked_out(&header.value) {
                self.name(UnsupportedKind::SignIn, scheme);
            }
        }
    }

    /// The lines of a body that begin with the mark of a comment.
    fn take_body(&mut self, entry: &Entry) {
        let Request { headers, body, .. } = &entry.request;
        let body = body.as_deref().unwrap_or_default();
        let comments: Vec<&str> = body.lines().filter_map(comment).collect();
        let are_comments = MarkedLines::of(headers, body) == MarkedLines::Comments;
        if are_comments {
            for (word, value) in comments.iter().filter_map(|comment| directive(comment)) {
                self.name(UnsupportedKind::InBody, format!("{word} {value}").trim());
            }
        } else if !comments.is_empty() && !is_markdown(headers) {
            self.name(UnsupportedKind::MarkedLines, "");
        }
    }

    fn take_block(&mut self, kind: BlockKind, text: &str) {
        let text = text.trim();
        let file = || text.trim_start_matches(['<', '>', '!']).trim();
        match kind {
            BlockKind::Assertion => self.check(text.trim_start_matches('?').trim(), text),
            BlockKind::Script => self.name(UnsupportedKind::Script, ""),
            BlockKind::ScriptFile => self.name(UnsupportedKind::ScriptFile, file()),
            BlockKind::SavedAnswer => self.name(UnsupportedKind::SavedAnswer, file()),
            BlockKind::EarlierAnswer => self.name(UnsupportedKind::EarlierAnswer, file()),
        }
    }

    fn check(&mut self, text: &str, written: &str) {
        match ResponseCheck::parse(text) {
            // A variable in a check would be compared as it is written.
            Ok(_) if text.contains("{{") => self.name(UnsupportedKind::Check, written),
            Ok(check) => self.checks.push(check),
            Err(error) => self.name(UnsupportedKind::Check, &because(written, &error)),
        }
    }

    fn name(&mut self, kind: UnsupportedKind, text: &str) {
        let one = Unsupported { kind, text: text.to_owned() };
        if !self.unsupported.contains(&one) {
            self.unsupported.push(one);
        }
    }
}

impl HttpFile {
    /// What of the file has no effect, beside what is said about its requests.
    pub fn unsupported(&self) -> Vec<Unsupported> {
        let foreign = self.foreign.iter().map(|part| match foreign::unread(part) {
            Some(text) => Unsupported { kind: UnsupportedKind::Unread, text },
            None => {
                let text = foreign::title(part).to_owned();
                Unsupported { kind: UnsupportedKind::Foreign, text }
            }
        });
        let comments = self.comments.iter().filter_map(|comment| of_no_request(comment));
        let variables = self.variables.iter().enumerate().flat_map(|(at, _)| self.of_variable(at));
        let mut found: Vec<Unsupported> = Vec::new();
        for one in foreign.chain(comments).chain(variables) {
            if !found.contains(&one) {
                found.push(one);
            }
        }
        found
    }

    /// What of one of the variables other programs see in another way. httpyac has each request use the value above it.
    fn of_variable(&self, at: usize) -> impl Iterator<Item = Unsupported> {
        let (name, value) = &self.variables[at];
        let mut before = self.variables[..at].iter();
        let is_set_again = before.any(|(other, old)| other == name && old != value);
        let kinds = [
            (UnsupportedKind::SetAgain, is_set_again),
            (UnsupportedKind::Backslash, has_escape(value)),
        ];
        let named = move |(kind, is_so): (UnsupportedKind, bool)| {
            is_so.then(|| Unsupported { kind, text: name.clone() })
        };
        kinds.into_iter().filter_map(named)
    }
}

/// Whether a value has what looks like an escape, which REST Client replaces and httpyac does not.
fn has_escape(value: &str) -> bool {
    ["\\n", "\\r", "\\t", "\\\"", "\\\\"].iter().any(|escape| value.contains(escape))
}

/// A directive of a comment that belongs to no request, unless it may well be about the file as a whole, such as a note. Neither
/// REST Client nor JetBrains has such a line count for the requests below it.
fn of_no_request(comment: &str) -> Option<Unsupported> {
    let (word, value) = directive(comment)?;
    let names_one = word == "name";
    let text = format!("{word} {value}").trim().to_owned();
    (names_one || !USED.contains(&word))
        .then_some(Unsupported { kind: UnsupportedKind::OfNoRequest, text })
}

fn because(written: &str, error: &PartError) -> String {
    format!("{written} ({error})")
}

#[cfg(test)]
mod tests;
